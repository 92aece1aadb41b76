"""Knows the legend and the heads of a spine chart, and where its columns stand; places nothing."""

from __future__ import annotations

from shequ_eval.exhibits.layout import Page, text_mm
from shequ_eval.exhibits.marks import draw_mark
from shequ_eval.exhibits.peer_words import Row, standard_words
from shequ_eval.exhibits.style import GRID, INK, INK_2, NOTE, REFERENCE_LINE, TINT
from shequ_eval.exhibits.words import say
from shequ_eval.vocabulary.codebook import Language

FIGURE_AT, PEERS_AT, PLACE_AT = 44.0, 72.0, 147.0
LEFT, RIGHT = 86.0, 134.0  # the spine, in mm
BAR_MM = 2.4


def draw_spine_heads(page: Page, y: float, language: Language) -> float:
    """The heads of the columns."""
    heads = [
        (FIGURE_AT, say(language, "本地", "the zone"), "left"),
        (PEERS_AT, say(language, "可比同类", "peers"), "left"),
        (LEFT, say(language, "← 不利", "← unfavourable"), "left"),
        (RIGHT, say(language, "有利 →", "favourable →"), "right"),
        (PLACE_AT, say(language, "位置", "place"), "left"),
    ]
    for x, words, align in heads:
        page.text(x, y, words, NOTE, INK_2, align=align)
    return y + 2.6


def draw_spine_legend(page: Page, y: float, rows: list[Row], language: Language) -> float:
    """What stands on the spines; the y below."""
    placed = [row for row in rows if row["position"]]
    x = 0.6
    for colour, words in (
        (GRID, say(language, "同类全距", "range of peers")),
        (TINT, say(language, "同类中间一半", "their middle half")),
    ):
        page.box(x, y, 6.0, BAR_MM, facecolor=colour, edgecolor="none", zorder=2)
        page.text(x + 7.2, y, words, NOTE, INK_2)
        x += 11.0 + text_mm(words, NOTE)
    page.line(x, y - 1.8, x, y + 1.8, INK, REFERENCE_LINE)
    words = say(language, "中位数", "median")
    page.text(x + 1.6, y, words, NOTE, INK_2)
    x += 6.0 + text_mm(words, NOTE)
    for mark, words in _marks_in(placed, language):
        draw_mark(page, mark, x + 1.0, y)
        page.text(x + 3.2, y, words, NOTE, INK_2)
        x += 7.0 + text_mm(words, NOTE)
    return y + 3.0


def _marks_in(placed: list[Row], language: Language) -> list[tuple[str, str]]:
    """The marks that stand in the picture, with their words."""
    unclear = [row["position"] == "cannot_be_told" for row in placed]
    ruled = [bool(standard_words(row, language)) for row in placed]
    entries = [
        ("actual", say(language, "本地", "the zone"), not all(unclear)),
        ("undecidable", say(language, "本地，位置分不清", "the zone, place unclear"), any(unclear)),
        ("standard", say(language, "标准", "standard"), any(ruled)),
    ]
    return [(mark, words) for mark, words, used in entries if used]
