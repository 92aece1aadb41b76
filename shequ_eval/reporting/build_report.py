"""Knows how executed notebooks become one report folder; executes nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from shequ_eval.reporting.crate.crate import write_crate
from shequ_eval.reporting.crate.inputs import versions
from shequ_eval.reporting.demonstration import (
    demonstration_words,
    marked_head,
    marked_notebook,
)
from shequ_eval.reporting.document.blocks import Document
from shequ_eval.reporting.document.build import build_document
from shequ_eval.reporting.docx.docx_report import docx_report
from shequ_eval.reporting.exhibit_files import write_exhibits
from shequ_eval.reporting.found_exhibits import exhibits_in
from shequ_eval.reporting.html.page import render_page
from shequ_eval.reporting.html.page_words import WORDS
from shequ_eval.reporting.html.report_body import report_body
from shequ_eval.reporting.html.report_head import ReportHead, read_head
from shequ_eval.reporting.html.templates_folder import FOLDER
from shequ_eval.reporting.kernels.saved_notebook import read_notebook
from shequ_eval.reporting.pdf.pdf_report import pdf_report
from shequ_eval.reporting.plan import ReportPlan
from shequ_eval.reporting.report_cells import PARTS, Part, has_part
from shequ_eval.vocabulary.narrative import Reference, read_references

EXECUTED = "notebooks"


def build_report(
    plan: ReportPlan, folder: Path, data_root: Path, inputs: Mapping[str, str]
) -> None:
    """Write the documents of a report, `exhibits/` and its crate from `folder/notebooks`.

    The report, the one page and the annex of methods are each HTML, PDF and DOCX.

    Raises
    ------
    ReportingFault
        A document or an exhibit cannot be made as it should be; the sentence says why.
    """
    language = plan.parameters.language
    words = demonstration_words(data_root, plan.zones, language)
    executed = {
        path.stem: marked_notebook(read_notebook(folder / EXECUTED / path.name), words, language)
        for path in plan.notebooks
    }
    exhibits = {name: exhibits_in(name, notebook) for name, notebook in executed.items()}
    for name, found in exhibits.items():
        write_exhibits(name, found, folder / "exhibits")
    head = marked_head(read_head(plan.parameters, data_root), words)
    notebook = executed[plan.report_notebook.stem]
    narrative = read_references(plan.narrative)
    for part in PARTS:
        if has_part(notebook, part):
            write_documents(notebook, head, inputs, part, folder, narrative)
    write_crate(folder, plan, inputs, versions(), exhibits)


def write_documents(
    notebook: Any,
    head: ReportHead,
    inputs: Mapping[str, str],
    part: Part,
    folder: Path,
    narrative: Sequence[Reference] = (),
) -> None:
    """Write one part of a report as HTML, PDF and DOCX.

    The PDF is set in a thread beside the others: typst holds no lock of the interpreter.

    Raises
    ------
    ReportingFault
        A document cannot be made as it should be; none of the three is written then.
    """
    document = build_document(notebook, head.language, part, narrative)
    with ThreadPoolExecutor(max_workers=1) as beside:
        pdf = beside.submit(pdf_report, document, head, inputs, versions(), part)
        page = report_page(document, head, inputs, part)
        docx = docx_report(document, head, inputs, versions(), part)
        printed = pdf.result()
    (folder / f"{part}.html").write_text(page, encoding="utf-8", newline="\n")
    (folder / f"{part}.pdf").write_bytes(printed)
    (folder / f"{part}.docx").write_bytes(docx)


def report_page(
    document: Document, head: ReportHead, inputs: Mapping[str, str], part: Part = "report"
) -> str:
    """The report, or a shorter part of it, as one self-contained HTML page."""
    body = report_body(document)
    words = WORDS[head.language]
    return render_page(
        "report.html.j2",
        head.language,
        head.title,
        f"{words[head.publication]} · {words['report']} {head.report_id}",
        script=(FOLDER / "notes.js").read_text(encoding="utf-8"),
        head=head,
        series=words["series"] if part == "report" else f"{words['series']} · {words[part]}",
        contents=body.contents if part == "report" else [],
        body=body.html,
        inputs=inputs,
        versions=versions(),
    )
