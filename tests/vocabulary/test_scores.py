"""A scheme of scores is refused with every fault at once, its key and the nearest valid name."""

from __future__ import annotations

import copy
import shutil
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from shequ_eval.evidence.checks import check_package
from shequ_eval.evidence.checks.scores import check_scores
from shequ_eval.evidence.checks.tables import Package
from shequ_eval.vocabulary.codebook import Codebook
from shequ_eval.vocabulary.scheme_faults import SchemeFault, scheme_faults
from shequ_eval.vocabulary.scheme_files import SchemeError, read_schemes, scheme_files
from shequ_eval.vocabulary.score_standards import framework
from shequ_eval.vocabulary.scores import Scheme

LISHUI = "lishui_purchase_programme"
SCHEMES = Path("codebook") / "scores"


@pytest.fixture(scope="module")
def known(tidy: dict[str, pd.DataFrame]) -> pd.DataFrame:
    return tidy["evidence"][["evidence_id", "zone_id", "unit"]]


@pytest.fixture
def good(data_root: Path) -> dict[str, Any]:
    text = (data_root / SCHEMES / f"{LISHUI}.yaml").read_text(encoding="utf-8")
    scheme: dict[str, Any] = yaml.safe_load(text)
    return scheme


Faults = dict[str, SchemeFault]


@pytest.fixture
def told(codebook: Codebook, known: pd.DataFrame) -> Any:
    def faults(scheme: Any, registers: tuple[str, ...] = ()) -> Faults:
        found = scheme_faults(scheme, LISHUI, codebook, known, registers)
        return {fault.key: fault for fault in found}

    return faults


def place_of(scheme: dict[str, Any], row_id: str) -> int:
    return [row["id"] for row in scheme["rows"]].index(row_id)


def test_the_shipped_schemes_and_the_template_have_no_fault(
    data_root: Path, codebook: Codebook, known: pd.DataFrame
) -> None:
    for path in scheme_files(data_root):
        given_ = yaml.safe_load(path.read_text(encoding="utf-8"))
        assert scheme_faults(given_, path.stem, codebook, known) == [], path.name


def test_the_template_is_never_scored(
    data_root: Path, codebook: Codebook, known: pd.DataFrame
) -> None:
    read = {scheme.id for scheme in read_schemes(data_root, codebook, known)}
    assert read == {path.stem for path in scheme_files(data_root)} - {"template"}


def test_satisfaction_lies_inside_effects_and_is_no_first_level(codebook: Codebook) -> None:
    levels = framework(codebook)
    assert list(levels) == ["决策", "过程", "产出", "效益"]
    assert "满意度" in levels["效益"]["项目效益"]


def test_every_scheme_holds_each_first_level(
    data_root: Path, codebook: Codebook, known: pd.DataFrame
) -> None:
    for scheme in read_schemes(data_root, codebook, known):
        assert all(scheme.points_of(level) > 0 for level in framework(codebook))
        assert scheme.points_of("产出", "效益") >= 60


@pytest.mark.parametrize(
    ("path", "value", "key", "hint"),
    [
        (("zone_id",), "lishiu", "zone_id", "did you mean lishui?"),
        (("scored",), "zone", "scored", "one of: fund, project"),
        (("id",), "another", "id", LISHUI),
        (("period",), "2020-13", "period", "EDTF"),
        (("object_zh",), "", "object_zh", "at least 1"),
        (("rows", 0, "level1"), "结果", "rows.0.level1", "决策"),
        (("rows", 0, "level2"), "项目立顶", "rows.0.level2", "did you mean 项目立项?"),
        (("rows", 0, "level3"), "依据充足性", "rows.0.level3", "did you mean 依据充分性?"),
        (("rows", 0, "points"), -3, "rows.0.points", "greater than or equal to 0"),
        (("rows", 0, "points"), True, "rows.0.points", "valid number"),
        (("rows", 0, "points"), float("nan"), "rows.0.points", "finite"),
        (("rows", 0, "points"), 10**400, "rows.0.points", ""),
        (("rows", 0, "id"), "procedure", "rows.0.id", "each id once"),
        (("rows", 0, "rule", "kind"), "rubrik", "rows.0.rule.kind", "did you mean rubric?"),
        (("rows", 0, "rule", "levels", 0, "share"), 1.2, "rows.0.rule.levels.0.share", "less"),
        (("rows", 6, "rule", "evidence"), ["lishui-2176"], "rows.6.rule.evidence.0", "lishui-2175"),
        (
            ("rows", 6, "rule", "evidence"),
            ["zhenhai-4465"],
            "rows.6.rule.evidence.0",
            "of zone lishui",
        ),
        (
            ("rows", 6, "rule", "evidence"),
            ["lishui-2175", "lishui-2175"],
            "rows.6.rule.evidence",
            "each id once",
        ),
    ],
)
def test_a_faulty_key_is_told_with_what_would_be_allowed(
    good: dict[str, Any],
    told: Any,
    path: tuple[str | int, ...],
    value: object,
    key: str,
    hint: str,
) -> None:
    place: Any = good
    for part in path[:-1]:
        place = place[part]
    place[path[-1]] = value
    faults: Faults = told(good)
    assert hint in faults[key].allowed
    assert faults[key].severity == "error"


