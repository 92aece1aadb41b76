"""Answers are read from any format, nobody is named, and every doubt is told at its line."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pyreadstat
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from shequ_eval.analysis.survey.of_responses import design_findings, survey_faults
from shequ_eval.evidence.findings import DataError
from shequ_eval.evidence.responses.columns import headers_of
from shequ_eval.evidence.responses.people import LEAST_SALT, SALT_SWITCH, code_of
from shequ_eval.evidence.responses.raw import RawResponses, read_raw_responses
from shequ_eval.evidence.responses.read import Checked, check_responses, read_responses
from shequ_eval.vocabulary.id_numbers import check_character, is_identity_number
from shequ_eval.vocabulary.identifiers import kind_of_cell, kind_of_column
from shequ_eval.vocabulary.survey_mapping_file import parse_survey_mapping, read_survey_mapping
from shequ_eval.vocabulary.survey_yaml import SurveySpecError

Rows = list[dict[str, Any]]


def mapping(**changed: Any) -> dict[str, Any]:
    spec: dict[str, Any] = {
        "survey_id": "shili_2026",
        "zone_id": "shili",
        "title_zh": "示例数据",
        "title_en": "Example data",
        "fieldwork": "2026-05",
        "data": "answers.csv",
        "scales": {"five": {"low": 1, "high": 5, "words": {"很满意": 5}, "missing": [9]}},
        "items": [
            {"id": "overall", "column": "overall", "scale": "five", "dimension": "overall"},
            {"id": "hall", "column": "hall", "scale": "five", "dimension": "services"},
        ],
        "labels": {"street": "street"},
        "design": {"weights": None, "population_sizes": [100]},
        "overall": "overall",
    }
    return spec | changed


def base_row(**changed: Any) -> dict[str, Any]:
    return {"overall": "4", "hall": "3", "street": "甲街"} | changed


def written(folder: Path, rows: Rows, name: str = "answers.csv", **changed: Any) -> Path:
    table = pd.DataFrame(rows)
    path = folder / name
    if name.endswith(".csv"):
        table.to_csv(path, index=False, encoding="utf-8")
    else:
        table.to_excel(path, index=False)
    spec = folder / "mapping.yaml"
    text = yaml.safe_dump(mapping(**({"data": name} | changed)), allow_unicode=True)
    spec.write_text(text, encoding="utf-8")
    return spec


def rules(checked: Checked) -> list[tuple[str, int | None, str]]:
    return [
        (f.rule.removeprefix("survey-"), f.row, f.column)
        for f in checked.findings
        if f.rule != "survey-names_people"
    ]


# Mapping ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"itmes": []}, "items"),
        ({"items": [{"id": "a", "colum": "x", "scale": "five", "dimension": "overall"}]}, "column"),
        ({"scales": {"five": {"low": 1, "hihg": 5}}}, "high"),
        ({"identifiers": {"hashed": ["tel"]}}, "hash"),
        ({"overall": "oberall"}, "overall"),
        ({"street": "stret"}, "street"),
        ({"design": {"weights": "wieght"}, "numbers": {"weight": "w"}}, "weight"),
        ({"scales": {"five": {"low": 1, "high": 5, "missing": [3]}}}, "lies on the scale"),
        ({"scales": {"five": {"low": 5, "high": 1}}}, "must be below"),
        ({"identifiers": {"harmless": {"tel": ""}}}, "needs a reason"),
        ({"skips": [{"column": "hal", "values": [0], "empty": ["overall"]}]}, "hall"),
        ({"labels": {"overall": "street"}}, "overall"),
    ],
)
def test_a_fault_of_the_mapping_names_what_was_probably_meant(
    changed: dict[str, Any], words: str
) -> None:
    with pytest.raises(SurveySpecError) as error:
        parse_survey_mapping(mapping(**changed))
    assert words in str(error.value)


@settings(max_examples=60, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
        max_leaves=8,
    ),
    st.sampled_from([None, *mapping()]),
)
def test_no_yaml_whatever_brings_a_traceback(value: Any, key: str | None) -> None:
    given_ = value if key is None else mapping(**{key: value})
    try:
        parse_survey_mapping(given_)
    except SurveySpecError as error:
        assert error.faults


def test_answers_that_yaml_takes_for_booleans_stay_words(tmp_path: Path) -> None:
    path = tmp_path / "mapping.yaml"
    text = yaml.safe_dump(mapping(), allow_unicode=True).replace("很满意: 5", "Yes: 5")
    path.write_text(text, encoding="utf-8")
    assert read_survey_mapping(path).scales["five"].words == {"Yes": 5}


# Formats ------------------------------------------------------------------------------------


def test_all_formats_give_the_same_cells(tmp_path: Path) -> None:
    table = pd.DataFrame({"q": [1.0, 2.5, None], "街道": ["甲街", "", "乙街"]})
    table.to_csv(tmp_path / "a.csv", index=False, encoding="gb18030")
    table.to_csv(tmp_path / "b.csv", index=False, sep=";", encoding="utf-8-sig")
    table.to_excel(tmp_path / "c.xlsx", index=False)
    table.to_parquet(tmp_path / "d.parquet")
    pyreadstat.write_sav(table, str(tmp_path / "e.sav"))
    pyreadstat.write_dta(table.rename(columns={"街道": "s"}), str(tmp_path / "f.dta"))
    read = [read_raw_responses(path).cells for path in sorted(tmp_path.iterdir())]
    assert len(read) == 6
    for cells in read:
        plain = cells.replace("1.0", "1")
        assert plain.to_numpy().tolist() == [["1", "甲街"], ["2.5", ""], ["", "乙街"]]
        assert list(cells.index) == [2, 3, 4]


@pytest.mark.parametrize("codepage", [None, 1252, 936])
def test_gbk_labels_of_a_sav_are_read_whatever_it_says_of_itself(
    tmp_path: Path, codepage: int | None
) -> None:
    path = tmp_path / "gbk.sav"
    table = pd.DataFrame({"q": [1.0, 2.0], "street": ["AAAAAA", "BBBBBB"]})
    pyreadstat.write_sav(table, str(path), variable_value_labels={"q": {1: "CCCCCCCC"}})
    raw = path.read_bytes()
    for old, new in {"AAAAAA": "幸福街", "BBBBBB": "和平街", "CCCCCCCC": "非常满意"}.items():
        raw = raw.replace(old.encode(), new.encode("gbk"))
    if codepage:
        name = {1252: b"CP125", 936: b"GBK  "}[codepage]
        raw = raw.replace(b"UTF-8", name)
        raw = raw.replace(struct.pack("<i", 65001), struct.pack("<i", codepage))
    path.write_bytes(raw)
    read = read_raw_responses(path)
    assert read.cells["street"].tolist() == ["幸福街", "和平街"]
    assert read.value_labels["q"] == {"1": "非常满意"}


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".sav", ".dta", ".parquet"])
@settings(max_examples=12, deadline=None)
@given(raw=st.binary(max_size=300))
def test_bytes_that_are_no_answers_are_refused_in_words(
    tmp_path_factory: pytest.TempPathFactory, suffix: str, raw: bytes
) -> None:
    path = tmp_path_factory.mktemp("hostile") / f"x{suffix}"
    path.write_bytes(raw)
    try:
        assert isinstance(read_raw_responses(path), RawResponses)
    except DataError as error:
        assert error.findings[0].rule.startswith(("survey-", "sheet-"))


def test_a_header_with_a_name_twice_or_none_and_a_line_too_long_are_all_told(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.csv"
    path.write_text("a,a,,b\n1,2,3,4,5\n", encoding="utf-8")
    with pytest.raises(DataError) as error:
        read_raw_responses(path)
    told = {finding.rule for finding in error.value.findings}
    assert told == {"survey-column_twice", "survey-unnamed_column", "survey-too_many_cells"}


# Columns ------------------------------------------------------------------------------------


@pytest.mark.parametrize("header", ["hall", "visit/hall", "a/b/hall", "visit-hall", "visit.hall"])
def test_a_question_is_found_in_whatever_group_an_export_puts_it(
    tmp_path: Path, header: str
) -> None:
    rows = [{"overall": 4, header: 3, "street": "甲街"}]
    answers = read_responses(written(tmp_path, rows)).answers
    assert answers["hall"].tolist() == [3.0]


def test_a_renamed_group_is_found_and_told(tmp_path: Path) -> None:
    items = mapping()["items"]
    items[1]["column"] = "old_group/hall"
    rows = [{"overall": 4, "new_group/hall": 3, "street": "甲街"}]
    checked = check_responses(written(tmp_path, rows, items=items))
    assert rules(checked) == [("group_renamed", 1, "old_group/hall")]
    assert checked.responses is not None


def test_two_columns_that_could_be_a_question_are_a_fault_not_a_choice(tmp_path: Path) -> None:
    rows = [{"overall": 4, "a/hall": 3, "b/hall": 2, "street": "甲街"}]
    checked = check_responses(written(tmp_path, rows))
    assert rules(checked) == [("column_ambiguous", 1, "hall")]
    assert checked.responses is None


def test_a_column_that_is_not_there_is_told_with_the_nearest(tmp_path: Path) -> None:
    checked = check_responses(written(tmp_path, [{"overall": 4, "halls": 3, "street": "甲街"}]))
    assert rules(checked) == [("no_such_column", 1, "hall")]
    assert "halls" in checked.findings[0].allowed


def test_headers_of_never_takes_a_name_for_its_ending() -> None:
    assert headers_of("q1", ["q11", "aq1", "group/aq1"]) == []


@pytest.mark.parametrize(
    "rows",
    [
        [{"use": "hall clinic"}, {"use": ""}, {"use": "clinic"}],
        [
            {"use": "hall clinic", "use/hall": 1, "use/clinic": 1},
            {"use": "", "use/hall": "", "use/clinic": ""},
            {"use": "clinic", "use/hall": 0, "use/clinic": 1},
        ],
        [
            {"g/use/hall": "TRUE", "g/use/clinic": "True"},
            {"g/use/hall": "", "g/use/clinic": ""},
            {"g/use/hall": "FALSE", "g/use/clinic": "true"},
        ],
    ],
)
def test_a_select_multiple_is_read_alike_from_words_and_from_columns(
    tmp_path: Path, rows: Rows
) -> None:
    selects = [{"id": "used", "column": "use", "options": ["hall", "clinic"]}]
    path = written(tmp_path, [base_row(**row) for row in rows], selects=selects)
    answers = read_responses(path).answers
    assert answers["used.hall"].fillna(-1).tolist() == [1, -1, 0]
    assert answers["used.clinic"].fillna(-1).tolist() == [1, -1, 1]


def test_an_option_that_the_mapping_has_not_got_is_a_finding(tmp_path: Path) -> None:
    selects = [{"id": "used", "column": "use", "options": ["hall"]}]
    path = written(tmp_path, [base_row(use="hall pool")], selects=selects)
    assert rules(check_responses(path)) == [("unknown_option", 2, "use")]


# Answers ------------------------------------------------------------------------------------


def test_words_codes_and_declared_gaps_are_read_and_nothing_else(tmp_path: Path) -> None:
    cells = ["很满意", "5", "5.0", "9", "", "6", "3.5", "0", "1e0", "-1"]
    checked = check_responses(written(tmp_path, [base_row(hall=cell) for cell in cells]))
    assert [row for _, row, _ in rules(checked)] == [7, 8, 9, 10, 11]
    answers = read_responses(written(tmp_path, [base_row(hall=cell) for cell in cells[:5]])).answers
    assert answers["hall"].fillna(-1).tolist() == [5, 5, 5, -1, -1]


def test_a_reversed_scale_is_turned_round(tmp_path: Path) -> None:
    scales = {"five": {"low": 1, "high": 5, "reversed": True}}
    answers = read_responses(written(tmp_path, [base_row(hall=2)], scales=scales)).answers
    assert answers["hall"].tolist() == [4.0]


def test_codes_of_a_sav_become_the_labels_of_places(tmp_path: Path) -> None:
    table = pd.DataFrame({"overall": [4.0], "hall": [3.0], "street": [2.0]})
    path = str(tmp_path / "answers.sav")
    pyreadstat.write_sav(table, path, variable_value_labels={"street": {2: "乙街"}})
    spec = tmp_path / "mapping.yaml"
    spec.write_text(yaml.safe_dump(mapping(data="answers.sav"), allow_unicode=True), "utf-8")
    assert read_responses(spec).answers["street"].tolist() == ["乙街"]


# Doubts -------------------------------------------------------------------------------------


def test_haste_is_told_from_start_and_end_and_a_clock_that_runs_backwards(tmp_path: Path) -> None:
    rows = [
        base_row(start="2026-05-01T09:00:00.000+08:00", end="2026-05-01T09:10:00.000+08:00"),
        base_row(start="2026-05-01T09:00:00.000+08:00", end="2026-05-01T09:00:40.000+08:00"),
        base_row(start="2026-05-01T09:00:00+08:00", end="2026-05-01T08:00:00+08:00"),
        base_row(start="", end="?"),
    ]
    quality = {"start": "start", "end": "end", "least_seconds": 60}
    checked = check_responses(written(tmp_path, rows, quality=quality))
    assert rules(checked) == [("speeder", 3, ""), ("ends_before_start", 4, "")]
    assert checked.responses is not None and len(checked.responses.answers) == 4


def test_one_answer_to_everything_twins_and_ids_twice_are_told(tmp_path: Path) -> None:
    names = [f"q{k}" for k in range(9)]
    items = mapping()["items"][:1] + [
        {"id": name, "column": name, "scale": "five", "dimension": "services"} for name in names
    ]
    varied = {name: 1 + k % 5 for k, name in enumerate(names)}
    rows = [
        {"overall": 4, **dict.fromkeys(names, 4), "street": "甲街", "id": "a"},
        {"overall": 3, **varied, "street": "甲街", "id": "b"},
        {"overall": 3, **varied, "street": "甲街", "id": "b"},
        {"overall": 3, **varied, "street": "乙街", "id": "c"},
    ]
    checked = check_responses(written(tmp_path, rows, items=items, response_id="id"))
    assert rules(checked) == [
        ("straight_liner", 2, ""),
        ("twin", 4, ""),
        ("id_twice", 4, "id"),
    ]


def test_an_answer_to_a_question_that_was_to_be_skipped_is_told(tmp_path: Path) -> None:
    selects = [{"id": "used", "column": "use", "options": ["yes", "no"]}]
    labels = {"street": "street", "visited": "visited"}
    skips = [{"column": "visited", "values": ["no"], "empty": ["hall"]}]
    rows = [base_row(visited="no", use="no"), base_row(visited="no", hall="", use="")]
    path = written(tmp_path, rows, labels=labels, skips=skips, selects=selects)
    assert rules(check_responses(path)) == [("impossible_skip", 2, "hall")]


# Corrections --------------------------------------------------------------------------------

HEAD = "row,column,before,after,rule,who,why\n"


def with_log(folder: Path, lines: str, rows: Rows) -> Path:
    (folder / "log.csv").write_text(HEAD + lines, encoding="utf-8")
    return written(folder, rows, corrections="log.csv", response_id="id")


def test_a_signed_correction_changes_a_copy_and_never_the_file(tmp_path: Path) -> None:
    rows = [base_row(hall="55", id="a"), base_row(id="b"), base_row(id="b")]
    log = "a,hall,55,5,out_of_range,林,键入两次\n#4,*,,drop,id_twice,林,重复提交\n"
    path = with_log(tmp_path, log, rows)
    before = (tmp_path / "answers.csv").read_bytes()
    found = read_responses(path)
    assert found.answers["hall"].tolist() == [5.0, 3.0]
    assert (tmp_path / "answers.csv").read_bytes() == before
    assert found.received == 3 and len(found.log) == 2


@pytest.mark.parametrize(
    ("log", "rule"),
    [
        ("a,hall,4,5,r,林,x\n", "not_as_before"),
        ("z,hall,55,5,r,林,x\n", "no_such_row"),
        ("a,hal,55,5,r,林,x\n", "no_such_column"),
        ("a,hall,55,5,r,,x\n", "unsigned"),
        ("a,hall,55,5,r,林,x\na,hall,5,4,r,林,x\n", "corrected_twice"),
        ("a,*,,5,r,林,x\n", "whole_sheet"),
    ],
)
def test_a_correction_that_does_not_fit_the_file_is_refused(
    tmp_path: Path, log: str, rule: str
) -> None:
    with pytest.raises(DataError) as error:
        read_responses(with_log(tmp_path, log, [base_row(hall="55", id="a")]))
    assert f"survey-{rule}" in {finding.rule for finding in error.value.findings}


def test_the_proposed_log_settles_the_faults_once_it_is_signed(tmp_path: Path) -> None:
    rows = [base_row(hall="7", id="a"), base_row(id="b"), base_row(id="b")]
    path = written(tmp_path, rows, response_id="id")
    proposed = check_responses(path).proposed.assign(who="林", why="核对原卷")
    proposed.loc[proposed["column"].eq("*"), "after"] = "drop"
    proposed.to_csv(tmp_path / "log.csv", index=False, encoding="utf-8")
    path = written(tmp_path, rows, response_id="id", corrections="log.csv")
    assert read_responses(path).answers["hall"].fillna(-1).tolist() == [-1, 3]


# People -------------------------------------------------------------------------------------

SEVENTEEN = st.builds(
    lambda place, day, order: f"{place:06d}{day:%Y%m%d}{order:03d}",
    st.integers(110000, 659999),
    st.dates(
        min_value=pd.Timestamp("1920-01-01").date(), max_value=pd.Timestamp("2020-01-01").date()
    ),
    st.integers(0, 999),
)


@given(SEVENTEEN, st.integers(0, 17), st.integers(1, 9))
def test_the_check_digit_catches_every_single_wrong_digit(
    first: str, place: int, more: int
) -> None:
    number = first + check_character(first)
    assert is_identity_number(number) and kind_of_cell(f"证 {number}") == "identity_number"
    if number[place] != "X":
        wrong = number[:place] + str((int(number[place]) + more) % 10) + number[place + 1 :]
        assert not is_identity_number(wrong)


@given(SEVENTEEN)
def test_the_check_character_is_iso_7064_mod_11_2(first: str) -> None:
    # ISO 7064 has the whole number, X as 10, leave 1 when divided by 11 with weights 2^(n-i).
    number = first + check_character(first)
    digits = [10 if c == "X" else int(c) for c in number]
    assert sum(d * pow(2, 17 - i, 11) for i, d in enumerate(digits)) % 11 == 1


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("+86 139-1234-5678", "phone"), ("0551-63601234", "phone"), ("wxid_ab12cd34", "wechat"),
        ("微信：zhang_1990", "wechat"), ("li.si@mail.example", "email"),
        ("和平街道12号2栋301室", "address"), ("29.9551, 121.7135", "position"),
        ("路灯不亮 3 盏", None), ("20260501", None), ("100000000000000000", None), ("", None),
    ],
)  # fmt: skip
def test_cells_that_name_people_are_known_by_their_shape(text: str, kind: str | None) -> None:
    assert kind_of_cell(text) == kind


@pytest.mark.parametrize(
    ("column", "kind"),
    [
        ("身份证号", "identity_number"), ("手机号码", "phone"), ("微信号", "wechat"),
        ("家庭住址", "address"), ("受访者姓名", "name"), ("respondent_name", "name"),
        ("_submitted_by", "name"), ("deviceid", "device"), ("_geolocation", "position"),
        ("street", None), ("community_name", None), ("telecom_service", None), ("wq", None),
    ],
)  # fmt: skip
def test_columns_that_name_people_are_known_by_their_name(column: str, kind: str | None) -> None:
    assert kind_of_column(column) == kind


SECRETS = ["13812345678", "王小明", "wxid_secret99", "li@mail.example", "幸福路12号3栋"]


def test_nothing_that_names_a_person_leaves_the_reading(tmp_path: Path) -> None:
    names = ["王小明", "李芳", "张伟", "刘洋", "陈静", "赵磊"]
    rows = [
        base_row(手机=SECRETS[0], who=name, wx=SECRETS[2], mail=SECRETS[3], note=SECRETS[4])
        for name in names
    ]
    checked = check_responses(written(tmp_path, rows))
    assert checked.responses is not None
    shown = checked.responses.answers.to_csv() + "".join(f.sentence() for f in checked.findings)
    assert not [secret for secret in SECRETS if secret in shown]
    people = {f.column for f in checked.findings if f.rule == "survey-names_people"}
    assert people == {"手机", "who", "wx", "mail", "note"}


def test_an_identifier_typed_into_an_item_is_not_printed_by_its_finding(tmp_path: Path) -> None:
    checked = check_responses(written(tmp_path, [base_row(hall=SECRETS[0])]))
    shown = "".join(f.sentence() for f in checked.findings) + checked.proposed.to_csv()
    assert SECRETS[0] not in shown
    assert ("out_of_range", 2, "hall") in rules(checked)


def test_a_mapped_column_that_names_people_is_refused_until_hashed_or_explained(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [base_row(tel="13812345678"), base_row(tel="138 1234 5678"), base_row(tel="")]
    labels = {"street": "street", "contact": "tel"}
    assert check_responses(written(tmp_path, rows, labels=labels)).responses is None
    hashing = written(tmp_path, rows, identifiers={"hash": ["tel"]})
    with pytest.raises(DataError, match="no salt"):
        read_responses(hashing)
    salt = tmp_path / "elsewhere.txt"
    salt.write_bytes(b"x" * LEAST_SALT)
    monkeypatch.setenv(SALT_SWITCH, str(salt))
    found = read_responses(hashing)
    code = code_of("13812345678", b"x" * LEAST_SALT)
    assert found.answers["tel_code"].fillna("").tolist() == [code, code, ""]
    assert "same_person" in {f.rule.removeprefix("survey-") for f in found.findings}
    salt.write_bytes(b"y" * LEAST_SALT)
    assert read_responses(hashing).answers["tel_code"].iloc[0] != code
    salt.write_bytes(b"short")
    with pytest.raises(DataError, match="survey-no_salt"):
        read_responses(hashing)
    why = {"tel": "总机号码，不属个人"}
    explained = written(tmp_path, rows, labels=labels, identifiers={"harmless": why})
    assert read_responses(explained).answers["contact"].iloc[0] == "13812345678"


def test_a_kobo_workbook_with_moments_and_a_second_sheet_is_read(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["start", "end", "a/overall", "a/hall", "street", "_uuid", "_submitted_by"])
    begun = pd.Timestamp("2026-05-01 09:00").to_pydatetime()
    done = pd.Timestamp("2026-05-01 09:00:30").to_pydatetime()
    sheet.append([begun, done, 4, "很满意", "甲街", "u-1", "someone"])
    book.create_sheet("repeat").append(["x"])
    book.save(tmp_path / "export.xlsx")
    spec = mapping(
        data="export.xlsx", response_id="_uuid", quality={"start": "start", "end": "end"}
    )
    path = tmp_path / "mapping.yaml"
    path.write_text(yaml.safe_dump(spec, allow_unicode=True), encoding="utf-8")
    found = read_responses(path)
    assert found.answers[["response_id", "hall"]].values.tolist() == [["u-1", 5.0]]
    assert "survey-speeder" in {f.rule for f in found.findings}


@settings(max_examples=20, deadline=None)
@given(st.permutations(range(6)))
def test_the_order_of_sheets_changes_no_answer(
    tmp_path_factory: pytest.TempPathFactory, order: list[int]
) -> None:
    folder = tmp_path_factory.mktemp("order")
    rows = [base_row(hall=1 + k % 5, overall=1 + k % 3, id=f"u{k}") for k in range(6)]
    path = written(folder, [rows[k] for k in order], response_id="id")
    answers = read_responses(path).answers.set_index("response_id").sort_index()
    assert answers["hall"].tolist() == [1, 2, 3, 4, 5, 1]


# Consent and the frame ------------------------------------------------------------------------


def test_a_sheet_that_refuses_is_counted_apart_and_is_no_answer(tmp_path: Path) -> None:
    nothing = {"overall": "", "hall": ""}
    rows = [
        base_row(consent="1"), base_row(consent="0", **nothing), base_row(consent="", **nothing),
        base_row(consent="0"),
    ]  # fmt: skip
    path = written(tmp_path, rows, consent={"column": "consent", "value": 1})
    checked = check_responses(path)
    assert rules(checked) == [("no_consent", 5, "consent")]
    found = checked.responses
    assert found is not None
    assert (found.received, found.refused, found.answers["row"].tolist()) == (4, 3, [2])


def test_an_empty_sheet_is_doubted_where_no_consent_is_mapped(tmp_path: Path) -> None:
    rows = [base_row(), base_row(overall="", hall="9")]
    assert rules(check_responses(written(tmp_path, rows))) == [("no_item_answered", 3, "")]


def test_where_nobody_agrees_there_is_nothing_to_estimate(tmp_path: Path) -> None:
    path = written(tmp_path, [base_row(consent=0)], consent={"column": "consent", "value": 1})
    checked = check_responses(path)
    assert checked.responses is None and "survey-nobody_agrees" in {
        finding.rule for finding in checked.findings
    }


FRAME = "street,community,households,issued\n甲街,一,100,4\n甲街,二,60,4\n甲街,三,9,0\n"
PLACES = {"street": "street", "community": "community"}


def test_weights_from_the_frame_add_up_to_its_households(tmp_path: Path) -> None:
    (tmp_path / "frame.csv").write_text(FRAME.replace(",9,", ",80,"), encoding="utf-8")
    rows = [base_row(community=name) for name in "一一一一二二"]
    places = {"labels": PLACES, "street": "street", "community": "community"}
    path = written(tmp_path, rows, frame="frame.csv", **places)
    answers = read_responses(path).answers
    # 3/2 × 100/4 and 3/2 × 60/2; they sum to 3/2 × 160 = 240, as of 100 + 60 + 80 households.
    assert answers["frame_weight"].tolist() == [37.5] * 4 + [45.0] * 2
    assert answers["frame_weight"].sum() == 240
    assert answers[["frame_communities", "frame_households"]].iloc[0].tolist() == [3, 100]


@pytest.mark.parametrize(
    ("design", "words"),
    [
        ({"weights": "frame_weight"}, "needs frame, street and community"),
        ({"weights": "w", "clusters": ["street", "response_id"]}, "must name response_id"),
    ],
)
def test_what_reading_adds_can_be_named_only_where_it_is_added(
    design: dict[str, Any], words: str
) -> None:
    with pytest.raises(SurveySpecError, match=words):
        parse_survey_mapping(mapping(design=design, numbers={"w": "w"}))


def test_the_sheet_is_the_last_stage_and_no_other() -> None:
    ends = {"weights": "w", "clusters": ["street", "response_id"]}
    known = {"numbers": {"w": "w"}, "response_id": "id"}
    assert parse_survey_mapping(mapping(design=ends, **known)).design.clusters[-1] == "response_id"
    starts = {"weights": "w", "clusters": ["response_id", "street"]}
    with pytest.raises(SurveySpecError, match="last of clusters"):
        parse_survey_mapping(mapping(design=starts, **known))


def design_faults(folder: Path, rows: Rows, **changed: Any) -> list[tuple[str, int | None, str]]:
    found = check_responses(written(folder, rows, **changed)).responses
    assert found is not None
    return [(f.rule, f.row, f.column) for f in design_findings(found)]


def test_a_weight_that_is_negative_or_missing_is_told_at_its_line_and_column(
    tmp_path: Path,
) -> None:
    rows = [base_row(**{"g/w": value}) for value in ("1", "-3", "", "2")]
    told = design_faults(tmp_path, rows, numbers={"weight": "w"}, design={"weights": "weight"})
    assert told == [("negative_weight", 3, "w"), ("missing", 4, "w")]


def test_a_lonely_unit_is_told_when_the_answers_are_read(tmp_path: Path) -> None:
    rows = [base_row(place=place, w=1) for place in ("a", "b")]
    rows.append(base_row(street="乙街", place="c", w=1))
    told = design_faults(
        tmp_path, rows, labels={"street": "street", "community": "place"},
        numbers={"w": "w"}, design={"weights": "w", "strata": "street", "clusters": "community"},
    )  # fmt: skip
    assert told == [("lonely_psu", 4, "place")]


def test_the_faults_of_a_survey_in_the_data_name_its_file_there(tmp_path: Path) -> None:
    folder = tmp_path / "surveys" / "shili"
    folder.mkdir(parents=True)
    rows = [base_row(w=value) for value in ("1", "-3")]
    changed = {"data": "../responses/shili/answers.csv", "numbers": {"w": "w"}}
    written(folder, rows, **changed, design={"weights": "w"})
    answers = tmp_path / "surveys" / "responses" / "shili"
    assert survey_faults(tmp_path) == []  # a clone has no answers
    answers.mkdir(parents=True)
    (folder / "answers.csv").rename(answers / "answers.csv")
    told = [(f.file, f.row, f.column, f.rule) for f in survey_faults(tmp_path)]
    assert told == [("surveys/responses/shili/answers.csv", 3, "w", "negative_weight")]
    (folder / "mapping.yaml").write_text("zone_id: shili\nitmes: []\n", encoding="utf-8")
    assert {f.file for f in survey_faults(tmp_path)} == {"surveys/shili/mapping.yaml"}
