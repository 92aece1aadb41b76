"""Knows which fields a new zone's form asks for, and reads one that came back; writes nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shequ_eval.evidence.findings import DataError, Finding
from shequ_eval.evidence.workbooks import read_workbook

SHEET = "地区"
HEADER = ("表 table", "字段 field", "名称 title", "说明 meaning", "必填 required", "填写 answer")
ZONE, NOTES, POPULATION = "zones", "notes", "denominators"
LEFT_OUT = {
    ZONE: {"zone_id"},
    POPULATION: {"denominator_id", "zone_id", "measure", "unit"},
}
MEASURES = {"resident_population": "人", "registered_population": "人", "households": "户"}
NOTE_FIELDS: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    ("grade", "证据等级", "A 官方统计，B 台账，C 自述，D 推断。", ("A", "B", "C", "D")),
    ("grade_reason", "等级的理由", "这些数字为什么只能信到这个程度。 Why this grade.", ()),
    ("graded_on", "评级日期", "年-月-日。 Year-month-day.", ()),
    ("words", "说明", "来源是什么，缺什么，编码时的判断。 Sources, gaps, judgements.", ()),
)


@dataclass(frozen=True)
class Field:
    """One line of the form: the table and column that it fills, what it means and allows."""

    table: str
    name: str
    title: str
    meaning: str
    is_required: bool
    options: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, str]:
        """The table and the column."""
        return self.table, self.name


def form_fields(data_root: Path) -> list[Field]:
    """Every line of the form: the zone, the notes, and its populations and households."""
    zone = [
        _field(ZONE, field) for field in _schema(data_root, ZONE)
        if field["name"] not in LEFT_OUT[ZONE]
    ]  # fmt: skip
    notes = [
        Field(NOTES, name, title, meaning, True, options)
        for name, title, meaning, options in NOTE_FIELDS
    ]
    counts = [
        _field(f"{POPULATION}.{measure}", field, is_required=False)
        for measure in MEASURES
        for field in _schema(data_root, POPULATION)
        if field["name"] not in LEFT_OUT[POPULATION]
    ]
    return [*zone, *notes, *counts]


def read_form(path: Path, data_root: Path) -> dict[tuple[str, str], str]:
    """The answers of a returned form by table and column; "" where nothing was filled in.

    Raises
    ------
    DataError
        The file is no XLSX or not this form: a line was lost or changed.
    """
    book = read_workbook(path)
    rows = book.get(SHEET, [])
    expected = [field.key for field in form_fields(data_root)]
    lines = [row + [""] * (len(HEADER) - len(row)) for row in rows[1:] if any(row)]
    found = {(row[0], row[1]): row[5] for row in lines}
    if not rows or tuple(rows[0][: len(HEADER)]) != HEADER or set(found) != set(expected):
        lost = ", ".join(".".join(key) for key in expected if key not in found)
        remedy = "用原表重填，只改最后一列 fill a fresh form; change the last column only"
        raise DataError(
            [Finding(path.name, 1, "", "form-header", "error", "", lost or SHEET, remedy)]
        )
    return {key: found[key] for key in expected}


def _field(table: str, field: Mapping[str, Any], is_required: bool | None = None) -> Field:
    rules = field.get("constraints", {})
    required = bool(rules.get("required")) if is_required is None else is_required
    example = f" 例 e.g. {field['example']}" if field.get("example") else ""
    return Field(
        table=table,
        name=str(field["name"]),
        title=str(field.get("title", "")),
        meaning=f"{field.get('description', '')}{example}",
        is_required=required,
        options=tuple(map(str, rules.get("enum", ()))),
    )


def _schema(data_root: Path, name: str) -> list[dict[str, Any]]:
    text = (data_root / "schemas" / f"{name}.json").read_text(encoding="utf-8")
    fields: list[dict[str, Any]] = json.loads(text)["fields"]
    return fields
