"""How long the documents of one report take once its notebook has run, step by step.

    python benchmarks/rendering.py outputs/zhenhai [outputs/comparison ...]

Every step is timed three times in this process; the least is shown, with its share of their sum.
The first round warms fonts and the compiler and is not counted. A run sets the PDF beside HTML and
DOCX; `report` is the clock's time of that with the exhibits.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from shequ_eval.reporting.build_report import report_page, write_documents
from shequ_eval.reporting.crate.inputs import versions
from shequ_eval.reporting.crate.record import read_record
from shequ_eval.reporting.document.build import build_document
from shequ_eval.reporting.docx.docx_report import docx_report
from shequ_eval.reporting.exhibit_files import write_exhibits
from shequ_eval.reporting.found_exhibits import exhibits_in
from shequ_eval.reporting.html.report_head import read_head
from shequ_eval.reporting.kernels.saved_notebook import read_notebook
from shequ_eval.reporting.pdf.pdf_report import pdf_report
from shequ_eval.vocabulary.codebook import read_codebook
from shequ_eval.vocabulary.data_root import find_data_root
from shequ_eval.vocabulary.parameters import parse_parameters

ROUNDS = 3


def least_seconds(step: Callable[[], Any]) -> float:
    step()
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        step()
        times.append(time.perf_counter() - start)
    return min(times)


def time_report(folder: Path, scratch: Path) -> tuple[dict[str, float], float]:
    record = read_record(folder)
    if record is None:
        raise SystemExit(f"{folder}: no report")
    root = find_data_root()
    head = read_head(parse_parameters(record.parameters, read_codebook(root)), root)
    (path,) = (folder / "notebooks").glob("*_report.ipynb")
    notebook = read_notebook(path)
    document = build_document(notebook, head.language)
    found = exhibits_in(path.stem, notebook)
    given = (document, head, record.inputs, versions())

    def whole() -> None:
        write_exhibits(path.stem, found, scratch)
        write_documents(notebook, head, record.inputs, "report", scratch)

    steps = {
        "document": least_seconds(lambda: build_document(notebook, head.language)),
        "exhibits": least_seconds(lambda: write_exhibits(path.stem, found, scratch)),
        "HTML": least_seconds(lambda: report_page(document, head, record.inputs)),
        "PDF": least_seconds(lambda: pdf_report(*given)),
        "DOCX": least_seconds(lambda: docx_report(*given)),
    }
    return steps, least_seconds(whole)


def main(folders: list[str]) -> None:
    for name in folders:
        with tempfile.TemporaryDirectory() as scratch:
            seconds, whole = time_report(Path(name), Path(scratch))
        total = sum(seconds.values())
        print(f"{name}: report {whole:.2f} s, its steps one after the other {total:.2f} s")
        for step, spent in seconds.items():
            print(f"  {step:10} {spent:6.2f} s  {spent / total:5.0%}")


if __name__ == "__main__":
    main(sys.argv[1:] or ["outputs/zhenhai", "outputs/comparison"])
