"""Knows what stands on the cover and the signature page of a printed report; lays out nothing."""

from __future__ import annotations

from dataclasses import dataclass

from shequ_eval.reporting.document.grid import width_em
from shequ_eval.reporting.html.page_words import WORDS
from shequ_eval.reporting.html.report_head import ReportHead
from shequ_eval.reporting.paper.paper_words import PAPER_WORDS
from shequ_eval.reporting.paper.printable import one_line
from shequ_eval.reporting.paper.title_lines import lines_by_sense
from shequ_eval.reporting.report_cells import Part

ROOM_TO_SPARE_EM = 0.5
# The most that a head of a page says at each side, in em; Latin letters are narrower than counted.
RUNNING_EM, RUNNING_LATIN_EM = 26.0, 32.0


@dataclass(frozen=True)
class Fact:
    """A line of the cover; `awaited` where nobody has said yet what stands there."""

    label: str
    value: str
    awaited: bool = False


def title_of(head: ReportHead) -> str:
    """The report's title, its id where it has none."""
    return one_line(head.title) or one_line(head.report_id)


def title_lines(title: str, width_mm: float, points: float) -> list[str]:
    """The title in lines of a cover; a very long one in one piece, to be broken as it comes."""
    return lines_by_sense(title, width_mm / (points * 25.4 / 72) - ROOM_TO_SPARE_EM)


def places_of(head: ReportHead) -> str:
    """The places that the report is about, apart even where a name has a comma of its own."""
    return PAPER_WORDS[head.language]["semicolon"].join(one_line(zone) for zone in head.zones)


def status_of(head: ReportHead) -> str:
    """Whether the report is a draft for the house or for the public."""
    words = WORDS[head.language]
    return words["public"] if head.publication == "public" else words["internal"]


def series_of(head: ReportHead, part: Part) -> str:
    """What kind of report it is, and which part of it."""
    series = WORDS[head.language]["series"]
    return series if part == "report" else f"{series} · {PAPER_WORDS[head.language][part]}"


def answerable(head: ReportHead) -> tuple[Fact, ...]:
    """Who commissioned the report, who answers for it, and its date."""
    words = PAPER_WORDS[head.language]
    said = {
        "client": head.client,
        "evaluator": head.evaluator,
        "lead_evaluator": head.lead_evaluator,
        "report_date": head.report_date,
    }
    return tuple(_fact(words[name], value, words["to_fill_in"]) for name, value in said.items())


def provenance(head: ReportHead) -> tuple[Fact, ...]:
    """The report's number, the dates of its sources and the version of its data."""
    words = WORDS[head.language]
    return (
        Fact(words["report"], one_line(head.report_id)),
        Fact(words["dated"], one_line(head.dated)),
        *([Fact(PAPER_WORDS[head.language]["as_of"], head.as_of)] if head.as_of else []),
        Fact(words["data_version"], one_line(head.data_version)),
    )


def provenance_line(head: ReportHead) -> str:
    """The same in one line, for the shorter parts of a report, which have no cover."""
    colon = WORDS[head.language]["colon"]
    return " · ".join(f"{fact.label}{colon}{fact.value}" for fact in provenance(head))


def signatures(head: ReportHead) -> tuple[Fact, ...]:
    """The lines to be signed, with the names that belong to them where they are known."""
    words = PAPER_WORDS[head.language]
    names = {fact.label: "" if fact.awaited else fact.value for fact in answerable(head)}
    return (
        Fact(words["sign_lead"], names[words["lead_evaluator"]]),
        Fact(words["sign_evaluator"], names[words["evaluator"]]),
        Fact(words["sign_date"], ""),
    )


def running_title(text: str, widest_em: float | None = None) -> str:
    """A title for the head of each page, cut where it would run into its neighbour.

    A title that says after a colon what it is, is known by what stands before.

    >>> running_title("镇海评价"), running_title("镇" * 30, 5), running_title("abcdef", 3.0)
    ('镇海评价', '镇镇镇镇…', 'abc…')
    >>> running_title("An evaluation of places", 9.0)
    'An evaluation…'
    >>> running_title("Places of the north: an evaluation", 12.0)
    'Places of the north'
    """
    if widest_em is None:
        widest_em = RUNNING_LATIN_EM if text.isascii() else RUNNING_EM
    if width_em(text) <= widest_em:
        return text
    before, colon, _ = text.partition(": ")
    if colon and width_em(before) <= widest_em:
        return before
    cut = text
    while width_em(cut) > widest_em - 1:
        cut = cut[:-1]
    if cut[-1].isascii() and " " in cut and text[len(cut)] != " ":
        cut = cut.rsplit(" ", 1)[0]
    return cut.rstrip(" ,:;") + "…"


def _fact(label: str, value: str, awaited: str) -> Fact:
    said = one_line(value)
    return Fact(label, said or awaited, not said)
