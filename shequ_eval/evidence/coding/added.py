"""Knows what the words of a row that a coder added say by themselves; leaves the rest to ask for.

The grammar reads the number, its bounds, its unit and its base from the words, as it does for the
rows of a fresh sheet. Where the words hold no number, the bounds follow from the number that the
coder gave and from what is said of it.
"""

from __future__ import annotations

from dataclasses import replace

from shequ_eval.evidence.coding.columns import Cells, Vocabulary
from shequ_eval.evidence.coding.figures import figure_cells
from shequ_eval.evidence.coding.read_sheet import SheetRow
from shequ_eval.evidence.coding.reread import Reread, Span

BOUNDS_OF = {
    "exact": ("low", "high"),
    "at_least": ("low",),
    "approx_over": ("low",),
    "at_most": ("high",),
    "approx_near": ("high",),
}
NUMBERS = ("value", "low", "high")


def completed(row: SheetRow, span: Span, reread: Reread, vocabulary: Vocabulary) -> SheetRow:
    """The row with what its words, or the coder's number, give as suggestions."""
    found = reread.figure(row, span) or reread.alone(row.get("value_text"))
    own = {name: row.get(name) for name in (*NUMBERS, "qualifier", "status")}
    if found is not None and not any(own[name] for name in NUMBERS):
        said = figure_cells(*found, vocabulary.cues, vocabulary.quantities)
    else:
        said = {"kind": "quantity", "change": "level"}
        said |= bounds_of(own["value"], vocabulary.code("qualifier", own["qualifier"]))
        said |= {
            f"{bound}_closed": "true" for bound in ("low", "high") if said.get(bound) or own[bound]
        }
    if vocabulary.code("status", own["status"]) == "planned" and said["change"] == "level":
        said["change"] = "target"
    return replace(row, cells={**row.cells, **{f"{name}?": cell for name, cell in said.items()}})


def bounds_of(value: str, qualifier: str) -> Cells:
    """The bounds that a number has by what is said of it.

    >>> bounds_of("9", "exact"), bounds_of("9", "at_least"), bounds_of("", "range")
    ({'low': '9', 'high': '9'}, {'low': '9'}, {})
    """
    return {bound: value for bound in BOUNDS_OF.get(qualifier, ()) if value}
