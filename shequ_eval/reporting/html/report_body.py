"""Knows how a document becomes the body of an HTML report; no frame, and no number of its own."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from itertools import groupby

from markupsafe import Markup, escape

from shequ_eval.reporting.document.blocks import (
    Block,
    Column,
    Document,
    Figure,
    Grid,
    Heading,
    Items,
    Paragraph,
    Table,
    text_of,
)
from shequ_eval.reporting.document.grid import width_em
from shequ_eval.reporting.document.numbers import quantities_in
from shequ_eval.reporting.html.html_words import HtmlWords
from shequ_eval.reporting.html.inline_svg import inline_svg
from shequ_eval.reporting.html.input_names import input_name
from shequ_eval.reporting.html.page_words import ABSENT, WORDS
from shequ_eval.reporting.html.templates_folder import templates

COLUMN_EM = 42
# The picture in two columns that a narrow screen shows by column. Any other is kept wide enough to
# be read there, and scrolls.
SHAPES = {"figure_audit": "cards"}
SHORT_EM = 1.2
LONGEST_NUMBER_EM = 11.0
TABLE_TYPE = 14 / 16  # the size of a table's type beside the text's


@dataclass
class Contents:
    """A heading in the table of contents, with those under it."""

    anchor: str
    words: str
    below: list[Contents] = field(default_factory=list)


@dataclass(frozen=True)
class Body:
    """A report's HTML without head and foot, and its table of contents."""

    html: Markup
    contents: list[Contents]


def report_body(document: Document) -> Body:
    """The blocks of a document as HTML, then the cards with the origin of each number."""
    anchors = {anchor for block in document.blocks for anchor in _anchors_of(block)}
    write = _Writer(document, HtmlWords(document.origins, anchors, document.language))
    stretches = groupby(document.blocks, key=lambda block: isinstance(block, Figure | Table))
    parts = [
        Markup("").join(write.exhibit(block) for block in blocks)
        if exhibits
        else Markup('<div class="prose">{}</div>').format(
            Markup("\n").join(write.prose(block) for block in blocks)
        )
        for exhibits, blocks in stretches
    ]
    return Body(Markup("\n").join([*parts, write.cards()]), _contents(document))


def _anchors_of(block: Block) -> list[str]:
    if isinstance(block, Heading):
        return [block.anchor]
    if isinstance(block, Figure | Table):
        return [block.anchor, *(anchor for anchor in block.grid.row_anchors if anchor)]
    return []


def _contents(document: Document) -> list[Contents]:
    chapters: list[Contents] = []
    for heading in document.headings:
        level = chapters if heading.level == 1 or not chapters else chapters[-1].below
        level.append(Contents(heading.anchor, heading.text))
    return chapters


def least_width_em(column: Column) -> float:
    """How narrow a column may become, in em of the table's type: a short cell is never broken.

    >>> [least_width_em(Column("判断", False, asked, 8.0)) for asked in (8.2, 14.2)]
    [8.2, 8.0]
    """
    short = column.width_em <= column.least_width_em + SHORT_EM
    return round(column.width_em if short else column.least_width_em, 1)


def is_worded(text: str) -> bool:
    """Whether a cell among numbers says more than a number with its unit, and so takes lines.

    >>> is_worded("9.9 (9.5–10.2)"), is_worded("≥ 3 (per grid; vague quantity)")
    (False, True)
    """
    return width_em(text) > LONGEST_NUMBER_EM


def shape_of(exhibit_id: str) -> str:
    """How a narrow screen shows a picture: "cards" by column, "" as wide as it needs.

    >>> shape_of("figure_audit"), shape_of("figure_mechanisms")
    ('cards', '')
    """
    return next((shape for name, shape in SHAPES.items() if exhibit_id.startswith(name)), "")


class _Writer:
    """Writes one block after the other."""

    def __init__(self, document: Document, words: HtmlWords) -> None:
        self.document = document
        self.words = words
        self.fixed = WORDS[document.language]

    def prose(self, block: Block) -> Markup:
        if isinstance(block, Heading):
            tag = f"h{block.level + 1}"
            return Markup(f'<{tag} id="{{}}">{{}}</{tag}>').format(
                block.anchor, self.words(block.words)
            )
        if isinstance(block, Items):
            tag = "ol" if block.ordered else "ul"
            items = Markup("").join(
                Markup("<li>{}</li>").format(self.words(entry)) for entry in block.entries
            )
            return Markup(f"<{tag}>{{}}</{tag}>").format(items)
        if not isinstance(block, Paragraph):
            raise TypeError(f"{type(block).__name__} is no prose")
        role = f' class="{block.role}"' if block.role != "body" else ""
        return Markup(f"<p{role}>{{}}</p>").format(self.words(block.words))

    def exhibit(self, block: Block) -> Markup:
        """A figure or a table with its caption, its notes and its numbers."""
        if not isinstance(block, Figure | Table):
            raise TypeError(f"{type(block).__name__} is no exhibit")
        figure = isinstance(block, Figure)
        count = len(block.grid.rows)
        return Markup(
            templates()
            .get_template("exhibit.html.j2")
            .render(
                exhibit=block,
                kind="figure" if figure else "table",
                words=self.fixed,
                write=self.words,
                text_of=text_of,
                picture=self._picture(block) if isinstance(block, Figure) else "",
                shape=shape_of(block.anchor),
                rows=self.fixed["one_row" if count == 1 else "rows"].format(count=count),
                absent=ABSENT,
                least=least_width_em,
                worded=is_worded,
                wide=not figure and block.grid.width_em > COLUMN_EM / TABLE_TYPE,
            )
        )

    def _picture(self, figure: Figure) -> Markup:
        if figure.svg is not None:
            keys = self._keys_by_value(figure.grid)
            anchors = {key: origin.anchor for key, origin in self.document.origins.items()}

            def origin_of(key: str, text: str) -> str:
                found = quantities_in(text)
                if not key and len(found) == 1:
                    key = keys.get(found[0].value, "")
                return anchors.get(key, "")

            # Made by this package, not by a reader: no part of it is escaped.
            prefix = f"svg-{figure.anchor}"
            return Markup(inline_svg(figure.svg, prefix, figure.alternative, origin_of))
        if figure.png is None:
            return Markup("")
        data = base64.b64encode(figure.png).decode("ascii")
        return Markup('<img class="chart" alt="{}" src="data:image/png;base64,{}">').format(
            escape(figure.alternative), data
        )

    def _keys_by_value(self, grid: Grid) -> dict[float, str]:
        """The origin of each number of a table, where only one origin has that number."""
        found: dict[float, set[str]] = {}
        for row in grid.rows:
            for span in (span for words in row for span in words if span.trace):
                for quantity in quantities_in(span.text):
                    found.setdefault(quantity.value, set()).add(span.trace)
        return {value: next(iter(keys)) for value, keys in found.items() if len(keys) == 1}

    def cards(self) -> Markup:
        """The origin of each number as a note that opens beside it."""
        if not self.document.origins:
            return Markup("")
        return Markup(
            templates()
            .get_template("origins.html.j2")
            .render(
                origins=self.document.origins,
                words=self.fixed,
                language=self.document.language,
                input_name=input_name,
            )
        )
