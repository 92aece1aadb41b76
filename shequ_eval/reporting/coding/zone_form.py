"""Knows how a new zone's form is laid out as XLSX and how its answers enter the data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Protection
from openpyxl.worksheet.datavalidation import DataValidation

from shequ_eval.evidence.checks.placeholders import TO_FILL
from shequ_eval.evidence.coding.zone_fields import (
    HEADER,
    MEASURES,
    NOTES,
    POPULATION,
    SHEET,
    ZONE,
    form_fields,
    read_form,
)
from shequ_eval.evidence.findings import DataError, Finding
from shequ_eval.reporting.coding.room import heights_of
from shequ_eval.reporting.files.staging import csv_rows, csv_text, new_errors, replace_file
from shequ_eval.reporting.files.workbooks import GREY, THIN, font, workbook_bytes

WIDTHS = (36, 22, 34, 70, 14, 50)
ANSWER = len(HEADER)
ZONES_FILE, COUNTS_FILE = "zones/zones.csv", "zones/denominators.csv"
Answers = Mapping[tuple[str, str], str]


def form_bytes(zone_id: str, data_root: Path) -> bytes:
    """The form as XLSX, the same bytes each time; only its last column is open."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = SHEET
    rows: list[tuple[str, ...]] = [HEADER]
    fields = form_fields(data_root)
    for field in fields:
        mark = "必填 yes" if field.is_required else ""
        rows.append((field.table, field.name, field.title, field.meaning, mark, ""))
    for number, row in enumerate(rows, start=1):
        for place, words in enumerate(row, start=1):
            cell = sheet.cell(number, place, words or None)
            if words:
                cell.data_type = "s"
            cell.font, cell.border = font(is_bold=number == 1), Border(bottom=THIN)
            cell.alignment, cell.number_format = Alignment(wrap_text=True, vertical="top"), "@"
            if number == 1 or place < ANSWER:
                cell.fill = GREY
            else:
                cell.protection = Protection(locked=False)
    for number, field in enumerate(fields, start=2):
        if field.options:
            choice = DataValidation(
                type="list", formula1=f'"{",".join(field.options)}"', allow_blank=True,
                showErrorMessage=True, errorTitle=field.name[:30], error=" | ".join(field.options),
            )  # fmt: skip
            choice.add(f"F{number}")
            sheet.add_data_validation(choice)
    for number, height in enumerate(heights_of(rows, WIDTHS), start=1):
        sheet.row_dimensions[number].height = height
    for place, width in enumerate(WIDTHS):
        sheet.column_dimensions["ABCDEF"[place]].width = width
    sheet.freeze_panes = "C2"
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = False
    return workbook_bytes(book)


def fill_zone(zone_id: str, form: Path, data_root: Path) -> tuple[list[Path], int, list[str]]:
    """Enter the answers of a form; the files written, and how many required ones are still open.

    The third part says what the parameters file takes from the form without being asked.

    What is filled in already is replaced by what the form says; an empty answer changes nothing.
    A population is a row of denominators.csv once its year and value are given.

    Raises
    ------
    DataError
        The form is not as issued, or the data would have a fault that they do not have now;
        every fault at its line of the form. Nothing is written then.
    """
    answers = read_form(form, data_root)
    contents = {
        ZONES_FILE: _zones(zone_id, answers, data_root),
        f"zones/{zone_id}/notes.md": _notes(zone_id, answers, data_root),
        COUNTS_FILE: _counts(zone_id, answers, data_root),
    }
    raw = {file: text.encode("utf-8") for file, text in contents.items()}
    changed = {file: text for file, text in raw.items() if (data_root / file).read_bytes() != text}
    faults = [f for f in new_errors(changed, data_root) if f.rule != "to-fill"]
    if faults:
        raise DataError(_at_form(fault, form, data_root, raw[COUNTS_FILE]) for fault in faults)
    for file, text in changed.items():
        replace_file(data_root / file, text)
    written = [data_root / file for file in changed]
    written += _titled(zone_id, answers, data_root)
    still = [f for f in form_fields(data_root) if f.is_required and not answers[f.key]]
    return written, len(still), _taken(zone_id, answers, data_root)


def _zones(zone_id: str, answers: Answers, data_root: Path) -> str:
    rows = csv_rows((data_root / ZONES_FILE).read_bytes())
    row = next(row for row in rows[1:] if row and row[0] == zone_id)
    for place, column in enumerate(rows[0]):
        row[place] = answers.get((ZONE, column), "") or row[place]
    return csv_text(rows)


