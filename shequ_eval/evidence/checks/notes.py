"""Knows whether every zone has its written grade; knows not whether the grade is deserved."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from shequ_eval.evidence.checks.files import read_text
from shequ_eval.evidence.checks.tables import Package
from shequ_eval.evidence.findings import Finding
from shequ_eval.vocabulary.yaml_text import yaml_of

GRADES = ("A", "B", "C", "D")
TEMPLATE = "照其他地区的 notes.md 写一份 write one like those of the other zones"


def check_notes(data_root: Path, package: Package) -> list[Finding]:
    """Each zone of zones.csv has `zones/<zone_id>/notes.md` with a grade and the reason for it."""
    table = package.named("zones")
    if table is None or not table.has("zone_id"):
        return []
    zone_ids = [zone_id for zone_id in table.frame["zone_id"] if zone_id]
    return [finding for zone_id in zone_ids for finding in _check(data_root, zone_id)]


def _check(data_root: Path, zone_id: str) -> list[Finding]:
    file = f"zones/{zone_id}/notes.md"
    if not (data_root / file).is_file():
        return [_fault(file, "", "missing-file", "", f"{file}: grade, grade_reason")]
    text, findings = read_text(data_root, file)
    if text is None:
        return findings
    header = _front_matter(text)
    if header is None:
        return [*findings, _fault(file, "", "front-matter", text[:20], "--- zone_id, grade … ---")]
    return findings + _check_header(file, zone_id, header)


def _front_matter(text: str) -> dict[str, Any] | None:
    opening, _, rest = text.replace("\r\n", "\n").partition("---\n")
    header, found, _ = rest.partition("\n---\n")
    if opening or not found:
        return None
    try:
        content = yaml_of(header)
    except yaml.YAMLError:
        return None
    return content if isinstance(content, dict) else None


def _check_header(file: str, zone_id: str, header: dict[str, Any]) -> list[Finding]:
    faults = []
    if header.get("zone_id") != zone_id:
        faults.append(_fault(file, "zone_id", "zone", str(header.get("zone_id", "")), zone_id))
    if header.get("grade") not in GRADES:
        faults.append(
            _fault(file, "grade", "enum", str(header.get("grade", "")), ", ".join(GRADES))
        )
    if not str(header.get("grade_reason") or "").strip():
        faults.append(_fault(file, "grade_reason", "required", "", "等级的理由 why this grade"))
    return faults


def _fault(file: str, column: str, rule: str, found: str, allowed: str) -> Finding:
    return Finding(file, None, column, rule, "error", found, allowed, TEMPLATE)
