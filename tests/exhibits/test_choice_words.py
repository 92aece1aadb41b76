"""What a report was not asked for is named as such and is no silence of a source."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from shequ_eval.analysis.comparability import compare_pairs, figures_to_compare
from shequ_eval.analysis.rates import recomputed_rates
from shequ_eval.evidence.study import Study, study_of
from shequ_eval.exhibits.choice_words import choice_sentence
from shequ_eval.exhibits.dimension_words import dimension_sentence
from shequ_eval.exhibits.figure_tables import dimension_tables, family_figures, zone_figures
from shequ_eval.exhibits.portraits import zone_portraits
from shequ_eval.exhibits.sentences import one_basis_sentences

CORE = {"indicators": "core", "periods": ["2013/2017"]}
SILENCE = re.compile("来源没有|未提供|gives no|not published|None of")
OUTSIDE = {"zh": "不在所选之内", "en": "outside the choice"}


def study(data_root: Path, *zones: str, **chosen: Any) -> Study:
    given = {"report_id": "x", "title": "x", "zones": [*zones], "as_of": "2026-11-24"}
    return study_of(data_root, given | chosen)


@pytest.fixture(scope="module")
def cut(data_root: Path) -> Study:
    return study(data_root, "zhenhai", **CORE)


def test_figures_are_cut_and_the_rest_of_the_zone_stays_at_hand(
    data_root: Path, cut: Study
) -> None:
    whole = study(data_root, "zhenhai")
    pd.testing.assert_frame_equal(cut.all_observations, whole.observations)
    pd.testing.assert_frame_equal(cut.all_evidence, whole.evidence)
    pd.testing.assert_frame_equal(cut.disputes, whole.disputes)
    assert whole.left_out.empty
    assert "outcome" in set(cut.left_out["dimension"]) - set(cut.observations["dimension"])
    held = cut.observations["absence"].eq("").sum() + len(cut.left_out)
    assert held == whole.observations["absence"].eq("").sum()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_dimension_that_was_not_chosen_is_no_silence(
    cut: Study, language: Any, data_root: Path
) -> None:
    book, left_out = cut.codebook, cut.left_out
    [sentence] = zone_figures(
        cut.observations, book, language, "outcome", left_out=left_out
    ).sentences
    assert OUTSIDE[language] in sentence
    assert not SILENCE.search(sentence)
    [table] = dimension_tables(cut.observations, book, language, "process", left_out)
    assert OUTSIDE[language] in table.sentences[0]
    nanjing = study(data_root, "nanjing", indicators="inputs")
    [weights] = family_figures(
        nanjing.observations, book, language, "rating_weights", nanjing.left_out
    ).sentences
    assert OUTSIDE[language] in weights
    several = study(data_root, "zhenhai", "jiangbei", indicators=["grids_basic"])
    pairs = compare_pairs(figures_to_compare(several.observations, book), book)
    [lead] = dimension_sentence(
        several.observations, pairs, several.zones, "outcome", book, language, several.left_out
    ).sentences
    assert lead.startswith(
        ("就所选的指标与期间而言，", "Of the chosen indicators and periods: none")
    )


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_the_source_gives_nowhere_stays_a_silence(cut: Study, language: Any) -> None:
    [sentence] = zone_figures(
        cut.observations, cut.codebook, language, "satisfaction", left_out=cut.left_out
    ).sentences
    assert OUTSIDE[language] not in sentence
    assert SILENCE.search(sentence)


def test_the_choice_is_said_with_what_it_leaves_out(data_root: Path, cut: Study) -> None:
    exhibit = choice_sentence(cut.parameters, cut.left_out, cut.codebook, "zh")
    first, outside, rest = exhibit.sentences
    ids = cut.codebook.indicator_ids("core")
    assert first == (
        f"本报告只取指标集“投入、产出与满意度”的 {len(ids)} 项指标；期间只取 2013—2017，"
        "没有写期间的数字留着。"
    )
    assert outside == f"所选之外，来源还有 {len(cut.left_out)} 个数字，见证据表。"
    assert "其余只就所选而言" in rest
    assert {"count.choice.indicators", "count.choice.left_out"} <= set(exhibit.traces)
    named = study(data_root, "zhenhai", indicators=["grids_basic"])
    first, outside, _ = choice_sentence(
        named.parameters, named.left_out, named.codebook, "en"
    ).sentences
    title = named.codebook.title("indicator", "grids_basic", "en")
    assert first == f"Only 1 indicator is taken: {title}."
    assert outside.startswith(f"Outside the choice the sources have {len(named.left_out)} figures")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh", "取来源的全部指标与全部期间。"),
        ("en", "All indicators and all periods of the sources are taken."),
    ],
)
def test_a_report_of_everything_says_so_in_one_sentence(
    data_root: Path, language: Any, words: str
) -> None:
    whole = study(data_root, "jiexiu")
    said = choice_sentence(whole.parameters, whole.left_out, whole.codebook, language)
    assert said.sentences == (words,)


def test_a_portrait_points_to_a_table_that_holds_the_other_figures(
    data_root: Path, cut: Study
) -> None:
    def said(one: Study) -> str:
        whole = one.all_observations
        portraits = zone_portraits(whole, one.zones, one.codebook, "zh", one.left_out)
        return "\n".join(portraits.sentences)

    assert "见投入的表" in said(study(data_root, "zhenhai"))
    assert "见投入的表" not in said(cut)
    assert "见证据全表" in said(cut)


@pytest.mark.parametrize("notebook", ["zone_report", "comparison_report", "01_evidence"])
def test_notebooks_say_the_choice_and_rest_scores_and_instruments_on_everything(
    notebook: str,
) -> None:
    text = (Path(__file__).parents[2] / "notebooks" / f"{notebook}.ipynb").read_text("utf-8")
    assert "choice_sentence(study.parameters, study.left_out" in text
    assert not re.search(r"(score_schemes|hold_commitments)\([^)]*study\.observations", text)
    assert "study.evidence" not in text


@pytest.mark.parametrize(
    ("basis", "words"),
    [
        ("registered", "镇海有分子，但没有这一口径、年份相近的人口分母。"),
        ("resident", "按常住人口复算为每万人 7.4 家"),
    ],
)
def test_a_rate_without_a_population_is_not_said_to_lack_its_numerator(
    data_root: Path, basis: str, words: str
) -> None:
    one = study(data_root, "zhenhai", denominator_basis=basis)
    rates = recomputed_rates(one.observations, one.denominators, one.zones, one.codebook, basis)
    assert words in "".join(one_basis_sentences(rates, one.codebook, "zh").sentences)
    none = study(data_root, "zhenhai", indicators=["grids_basic"])
    empty = recomputed_rates(none.observations, none.denominators, none.zones, none.codebook, basis)
    [said] = one_basis_sentences(empty, none.codebook, "zh").sentences
    assert "没有一地有它的分子" in said
