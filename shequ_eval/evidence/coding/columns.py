"""Knows the columns of a coding sheet and what each cell may hold; reads and writes no file.

A column that ends in ? is a suggestion; the column of the same name beside it is the coder's. An
empty cell of the coder's takes the suggestion, 无 says that it is to stay empty.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import pandas as pd

from shequ_eval.evidence.coding.usual import bases_by_indicator
from shequ_eval.vocabulary.codebook import Codebook
from shequ_eval.vocabulary.coding_cues import CodingCues, read_coding_cues
from shequ_eval.vocabulary.nearest import did_you_mean

CODING, SOURCES, TEXT = "编码", "来源", "全文"
LISTS = "词表"
NONE = "无"
FEW, NEAR = 12, 4
ACCEPT, NOT_A_FIGURE, LEAVE_OUT = "accept", "not_a_figure", "leave_out"
LOST_KIND = "missing_number"  # a row whose number the document has lost
DECISIONS = (ACCEPT, NOT_A_FIGURE, LEAVE_OUT)
GIVEN = ("row", "value_text", "passage", "place", "source_id", "start", "end")
FIELDS = (
    "indicator_id", "value", "low", "high", "unit", "period", "status", "per", "qualifier",
    "registration", "population_basis", "scope", "period_basis", "cumulative_over", "change",
    "kind", "dimension", "low_closed", "high_closed", "flags", "statement_zh", "statement_en",
)  # fmt: skip
SIGNED = ("coder", "coded_on", "note")
REASONS = ("why", "others")
SOURCE_GIVEN = ("source_id", "zone_id", "file", "characters", "sha256")
SOURCE_ASKED = (
    "title", "title_basis", "publisher", "publisher_basis", "published", "kind", "evidence_grade",
    "defects",
)  # fmt: skip
TEXT_COLUMNS = ("source_id", "paragraph", "page", "start", "text")
SUGGESTED = "?"
OWN_TITLES = {
    "row": "序号", "passage": "前后文（只供阅读）", "place": "位置（补行填段号）",
    "decision": "决定", "why": "建议的理由", "others": "其他可能", "coded_on": "编码日期",
    "paragraph": "段", "page": "页", "text": "原文（只供阅读）",
}  # fmt: skip
Cells = dict[str, str]


def header_codes() -> list[str]:
    """The codes of the coding sheet's columns, in order."""
    codes = [*GIVEN, "decision", "indicator_id?", *REASONS, "indicator_id"]
    codes += [code for name in FIELDS[1:] for code in (f"{name}?", name)]
    return [*codes, *SIGNED]


@dataclass(frozen=True)
class Vocabulary:
    """What the cells of a sheet may hold: titles of columns, and options as code → words.

    `required` are the columns that an accepted figure needs, `hints` say what a column means,
    `quantities` is unit → kind of quantity, `cues` are the words of coding.yaml, `patterns` say
    how the cells of a column are written. `bases` is indicator → the cells of its bases where
    the words say nothing of them.
    """

    titles: Mapping[str, str]
    options: Mapping[str, Mapping[str, str]]
    source_options: Mapping[str, Mapping[str, str]]
    required: frozenset[str]
    hints: Mapping[str, str]
    quantities: Mapping[str, str]
    cues: CodingCues
    patterns: Mapping[str, str]
    bases: Mapping[str, Cells]

    def header(self, code: str) -> str:
        """The title of a column with its code: what a sheet shows in its first row."""
        name = code.removesuffix(SUGGESTED)
        given = "建议" if code.endswith(SUGGESTED) else ""
        return f"{given}{self.titles.get(name, name)} {code}"

    def shown(self, column: str, code: str) -> str:
        """A code with its words: what a cell and a drop-down list show.

        A code that stands for itself (家, 登记) is shown alone.
        """
        words = self.options.get(column, {}).get(code, "")
        return code if words in {"", code} else f"{code} {words}"

    def code(self, column: str, cell: str) -> str:
        """The code that a cell means, by itself or by its words; else the cell as it is."""
        options = self.options.get(column, {})
        first = cell.split(maxsplit=1)[0] if cell.strip() else ""
        if first in options or first == NONE:
            return first
        said = [code for code, words in options.items() if words == cell.strip()]
        return said[0] if len(said) == 1 else cell.strip()

    def allowed(self, column: str, cell: str) -> str:
        """What the column allows, in words; the nearest codes and titles first."""
        options = self.options[column]
        titles = {words: code for code, words in options.items()}
        held = [words for words in titles if cell and (cell in words or words in cell)]
        near = [*held, *get_close_matches(cell, list(titles), n=NEAR, cutoff=0.4)]
        if len(options) <= FEW or not near:
            return did_you_mean(cell, options)
        named = [f"{titles[words]} {words}" for words in dict.fromkeys(near)][:NEAR]
        return f"是否指 did you mean: {'、'.join(named)}？全部见“{LISTS}”表 all: sheet {LISTS}"


def read_vocabulary(
    data_root: Path, codebook: Codebook, units: pd.DataFrame, evidence: pd.DataFrame
) -> Vocabulary:
    """Titles and options from the schemas, the labels, the units and the list of indicators.

    `evidence` is what was coded so far: it tells which bases matter for which indicator.
    """
    fields = _fields(data_root, "evidence") | {"decision": {}}
    sources = _fields(data_root, "sources")
    options: dict[str, Mapping[str, str]] = {
        name: _words(codebook, name, field["constraints"]["enum"])
        for name, field in fields.items()
        if name in FIELDS and field.get("constraints", {}).get("enum")
    }
    options["kind"] = {**options["kind"], LOST_KIND: "原文缺失"}
    options["decision"] = _words(codebook, "decision", DECISIONS)
    options["indicator_id"] = dict(codebook.indicators["title_zh"])
    options["unit"] = dict(zip(units["unit"], units["unit"], strict=True))
    options |= {name: {"true": "含本数", "false": "不含"} for name in ("low_closed", "high_closed")}
    return Vocabulary(
        titles={name: _title(field) for name, field in {**sources, **fields}.items()} | OWN_TITLES,
        options=options,
        source_options={
            name: _words(codebook, name, field["constraints"]["enum"])
            for name, field in sources.items()
            if field.get("constraints", {}).get("enum")
        },
        required=frozenset(
            name for name, field in fields.items() if field.get("constraints", {}).get("required")
        ),
        hints={
            name: str(field.get("description", "")) for name, field in (sources | fields).items()
        },
        quantities=dict(zip(units["unit"], units["quantity"], strict=True)),
        cues=read_coding_cues(data_root),
        bases=bases_by_indicator(evidence, codebook.indicators),
        patterns={
            name: str(field["constraints"]["pattern"])
            for name, field in fields.items()
            if name in FIELDS and field.get("constraints", {}).get("pattern")
        },
    )


def _fields(data_root: Path, name: str) -> dict[str, dict[str, Any]]:
    schema = json.loads((data_root / "schemas" / f"{name}.json").read_text(encoding="utf-8"))
    return {field["name"]: field for field in schema["fields"]}


def _title(field: Mapping[str, Any]) -> str:
    return str(field.get("title", "")).split(" / ", maxsplit=1)[0]


def _words(codebook: Codebook, group: str, codes: Any) -> dict[str, str]:
    labels = codebook.labels.get(group, {})
    return {code: labels[code][0] if code in labels else code for code in codes}
