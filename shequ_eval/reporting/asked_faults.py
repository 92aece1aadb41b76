"""Knows what keeps a report from being made that its parameters alone do not show; makes none.

It looks at what a parameter file names, whether the file is valid or not, so that all of its
faults are told at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shequ_eval.reporting.crate.inputs import ALL_ZONES
from shequ_eval.reporting.earlier_report import COMPARED_WITH, earlier_faults, earlier_folder
from shequ_eval.reporting.files.place import foreign_entries
from shequ_eval.reporting.narrative_references import unknown_references
from shequ_eval.reporting.report_cells import PARTS
from shequ_eval.vocabulary.codebook import Codebook, Language
from shequ_eval.vocabulary.key_faults import KeyFault, sentences_of
from shequ_eval.vocabulary.narrative import (
    PARAMETERS,
    NarrativeError,
    narrative_file,
    read_narrative,
    read_references,
)
from shequ_eval.vocabulary.nearest import did_you_mean
from shequ_eval.vocabulary.parameter_faults import all_faults
from shequ_eval.vocabulary.parameters import SLUG, ReportParameters

LANGUAGES: tuple[Language, ...] = ("zh", "en")
REPORT_ENDING = "_report"
REPORT_ENTRIES = (
    "notebooks",
    "exhibits",
    "inputs",
    *(f"{part}.{ending}" for part in PARTS for ending in ("html", "pdf", "docx")),
    "ro-crate-metadata.json",
    "manifest.json",  # of reports made before there were crates
)


@dataclass(frozen=True)
class Asked:
    """A parameter file as it was read, valid or not: what it gives, and its text."""

    file: Path
    given: dict[str, Any]
    text: str

    @property
    def report_id(self) -> str:
        """The report's name, "" where it can be no folder's."""
        name = self.given.get("report_id")
        return name if isinstance(name, str) and re.match(SLUG, name) else ""

    @property
    def notebooks(self) -> list[str]:
        """The names of the notebooks that it asks for, those given or by default."""
        default = ReportParameters.model_fields["notebooks"].get_default(call_default_factory=True)
        return _texts(self.given.get("notebooks", default))

    @property
    def earlier(self) -> Path | None:
        """The folder of the earlier report that it names, where that is a path."""
        named = self.given.get(COMPARED_WITH)
        return earlier_folder(named if isinstance(named, str) else "", self.file)

    def zones_read(self, notebooks: Path) -> list[str] | None:
        """The zones whose data it reads, None for all: where a notebook looks at all of them."""
        paths = [notebooks / f"{name}.ipynb" for name in self.notebooks]
        if any(path.is_file() and ALL_ZONES in path.read_bytes() for path in paths):
            return None
        return _texts(self.given.get("zones"))

    @property
    def narrative(self) -> Path:
        """Where the evaluator's narrative lies, if there is one."""
        return narrative_file(self.file.parent, self.report_id)


def asked_faults(asked: Asked, codebook: Codebook, notebooks: Path, out: Path) -> list[str]:
    """Every fault of the keys of a parameter file, with its line: of the file, of what it names."""
    faults = [
        *all_faults(asked.given, ReportParameters, codebook),
        *_of_notebooks(asked.notebooks, notebooks),
        *_of_place(asked, out),
    ]
    return sentences_of(faults, asked.file.name, asked.text)


def narrative_faults(asked: Asked, notebooks: Path, data_root: Path | None) -> list[str]:
    """Every fault of the evaluator's narrative, with its line.

    References are looked up in the data at `data_root`, where that is given.
    """
    if not asked.report_id:
        return []
    faults, references = _of_stray_narratives(asked, data_root), []
    try:
        references = read_references(asked.narrative)
        read_narrative(asked.narrative)
    except NarrativeError as error:
        faults += error.faults
    if data_root is not None:
        faults += unknown_references(references, data_root, asked.zones_read(notebooks))
    return faults


def _of_notebooks(names: list[str], folder: Path) -> Iterator[KeyFault]:
    there = [path.stem for path in sorted(folder.glob("*.ipynb"))]
    if not there:
        yield KeyFault(
            "notebooks",
            f"目录 {folder} 里没有 notebook；数据、notebooks/ 与 parameters/ 应在同一目录下 "
            "the folder holds no notebooks: data, notebooks/ and parameters/ lie side by side",
        )
        return
    for name in names:
        if name not in there:
            yield KeyFault("notebooks", f"现为 found {name!r}; {did_you_mean(name, there)}")
    reports = [name for name in names if name.endswith(REPORT_ENDING)]
    if len(reports) != 1:
        yield KeyFault(
            "notebooks",
            f"现为 found {reports}; 应恰有一个以 {REPORT_ENDING} 结尾的 notebook "
            f"exactly one must end in {REPORT_ENDING}",
        )


def _of_place(asked: Asked, out: Path) -> Iterator[KeyFault]:
    foreign = foreign_entries(out / asked.report_id, REPORT_ENTRIES) if asked.report_id else []
    if foreign:
        yield KeyFault(
            "report_id",
            f"目录 folder {out / asked.report_id} 里有不属于报告的文件，不覆盖 "
            f"holds files that belong to no report and is left alone: {', '.join(foreign[:5])}",
        )
    language = asked.given.get("language", "zh")
    known = language if language in LANGUAGES else ""
    for words in earlier_faults(asked.earlier, known, out):
        yield KeyFault(COMPARED_WITH, words)


def _of_stray_narratives(asked: Asked, data_root: Path | None) -> list[str]:
    """A narrative that its writer expects to be printed and that the report would not read."""
    read = asked.narrative
    places = [narrative_file(asked.file.parent, asked.file.stem)]
    if data_root is not None:
        places.append(narrative_file(data_root.parent / PARAMETERS, asked.report_id))
    return [
        f"{asked.file.name}: 评价人的文字在 the narrative lies in {place}；"
        f"报告只读 the report reads {read} alone：请移到那里 move it there"
        for place in places
        if place.is_file() and not read.is_file()
    ]


def _texts(value: Any) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []
