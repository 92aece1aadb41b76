"""Knows under which header an export put a question, whatever groups stand before it.

KoboToolbox writes group/question, ODK group-question; a group that was renamed after the mapping
was written is found by the question's own name. Two such columns are a fault, never a choice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from shequ_eval.evidence.findings import Finding
from shequ_eval.vocabulary.nearest import did_you_mean
from shequ_eval.vocabulary.survey_mapping import MappingSpec

SEPARATORS = ("/", "-", ".", ":")


@dataclass(frozen=True)
class FoundColumns:
    """The header of each column that the mapping names; of a select, of each of its options."""

    header: Mapping[str, str]
    options: Mapping[str, Mapping[str, str]]

    def headers(self) -> list[str]:
        """Every header that was found, each once."""
        split = [header for options in self.options.values() for header in options.values()]
        return list(dict.fromkeys([*self.header.values(), *split]))


def own_name(header: str) -> str:
    """A header without the groups before it: KoboToolbox's way, then ODK's.

    >>> own_name("visit/used_hall"), own_name("visit-used_hall"), own_name("_gps")
    ('used_hall', 'used_hall', '_gps')
    """
    for separator in ("/", "-"):
        head, found, name = header.rpartition(separator)
        if found and head and name:
            return name
    return header


def headers_of(name: str, headers: Sequence[str]) -> list[str]:
    """The headers that may be a column: itself, or groups and then its own name.

    >>> headers_of("q1", ["a/q1", "b/q10", "q"]), headers_of("old/q1", ["new/q1"])
    (['a/q1'], ['new/q1'])
    >>> headers_of("q1", ["a/q1", "b/q1"])
    ['a/q1', 'b/q1']
    """
    if name in headers:
        return [name]
    for wanted in dict.fromkeys((name, own_name(name))):
        ends = tuple(separator + wanted for separator in SEPARATORS)
        found = [header for header in headers if header == wanted or header.endswith(ends)]
        if found:
            return found
    return []


def find_columns(
    spec: MappingSpec, headers: Sequence[str], file: str
) -> tuple[FoundColumns, list[Finding]]:
    """The headers of all columns of a mapping, and what is missing, doubtful or renamed."""
    findings: list[Finding] = []
    header: dict[str, str] = {}
    options: dict[str, dict[str, str]] = {}
    for select in spec.selects:
        whole = headers_of(select.column, headers)
        stems = whole or _stems(select.column, select.options[0], headers)
        split = _split(stems, select.options, headers)
        if split:
            options[select.column] = split
            continue
        findings += _settled(select.column, whole, headers, header, file)
    for column in _plain_columns(spec):
        findings += _settled(column, headers_of(column, headers), headers, header, file)
    return FoundColumns(header, options), findings


def _plain_columns(spec: MappingSpec) -> list[str]:
    quality = spec.quality
    named = [item.column for item in spec.items]
    named += [*spec.labels.values(), *spec.numbers.values(), *spec.identifiers.hash]
    consent = spec.consent.column if spec.consent else None
    optional = (spec.response_id, consent, quality.start, quality.end, quality.seconds)
    named += [column for column in optional if column]
    return list(dict.fromkeys(named))


def _settled(
    column: str, found: list[str], headers: Sequence[str], header: dict[str, str], file: str
) -> Iterator[Finding]:
    if not found:
        hint = did_you_mean(column, headers)
        yield Finding(file, 1, column, "survey-no_such_column", "error", column, hint)
        return
    if len(found) > 1:
        allowed = "写全组名 write its groups too"
        shown = ", ".join(found)
        yield Finding(file, 1, column, "survey-column_ambiguous", "error", shown, allowed)
        return
    header[column] = found[0]
    if own_name(column) != column and found[0] != column:
        yield Finding(file, 1, column, "survey-group_renamed", "warning", found[0], column)


def _stems(column: str, option: str, headers: Sequence[str]) -> list[str]:
    """What stands before an option where the question's own column was not exported."""
    found = [own for own in headers if own.endswith(tuple(s + option for s in SEPARATORS))]
    stems = [header[: -len(option) - 1] for header in found]
    return headers_of(column, stems)


def _split(
    stems: Sequence[str], options: Sequence[str], headers: Sequence[str]
) -> dict[str, str] | None:
    for stem in stems:
        for separator in SEPARATORS:
            split = {option: f"{stem}{separator}{option}" for option in options}
            if all(header in headers for header in split.values()):
                return split
    return None
