"""Knows which row of a report tells the origin of a number in full; lays out and traces nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from shequ_eval.reporting.document.blocks import Block, Figure, Grid, Heading, Table, Words
from shequ_eval.reporting.document.words import EVIDENCE_ROW
from shequ_eval.reporting.found_exhibits import FoundExhibit

_EVIDENCE_ID = re.compile(r"[^\W_]+-\d{3,}")


def evidence_home(exhibits: Iterable[FoundExhibit]) -> str | None:
    """The id of the table in which evidence has its rows: the longest that begins with numbers."""
    heads = {e.exhibit_id: [str(row[0]) for row in e.rows] for e in exhibits if e.kind == "table"}
    homes = {
        key: len(names)
        for key, names in heads.items()
        if names and len(set(names)) == len(names) and all(is_evidence_id(name) for name in names)
    }
    return max(homes, key=lambda key: homes[key]) if homes else None


def is_evidence_id(key: str) -> bool:
    """Whether a key is that of a coded fact, and not of a population or a standard.

    >>> is_evidence_id("zhenhai-2319"), is_evidence_id("zhenhai.resident_population.2020")
    (True, False)
    """
    return bool(_EVIDENCE_ID.fullmatch(key))


def with_row_anchors(grid: Grid, row_key: Callable[[Sequence[Words]], str]) -> Grid:
    """The rows with an anchor where they print what was registered, the first of a key only."""
    keys = [row_key(row) for row in grid.rows]
    return replace(
        grid,
        row_anchors=tuple(
            EVIDENCE_ROW + key if key and key not in keys[:place] else ""
            for place, key in enumerate(keys)
        ),
    )


def row_anchors(blocks: Iterable[Block]) -> set[str]:
    """The anchors of all rows of a report."""
    tables = (block for block in blocks if isinstance(block, Figure | Table))
    return {anchor for table in tables for anchor in table.grid.row_anchors if anchor}


def with_heading_anchors(blocks: Iterable[Block]) -> list[Block]:
    """The blocks with an anchor on every heading: s1 for a chapter, s1-2 below it, s1-2-1 below."""
    counts = [0, 0, 0]
    found: list[Block] = []
    for block in blocks:
        if isinstance(block, Heading):
            counts[block.level - 1] += 1
            counts[block.level :] = [0] * (3 - block.level)
            numbers = "-".join(str(n) for n in counts[: block.level])
            found.append(replace(block, anchor=f"s{numbers}"))
        else:
            found.append(block)
    return found
