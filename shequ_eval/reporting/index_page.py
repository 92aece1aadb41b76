"""Knows how the reports in a folder are listed on one page; makes no report."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from shequ_eval.reporting.manifest import read_manifests
from shequ_eval.reporting.page import render_page
from shequ_eval.reporting.page_words import WORDS
from shequ_eval.vocabulary.codebook import Codebook

INDEX = "index.html"


def write_index(out: Path, codebook: Codebook) -> Path:
    """Write `index.html`, which lists every report that has a manifest in `out`."""
    entries = [_entry(manifest, codebook) for manifest in read_manifests(out)]
    title = WORDS["zh"]["page_list"]
    page = render_page("index.html.j2", "zh", title, title, entries=entries)
    path, beside = out / INDEX, out / f".{INDEX}.tmp"
    beside.write_text(page, encoding="utf-8", newline="\n")
    beside.replace(path)
    return path


def _entry(manifest: dict[str, Any], codebook: Codebook) -> dict[str, Any]:
    parameters = manifest["parameters"]
    known = set(codebook.zones.index)
    return {
        "report_id": manifest["report_id"],
        "title": parameters["title"],
        "zones": [codebook.title("zone", z) if z in known else z for z in parameters["zones"]],
        "language": parameters["language"],
        "publication": parameters["publication"],
        "exhibits": len(manifest["exhibits"]),
    }
