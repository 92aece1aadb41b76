"""Every division, product and sum that a report prints comes to what is printed behind it.

The arithmetic is read from the page, as a reader would read it, and done again with fractions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from shequ_eval.analysis.intervals import Interval
from shequ_eval.analysis.rate_over import rate_over
from shequ_eval.exhibits.numbers import over_populations
from shequ_eval.exhibits.rate_traces import traced_intensity
from shequ_eval.exhibits.trace import traces_of
from shequ_eval.reporting.document.blocks import Document, Table, text_of
from shequ_eval.reporting.paper.annexes import annexes
from shequ_eval.reporting.paper.origins import origin_rows
from shequ_eval.reporting.tracing import read_report

SIX = ["comparison", "jiangbei", "jiexiu", "lishui", "nanjing", "zhenhai"]
NUMBER = r"\d[\d,]*(?:\.\d+)?(?:\s?[万亿])?"
OPERAND = rf"[≥≤]?\s?约?\s?−?{NUMBER}(?:\s?[–—]\s?{NUMBER})?%?"
UNIT = r"(?:\s?(?:[家个人户元项条名件处张年间座平方米]{1,4}|[a-z]+))?"
SUM = re.compile(
    rf"({OPERAND}){UNIT}((?:\s?[÷×+−]\s?(?:{OPERAND}){UNIT})+)\s?([=→≈])\s?({OPERAND})"
)
STEP = re.compile(rf"([÷×+−])\s?({OPERAND})")
TWELVE_DIGITS = Fraction(1, 10**11)
SIZES = {"万": 10**4, "亿": 10**8}
Ends = tuple[Fraction, Fraction]


class Sum(NamedTuple):
    """A sum: as printed, its first number, its steps, its result."""

    printed: str
    first: str
    steps: list[tuple[str, str]]
    sign: str
    result: str


def sums_in(text: str) -> Iterator[Sum]:
    """Each sum of a text."""
    plain = re.sub(r"\s?\[[^\]]*\]", "", text)
    for found in SUM.finditer(re.sub(rf"÷ 每万人 ({NUMBER})", r"÷ \1 × 10,000", plain)):
        yield Sum(found[0], found[1], STEP.findall(found[2]), found[3], found[4])


def comes_to_its_result(one: Sum) -> bool:
    """Whether the numbers before the sign give what stands behind it, to its last digit."""
    terms = [ends(one.first)]
    for sign, operand in one.steps:
        low, high = ends(operand)
        if sign in "×÷":
            before = terms[-1]
            corners = [a * b if sign == "×" else a / b for a in before for b in (low, high)]
            terms[-1] = (min(corners), max(corners))
        else:
            terms.append((low, high) if sign == "+" else (-high, -low))
    zero = Fraction(0)
    found = (sum((low for low, _ in terms), zero), sum((high for _, high in terms), zero))
    told = list(zip(found, ends(one.result), strict=True))
    is_range = told[0][1] != told[1][1]
    if told[1][1] == 1 and one.result.endswith("%") and "≥" in one.first:
        told = told[:1]  # a share of at least a half ends at 100%
    sides = ("≥", "≤") if is_range else ("", "")
    near = all(is_near(a, b, one, side) for (a, b), side in zip(told, sides, strict=False))
    signs = {operand.strip()[0] for operand in (one.first, *(o for _, o in one.steps))}
    open_ended = signs & set("≥≤") == {one.result.strip()[0]} & set("≥≤")
    return near and (open_ended or len(told) == 1)


def ends(operand: str) -> Ends:
    share = Fraction(1, 100) if operand.endswith("%") else Fraction(1)
    numbers = [value(number) * share for number in re.findall(rf"−?{NUMBER}", operand)]
    return min(numbers), max(numbers)


def value(number: str) -> Fraction:
    digits = number.rstrip("万亿 ").replace(",", "").replace("−", "-")
    return Fraction(digits) * SIZES.get(number[-1], 1)


def is_near(found: Fraction, printed: Fraction, one: Sum, side: str = "") -> bool:
    """Whether a printed end is what was found, rounded to its digits.

    Zeros at the end of what is only about right are no digits; a bound, and the end of a range on
    its `side`, is rounded away from what it bounds and never towards it.
    """
    unit = last_digit(one.result)
    if one.sign != "=":
        while printed and (printed / unit) % 10 == 0:
            unit *= 10
    side = one.result.strip()[0] if one.result.strip()[0] in "≥≤" else side
    outward = {"≥": found - printed, "≤": printed - found}.get(side)
    if outward is not None:
        # A binary number is known to fifteen digits, and printed from twelve of them.
        return -abs(found) * TWELVE_DIGITS <= outward < unit
    return abs(found - printed) <= unit * Fraction(501, 1000)


def last_digit(result: str) -> Fraction:
    """What one more in the last printed digit is worth."""
    number = re.findall(NUMBER, result)[-1]
    decimals = len(number.rstrip("万亿 ").partition(".")[2])
    share = Fraction(1, 100) if result.endswith("%") else Fraction(1)
    return SIZES.get(number[-1], 1) * share / Fraction(10**decimals)


@pytest.mark.parametrize(
    "printed",
    [
        "≥ 24,800 ÷ 531,830 × 10,000 = ≥ 466.3144",
        "1,100 ÷ 40–60 × 100 × 42 × 340,000 ÷ 1,000 = 26,180,000–39,270,000",
        "镇海：392 家[zhenhai-2319] ÷ 每万人 15.43 家[zhenhai-2365] = 254,051 人",
        "392 家 ÷ 15.43 × 10,000 = 约 25.4 万",
        "104 ÷ 104 = 100.0%",
        "≥ 20 ÷ 42 = 47.6–100.0%",
        "1,100 平方米 ÷ 40–60 平方米 × 100 户 ≈ 1,833–2,750",
        "≤ 1 亿元 ÷ 3 年 → ≤ 3,334 万",
        "≤ 100,000,000 ÷ 531,830 = ≤ 188.0301",
        "1 + 24 + 67 = 92 ≠ 122",
    ],
)
def test_a_true_sum_is_read_and_found_true(printed: str) -> None:
    [read] = sums_in(printed)

    assert comes_to_its_result(read)


@pytest.mark.parametrize(
    "printed",
    [
        "≥ 24,800 ÷ 510,462 × 10,000 = ≥ 466.3144",
        "≤ 100,000,000 ÷ 510,462 = ≤ 209.6436",
        "≤ 100,000,000 ÷ 477,000 = 209.6436",
        "488 ÷ 491,336 × 10,000 = 9.94",
        "1 + 24 + 67 = 122",
        "≤ 1 亿元 ÷ 3 年 → ≤ 3,333 万",
        "≤ 1 亿元 ÷ 3 年 → ≤ 3,335 万",
        "≥ 24,800 ÷ 531,830 × 10,000 = ≥ 466.3145",
        "1,100 平方米 ÷ 40–60 平方米 × 100 户 ≈ 1,800–2,900",
    ],
)
def test_a_false_sum_is_read_and_found_false(printed: str) -> None:
    [read] = sums_in(printed)

    assert not comes_to_its_result(read)


people = st.integers(1_000, 20_000_000)
stated = st.one_of(
    st.integers(1, 10**9).map(lambda n: Interval(n, n, n)),
    st.integers(1, 10**9).map(lambda n: Interval(n, n, None)),
    st.integers(1, 10**9).map(lambda n: Interval(None, n, n)),
    st.tuples(st.integers(1, 10**6), st.integers(1, 10**6)).map(
        lambda pair: Interval(min(pair), None, max(pair))
    ),
)


populations = st.lists(people, min_size=1, max_size=5)


@example(stated=Interval(5081071, 5081071, 5081071), populations=[21011], per=10_000)
@given(stated=stated, populations=populations, per=st.sampled_from([1, 10_000]))
def test_every_division_behind_a_rate_is_true_and_ends_in_what_is_printed(
    stated: Interval, populations: list[int], per: int
) -> None:
    usable = pd.DataFrame({"value": [float(n) for n in populations]}).assign(
        denominator_id=[f"d{n}" for n in range(len(populations))],
        role=["main", *["usable"] * (len(populations) - 1)],
        year=2020, count_type="census", quality="official_read", basis="常住",
        coverage="whole_zone",
    )  # fmt: skip
    rate = rate_over(stated, usable, per)
    row: dict[Any, Any] = {
        "stated_value": stated.value,
        "stated_low": stated.low,
        "stated_high": stated.high,
    }
    row |= {"unit": "u", "evidence_ids": "a-001"} | rate

    [trace] = traces_of(traced_intensity("x", row, per))

    sums = list(sums_in(f"{trace.formula}; {trace.bounds}"))
    assert all(comes_to_its_result(one) for one in sums)
    below = {operand for one in sums for sign, operand in one.steps if sign == "÷"}
    assert below <= {f"{population:,}" for population in populations}
    main, wide = (rate["main_low"], rate["main_high"]), (rate["low"], rate["high"])
    printed = over_populations(rate["value"], main, wide, 4)
    # An end of a range is rounded outward, the equation behind it to the nearest.
    results = {value(re.findall(NUMBER, one.result)[0]) for one in sums}
    numbers = {value(number) for number in re.findall(NUMBER, printed)}
    unit = Fraction(1, 10**4)
    assert all(min(abs(one - two) for two in results) <= unit for one in numbers)
    assert all(min(abs(one - two) for two in numbers) <= unit for one in results)
    assert set(trace.inputs) == {"a-001", *usable["denominator_id"]}


@pytest.fixture(scope="module", params=SIX)
def report(request: pytest.FixtureRequest, outputs: Path) -> Document:
    return read_report(outputs / request.param)


def texts_of(report: Document) -> Iterator[str]:
    yield from (text_of(words) for words in report.words())
    for origin in report.origins.values():
        yield from (fact for _, fact in origin.facts)


@pytest.mark.slow
def test_every_sum_of_a_report_and_of_its_origins_is_true(report: Document) -> None:
    found = [one for text in texts_of(report) for one in sums_in(text)]

    assert [one.printed for one in found if not comes_to_its_result(one)] == []


@pytest.mark.slow
def test_the_comparison_prints_sums_to_be_read(outputs: Path) -> None:
    report = read_report(outputs / "comparison")

    assert len({one.printed for text in texts_of(report) for one in sums_in(text)}) > 20


@pytest.mark.slow
def test_every_number_of_a_report_is_told_in_its_annex_or_in_a_row_of_its_tables(
    report: Document,
) -> None:
    listed = {key: row for row in origin_rows(report, "") for key in row.keys}
    tables = [block for block in report.blocks if isinstance(block, Table)]
    anchors = {anchor for table in tables for anchor in (table.anchor, *table.grid.row_anchors)}

    for words in report.words():
        for span in words:
            if span.trace and not report.origins[span.trace].home:
                assert span.text in listed[span.trace].printed
    assert {origin.home for origin in report.origins.values() if origin.home} <= anchors


@pytest.mark.slow
def test_the_printed_annexes_repeat_no_checksum_and_no_row_of_evidence(report: Document) -> None:
    told = [text_of(w) for w in Document("zh", tuple(annexes(report, {}, {}))).words()]

    assert not any(re.search(r"[0-9a-f]{64}", text) for text in told)
    assert len(origin_rows(report, "")) <= 90
