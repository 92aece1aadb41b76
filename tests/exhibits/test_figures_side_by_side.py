"""Figures in tables: a grid where several places speak, a list by place else, all marks shown."""

from __future__ import annotations

import pandas as pd
import pytest

from shequ_eval.analysis.comparability import figures_to_compare
from shequ_eval.analysis.coverage import DIMENSIONS
from shequ_eval.evidence.study import Study
from shequ_eval.exhibits.figure_tables import dimension_tables, figures_by_place, side_by_side
from shequ_eval.vocabulary.codebook import Language


def cells(study: Study, dimension: str, language: Language = "zh") -> list[str]:
    """Every cell of the tables of a dimension that holds evidence, a row of the list as one."""
    found: list[str] = []
    for table in dimension_tables(study.observations, study.codebook, language, dimension):
        rows = table.data.astype(str).values.tolist()
        listed = table.exhibit_id.startswith("figures_by_place")
        found += (
            [" ".join(row) for row in rows] if listed else [cell for row in rows for cell in row]
        )
    return [cell for cell in found if "[" in cell]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_every_figure_stands_with_its_evidence_and_its_scope(
    five_zones: Study, dimension: str, language: Language
) -> None:
    told = figures_to_compare(five_zones.observations, five_zones.codebook)
    here = told[told["dimension"] == dimension]
    shown = cells(five_zones, dimension, language)
    for row in here.to_dict("records"):
        holding = [cell for cell in shown if f"[{row['evidence_ids']}]" in cell]
        assert len(holding) == 1, row["evidence_ids"]
        if row["scope"] != "whole_zone":
            assert five_zones.codebook.label("scope", row["scope"], language) in holding[0]
        for flag in str(row["flags"]).split():
            assert five_zones.codebook.label("flags", flag, language) in holding[0]


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_the_grid_holds_only_what_two_places_speak_of(five_zones: Study, dimension: str) -> None:
    book = five_zones.codebook
    grid = side_by_side(five_zones.observations, book, "zh", dimension).data
    names = [book.title("short", zone, "zh") for zone in five_zones.parameters.zones]
    for row in grid.to_dict("records"):
        assert sum("[" in str(row[name]) for name in names) >= 2
    alone = figures_by_place(five_zones.observations, book, "zh", dimension).data
    if len(grid) and len(alone):
        assert not set(grid["指标"]) & set(alone["指标"])


def test_a_number_that_the_document_lost_stands_in_the_list_with_its_word(
    five_zones: Study,
) -> None:
    told = five_zones.observations
    lost = told[told["absence"] == "masked_in_source"]
    held = told[told["absence"] == ""]
    places = held.groupby("indicator_id")["zone_id"].nunique()
    named = lost[lost["indicator_id"].map(places).eq(1)]
    words = pd.concat(
        [figures_by_place(told, five_zones.codebook, "zh", key).data for key in DIMENSIONS]
    )
    assert len(words[words["数值"] == "原文缺失"]) == len(
        named[named["dimension"].isin(DIMENSIONS)]
    )


def test_a_dimension_without_any_figure_is_one_sentence(five_zones: Study) -> None:
    none = five_zones.observations[five_zones.observations["zone_id"] == "zhenhai"]
    (exhibit,) = dimension_tables(none, five_zones.codebook, "zh", "satisfaction")
    assert (exhibit.kind, len(exhibit.sentences)) == ("text", 1)
    assert "未提供不是零" in exhibit.sentences[0]
