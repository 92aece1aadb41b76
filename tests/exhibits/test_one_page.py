from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from shequ_eval.analysis.comparability import compare_pairs, figures_to_compare
from shequ_eval.analysis.coverage import coverage_matrix, rows_to_cover
from shequ_eval.analysis.mechanisms import review_mechanisms
from shequ_eval.analysis.registers import register_traces
from shequ_eval.analysis.requests import build_requests
from shequ_eval.analysis.score import score_schemes
from shequ_eval.evidence.study import Study, study_of
from shequ_eval.exhibits import one_page
from shequ_eval.exhibits.one_page import (
    one_page_requests,
    one_page_sentence,
    one_page_unsaid,
    what_can_be_said,
)
from shequ_eval.exhibits.one_page_counts import one_page_counts
from shequ_eval.exhibits.one_page_many import MOST_ASKED
from shequ_eval.exhibits.portraits import DIMENSIONS
from shequ_eval.exhibits.request_tables import requests_table
from shequ_eval.exhibits.rug_figure import draw_rug
from shequ_eval.vocabulary.audit_rules import AuditRules
from shequ_eval.vocabulary.codebook import Language

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


def test_one_place_alone_is_neither_ranked_nor_said_not_to_be(five_zones: Study) -> None:
    here = five_zones.observations[five_zones.observations["zone_id"] == "zhenhai"]

    told = one_page_sentence(here, pd.DataFrame(), NOT_GRADED, five_zones.codebook, "zh")

    assert told.sentences[0].endswith("；不评级。**")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_counts_are_those_of_the_tables_and_traced(
    five_zones: Study, language: Language
) -> None:
    stated = five_zones.observations["absence"].eq("").sum()
    usable = len(figures_to_compare(five_zones.observations, five_zones.codebook))

    exhibit = one_page_counts(
        five_zones.observations, families(five_zones), five_zones.codebook, language
    )

    assert exhibit.figure is not None
    words = [text.get_text() for text in exhibit.figure.axes[0].texts]
    assert str(stated) in words
    assert any(str(usable) in word for word in words)
    assert len(exhibit.data) == 4
    assert {"count.facts.stated", "count.facts.usable"} <= set(exhibit.traces)


def test_the_counts_of_one_place_count_no_places(one_zone: Callable[[str], Study]) -> None:
    study = one_zone("zhenhai")

    exhibit = one_page_counts(study.observations, families(study), study.codebook, "zh")

    assert not exhibit.data.iloc[:, 0].str.contains("地").any()
    held = families(study)["state"].eq("actual").sum()
    assert str(exhibit.data.iloc[2, 0]).startswith(f"{held} / {len(families(study))}")


@pytest.fixture(scope="module")
def one_zone(data_root: Path) -> Callable[[str], Study]:
    def read(zone_id: str) -> Study:
        given = {"report_id": "one", "as_of": "2026-11-24", "title": "一地", "zones": [zone_id]}
        return study_of(data_root, given)

    return read


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_can_be_said_is_what_was_done_with_its_evidence_and_the_gravest_check(
    five_zones: Study, audited: pd.DataFrame, audit_rules: AuditRules, language: Language
) -> None:
    lines = (
        what_can_be_said(
            five_zones.observations,
            five_zones.zones,
            audited,
            audit_rules,
            five_zones.codebook,
            language,
        )
        .sentences[0]
        .split("\n")
    )
    names = list(five_zones.zones[f"short_{language}"])

    assert [line.split("**")[1] for line in lines[: len(names)]] == names
    assert len(lines) - len(names) == 1
    assert all(re.search(r"\[[a-z]+-\d+\]", line) for line in lines)
    assert "≠ 122" in lines[len(names)]


def test_of_one_place_it_is_said_by_dimension_and_no_open_step_is_among_it(
    one_zone: Callable[[str], Study], audited: pd.DataFrame, audit_rules: AuditRules
) -> None:
    study = one_zone("zhenhai")
    here = audited[audited["zone_id"].eq("zhenhai")]

    (listing,) = what_can_be_said(
        study.observations, study.zones, here, audit_rules, study.codebook, "zh"
    ).sentences

    heads = [line.split("**")[1] for line in listing.split("\n")]
    assert heads == ["投入", "产出", "过程", "成效", "算术核对", "算术核对"]
    assert "未给分子" not in listing


