"""Knows which printed lines are one paragraph and how they are joined; knows no page."""

from __future__ import annotations

import re

from shequ_eval.evidence.documents.pdf_lines import Line

PARAGRAPH_END = "\n"
SHORT_OF_EDGE = 2.0  # of the size: a line that ends further from the edge ends its paragraph
HALF_WIDTH = 0.6  # of the size: a figure or a Latin letter, at the widest
UNBROKEN = re.compile(r"[!-~]*")
SENTENCE_ENDS = ("。", "！", "？", "；", "…")
INDENT = 1.2  # of the size: Chinese paragraphs begin two characters in
OTHER_SIZE = 0.15
WIDE_GAP = 1.3  # of the size: lines of one paragraph stand closer


def joint(line: Line, following: Line) -> str:
    """What stands between two lines: nothing or a blank inside a paragraph, else a line end."""
    if not continues(line, following):
        return PARAGRAPH_END
    before, after = line.text[-1], following.text[0]
    if before.isascii() and after.isascii() and not _is_broken_number(line, following):
        return " "
    return ""


def continues(line: Line, following: Line) -> bool:
    """Whether the following line goes on with the paragraph.

    It does where the line reaches the right edge of its column, and the following one has the
    same size, is not indented and does not stand apart. A line also reaches the edge where the
    number or Latin word that begins the following one had no room left on it, unless it ends a
    sentence.
    """
    if line.is_row or following.is_row:
        return False
    if abs(line.size - following.size) > OTHER_SIZE * line.size:
        return False
    if line.right - line.x1 > _room_left_at_most(line, following):
        return False
    if following.x0 > following.left + INDENT * following.size:
        return False
    gap = following.top - line.bottom
    return gap < WIDE_GAP * line.size


def _room_left_at_most(line: Line, following: Line) -> float:
    """How far from the edge, in points, the line may end and yet be full."""
    word = "" if line.text.endswith(SENTENCE_ENDS) else UNBROKEN.findall(following.text)[0]
    return (SHORT_OF_EDGE + HALF_WIDTH * len(word)) * line.size


def _is_broken_number(line: Line, following: Line) -> bool:
    """Whether a number of a Chinese text runs over the line end (Latin words broken anywhere)."""
    is_chinese = any("\u4e00" <= letter <= "\u9fff" for letter in line.text + following.text)
    return is_chinese and line.text[-1].isdigit() and following.text[0].isdigit()
