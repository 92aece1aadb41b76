"""Knows where an accepted row contradicts its own words or its indicator; decides nothing.

What the coder wrote into a white cell is decided openly and stands; what nobody wrote must be
what the words say. A row that is unusual, but may be right, needs a note.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import pandas as pd

from shequ_eval.evidence.coding.columns import NONE, Cells, Vocabulary
from shequ_eval.evidence.coding.figures import numbers_of
from shequ_eval.evidence.coding.units import fits_kind, is_same_unit
from shequ_eval.evidence.quantities.quantity import Quantity

NUMBERS = ("value", "low", "high")
OR_SAY = "，或在备注 note 写明理由 or say why in note"


class Doubt(NamedTuple):
    """A column, the rule that it breaks, what was found there and what would be allowed."""

    column: str
    rule: str
    found: str
    allowed: str


def doubts_of(
    cells: Cells,
    own: Mapping[str, str],
    note: str,
    found: Quantity | None,
    indicator: pd.Series,
    vocabulary: Vocabulary,
) -> list[Doubt]:
    """What speaks against an accepted row.

    `cells` are what the row comes to, `own` what the coder wrote, `found` the figure that the
    grammar reads in the words (None where it reads none), `indicator` the row of indicators.csv.
    """
    return [
        *_numbers(cells, own, found, indicator),
        *_units(cells, own, note, found, indicator, vocabulary),
        *_base(cells, note, indicator),
    ]


def _numbers(
    cells: Cells, own: Mapping[str, str], found: Quantity | None, indicator: pd.Series
) -> list[Doubt]:
    """Numbers that nobody wrote and that are not those of the words."""
    if found is None or any(own[name] for name in NUMBERS):
        return []
    said = numbers_of(found)
    ends = {"low": str(indicator["natural_low"]), "high": str(indicator["natural_high"])}
    allowed = {name: {said[name]} | ({ends[name]} if not said[name] else set()) for name in ends}
    allowed["value"] = {said["value"]}
    return [
        Doubt(
            name,
            "number-changed",
            cells[name],
            f"{said[name] or '空 empty'}（原词 the words {found.text!r}）；另读请填在白色格 "
            "another reading goes into the white cell",
        )
        for name in NUMBERS
        if cells[name] not in allowed[name]
    ]


def _units(
    cells: Cells,
    own: Mapping[str, str],
    note: str,
    found: Quantity | None,
    indicator: pd.Series,
    vocabulary: Vocabulary,
) -> list[Doubt]:
    """A unit of another kind than the indicator's, or one that nobody wrote and no word says."""
    unit, of_indicator = cells["unit"], str(indicator["unit"])
    title = f"{indicator['title_zh']} 以“{of_indicator}”计 is counted in {of_indicator}"
    is_bucket = indicator["never_compare"] in {True, "true"}
    if not fits_kind(unit, of_indicator, cells["change"], vocabulary.quantities):
        if is_bucket and note:
            return []
        allowed = f"{title}：换指标，或不采纳 choose another indicator, or do not accept"
        return [Doubt("unit", "unit-of-another-kind", unit, allowed + OR_SAY * is_bucket)]
    alike = vocabulary.cues.alike_units
    if own["unit"] or note:
        return []
    if found is not None and found.unit_id and not is_same_unit(found.unit_id, unit, alike):
        allowed = f"{found.unit_id}（原词 the words {found.text!r}）；另取请填在白色格 or write it"
        return [Doubt("unit", "unit-changed", unit, allowed)]
    is_relative = cells["change"] != "level" and unit in {"%", "百分点"}
    if not of_indicator or is_bucket or is_relative or is_same_unit(unit, of_indicator, alike):
        return []
    allowed = f"{title}：换指标，或把单位填在白色格 another indicator, or write the unit"
    return [Doubt("unit", "unit-of-another-thing", unit, allowed + OR_SAY)]


def _base(cells: Cells, note: str, indicator: pd.Series) -> list[Doubt]:
    """A base that is not the one by which the indicator is defined."""
    base = str(indicator["denominator"])
    if note or cells["per"] == base or cells["change"] == "growth_rate":
        return []
    words = base or f"空 empty（{NONE}）"
    allowed = f"{words}：{indicator['title_zh']} {'按它计' if base else '不按每单位计'}" + OR_SAY
    return [Doubt("per", "base-of-another-kind", cells["per"], allowed)]
