"""Knows how a number of a finished report is looked up; decides no origin of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from shequ_eval.reporting.document.blocks import (
    Block,
    Document,
    Figure,
    Heading,
    Origin,
    Table,
    Words,
    text_of,
)
from shequ_eval.reporting.document.build import build_document
from shequ_eval.reporting.document.numbers import quantities_in
from shequ_eval.reporting.faults import ReportingFault
from shequ_eval.reporting.kernels.saved_notebook import read_notebook
from shequ_eval.vocabulary.nearest import did_you_mean

EXECUTED = "notebooks"
REPORT_ENDING = "_report"
_MORE_DIGITS = re.compile(r"[.,]?[A-Za-z]?[+-]?\d")  # 1e5 is not 1


@dataclass(frozen=True)
class Found:
    """A number of a report: as it is printed, where it stands, and its origin."""

    printed: str
    places: tuple[str, ...]
    origin: Origin


def read_report(folder: Path) -> Document:
    """The report in a folder of `outputs/`, from its executed notebook.

    Raises
    ------
    ReportingFault
        The folder holds no report, or one that cannot be read.
    """
    paths = sorted((folder / EXECUTED).glob(f"*{REPORT_ENDING}.ipynb"))
    if len(paths) != 1:
        raise ReportingFault(
            f"{folder}: 不是一份报告的目录，应有 {EXECUTED}/*{REPORT_ENDING}.ipynb "
            "is not the folder of a report"
        )
    try:
        notebook = read_notebook(paths[0])
    except ValueError as error:
        raise ReportingFault(str(error)) from None
    given = notebook.metadata.get("papermill", {}).get("parameters", {})
    return build_document(notebook, str(given.get("language", "zh")))


def find_number(document: Document, asked: str) -> list[Found]:
    """The numbers of this key, else those of the exhibit of that name, else those printed so.

    A number is found by its characters (15.43) or by its value (10000 finds 1 万), with or without
    its unit, and only as a whole: a part of it is another number.

    Raises
    ------
    ReportingFault
        No number of the report is called or printed so; names what comes near.
    """
    asked = asked.strip()
    places = _places(document)
    if asked in document.origins:
        return [_found(document, asked, [text for text, key in places if key == asked], places)]
    of_exhibit = any(origin.group == asked for origin in document.origins.values())
    printed: dict[str, list[str]] = {}
    for text, key in places:
        group = document.origins[key].group
        if group == asked if of_exhibit else _is_asked(text, asked):
            printed.setdefault(key, []).append(text)
    if not printed:
        near = did_you_mean(asked, document.origins)
        raise ReportingFault(f"{asked}: 报告里没有这个数字或编号 no such number or id; {near}")
    return [_found(document, key, texts, places) for key, texts in printed.items()]


def origins_below(document: Document, origin: Origin) -> Iterator[tuple[int, Origin]]:
    """An origin, then all that it was made from, each once, with its depth."""
    queue, seen = [(0, origin)], set()
    while queue:
        depth, here = queue.pop(0)
        if here.key in seen:
            continue
        seen.add(here.key)
        yield depth, here
        inputs = (document.origins[key] for key in here.inputs if key in document.origins)
        queue = [*((depth + 1, one) for one in inputs), *queue]


def _is_asked(text: str, asked: str) -> bool:
    if text == asked:
        return True
    wanted, there = quantities_in(asked), quantities_in(text)
    if len(wanted) != 1 or _MORE_DIGITS.match(asked, wanted[0].end):
        return False
    return any(one.value == wanted[0].value for one in there)


def _found(
    document: Document, key: str, texts: list[str], places: dict[tuple[str, str], list[str]]
) -> Found:
    stands = dict.fromkeys(place for text in texts for place in places[text, key])
    return Found(texts[0] if texts else "", tuple(stands), document.origins[key])


def _places(document: Document) -> dict[tuple[str, str], list[str]]:
    """Where each traced number stands: the section or the label of the figure or table."""
    found: dict[tuple[str, str], list[str]] = {}
    here = ""
    for block in document.blocks:
        if isinstance(block, Heading):
            here = block.text
        place = here
        if isinstance(block, Figure | Table):
            place = f"{block.label} {text_of(block.title)}"
        for words in _words(block):
            for span in words:
                if span.trace in document.origins:
                    found.setdefault((span.text, span.trace), []).append(place)
    return found


def _words(block: Block) -> Iterator[Words]:
    yield from Document("", (block,)).words()
