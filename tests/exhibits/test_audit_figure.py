"""The audit's cards show the gravest steps, the gap at true length, and no more than eight."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle

from shequ_eval.analysis.audit import audit_sources
from shequ_eval.evidence.study import Study, study_of
from shequ_eval.evidence.tables import read_tables
from shequ_eval.exhibits.audit_figure import cards_of, draw_audit_cards
from shequ_eval.exhibits.audit_populations import ticks_of
from shequ_eval.exhibits.audit_strips import SWATCH_MM
from shequ_eval.exhibits.exhibit import Exhibit
from shequ_eval.exhibits.style import BLUE, CRIMSON, TINT
from shequ_eval.vocabulary.audit_rules import AuditRules
from shequ_eval.vocabulary.codebook import Language


def drawn(
    audited: pd.DataFrame, study: Study, audit_rules: AuditRules, language: Language = "zh"
) -> Exhibit:
    return draw_audit_cards(audited, study.denominators, audit_rules, study.codebook, language)


def boxes(exhibit: Exhibit, colour: str) -> list[float]:
    """The widths of the boxes filled with a colour, or edged where it is crimson."""
    assert exhibit.figure is not None
    drawn_ = [p for p in exhibit.figure.axes[0].patches if isinstance(p, Rectangle)]
    patches = [p for p in drawn_ if p.get_height() != SWATCH_MM]
    if colour == CRIMSON:
        return [p.get_width() for p in patches if to_hex(p.get_edgecolor()).upper() == colour]
    return [p.get_width() for p in patches if to_hex(p.get_facecolor()).upper() == colour]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_cards_of_five_zones_are_drawn_without_a_fault_of_layout(
    audited: pd.DataFrame, five_zones: Study, audit_rules: AuditRules, language: Language
) -> None:
    exhibit = drawn(audited, five_zones, audit_rules, language)
    assert exhibit.figure is not None
    assert len(exhibit.data) == 8
    assert exhibit.figure.get_size_inches()[1] * 25.4 < 210  # what a printed page holds unshrunk


def test_the_gap_is_a_crimson_box_at_true_length(
    audited: pd.DataFrame, five_zones: Study, audit_rules: AuditRules
) -> None:
    gap = audited[audited["expression"].eq("1 + 24 + 67 = 92 ≠ 122")]
    exhibit = drawn(gap, five_zones, audit_rules)
    one, three_a, two_a = boxes(exhibit, BLUE)
    (missing,) = boxes(exhibit, CRIMSON)
    assert missing / (one + three_a + two_a) == pytest.approx(30 / 92)
    assert three_a / one == pytest.approx(24)


def test_a_step_that_closes_has_no_crimson(
    audited: pd.DataFrame, five_zones: Study, audit_rules: AuditRules
) -> None:
    closing = audited[audited["verdict"].isin(["closes", "computed"])]
    assert len(closing)
    assert boxes(drawn(closing, five_zones, audit_rules), CRIMSON) == []


def test_the_gravest_come_first_and_two_that_close_are_kept(audited: pd.DataFrame) -> None:
    chosen = cards_of(audited)
    assert list(chosen["verdict"].iloc[:2]) == ["does_not_close", "other_denominator"]
    assert list(chosen["verdict"]).count("closes") == 2
    assert not chosen.duplicated(["rule", "verdict"]).any()


@pytest.mark.parametrize("zone_id", ["nanjing", "lishui", "zhenhai", "jiangbei", "jiexiu"])
def test_a_zone_alone_is_drawn_too(data_root: Path, audit_rules: AuditRules, zone_id: str) -> None:
    study = study_of(
        data_root, {"report_id": "one", "as_of": "2026-11-24", "title": "一地", "zones": [zone_id]}
    )
    found = audit_sources(
        study.observations,
        study.denominators,
        read_tables(data_root)["relations"],
        study.missing_numbers,
        audit_rules,
        study.codebook.comparability.power_assumptions,
    )
    assert (drawn(found, study, audit_rules).kind == "figure") is (zone_id != "jiexiu")


def test_an_implied_population_without_a_known_one_has_no_strip(
    audited: pd.DataFrame, five_zones: Study, audit_rules: AuditRules
) -> None:
    implied = audited[audited["rule"].eq("implied_denominator") & audited["whole"].notna()]
    unknown = implied.assign(denominator_ids=implied["denominator_ids"].map(lambda ids: ()))
    assert len(implied) == 1
    assert "反推 25.4 万人" in words_of(drawn(implied, five_zones, audit_rules))
    assert "反推 25.4 万人" not in words_of(drawn(unknown, five_zones, audit_rules))


def test_a_change_without_a_sample_is_drawn_against_zero_for_assumed_waves(
    audited: pd.DataFrame, five_zones: Study, audit_rules: AuditRules
) -> None:
    change = audited[audited["rule"].eq("change_without_sample")]
    exhibit = drawn(change, five_zones, audit_rules)
    bands = boxes(exhibit, TINT)
    # 1.96 × 15 × √(2 ÷ n): the band of 10,000 is √10 times narrower than that of 1,000.
    assert bands[0] / bands[1] == pytest.approx(10**0.5)
    words = words_of(exhibit)
    assert {"0", "假定两期各 1,000 人", "假定两期各 66,800 人"} <= set(words)
    (waves,) = change["waves"]
    assert [low < 0 < high for _, low, high in waves] == [True, True, False]


def words_of(exhibit: Exhibit) -> list[str]:
    assert exhibit.figure is not None
    return [text.get_text() for text in exhibit.figure.axes[0].texts]


def test_no_finding_is_no_picture(
    audited: pd.DataFrame, five_zones: Study, audit_rules: AuditRules
) -> None:
    exhibit = drawn(audited.iloc[:0], five_zones, audit_rules)
    assert exhibit.figure is None
    assert exhibit.kind == "text"


def test_every_card_says_of_what_and_names_the_parts_of_its_bar(
    audited: pd.DataFrame, five_zones: Study, audit_rules: AuditRules
) -> None:
    gap = audited[audited["expression"].eq("1 + 24 + 67 = 92 ≠ 122")]
    words = words_of(drawn(gap, five_zones, audit_rules))
    assert "三个等级合计与申报数" in words
    assert {"4A级社会组织数 1", "3A级社会组织数 24", "差 30"} <= set(words)
    assert "1 + 24 + 67 = 92 家 ≠ 122 家" in words


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_card_shows_a_question_mark_or_a_place_in_the_text_for_a_number(
    audited: pd.DataFrame, five_zones: Study, audit_rules: AuditRules, language: Language
) -> None:
    exhibit = drawn(audited, five_zones, audit_rules, language)
    steps = exhibit.data["算式" if language == "zh" else "Arithmetic"]
    assert not steps.str.contains(r"\?|@").any()
    assert "原文状况" not in set(exhibit.data.iloc[:, 1])


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_tick_has_a_name_and_the_numbers_of_the_sentence_are_among_them(
    audited: pd.DataFrame, five_zones: Study, audit_rules: AuditRules, language: Language
) -> None:
    implied = audited[audited["rule"].eq("implied_denominator") & audited["whole"].notna()]
    (step,) = implied.to_dict("records")
    known = five_zones.denominators
    known = known[known["denominator_id"].isin(step["denominator_ids"])]
    ticks = ticks_of(known, step["whole"], 72.0, five_zones.codebook, language)
    figure = drawn(implied, five_zones, audit_rules, language).figure
    assert figure is not None
    marked = [
        line for line in figure.axes[0].lines
        if len(set(line.get_xdata())) == 1 and abs(np.ptp(line.get_ydata()) - 2.6) < 0.01
    ]  # fmt: skip
    assert len(marked) == len(ticks) > 2
    words = words_of(drawn(implied, five_zones, audit_rules, language))
    assert {line for tick in ticks for line in tick.lines} <= set(words)
    said = step[f"says_{language}"]
    named = [tick.lines[1] for tick in ticks if tick.lines[1] in said]
    assert len(named) == 3  # one of the registered population, two ends of the resident one


def test_a_population_that_was_not_counted_says_so(five_zones: Study) -> None:
    known = pd.DataFrame(
        {"value": [100.0, 200.0, 300.0], "basis": "常住", "year": [2010, 2017, 2020],
         "count_type": ["estimated", "interpolated", "census"]}
    )  # fmt: skip
    names = [tick.lines[0] for tick in ticks_of(known, 150.0, 400.0, five_zones.codebook, "zh")]
    assert sorted(names) == ["常住 2010 估算", "常住 2017 内插", "常住 2020"]


def test_a_population_without_room_for_its_name_has_no_tick_unless_it_is_an_end(
    five_zones: Study,
) -> None:
    known = pd.DataFrame(
        {"value": [1000.0 + n for n in range(9)], "basis": "常住", "year": range(2010, 2019)}
    )
    ticks = ticks_of(known, 900.0, 72.0, five_zones.codebook, "zh")
    years = {tick.lines[0] for tick in ticks}
    assert {"常住 2010", "常住 2018"} <= years
    assert len(ticks) < 9


def test_pale_bars_of_a_change_say_what_they_are_and_what_they_assume(
    audited: pd.DataFrame, five_zones: Study, audit_rules: AuditRules
) -> None:
    change = audited[audited["rule"].eq("change_without_sample")]
    (note,) = [word for word in words_of(drawn(change, five_zones, audit_rules)) if "浅条" in word]
    assumed = (audit_rules.assumed_standard_deviation, audit_rules.assumed_design_effect)
    assert all(f"{number:g}" in note for number in assumed)
    assert "95%" in note and "分" in note


def test_red_is_spoken_of_only_where_something_does_not_add_up(
    audited: pd.DataFrame, five_zones: Study, audit_rules: AuditRules
) -> None:
    closing = audited[audited["verdict"].eq("closes")]
    assert "红色" in drawn(audited, five_zones, audit_rules).subtitle
    assert "红色" not in drawn(closing, five_zones, audit_rules).subtitle
