"""What a specification of survey estimates may say, and how it is told that it may not."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from shequ_eval.analysis.survey.conditions import rows_where
from shequ_eval.vocabulary.row_filter import RowFilterError, columns_of, parse_condition
from shequ_eval.vocabulary.survey_spec import SurveySpec
from shequ_eval.vocabulary.survey_spec_file import read_survey_spec
from shequ_eval.vocabulary.survey_yaml import SurveySpecError

SOUND = """\
data: answers.csv
design: {weights: w, strata: street, clusters: community, population_sizes: N1, lonely_psu: centre}
estimates:
  - {id: mean, kind: mean, variable: overall, by: zone, where: "age >= 18"}
  - {id: top2, kind: share, variable: overall, values: [4, 5], by: [zone, `wave of survey`]}
contrasts:
  - {id: change, of: top2, first: {zone: a}, second: {zone: b}}
"""


def faults_of(folder: Path, text: str) -> list[str]:
    path = folder / "spec.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SurveySpecError) as caught:
        read_survey_spec(path)
    return list(caught.value.faults)


def test_a_sound_specification_names_its_columns(tmp_path: Path) -> None:
    path = tmp_path / "spec.yaml"
    path.write_text(SOUND.replace("`wave of survey`", "wave of survey"), encoding="utf-8")
    spec = read_survey_spec(path)
    assert isinstance(spec, SurveySpec)
    assert set(spec.columns()) == {
        "w", "street", "community", "N1", "overall", "zone", "wave of survey", "age",
    }  # fmt: skip
    assert set(spec.label_columns()) == {
        "street", "community", "overall", "zone", "wave of survey",
    }  # fmt: skip


def test_unknown_keys_are_told_with_the_nearest_known_one_wherever_they_stand(
    tmp_path: Path,
) -> None:
    faults = faults_of(
        tmp_path,
        "data: a.csv\ndesing: 1\ndesign: {weight: w, weights: w}\n"
        "estimates: [{id: a, kind: mean, variable: x, were: y}]\n",
    )
    told = [fault.split("；")[0] for fault in faults]
    assert told == [
        f"spec.yaml:{line}: 键 key {key}: 未知 unknown; 是否指 {near}? did you mean {near}?"
        for line, key, near in [
            (2, "desing", "design"),
            (3, "design.weight", "design.weights"),
            (4, "estimates.0.were", "estimates.0.where"),
        ]
    ]


@pytest.mark.parametrize(
    ("estimate", "words"),
    [
        ("{id: a, kind: share, values: [4, 5]}", "缺 missing: variable"),
        ("{id: a, kind: total, variable: x, values: 4}", "不用于 not for total: values"),
        ("{id: a, kind: ratio, numerator: x}", "缺 missing: denominator"),
        ("{id: a, kind: mean, variable: x, q: 0.5}", "不用于 not for mean: q"),
        ("{id: a, kind: quantile, variable: x, q: 1}", "less than 1"),
        ("{id: a, kind: median, variable: x}", "did you mean mean?"),
        ("{id: a, kind: mean, variable: x, by: note}", "重名"),
        ("{id: a, kind: mean, variable: x, by: [z, z]}", "重复"),
        ("{id: a, kind: mean, variable: x, where: 'z is 1'}", "写法如"),
        ("{id: a, kind: mean, variable: x, where: 'z == b'}", "引号"),
    ],
)
def test_an_estimate_that_does_not_fit_its_kind_is_told_why(
    tmp_path: Path, estimate: str, words: str
) -> None:
    faults = faults_of(tmp_path, f"data: a\ndesign: {{weights: w}}\nestimates: [{estimate}]\n")
    assert len(faults) == 1 and words in faults[0]


@pytest.mark.parametrize(
    ("design", "words"),
    [
        ("{strata: s}", "缺 weights missing"),
        ("{weights: w, clusters: p, population_sizes: [a, b]}", "多于抽样级数"),
        ("{weights: w, lonely_psu: ignore}", "centre"),
        ("{weights: w, calibration: {method: logit, population: 5}}", "bounds"),
        ("{weights: w, calibration: {method: rake}}", "至少给"),
        ("{weights: w, replicates: {method: other}}", "须有 columns"),
    ],
)
def test_a_design_that_cannot_be_is_told_why(tmp_path: Path, design: str, words: str) -> None:
    estimate = "{id: a, kind: mean, variable: x}"
    faults = faults_of(tmp_path, f"data: a\ndesign: {design}\nestimates: [{estimate}]\n")
    assert len(faults) == 1 and words in faults[0]


def test_ids_given_twice_and_differences_of_what_is_not_there_are_told(tmp_path: Path) -> None:
    faults = faults_of(
        tmp_path,
        "data: a\ndesign: {weights: w}\n"
        "estimates: [{id: a, kind: mean, variable: x, by: zone},"
        " {id: a, kind: mean, variable: y}]\n"
        "contrasts: [{id: b, of: aa, first: {zone: 1}, second: {zone: 2}},"
        " {id: c, of: a, first: {zon: 1}, second: {zon: 2}}]\n",
    )
    assert len(faults) == 1
    assert "重复" in faults[0] and "did you mean a?" in faults[0]


def test_yes_and_no_are_answers_and_not_true_and_false(tmp_path: Path) -> None:
    path = tmp_path / "spec.yaml"
    path.write_text(
        "data: a\ndesign: {weights: w}\n"
        "estimates: [{id: a, kind: share, variable: x, values: [Yes, on]}]\n",
        encoding="utf-8",
    )
    assert read_survey_spec(path).estimates[0].values == ["Yes", "on"]


@pytest.mark.parametrize("text", ["data: [", "- a list", "\x00"])
def test_a_file_that_is_no_mapping_is_told_so(tmp_path: Path, text: str) -> None:
    assert len(faults_of(tmp_path, text)) == 1


def test_a_file_that_is_not_utf_8_or_not_there_is_told_so(tmp_path: Path) -> None:
    path = tmp_path / "spec.yaml"
    path.write_bytes("data: 调查".encode("gbk"))
    with pytest.raises(SurveySpecError, match="UTF-8"):
        read_survey_spec(path)
    with pytest.raises(SurveySpecError, match="读不到"):
        read_survey_spec(tmp_path / "gone.yaml")


def test_a_condition_knows_its_columns_with_dots_and_spaces() -> None:
    condition = parse_condition("sch.wide == 'Yes' and `my age` > 3 or not zone in ['a']")
    assert columns_of(condition) == ["sch.wide", "my age", "zone"]


@pytest.mark.parametrize(
    "written",
    ["", "age", "age > ", "1 < 2", "age in 3", "age > 1 > 2", "f(age) == 1", "age == x", {}, []],
)
def test_what_is_no_condition_is_refused(written: object) -> None:
    with pytest.raises(RowFilterError):
        parse_condition(written)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("written", "same"),
    [
        ("stype = 'E'", "stype == 'E'"),
        ("age <> 3", "age != 3"),
        ("a == 1 & ~(b == 2) | c > 3", "a == 1 and not (b == 2) or c > 3"),
        ("(a == 1) && (b == 2) || c > 3", "a == 1 and b == 2 or c > 3"),
        ("a IN ('x', 'y') AND NOT b = 'p & q = r'", "a in ['x', 'y'] and not b == 'p & q = r'"),
        ("18 <= age < 60", "age >= 18 and age < 60"),
        (["a == 1", {"b": 2}], "a == 1 and b in [2]"),
        ("街道 = '甲' & sch.wide=='Yes'", "街道 == '甲' and sch.wide == 'Yes'"),
    ],
)
def test_a_condition_may_be_written_as_elsewhere_and_means_the_same(
    written: object, same: str
) -> None:
    assert parse_condition(written) == parse_condition(same)  # type: ignore[arg-type]


@pytest.mark.parametrize("written", ["age >= 18 and (zone == 'a' or zone == 'b')", "age != 5"])
def test_a_condition_holds_for_the_rows_that_pandas_finds(written: str) -> None:
    people = pd.DataFrame({"age": [5, 18, 40, 40], "zone": ["a", "b", "a", "c"]})
    found = rows_where(parse_condition(written), people)
    assert people[found].equals(people.query(written))


def test_a_code_that_yaml_takes_for_a_number_stays_as_it_is_written(tmp_path: Path) -> None:
    path = tmp_path / "spec.yaml"
    path.write_text(
        "data: a\n"
        "design:\n"
        "  weights: w\n"
        "  calibration:\n"
        "    method: rake\n"
        "    margins: [{columns: age, totals: {18_34: 120, 0101: 80.5, 60_up: 1.5e+2}}]\n"
        "estimates: [{id: a, kind: mean, variable: x, where: {age: 18_34, time: 8:30, no: -3}}]\n",
        encoding="utf-8",
    )
    spec = read_survey_spec(path)
    assert spec.design.calibration is not None
    totals = spec.design.calibration.margins[0].totals
    assert totals == {"18_34": 120.0, "0101": 80.5, "60_up": 150.0}
    assert spec.estimates[0].where == {"age": "18_34", "time": "8:30", "no": -3}
