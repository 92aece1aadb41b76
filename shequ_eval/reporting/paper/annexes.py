"""Knows what follows the text of a printed report: figures' numbers, origins, files; as blocks.

Every number in it stands in the document already or in what was read; it computes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from shequ_eval.reporting.document.blocks import (
    Block,
    Column,
    Document,
    Figure,
    Grid,
    Heading,
    Paragraph,
    Span,
    Table,
    Words,
    text_of,
)
from shequ_eval.reporting.document.grid import width_em
from shequ_eval.reporting.document.words import EVIDENCE_ROW
from shequ_eval.reporting.html.input_names import input_name
from shequ_eval.reporting.html.page_words import WORDS
from shequ_eval.reporting.paper.origins import OriginRow, keys_in_short, origin_rows
from shequ_eval.reporting.paper.paper_words import PAPER_WORDS

WIDEST_EM, PADDING_EM = 24.0, 1.2
CHECKSUM_EM = 36.0
NARROWEST_EM = 8.0


def annexes(
    document: Document, inputs: Mapping[str, str], versions: Mapping[str, str]
) -> list[Block]:
    """The annexes of a report, those that have something to list, each with its heading."""
    words = PAPER_WORDS[document.language]
    blocks: list[Block] = []
    for name, tables in (
        ("figure_data", _figure_data(document, words)),
        ("origins", _origins(document, words, document.language)),
        ("inputs", _files(document.language, inputs, versions, words)),
    ):
        if tables:
            heading = Heading(1, (Span(words[name]),), f"annex-{name}")
            blocks += [heading, Paragraph((Span(words[f"{name}_note"]),)), *tables]
    return blocks


def _figure_data(document: Document, words: Mapping[str, str]) -> list[Table]:
    figures = [block for block in document.blocks if isinstance(block, Figure)]
    return [
        Table(
            anchor=f"{figure.anchor}-data",
            label=words["data_of"].format(label=figure.label),
            title=figure.title,
            subtitle=(),
            notes=(),
            source=(),
            grid=_unlinked(figure.grid),
        )
        for figure in figures
        if figure.grid.rows
    ]


def _unlinked(grid: Grid) -> Grid:
    """The rows without links from their numbers: one for each would double a report's links."""
    return replace(
        grid,
        rows=tuple(
            tuple(tuple(replace(span, trace="") for span in words) for words in row)
            for row in grid.rows
        ),
        row_anchors=(),
    )


def _origins(document: Document, words: Mapping[str, str], language: str) -> list[Table]:
    rows = origin_rows(document, words["untitled"])
    if not rows:
        return []
    led = {key: row.anchor for row in rows for key in row.keys}
    cells = [
        (
            (
                Span(row.place.words, target=row.place.target)
                if row.place
                else Span(words["only_input"]),
            ),
            (Span(words["between"].join(row.printed)),),
            (Span(words["between"].join(keys_in_short(row.keys))),),
            _known(row, led, words, language),
        )
        for row in rows
    ]
    titles = [words[name] for name in ("place", "number", "key", "known")]
    grid = _grid(titles, cells, [row.anchor for row in rows])
    return [_table("annex-origin-table", words["origin_table"], grid)]


def _known(
    row: OriginRow, led: Mapping[str, str], words: Mapping[str, str], language: str
) -> Words:
    """What is known of the row's numbers, and what they were made from."""
    said = [f"{label}{words['colon']}{fact}" for label, fact in row.origin.facts]
    if row.origin.inputs:
        said.append(words["made_from"] + words["colon"])
    spans = [Span(words["semicolon"].join(said))] if said else []
    for n, key in enumerate(row.origin.inputs):
        spans += [Span(words["comma"])] if n else []
        spans.append(Span(input_name(key, language), target=led.get(key, EVIDENCE_ROW + key)))
    return tuple(spans)


def _files(
    language: str, inputs: Mapping[str, str], versions: Mapping[str, str], words: Mapping[str, str]
) -> list[Table]:
    page = WORDS[language]
    tables = (
        ("annex-input-table", "input_table", (page["file"], page["checksum"]), inputs),
        ("annex-version-table", "version_table", (page["software"], page["version"]), versions),
    )
    found: list[Table] = []
    for anchor, name, titles, pairs in tables:
        rows = [((Span(key),), (Span(value),)) for key, value in sorted(pairs.items())]
        if rows:
            found.append(
                _table(anchor, words[name], _grid(titles, rows, [""] * len(rows), CHECKSUM_EM))
            )
    return found


def _table(anchor: str, title: str, grid: Grid) -> Table:
    return Table(anchor, "", (Span(title),), (), (), (), grid)


def _grid(
    titles: Sequence[str],
    rows: Sequence[tuple[Words, ...]],
    anchors: Sequence[str],
    widest_em: float = WIDEST_EM,
) -> Grid:
    columns = []
    for place, title in enumerate(titles):
        widest = max(width_em(text) for text in (title, *(text_of(row[place]) for row in rows)))
        width = min(widest, widest_em) + PADDING_EM
        columns.append(Column(title, False, width, min(width, NARROWEST_EM)))
    heads = [text_of(row[0]) for row in rows]
    repeated = tuple(head == above for head, above in zip(heads, ["\n", *heads], strict=False))
    return Grid(tuple(columns), tuple(rows), repeated, tuple(anchors))
