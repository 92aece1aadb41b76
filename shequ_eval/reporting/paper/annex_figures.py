"""Knows which numbers of figures an annex prints, and where a reader finds the others.

It prints no number that its figure does not hold.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from shequ_eval.reporting.document.blocks import (
    Block,
    Document,
    Figure,
    Grid,
    Paragraph,
    Span,
    Table,
    Words,
    text_of,
)
from shequ_eval.reporting.paper.figure_tables import holding_table, numbers_of, states_a_number
from shequ_eval.reporting.paper.filled_words import filled, joined

NOTHING = (Span("—"),)


def figure_data(document: Document, words: Mapping[str, str]) -> list[Block]:
    """The numbers of the figures that no table of the text holds, and where the others are.

    Every figure is named: those whose numbers a table holds with that table, and those that show
    places or states and no number.
    """
    tables: list[Block] = []
    held: list[Words] = []
    without: list[Words] = []
    for figure in document.blocks:
        if not isinstance(figure, Figure):
            continue
        table = holding_table(figure, document.blocks)
        if not numbers_of(figure.grid):
            without.append((Span(figure.label, target=figure.anchor),))
        elif table is None:
            tables.append(_table_of(figure, words))
        else:
            held.append(_pair(figure, table, words))
    if not tables:
        return []
    said = [Paragraph((Span(words["figure_data_note"]),))]
    if held:
        pairs = joined(held, words["semicolon"])
        said.append(Paragraph(filled(words["held"], pairs=pairs)))
    if without:
        figures = joined(without, words["comma"])
        said.append(Paragraph(filled(words["numberless"], figures=figures)))
    return [*said, *tables]


def _table_of(figure: Figure, words: Mapping[str, str]) -> Table:
    return Table(
        anchor=f"{figure.anchor}-data",
        label=words["data_of"].format(label=figure.label),
        title=figure.title,
        subtitle=(),
        notes=(),
        source=(),
        grid=_spelt_out(_with_numbers(_unlinked(figure.grid))),
        refers_to=figure.anchor,
    )


def _pair(figure: Figure, table: Table, words: Mapping[str, str]) -> Words:
    return filled(
        words["held_pair"],
        figure=(Span(figure.label, target=figure.anchor),),
        table=(Span(table.label, target=table.anchor),),
    )


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


def _with_numbers(grid: Grid) -> Grid:
    """Of a picture of states the rows that count them; of any other every row."""
    counting = [place for place, row in enumerate(grid.rows) if states_a_number(row)]
    if 2 * len(counting) >= len(grid.rows):
        return grid
    return replace(
        grid,
        rows=tuple(grid.rows[place] for place in counting),
        repeated=tuple(False for _ in counting),
    )


def _spelt_out(grid: Grid) -> Grid:
    """The table without columns that are empty in every row, and with a dash in an empty cell."""
    kept = [
        place for place in range(len(grid.columns)) if any(text_of(row[place]) for row in grid.rows)
    ]
    return replace(
        grid,
        columns=tuple(grid.columns[place] for place in kept),
        repeated=grid.repeated if 0 in kept else (False,) * len(grid.rows),
        rows=tuple(
            tuple(row[place] if text_of(row[place]) else NOTHING for place in kept)
            for row in grid.rows
        ),
    )
