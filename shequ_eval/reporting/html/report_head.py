"""Knows what stands at the head of a report: title, places, dates of its sources; no finding."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from shequ_eval.evidence.tables import read_descriptor, read_table
from shequ_eval.reporting.html.page_words import WORDS
from shequ_eval.vocabulary.codebook import read_codebook
from shequ_eval.vocabulary.parameters import ReportParameters

_YEAR = re.compile(r"\d{4}")


@dataclass(frozen=True)
class ReportHead:
    """The words at the head of a report, in its language."""

    report_id: str
    title: str
    language: str
    publication: str
    zones: tuple[str, ...]
    dated: str
    data_version: str
    style: str = "official"
    client: str = ""
    evaluator: str = ""
    lead_evaluator: str = ""
    report_date: str = ""
    as_of: str = ""


def read_head(parameters: ReportParameters, data_root: Path) -> ReportHead:
    """The head of a report from its parameters and the register of its sources."""
    published = list(read_table(data_root, "sources", parameters.zones)["published"])
    codebook = read_codebook(data_root)
    return ReportHead(
        report_id=parameters.report_id,
        title=parameters.heading,
        language=parameters.language,
        publication=parameters.publication,
        zones=tuple(codebook.title("zone", z, parameters.language) for z in parameters.zones),
        dated=years_of(published, parameters.language),
        data_version=str(read_descriptor(data_root).get("version", "")),
        style=parameters.style,
        as_of=parameters.as_of,
        **parameters.cover.model_dump(),
    )


def years_of(published: list[str], language: str) -> str:
    """The span of the years in which sources appeared, and whether any year is only inferred.

    >>> years_of(["2018-03-02"], "zh"), years_of(["2020~/2021~", "2018"], "zh")
    ('2018', '2018—2021（部分为推断）')
    >>> years_of(["2018", "2020"], "en"), years_of([""], "en")
    ('2018–2020', '—')
    """
    years = sorted(year for text in published for year in _YEAR.findall(text))
    if not years:
        return "—"
    dash = "—" if language == "zh" else "–"
    span = years[0] if years[0] == years[-1] else f"{years[0]}{dash}{years[-1]}"
    inferred = any(mark in text for text in published for mark in "~?%")
    return span + (WORDS[language]["dated_partly"] if inferred else "")
