"""Knows how executed notebooks become one report folder; executes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from markupsafe import Markup

from shequ_eval.reporting.exhibit_files import write_exhibits
from shequ_eval.reporting.found_exhibits import exhibits_in
from shequ_eval.reporting.inputs import versions
from shequ_eval.reporting.manifest import write_manifest
from shequ_eval.reporting.page import render_page
from shequ_eval.reporting.page_words import WORDS
from shequ_eval.reporting.plan import ReportPlan
from shequ_eval.reporting.report_body import report_body
from shequ_eval.reporting.report_head import ReportHead, read_head
from shequ_eval.reporting.saved_notebook import read_notebook

EXECUTED = "notebooks"


def build_report(
    plan: ReportPlan, folder: Path, data_root: Path, inputs: Mapping[str, str]
) -> None:
    """Write `report.html`, `exhibits/` and `manifest.json` from `folder/notebooks`.

    Raises
    ------
    ReportingFault
        A page or an exhibit cannot be made as it should be; the sentence says why.
    """
    executed = {path.stem: read_notebook(folder / EXECUTED / path.name) for path in plan.notebooks}
    exhibits = {name: exhibits_in(name, notebook) for name, notebook in executed.items()}
    for name, found in exhibits.items():
        write_exhibits(name, found, folder / "exhibits")
    head = read_head(plan.parameters, data_root)
    page = report_page(executed[plan.report_notebook.stem], head, inputs)
    (folder / "report.html").write_text(page, encoding="utf-8", newline="\n")
    write_manifest(folder, plan, inputs, versions(), exhibits)


def report_page(notebook: object, head: ReportHead, inputs: Mapping[str, str]) -> str:
    """The report as one self-contained HTML page."""
    body = report_body(notebook, head.language)
    words = WORDS[head.language]
    return render_page(
        "report.html.j2",
        head.language,
        head.title,
        f"{words[head.publication]} · {words['report']} {head.report_id}",
        head=head,
        contents=body.contents,
        body=Markup(body.html),
        inputs=inputs,
        versions=versions(),
    )
