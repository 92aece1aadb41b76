"""Knows how the answers of a survey become its sample, each fault told where a person would look.

The design speaks of rows of a table and of the mapping's names; a person has lines of an export
and its columns.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from shequ_eval.analysis.survey.design_faults import HEADER_LINES
from shequ_eval.analysis.survey.sample import Sample, sample_of
from shequ_eval.evidence.findings import DataError, Finding, errors_of
from shequ_eval.evidence.responses.read import (
    MAPPING,
    RESPONSES,
    SURVEYS,
    Responses,
    read_zone_survey,
)
from shequ_eval.vocabulary.survey_yaml import SurveySpecError


def sample_of_responses(responses: Responses) -> Sample:
    """The sample that a survey's mapping describes.

    Raises
    ------
    DataError
        Every fault of the design: a weight that is missing or negative, a lonely unit and the
        like, each with the line of the export and the export's column.
    """
    spec = responses.mapping
    try:
        return sample_of(spec.design, responses.answers, responses.known_totals, responses.file)
    except DataError as error:
        raise DataError([_located(finding, responses) for finding in error.findings]) from None


def design_findings(responses: Responses) -> list[Finding]:
    """Every fault of a survey's design; none where estimates can be made."""
    try:
        sample_of_responses(responses)
    except DataError as error:
        return list(error.findings)
    return []


def _located(finding: Finding, responses: Responses) -> Finding:
    """A finding on a row of the answers as one on the line of the export that it came from."""
    headers = responses.mapping.labels | responses.mapping.numbers
    column = headers.get(finding.column, finding.column)
    if finding.row is None:
        return replace(finding, column=column)
    line = int(responses.answers["row"].iloc[finding.row - HEADER_LINES])
    return replace(finding, row=line, column=column)


def survey_faults(data_root: Path) -> list[Finding]:
    """Every fault of every survey that lies in the data: its mapping, its answers, its design.

    What is doubtful is told by `check_responses`, not here. A survey whose answers are not there,
    as in a fresh clone, has no fault.
    """
    found: list[Finding] = []
    for path in sorted((data_root / SURVEYS).glob(f"*/{MAPPING}")):
        zone, mapping = path.parent.name, path.relative_to(data_root).as_posix()
        try:
            responses = read_zone_survey(data_root, zone)
            faults = design_findings(responses) if responses else []
        except SurveySpecError as error:
            allowed = "能用的映射 a mapping that can be used"
            found += [
                Finding(mapping, None, "", "survey-mapping", "error", fault, allowed)
                for fault in error.faults
            ]
            continue
        except DataError as error:
            faults = errors_of(error.findings)
        found += [replace(fault, file=_of_zone(fault.file, zone, data_root)) for fault in faults]
    return found


def _of_zone(file: str, zone: str, data_root: Path) -> str:
    """A file's place in the data: beside the mapping, or else beside the answers."""
    name = Path(file or MAPPING).name
    beside = f"{SURVEYS}/{zone}/{name}"
    return beside if (data_root / beside).is_file() else f"{SURVEYS}/{RESPONSES}/{zone}/{name}"
