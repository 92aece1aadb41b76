"""Knows whether a returned checklist is that of another zone, and of which; reads no answer."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

import pandas as pd

from shequ_eval.evidence.findings import Finding
from shequ_eval.vocabulary.codebook import Codebook


def rows_of_other_zones(
    sheet: Iterable[tuple[int, Mapping[str, str]]],
    mine: Collection[str],
    zone_of: Mapping[str, str],
) -> dict[int, str]:
    """The numbers of the rows that ask about a mechanism of another zone, and which zone it is.

    `mine` are the ids of the mechanisms that the sheet should ask about, `zone_of` the zones of
    all mechanisms.

    >>> rows_of_other_zones([(2, {"mechanism_id": "m1"}), (3, {"mechanism_id": "m9"})], {"m1"},
    ...                     {"m1": "east", "m9": "west"})
    {3: 'west'}
    """
    return {
        number: zone_of[cells["mechanism_id"]]
        for number, cells in sheet
        if cells["mechanism_id"] not in mine and cells["mechanism_id"] in zone_of
    }


def another_zone(
    file: str, strange: Mapping[int, str], mechanisms: pd.DataFrame, codebook: Codebook
) -> list[Finding]:
    """One finding for each zone whose rows fill the sheet, in place of one for every row.

    `strange` are the rows as `rows_of_other_zones` gives them, `mechanisms` those of the zone
    whose sheet was asked for.
    """
    asked = dict.fromkeys(mechanisms["zone_id"]) if "zone_id" in mechanisms else {}
    wanted = "、".join(_words(zone, codebook) for zone in asked) or "本地 this zone"
    findings = []
    for zone in dict.fromkeys(strange.values()):
        rows = [number for number, each in strange.items() if each == zone]
        span = f"第 {rows[0]}–{rows[-1]} 行"
        findings.append(
            Finding(
                file=file,
                row=rows[0],
                column="mechanism_id",
                rule="checklist-another-zone",
                severity="error",
                found=f"{_words(zone, codebook)} 的核查表，{span} its checklist",
                allowed=f"{wanted} 的核查表 the checklist of this zone",
                remedy=f"读入 {wanted} 的表，或改以 {zone} 为地区 "
                f"read the sheet of that zone, or name the zone {zone}",
            )
        )
    return findings


def _words(zone_id: str, codebook: Codebook) -> str:
    return f"{codebook.title('short', zone_id)} {zone_id}"
