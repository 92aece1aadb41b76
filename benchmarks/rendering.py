"""How long the documents of one report take once its notebook has run, step by step.

    python benchmarks/rendering.py outputs/zhenhai [outputs/comparison ...]

Every step is timed three times, each in a process of its own, forked from this one: the compiler
remembers what it has set before. The least is shown, by the clock and by the processor, with its
share of the sum. A run sets the PDF beside HTML and DOCX; `report` is the time of that with the
exhibits.
"""

from __future__ import annotations

import multiprocessing
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


Seconds = tuple[float, float]  # by the clock, by the processor


def least_seconds(step: Callable[[], Any]) -> Seconds:
    """The least of each, over rounds of which none knows of another."""
    rounds = [_forked(step) for _ in range(ROUNDS)]
    return min(clock for clock, _ in rounds), min(processor for _, processor in rounds)


def _forked(step: Callable[[], Any]) -> Seconds:
    context = multiprocessing.get_context("fork")
    here, there = context.Pipe(duplex=False)
    child = context.Process(target=lambda: there.send(_timed(step)))
    child.start()
    there.close()
    seconds: Seconds = here.recv()
    child.join()
    return seconds


def _timed(step: Callable[[], Any]) -> Seconds:
    clock, processor = time.perf_counter(), time.process_time()
    step()
    return time.perf_counter() - clock, time.process_time() - processor


def time_report(folder: Path, scratch: Path) -> tuple[dict[str, Seconds], Seconds]:
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
            steps, whole = time_report(Path(name), Path(scratch))
        total = sum(processor for _, processor in steps.values())
        print(f"{name}: report {whole[0]:.2f} s, of processors {whole[1]:.2f} s")
        for step, (clock, processor) in steps.items():
            print(f"  {step:10} {clock:6.2f} s {processor:6.2f} s  {processor / total:5.0%}")


if __name__ == "__main__":
    main(sys.argv[1:] or ["outputs/zhenhai", "outputs/comparison"])
