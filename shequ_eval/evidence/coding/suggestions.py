"""Knows what a coding sheet suggests for one figure, and why; decides nothing.

The indicator comes from the terms, the numbers from the figure itself, status, scope and base
from the cues of the codebook, and whether a basis matters at all from how the indicator, or its
family, was coded before.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from shequ_eval.evidence.coding.context import Context
from shequ_eval.evidence.coding.figures import Cells, figure_cells
from shequ_eval.evidence.coding.periods import period_of
from shequ_eval.evidence.coding.terms import Candidate, TermIndex, learn_terms
from shequ_eval.evidence.quantities.quantity import Quantity
from shequ_eval.vocabulary.codebook import Codebook
from shequ_eval.vocabulary.coding_cues import CodingCues

USUAL = ("registration", "population_basis", "cumulative_over", "scope")
UNSTATED = "unstated"
WHOLE_ZONE = "whole_zone"
ALTERNATIVES = 3


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
        self.usual = _usual_cells(evidence, dict(codebook.indicators["family_id"]))

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
        cells["status"], grounds["status"] = self._status(context, is_plan)
        if cells["status"] == "planned" and cells["change"] == "level":
            cells["change"] = "target"
        best = ranked[0].indicator_id if ranked else ""
        cells |= {"indicator_id": best, **self.of_indicator(best, found.unit_id)}
        cells |= self._stated_bases(context, cells, grounds)
        cells |= self._natural_ends(best, cells)
        cells["per"] = cells["per"] or self._usual_base(best)
        reason = ranked[0].reason(context) if ranked else ""
        return Suggestion(cells, tuple(ranked), reason, grounds)

    def of_indicator(self, indicator_id: str, unit: str) -> Cells:
        """The cells that hang on the indicator alone; `unit` is that of the figure."""
        if indicator_id not in self.indicators.index:
            return {"unit": unit if unit in self.units else ""}
        row = self.indicators.loc[indicator_id]
        usual = {column: self._usual(column, indicator_id) for column in USUAL}
        is_flow = row["stock_or_flow"] == "flow" and usual["cumulative_over"] != ""
        return {
            "unit": self._unit(str(row["unit"]), unit),
            "dimension": str(row["dimension"]),
            "statement_zh": str(row["title_zh"]),
            "statement_en": str(row["title_en"]),
            "registration": UNSTATED if usual["registration"] else "",
            "population_basis": UNSTATED if usual["population_basis"] else "",
            "cumulative_over": UNSTATED if is_flow else "",
            "scope": usual["scope"] or WHOLE_ZONE,
        }

    def _usual_base(self, indicator_id: str) -> str:
        """The base that defines the indicator, where the evidence table has a code for it."""
        if indicator_id not in self.indicators.index:
            return ""
        words = str(self.indicators.at[indicator_id, "denominator"]).split("per_")
        code = "_".join(word.strip("_") for word in words if word).replace("sqm", "square_metre")
        return code if code in self.bases else ""

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

    def _usual(self, column: str, indicator_id: str) -> str:
        known = self.usual[column]
        if indicator_id in known:
            return known[indicator_id]
        return known.get(str(self.indicators.at[indicator_id, "family_id"]), "")

    def _unit(self, of_indicator: str, of_figure: str) -> str:
        """The indicator's unit where it counts the same kind of thing, else the figure's own."""
        same = self.units.get(of_indicator) == self.units.get(of_figure)
        if of_indicator and (same or not of_figure):
            return of_indicator
        return of_figure if of_figure in self.units else ""

    def _status(self, context: Context, is_plan: bool) -> tuple[str, str]:
        near = context.sentence[: context.at + len(context.words)]
        clause = near[-60:] + context.following
        for status, cues in self.cues.status.items():
            for cue in cues:
                if found := re.search(cue, clause):
                    return status, found.group()
        return ("planned", "计划文件 a plan") if is_plan else ("actual", "")

    def _stated_bases(self, context: Context, cells: Cells, grounds: dict[str, str]) -> Cells:
        """Scope, registration, population basis and cumulation where the words state them."""
        stated: Cells = {}
        # NOTE: 试点 before a figure limits it; after it (39个自治站), it is what is counted.
        before = context.sentence[: context.at]
        for column in ("scope", "registration", "population_basis"):
            cues: Mapping[str, tuple[str, ...]] = getattr(self.cues, column)
            is_scope = column == "scope"
            for code, patterns in cues.items() if is_scope or cells.get(column) else ():
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


def _usual_cells(evidence: pd.DataFrame, families: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """The commonest cell of each column by indicator and, but for the scope, by family."""
    counted: dict[str, dict[str, Counter[str]]] = {c: defaultdict(Counter) for c in USUAL}
    for indicator_id, *cells in evidence[["indicator_id", *USUAL]].itertuples(index=False):
        for column, cell in zip(USUAL, cells, strict=True):
            counted[column][indicator_id][cell] += 1
            if column != "scope":
                counted[column][families.get(indicator_id, "")][cell] += 1
    return {
        column: {key: _commonest(cells) for key, cells in groups.items()}
        for column, groups in counted.items()
    }


def _commonest(counted: Counter[str]) -> str:
    """The cell that stands most often; of equals, the first in order.

    >>> _commonest(Counter(["", "unstated", "unstated"]))
    'unstated'
    """
    return min(counted, key=lambda cell: (-counted[cell], cell))
