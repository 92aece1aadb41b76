"""Knows what follows the text of a printed report: figures' numbers, origins, files; as blocks.

Every number in it stands in the document already or in what was read, but for the number of files
and the checksum of their list. What the text tells in full it does not tell again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from shequ_eval.reporting.document.blocks import (
    Block,
    Column,
    Document,
    Grid,
    Heading,
    Paragraph,
    Span,
    Table,
    Words,
    text_of,
)
from shequ_eval.reporting.document.grid import width_em
from shequ_eval.reporting.document.words import EVIDENCE_ROW
from shequ_eval.reporting.html.input_names import input_name
from shequ_eval.reporting.html.page_words import WORDS
from shequ_eval.reporting.paper.annex_figures import figure_data
from shequ_eval.reporting.paper.annex_words import ANNEX_WORDS
from shequ_eval.reporting.paper.filled_words import filled, joined
from shequ_eval.reporting.paper.origins import OriginRow, keys_in_short, origin_rows
from shequ_eval.reporting.paper.paper_words import PAPER_WORDS

WIDEST_EM, PADDING_EM = 24.0, 1.2
NARROWEST_EM = 8.0
STOPS = "。.；; "
RUNTIME = {"python": "Python {}", "platform": "{}"}
TYPESETTER = "typst"


def annexes(
    document: Document, inputs: Mapping[str, str], versions: Mapping[str, str]
) -> list[Block]:
    """The annexes of a report, those that have something to list, each with its heading."""
    titles = PAPER_WORDS[document.language]
    words = titles | ANNEX_WORDS[document.language]
    blocks: list[Block] = []
    for name, found in (
        ("figure_data", figure_data(document, words)),
        ("origins", _origins(document, words)),
        ("inputs", _files(inputs, versions, words)),
    ):
        if found:
            blocks += [Heading(1, (Span(titles[name]),), f"annex-{name}"), *found]
    return blocks


def _origins(document: Document, words: Mapping[str, str]) -> list[Block]:
    rows = origin_rows(document, words["untitled"])
    if not rows:
        return []
    led = {key: row.anchor for row in rows for key in row.keys}
    led |= {key: origin.home for key, origin in document.origins.items() if origin.home}
    cells = [
        (
            _place(row, words),
            (Span(words["between"].join(row.printed)),),
            _known(row, led, words, document.language),
            (Span(words["between"].join(_keys(row)), code=True),),
        )
        for row in rows
    ]
    titles = [words[name] for name in ("place", "number", "known", "key")]
    grid = _grid(titles, cells, [row.anchor for row in rows])
    table = Table("annex-origin-table", "", (Span(words["origin_table"]),), (), (), (), grid)
    return [Paragraph((Span(words["origins_note"]),)), *_homes(document, words), table]


def _place(row: OriginRow, words: Mapping[str, str]) -> Words:
    if row.place is None:
        return (Span(words["only_input"]),)
    return (Span(row.place.words, target=row.place.target),)


def _keys(row: OriginRow) -> list[str]:
    """The keys in short; of many numbers of one exhibit its own, under which each is found."""
    return [row.group] if row.group and len(row.keys) > 1 else keys_in_short(row.keys)


def _homes(document: Document, words: Mapping[str, str]) -> list[Block]:
    """Where numbers are told that have their home in a table of the text."""
    homes = {origin.home for origin in document.origins.values() if origin.home}
    tables = [block for block in document.blocks if isinstance(block, Table)]
    facts = [t for t in tables if homes & {anchor for anchor in t.grid.row_anchors if anchor}]
    registers = [table for table in tables if table.anchor in homes and table not in facts]
    found: list[Block] = []
    for name, held in (("facts_note", facts), ("registers_note", registers)):
        labels = [(Span(t.label, target=t.anchor),) for t in held]
        last = words["or"] if held is facts else words["and"]
        printed = joined(labels, words["comma"], last)
        found += [Paragraph(filled(words[name], homes=printed))] * bool(held)
    return found


def _known(
    row: OriginRow, led: Mapping[str, str], words: Mapping[str, str], language: str
) -> Words:
    """What is known of the row's numbers, and what they were made from."""
    which = WORDS[language]["what"]
    facts = [(label, fact.rstrip(STOPS)) for label, fact in row.facts]
    told = [f if label == which else f"{label}{words['colon']}{f}" for label, f in facts]
    if row.inputs:
        told.append(words["made_from"] + words["colon"])
    inputs = [
        (Span(input_name(key, language), target=led.get(key, EVIDENCE_ROW + key)),)
        for key in row.inputs
    ]
    return (Span(words["semicolon"].join(told)), *joined(inputs, words["comma"]))


def _files(
    inputs: Mapping[str, str], versions: Mapping[str, str], words: Mapping[str, str]
) -> list[Block]:
    """How many files were read, one checksum of them all, and the versions of the software."""
    blocks: list[Block] = []
    if inputs:
        said = words["inputs_note"].format(files=len(inputs))
        blocks.append(Paragraph((Span(said), Span(list_checksum(inputs), code=True)), "remark"))
    ran = [form.format(versions[name]) for name, form in RUNTIME.items() if name in versions]
    if ran:
        said = words["runtime_note"].format(versions=words["comma"].join(ran))
        blocks.append(Paragraph((Span(said),), "remark"))
    packages = [f"{name} {v}" for name, v in sorted(versions.items()) if name not in RUNTIME]
    if packages:
        said = words["versions_note"].format(versions=words["comma"].join(packages))
        said += words["typesetter_note"] if TYPESETTER in versions else ""
        blocks.append(Paragraph((Span(said),), "remark"))
    return blocks


def list_checksum(inputs: Mapping[str, str]) -> str:
    """The SHA-256 of the list of files: a line each, sorted by name, as `sha256sum` prints it.

    >>> list_checksum({"b.csv": "1" * 64, "a.csv": "2" * 64})[:12]
    '1c2e59a9a04c'
    """
    lines = "".join(f"{checksum}  {name}\n" for name, checksum in sorted(inputs.items()))
    return hashlib.sha256(lines.encode("utf-8")).hexdigest()


def _grid(titles: Sequence[str], rows: Sequence[tuple[Words, ...]], anchors: Sequence[str]) -> Grid:
    columns = []
    for place, title in enumerate(titles):
        widest = max(width_em(text) for text in (title, *(text_of(row[place]) for row in rows)))
        width = min(widest, WIDEST_EM) + PADDING_EM
        columns.append(Column(title, False, width, min(width, NARROWEST_EM)))
    heads = [text_of(row[0]) for row in rows]
    repeated = tuple(head == above for head, above in zip(heads, ["\n", *heads], strict=False))
    return Grid(tuple(columns), tuple(rows), repeated, tuple(anchors))
