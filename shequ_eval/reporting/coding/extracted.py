"""Knows how figures found in documents are written and shown; finds none."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Literal

import click

from shequ_eval.evidence.documents import Document, read_document
from shequ_eval.evidence.findings import DataError, Finding
from shequ_eval.evidence.quantities.quantity import Quantity
from shequ_eval.evidence.quantities.rows import COLUMNS, flat
from shequ_eval.evidence.quantities.short_reading import meaning

Layout = Literal["csv", "json"]
COLOURS = {
    "quantity": "green",
    "structural": "blue",
    "change": "yellow",
    "from": "yellow",
    "to": "yellow",
}
ROLES = {
    "quantity": "数量 quantity",
    "structural": "结构 structure",
    "change": "变化 change",
    "from": "变化前 from",
    "to": "变化后 to",
}
DOUBTFUL = "red"


def read_all(paths: Iterable[Path]) -> dict[Path, Document]:
    """Every document, by its path.

    Raises
    ------
    DataError
        One or more cannot be read; says of each why and what to do.
    """
    read: dict[Path, Document] = {}
    faults: list[Finding] = []
    for path in paths:
        try:
            read[path] = read_document(path)
        except DataError as error:
            faults += error.findings
    if faults:
        raise DataError(faults)
    return read


def extracted_words(rows: Sequence[dict[str, Any]], layout: Layout) -> str:
    """The rows as one CSV table with a heading, or as one JSON array."""
    if layout == "json":
        return json.dumps(list(rows), ensure_ascii=False, indent=2) + "\n"
    held = io.StringIO(newline="")
    table = csv.DictWriter(held, COLUMNS, lineterminator="\n")
    table.writeheader()
    table.writerows(flat(row) for row in rows)
    return held.getvalue()


def write_extracted(rows: Sequence[dict[str, Any]], layout: Layout, out: Path) -> Path:
    """Write the rows; a file that is there is replaced whole, or not at all.

    A CSV begins with the mark by which spreadsheets know UTF-8.

    Raises
    ------
    OSError
        The place cannot be written.
    """
    beside = out.with_name(f"{out.name}.part")
    encoding = "utf-8-sig" if layout == "csv" else "utf-8"
    try:
        beside.write_text(extracted_words(rows, layout), encoding=encoding, newline="")
        beside.replace(out)
    finally:
        beside.unlink(missing_ok=True)
    return out


def marked_lines(text: str, found: Iterable[Quantity]) -> list[str]:
    """The lines of a text that hold figures, each figure coloured and followed by its meaning."""
    lines: list[str] = []
    at, held = 0, list(found)
    for number, line in enumerate(text.splitlines(keepends=True), start=1):
        stop = at + len(line)
        inside = [quantity for quantity in held if at <= quantity.start < stop]
        if inside:
            lines.append(
                f"{click.style(f'{number:>5}', dim=True)}  {_marked(text, at, stop, inside)}"
            )
        at = stop
    return lines


def _marked(text: str, start: int, stop: int, found: list[Quantity]) -> str:
    pieces = []
    for quantity in found:
        colour = DOUBTFUL if quantity.flags else COLOURS[quantity.role]
        pieces.append(text[start : quantity.start])
        pieces.append(click.style(quantity.text, fg=colour, bold=True))
        pieces.append(click.style(f"⟨{meaning(quantity)}⟩", dim=True))
        start = quantity.end
    return "".join([*pieces, text[start:stop]]).rstrip("\r\n")


def legend() -> str:
    """What the colours mean."""
    roles = {COLOURS[role]: words for role, words in reversed(ROLES.items())}
    roles["yellow"] = "变化 change"
    words = [click.style(words, fg=colour, bold=True) for colour, words in sorted(roles.items())]
    return "  ".join([*words, click.style("有标记 flagged", fg=DOUBTFUL, bold=True)])
