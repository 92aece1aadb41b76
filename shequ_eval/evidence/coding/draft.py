"""Knows which rows a fresh coding sheet has for which documents; writes no file.

What was decided before, accepted or not, is not asked again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from shequ_eval.evidence.coding.columns import (
    FIELDS,
    LOST_KIND,
    SOURCE_ASKED,
    Cells,
    Vocabulary,
)
from shequ_eval.evidence.coding.context import context_of
from shequ_eval.evidence.coding.suggestions import Adviser, Suggestion, is_plan_title
from shequ_eval.evidence.coding.texts import text_cells
from shequ_eval.evidence.documents import Document, passage, read_document
from shequ_eval.evidence.findings import DataError, Finding
from shequ_eval.evidence.quantities.quantity import Quantity

Find = Callable[[str], Iterable[Quantity]]
PASSAGE_MARGIN = 45
LOST = "number_missing"
LOST_WORDS = (
    "原文这里缺了数字：采纳即记入缺失数字表，报告会说明；指标可选可空 the number is lost here: "
    "accept to record it; the report will say so; an indicator is welcome"
)


@dataclass(frozen=True)
class Draft:
    """The cells of a fresh sheet, by column code, and what the coder has to know besides.

    `lost` counts the rows of places where the text lost its number; `known` the figures left out
    because they were decided before.
    """

    rows: list[Cells]
    sources: list[Cells]
    texts: list[Cells]
    lost: int
    known: int
    warnings: tuple[Finding, ...]

    def lost_places(self) -> list[str]:
        """Where the documents lost a number: row of the sheet, place, the words round it."""
        return [
            f"第{int(cells['row']) + 1}行 row，{cells['place']}：{_near(cells['passage'])}"
            for cells in self.rows
            if cells["kind?"].startswith(LOST_KIND)
        ]


def _near(words: str) -> str:
    """The words next to the mark of a passage.

    >>> _near("全区共有【名】党员到社区报到，另有其他单位")
    '全区共有【名】党员到社区报到，'
    """
    before, _, after = words.partition("【")
    return f"{before[-8:]}【{after[:10]}"


def read_documents(files: Sequence[Path]) -> list[Document]:
    """All documents, or every fault of all of them.

    Raises
    ------
    DataError
        A file cannot be read, or two files have one name.
    """
    documents: list[Document] = []
    findings: list[Finding] = []
    for file in files:
        try:
            documents.append(read_document(file))
        except DataError as error:
            findings += error.findings
    names = [document.file for document in documents]
    for name in sorted({name for name in names if names.count(name) > 1}):
        findings.append(_name_taken(name, "两个文件同名 two files of one name"))
    if findings:
        raise DataError(findings)
    return documents


def draft_of(
    documents: Sequence[Document],
    zone_id: str,
    tables: dict[str, pd.DataFrame],
    adviser: Adviser,
    vocabulary: Vocabulary,
    find: Find,
    published: str = "",
) -> Draft:
    """The draft of a sheet for these documents of one zone.

    `tables` are those of the package (sources, evidence, decisions); `find` finds the figures of
    a text; `published` is the day of publication of documents that are not registered yet.

    Raises
    ------
    DataError
        A document has the name of a registered one and is not that one.
    """
    ids = source_ids(documents, zone_id, tables["sources"])
    draft = Draft([], [], [], 0, 0, tuple(w for document in documents for w in document.warnings))
    known = lost = 0
    for document in documents:
        source_id = ids[document.file]
        registered = tables["sources"].query("source_id == @source_id")
        draft.sources.append(_source_cells(document, zone_id, source_id, registered, published))
        draft.texts.extend(text_cells(document, source_id))
        day = str(registered["published"].iloc[0]) if len(registered) else published
        spans = decided_spans(source_id, tables)
        is_plan = is_plan_title(document.text, adviser.cues)
        for found in find(document.text):
            if any(found.start < end and start < found.end for start, end in spans):
                known += 1
                continue
            if LOST in found.flags:
                lost += 1
                advice = _lost_number(found)
            else:
                context = context_of(document.text, found.start, found.end)
                advice = adviser.suggest(found, context, day, is_plan)
            cells = _row_cells(document, source_id, found, advice, vocabulary)
            draft.rows.append({"row": str(len(draft.rows) + 1), **cells})
    return Draft(draft.rows, draft.sources, draft.texts, lost, known, draft.warnings)


def source_ids(
    documents: Sequence[Document], zone_id: str, sources: pd.DataFrame
) -> dict[str, str]:
    """The source id of each document: the registered one, or the zone's next free one.

    Raises
    ------
    DataError
        A document has the name of a registered one and another checksum, or is another zone's.
    """
    registered = sources.set_index("sha256")
    ids: dict[str, str] = {}
    findings = []
    for document in documents:
        if document.file_sha256 in registered.index:
            row = registered.loc[document.file_sha256]
            ids[document.file] = str(row["source_id"])
            if row["zone_id"] != zone_id:
                findings.append(
                    _name_taken(document.file, f"{row['source_id']} ({row['zone_id']})")
                )
            continue
        taken = sources.loc[sources["file"] == document.file, "source_id"]
        if len(taken):
            findings.append(_name_taken(document.file, str(taken.iloc[0])))
        ids[document.file] = _next_id(zone_id, {*sources["source_id"], *ids.values()})
    if findings:
        raise DataError(findings)
    return ids


def decided_spans(source_id: str, tables: dict[str, pd.DataFrame]) -> list[tuple[int, int]]:
    """The spans of a source that are coded or decided already, with its recorded gaps."""
    missing = tables["missing_numbers"]
    gaps = missing.loc[missing["source_id"] == source_id, "gap"]
    return [(int(gap), int(gap) + 1) for gap in gaps] + [
        (int(start), int(end))
        for name in ("evidence", "decisions")
        for start, end in tables[name]
        .loc[tables[name]["source_id"] == source_id, ["start", "end"]]
        .itertuples(index=False)
    ]


def _next_id(zone_id: str, taken: set[str]) -> str:
    names = (f"{zone_id}_doc{number or ''}" for number in (0, *range(2, len(taken) + 3)))
    return next(name for name in names if name not in taken)


def _lost_number(found: Quantity) -> Suggestion:
    """What is suggested where the text has a unit and no number before it."""
    is_year = found.unit_id == "年"
    what = ("年份", "the year") if is_year else (f"数量（{found.text}）", "a number")
    cells = {"kind": LOST_KIND, "statement_zh": what[0], "statement_en": what[1]}
    return Suggestion(cells, (), LOST_WORDS)


def _row_cells(
    document: Document,
    source_id: str,
    found: Quantity,
    advice: Suggestion,
    vocabulary: Vocabulary,
) -> Cells:
    chosen = advice.cells.get("indicator_id", "")
    others = [c for c in advice.candidates if c.indicator_id != chosen]
    words = [f"{name}: {ground}" for name, ground in advice.grounds.items() if ground]
    titles = [vocabulary.shown("indicator_id", c.indicator_id) for c in others]
    suggested = {f"{name}?": vocabulary.shown(name, advice.cells.get(name, "")) for name in FIELDS}
    return {
        "value_text": found.text,
        "passage": passage(document.text, found.start, found.end, PASSAGE_MARGIN),
        "place": document.place(found.start).words(),
        "source_id": source_id,
        "start": str(found.start),
        "end": str(found.end),
        "why": "；".join([advice.reason, *words]).strip("；"),
        "others": "；".join(titles),
        **suggested,
    }


def _source_cells(
    document: Document, zone_id: str, source_id: str, registered: pd.DataFrame, published: str
) -> Cells:
    cells = {
        "source_id": source_id,
        "zone_id": zone_id,
        "file": document.file,
        "characters": str(len(document.text)),
        "sha256": document.file_sha256,
        "published": published,
    }
    if len(registered):
        cells |= {name: str(registered[name].iloc[0]) for name in SOURCE_ASKED}
    return cells


def _name_taken(file: str, by: str) -> Finding:
    remedy = "换一个文件名；若是新版本，作为新来源登记 rename it; a new version is a new source"
    allowed = "未登记的文件名，或登记时的那份文件 a name of its own, or the registered file"
    return Finding(file, None, "", "document-name-taken", "error", by, allowed, remedy)
