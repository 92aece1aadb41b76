"""Knows the way from a mapping and its file to answers that name nobody; estimates nothing.

The file is never changed: corrections are carried out on a copy, people's columns are dropped or
hashed before anything leaves this module, and no finding prints a cell that names someone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from shequ_eval.evidence.findings import DataError, Finding, errors_of, sort_findings
from shequ_eval.evidence.known_totals import read_known_totals
from shequ_eval.evidence.responses.coded import coded_answers
from shequ_eval.evidence.responses.columns import FoundColumns, find_columns
from shequ_eval.evidence.responses.consent import agreed
from shequ_eval.evidence.responses.corrections import (
    corrected,
    proposed_corrections,
    read_corrections,
)
from shequ_eval.evidence.responses.frame import from_frame, off_frame, read_frame
from shequ_eval.evidence.responses.people import (
    hashed_columns,
    people_findings,
    people_in,
    read_salt,
)
from shequ_eval.evidence.responses.quality import doubtful_sheets
from shequ_eval.evidence.responses.raw import read_raw_responses
from shequ_eval.vocabulary.survey_mapping import SHEET, MappingSpec
from shequ_eval.vocabulary.survey_mapping_file import read_survey_mapping

SURVEYS, RESPONSES, MAPPING, SALT = "surveys", "responses", "mapping.yaml", "salt.txt"


@dataclass(frozen=True)
class Responses:
    """The answers of one survey, ready for estimates: nobody is named, nothing is estimated.

    `answers` has a row a sheet: items and options as floats, labels as text, numbers, codes of
    hashed identifiers. `log` are the corrections that were carried out; `received` counts the
    sheets of the file before them, `refused` those that did not agree to take part, which are no
    answers. Where there is a frame, the answers have what it says of their community (see
    `from_frame`). Shown in a notebook, it shows no sheet.
    """

    mapping: MappingSpec
    answers: pd.DataFrame = field(repr=False)
    frame: pd.DataFrame | None
    log: pd.DataFrame = field(repr=False)
    findings: tuple[Finding, ...]
    file: str
    sha256: str
    received: int
    known_totals: tuple[pd.DataFrame, ...] = ()
    refused: int = 0

    @property
    def items(self) -> pd.DataFrame:
        """The items alone, all as floats."""
        return self.answers[[item.id for item in self.mapping.items]]


@dataclass(frozen=True)
class Checked:
    """What reading a survey found: the answers where there is no fault, every finding, a log."""

    responses: Responses | None
    findings: tuple[Finding, ...]
    proposed: pd.DataFrame


def read_responses(mapping: Path) -> Responses:
    """The answers that a mapping describes, corrected, coded, and without names.

    Raises
    ------
    SurveySpecError
        The mapping cannot be used.
    DataError
        The file cannot be read, or has a fault that is not settled; every one.
    """
    checked = check_responses(mapping)
    if checked.responses is None:
        raise DataError(errors_of(checked.findings))
    return checked.responses


def check_responses(mapping: Path) -> Checked:
    """Everything that is wrong or doubtful with a survey's answers, and the answers if nothing is.

    Raises
    ------
    SurveySpecError
        The mapping cannot be used.
    DataError
        A file cannot be read at all.
    """
    spec = read_survey_mapping(mapping)
    folder = mapping.parent
    raw = read_raw_responses(folder / spec.data, spec.sheet)
    log = read_corrections(folder / spec.corrections) if spec.corrections else _no_log()
    found, findings = find_columns(spec, list(map(str, raw.cells.columns)), raw.file)
    id_header = found.header.get(spec.response_id or "")
    signed = corrected(raw, log, id_header, spec.corrections or "")
    fixed, refused, unwilling = agreed(spec, signed, found)
    findings += unwilling
    answers, off_scale = coded_answers(spec, fixed, found)
    findings += off_scale
    findings += doubtful_sheets(spec, fixed, found, answers)
    findings += people_findings(spec, fixed, found, people_in(fixed, _places(spec, found)))
    salt = read_salt(_salt_beside(folder / spec.data)) if spec.identifiers.hash else None
    codes = hashed_columns(spec, fixed, found, salt)
    findings += _placeless(spec, answers, found, raw.file)
    frame = read_frame(folder / spec.frame) if spec.frame else None
    if frame is not None:
        findings += _frame_faults(spec, frame, answers, raw.file)
    findings = sort_findings(findings)
    proposed = proposed_corrections(findings, signed, id_header)
    if errors_of(findings):
        return Checked(None, tuple(findings), proposed)
    parts = [answers, codes]
    if frame is not None and spec.street and spec.community:
        parts.append(from_frame(frame, answers[[spec.street, spec.community]]))
    whole = pd.concat(parts, axis=1).reset_index(names="row")
    if id_header:
        whole.insert(1, SHEET, fixed.cells[id_header].to_numpy())
    responses = Responses(
        mapping=spec,
        answers=whole,
        frame=frame,
        log=log.drop(columns="line"),
        findings=tuple(findings),
        file=raw.file,
        sha256=raw.sha256,
        received=len(raw.cells),
        known_totals=tuple(read_known_totals(spec.design.calibration, folder)),
        refused=refused,
    )
    return Checked(responses, tuple(findings), proposed)


def read_zone_survey(data_root: Path, zone_id: str) -> Responses | None:
    """The survey of a zone, from data/surveys/<zone>/mapping.yaml; None where it has none.

    None too where the mapping is there and the answers, which git never holds, are not.

    Raises
    ------
    SurveySpecError, DataError
        See `read_responses`; or the mapping is of another zone.
    """
    path = data_root / SURVEYS / zone_id / MAPPING
    if not path.is_file():
        return None
    spec = read_survey_mapping(path)
    if spec.zone_id != zone_id:
        rule = "survey-other_zone"
        raise DataError([Finding(MAPPING, None, "zone_id", rule, "error", spec.zone_id, zone_id)])
    if not (path.parent / spec.data).is_file():
        return None
    return read_responses(path)


def read_zone_surveys(data_root: Path, zones: Sequence[str]) -> tuple[Responses, ...]:
    """The surveys of those of the zones that have one, in their order.

    Raises
    ------
    SurveySpecError, DataError
        See `read_zone_survey`.
    """
    found = (read_zone_survey(data_root, zone_id) for zone_id in zones)
    return tuple(responses for responses in found if responses is not None)


def _placeless(
    spec: MappingSpec, answers: pd.DataFrame, found: FoundColumns, file: str
) -> list[Finding]:
    """A fault for each sheet that does not say of which street or community it is."""
    named = [name for name in (spec.street, spec.community) if name in answers]
    return [
        Finding(
            file, int(row), found.header[spec.labels[str(name)]], "survey-no_place", "error",
            "", "街道、社区的名称 the name of a street or community",
        )
        for name in named
        for row in answers.index[answers[name].isna()]
    ]  # fmt: skip


def _no_log() -> pd.DataFrame:
    return pd.DataFrame(columns=["line", "row", "column", "before", "after", "rule", "who", "why"])


def _places(spec: MappingSpec, found: FoundColumns) -> frozenset[str]:
    """Headers of labels of places, whose names may begin like surnames."""
    named = [spec.labels[name] for name in (spec.street, spec.community) if name]
    return frozenset(found.header[column] for column in named if column in found.header)


def _salt_beside(data: Path) -> Path:
    """The salt lies in the folder of answers, or one above, which git ignores; never in outputs."""
    own = data.parent / SALT
    return own if own.is_file() else data.parent.parent / SALT


def _frame_faults(
    spec: MappingSpec, frame: pd.DataFrame, answers: pd.DataFrame, file: str
) -> list[Finding]:
    names = [spec.street, spec.community]
    if None in names or not set(map(str, names)) <= set(answers.columns):
        return []
    return off_frame(frame, answers[[str(name) for name in names]], file)
