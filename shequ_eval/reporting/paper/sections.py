"""Knows in which order and on which pages, upright or across, the blocks of a report stand.

Lays out no block. Within one heading the text goes on upright before a table that turns the page;
where there is little text, it goes along.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from shequ_eval.reporting.document.blocks import Block, Figure, Heading, Paragraph, Table
from shequ_eval.reporting.paper.printable import one_line
from shequ_eval.reporting.paper.table_layout import Layout, PageWidths, layout_as, layout_of

MOST_TAKEN_ALONG = 5
_APPENDIX = re.compile(r"附录|附：|Appendix|Annex")


@dataclass(frozen=True)
class Placed:
    """A block, with the layout of its table where it is one; `first` begins the appendices."""

    block: Block
    layout: Layout | None = None
    first: bool = False

    @property
    def across(self) -> bool:
        """Whether it is a table that turns the page."""
        return self.layout is not None and self.layout.across


@dataclass(frozen=True)
class Section:
    """Blocks in order on pages that are upright, or turned across."""

    across: bool
    blocks: list[Placed] = field(default_factory=list)


def sections_of(
    blocks: Iterable[Block], page: PageWidths, tall: Callable[[Figure], bool] | None = None
) -> list[Section]:
    """The blocks on their pages; those of one heading never leave it. A heading needs words.

    `tall` says of a figure whether words that follow it should fill the page before it: for a
    document that cannot let it float.
    """
    sections: list[Section] = []
    for group in _groups(_placed(blocks, page)):
        alike = _alike(group, page)
        held = _words_first(alike, tall) if tall else alike
        for section in _turned(held, page):
            if sections and sections[-1].across == section.across:
                sections[-1].blocks.extend(section.blocks)
            else:
                sections.append(section)
    return _joined(sections)


def _placed(blocks: Iterable[Block], page: PageWidths) -> list[Placed]:
    found: list[Placed] = []
    begun = False
    for block in blocks:
        if isinstance(block, Heading) and not one_line(block.text):
            continue
        begins = _begins_appendices(block)
        first = begins and not begun and bool(found)
        begun = begun or begins
        layout = layout_of(block.grid, page) if isinstance(block, Table) else None
        found.append(Placed(block, layout, first))
    return found


def _begins_appendices(block: Block) -> bool:
    return isinstance(block, Heading) and block.level == 1 and bool(_APPENDIX.match(block.text))


def _groups(blocks: list[Placed]) -> list[list[Placed]]:
    """The blocks under each heading with it; headings that follow each other stay together."""
    groups: list[list[Placed]] = []
    headed = False
    for placed in blocks:
        heading = isinstance(placed.block, Heading)
        if not groups or (heading and not headed) or placed.first:
            groups.append([])
        groups[-1].append(placed)
        headed = heading
    return groups


def _words_first(group: list[Placed], tall: Callable[[Figure], bool]) -> list[Placed]:
    """The group with the words after each tall figure before it."""
    found: list[Placed] = []
    waiting: list[Placed] = []
    for placed in group:
        if isinstance(placed.block, Figure) and tall(placed.block):
            found += waiting
            waiting = [placed]
        elif isinstance(placed.block, Paragraph):
            found.append(placed)
        else:
            found += [*waiting, placed]
            waiting = []
    return found + waiting


def _alike(group: list[Placed], page: PageWidths) -> list[Placed]:
    """The group with tables of the same columns in one type, all across where one of them is."""
    kinds: dict[tuple[str, ...], list[Layout]] = {}
    for placed in group:
        if isinstance(placed.block, Table) and placed.layout is not None:
            kinds.setdefault(_heads(placed.block), []).append(placed.layout)
    return [
        _laid(
            placed,
            page,
            any(layout.across for layout in kinds[_heads(placed.block)]),
            min(layout.points for layout in kinds[_heads(placed.block)]),
        )
        if isinstance(placed.block, Table) and placed.layout is not None
        else placed
        for placed in group
    ]


def _heads(table: Table) -> tuple[str, ...]:
    return tuple(column.title for column in table.grid.columns)


def _laid(placed: Placed, page: PageWidths, across: bool, points: float) -> Placed:
    held = placed.layout
    if not isinstance(placed.block, Table) or held is None or not held.parts:
        return placed
    if (held.across, held.points) == (across, points):
        return placed
    return replace(placed, layout=layout_as(placed.block.grid, page, across, points))


def _turned(group: list[Placed], page: PageWidths) -> list[Section]:
    """The group as one section, or its text upright and then its tables across.

    A table that follows one across goes with it, so that tables keep their order.
    """
    turns = next((n for n, placed in enumerate(group) if placed.across), None)
    if turns is None:
        return [Section(False, group)]
    held = group[:turns] + [
        _laid(placed, page, True, placed.layout.points) if placed.layout else placed
        for placed in group[turns:]
    ]
    others = [placed for placed in held if not placed.across]
    if _few_words(others):
        return [Section(True, held)]
    return [Section(False, others), Section(True, [placed for placed in held if placed.across])]


def _joined(sections: list[Section]) -> list[Section]:
    """Sections with a few words between two across set across: no page turns back for them."""
    found: list[Section] = []
    for place, section in enumerate(sections):
        stays = section.across or (place < len(sections) - 1 and _few_words(section.blocks))
        if found and found[-1].across and stays:
            found[-1].blocks.extend(section.blocks)
        else:
            found.append(Section(section.across, list(section.blocks)))
    return found


def _few_words(blocks: list[Placed]) -> bool:
    words = all(isinstance(placed.block, Heading | Paragraph) for placed in blocks)
    return words and len(blocks) <= MOST_TAKEN_ALONG + 1
