"""Words a reader trips over: bare quotations, one zone called several, two names for one thing."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from shequ_eval.analysis.comparability import compare_pairs, figures_to_compare
from shequ_eval.analysis.intensity import build_intensity
from shequ_eval.evidence.study import Study, study_of
from shequ_eval.exhibits.exhibit import Exhibit
from shequ_eval.exhibits.figure_tables import dimension_tables, zone_figures
from shequ_eval.exhibits.intensity_figure import draw_intensity
from shequ_eval.exhibits.maps.locator_words import locator_subtitle
from shequ_eval.exhibits.multiples_figure import draw_multiples
from shequ_eval.exhibits.overview_words import overview
from shequ_eval.exhibits.portraits import zone_portraits
from shequ_eval.exhibits.request_tables import requests_table
from shequ_eval.exhibits.row_names import told_apart
from shequ_eval.exhibits.score_words import score_notes
from shequ_eval.exhibits.source_tables import evidence_table, zones_table
from shequ_eval.exhibits.timeline_figure import draw_timeline
from shequ_eval.exhibits.trace import plain
from shequ_eval.exhibits.words import own_words
from shequ_eval.vocabulary.codebook import Codebook, Language

DATA = Path(__file__).resolve().parents[2] / "data"
FIVE = ("nanjing", "lishui", "zhenhai", "jiangbei", "jiexiu")
DIMENSIONS = ("input", "process", "output", "outcome", "satisfaction")
LANGUAGES: list[Language] = ["zh", "en"]


@cache
def read(zones: tuple[str, ...], language: Language) -> Study:
    given = {"report_id": "x", "as_of": "2026-11-24", "title": "x", "title_en": "x"}
    return study_of(DATA, given | {"zones": list(zones), "language": language})


def words_of(exhibit: Exhibit) -> str:
    told = [exhibit.title, exhibit.subtitle, *exhibit.notes, *exhibit.sentences]
    cells = exhibit.data.astype(str).to_numpy().ravel().tolist()
    drawn = exhibit.figure.axes[0].texts if exhibit.figure is not None else []
    return "\n".join([*told, *exhibit.data.columns, *cells, *(text.get_text() for text in drawn)])


@cache
def exhibits_of(zones: tuple[str, ...], language: Language) -> tuple[Exhibit, ...]:
    """What stands in the body of a report about some zones, but for maps and scores."""
    study = read(zones, language)
    book, told = study.codebook, study.observations
    counts = build_intensity(told, study.denominators, study.zones, book, "count_per_10k")
    return (
        zones_table(study.zones, book, language),
        overview(told, study.sources, book, language),
        zone_portraits(told, study.zones, book, language),
        draw_timeline(figures_to_compare(told, book), book, language, study.standards),
        draw_intensity(counts, book, language, "count_per_10k"),
        *(zone_figures(told, book, language, dimension) for dimension in DIMENSIONS),
    )


def test_vague_words_in_an_english_report_have_the_bounds_that_they_are_read_as() -> None:
    study = read(FIVE, "en")
    vague = study.evidence[study.evidence["qualifier"].eq("vague")]["value_text"].tolist()
    assert len(vague) > 3
    quoted = 0
    for exhibit in exhibits_of(FIVE, "en"):
        for found in re.finditer(r"“([^”]*)”(?: \([^)]*\))?(.{0,16})", words_of(exhibit)):
            if found[1] in vague:
                quoted += 1
                assert re.match(r", read as (?:≥ |≤ )?\d", found[2]), found[0]
    assert quoted > 0


def test_a_vague_figure_in_a_panel_is_read_below_it(codebook: Codebook) -> None:
    study = read(FIVE, "en")
    one = figures_to_compare(study.observations, codebook)
    one = one[one["indicator_id"].eq("social_work_workforce") & one["qualifier"].eq("vague")]
    twice = pd.concat([one, one.assign(zone_id="zhenhai", evidence_ids="zhenhai-0801")])
    pairs = compare_pairs(twice, codebook)
    notes = {
        language: draw_multiples(twice, pairs, codebook, language, "input", list(FIVE)).notes
        for language in LANGUAGES
    }
    assert notes["en"][-1] == (
        "In vague words: “数千名” (several thousand persons), read as 1,000–9,999 persons."
    )
    assert not any("数千名" in note for note in notes["zh"])


@pytest.mark.parametrize(
    ("low", "high", "unit", "said"),
    [
        (3e6, None, "元", "≥ 3,000,000 yuan"),
        (None, 80, "%", "≤ 80%"),
        (1, None, "套", "≥ 1"),
        (40, 60, "平方米", "40–60 m²"),
    ],
)
def test_the_reading_of_words_is_made_of_their_bounds_and_unit(
    low: float | None, high: float | None, unit: str, said: str
) -> None:
    row = {"value_text": "原词", "low": low, "high": high, "evidence_ids": "a-001"}
    assert plain(own_words(row, unit, "en")) == f"“原词”, read as {said}"
    assert own_words(row, unit, "zh") == "“原词”"
    open_ = {"value_text": "原词", "low": None, "high": None}
    assert own_words(open_, unit, "en") == "“原词”"


@pytest.mark.parametrize("zone", ["zhenhai", "jiexiu"])
def test_a_report_about_one_zone_speaks_of_no_other(zone: str) -> None:
    for language, several in zip(LANGUAGES, ("各地", "each place"), strict=True):
        for exhibit in exhibits_of((zone,), language):
            assert several not in words_of(exhibit), exhibit.exhibit_id


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_zone_and_several_have_words_of_their_own(
    codebook: Codebook, language: Language
) -> None:
    asked = {
        "rank": 1, "kind": "mechanism", "subject_id": "m03", "ask_for": "名录",
        "ask_for_en": "a list", "evidence_ids": "", "points": 0.0, "comparisons": 0, "opens": 0,
        "cells": 4, "unlocks": 4.0,
    }  # fmt: skip
    named = pd.DataFrame({"mechanism_id": ["m03"], "title_zh": ["平台"], "title_en": ["platform"]})
    several = "各地" if language == "zh" else "each place"

    def title(zones: list[str]) -> str:
        rows = [asked | {"zone_id": zone, "rank": rank} for zone in zones for rank in (1, 2)]
        return requests_table(pd.DataFrame(rows), named, [], codebook, language, first=1).title

    assert several not in title(["lishui"])
    assert several in title(["lishui", "zhenhai"])
    assert locator_subtitle(True, 1, language) != locator_subtitle(True, 5, language)
    assert score_notes(codebook, 80, language, 1)[0] != score_notes(codebook, 80, language, 2)[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_fact_without_a_time_has_one_name(language: Language) -> None:
    study = read(FIVE, language)
    told = [*exhibits_of(FIVE, language), evidence_table(study.evidence, study.codebook, language)]
    words = "\n".join(words_of(exhibit) for exhibit in told)
    others = (
        ["无期", "没写时间", "没有写明时间", "没有期间"]
        if language == "zh"
        else ["no period", "no date", "without a period", "no time"]
    )
    assert ("未写时间" if language == "zh" else "undated") in words
    assert [other for other in others if other in words] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_no_two_rows_of_a_place_have_one_name(dimension: str, language: Language) -> None:
    study = read(FIVE, language)
    for table in dimension_tables(study.observations, study.codebook, language, dimension):
        if table.exhibit_id.startswith("figures_by_place"):
            assert not table.data.iloc[:, :2].duplicated().any()


def test_figures_are_told_apart_by_what_they_state_else_by_their_marks(codebook: Codebook) -> None:
    row = {
        "statement_zh": "工作室数", "status": "actual", "period": "2017", "period_basis": "text",
        "evidence_grade": "C", "doubt": "", "scope": "whole_zone", "flags": "", "registration": "",
        "basis": "", "cumulative_over": "", "evidence_ids": "a-001",
    }  # fmt: skip

    def said(**other: str) -> list[str]:
        return [words for _, words in told_apart([row, row | other], codebook, "zh")]

    assert said(statement_zh="孵化的工作室数") == ["工作室数", "孵化的工作室数"]
    assert said(period="2016") == ["实际，2017，C", "实际，2016，C"]
    assert said(evidence_ids="a-002") == ["[a-001]", "[a-002]"]
    assert told_apart([row], codebook, "zh") == [(row, "")]
