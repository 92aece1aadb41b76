"""Knows how the sentences of the YAML files here say what should be found in them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import yaml

from shequ_eval.evidence.quantities import Quantity

FOLDER = Path(__file__).parent
MARK = re.compile(r"[\[\]]")


class Expected(NamedTuple):
    start: int
    end: int
    value: float | None
    low: float | None
    high: float | None
    unit_id: str


class Case(NamedTuple):
    text: str
    figures: list[Expected]


def read_cases(name: str) -> list[Case]:
    rows = yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))
    return [_case(row["text"], row.get("readings", [])) for row in rows]


def _case(marked: str, readings: list[str]) -> Case:
    text = MARK.sub("", marked)
    spans, start, at = [], 0, 0
    for mark in marked:
        if mark == "[":
            start = at
        elif mark == "]":
            spans.append((start, at))
        else:
            at += 1
    if len(spans) != len(readings):
        raise ValueError(f"{len(spans)} marks, {len(readings)} readings: {marked}")
    return Case(text, [_expected(span, words) for span, words in zip(spans, readings, strict=True)])


def _expected(span: tuple[int, int], words: str) -> Expected:
    number, _, unit = words.partition(" ")
    if number in {"missing", "terms"}:
        return Expected(*span, None, None, None, unit)
    if ".." in number:
        low, high = map(float, number.split(".."))
        return Expected(*span, None, low, high, unit)
    sign, value = re.fullmatch(r"(>=|<=|~|\?)?(-?[0-9.]+)", number).groups()
    value = float(value)
    low = None if sign in {"<=", "?"} else value
    high = None if sign in {">=", "?"} else value
    return Expected(*span, value, low, high, unit)


def agrees(expected: Expected, found: Quantity) -> bool:
    if (expected.start, expected.end, expected.unit_id) != (found.start, found.end, found.unit_id):
        return False
    pairs = zip(expected[2:5], (found.value, found.low, found.high), strict=True)
    return all(a is b if a is None or b is None else abs(a - b) < 1e-3 for a, b in pairs)


def score(cases: list[Case], find) -> tuple[int, int, int, list[str]]:
    """Agreed, expected and found figures, and what went wrong in words."""
    right = expected = found_in_all = 0
    faults = []
    for case in cases:
        found = find(case.text)
        hits = [e for e in case.figures if any(agrees(e, q) for q in found)]
        right += len(hits)
        expected += len(case.figures)
        found_in_all += len(found)
        faults += [
            f"missed {case.text[e.start : e.end]} {e[2:]} in {case.text}"
            for e in case.figures
            if e not in hits
        ]
        faults += [
            f"false {q.text} {q[3:8]} in {case.text}"
            for q in found
            if not any(agrees(e, q) for e in case.figures)
        ]
    return right, expected, found_in_all, faults
