"""Knows how a questionnaire is written as an XLSForm, and every fault of one; reads no answer.

The three sheets of the form (survey, choices, settings) lie as CSV in one folder, so that a
change can be read. The rules are those of the XLSForm specification that these forms use.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from shequ_eval.vocabulary.text_table import read_text_table

SHEETS = ("survey", "choices", "settings")
LANGUAGES = ("中文 (zh)", "English (en)")
LABELS = tuple(f"label::{language}" for language in LANGUAGES)
PLAIN_TYPES = frozenset(
    [
        "text", "integer", "decimal", "date", "time", "dateTime", "note", "calculate", "hidden",
        "range", "acknowledge",
    ]
)  # fmt: skip
META_TYPES = frozenset(["start", "end", "today", "deviceid", "audit"])
SELECTS = frozenset({"select_one", "select_multiple", "rank"})
GROUPS = {"begin_group": "group", "begin_repeat": "repeat"}
ENDS = {"end_group": "group", "end_repeat": "repeat"}
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
REFERENCE = re.compile(r"\$\{([^}]*)\}")
SELECTED = re.compile(r"selected\(\s*\$\{([^}]*)\}\s*,\s*'([^']*)'\s*\)")
EQUALS = re.compile(r"\$\{([^}]*)\}\s*!?=\s*'([^']*)'")
CALLED = re.compile(r"([A-Za-z][\w-]*)\s*\(")
FUNCTIONS = frozenset(
    [
        "selected", "count-selected", "not", "if", "coalesce", "once", "string-length", "regex",
        "concat", "round", "int", "number", "count", "sum", "min", "max", "today", "now", "true",
        "false", "date", "decimal-date-time", "format-date", "jr:choice-name", "and", "or",
    ]
)  # fmt: skip
LOGIC = ("relevant", "constraint", "calculation", "choice_filter")


@dataclass(frozen=True)
class XlsForm:
    """The three sheets of a form, all cells as text."""

    name: str
    survey: pd.DataFrame
    choices: pd.DataFrame
    settings: pd.DataFrame

    def sheets(self) -> dict[str, pd.DataFrame]:
        """The sheets by the names that the specification gives them."""
        return {"survey": self.survey, "choices": self.choices, "settings": self.settings}


@dataclass(frozen=True)
class FormFault:
    """One fault at one line of one sheet (the header is line 1)."""

    sheet: str
    line: int
    column: str
    words: str

    def sentence(self) -> str:
        """The fault in one line."""
        return f"{self.sheet} 第{self.line}行 line {self.line} {self.column}: {self.words}"


class XlsFormError(ValueError):
    """A form that no tool would take; one line a fault, all of them."""

    def __init__(self, name: str, faults: list[FormFault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(f"{name}: {fault.sentence()}" for fault in faults))


def read_xlsform(folder: Path) -> XlsForm:
    """The form that lies in a folder as survey.csv, choices.csv and settings.csv.

    Raises
    ------
    XlsFormError
        A sheet is missing, or the form has a fault; every one.
    """
    tables = {}
    for sheet in SHEETS:
        path = folder / f"{sheet}.csv"
        if not path.is_file():
            raise XlsFormError(folder.name, [FormFault(sheet, 1, "", "文件不在 no such file")])
        tables[sheet] = read_text_table(path)
    form = XlsForm(folder.name, tables["survey"], tables["choices"], tables["settings"])
    if faults := form_faults(form):
        raise XlsFormError(folder.name, faults)
    return form


def form_faults(form: XlsForm) -> list[FormFault]:
    """Every fault of a form, sheet by sheet."""
    missing = list(_missing_columns(form))
    if missing:
        return missing
    return [
        *_survey_rows(form),
        *_nesting(form.survey),
        *_logic(form),
        *_choice_rows(form.choices),
        *_settings(form.settings),
    ]


def _missing_columns(form: XlsForm) -> Iterator[FormFault]:
    needed = {
        "survey": ("type", "name", *LABELS),
        "choices": ("list_name", "name", *LABELS),
        "settings": ("form_title", "form_id", "version", "default_language"),
    }
    for sheet, table in form.sheets().items():
        for column in needed[sheet]:
            if column not in table:
                yield FormFault(sheet, 1, column, "缺列 missing column")


def _survey_rows(form: XlsForm) -> Iterator[FormFault]:
    lists, seen = set(form.choices["list_name"]), set[str]()
    for line, row in enumerate(form.survey.to_dict("records"), 2):
        kind, _, named = str(row["type"]).partition(" ")
        name = str(row["name"])
        if kind in ENDS:
            continue
        if kind in SELECTS:
            if named not in lists:
                yield FormFault("survey", line, "type", f"没有选项表 no list {named!r}")
        elif kind not in PLAIN_TYPES | META_TYPES | set(GROUPS) or named:
            yield FormFault("survey", line, "type", f"未知类型 unknown type {row['type']!r}")
        if not NAME.fullmatch(name):
            yield FormFault("survey", line, "name", f"不合规 not a name {name!r}")
        if name in seen:
            yield FormFault("survey", line, "name", f"重复 twice {name!r}")
        seen.add(name)
        if kind not in META_TYPES | {"calculate", "hidden"}:
            yield from _unlabelled("survey", line, row)
        if kind == "calculate" and not row.get("calculation"):
            yield FormFault("survey", line, "calculation", "缺算式 nothing to calculate")
        if str(row.get("required", "")) not in {"", "yes", "no", "true", "false"}:
            yield FormFault("survey", line, "required", "应为 yes 或空 must be yes or empty")


def _unlabelled(sheet: str, line: int, row: dict[object, object]) -> Iterator[FormFault]:
    for label in LABELS:
        if not str(row[label]).strip():
            yield FormFault(sheet, line, label, "缺文字 no words")


def _nesting(survey: pd.DataFrame) -> Iterator[FormFault]:
    open_: list[tuple[str, int]] = []
    for line, written in enumerate(survey["type"], 2):
        if written in GROUPS:
            open_.append((GROUPS[written], line))
        elif written in ENDS and (not open_ or open_.pop()[0] != ENDS[written]):
            yield FormFault("survey", line, "type", f"没有对应的开始 nothing to end: {written}")
    for kind, line in open_:
        yield FormFault("survey", line, "type", f"没有结束 {kind} is not ended")


def _logic(form: XlsForm) -> Iterator[FormFault]:
    names = set(form.survey["name"])
    options = _options_of(form)
    for line, row in enumerate(form.survey.to_dict("records"), 2):
        for column in LOGIC:
            written = str(row.get(column, ""))
            if not written:
                continue
            for words in _expression_faults(written, names, options):
                yield FormFault("survey", line, column, words)


def _expression_faults(
    written: str, names: set[str], options: dict[str, set[str]]
) -> Iterator[str]:
    quoteless = re.sub(r"'[^']*'|\"[^\"]*\"", "", written)
    if "'" in quoteless or '"' in quoteless:
        yield "引号不成对 an open quotation mark"
    if not _is_balanced(quoteless):
        yield "括号不成对 brackets do not match"
    for name in REFERENCE.findall(written):
        if name not in names:
            yield f"没有这一题 no question {name!r}"
    for name, option in [*SELECTED.findall(written), *EQUALS.findall(written)]:
        if name in options and option not in options[name]:
            yield f"{name} 没有选项 has no choice {option!r}"
    for function in CALLED.findall(REFERENCE.sub("", quoteless)):
        if function not in FUNCTIONS:
            yield f"未知函数 unknown function {function!r}"


def _is_balanced(written: str) -> bool:
    depth = 0
    for sign in written:
        depth += (sign in "({") - (sign in ")}")
        if depth < 0:
            return False
    return depth == 0


def _options_of(form: XlsForm) -> dict[str, set[str]]:
    lists = form.choices.groupby("list_name")["name"].agg(set).to_dict()
    found = {}
    for row in form.survey.to_dict("records"):
        kind, _, named = str(row["type"]).partition(" ")
        if kind in SELECTS and named in lists:
            found[str(row["name"])] = lists[named]
    return found


def _choice_rows(choices: pd.DataFrame) -> Iterator[FormFault]:
    seen: set[tuple[str, str]] = set()
    for line, row in enumerate(choices.to_dict("records"), 2):
        key = (str(row["list_name"]), str(row["name"]))
        if not all(key) or re.search(r"\s", "".join(key)):
            yield FormFault("choices", line, "name", f"空或有空格 empty or with a space {key!r}")
        if key in seen:
            yield FormFault("choices", line, "name", f"重复 twice {key!r}")
        seen.add(key)
        yield from _unlabelled("choices", line, row)


def _settings(settings: pd.DataFrame) -> Iterator[FormFault]:
    if len(settings) != 1:
        yield FormFault("settings", 2, "", "应恰有一行 must have one row")
        return
    row = settings.to_dict("records")[0]
    for column in ("form_title", "form_id", "version"):
        if not str(row[column]).strip():
            yield FormFault("settings", 2, column, "缺 missing")
    if not NAME.fullmatch(str(row["form_id"])):
        yield FormFault("settings", 2, "form_id", "不合规 not a name")
    if row["default_language"] not in LANGUAGES:
        allowed = ", ".join(LANGUAGES)
        yield FormFault("settings", 2, "default_language", f"应为 one of {allowed}")
