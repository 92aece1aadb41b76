"""Knows how the name of a zone takes the room that a picture has; shortens none."""

from __future__ import annotations

from shequ_eval.exhibits.layout import text_mm, wrap_text


def name_lines(name: str, width: float, size: float) -> list[str]:
    """A name in lines no wider than `width` mm: cut between characters or words, else in a word.

    Nothing of it is left out. A single letter may be wider than the room.

    >>> name_lines("镇海", 20, 8), name_lines("万福经济开发区片区", 18, 8)
    (['镇海'], ['万福经济开发', '区片区'])
    >>> name_lines("Wanfu Development", 12, 8)
    ['Wanfu', 'Develop', 'ment']
    """
    return [part for row in wrap_text(name, width, size) for part in _cut(row, width, size)]


def _cut(row: str, width: float, size: float) -> list[str]:
    """A row that no space lets fit, letter by letter."""
    parts = [""]
    for letter in row:
        if parts[-1] and text_mm(parts[-1] + letter, size) > width:
            parts.append("")
        parts[-1] += letter
    return [part.strip() for part in parts]
