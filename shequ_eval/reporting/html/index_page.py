"""Knows how the reports in a folder are listed on one page; makes no report."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from shequ_eval.reporting.crate.record import Record, read_records
from shequ_eval.reporting.html.page import render_page
from shequ_eval.reporting.html.page_words import WORDS
from shequ_eval.reporting.html.report_head import years_of
from shequ_eval.reporting.report_cells import PARTS
from shequ_eval.vocabulary.codebook import Codebook

INDEX = "index.html"
ENDINGS = ("html", "pdf", "docx")


def write_index(out: Path, codebook: Codebook, sources: pd.DataFrame) -> Path:
    """Write `index.html`, which lists every report that has a crate in `out`.

    Of each it tells zones, the dates and grades of its sources, and what can be downloaded.
    """
    entries = [_entry(out, record, codebook, sources) for record in read_records(out).values()]
    title = WORDS["zh"]["page_list"]
    page = render_page("index.html.j2", "zh", title, title, entries=entries)
    path, beside = out / INDEX, out / f".{INDEX}.tmp"
    try:
        beside.write_text(page, encoding="utf-8", newline="\n")
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    return path


def _entry(out: Path, record: Record, codebook: Codebook, sources: pd.DataFrame) -> dict[str, Any]:
    parameters = record.parameters
    its_own = sources[sources["zone_id"].isin(parameters["zones"])]
    known = set(codebook.zones.index)
    return {
        "report_id": record.report_id,
        "title": record.title,
        "zones": [codebook.title("zone", z) if z in known else z for z in parameters["zones"]],
        "language": parameters["language"],
        "publication": parameters["publication"],
        "exhibits": record.exhibits,
        "dated": years_of(list(its_own["published"]), "zh"),
        "grades": "、".join(sorted(set(its_own["evidence_grade"]))),
        "date": parameters.get("cover", {}).get("report_date", ""),
        "documents": [
            (part, [e for e in ENDINGS if (out / record.report_id / f"{part}.{e}").is_file()])
            for part in PARTS
        ],
    }
