"""Knows what a checklist of mechanisms holds and reads one that came back; repairs nothing.

Everything that an evaluator may have done to the sheet is told at once, by row and column, and
the whole sheet is refused: half a checklist is not read.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd

from shequ_eval.evidence.checklist_zones import another_zone, rows_of_other_zones
from shequ_eval.evidence.findings import DataError, Finding
from shequ_eval.evidence.workbooks import cell_text, is_day, unpacked_bytes
from shequ_eval.vocabulary.codebook import Codebook
from shequ_eval.vocabulary.nearest import did_you_mean

SHEET = "核查表"
HEADER = (
    "mechanism_id",
    "机制",
    "核查什么",
    "需要的材料",
    "state",
    "value",
    "核查人",
    "日期",
    "说明",
)
GIVEN = HEADER[:5]
VALUES = ("有", "无", "未核查")
STATES = ("has_rule", "carried_out", "has_effect", "evaluated")
COLUMNS = ["mechanism_id", "state", "value", "who", "on", "text"]
LARGEST_BYTES = 20_000_000
MOST_ROWS = 5_000
AS_ISSUED = "从原表重填；灰色各列不要改 fill a fresh sheet; leave the grey columns as issued"
Cells = dict[str, str]


def expected_rows(mechanisms: pd.DataFrame, codebook: Codebook) -> list[Cells]:
    """The cells of a checklist as it is issued, one row a mechanism and state, in order.

    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> codebook = read_codebook(find_data_root())
    >>> mechanism = {"mechanism_id": "m1", "title_zh": "平台", "check": "…", "data_needed": "名录"}
    >>> rows = expected_rows(pd.DataFrame([mechanism]), codebook)
    >>> len(rows), rows[0]["state"], rows[0]["value"]
    (4, '有制度 has_rule', '未核查')
    """
    return [
        {
            "mechanism_id": str(row["mechanism_id"]),
            "机制": str(row["title_zh"]),
            "核查什么": str(row["check"]),
            "需要的材料": str(row["data_needed"]),
            "state": state_words(state, codebook),
            "value": VALUES[-1],
        }
        for row in mechanisms.to_dict("records")
        for state in STATES
    ]


def state_words(state: str, codebook: Codebook) -> str:
    """A state as the sheet shows it: its word and its code.

    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> codebook = read_codebook(find_data_root())
    >>> state_words("evaluated", codebook)
    '有评价 evaluated'
    """
    return f"{codebook.label('mechanism_state', state)} {state}"


def read_checklist(
    path: Path,
    mechanisms: pd.DataFrame,
    codebook: Codebook,
    every: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """The answers of a returned checklist of these mechanisms.

    `every` are the mechanisms of all zones, with their zone_id: by them a sheet of another zone
    is told by name, before anything else.

    Columns: mechanism_id, state, value (有, 无, 未核查), who, on (year-month-day), text; one row
    a mechanism and state, in the order in which the sheet was issued.

    Raises
    ------
    DataError
        The file is no XLSX, not this checklist or that of another zone; an id, a state or a given
        text was changed, lost or doubled; a value is unknown; or 有 or 无 stands without name,
        date or text. All faults at once.

    Examples
    --------
    A sheet that comes back as it was issued holds four answers, none of them checked yet:

    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> codebook = read_codebook(find_data_root())
    >>> from tempfile import TemporaryDirectory
    >>> from openpyxl import Workbook
    >>> mechanism = {"mechanism_id": "m1", "title_zh": "平台", "check": "…", "data_needed": "名录"}
    >>> rows, book = pd.DataFrame([mechanism]), Workbook()
    >>> book.active.title = SHEET
    >>> for cells in [dict(zip(HEADER, HEADER)), *expected_rows(rows, codebook)]:
    ...     book.active.append([cells.get(name, "") for name in HEADER])
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder) / "east.xlsx"
    ...     book.save(path)
    ...     answers = read_checklist(path, rows, codebook)
    >>> answers["value"].tolist()
    ['未核查', '未核查', '未核查', '未核查']
    """
    file = path.name
    sheet = _rows_of(path)
    expected = expected_rows(mechanisms, codebook)
    zone_of = (
        {} if every is None else dict(zip(every["mechanism_id"], every["zone_id"], strict=True))
    )
    strange = rows_of_other_zones(sheet, set(mechanisms["mechanism_id"]), zone_of)
    if strange and len(strange) == len(sheet):
        raise DataError(another_zone(file, strange, mechanisms, codebook))
    findings = [
        f for number, cells in sheet for f in _row_findings(file, number, cells, expected, strange)
    ]
    findings += _lost_and_doubled(file, sheet, expected)
    if findings:
        raise DataError(findings)
    states = {state_words(state, codebook): state for state in STATES}
    given = {(cells["mechanism_id"], cells["state"]): cells for _, cells in sheet}
    answers = [given[row["mechanism_id"], row["state"]] for row in expected]
    rows = [
        [
            cells["mechanism_id"], states[cells["state"]], cells["value"], cells["核查人"],
            cells["日期"], cells["说明"],
        ]
        for cells in answers
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=COLUMNS)


def _rows_of(path: Path) -> list[tuple[int, Cells]]:
    """The filled rows with their numbers, every cell as text."""
    file = path.name
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise _refusal(
            file, "unreadable", str(error), "可以读取的文件 a file that can be read"
        ) from error
    try:
        if unpacked_bytes(raw) > LARGEST_BYTES:
            raise ValueError("too large")
        book = openpyxl.load_workbook(io.BytesIO(raw), data_only=True)
        sheet = book[SHEET] if SHEET in book.sheetnames else None
        rows = [] if sheet is None else list(sheet.iter_rows(max_row=MOST_ROWS, values_only=True))
    # NOTE: openpyxl lets any exception of a damaged part through; all mean that it is no XLSX.
    except Exception as error:
        raise _refusal(file, "not-xlsx", type(error).__name__, "XLSX 工作簿 a workbook") from error
    if sheet is None:
        raise _refusal(file, "missing-sheet", ", ".join(book.sheetnames), SHEET)
    header = tuple(cell_text(cell) for cell in rows[0][: len(HEADER)]) if rows else ()
    if header != HEADER:
        raise _refusal(file, "header", ", ".join(header), ", ".join(HEADER), row=1)
    return list(_filled(rows[1:]))


def _filled(rows: list[tuple[Any, ...]]) -> Iterator[tuple[int, Cells]]:
    for number, row in enumerate(rows, start=2):
        texts = [cell_text(cell) for cell in row[: len(HEADER)]]
        if any(texts):
            yield number, dict(zip(HEADER, texts, strict=True))


def _row_findings(
    file: str,
    number: int,
    cells: Cells,
    expected: list[Cells],
    strange: Mapping[int, str],
) -> list[Finding]:
    issued = {(row["mechanism_id"], row["state"]): row for row in expected}
    ids = list(dict.fromkeys(row["mechanism_id"] for row in expected))
    states = list(dict.fromkeys(row["state"] for row in expected))
    findings = _answer_findings(file, number, cells)
    for column, known in (("mechanism_id", ids), ("state", states)):
        if cells[column] not in known:
            allowed = did_you_mean(cells[column], known)
            if column == "mechanism_id" and number in strange:
                allowed = f"本地的机制；它属于 of this zone, not of {strange[number]}"
            findings.append(_fault(file, number, column, "unknown", cells[column], allowed))
    row = issued.get((cells["mechanism_id"], cells["state"]))
    if row is not None:
        findings += [
            _fault(file, number, column, "changed", cells[column], row[column])
            for column in GIVEN
            if cells[column] != row[column].strip()
        ]
    return findings


def _answer_findings(file: str, number: int, cells: Cells) -> list[Finding]:
    """What is wrong with the cells that an evaluator fills in."""
    value, day = cells["value"], cells["日期"]
    findings = []
    if value not in VALUES:
        findings.append(_fault(file, number, "value", "unknown", value, " | ".join(VALUES), ""))
    if value in VALUES[:2]:
        findings += [
            _fault(file, number, column, "answer-without", "", f"{value} 须有 needs {column}", "")
            for column in ("核查人", "日期", "说明")
            if not cells[column]
        ]
    if day and not is_day(day):
        findings.append(_fault(file, number, "日期", "date", day, "年-月-日 e.g. 2021-06-30", ""))
    return findings


def _lost_and_doubled(
    file: str, sheet: list[tuple[int, Cells]], expected: list[Cells]
) -> list[Finding]:
    first: dict[tuple[str, str], int] = {}
    findings = []
    for number, cells in sheet:
        key = (cells["mechanism_id"], cells["state"])
        if key in first:
            allowed = f"每项每态一行，第 {first[key]} 行已有 once; row {first[key]} has it"
            findings.append(_fault(file, number, "mechanism_id", "duplicate", key[0], allowed))
        first.setdefault(key, number)
    for number, row in enumerate(expected, start=2):
        if (row["mechanism_id"], row["state"]) not in first:
            allowed = f"{row['mechanism_id']} {row['state']}（原表第 {number} 行 row as issued）"
            findings.append(
                _fault(file, None, "mechanism_id", "missing", "没有这一行 no such row", allowed)
            )
    return findings


def _fault(
    file: str,
    row: int | None,
    column: str,
    rule: str,
    found: str,
    allowed: str,
    remedy: str = AS_ISSUED,
) -> Finding:
    return Finding(file, row, column, f"checklist-{rule}", "error", found, allowed, remedy)


def _refusal(file: str, rule: str, found: str, allowed: str, row: int | None = None) -> DataError:
    return DataError([_fault(file, row, "", rule, found, allowed)])
