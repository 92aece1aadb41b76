"""The audit is tabled with its arithmetic, in both languages, and accuses nobody."""

from __future__ import annotations

import pandas as pd
import pytest

from shequ_eval.exhibits.audit_tables import audit_table, requests_of_audit
from shequ_eval.vocabulary.audit_rules import AuditRules
from shequ_eval.vocabulary.codebook import Codebook, Language

ACCUSATIONS = ("造假", "虚报", "瞒报", "作假", "fraud", "false", "fake")


def test_each_finding_is_a_row_with_one_of_four_verdicts(
    audited: pd.DataFrame, audit_rules: AuditRules, codebook: Codebook
) -> None:
    table = audit_table(audited, audit_rules, codebook, "zh").data
    assert len(table) == len(audited)
    assert set(table["判断"]) == {"闭合", "对不上", "换了分母", "无从判断"}
    first = table.iloc[0]
    assert first["算式"] == "1 + 24 + 67 = 92 ≠ 122"
    assert "[lishui-1501]" in first["依据"]


def test_the_title_counts_the_verdicts(
    audited: pd.DataFrame, audit_rules: AuditRules, codebook: Codebook
) -> None:
    title = audit_table(audited, audit_rules, codebook, "zh").title
    assert "对不上 1" in title
    assert f"{len(audited)} 处" in title


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
    said = table[["Zone", "What is checked", "Verdict", "What it says", "Ask for"]].to_csv()
    assert not any("\u4e00" <= mark <= "\u9fff" for mark in said)


def test_a_thing_is_asked_of_a_zone_once(audited: pd.DataFrame, codebook: Codebook) -> None:
    table = requests_of_audit(audited, codebook, "zh").data
    assert not table.duplicated(["地区", "补要"]).any()
    cleared = table[table["补要"].str.startswith("清理前")]
    assert cleared["所涉算式"].str.contains("；").all()


def test_no_finding_is_said_in_a_sentence(
    audited: pd.DataFrame, audit_rules: AuditRules, codebook: Codebook
) -> None:
    exhibit = audit_table(audited.iloc[:0], audit_rules, codebook, "zh")
    assert exhibit.kind == "text"
    assert requests_of_audit(audited.iloc[:0], codebook, "en").kind == "text"
