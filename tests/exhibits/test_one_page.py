from __future__ import annotations

import pandas as pd
import pytest

from shequ_eval.analysis.comparability import compare_pairs, figures_to_compare
from shequ_eval.analysis.coverage import coverage_matrix, rows_to_cover
from shequ_eval.evidence.study import Study
from shequ_eval.exhibits.one_page import (
    one_page_counts,
    one_page_requests,
    one_page_sentence,
    one_page_unsaid,
    what_can_be_said,
)
from shequ_eval.exhibits.rug_figure import draw_rug
from shequ_eval.vocabulary.audit_rules import AuditRules
from shequ_eval.vocabulary.codebook import Codebook, Language

NOT_GRADED = pd.DataFrame({"grade_low": ["not_graded"]})
LANGUAGES: tuple[Language, ...] = ("zh", "en")


def families(study: Study) -> pd.DataFrame:
    rows = rows_to_cover(study.codebook, "family_id")
    return coverage_matrix(study.observations, study.missing_numbers, rows)


def test_the_sentence_follows_from_what_may_be_compared_and_graded(five_zones: Study) -> None:
    none = pd.DataFrame({"verdict": ["not_comparable"]})
    some = pd.DataFrame({"verdict": ["comparable"]})
    graded = pd.DataFrame({"grade_low": ["优"]})

    told = [
        one_page_sentence(
            five_zones.observations, pairs, totals, five_zones.codebook, "zh"
        ).sentences[0]
        for pairs, totals in (
            (none, NOT_GRADED),
            (some, NOT_GRADED),
            (none, graded),
            (some, graded),
        )
    ]
    assert [sentence.partition("怎样")[2] for sentence in told] == [
        "；不排名、不评级。**",
        "；不评级。**",
        "；不排名。**",
        "。**",
    ]


def test_a_zone_with_plans_only_is_not_said_to_have_done_anything(five_zones: Study) -> None:
    plans = five_zones.observations[five_zones.observations["zone_id"] == "jiexiu"]

    told = one_page_sentence(
        plans, pd.DataFrame(), NOT_GRADED, five_zones.codebook, "zh"
    ).sentences[0]

    assert told.startswith("**材料只有计划与标准")


def test_the_counts_are_those_of_the_tables_and_traced(five_zones: Study) -> None:
    stated = five_zones.observations["absence"].eq("").sum()
    usable = len(figures_to_compare(five_zones.observations, five_zones.codebook))

    exhibit = one_page_counts(
        five_zones.observations, families(five_zones), five_zones.codebook, "zh"
    )

    row = exhibit.data.iloc[0]
    assert row.iloc[0] == str(stated)
    assert row.iloc[2].endswith(f"/ {usable}")
    assert {"count.facts", "count.facts.usable"} <= set(exhibit.traces)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_can_be_said_shows_arithmetic_with_its_evidence_and_no_open_step(
    audited: pd.DataFrame, audit_rules: AuditRules, codebook: Codebook, language: Language
) -> None:
    lines = what_can_be_said(audited, audit_rules, codebook, language).sentences[0].split("\n")
    open_ones = set(audited.loc[audited["verdict"] == "cannot_be_told", "expression"])

    assert 1 <= len(lines) <= 4
    assert "1 + 24 + 67 = 92 ≠ 122" in lines[0]
    assert all("[" in line for line in lines)
    assert not any(expression in line for expression in open_ones for line in lines)


def test_a_page_keeps_to_four_open_questions_and_asks_every_zone_once(
    five_zones: Study, audited: pd.DataFrame
) -> None:
    pairs = compare_pairs(
        figures_to_compare(five_zones.observations, five_zones.codebook), five_zones.codebook
    )
    unsaid = one_page_unsaid(
        five_zones.observations, pairs, five_zones.zones, five_zones.codebook, "zh"
    )
    asked = one_page_requests(audited, five_zones.codebook, "zh").data

    assert unsaid.sentences[0].count("\n") == 3
    assert asked["地区"].is_unique


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_rug_has_a_cell_for_every_family_and_a_count_for_every_zone(
    five_zones: Study, language: Language
) -> None:
    matrix = families(five_zones)

    exhibit = draw_rug(matrix, five_zones.codebook, language)

    assert exhibit.figure is not None
    words = [text.get_text() for text in exhibit.figure.axes[0].texts]
    actual = matrix[matrix["state"] == "actual"].groupby("zone_id").size()
    assert [str(actual.get(zone, 0)) for zone in five_zones.zones["zone_id"]] == [
        word for word in words if word.isdigit()
    ]
    assert len(exhibit.data) == matrix["row_id"].nunique()