TARGET = {"unit": "元", "value": 1, "basis": "document", "source_zh": "目标", "source_en": "goal"}


@pytest.mark.parametrize(
    ("change", "key", "hint"),
    [
        ({"unit": None}, "target.unit", "string"),
        ({"unit": "项"}, "target.unit", "the unit of lishui-2175: 元"),
        ({"value": None}, "target", "not both"),
        ({"evidence": "lishui-2198"}, "target", "not both"),
        ({"low": 5}, "target", "low ≤ value ≤ high"),
        ({"value": -1}, "target", "不能为负"),
        ({"value": 0}, "target.value", "大于 0"),
        ({"value": None, "high": 3}, "target", "threshold"),
        ({"basis": "guess"}, "target.basis", "document"),
    ],
)
def test_a_target_that_cannot_be_held_against_is_told(
    good: dict[str, Any], told: Any, change: dict[str, Any], key: str, hint: str
) -> None:
    n = place_of(good, "paid_in")
    good["rows"][n]["rule"]["target"] = TARGET | change
    assert hint in told(good)[f"rows.{n}.rule.{key}"].allowed


def test_a_target_without_a_unit_is_told_as_missing(good: dict[str, Any], told: Any) -> None:
    n = place_of(good, "paid_in")
    target = {key: value for key, value in TARGET.items() if key != "unit"}
    good["rows"][n]["rule"]["target"] = target
    fault = told(good)[f"rows.{n}.rule.target.unit"]
    assert (fault.rule, "unit" in fault.allowed) == ("missing", True)


def test_an_unknown_key_gets_the_nearest_one(good: dict[str, Any], told: Any) -> None:
    good["rows"][0]["pionts"] = 3
    assert "did you mean points?" in told(good)["rows.0.pionts"].allowed


def test_an_unknown_register_gets_the_nearest_one(good: dict[str, Any], told: Any) -> None:
    n = place_of(good, "paid_in")
    good["rows"][n]["rule"]["registers"] = ["fund"]
    hint = told(good, ("funds", "projects", "satisfaction"))[f"rows.{n}.rule.registers.0"].allowed
    assert "did you mean funds?" in hint


def test_a_level_that_the_rubric_has_not_is_told(good: dict[str, Any], told: Any) -> None:
    signed = {"level": "ful", "name": "评价人甲", "date": "2026-01-05", "text": "见批复文件"}
    good["rows"][0]["rule"]["given"] = signed
    assert "did you mean full?" in told(good)["rows.0.rule.given.level"].allowed


@pytest.mark.parametrize("key", ["name", "date", "text"])
def test_a_level_needs_a_name_a_date_and_words(good: dict[str, Any], told: Any, key: str) -> None:
    signed = {"level": "full", "name": "评价人甲", "date": "2026-01-05", "text": "见批复文件"}
    good["rows"][0]["rule"]["given"] = signed | {key: ""}
    assert f"rows.0.rule.given.{key}" in told(good)


@pytest.mark.parametrize("change", [-1, 0.5, 1])
def test_weights_that_do_not_add_up_are_told_with_their_sum(
    good: dict[str, Any], told: Any, change: float
) -> None:
    good["rows"][0]["points"] += change
    fault = told(good)["rows"]
    assert (fault.rule, fault.found) == ("points-sum", f"{100 + change:g}")


def test_outputs_and_effects_under_60_warn_until_a_reason_is_written(
    good: dict[str, Any], told: Any
) -> None:
    good["rows"][place_of(good, "quantity")]["points"] -= 2
    good["rows"][place_of(good, "executed")]["points"] += 2
    (fault,) = told(good).values()
    assert (fault.key, fault.severity) == ("reason", "warning")
    assert "待核" in fault.allowed
    assert told(good | {"reason": "项目尚在中期，产出未到期"}) == {}


def test_all_faults_are_told_at_once(good: dict[str, Any], told: Any) -> None:
    good["zone_id"] = "lishiu"
    good["rows"][0]["points"] = -3
    good["rows"][1]["level1"] = "结果"
    good["rows"][6]["rule"]["evidence"] = ["lishui-9999"]
    keys = {"zone_id", "rows.0.points", "rows", "rows.1.level1", "rows.6.rule.evidence.0"}
    assert keys <= set(told(good))


