"""Knows how many small panels stand in a row, as the names of their zones need; draws none."""

from __future__ import annotations

from dataclasses import dataclass

from shequ_eval.exhibits.layout import LINE_MM, text_mm
from shequ_eval.exhibits.style import NOTE, PAGE_MM
from shequ_eval.exhibits.zone_names import name_lines
from shequ_eval.vocabulary.codebook import Codebook, Language

GAP_MM = 5.0
NAME_MM = 13.0  # the longest name beside which three panels stand in a row
LONG_NAME_MM = 36.0  # of two in a row; a longer name takes lines
SCALE_MM = 16.0
ROW_MM = 4.8


@dataclass(frozen=True)
class Shape:
    """How wide the panels are, with what room for names, and the lines of each zone's name."""

    in_a_row: int
    panel: float
    name: float
    names: dict[str, list[str]]

    def height(self, zone: str) -> float:
        """The height of a zone's row, in mm."""
        return max(ROW_MM, len(self.names[zone]) * NOTE * LINE_MM + 1.4)

    @property
    def rows_mm(self) -> float:
        """The height of all rows of a panel."""
        return sum(self.height(zone) for zone in self.names)

    @property
    def scale_ends(self) -> tuple[float, float]:
        """The scale, from a panel's left edge."""
        return self.name + 1.0, self.name + 1.0 + SCALE_MM


def shape_of(zones: list[str], codebook: Codebook, language: Language) -> Shape:
    """Three panels in a row, or two where a name needs the room of the third."""
    names = {zone: codebook.title("short", zone, language) for zone in zones}
    widest = max(text_mm(name, NOTE) for name in names.values())
    if widest <= NAME_MM:
        return Shape(3, (PAGE_MM - 2 * GAP_MM) / 3, NAME_MM, {z: [n] for z, n in names.items()})
    room = min(widest, LONG_NAME_MM)
    lines = {zone: name_lines(name, room, NOTE) for zone, name in names.items()}
    return Shape(2, (PAGE_MM - GAP_MM) / 2, room, lines)
