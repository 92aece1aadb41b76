from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
import yaml

DATA = Path(__file__).resolve().parents[2] / "data"


def zone_ids() -> list[str]:
    return pd.read_csv(DATA / "zones" / "zones.csv", encoding="utf-8")["zone_id"].tolist()


def front_matter(zone_id: str) -> dict:
    text = (DATA / "zones" / zone_id / "notes.md").read_text(encoding="utf-8")
    opening, header, _ = text.split("---\n", 2)
    assert opening == ""
    return yaml.safe_load(header)


@pytest.mark.parametrize("zone_id", zone_ids())
def test_the_notes_of_a_zone_give_a_grade_with_a_reason_and_a_date(zone_id):
    notes = front_matter(zone_id)
    assert sorted(notes) == ["grade", "grade_reason", "graded_on", "zone_id"]
    assert notes["zone_id"] == zone_id
    assert len(notes["grade_reason"]) > 10


@pytest.mark.parametrize("zone_id", zone_ids())
def test_the_grade_in_the_notes_is_that_of_the_zones_sources(zone_id):
    sources = pd.read_csv(DATA / "sources" / "sources.csv", encoding="utf-8")
    grades = set(sources.loc[sources["zone_id"].eq(zone_id), "evidence_grade"])
    assert grades == {front_matter(zone_id)["grade"]}