@pytest.mark.parametrize("given_", [None, [], "rows", 3])
def test_a_file_that_is_no_mapping_is_one_fault(told: Any, given_: object) -> None:
    (fault,) = told(given_).values()
    assert fault.rule == "mapping"


JUNK = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=4,
)


@pytest.fixture(scope="module")
def shipped(data_root: Path) -> Any:
    """A scheme as it is shipped, read once."""
    text = (data_root / SCHEMES / "zhenhai_community_funds.yaml").read_text(encoding="utf-8")
    return yaml.safe_load(text)


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_whatever_stands_at_a_key_is_told_or_is_valid_and_never_a_crash(
    data: st.DataObject, shipped: Any, codebook: Codebook, known: pd.DataFrame
) -> None:
    scheme = copy.deepcopy(shipped)
    place, keys = scheme, data.draw(st.integers(1, 4))
    for _ in range(keys - 1):
        inner = list(place) if isinstance(place, dict) else list(range(len(place)))
        key = data.draw(st.sampled_from(inner))
        if not isinstance(place[key], dict | list) or not place[key]:
            break
        place = place[key]
    inner = list(place) if isinstance(place, dict) else list(range(len(place)))
    place[data.draw(st.sampled_from(inner))] = data.draw(JUNK)
    faults = scheme_faults(scheme, "zhenhai_community_funds", codebook, known)
    if not [fault for fault in faults if fault.severity == "error"]:
        Scheme.model_validate(scheme)


@pytest.fixture
def root(data_root: Path, tmp_path: Path) -> Path:
    target = tmp_path / "data"
    shutil.copytree(data_root, target, ignore=shutil.ignore_patterns("tidy", "documents"))
    return target


def edited(root: Path, old: str, new: str) -> Path:
    path = root / SCHEMES / f"{LISHUI}.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")
    return path


def test_the_check_names_the_file_the_line_and_the_key(root: Path) -> None:
    path = edited(root, "points: 3", "points: -3")
    lines = path.read_text(encoding="utf-8").splitlines()
    found = [f for f in check_package(root) if f.column == "rows.0.points"]
    assert [(f.file, f.row) for f in found] == [
        (f"codebook/scores/{LISHUI}.yaml", lines.index("    points: -3") + 1)
    ]


def test_a_scheme_that_is_no_yaml_is_told_with_its_line(root: Path) -> None:
    edited(root, "zone_id: lishui", "zone_id: lishui: again")
    (finding,) = [f for f in check_package(root) if f.file.endswith(f"{LISHUI}.yaml")]
    assert finding.rule == "yaml"
    assert "line " in finding.found


def test_a_scheme_in_another_encoding_is_told(root: Path) -> None:
    path = root / SCHEMES / f"{LISHUI}.yaml"
    path.write_bytes(path.read_text(encoding="utf-8").encode("gbk"))
    (finding,) = [f for f in check_package(root) if f.file.endswith(f"{LISHUI}.yaml")]
    assert finding.rule == "encoding"


def test_reading_refuses_a_faulty_scheme_and_names_every_fault(
    root: Path, codebook: Codebook, known: pd.DataFrame
) -> None:
    edited(root, "zone_id: lishui", "zone_id: lishiu")
    edited(root, "points: 3", "points: 4")
    with pytest.raises(SchemeError) as caught:
        read_schemes(root, codebook, known)
    assert len([fault for fault in caught.value.faults if LISHUI in fault]) >= 2
    assert any("did you mean lishui?" in fault for fault in caught.value.faults)
    assert any(fault.startswith(f"{LISHUI}.yaml:") for fault in caught.value.faults)


def test_what_a_scheme_may_say_is_told_in_chinese_first_and_once(root: Path) -> None:
    edited(root, "share: 0.6", "share: 1.6")
    (finding,) = [f for f in check_package(root) if f.column.endswith(".share")]
    assert "allowed 应为 应" not in finding.sentence()
    assert "应为 不大于 1 must be less than or equal to 1" in finding.sentence()
    assert "Input should" not in finding.sentence()


def test_the_suites_own_rule_must_be_there_and_be_points(root: Path) -> None:
    rules = root / "codebook" / "score_rules.yaml"
    rules.write_text(
        "least_assessable_points: 180\nleast_panel_experts: 3\n", encoding="utf-8", newline="\n"
    )
    (finding,) = check_scores(root, Package((), ()))
    assert (finding.file, finding.column) == (
        "codebook/score_rules.yaml",
        "least_assessable_points",
    )
    rules.unlink()
    (finding,) = check_scores(root, Package((), ()))
    assert finding.rule == "missing-file"
