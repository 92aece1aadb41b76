"""Every word of the tables has a label in both languages, and every set and rule a meaning."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from shequ_eval.vocabulary.codebook import Codebook, read_codebook
from shequ_eval.vocabulary.data_root import find_data_root
from shequ_eval.vocabulary.periods import PeriodError, gap_years, period_bounds

LABELLED = {
    "status": "status",
    "kind": "kind",
    "qualifier": "qualifier",
    "change": "change",
    "period_basis": "period_basis",
    "registration": "registration",
    "basis": "population_basis",
    "scope": "scope",
    "per": "per",
    "absence": "absence",
    "derivation": "derivation",
    "evidence_grade": "evidence_grade",
    "dimension": "dimension",
}


@pytest.mark.parametrize(("column", "group"), LABELLED.items())
def test_every_coded_value_has_a_label(
    column: str, group: str, tidy: dict[str, pd.DataFrame], codebook: Codebook
) -> None:
    for value in set(tidy["observations"][column]) - {""}:
        for language in ("zh", "en"):
            codebook.label(group, value, language)  # type: ignore[arg-type]


# Columns whose values are labelled in a group of another name.
GROUPS = {
    ("followups", "status"): "follow_up_status",
    ("followups", "stage"): "evaluation_stage",
    ("mechanism_evidence", "state"): "mechanism_state",
    ("mechanisms", "aspect"): "mechanism_aspect",
    ("denominators", "basis"): "population_basis",
}
# Columns that only share the name of a group: what they hold is told in other words.
NAMESAKES = {("relations", "kind"), ("sources", "kind"), ("commitments", "kind")}


def allowed_values(data_root: Path) -> Iterator[tuple[str, str, str]]:
    """The tables, columns and values that a schema allows, where the column has labels."""
    groups = set(read_codebook(data_root).labels)
    package = json.loads((data_root / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        schema = resource["schema"]
        if isinstance(schema, str):
            schema = json.loads((data_root / schema).read_text(encoding="utf-8"))
        for field in schema["fields"]:
            group = GROUPS.get((resource["name"], field["name"]), field["name"])
            if group in groups and (resource["name"], field["name"]) not in NAMESAKES:
                for value in field.get("constraints", {}).get("enum", []):
                    yield resource["name"], group, str(value)


def test_whatever_a_table_may_hold_has_a_label_also_where_no_row_holds_it_yet(
    data_root: Path, codebook: Codebook
) -> None:
    allowed = list(allowed_values(data_root))

    assert ("zones", "level", "county") in allowed
    assert ("followups", "follow_up_status", "done") in allowed
    for _, group, value in allowed:
        assert codebook.label(group, value, "zh") and codebook.label(group, value, "en")


def test_every_flag_doubt_and_denominator_word_has_a_label(
    tidy: dict[str, pd.DataFrame], codebook: Codebook
) -> None:
    evidence, denominators = tidy["evidence"], tidy["denominators"]
    words = {("flags", f) for flags in evidence["flags"] for f in flags.split()}
    words |= {("doubt_column", c) for doubt in evidence["doubt"] for c in doubt.split()}
    for column in ("quality", "count_type", "measure"):
        words |= {(column, value) for value in denominators[column]}
    words |= {("scope", value) for value in denominators["coverage"]}
    words |= {("mechanism_type", value) for value in tidy["mechanisms"]["type"]}
    words |= {("verified", value) for value in tidy["standards"]["verified"]}
    for group, value in words:
        assert codebook.label(group, value, "zh")
        assert codebook.label(group, value, "en")


def test_a_value_without_a_label_names_the_nearest(codebook: Codebook) -> None:
    with pytest.raises(KeyError, match="actual"):
        codebook.label("status", "actuel")


def test_every_family_holds_indicators_but_the_survey_that_no_source_has(
    codebook: Codebook,
) -> None:
    empty = set(codebook.families.index) - set(codebook.indicators["family_id"])
    assert empty == {"satisfaction_survey"}


def test_named_sets_hold_what_they_say(codebook: Codebook) -> None:
    satisfaction = codebook.indicator_ids("satisfaction")
    assert "satisfaction_score" in satisfaction
    assert "resident_rating_weight_community" in satisfaction
    assert set(satisfaction) < set(codebook.indicator_ids("core")) < set(codebook.indicators.index)


def test_a_list_of_ids_comes_back_in_the_codebooks_order(codebook: Codebook) -> None:
    ids = codebook.indicator_ids(["satisfaction_score", "social_orgs_stock"])
    assert ids == ["social_orgs_stock", "satisfaction_score"]


def test_standards_speak_of_known_indicators_and_never_end_before_they_start(
    codebook: Codebook,
) -> None:
    for standard in codebook.standards:
        assert all(a.indicator_id in codebook.indicators.index for a in standard.applies_to)
        if standard.effective and standard.until:
            assert standard.effective < standard.until


def test_the_data_root_is_found_from_any_folder_below(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SHEQU_EVAL_DATA", raising=False)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "datapackage.json").write_text("{}", encoding="utf-8")
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    assert find_data_root(below) == (tmp_path / "data").resolve()


def test_the_environment_names_the_data_root_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHEQU_EVAL_DATA", str(tmp_path))
    with pytest.raises(FileNotFoundError, match="SHEQU_EVAL_DATA"):
        find_data_root()


@pytest.mark.parametrize("text", ["last year", "2017-13", "２０１７", "2017-"])
def test_a_text_that_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(PeriodError):
        period_bounds(text)


def test_a_gap_is_the_same_both_ways() -> None:
    assert gap_years("2017", "2020/2022") == gap_years("2020/2022", "2017") == 3