def test_a_place_that_only_plans_says_what_it_plans(
    one_zone: Callable[[str], Study], audited: pd.DataFrame, audit_rules: AuditRules
) -> None:
    study = one_zone("jiexiu")

    (listing,) = what_can_be_said(
        study.observations, study.zones, audited.iloc[:0], audit_rules, study.codebook, "zh"
    ).sentences

    assert all("计划" in line for line in listing.split("\n"))
    assert "2,000 人" in listing


def requests_of(study: Study) -> pd.DataFrame:
    review = review_mechanisms(
        study.mechanisms,
        study.mechanism_evidence,
        study.evidence,
        study.sources,
        study.answers,
        register_traces(study.registers),
    )
    scores = score_schemes(study.schemes, study.observations, study.registers)
    return build_requests(
        study.observations,
        study.missing_numbers,
        review,
        study.mechanisms,
        scores,
        study.codebook,
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_keeps_to_a_few_open_questions_and_asks_every_place(
    five_zones: Study, language: Language
) -> None:
    book = five_zones.codebook
    pairs = compare_pairs(figures_to_compare(five_zones.observations, book), book)
    unsaid = one_page_unsaid(five_zones.observations, pairs, five_zones.zones, book, language)
    asked = one_page_requests(
        requests_of(five_zones),
        five_zones.zones,
        five_zones.mechanisms,
        five_zones.schemes,
        book,
        language,
    ).data

    assert unsaid.sentences[0].count("\n") == (2 if language == "zh" else 0)
    assert list(asked.iloc[:, 0]) == list(five_zones.zones[f"short_{language}"])
    assert all(asked.iloc[:, 1:].to_numpy().ravel())


@pytest.mark.parametrize("language", LANGUAGES)
def test_of_many_places_the_page_counts_and_asks_for_what_makes_most_possible(
    five_zones: Study,
    audited: pd.DataFrame,
    audit_rules: AuditRules,
    language: Language,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(one_page, "FEW_PLACES", 4)
    book, requests = five_zones.codebook, requests_of(five_zones)

    (said,) = what_can_be_said(
        five_zones.observations, five_zones.zones, audited.iloc[:0], audit_rules, book, language
    ).sentences
    asked = one_page_requests(
        requests, five_zones.zones, five_zones.mechanisms, five_zones.schemes, book, language
    )

    usable = figures_to_compare(five_zones.observations, book)
    actual = usable[usable["status"].eq("actual")]
    for line, dimension in zip(said.split("\n"), DIMENSIONS, strict=True):
        held = actual[actual["dimension"].eq(dimension)]
        numbers = [int(number) for number in re.findall("[0-9]+", line)]
        expected = {len(five_zones.zones), held["zone_id"].nunique(), len(held)}
        assert set(numbers) == expected
    assert len(asked.data) == MOST_ASKED
    assert str(len(requests)) in asked.title


def test_a_place_of_which_nothing_is_asked_says_so(five_zones: Study) -> None:
    asked = one_page_requests(
        requests_of(five_zones).query("zone_id != 'jiexiu'"),
        five_zones.zones,
        five_zones.mechanisms,
        five_zones.schemes,
        five_zones.codebook,
        "zh",
    ).data

    assert asked.set_index("地区").at["介休", "请补"] == "没有要补充的"


@pytest.mark.parametrize("language", LANGUAGES)
def test_of_one_place_a_subject_stands_once_below_what_is_asked(
    data_root: Path, language: Language
) -> None:
    given = {"report_id": "x", "title": "x", "zones": ["zhenhai"], "as_of": "2026-11-24"}
    one = study_of(data_root, given)
    requests = requests_of(one)
    asked = one_page_requests(
        requests, one.zones, one.mechanisms, one.schemes, one.codebook, language
    )
    full = requests_table(requests, one.mechanisms, one.schemes, one.codebook, language).data
    [scheme] = one.schemes
    title = scheme.title_zh if language == "zh" else scheme.title_en
    said, whole = list(asked.data.iloc[:, 0]), list(full.iloc[: len(asked.data), 3])
    assert sum(words.startswith(title) for words in whole) > 1
    assert not any(words.startswith(title) for words in said)
    assert all(short in words for short, words in zip(said, whole, strict=True))
    assert [title in note for note in asked.notes] == [True]


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
    assert len(exhibit.data) == matrix["row_id"].nunique() + 1  # and the counts