def _notes(zone_id: str, answers: Answers, data_root: Path) -> str:
    """The notes with the answers in the place of 待填; words written since stay."""
    lines = (data_root / "zones" / zone_id / "notes.md").read_text(encoding="utf-8").split("\n")
    words = answers[NOTES, "words"]
    for place, line in enumerate(lines):
        key = line.partition(":")[0]
        answer = answers.get((NOTES, key), "")
        if answer and line.startswith(f"{key}: ") and TO_FILL in line:
            lines[place] = f"{key}: {_yaml(answer)}"
        elif words and line.startswith(f"{TO_FILL}：") and not key.startswith("grade"):
            lines[place] = words
    kept = [line for line in lines if not (words and line.startswith(f"{TO_FILL}: "))]
    return "\n".join(kept)


def _yaml(answer: str) -> str:
    """A plain YAML scalar where it is one, else a quoted one.

    >>> _yaml("自述材料"), _yaml("C: 自述")
    ('自述材料', '"C: 自述"')
    """
    is_plain = not any(sign in answer for sign in ":#'\"{}[]&*!|>%@`\\") and answer[0] not in "-?"
    return answer if is_plain else '"' + answer.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _counts(zone_id: str, answers: Answers, data_root: Path) -> str:
    text = (data_root / COUNTS_FILE).read_bytes().decode("utf-8-sig")
    rows = csv_rows(text.encode("utf-8"))
    known = {row[0] for row in rows[1:] if row}
    new = []
    for measure, unit in MEASURES.items():
        given = {name: answer for (table, name), answer in answers.items()
                 if table == f"{POPULATION}.{measure}"}  # fmt: skip
        denominator_id = f"{zone_id}.{measure}.{given['year']}"
        if given["year"] and given["value"] and denominator_id not in known:
            cells = {"denominator_id": denominator_id, "zone_id": zone_id, "measure": measure,
                     "unit": unit, **given}  # fmt: skip
            new.append([cells.get(column, "") for column in rows[0]])
    return text.rstrip("\r\n") + "\n" + csv_text(new)


def _titled(zone_id: str, answers: Answers, data_root: Path) -> list[Path]:
    """Give the parameters file its title and its day, while they are still 待填."""
    path = data_root.parent / "parameters" / f"{zone_id}.yaml"
    old = path.read_text(encoding="utf-8") if path.is_file() else ""
    name, day = answers[ZONE, "title_zh"], answers[NOTES, "graded_on"]
    text = old
    if name:
        title = f"title: {_yaml(f'{name}社区治理第三方评估报告')}"
        text = text.replace(f"title: {TO_FILL}（{zone_id}）", title)
    if day:
        text = text.replace(f'as_of: "{TO_FILL}"', f'as_of: "{day}"')
    if text == old:
        return []
    replace_file(path, text.encode("utf-8"))
    return [path]


def _taken(zone_id: str, answers: Answers, data_root: Path) -> list[str]:
    """What the parameters file has from the form, and what it still lacks."""
    path = data_root.parent / "parameters" / f"{zone_id}.yaml"
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    day, file = answers[NOTES, "graded_on"], f"parameters/{zone_id}.yaml"
    lines = []
    if day and f'as_of: "{day}"' in text:
        lines.append(
            f"{file}: as_of（承诺按哪一天判断）取评级日期 {day}，可改 the day on which commitments "
            "are judged is the day of the grade; change it there"
        )
    if TO_FILL in text:
        lines.append(f"{file}: 还有 {TO_FILL} still has cells to fill in: {text.count(TO_FILL)}")
    return lines


def _at_form(fault: Finding, form: Path, data_root: Path, counts: bytes) -> Finding:
    """The fault at the line of the form that it comes from, where it comes from one.

    `counts` is the table of denominators with the answers in it.
    """
    table = {ZONES_FILE: ZONE}.get(fault.file, NOTES)
    if fault.file == COUNTS_FILE:
        table = _asked_in(fault.row, csv_rows(counts))
    for number, field in enumerate(form_fields(data_root), start=2):
        if field.table == table and field.name == fault.column:
            return replace(fault, file=f"{form.name} ({fault.file})", row=number)
    return fault


def _asked_in(row: int | None, counts: list[list[str]]) -> str:
    """The part of the form that asks for a row of the denominators, by what the row measures.

    >>> table = [["denominator_id", "measure"], ["a", "households"]]
    >>> _asked_in(2, table), _asked_in(None, table)
    ('denominators.households', '')
    """
    if row is None or not 1 < row <= len(counts):
        return ""
    cells = dict(zip(counts[0], counts[row - 1], strict=False))
    return f"{POPULATION}.{cells['measure']}"
