"""Knows how a document becomes a PDF, the same bytes each time; says how no block looks."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst

from shequ_eval.exhibits.fonts import FAMILY, GlyphError, font_path, missing_glyphs
from shequ_eval.reporting.document.blocks import Document
from shequ_eval.reporting.faults import ReportingFault
from shequ_eval.reporting.html.report_head import ReportHead
from shequ_eval.reporting.pdf.report_data import report_data
from shequ_eval.reporting.report_cells import Part

FOLDER = Path(__file__).parent
TEMPLATE = FOLDER / "report.typ"  # and the files beside it, which it imports
# PDF/UA-1: tagged, with a title, a language and words for every picture.
STANDARDS: list[Any] = ["ua-1"]
UNPRINTED = {"alternative", "anchor", "kind", "language", "part", "picture", "role", "to"}
_AROUND = 12


def pdf_report(
    document: Document,
    head: ReportHead,
    inputs: Mapping[str, str],
    versions: Mapping[str, str],
    part: Part = "report",
) -> bytes:
    """The report, or a shorter part of it, as a tagged PDF with its font embedded.

    A part has neither cover nor annexes. `inputs` are the files that the report was computed from
    with their SHA-256, `versions` the software that computed it. The bytes depend on the arguments
    and the version of typst alone.

    Raises
    ------
    GlyphError
        The font lacks a character; names it and the words around it.
    ReportingFault
        A picture cannot be read.
    """
    data = report_data(document, head, inputs, versions, part)
    _check_glyphs(data)
    try:
        return _compiled(json.dumps(data, ensure_ascii=False))
    except typst.TypstError as error:
        raise ReportingFault(f"{head.report_id}: PDF: {error.message}") from None


def _compiled(data: str) -> bytes:
    made, warnings = typst.compile_with_warnings(
        TEMPLATE,
        root=FOLDER,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"report": data, "font": FAMILY},
        pdf_standards=STANDARDS,
    )
    if warnings:
        raise ReportingFault("PDF: " + "; ".join(warning.message for warning in warnings))
    return bytes(made)


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[font_path().parent]
    )


def _check_glyphs(data: Any) -> None:
    """Refuse text that the font cannot draw, all of it at once.

    Raises
    ------
    GlyphError
        Names every such character and the words around it.
    """
    texts: list[str] = []
    _gather(data, texts)
    letters = missing_glyphs("".join(texts))
    if not letters:
        return
    named = []
    for letter in letters:
        text = next(text for text in texts if letter in text)
        at = text.index(letter)
        words = text[max(0, at - _AROUND) : at + _AROUND + 1].replace("\n", " ")
        named.append(f"{letter} (U+{ord(letter):04X}) 见 in: {words}")
    raise GlyphError("PDF 字体缺字 the font lacks:\n  " + "\n  ".join(named))


def _gather(data: Any, texts: list[str]) -> None:
    """Add every string that is printed; a picture's letters are drawn as paths."""
    if isinstance(data, str):
        texts.append(data.replace("\u200b", "").replace("\u2060", ""))
    elif isinstance(data, dict):
        for name, value in data.items():
            if name not in UNPRINTED:
                _gather(value, texts)
    elif isinstance(data, list):
        for value in data:
            _gather(value, texts)
