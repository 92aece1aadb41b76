"""Knows how cells become answers on their scales, and which cells are none; guesses no answer."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
import pandas as pd

from shequ_eval.evidence.findings import Finding
from shequ_eval.evidence.responses.columns import FoundColumns
from shequ_eval.evidence.responses.raw import RawResponses
from shequ_eval.vocabulary.identifiers import kind_of_cell
from shequ_eval.vocabulary.survey_mapping import ItemSpec, MappingSpec, ScaleSpec, SelectSpec

YES, NO = frozenset({"1", "true", "True", "TRUE"}), frozenset({"0", "false", "False", "FALSE"})
SHOWN = 16  # characters of a faulty cell that a finding may print
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?")


def shown_cell(text: str) -> str:
    """A faulty cell as a finding may print it: short, and nothing that names a person.

    >>> shown_cell("7"), shown_cell("13812345678"), shown_cell("x" * 40)
    ('7', '<phone>', '<40 字 characters>')
    """
    kind = kind_of_cell(text)
    if kind is not None:
        return f"<{kind}>"
    return text if len(text) <= SHOWN else f"<{len(text)} 字 characters>"


def coded_answers(
    spec: MappingSpec, raw: RawResponses, found: FoundColumns
) -> tuple[pd.DataFrame, list[Finding]]:
    """One row an answer sheet: items as floats, options as 0 and 1, labels as text, numbers.

    A cell off its scale is a finding and no answer. A column that was not found is left out; it
    is a finding already.
    """
    findings: list[Finding] = []
    columns: dict[str, pd.Series] = {}
    for item in spec.items:
        if item.column in found.header:
            cells = raw.cells[found.header[item.column]]
            columns[item.id] = _on_scale(spec.scale_of(item), cells)
            findings += _off_scale(spec, item, cells, columns[item.id], raw.file)
    for select in spec.selects:
        columns |= _options(select, raw, found, findings)
    for label, column in spec.labels.items():
        if column in found.header:
            columns[label] = _labels(raw, found.header[column])
    for number, column in spec.numbers.items():
        if column in found.header:
            cells = raw.cells[found.header[column]]
            columns[number] = pd.to_numeric(cells.where(cells.map(_is_number)), errors="coerce")
            bad = cells.ne("") & columns[number].isna()
            findings += _faults(raw, cells, bad, "not_a_number", "数字 a number")
    return pd.DataFrame(columns, index=raw.cells.index), findings


def _is_number(text: str) -> bool:
    return bool(NUMBER.fullmatch(text)) and len(text) < 40


def _on_scale(scale: ScaleSpec, cells: pd.Series) -> pd.Series:
    words = {code: float(code) for code in scale.codes()}
    words |= {word: float(code) for word, code in scale.words.items()}
    values = cells.map(lambda cell: words.get(plain_code(cell), np.nan)).astype(float)
    return scale.low + scale.high - values if scale.reversed else values


def plain_code(cell: str) -> str:
    """5.0 and 05 are no codes of their own; 5.0 is 5."""
    return cell.removesuffix(".0") if cell.removesuffix(".0").lstrip("-").isdigit() else cell


def _off_scale(
    spec: MappingSpec, item: ItemSpec, cells: pd.Series, values: pd.Series, file: str
) -> Iterator[Finding]:
    scale = spec.scale_of(item)
    none = {"", *map(str, scale.missing)}
    bad = values.isna() & ~cells.map(lambda cell: plain_code(cell) in none)
    allowed = f"{scale.low}–{scale.high}" + (f", {', '.join(scale.words)}" if scale.words else "")
    for row, cell in cells[bad].items():
        rule = "survey-out_of_range"
        yield Finding(file, _line(row), str(cells.name), rule, "error", shown_cell(cell), allowed)


def _line(row: object) -> int:
    return int(str(row))


def _labels(raw: RawResponses, header: str) -> pd.Series:
    """Labels as text; codes that the file has words for, as those words."""
    words = raw.value_labels.get(header, {})
    return raw.cells[header].map(lambda cell: words.get(cell, cell) or None).astype(object)


def _options(
    select: SelectSpec, raw: RawResponses, found: FoundColumns, findings: list[Finding]
) -> dict[str, pd.Series]:
    if select.column in found.options:
        columns = {}
        for option, header in found.options[select.column].items():
            cells = raw.cells[header]
            values = cells.map(lambda cell: 1.0 if cell in YES else 0.0 if cell in NO else np.nan)
            bad = cells.ne("") & values.isna()
            findings += _faults(raw, cells, bad, "not_yes_or_no", "0, 1, TRUE, FALSE")
            columns[f"{select.id}.{option}"] = values.astype(float)
        return columns
    if select.column not in found.header:
        return {}
    cells = raw.cells[found.header[select.column]]
    chosen = cells.map(lambda cell: set(re.split(r"[\s,;，；]+", cell)) - {""})
    bad = chosen.map(lambda options: not options <= set(select.options))
    findings += _faults(raw, cells, bad, "unknown_option", ", ".join(select.options))
    answered = cells.ne("") & ~bad
    return {
        f"{select.id}.{option}": chosen.map(lambda options, o=option: float(o in options)).where(
            answered
        )
        for option in select.options
    }


def _faults(
    raw: RawResponses, cells: pd.Series, bad: pd.Series, rule: str, allowed: str
) -> list[Finding]:
    return [
        Finding(
            raw.file, _line(row), str(cells.name), f"survey-{rule}", "error",
            shown_cell(cell), allowed,
        )
        for row, cell in cells[bad].items()
    ]  # fmt: skip
