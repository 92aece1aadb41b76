"""Knows what an audit card holds, wrapped and measured; draws nothing and chooses no finding."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import pandas as pd

from shequ_eval.exhibits.audit_strips import strip_height, waves_note
from shequ_eval.exhibits.audit_tables import period_of, rests_on
from shequ_eval.exhibits.audit_words import shown_step, subject_words
from shequ_eval.exhibits.layout import LINE_MM, text_mm, wrap_text
from shequ_eval.exhibits.style import AXIS, BODY, NOTE, VALUE
from shequ_eval.exhibits.trace import plain
from shequ_eval.exhibits.words import say
from shequ_eval.exhibits.zone_names import name_lines
from shequ_eval.vocabulary.audit_rules import AuditRules
from shequ_eval.vocabulary.codebook import Codebook, Language

Row = dict[Any, Any]

_UNIT = re.compile(r"(?<=\d) (?=[^\W\d])")  # a number stays with its unit
CARD_MM = 78.0
PAD_MM = 3.0
INSIDE_MM = CARD_MM - 2 * PAD_MM
EXPRESSION_SIZES = (15.0, 13.0, 11.0, 9.0)
HEAD_MM = 8.5
VERDICT_AT = 5.0  # right of its sign


@dataclass(frozen=True)
class Card:
    """A finding with its words in lines, and the known populations that its strip needs.

    `place`, the zone and the period, stands beside the verdict, or `under` it in lines of its own
    where a long name has no room there.
    """

    finding: Row
    place: str
    under: list[str]
    subject: list[str]
    expression: list[str]
    size: float
    says: list[str]
    asks: list[str]
    rests: list[str]
    known: pd.DataFrame
    strip_mm: float  # 0 for a step without a strip
    strip_note: list[str]

    @property
    def height(self) -> float:
        """The height of the card in mm."""
        words = len(self.expression) * self.size + len(self.says) * BODY
        words += (len(self.asks) + len(self.subject)) * BODY
        words += (len(self.rests) + len(self.strip_note)) * NOTE + len(self.under) * AXIS
        return HEAD_MM + words * LINE_MM + self.strip_mm + 2.4


def card_of(
    finding: Row,
    denominators: pd.DataFrame,
    rules: AuditRules,
    codebook: Codebook,
    language: Language,
) -> Card:
    """A finding as a card: its words wrapped, its strip measured."""
    expression = _UNIT.sub("\u00a0", plain(shown_step(finding, rules, language)))
    fits = [size for size in EXPRESSION_SIZES if text_mm(expression, size) <= INSIDE_MM]
    size = fits[0] if fits else EXPRESSION_SIZES[-1]
    ask = finding[f"ask_{language}"]
    asked = say(language, f"请补充：{ask}", f"Please supply: {ask}") if ask else ""
    ids = list(finding["denominator_ids"])
    known = denominators[denominators["denominator_id"].isin(ids)]
    alpha = codebook.comparability.power_assumptions.alpha
    note = waves_note(finding, rules, alpha, language) if finding["waves"] else ""
    place = _place(finding, codebook, language)
    return Card(
        finding,
        place,
        [] if text_mm(place, AXIS) <= _beside_mm(finding, rules, language)
        else name_lines(place, INSIDE_MM, AXIS),
        wrap_text(subject_words(finding, rules, codebook, language), INSIDE_MM, BODY),
        wrap_text(expression, INSIDE_MM, size),
        size,
        wrap_text(finding[f"says_{language}"], INSIDE_MM, BODY),
        wrap_text(asked, INSIDE_MM, BODY) if asked else [],
        wrap_text(_rests(finding, codebook, language), INSIDE_MM, NOTE),
        known,
        strip_height(finding, known, INSIDE_MM, codebook, language) if _has_strip(finding, known)
        else 0.0,
        wrap_text(note, INSIDE_MM, NOTE),
    )  # fmt: skip


def _place(finding: Row, codebook: Codebook, language: Language) -> str:
    zone = codebook.title("short", finding["zone_id"], language)
    parts = (zone, period_of(finding, language))
    return say(language, "，", ", ").join(part for part in parts if part)


def _beside_mm(finding: Row, rules: AuditRules, language: Language) -> float:
    """The room right of the verdict."""
    words = say(language, *rules.verdicts[finding["verdict"]])
    return CARD_MM - 1.0 - PAD_MM - VERDICT_AT - text_mm(words, VALUE) - 0.5


def _has_strip(finding: Row, known: pd.DataFrame) -> bool:
    """Whether the step has points that a strip can show."""
    has_points = bool(finding["terms"]) or len(known) > 0
    return bool(finding["waves"]) or (has_points and bool(pd.notna(finding["whole"])))


def _rests(finding: Row, codebook: Codebook, language: Language) -> str:
    # NOTE: the known populations stand in the strip and the table, twenty marks would fill a card.
    marks = finding | {"denominator_ids": (), "evidence_ids": finding["evidence_ids"][:6]}
    more = " …" if len(finding["evidence_ids"]) > 6 else ""
    return rests_on(marks, codebook, language) + more
