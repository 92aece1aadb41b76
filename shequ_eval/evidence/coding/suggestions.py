"""Knows what a coding sheet suggests for one figure, and why; decides nothing.

The indicator comes from the terms, the numbers from the figure itself, status, scope and base
from the cues of the codebook, and whether a basis matters at all from how the indicator, or its
family, was coded before.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from shequ_eval.evidence.coding.context import Context
from shequ_eval.evidence.coding.figures import Cells, figure_cells
from shequ_eval.evidence.coding.periods import Period, period_of, year_of
from shequ_eval.evidence.coding.terms import Candidate, TermIndex, learn_terms
from shequ_eval.evidence.coding.units import fits_kind, unit_of
from shequ_eval.evidence.coding.usual import WHOLE_ZONE, bases_by_indicator
from shequ_eval.evidence.quantities.quantity import Quantity
from shequ_eval.vocabulary.codebook import Codebook
from shequ_eval.vocabulary.coding_cues import CodingCues

ALTERNATIVES = 3
# NOTE: measured by benchmarks/coding_suggestions.py, see docs/coding.md: below this score, or with
# the next indicator this near, a suggestion was about as often wrong as right.
LEAST_SCORE, LEAST_LEAD = 1.5, 1.1
UNSURE = "没有够近的词，请自选 no words near enough: choose one"


@dataclass(frozen=True)
class Suggestion:
    """The suggested cells of one figure, by column of the evidence table, and the reasons.

    `candidates` are the best indicators, `reason` speaks of the first, `grounds` of status,
    period, scope and base.
    """

    cells: Cells
    candidates: tuple[Candidate, ...]
    reason: str
    grounds: Mapping[str, str] = field(default_factory=dict)


class Adviser:
    """What was learnt from the codebook and from the evidence coded so far."""

    def __init__(
        self, codebook: Codebook, cues: CodingCues, units: pd.DataFrame, evidence: pd.DataFrame
    ) -> None:
        self.indicators = codebook.indicators
        self.cues = cues
        self.bases = {cue.code for cue in cues.per}
        self.units = dict(zip(units["unit"], units["quantity"], strict=True))
        self.terms: TermIndex = learn_terms(
            codebook.indicators, codebook.families, units, evidence, cues.synonyms
        )
        self.usual = bases_by_indicator(evidence, codebook.indicators)

    def suggest(
        self, found: Quantity, context: Context, published: str = "", is_plan: bool = False
    ) -> Suggestion:
        """The suggestion for one figure of a document.

        `published` is a day, month or year; `is_plan` says that the document is a plan.
        """
        cells = figure_cells(found, context, self.cues, self.units)
        ranked = self.terms.rank(context, found.unit_id, bool(found.per))[:ALTERNATIVES]
        grounds: dict[str, str] = {}
        period = period_of(context, published)
        cells |= {"period": period.edtf, "period_basis": period.basis}
        grounds["period"] = period.reason
        cells["status"], grounds["status"] = self._status(context, period, published, is_plan)
        if cells["status"] == "planned" and cells["change"] == "level":
            cells["change"] = "target"
        best = self._sure(ranked, cells, context)
        cells |= {"indicator_id": best, **self.of_indicator(best, found.unit_id)}
        if found.unit_id and cells["unit"] not in {"", found.unit_id}:
            grounds["unit"] = f"{found.unit_id} → {cells['unit']}（按指标 as the indicator）"
        cells |= self._stated_bases(context, cells, grounds)
        cells |= self._natural_ends(best, cells)
        cells["per"] = cells["per"] or self._usual_base(best, context)
        reason = ranked[0].reason(context) if best else UNSURE
        return Suggestion(cells, tuple(ranked), reason, grounds)

    def _sure(self, ranked: Sequence[Candidate], cells: Cells, context: Context) -> str:
        """The first candidate, "" where the coder had better choose.

        It must score enough, lead the next, count the same kind of thing, and where it is counted
        per something, the words must say so.
        """
        if not ranked or ranked[0].score < LEAST_SCORE:
            return ""
        if len(ranked) > 1 and ranked[0].score < LEAST_LEAD * ranked[1].score:
            return ""
        best = ranked[0].indicator_id
        of_indicator = str(self.indicators.at[best, "unit"])
        if not fits_kind(cells["unit"], of_indicator, cells["change"], self.units):
            return ""
        has_base = cells["per"] or self._usual_base(best, context)
        return best if has_base or not self.indicators.at[best, "denominator"] else ""

    def of_indicator(self, indicator_id: str, unit: str) -> Cells:
        """The cells that hang on the indicator alone; `unit` is that of the figure."""
        if indicator_id not in self.indicators.index:
            return {"unit": unit if unit in self.units else "", "scope": WHOLE_ZONE}
        row = self.indicators.loc[indicator_id]
        return {
            "unit": unit_of(unit, str(row["unit"]), self.units, self.cues.alike_units),
            "dimension": str(row["dimension"]),
            "statement_zh": str(row["title_zh"]),
            "statement_en": str(row["title_en"]),
            **self.usual[indicator_id],
        }

    def _usual_base(self, indicator_id: str, context: Context) -> str:
        """The base that defines the indicator, where the words before the figure speak of one."""
        if indicator_id not in self.indicators.index:
            return ""
        before = context.sentence[: context.at] + context.head
        parts = str(self.indicators.at[indicator_id, "denominator"]).split("per_")
        code = "_".join(word.strip("_") for word in parts if word).replace("sqm", "square_metre")
        units = [unit for cue in self.cues.per if cue.code == code for unit, _ in cue.bases]
        return code if units and _search((*self.cues.per_words, *units), before) else ""

    def _natural_ends(self, indicator_id: str, cells: Cells) -> Cells:
        """The open end of a share: 近80% reaches down to 0, 不低于50% up to 100."""
        if indicator_id not in self.indicators.index or cells["unit"] != "%":
            return {}
        if cells["change"] not in {"level", "target"} or cells["qualifier"] == "range":
            return {}
        ends = self.indicators.loc[indicator_id, ["natural_low", "natural_high"]]
        return {
            key: value
            for end, limit in zip(("low", "high"), ends, strict=True)
            if limit and not cells[end]
            for key, value in ((end, str(limit)), (f"{end}_closed", "true"))
        }

    def _status(
        self, context: Context, period: Period, published: str, is_plan: bool
    ) -> tuple[str, str]:
        near = context.sentence[: context.at + len(context.words)]
        if ground := self._year_to_come(near, period, published):
            return "planned", ground
        clause = near[-60:] + context.following
        for status, cues in self.cues.status.items():
            for cue in cues:
                if found := re.search(cue, clause):
                    return status, found.group()
        return ("planned", "计划文件 a plan") if is_plan else ("actual", "")

    def _year_to_come(self, before: str, period: Period, published: str) -> str:
        """The words that put the figure into a year after the day of publication."""
        now, said = year_of(published), year_of(period.edtf)
        if now is not None and said is not None and said > now and period.basis == "text":
            return f"{period.reason} > {published}"
        years = [
            found
            for found in re.finditer(self.cues.planned_by_year, before)
            if now is None or int(found.group(1)) > now
        ]
        return years[-1].group() if years else ""

    def _stated_bases(self, context: Context, cells: Cells, grounds: dict[str, str]) -> Cells:
        """Scope, registration, population basis and cumulation where the words state them."""
        stated: Cells = {}
        # NOTE: 试点 before a figure limits it; after it (39个自治站), it is what is counted.
        before = context.sentence[: context.at]
        for column in ("scope", "registration", "population_basis"):
            cues: Mapping[str, tuple[str, ...]] = getattr(self.cues, column)
            is_scope = column == "scope"
            is_asked = is_scope or bool(cells.get(column)) or not cells["indicator_id"]
            for code, patterns in cues.items() if is_asked else ():
                hit = _search(patterns, before if is_scope else context.clause)
                if hit:
                    stated[column], grounds[column] = code, hit
                    break
        hit = _search(self.cues.cumulative, before)
        if cells.get("cumulative_over") and hit and "/" in cells["period"]:
            stated["cumulative_over"], grounds["cumulative_over"] = cells["period"], hit
        return stated


def is_plan_title(text: str, cues: CodingCues) -> bool:
    """Whether the first line that says something names the document a plan."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return _search(cues.plan_titles, first[-40:]) != ""


def _search(patterns: tuple[str, ...], words: str) -> str:
    found = (re.search(pattern, words) for pattern in patterns)
    return next((hit.group() for hit in found if hit), "")
