"""The audit is tabled with its arithmetic, in both languages, and accuses nobody."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from shequ_eval.exhibits.audit_heads import audit_sentence, audit_title
from shequ_eval.exhibits.audit_tables import audit_table, requests_of_audit
from shequ_eval.exhibits.audit_words import shown_step
from shequ_eval.exhibits.trace import plain
from shequ_eval.vocabulary.audit_rules import CHECKS, AuditRules
from shequ_eval.vocabulary.codebook import Codebook, Language

ACCUSATIONS = ("造假", "虚报", "瞒报", "作假", "fraud", "false", "fake")


def test_each_finding_is_a_row_and_what_is_no_check_is_named_apart(
    audited: pd.DataFrame, audit_rules: AuditRules, codebook: Codebook
) -> None:
    table = audit_table(audited, audit_rules, codebook, "zh").data
    assert len(table) == len(audited)
    assert set(table["判断"]) == {
        "闭合", "对不上", "换了分母", "无从判断", "只作计算", "原文状况",
    }  # fmt: skip
    first = table.iloc[0]
    assert first["算式"] == "1 + 24 + 67 = 92 家 ≠ 122 家"
    assert "[lishui-1501]" in first["依据"]


def test_the_title_counts_the_verdicts(
    audited: pd.DataFrame, audit_rules: AuditRules, codebook: Codebook
) -> None:
    checks = audited["verdict"].isin(CHECKS).sum()
    title = audit_title(audited, audit_rules, "zh")
    assert title.startswith(f"{checks} 处算术核对：1 处对不上")
    assert (
        f"原文状况 {audited['verdict'].eq('noted').sum()} 处"
        in audit_table(audited, audit_rules, codebook, "zh").title
    )


def test_a_verdict_that_no_step_comes_to_is_not_counted(
    audited: pd.DataFrame, audit_rules: AuditRules
) -> None:
    closing = audited[audited["verdict"].eq("closes")]
    assert audit_title(closing, audit_rules, "zh") == "2 处算术核对：2 处闭合"
    assert audit_title(closing.head(1), audit_rules, "en") == "1 arithmetic check: adds up 1"
    assert audit_title(audited.iloc[:0], audit_rules, "zh") == "算术核对"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_word_of_the_table_accuses(
    audited: pd.DataFrame, audit_rules: AuditRules, codebook: Codebook, language: Language
) -> None:
    exhibit = audit_table(audited, audit_rules, codebook, language)
    words = exhibit.data.to_csv() + exhibit.title + "".join(exhibit.notes)
    assert not [word for word in ACCUSATIONS if word in words]


def test_the_english_table_keeps_only_the_sources_own_words_in_chinese(
    audited: pd.DataFrame, audit_rules: AuditRules, codebook: Codebook
) -> None:
    table = audit_table(audited, audit_rules, codebook, "en").data
    said = table[["Zone", "What is checked", "Verdict", "What it says"]].to_csv()
    assert not any("\u4e00" <= mark <= "\u9fff" for mark in said)


def test_a_thing_is_asked_of_a_zone_once(
    audited: pd.DataFrame, audit_rules: AuditRules, codebook: Codebook
) -> None:
    table = requests_of_audit(audited, audit_rules, codebook, "zh").data
    assert not table.duplicated(["地区", "请补充"]).any()
    cleared = table[table["请补充"].str.startswith("清理前")]
    assert cleared["用于核对"].str.contains("；").all()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_missing_number_is_said_in_words_and_its_place_is_left_to_the_appendix(
    audited: pd.DataFrame, audit_rules: AuditRules, codebook: Codebook, language: Language
) -> None:
    steps = audit_table(audited, audit_rules, codebook, language).data[
        "算式" if language == "zh" else "Arithmetic"
    ]
    assert not steps.str.contains(r"\?|@").any()
    if language == "zh":
        assert "原文只给 75.4%，未给分子与分母" in set(steps)
        assert not steps.str.contains(r"[,;] ").any()


def test_a_computed_number_keeps_its_exact_step_as_its_origin(
    audited: pd.DataFrame, audit_rules: AuditRules, codebook: Codebook
) -> None:
    exhibit = audit_table(audited, audit_rules, codebook, "zh")
    assert "392 家 ÷ 15.43 家 × 1 万人 ≈ 25.4 万人" in set(exhibit.data["算式"])
    assert "392 ÷ 15.43 × 10,000 = 254,051" in {t.formula for t in exhibit.traces.values()}


def test_no_finding_is_said_in_a_sentence(
    audited: pd.DataFrame, audit_rules: AuditRules, codebook: Codebook
) -> None:
    exhibit = audit_table(audited.iloc[:0], audit_rules, codebook, "zh")
    assert exhibit.kind == "text"
    assert requests_of_audit(audited.iloc[:0], audit_rules, codebook, "en").kind == "text"


def test_the_audit_is_told_first_by_what_stands_out_and_where(
    audited: pd.DataFrame, audit_rules: AuditRules, codebook: Codebook
) -> None:
    (words,) = audit_sentence(audited, audit_rules, codebook, "zh").sentences
    assert "1 处对不上（溧水的三个等级合计与申报数）" in words
    assert "1 处换了分母（镇海的每万人社会组织数）" in words
    (none,) = audit_sentence(audited.iloc[:0], audit_rules, codebook, "zh").sentences
    assert "没有可核对" in none


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_verdicts_that_the_sentence_counts_add_up_to_the_checks_that_it_counts(
    audited: pd.DataFrame, audit_rules: AuditRules, codebook: Codebook, language: Language
) -> None:
    for zone in [*audited["zone_id"].unique(), ""]:
        here = audited[audited["zone_id"].eq(zone)] if zone else audited
        (words,) = audit_sentence(here, audit_rules, codebook, language).sentences
        counts = [
            int(one) for one in re.findall(r"\d+", re.sub(r"[（(].*?[)）]", "", plain(words)))
        ]
        assert not counts or counts[0] == sum(counts[1:])


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_number_inside_a_sentence_has_the_word_of_its_source_and_no_sign(
    audited: pd.DataFrame, audit_rules: AuditRules, codebook: Codebook, language: Language
) -> None:
    without_base = audited[audited["rule"].eq("share_without_base")]
    told = [
        plain(shown_step(row, audit_rules, language)) for row in without_base.to_dict("records")
    ]
    assert not [step for step in told if "≤" in step or "≥" in step]
    assert any(("近 80%" if language == "zh" else "nearly 80%") in step for step in told)
    assert any("+40%" in step for step in told)


def test_a_row_of_many_figures_shows_some_and_says_how_many(
    audited: pd.DataFrame, audit_rules: AuditRules, codebook: Codebook
) -> None:
    table = audit_table(audited, audit_rules, codebook, "zh").data
    repeated = table[table["算式"].str.contains("重复出现")]["依据"].item()
    assert repeated.count("[") == 6
    assert repeated.endswith("等 20 条")
