"""Knows what a cell of the rug looks like, by its place or by why it has none; draws nothing."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from shequ_eval.analysis.positions import favour
from shequ_eval.exhibits.peer_words import Row
from shequ_eval.exhibits.style import (
    BLUE,
    CELL_LINE,
    CRIMSON,
    EMPTY,
    GREY,
    GRID,
    INK,
    INK_2,
    MARK_LINE,
    PAPER,
    TINT,
)
from shequ_eval.exhibits.words import say
from shequ_eval.vocabulary.codebook import Language


@dataclass(frozen=True)
class Look:
    """How a cell is drawn: its fill, its edge, its letter and the letter's colour."""

    fill: str
    edge: str
    letter: tuple[str, str] = ("", "")
    ink: str = INK
    width: float = CELL_LINE


LETTERS = {"higher": ("高", "H"), "middle": ("中", "M"), "lower": ("低", "L")}
LOOKS = {
    "cannot_be_told": Look(GREY, GREY, ("?", "?")),
    "gate": Look(PAPER, CRIMSON, ("×", "×"), CRIMSON, 0.7),
    "open": Look(PAPER, GREY, ("?", "?"), INK_2, 0.7),
    "too_few": Look(PAPER, INK_2, ("少", "few"), INK_2),
    "size": Look(PAPER, INK_2, ("规", "sz"), INK_2),
    "no_other": Look(PAPER, INK_2, ("独", "1"), INK_2),
    "no_figure": Look(PAPER, EMPTY),
}
FILLS = {
    "favourable": (BLUE, BLUE, PAPER),
    "unfavourable": (PAPER, BLUE, BLUE),
    "middle": (TINT, TINT, INK),
    "": (GRID, GRID, INK),
}


def look_of(row: Row, direction: str) -> Look:
    """The look of a cell: by its place and the indicator's direction, or by why it has none.

    >>> look_of({"position": "higher", "refusal": ""}, "higher").fill == BLUE
    True
    >>> [look_of({"position": "", "refusal": why}, "higher").letter[0] for why in ("gate", "open")]
    ['×', '?']
    """
    position = row["position"]
    if position not in LETTERS:
        return LOOKS[position or row["refusal"]]
    side = "middle" if position == "middle" else favour(position, direction)
    fill, edge, ink = FILLS[side]
    return Look(fill, edge, LETTERS[position], ink, MARK_LINE if side else CELL_LINE)


def looks_in(shown: pd.DataFrame, language: Language) -> list[tuple[Look | None, str]]:
    """The looks that stand in a rug, each with its words; None is the ring of a plan."""
    told = set(shown["position"]) | set(shown["refusal"]) | set(shown["state"])
    entries: list[tuple[Look | None, str]] = []
    if told & {"higher", "lower"}:
        high, low = LETTERS["higher"], LETTERS["lower"]
        entries = [
            (Look(BLUE, BLUE, high, PAPER), say(language, "在有利一侧", "favourable side")),
            (Look(PAPER, BLUE, low, BLUE), say(language, "在不利一侧", "unfavourable side")),
            (Look(GRID, GRID, high), say(language, "无优劣方向", "no direction")),
        ]
    words: dict[str, tuple[Look | None, tuple[str, str]]] = {
        "middle": (Look(TINT, TINT, LETTERS["middle"]), ("同类中间一半", "middle half")),
        "cannot_be_told": (LOOKS["cannot_be_told"], ("分不清", "unclear")),
        "gate": (LOOKS["gate"], ("不可比", "not comparable")),
        "open": (LOOKS["open"], ("无从判断", "cannot be determined")),
        "too_few": (LOOKS["too_few"], ("可比的同类不足", "too few peers")),
        "size": (LOOKS["size"], ("规模不同，不论高低", "sizes differ: no side")),
        "no_other": (LOOKS["no_other"], ("别处没有实际值", "no actual figure elsewhere")),
        "not_published": (LOOKS["no_figure"], ("未提供", "not published")),
        "planned": (None, ("只有计划", "plan only")),
    }
    return entries + [
        (look, say(language, *both)) for key, (look, both) in words.items() if key in told
    ]
