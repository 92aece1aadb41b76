"""Knows what makes answer sheets doubtful: haste, silence, one answer to all, twins, skips.

A doubtful sheet stays in until someone takes it out by a signed correction.
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from shequ_eval.evidence.findings import Finding
from shequ_eval.evidence.responses.columns import FoundColumns
from shequ_eval.evidence.responses.raw import RawResponses
from shequ_eval.vocabulary.survey_mapping import MappingSpec, SkipSpec

LEAST_TWIN = 8  # answers that two sheets must share before they count as twins


def doubtful_sheets(
    spec: MappingSpec, raw: RawResponses, found: FoundColumns, answers: pd.DataFrame
) -> list[Finding]:
    """Every doubt about whole sheets, each at its line."""
    return [
        *_ids_twice(spec, raw, found),
        *_speeders(spec, raw, found),
        *_silent(spec, raw, answers),
        *_straight_liners(spec, raw, answers),
        *_twins(spec, raw, answers),
        *_same_person(spec, raw, found),
        *(fault for skip in spec.skips for fault in _impossible(spec, skip, raw, found, answers)),
    ]


def _doubt(
    raw: RawResponses, row: object, column: str, rule: str, found: str, allowed: str
) -> Finding:
    line = int(str(row))
    return Finding(raw.file, line, column, f"survey-{rule}", "warning", found, allowed)


def _ids_twice(spec: MappingSpec, raw: RawResponses, found: FoundColumns) -> Iterator[Finding]:
    header = found.header.get(spec.response_id or "")
    if header is None:
        return
    cells = raw.cells[header]
    for row in cells[cells.eq("") | cells.duplicated(keep=False)].index:
        first = cells[cells.eq(cells[row])].index[0]
        words = f"与第 {first} 行相同 as in line {first}" if cells[row] else "空 empty"
        rule, allowed = "survey-id_twice", "每份一个编号 an id of its own"
        if row != first or not cells[row]:
            yield Finding(raw.file, int(row), header, rule, "error", words, allowed)


def seconds_of(spec: MappingSpec, raw: RawResponses, found: FoundColumns) -> pd.Series | None:
    """Seconds that each sheet took, missing where it is not told; None where it never is."""
    quality = spec.quality
    if quality.seconds and quality.seconds in found.header:
        return pd.to_numeric(raw.cells[found.header[quality.seconds]], errors="coerce")
    ends = [found.header.get(name or "") for name in (quality.start, quality.end)]
    if None in ends:
        return None
    begun, done = (
        pd.to_datetime(raw.cells[end], errors="coerce", utc=True, format="ISO8601") for end in ends
    )
    return (done - begun).dt.total_seconds()


def _speeders(spec: MappingSpec, raw: RawResponses, found: FoundColumns) -> Iterator[Finding]:
    seconds = seconds_of(spec, raw, found)
    if seconds is None:
        return
    least = spec.quality.least_seconds
    for row, took in seconds[seconds < least].items():
        rule = "speeder" if took >= 0 else "ends_before_start"
        yield _doubt(raw, row, "", rule, f"{took:.0f} s", f"≥ {least:.0f} s")


def _silent(spec: MappingSpec, raw: RawResponses, answers: pd.DataFrame) -> Iterator[Finding]:
    """Sheets without an answer to any item: most likely of someone who did not take part."""
    items = [item.id for item in spec.items if item.id in answers]
    for row in answers.index[answers[items].count(axis=1).eq(0)] if items else []:
        allowed = "至少一题；不同意参加的写 consent at least one; who refused is told by consent"
        yield _doubt(raw, row, "", "no_item_answered", "0", allowed)


def _straight_liners(
    spec: MappingSpec, raw: RawResponses, answers: pd.DataFrame
) -> Iterator[Finding]:
    """The same answer to every item of a kind on one scale, where there are enough of them."""
    for asks in ("performance", "importance"):
        items = [item.id for item in spec.asking(asks) if item.id in answers]
        if len(items) < spec.quality.alike_items:
            continue
        given = answers[items]
        alike = (given.nunique(axis=1) == 1) & (given.count(axis=1) >= spec.quality.alike_items)
        for row in given[alike].index:
            words = f"{asks}: {given.loc[row].count()} × {given.loc[row].min():g}"
            yield _doubt(raw, row, "", "straight_liner", words, "不全相同 not all alike")


def _twins(spec: MappingSpec, raw: RawResponses, answers: pd.DataFrame) -> Iterator[Finding]:
    """Sheets that give every answer alike; sheets of one answer throughout are told already."""
    columns = [item.id for item in spec.items if item.id in answers]
    columns += [c for c in map(str, answers.columns) if c.split(".")[0] in _selects(spec)]
    columns += [label for label in spec.labels if label in answers]
    items = [item.id for item in spec.items if item.id in answers]
    if not items:
        return
    telling = answers[(answers[items].count(axis=1) >= LEAST_TWIN)
                      & (answers[items].nunique(axis=1) > 1)]  # fmt: skip
    for _, rows in telling.groupby(columns, dropna=False, sort=False):
        for row in rows.index[1:]:
            first = rows.index[0]
            words, allowed = f"与第 {first} 行全同 all as in line {first}", "不全同 not all alike"
            yield _doubt(raw, row, "", "twin", words, allowed)


def _selects(spec: MappingSpec) -> set[str]:
    return {select.id for select in spec.selects}


def _same_person(spec: MappingSpec, raw: RawResponses, found: FoundColumns) -> Iterator[Finding]:
    for column in spec.identifiers.hash:
        header = found.header.get(column)
        if header is None:
            continue
        plain = raw.cells[header].str.replace(r"[\s\-]", "", regex=True).str.casefold()
        for row in plain[plain.ne("") & plain.duplicated()].index:
            first = plain[plain.eq(plain[row])].index[0]
            words = f"与第 {first} 行同一人 the person of line {first}"
            yield _doubt(raw, row, header, "same_person", words, "一人一份 once each")


def _impossible(
    spec: MappingSpec, skip: SkipSpec, raw: RawResponses, found: FoundColumns, answers: pd.DataFrame
) -> Iterator[Finding]:
    columns = _columns_of(skip.column, answers)
    if not columns:
        return
    values = {str(value) for value in skip.values}
    asked = answers[columns[0]].map(lambda v: f"{v:g}" if isinstance(v, float) else str(v))
    for name in skip.empty:
        for column in _columns_of(name, answers):
            wrong = asked.isin(values) & answers[column].notna()
            for row in answers[wrong].index:
                words, rule = f"{skip.column} = {asked[row]}", "impossible_skip"
                yield _doubt(raw, row, column, rule, words, "空 empty")


def _columns_of(name: str, answers: pd.DataFrame) -> list[str]:
    return [c for c in map(str, answers.columns) if c == name or c.split(".")[0] == name]
