"""Knows what a zone consists of and takes it away, and nothing of any other zone; asks nobody.

The rows that are left are tried on a copy first: where another table still speaks of the zone,
nothing is removed.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from shequ_eval.evidence.findings import DataError
from shequ_eval.reporting.coding.new_zone import ZONES, ZoneFault, known_zone
from shequ_eval.reporting.files.staging import csv_rows, csv_text, new_errors, replace_file
from shequ_eval.vocabulary.data_root import DESCRIPTOR
from shequ_eval.vocabulary.yaml_text import yaml_of


@dataclass(frozen=True)
class Removal:
    """What belongs to a zone: rows by file, files of its own, and the evidence accepted for it."""

    rows: dict[str, int]
    folder: Path
    parameters: Path | None
    contents: dict[str, bytes]
    evidence: int

    def lines(self) -> list[str]:
        """What would go, for the terminal."""
        own = [self.folder, *([self.parameters] if self.parameters else [])]
        return [f"{path.parent.name}/{path.name}" for path in own] + [
            f"{file}: {count} 行 rows" for file, count in self.rows.items()
        ]


def removal_of(zone_id: str, data_root: Path) -> Removal:
    """What the removal of a zone takes away; removes nothing.

    Raises
    ------
    ZoneFault
        There is no such zone; names the nearest.
    """
    known_zone(zone_id, data_root)
    package = json.loads((data_root / DESCRIPTOR).read_text(encoding="utf-8"))
    own = f"zones/{zone_id}/evidence.csv"
    files = [r["path"] for r in package["resources"] if r["path"] != own]
    sources = {
        row["source_id"]
        for row in _records(data_root / "sources/sources.csv")
        if row["zone_id"] == zone_id
    }
    rows: dict[str, int] = {}
    contents: dict[str, bytes] = {}
    for file in [*(file for file in files if file != ZONES), ZONES]:
        table = csv_rows((data_root / file).read_bytes()) if file.endswith(".csv") else []
        kept = [row for row in table[1:] if not _is_of(table[0], row, zone_id, sources)]
        if table and len(kept) < len(table) - 1:
            rows[file] = len(table) - 1 - len(kept)
            contents[file] = csv_text([table[0], *kept]).encode("utf-8")
    package["resources"] = [r for r in package["resources"] if r["path"] != own]
    described = json.dumps(package, ensure_ascii=False, indent=2) + "\n"
    parameters = data_root.parent / "parameters" / f"{zone_id}.yaml"
    return Removal(
        rows,
        data_root / "zones" / zone_id,
        parameters if _is_only_of(parameters, zone_id) else None,
        {DESCRIPTOR: described.encode("utf-8"), **contents},
        len(_records(data_root / own)),
    )


def remove_zone(zone_id: str, data_root: Path, is_confirmed: bool = False) -> Removal:
    """Remove a zone that was never coded; with `is_confirmed`, one with evidence, too.

    The zone's row goes last, so that the same command completes what an interruption left.

    Raises
    ------
    ZoneFault
        There is no such zone, or it has evidence and nobody confirmed.
    DataError
        The data would not be sound without the zone. Nothing is removed then.
    """
    found = removal_of(zone_id, data_root)
    if found.evidence and not is_confirmed:
        listed = "\n".join(f"  {line}" for line in found.lines())
        raise ZoneFault(
            f"ZONE {zone_id}: 已收入 {found.evidence} 条证据，没有删除；确要删除请加 --yes "
            f"has accepted evidence and was left alone; add --yes to remove all of it:\n{listed}"
        )
    # NOTE: the copy on which this is tried still holds the zone's own files, which go with it.
    own = f"zones/{zone_id}/"
    faults = [f for f in new_errors(found.contents, data_root) if not f.file.startswith(own)]
    if faults:
        raise DataError(faults)
    for file, content in found.contents.items():
        if file == ZONES:
            shutil.rmtree(found.folder, ignore_errors=True)
            if found.parameters is not None:
                found.parameters.unlink(missing_ok=True)
        replace_file(data_root / file, content)
    return found


def _records(path: Path) -> list[dict[str, str]]:
    rows = csv_rows(path.read_bytes()) if path.is_file() else []
    return [dict(zip(rows[0], row, strict=False)) for row in rows[1:] if row]


def _is_of(header: list[str], row: list[str], zone_id: str, sources: set[str]) -> bool:
    cells = dict(zip(header, row, strict=False))
    return (
        cells.get("zone_id") == zone_id
        or cells.get("source_id") in sources
        or cells.get("evidence_id", "").startswith(f"{zone_id}-")
    )


def _is_only_of(parameters: Path, zone_id: str) -> bool:
    """Whether a parameters file is of a report on this zone alone."""
    if not parameters.is_file():
        return False
    return bool(yaml_of(parameters.read_text(encoding="utf-8")).get("zones") == [zone_id])
