"""Knows what a report's manifest says of it: parameters, versions, checksums; no clock."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from shequ_eval.reporting.found_exhibits import FoundExhibit
from shequ_eval.reporting.inputs import sha256_of
from shequ_eval.reporting.plan import ReportPlan

MANIFEST = "manifest.json"


def write_manifest(
    folder: Path,
    plan: ReportPlan,
    inputs: Mapping[str, str],
    versions: Mapping[str, str],
    exhibits: Mapping[str, list[FoundExhibit]],
) -> Path:
    """Write `manifest.json` for the report in `folder`, whose other files all stand already.

    It holds no time, no commit and no path of a machine, so the same inputs give the same bytes.
    """
    content = {
        "report_id": plan.report_id,
        "parameters": plan.parameters.model_dump(mode="json"),
        "versions": dict(versions),
        "inputs": dict(inputs),
        "exhibits": [
            {"notebook": notebook, "exhibit_id": e.exhibit_id, "kind": e.kind, "title": e.title}
            for notebook, found in exhibits.items()
            for e in found
        ],
        "outputs": _checksums(folder),
    }
    path = folder / MANIFEST
    text = json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")
    return path


def read_manifests(out: Path) -> list[dict[str, Any]]:
    """The manifests of all reports in `out`, by report id; folders without one are no reports."""
    found = []
    for path in sorted(out.glob(f"*/{MANIFEST}")):
        if path.parent.name.startswith("."):
            continue
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            continue
        if isinstance(content, dict) and content.get("report_id") == path.parent.name:
            found.append(content)
    return found


def _checksums(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): sha256_of(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != MANIFEST
    }
