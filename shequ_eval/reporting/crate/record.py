"""Knows how a report's crate is read back: what it was made from and of; writes none."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shequ_eval.reporting.files.checksums import checksums_in

CRATE = "ro-crate-metadata.json"
RUN, SOFTWARE, INPUT, EXHIBIT, PARAMETER = (
    "#run", "#software/", "#input/", "#exhibit/", "#parameter/",
)  # fmt: skip


@dataclass(frozen=True)
class Record:
    """What a report's folder says of itself; checksums are SHA-256 as hexadecimal digits."""

    report_id: str
    title: str
    parameters: Mapping[str, Any]
    inputs: Mapping[str, str]
    versions: Mapping[str, str]
    outputs: Mapping[str, str]
    exhibits: int

    def altered(self, folder: Path) -> list[str]:
        """The files of the folder that are not as they were made, missing ones and new ones too."""
        found = checksums_in(folder)
        found.pop(CRATE, None)
        return sorted(
            name
            for name in found.keys() | self.outputs
            if found.get(name) != self.outputs.get(name)
        )


def read_record(folder: Path) -> Record | None:
    """The record of a report's folder; None where there is none that can be read."""
    try:
        return record_of(json.loads((folder / CRATE).read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def record_of(crate: Mapping[str, Any]) -> Record:
    """The record that a crate's metadata hold.

    Raises
    ------
    KeyError, ValueError, TypeError
        They are not the metadata of a report.
    """
    entities = {entity["@id"]: entity for entity in crate["@graph"]}
    values = {key: one for key, one in entities.items() if key.startswith("#value/")}
    parameters = {one["name"]: _value(one) for one in values.values()}
    return Record(
        report_id=parameters["report_id"],
        title=entities["./"]["name"],
        parameters=parameters,
        inputs=_named(entities, INPUT, "sha256"),
        versions=_named(entities, SOFTWARE, "softwareVersion"),
        outputs={
            one["name"]: one["sha256"]
            for key, one in entities.items()
            if "sha256" in one and not key.startswith("#")
        },
        exhibits=sum(key.startswith(EXHIBIT) for key in entities),
    )


def read_records(out: Path) -> dict[str, Record]:
    """The records of all reports in `out`, by report id; folders without one are no reports."""
    found = {}
    for path in sorted(out.glob(f"*/{CRATE}")):
        record = None if path.parent.name.startswith(".") else read_record(path.parent)
        if record and record.report_id == path.parent.name:
            found[record.report_id] = record
    return found


def _named(entities: Mapping[str, Any], start: str, key: str) -> dict[str, str]:
    return {one["name"]: one[key] for at, one in entities.items() if at.startswith(start)}


def _value(entity: Mapping[str, Any]) -> Any:
    as_json = entity.get("encodingFormat") == "application/json"
    return json.loads(entity["value"]) if as_json else entity["value"]
