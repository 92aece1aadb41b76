"""Knows which points a rate has, printed and on one basis, where labels fit, and if order turns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import permutations
from math import inf
from typing import Any

import pandas as pd

from shequ_eval.analysis.intervals import number_or_none
from shequ_eval.exhibits.layout import text_mm
from shequ_eval.exhibits.numbers import lower_end, plain_number, span_ends, upper_end
from shequ_eval.exhibits.printed_rates import printed_span
from shequ_eval.exhibits.rate_traces import PER_10K, traced_rate
from shequ_eval.exhibits.scales import Scale, levels_apart
from shequ_eval.exhibits.style import NOTE, PAGE_MM, VALUE
from shequ_eval.exhibits.trace import stated
from shequ_eval.exhibits.words import evidence_mark, say
from shequ_eval.vocabulary.codebook import Codebook, Language

Row = Mapping[Any, Any]

LEFT, RIGHT = 36.0, 153.0  # the axis, in mm
LABEL_MM = 7.0  # a value with a line of words, one above the other


@dataclass(frozen=True)
class Point:
    """One zone on one row: where it stands, over what it ranges, and what is said of it.

    `carried` marks a rate that the source does not print: recomputed for want of anything else.
    """

    zone_id: str
    value: float
    low: float
    high: float
    name: str
    words: str
    carried: bool


def printed_points(group: pd.DataFrame, codebook: Codebook, language: Language) -> list[Point]:
    """The upper row: as printed; where nothing is printed, what a reader would reckon.

    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> book = read_codebook(find_data_root())
    >>> from shequ_eval.analysis.examples import example_rate
    >>> rates = example_rate()
    >>> [(point.value, point.carried) for point in printed_points(rates, book, "zh")]
    [(9.93, True)]
    """
    points = []
    for row in group.to_dict("records"):
        name = codebook.title("short", row["zone_id"], language)
        rate, value = number_or_none(row["printed"]), number_or_none(row["value"])
        if rate is not None:
            words = say(language, "原文印出 ", "printed ") + evidence_mark(row["printed_evidence"])
            text = f"{name} {stated(plain_number(rate), str(row['printed_evidence']))}"
            points.append(Point(row["zone_id"], rate, rate, rate, text, words, False))
        elif value is not None:
            ratio = f"{plain_number(row['numerator'])} ÷ {plain_number(row['denominator'])}"
            words = say(language, f"原文无此数，按 {ratio} 复算", f"not printed; {ratio}")
            points.append(_recomputed(row, name, words, True))
    return points


def basis_points(group: pd.DataFrame, codebook: Codebook, language: Language) -> list[Point]:
    """The lower row: every zone with a numerator, on the one basis, with its range.

    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> book = read_codebook(find_data_root())
    >>> from shequ_eval.analysis.examples import example_rate
    >>> rates = example_rate()
    >>> [(point.value, point.low, point.high) for point in basis_points(rates, book, "zh")]
    [(9.93, 9.5, 10.2)]
    """
    points = []
    for row in group[group["value"].notna()].to_dict("records"):
        name = codebook.title("short", row["zone_id"], language)
        carried = number_or_none(row["printed"]) is None
        points.append(_recomputed(row, name, range_words(row), carried))
    return points


def _recomputed(row: Row, name: str, words: str, carried: bool) -> Point:
    value = float(row["value"])
    low, high = number_or_none(row["low"]), number_or_none(row["high"])
    return Point(
        zone_id=row["zone_id"],
        value=value,
        low=value if low is None else low,
        high=value if high is None else high,
        name=f"{name} {traced_rate(plain_number(value, 1), row, PER_10K)}",
        words=words,
        carried=carried,
    )


def range_words(row: Row) -> str:
    """The range of a recomputed rate with one decimal; nothing where it is a point.

    >>> range_words({"value": 7.37, "low": 7.37, "high": 8.22})
    '7.4–8.3'
    >>> range_words({"low": 7.37, "high": None})
    '≥ 7.3'
    """
    low, high = number_or_none(row["low"]), number_or_none(row["high"])
    if low is None or high is None:  # NOTE: a bound is one over the main denominator.
        low = number_or_none(row.get("main_low", low))
        high = number_or_none(row.get("main_high", high))
    if low is not None and high is not None:
        ends = span_ends(low, high, 1, number_or_none(row.get("value")))
        return "–".join(ends) if low < high else ""
    if low is not None:
        return f"≥ {lower_end(low, 1)}"
    return "" if high is None else f"≤ {upper_end(high, 1)}"


def label_spans(points: list[Point], scale: Scale) -> list[tuple[float, float]]:
    """From where to where the label of each point reaches, kept on the page.

    >>> one, two = (Point("a", 9.9, 9.5, 10.2, "溧水 9.9", "复算", True),
    ...             Point("b", 7.7, 7.4, 8.2, "镇海 7.7", "复算", False))
    >>> scale = Scale(0, 20, LEFT, RIGHT)
    >>> (left, right), _ = label_spans([one, two], scale)
    >>> left < scale.at(9.9) < right
    True
    """
    spans = []
    for point in points:
        half = max(text_mm(point.name, VALUE) + 0.6, text_mm(point.words, NOTE)) / 2
        middle = min(max(scale.at(point.value), LEFT + half - 4), PAGE_MM - 0.5 - half)
        spans.append((middle - half, middle + half))
    return spans


def labels_height(points: list[Point], scale: Scale) -> float:
    """The height of the labels of a row, on as many levels as keep them apart.

    >>> one, two = (Point("a", 9.9, 9.5, 10.2, "溧水 9.9", "复算", True),
    ...             Point("b", 7.7, 7.4, 8.2, "镇海 7.7", "复算", False))
    >>> scale = Scale(0, 20, LEFT, RIGHT)
    >>> labels_height([one], scale)
    8.5
    """
    levels = levels_apart(label_spans(points, scale), 1.0)
    return (max(levels, default=0) + 1) * LABEL_MM + 1.5


def turned_pair(rates: pd.DataFrame, codebook: Codebook) -> tuple[str, str] | None:
    """Two zones of district or county level whose order the basis turns, ranges included.

    The first stands above the second as printed and below it on one basis. A zone whose source
    prints no rate stands at its recomputed range on both rows; ranges that touch are no order.
    None where no order turns.

    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> book = read_codebook(find_data_root())
    >>> rows = {"zone_id": ["zhenhai", "lishui"], "printed": [15.43, None], "value": [7.7, 9.9],
    ...         "low": [7.4, 9.5], "high": [8.2, 10.2]}
    >>> turned_pair(pd.DataFrame(rows), book)
    ('zhenhai', 'lishui')
    """
    both = rates[rates["value"].notna()]
    both = both[both["zone_id"].map(codebook.zones["tier"]) == "county"]
    spans = {row["zone_id"]: (_printed_span(row), _span(row)) for row in both.to_dict("records")}
    for one, two in permutations(spans, 2):
        (one_printed, one_basis), (two_printed, two_basis) = spans[one], spans[two]
        if one_printed[0] > two_printed[1] and one_basis[1] < two_basis[0]:
            return one, two
    return None


def crossing(
    first: list[Point], second: list[Point], pair: tuple[str, str], scale: Scale
) -> tuple[float, float]:
    """Where the lines of a turned pair cross: x in mm, and the share of the way down.

    >>> first = [Point("a", 10, 10, 10, "", "", False), Point("b", 0, 0, 0, "", "", False)]
    >>> second = [Point("a", 0, 0, 0, "", "", False), Point("b", 10, 10, 10, "", "", False)]
    >>> crossing(first, second, ("a", "b"), Scale(0, 10, 0.0, 100.0))
    (50.0, 0.5)
    """
    starts, ends = (
        {point.zone_id: scale.at(point.value) for point in row} for row in (first, second)
    )
    one, two = pair
    before, after = starts[one] - starts[two], ends[one] - ends[two]
    share = before / (before - after)
    return starts[one] + share * (ends[one] - starts[one]), share


def _span(row: Row) -> tuple[float, float]:
    """The range of a recomputed rate; an open side reaches beyond every other."""
    low, high = number_or_none(row["low"]), number_or_none(row["high"])
    return -inf if low is None else low, inf if high is None else high


def _printed_span(row: Row) -> tuple[float, float]:
    if number_or_none(row["printed"]) is None:
        return _span(row)
    ends = printed_span(row)
    return -inf if ends.low is None else ends.low, inf if ends.high is None else ends.high
