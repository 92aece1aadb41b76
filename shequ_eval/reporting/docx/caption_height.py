"""Knows how high captions and notes of figures and tables stand, in points; sets none."""

from __future__ import annotations

from shequ_eval.reporting.document.blocks import Figure, Table, Words, text_of
from shequ_eval.reporting.docx.line_count import line_count
from shequ_eval.reporting.paper.page_style import LEADING, PageStyle

NOTE_GAP = 2.0
FIGURE_BEFORE, CAPTION_BEFORE = 14.0, 5.0  # above the picture, and above its caption
BOLD = 1.06  # how much wider bold Latin is than the rest


def under_figure_points(figure: Figure, page: PageStyle) -> float:
    """What stands under the picture of a figure on an upright page: caption and notes."""
    width = page.widths.upright_mm * 72 / 25.4
    under = caption_points(figure, page, width) + notes_points(figure, page, width)
    return CAPTION_BEFORE + under


def caption_points(block: Figure | Table, page: PageStyle, width: float) -> float:
    """The height of a caption with its subtitle in a text of some width in points."""
    points = page.caption.points
    label = f"{block.label}\u3000" if block.label else ""
    lines = line_count(label + text_of(block.title), width / points / BOLD)
    under = _note(block.subtitle, page, width) if block.subtitle else 0.0
    return lines * points * LEADING + under


def notes_points(block: Figure | Table, page: PageStyle, width: float) -> float:
    """The height of the notes and the source, 0 where there are none."""
    notes = [words for words in (*block.notes, block.source) if words]
    return sum(_note(words, page, width) for words in notes)


def _note(words: Words, page: PageStyle, width: float) -> float:
    points = page.note.points
    return line_count(text_of(words), width / points) * points * LEADING + NOTE_GAP
