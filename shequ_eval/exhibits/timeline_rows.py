"""Knows what is said of a zone beside its bars and how high its row is; draws none of it."""

from __future__ import annotations

from shequ_eval.exhibits.layout import LINE_MM, wrap_text
from shequ_eval.exhibits.style import GROUP, NOTE
from shequ_eval.exhibits.timeline_labels import Placed
from shequ_eval.exhibits.words import say
from shequ_eval.exhibits.zone_names import name_lines
from shequ_eval.vocabulary.codebook import Codebook, Language

LEFT = 43.0  # where the axis begins, in mm
LANE_MM = 3.7
ROW_MM = 9.4


def row_heights(
    placed: dict[str, list[Placed]], codebook: Codebook, language: Language
) -> list[float]:
    """The height of each zone's row: as its lanes and its words need."""
    heights = []
    for zone_id, held in placed.items():
        lanes = max((one.lane for one in held), default=0) + 1
        words = len(zone_words(zone_id, codebook, language)) - 1
        more = len(zone_name(zone_id, codebook, language)) - 1
        told = ROW_MM + words * NOTE * LINE_MM + more * GROUP * LINE_MM
        heights.append(max(told, lanes * LANE_MM + 3.0))
    return heights


def zone_words(zone_id: str, codebook: Codebook, language: Language) -> list[str]:
    """Its level and its standing, in lines."""
    zone = codebook.zones.loc[zone_id]
    status = codebook.label("experiment_status", str(zone["experiment_status"]), language)
    parts = [codebook.label("level", str(zone["level"]), language), status]
    return wrap_text(say(language, "，", ", ").join(parts), LEFT - 3.6, NOTE)


def zone_name(zone_id: str, codebook: Codebook, language: Language) -> list[str]:
    """Its name in lines, and that it is inferred."""
    name = codebook.title("short", zone_id, language)
    if codebook.zones.at[zone_id, "identity"] == "inferred":
        name += say(language, "（推定）", " (inferred)")
    return name_lines(name, LEFT - 3.6, GROUP)
