"""Parameters are refused with every fault at once and the nearest valid name."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from IPython.core.interactiveshell import InteractiveShell

from shequ_eval.vocabulary.codebook import Codebook
from shequ_eval.vocabulary.parameters import (
    ParametersError,
    ReportParameters,
    parse_parameters,
    read_parameters,
)

GOOD: dict[str, Any] = {
    "report_id": "mine",
    "as_of": "2026-11-24",
    "title": "我的报告",
    "zones": ["zhenhai"],
}


def faults(given: dict[str, Any], codebook: Codebook) -> list[str]:
    with pytest.raises(ParametersError) as caught:
        parse_parameters(given, codebook, "mine.yaml")
    return list(caught.value.faults)


def test_four_keys_are_enough(codebook: Codebook) -> None:
    parameters = parse_parameters(GOOD, codebook)
    assert parameters.denominator_basis == "resident"
    assert parameters.passages is False
    assert parameters.mid_term_day == ""


def test_the_day_of_judgement_has_no_default(codebook: Codebook) -> None:
    without = {key: value for key, value in GOOD.items() if key != "as_of"}
    assert faults(without, codebook) == ["mine.yaml: 键 key as_of: 缺 missing"]


@pytest.mark.parametrize("day", ["2026-11-24", "2027-01-01"])
def test_the_mid_term_lies_before_the_day_of_judgement(day: str, codebook: Codebook) -> None:
    (fault,) = faults(GOOD | {"mid_term_day": day}, codebook)
    assert day in fault
    assert "2026-11-24" in fault


def test_an_unknown_zone_gets_the_nearest_name(codebook: Codebook) -> None:
    (fault,) = faults(GOOD | {"zones": ["zhenhia"]}, codebook)
    assert "mine.yaml" in fault
    assert "zhenhia" in fault
    assert "did you mean zhenhai?" in fault


def test_an_unknown_indicator_gets_the_nearest_name(codebook: Codebook) -> None:
    (fault,) = faults(GOOD | {"indicators": ["social_org_stock"]}, codebook)
    assert "did you mean social_orgs_stock?" in fault


def test_an_unknown_set_gets_the_nearest_name(codebook: Codebook) -> None:
    (fault,) = faults(GOOD | {"indicators": "satisfactions"}, codebook)
    assert "did you mean satisfaction?" in fault


def test_an_unknown_key_gets_the_nearest_name(codebook: Codebook) -> None:
    (fault,) = faults(GOOD | {"indicatrs": "all"}, codebook)
    assert "did you mean indicators?" in fault


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("zones", "zhenhai"),
        ("zones", []),
        ("zones", ["zhenhai", "zhenhai"]),
        ("passages", "yes"),
        ("language", "cn"),
        ("periods", ["last year"]),
        ("periods", ["2017/2013"]),
        ("report_id", "../up"),
        ("as_of", "2026-11"),
        ("as_of", "20261124"),
        ("as_of", ""),
        ("mid_term_day", "去年"),
        ("title", ""),
        ("title", 3),
        ("notebooks", ["../zone_report"]),
    ],
)
def test_a_value_that_does_not_fit_names_its_key(
    key: str, value: object, codebook: Codebook
) -> None:
    assert any(f"key {key}" in fault for fault in faults(GOOD | {key: value}, codebook))


def test_all_faults_come_at_once(codebook: Codebook) -> None:
    bad = {"titel": "x", "zones": ["zhenhia", "lishiu"], "language": "cn", "report_id": "x"}
    found = "\n".join(faults(bad, codebook))
    for word in ("titel", "zhenhia", "lishiu", "cn", "key title: 缺 missing"):
        assert word in found


def test_faults_of_single_keys_do_not_hide_what_two_keys_cannot_say_together(
    codebook: Codebook,
) -> None:
    bad = GOOD | {"language": "cn", "mid_term_day": "2027-01-01"}
    bad |= {"passages": True, "publication": "public"}
    keys = [fault.split(": ")[1] for fault in faults(bad, codebook)]
    assert keys == ["键 key language", "键 key mid_term_day", "键 key passages"]


def test_a_key_inside_another_is_told_with_its_path_and_what_may_stand_there(
    codebook: Codebook,
) -> None:
    (fault,) = faults(GOOD | {"cover": {"clinet": "某局"}}, codebook)
    assert "did you mean cover.client?" in fault
    assert "client, evaluator, lead_evaluator, report_date" in fault


def test_every_period_that_is_none_is_named(codebook: Codebook) -> None:
    (fault,) = faults(GOOD | {"periods": ["last", "2013/2017", "2017/2013"]}, codebook)
    assert "'last', '2017/2013'" in fault


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"as_of": "2026-02-30"}, "found '2026-02-30'; 应为年-月-日"),
        ({"as_of": "2026-02-30"}, "did you mean 2026-02-28?"),
        ({"as_of": date(2026, 11, 24)}, "应为文字，请加引号"),
        ({"language": "cn"}, "found 'cn'; 是否指 en? did you mean en?；应为 one of: en, zh"),
        ({"passages": "yes"}, "应为 true 或 false"),
        ({"zones": "zhenhai"}, "应为列表"),
        ({"notebooks": []}, "应至少 1 项"),
        ({"report_id": "../up"}, "只用字母"),
    ],
)
def test_what_is_allowed_is_said_in_chinese_first_and_never_in_the_words_of_a_library(
    codebook: Codebook, change: dict[str, Any], said: str
) -> None:
    (fault,) = faults(GOOD | change, codebook)
    assert said in fault
    assert not any(words in fault for words in ("Value error", "Input should be", "String should"))


def test_a_fault_names_the_line_of_its_key_and_faults_follow_the_file(
    tmp_path: Path, codebook: Codebook
) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(
        "report_id: mine\ntitle: x\ncover:\n  # 谁委托\n  clinet: 某局\n"
        "zones: [zhenhia]\nas_of: 2026-02-30\nlanguage: cn\n",
        encoding="utf-8",
    )
    with pytest.raises(ParametersError) as caught:
        read_parameters(path, codebook)
    places = [fault.split(": ")[0] for fault in caught.value.faults]
    assert places == [f"mine.yaml:{line}" for line in (5, 6, 7, 8)]


def test_in_a_notebook_a_parameter_fault_is_its_lines_and_no_traceback(
    codebook: Codebook, capsys: pytest.CaptureFixture[str]
) -> None:
    shell = InteractiveShell()
    shell.push({"parse": parse_parameters, "given": GOOD | {"language": "cn"}, "book": codebook})

    result = shell.run_cell("parse(given, book)")

    assert isinstance(result.error_in_exec, ParametersError)
    shown = capsys.readouterr().out.strip().splitlines()
    assert shown == ["ParametersError", *result.error_in_exec.faults]


def test_passages_never_go_into_a_public_edition(codebook: Codebook) -> None:
    assert "passages" in faults(GOOD | {"passages": True, "publication": "public"}, codebook)[0]


def test_a_broken_yaml_names_its_line(tmp_path: Path, codebook: Codebook) -> None:
    path = tmp_path / "broken.yaml"
    path.write_text("report_id: x\nzones: [zhenhai\ntitle: y\n", encoding="utf-8")
    with pytest.raises(ParametersError, match=r"broken\.yaml: 第3行"):
        read_parameters(path, codebook)


def test_a_gbk_yaml_says_that_it_is_not_utf8(tmp_path: Path, codebook: Codebook) -> None:
    path = tmp_path / "gbk.yaml"
    path.write_bytes("title: 镇海区\n".encode("gbk"))
    with pytest.raises(ParametersError, match="not UTF-8"):
        read_parameters(path, codebook)


def test_a_yaml_that_is_no_mapping_says_so(tmp_path: Path, codebook: Codebook) -> None:
    path = tmp_path / "list.yaml"
    path.write_text("- a\n- b\n", encoding="utf-8")
    with pytest.raises(ParametersError, match="mapping"):
        read_parameters(path, codebook)


def test_the_bundled_parameter_files_are_valid(project: Path, codebook: Codebook) -> None:
    read = [read_parameters(p, codebook) for p in sorted((project / "parameters").glob("*.yaml"))]
    assert {parameters.report_id for parameters in read} == {
        *("nanjing", "lishui", "zhenhai", "jiangbei", "jiexiu", "comparison")
    }
    assert all(isinstance(parameters, ReportParameters) for parameters in read)


def test_a_bom_and_crlf_do_not_matter(tmp_path: Path, project: Path, codebook: Codebook) -> None:
    text = (project / "parameters" / "zhenhai.yaml").read_text(encoding="utf-8")
    path = tmp_path / "zhenhai.yaml"
    path.write_bytes(text.replace("\n", "\r\n").encode("utf-8-sig"))
    assert read_parameters(path, codebook).zones == ["zhenhai"]


@pytest.mark.parametrize(
    ("language", "title_en", "heading"),
    [
        ("zh", "My report", "我的报告"),
        ("en", "My report", "My report"),
        ("en", "", "我的报告"),
    ],
)
def test_an_edition_is_headed_in_its_own_language_where_it_has_a_title(
    language: str, title_en: str, heading: str, codebook: Codebook
) -> None:
    given = GOOD | {"language": language, "title_en": title_en}
    assert parse_parameters(given, codebook).heading == heading
