"""Knows the parts of a report, whatever it will be written as; reads and lays out nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Span:
    """Some characters of a text that look alike and lead to one place.

    `trace` is the key of the number's origin, "" where the span is no number. `target` is the
    anchor within the report that the span leads to. Spans of an evidence mark, its brackets too,
    are `evidence`; a writer keeps a run of them on one line.
    """

    text: str
    strong: bool = False
    emphasis: bool = False
    code: bool = False
    evidence: bool = False
    trace: str = ""
    target: str = ""


Words = tuple[Span, ...]


def text_of(words: Words) -> str:
    """The characters of some words.

    >>> text_of((Span("共 "), Span("5", trace="count.sources"), Span(" 份")))
    '共 5 份'
    """
    return words[0].text if len(words) == 1 else "".join([span.text for span in words])


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 (a chapter) to 3, with its anchor."""

    level: int
    words: Words
    anchor: str

    @property
    def text(self) -> str:
        """The heading's words."""
        return text_of(self.words)


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; a `remark` stands back, `awaited` stands for words that are still owed."""

    words: Words
    role: str = "body"  # body, remark, awaited


@dataclass(frozen=True)
class Items:
    """A list; an item holds a paragraph's words."""

    entries: tuple[Words, ...]
    ordered: bool = False


@dataclass(frozen=True)
class Column:
    """A column of a grid: its title, whether its cells are numbers, and what width it asks for.

    Widths are in em of the table's type: `width_em` shows the longest cell in a line or wraps it
    where it is long; below `least_width_em` words would break.
    """

    title: str
    numeric: bool
    width_em: float
    least_width_em: float


@dataclass(frozen=True)
class Grid:
    """The rows of a table. `repeated` says of each row whether its first cell is that above again.

    `row_anchors` name the rows that evidence marks lead to; "" for none.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Words, ...], ...]
    repeated: tuple[bool, ...]
    row_anchors: tuple[str, ...]

    @property
    def width_em(self) -> float:
        """The width that all columns ask for together."""
        return sum(column.width_em for column in self.columns)


@dataclass(frozen=True)
class Figure:
    """A picture with its caption; `grid` holds the numbers behind it. `svg` is a whole document."""

    anchor: str
    label: str  # 图 2-1
    title: Words
    subtitle: Words
    notes: tuple[Words, ...]
    source: Words
    alternative: str
    svg: str | None
    png: bytes | None
    grid: Grid


@dataclass(frozen=True)
class Table:
    """A table with its caption.

    `refers_to` is the anchor of the figure whose numbers it lists: its label begins with that
    figure's, which a writer sets as a reference and never counts again. "" for every other table.
    """

    anchor: str
    label: str  # 表 2-1
    title: Words
    subtitle: Words
    notes: tuple[Words, ...]
    source: Words
    grid: Grid
    refers_to: str = ""


Block = Heading | Paragraph | Items | Figure | Table


@dataclass(frozen=True)
class Origin:
    """What is known of one number, as a reader is told it: pairs of a label and words.

    `inputs` are keys of the origins that it was made from, each of which is in the document too,
    and names of tables, which are not. `home` is the anchor of the row or table of the report that
    tells it in full, "" where none does; `group` is the exhibit whose numbers it tells one of, ""
    for a number that brought its own origin.
    """

    key: str
    facts: tuple[tuple[str, str], ...]
    inputs: tuple[str, ...] = ()
    anchor: str = ""
    home: str = ""
    group: str = ""


@dataclass(frozen=True)
class Document:
    """A report: its blocks in order, and the origin of every number in them by key."""

    language: str
    blocks: tuple[Block, ...]
    origins: Mapping[str, Origin] = field(default_factory=dict)

    @property
    def headings(self) -> list[Heading]:
        """The headings of level 1 and 2, for a table of contents."""
        return [b for b in self.blocks if isinstance(b, Heading) and b.level <= 2]

    def words(self) -> Iterator[Words]:
        """Every text of the report, in its order."""
        for block in self.blocks:
            yield from _words_of(block)


def _words_of(block: Block) -> Iterator[Words]:
    if isinstance(block, Heading | Paragraph):
        yield block.words
    elif isinstance(block, Items):
        yield from block.entries
    else:
        yield from (block.title, block.subtitle, *block.notes, block.source)
        for row in block.grid.rows:
            yield from row
