"""The data package as it is declared: valid to frictionless itself, every column explained."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from frictionless import Package

from shequ_eval.evidence.checks.dates import EDTF_TYPE
from shequ_eval.evidence.checks.declared import Declared, read_declared

DATA = Path(__file__).parents[2] / "data"
DECLARED, FINDINGS = read_declared(DATA)
NAMES = [table.name for table in DECLARED]

FOREIGN_KEYS = {
    ("zones", "parent_zone", ""),
    ("decisions", "source_id", "sources"),
    ("denominators", "zone_id", "zones"),
    ("evidence", "source_id", "sources"),
    ("evidence", "zone_id", "zones"),
    ("evidence", "indicator_id", "indicators"),
    ("evidence", "unit", "units"),
    ("indicators", "family_id", "families"),
    ("indicators", "unit", "units"),
    ("mechanisms", "zone_id", "zones"),
    ("mechanisms", "source_id", "sources"),
    ("sources", "zone_id", "zones"),
    ("missing_numbers", "source_id", "sources"),
    ("missing_numbers", "indicator_id", "indicators"),
    ("missing_numbers", "family_id", "families"),
    ("second_coding", "source_id", "sources"),
    ("commitments", "zone_id", "zones"),
    ("commitments", "source_id", "sources"),
    ("commitments", "mechanism_id", "mechanisms"),
    ("commitments", "indicator_id", "indicators"),
    ("commitments", "unit", "units"),
    ("mechanism_evidence", "mechanism_id", "mechanisms"),
    ("mechanism_evidence", "missing_id", "missing_numbers"),
    ("followups", "zone_id", "zones"),
    ("followups", "commitment_id", "commitments"),
    ("projects", "zone_id", "zones"),
    ("projects", "mechanism_id", "mechanisms"),
    ("funds", "zone_id", "zones"),
    ("funds", "mechanism_id", "mechanisms"),
    ("review", "zone_id", "zones"),
    ("review", "mechanism_id", "mechanisms"),
    ("review", "project_id", "projects"),
    ("panel_scores", "review_id", "review"),
    ("requests", "zone_id", "zones"),
    ("requests", "mechanism_id", "mechanisms"),
    ("organisations", "zone_id", "zones"),
    ("organisations", "mechanism_id", "mechanisms"),
    ("relations", "indicator_id", "indicators"),
    ("relations", "of_indicator_id", "indicators"),
}


def test_frictionless_itself_finds_the_package_valid_with_all_its_foreign_keys() -> None:
    report = Package(str(DATA / "datapackage.json")).validate()
    assert report.valid, report.to_summary()
    assert {task.name for task in report.tasks} == set(NAMES)


def test_every_csv_of_the_data_is_declared() -> None:
    files = {path.relative_to(DATA).as_posix() for path in DATA.rglob("*.csv")}
    built = {file for file in files if file.startswith("tidy/")}
    assert {table.file for table in DECLARED} == files - built
    assert FINDINGS == []


@pytest.mark.parametrize("table", DECLARED, ids=NAMES)
def test_every_column_is_explained_in_two_languages(table: Declared) -> None:
    for field in table.fields:
        chinese, slash, english = field["title"].partition(" / ")
        assert chinese and slash and english.isascii(), field["name"]
        assert len(field["description"]) > len(field["title"]) / 2, field["name"]
        assert field["type"] in {"string", "number", "integer", "boolean"}, field["name"]


@pytest.mark.parametrize("table", DECLARED, ids=NAMES)
def test_a_column_that_may_be_empty_says_what_empty_means(table: Declared) -> None:
    for field in table.fields:
        if not field.get("constraints", {}).get("required"):
            assert "空" in field["description"], field["name"]
            assert "mpty" in field["description"], field["name"]


@pytest.mark.parametrize("table", DECLARED, ids=NAMES)
def test_every_table_has_a_primary_key_that_is_never_empty(table: Declared) -> None:
    required = {
        field["name"] for field in table.fields if field.get("constraints", {}).get("required")
    }
    assert table.key
    assert set(table.key) <= required


def test_the_tables_point_at_each_other_by_these_keys() -> None:
    keys = {
        (table.kind, key["fields"][0], key["reference"]["resource"])
        for table in DECLARED
        for key in table.foreign_keys
    }
    assert keys == FOREIGN_KEYS


def test_every_period_of_the_evidence_is_declared_as_edtf() -> None:
    evidence = next(table for table in DECLARED if table.kind == "evidence")
    periods = [field["name"] for field in evidence.fields if field.get("rdfType") == EDTF_TYPE]
    assert periods == ["period", "cumulative_over"]


def test_what_a_figure_is_counted_per_is_one_list_of_codes() -> None:
    def codes(kind: str, column: str) -> list[str]:
        table = next(table for table in DECLARED if table.kind == kind)
        (field,) = [field for field in table.fields if field["name"] == column]
        return list(field["constraints"]["enum"])

    labels = yaml.safe_load((DATA / "codebook" / "labels.yaml").read_text(encoding="utf-8"))
    assert codes("indicators", "denominator") == codes("evidence", "per")
    assert sorted(codes("evidence", "per")) == sorted(labels["per"])
