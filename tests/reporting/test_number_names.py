"""Which characters of a report are a quantity, and by which words a number is named."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shequ_eval.reporting.document.naming import LONGEST_ENGLISH, clause_of
from shequ_eval.reporting.document.numbers import quantities_in

BEFORE = ["", "时点", "截至", "发布于 ", "as of ", "（", "2020-01-02—"]
AFTER = ["", "公布", "，共", " (reposted)", "）"]
WORD = st.sampled_from(
    ["services", "of", "3", "places,", "(2", "funds)", "named;", "social:", "4."]
)


@given(
    day=st.dates(date(1900, 1, 1), date(2099, 12, 31)),
    before=st.sampled_from(BEFORE),
    after=st.sampled_from(AFTER),
    whole=st.booleans(),
)
def test_no_part_of_a_date_is_a_quantity_whatever_stands_beside_it(
    day: date, before: str, after: str, whole: bool
) -> None:
    written = day.isoformat() if whole else day.isoformat()[:7]

    assert quantities_in(before + written + after) == []


def test_a_span_of_quantities_behind_chinese_words_is_no_id() -> None:
    assert [found.value for found in quantities_in("原文40-60平米")] == [40.0, 60.0]


@pytest.mark.parametrize(
    "text",
    [
        "3-tier platforms",
        "table 3-1",
        "'+1' is one more",
        "“+1”",
        "2.4 节",
        "section 2.4",
        "No. 10",
    ],
)
def test_kinds_marks_and_places_in_books_are_no_quantities(text: str) -> None:
    assert quantities_in(text) == []


@given(words=st.lists(WORD, min_size=1, max_size=60))
def test_an_english_name_of_a_number_is_made_of_whole_words_around_it(words: list[str]) -> None:
    text = " ".join(words)
    for number in quantities_in(text):
        named = clause_of(text, number.start, number.end, "en")
        said = set(named.replace("… ", "").replace(" …", "").replace(":", " ").split())

        assert text[number.start : number.end] in named
        assert {word.strip(",;.") for word in said} <= {
            part.strip(",;.") for word in words for part in word.split(":") if part
        }
        assert len(named) <= 2 * LONGEST_ENGLISH


@pytest.mark.parametrize(
    ("text", "number", "named"),
    [
        ("Outputs: scope or span unstated: 2 of 5", "2", "Outputs: scope or span unstated: 2 of 5"),
        (
            "The only commitment (1; of 2018) has none.",
            "1",
            "The only commitment (1; of 2018) has none",
        ),
        ("Inputs (grade C): funds of 3; 4 more", "4", "Inputs: 4 more"),
        ("3 bands after notice No. 10. Next.", "3", "3 bands after notice No. 10"),
    ],
)
def test_an_english_clause_ends_at_stops_outside_brackets(
    text: str, number: str, named: str
) -> None:
    place = text.index(number)

    assert clause_of(text, place, place + len(number), "en") == named
