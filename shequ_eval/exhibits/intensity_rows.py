"""Knows the rows of one indicator in a picture of figures per resident, in lines; draws none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from shequ_eval.exhibits.intensity_words import Row, open_words
from shequ_eval.exhibits.layout import LINE_MM, text_mm, wrap_text
from shequ_eval.exhibits.style import BODY, NOTE, PAGE_MM
from shequ_eval.exhibits.words import say
from shequ_eval.exhibits.zone_names import name_lines
from shequ_eval.vocabulary.codebook import Codebook, Language

TITLE_MM = 38.0
ZONE_AT = 41.0
ZONE_MM = (16.0, 30.0)  # the room for names: what most need, and what long ones are given
NOTES_AT = 119.0
ROW_MM = 7.4


@dataclass(frozen=True)
class IndicatorRows:
    """The rows of one indicator: its title, each row's name and notes, all in lines."""

    title: list[str]
    records: Sequence[Row]
    names: list[list[str]]
    notes: list[list[str]]

    @property
    def heights(self) -> list[float]:
        """How high each row is, in mm."""
        return [
            max(ROW_MM, len(note) * NOTE * LINE_MM + 1.8, len(name) * BODY * LINE_MM + 1.8)
            for name, note in zip(self.names, self.notes, strict=True)
        ]

    @property
    def spare(self) -> float:
        """The height that the title needs beyond its rows."""
        return max(0.0, len(self.title) * BODY * LINE_MM + 2.0 - sum(self.heights))

    @property
    def height(self) -> float:
        """The height of all rows."""
        return sum(self.heights) + self.spare


def rows_of(
    indicator_id: str, rows: pd.DataFrame, name_mm: float, codebook: Codebook, language: Language
) -> IndicatorRows:
    """The rows of an indicator, the names of their zones no wider than `name_mm`."""
    records = rows.to_dict("records")
    width = PAGE_MM - NOTES_AT - 0.5
    names = [place_name(row, codebook, language) for row in records]
    return IndicatorRows(
        wrap_text(codebook.title("indicator", indicator_id, language), TITLE_MM, BODY),
        records,
        [name_lines(name, name_mm, BODY) for name in names],
        [wrap_text(open_words(row, codebook, language), width, NOTE) for row in records],
    )


def place_name(row: Row, codebook: Codebook, language: Language) -> str:
    """The name of a row's zone, and that it is a city."""
    name = codebook.title("short", str(row["zone_id"]), language)
    return name + say(language, "（市）", " (city)") * bool(row["city"])


def names_mm(drawn: pd.DataFrame, codebook: Codebook, language: Language) -> float:
    """How wide the column of names is."""
    each = drawn.drop_duplicates("zone_id").to_dict("records")
    least, most = ZONE_MM
    widest = max(text_mm(place_name(row, codebook, language), BODY) for row in each)
    return least if widest <= least else min(widest, most)
