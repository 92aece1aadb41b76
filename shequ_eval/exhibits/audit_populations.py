"""Knows the axis of known populations beside an implied one: a name to each tick; judges none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from shequ_eval.exhibits.audit_words import amount_shown
from shequ_eval.exhibits.layout import Page, text_mm
from shequ_eval.exhibits.marks import draw_mark
from shequ_eval.exhibits.numbers import plain_number
from shequ_eval.exhibits.style import BLUE, GRID_LINE, INK, INK_2, MARK_LINE, NOTE, RULE
from shequ_eval.exhibits.words import say
from shequ_eval.vocabulary.codebook import Codebook, Language

Row = Mapping[Any, Any]

NAME_MM = 3.1
LEVEL_MM = 2 * NAME_MM + 0.7  # a name takes two lines
LEVELS = 2  # deeper than this stand only the ends of a basis, which the sentence names
AXIS_STRIP_MM = 14.5
BEYOND_MM = 9.0  # the axis runs on beyond its greatest number
BETWEEN_MM = 1.0
CLEAR_MM = 0.4  # a name keeps so far from the ticks of others
NOT_COUNTED = ("estimated", "interpolated")


@dataclass(frozen=True)
class Tick:
    """A known population: its place on the axis in mm, its name in lines, and where that stands."""

    at: float
    lines: tuple[str, str]
    middle: float
    level: int


def ticks_of(
    known: pd.DataFrame, implied: float, room: float, codebook: Codebook, language: Language
) -> list[Tick]:
    """The populations that an axis `room` mm wide has names for: the ends of each basis first.

    A population between them whose name finds no room has no tick, and stands in the table alone.
    """
    rows = _ends_first(_of_the_whole(known))
    scale = _scale(known, implied, room)
    places = [float(row["value"]) * scale for row, _ in rows]
    levels: list[list[tuple[float, float]]] = []
    ticks = []
    for row, is_end in rows:
        at, lines = float(row["value"]) * scale, _name(row, codebook, language)
        half = max(text_mm(line, NOTE) for line in lines) / 2
        middle = _middle(at, half, room, [place for place in places if place != at])
        span = (middle - half - BETWEEN_MM, middle + half)
        free = [n for n, held in enumerate(levels) if not any(_touch(span, one) for one in held)]
        level = free[0] if free else len(levels)
        if level >= LEVELS and not is_end:
            continue
        levels += [[]] * (level == len(levels))
        levels[level] = [*levels[level], span]
        ticks.append(Tick(at, lines, middle, level))
    return ticks


def _middle(at: float, half: float, room: float, others: list[float]) -> float:
    """Where a name of width 2 × `half` stands: under its tick, or beside it and off the others."""
    aside = half - BETWEEN_MM
    tried = [min(max(place, half), room - half) for place in (at, at + aside, at - aside)]
    reach = half + CLEAR_MM
    free = [one for one in tried if not any(abs(one - other) < reach for other in others)]
    return (free or tried)[0]


def populations_height(ticks: list[Tick]) -> float:
    """The room in mm that an axis with its names takes.

    >>> populations_height([Tick(1.0, ("", ""), 1.0, 0)])
    14.5
    """
    return AXIS_STRIP_MM + LEVEL_MM * max((tick.level for tick in ticks), default=0)


def draw_populations(
    page: Page,
    x: float,
    y: float,
    room: float,
    finding: Row,
    known: pd.DataFrame,
    codebook: Codebook,
    language: Language,
) -> None:
    """The axis `room` mm wide at height `y`, with the implied population as a point over it."""
    implied = float(finding["whole"])
    page.line(x, y, x + room, y, colour=RULE, width=GRID_LINE)
    for tick in ticks_of(known, implied, room, codebook, language):
        at, first = x + tick.at, y + 3.0 + LEVEL_MM * tick.level
        page.line(at, y - 1.3, at, y + 1.3, colour=INK, width=MARK_LINE)
        if tick.level:
            page.line(at, y + 1.3, at, first - 1.4, colour=RULE, width=GRID_LINE)
        for place, line in enumerate(tick.lines):
            page.text(
                x + tick.middle, first + NAME_MM * place, line, NOTE, INK_2, align="center",
                backed=True,
            )  # fmt: skip
    at = x + implied * _scale(known, implied, room)
    draw_mark(page, "actual", at, y)
    label = say(language, "反推 ", "implied ") + amount_shown(finding["step"][-1], language)
    half = text_mm(label, NOTE) / 2
    middle = min(max(at, x + half), x + room - half)
    page.text(middle, y - 3.2, label, NOTE, BLUE, bold=True, align="center")


def _scale(known: pd.DataFrame, implied: float, room: float) -> float:
    return (room - BEYOND_MM) / max(implied, float(_of_the_whole(known)["value"].max()))


def _ends_first(known: pd.DataFrame) -> list[tuple[Row, bool]]:
    """The rows by size, the least and the greatest of each basis before those between them."""
    known = known.sort_values("value")
    ends = {end for _, rows in known.groupby("basis") for end in (rows.index[0], rows.index[-1])}
    rows = [(known.loc[place].to_dict(), place in ends) for place in known.index]
    return sorted(rows, key=lambda one: not one[1])


def _touch(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _name(row: Row, codebook: Codebook, language: Language) -> tuple[str, str]:
    """Basis and year, with how the number was made unless it was counted; the number itself."""
    parts = [codebook.label("population_basis", str(row["basis"]), language), str(row["year"])]
    if row.get("count_type") in NOT_COUNTED:
        parts.append(codebook.label("count_type", str(row["count_type"]), language))
    return " ".join(parts), _people(float(row["value"]), language)


def _of_the_whole(known: pd.DataFrame) -> pd.DataFrame:
    """The counts without those of a part of the zone in a year of which the whole is known."""
    if "coverage" not in known:
        return known
    whole = known[known["coverage"].eq("whole_zone")]
    years = set(zip(whole["basis"], whole["year"], strict=True))
    doubled = [
        of != "whole_zone" and (basis, year) in years
        for of, basis, year in known[["coverage", "basis", "year"]].itertuples(index=False)
    ]
    return known[[not one for one in doubled]]


def _people(number: float, language: Language) -> str:
    """A population as the sentence beside the axis prints it.

    >>> _people(225500, "zh"), _people(225500, "en"), _people(8200, "zh")
    ('22.6 万人', '225,500', '8,200 人')
    """
    if language == "en":
        return plain_number(number)
    if number >= 10_000:
        return f"{plain_number(number / 10_000, 1)} 万人"
    return f"{plain_number(number)} 人"
