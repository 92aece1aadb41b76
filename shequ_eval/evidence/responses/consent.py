"""Knows which sheets said yes to taking part; a sheet that did not is no answer, and is counted."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from shequ_eval.evidence.findings import Finding
from shequ_eval.evidence.responses.coded import coded_answers, plain_code
from shequ_eval.evidence.responses.columns import FoundColumns
from shequ_eval.evidence.responses.raw import RawResponses
from shequ_eval.vocabulary.survey_mapping import MappingSpec


def agreed(
    spec: MappingSpec, raw: RawResponses, found: FoundColumns
) -> tuple[RawResponses, int, list[Finding]]:
    """The sheets that agree to take part, how many do not, and the doubts about those.

    Where the mapping names no consent, every sheet agrees. A sheet that leaves the question empty
    does not. One that does not agree and answers all the same is a doubt, and is not used.
    """
    header = None if spec.consent is None else found.header.get(spec.consent.column)
    if spec.consent is None or header is None:
        return raw, 0, []
    words = raw.value_labels.get(header, {})
    yes = {str(value) for value in spec.consent.value}
    cells = raw.cells[header]
    no = ~cells.map(lambda cell: plain_code(cell) in yes or words.get(cell, cell) in yes)
    findings = _answering(spec, replace(raw, cells=raw.cells[no]), found, header)
    if no.all():
        allowed = f"{header} = {', '.join(sorted(yes))}"
        rule = "survey-nobody_agrees"
        findings.append(Finding(raw.file, None, header, rule, "error", f"0 / {len(no)}", allowed))
    return replace(raw, cells=raw.cells[~no]), int(no.sum()), findings


def _answering(
    spec: MappingSpec, raw: RawResponses, found: FoundColumns, header: str
) -> list[Finding]:
    answers, _ = coded_answers(spec, raw, found)
    given: pd.Series = answers[[item.id for item in spec.items if item.id in answers]].count(axis=1)
    return [
        Finding(
            raw.file, int(str(row)), header, "survey-no_consent", "warning",
            f"答了 {count} 题 questions answered", "同意才作答；不采用 to agree first; not used",
        )
        for row, count in given[given > 0].items()
    ]  # fmt: skip
