"""Knows which blocks of a report stand on pages turned across, and what they take with them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from shequ_eval.reporting.document.blocks import Block, Heading, Paragraph, Table
from shequ_eval.reporting.paper.printable import one_line
from shequ_eval.reporting.paper.table_layout import Layout, PageWidths, layout_of

MOST_TAKEN_ALONG = 5


@dataclass(frozen=True)
class Placed:
    """A block, with the layout of its table where it is one."""

    block: Block
    layout: Layout | None = None


@dataclass(frozen=True)
class Section:
    """Blocks in order on pages that are upright, or turned across."""

    across: bool
    blocks: list[Placed] = field(default_factory=list)


def sections_of(blocks: Iterable[Block], page: PageWidths) -> list[Section]:
    """The blocks in order; tables that need the length of the page in sections across it.

    The few words that follow such a table stay with it, so that no page ends half empty for them.
    A heading without words is left out.
    """
    sections = [Section(False)]
    for block in blocks:
        if isinstance(block, Heading) and not one_line(block.text):
            continue
        layout = layout_of(block.grid, page) if isinstance(block, Table) else None
        if layout and layout.across:
            _turn(sections)
        elif sections[-1].across and not _stays(block, sections[-1]):
            sections.append(Section(False))
        sections[-1].blocks.append(Placed(block, layout))
    return [section for section in sections if section.blocks]


def _stays(block: Block, section: Section) -> bool:
    """Whether a few words right after a table across stay on its page."""
    return isinstance(block, Paragraph) and _words_at_end(section.blocks) < MOST_TAKEN_ALONG


def _turn(sections: list[Section]) -> None:
    """Make the last section one across, with the words that a table takes along from above.

    All words back to the last table across, where there is little between; else those from the
    last heading on.
    """
    if sections[-1].across:
        return
    blocks = sections[-1].blocks
    count = _words_at_end(blocks)
    if count == len(blocks) and len(sections) > 1 and count <= MOST_TAKEN_ALONG:
        sections.pop()
        sections[-1].blocks.extend(blocks)
        return
    along = _with_heading(blocks[len(blocks) - count :])
    del blocks[len(blocks) - len(along) :]
    sections.append(Section(True, along))


def _words_at_end(blocks: list[Placed]) -> int:
    count = 0
    for placed in reversed(blocks):
        if not isinstance(placed.block, Heading | Paragraph):
            break
        count += 1
    return count


def _with_heading(words: list[Placed]) -> list[Placed]:
    """The words from the last heading on, with headings right above it; none where too many."""
    place = len(words)
    while place > 0 and not isinstance(words[place - 1].block, Heading):
        place -= 1
    while place > 0 and isinstance(words[place - 1].block, Heading):
        place -= 1
    headed = place < len(words) and isinstance(words[place].block, Heading)
    return words[place:] if headed and len(words) - place <= MOST_TAKEN_ALONG else []
