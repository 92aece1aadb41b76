"""Knows whether the bundled places are whole: ten dashes, the rules of boundaries; no boundary.

A map of the country must show all ten dashes, so a file that lost one is an error before any map
is drawn; so is a file of rules that no map could obey.
"""

from __future__ import annotations

from pathlib import Path

from shequ_eval.evidence.boundaries import BOUNDARIES, read_rules
from shequ_eval.evidence.findings import DataError, Finding
from shequ_eval.evidence.places import CRS, TEN_DASH_LINE, dashes, read_ten_dash_line

DASHES = 10
# Longitude and latitude within which the dashes lie, in whole degrees: west, south, east, north.
EXTENT = (108.0, 3.0, 123.0, 25.0)


def check_places(data_root: Path) -> list[Finding]:
    """The ten-dash line and the rules of boundaries, where their files are there."""
    return _check_line(data_root) + _check_rules(data_root)


def _check_rules(data_root: Path) -> list[Finding]:
    if not (data_root / BOUNDARIES).is_file():
        return []
    try:
        read_rules(data_root)
    except DataError as error:
        return list(error.findings)
    return []


def _check_line(data_root: Path) -> list[Finding]:
    """The line, where it is there, is readable, of ten dashes, in longitude and latitude."""
    if not (data_root / TEN_DASH_LINE).is_file():
        return []
    try:
        line = read_ten_dash_line(data_root)
    except OSError as error:
        return [_fault("unreadable", str(error), "GeoJSON")]
    findings = []
    if line.crs is None or line.crs != CRS:
        findings.append(_fault("crs", str(line.crs), CRS))
    if dashes(line) != DASHES:
        findings.append(_fault("dashes", str(dashes(line)), str(DASHES)))
    west, south, east, north = (float(end) for end in line.total_bounds)
    inside = west >= EXTENT[0] and south >= EXTENT[1] and east <= EXTENT[2] and north <= EXTENT[3]
    if not inside:
        found = f"{west:.1f} {south:.1f} {east:.1f} {north:.1f}"
        findings.append(_fault("extent", found, " ".join(str(end) for end in EXTENT)))
    return findings


def _fault(rule: str, found: str, allowed: str) -> Finding:
    remedy = "取回随包的文件 restore the file of the package"
    return Finding(TEN_DASH_LINE, None, "", rule, "error", found, allowed, remedy)
