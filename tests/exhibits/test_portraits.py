"""A portrait of a place leaves nothing of its source out without a word."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from shequ_eval.evidence.study import Study, study_of
from shequ_eval.exhibits.figure_tables import zone_figures
from shequ_eval.exhibits.portraits import DIMENSIONS, zone_portraits
from shequ_eval.exhibits.trace import plain
from shequ_eval.vocabulary.codebook import Language


def one_zone(data_root: Path, zone: str) -> Study:
    given = {"report_id": "one", "as_of": "2026-11-24", "title": "一地", "zones": [zone]}
    return study_of(data_root, given)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("zone", ["nanjing", "lishui", "zhenhai", "jiangbei", "jiexiu"])
def test_the_figures_of_a_line_and_those_left_to_the_table_are_the_rows_of_the_table(
    data_root: Path, zone: str, language: Language
) -> None:
    study = one_zone(data_root, zone)
    (words,) = zone_portraits(study.observations, study.zones, study.codebook, language).sentences
    lines = [plain(line) for line in words.split("\n") if line.startswith("- ")]
    assert len(lines) == len(DIMENSIONS)
    for dimension, line in zip(DIMENSIONS, lines, strict=True):
        said = len(re.findall(r"\[[a-z]+-\d+\]", line))
        left = re.search(r"(\d+) (?:个数字|figures?\b)", line)
        table = zone_figures(study.observations, study.codebook, language, dimension)
        rows = len(table.data) if table.kind == "table" else 0
        assert said + (int(left[1]) if left else 0) == rows


def test_a_source_that_tells_of_process_is_said_to_tell_of_it(
    data_root: Path,
) -> None:
    study = one_zone(data_root, "zhenhai")
    head = zone_portraits(study.observations, study.zones, study.codebook, "zh").sentences[0]
    assert "来源报告了投入、产出、过程和成效，没有满意度的数字" in head


def test_a_line_of_several_places_counts_no_figure_that_their_tables_leave_out(
    five_zones: Study,
) -> None:
    words = zone_portraits(five_zones.observations, five_zones.zones, five_zones.codebook, "zh")
    never = five_zones.codebook.indicators["never_compare"].eq("true")
    buckets = set(never.index[never])
    here = five_zones.observations[five_zones.observations["absence"].eq("")]
    for (zone, said), dimension in (
        ((zone, plain(said)), dimension)
        for zone, said in zip(five_zones.zones["zone_id"], words.sentences, strict=True)
        for dimension in DIMENSIONS
    ):
        name = five_zones.codebook.label("dimension", dimension, "zh")
        line = next(line for line in said.split("\n") if line.startswith(f"- {name}"))
        rows = here[here["zone_id"].eq(zone) & here["dimension"].eq(dimension)]
        listed = set(re.findall(r"\[([a-z]+-\d+)\]", line))
        tabled = rows[~rows["indicator_id"].isin(buckets) & ~rows["evidence_ids"].isin(listed)]
        left = re.search(r"(\d+) 个数字", line)
        assert (int(left[1]) if left else 0) == len(tabled)
