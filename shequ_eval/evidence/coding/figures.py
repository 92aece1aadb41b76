"""Knows how a figure found in a text is said in the columns of the evidence table.

What no rule tells stays empty; the figure's indicator, period and status are told elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from shequ_eval.evidence.coding.context import Context
from shequ_eval.evidence.quantities.quantity import Number, Quantity
from shequ_eval.vocabulary.coding_cues import CodingCues, PerCue

COUNTS_ITSELF = re.compile(r"[余多近]|上(?=[十百千万亿])")
FLAGS_KEPT = ("contradictory", "unit_inferred", "repeated")
VAGUE = re.compile(r"数(?=[十百千万亿])|几|若干|约|左右|上下|大概|大约|近.*以上")
OVER = re.compile(r"[余多]|超过|逾|上(?=[十百千万亿])|突破")
NEAR = re.compile(r"近|接近|将近|不到|不足|几乎")
Cells = dict[str, str]


def figure_cells(
    found: Quantity, context: Context, cues: CodingCues, units: Mapping[str, str]
) -> Cells:
    """The cells that the figure itself gives: numbers, bounds, unit, qualifier, base, flags.

    `units` are those of units.csv; another unit is left empty for the coder to choose.
    """
    cells = numbers_of(found)
    return cells | {
        "unit": found.unit_id if found.unit_id in units else "",
        "per": per_code(found, context, cues.per),
        "kind": _kind(found),
        "change": _change(found, context, cues),
        "flags": " ".join(flag for flag in FLAGS_KEPT if flag in found.flags),
    }


def shown(number: Number | None) -> str:
    """A number as the tables write it: plain digits, no exponent, no trailing zero.

    >>> [shown(n) for n in (43600, 78.32, 5.0, 1e9, None)]
    ['43600', '78.32', '5', '1000000000', '']
    """
    if number is None:
        return ""
    if isinstance(number, int) or float(number).is_integer():
        return str(int(number))
    return f"{number:.10f}".rstrip("0").rstrip(".")


def per_code(found: Quantity, context: Context, cues: Sequence[PerCue]) -> str:
    """The code of the figure's bases, "" where it has none or none fits.

    Of codes that differ by a word, the one whose word stands nearest before the figure.
    """
    bases = {(base.unit_id, float(base.number)) for base in found.per}
    if not bases:
        return ""
    before = context.sentence[: context.at] + context.words
    fitting = [
        (before.rfind(cue.word) if cue.word else -1, -place, cue.code)
        for place, cue in enumerate(cues)
        if {(unit, float(count)) for unit, count in cue.bases} == bases and cue.word in before
    ]
    return max(fitting)[2] if fitting else ""


def numbers_of(found: Quantity) -> Cells:
    """The value, the bounds with whether they count, and the code of the qualifier."""
    qualifier = _qualifier(found)
    value, low, high = found.value, found.low, found.high
    if qualifier == "exact":
        low, high = value, value
    if qualifier == "range":
        value = None
    # NOTE: by the coding rules, 余, 多 and 近 keep the number itself inside; 超过 and 不满 do not.
    is_kept = COUNTS_ITSELF.search(found.text) is not None
    low_closed = str(found.low_closed or is_kept).lower() if low is not None else ""
    high_closed = str(found.high_closed or is_kept).lower() if high is not None else ""
    return {
        "value": shown(value), "low": shown(low), "high": shown(high),
        "low_closed": low_closed, "high_closed": high_closed, "qualifier": qualifier,
    }  # fmt: skip


def _qualifier(found: Quantity) -> str:
    """The code of the qualifier, from the bounds first and the words second."""
    if found.value is None and None not in {found.low, found.high}:
        return "vague" if VAGUE.search(found.text) else "range"
    if found.value is None or "contradictory" in found.flags or VAGUE.search(found.text):
        return "vague"
    if found.low is not None and found.low == found.value and found.high != found.value:
        return "approx_over" if OVER.search(found.text) else "at_least"
    if found.high is not None and found.high == found.value and found.low != found.value:
        return "approx_near" if NEAR.search(found.text) else "at_most"
    return "exact"


def _kind(found: Quantity) -> str:
    if "implicit" in found.flags:
        return "implicit"
    return "list_count" if found.role == "structural" else "quantity"


def _change(found: Quantity, context: Context, cues: CodingCues) -> str:
    near = context.clause
    if found.unit_id == "%" and any(re.search(cue, near) for cue in cues.growth):
        return "growth_rate"
    before = context.sentence[: context.at]
    is_cut = any(
        re.search(f"(?:{cue})(?:了|幅度|达|近|约){{0,2}}$", before) for cue in cues.decrease
    )
    if found.unit_id == "%" and is_cut:
        return "decrease"
    if found.role == "change":
        falls = any(re.search(cue, near) for cue in cues.decrease)
        return "decrease" if falls else "increase"
    return "level"
