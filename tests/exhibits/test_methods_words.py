"""The method of a report says the thresholds that the codebook sets, not ones of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from shequ_eval.exhibits.methods_words import comparison_rules, methods_text
from shequ_eval.vocabulary.audit_rules import read_audit_rules
from shequ_eval.vocabulary.codebook import Codebook, Language
from shequ_eval.vocabulary.scores import read_score_rules


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_changed_threshold_changes_the_method(
    codebook: Codebook, data_root: Path, language: Language
) -> None:
    audit, scoring = read_audit_rules(data_root), read_score_rules(data_root)
    before = methods_text(codebook, audit, scoring, language).sentences
    moved = {
        "largest_population_change_per_year": 0.17,
        "largest_population_gap_years": 23,
        "largest_scale_ratio": 29.0,
    }
    audit = audit.model_copy(update=moved)
    scoring = scoring.model_copy(update={"least_assessable_points": 73.0, "least_panel_experts": 7})
    after = methods_text(codebook, audit, scoring, language).sentences
    (audit_before, score_before), (audit_after, score_after) = before[5:7], after[5:7]
    for words in ("17%", "23", "29"):
        assert words in audit_after
        assert words not in audit_before
    for words in ("73", "7 " if language == "zh" else "7 experts"):
        assert words in score_after
        assert words not in score_before
    assert before[:5] == after[:5]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_reason_of_the_gate_stands_in_exactly_one_row(
    codebook: Codebook, language: Language
) -> None:
    data = comparison_rules(codebook, language).data
    for reason, effect in codebook.comparability.reasons.items():
        words = codebook.label("reason", reason, language)
        separator = "；" if language == "zh" else "; "
        rows = [n for n, cell in enumerate(data.iloc[:, 1]) if words in cell.split(separator)]
        assert rows == [["refuses", "leaves_open", "caveat"].index(effect)]
