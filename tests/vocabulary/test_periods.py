"""Periods as a reader sees them: months in words, one term for none, no sign of the notation."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shequ_eval.vocabulary.codebook import Language
from shequ_eval.vocabulary.periods import period_bounds, period_words

LANGUAGES: list[Language] = ["zh", "en"]
months = st.tuples(st.integers(1950, 2049), st.integers(1, 12))


def edtf(month: tuple[int, int]) -> str:
    return f"{month[0]}-{month[1]:02d}"


@given(st.lists(months, min_size=2, max_size=2).map(sorted), st.sampled_from(LANGUAGES))
def test_months_are_said_with_their_years_and_never_as_2015_01(
    ends: list[tuple[int, int]], language: Language
) -> None:
    words = period_words("/".join(map(edtf, ends)), "text", language)
    years = list(dict.fromkeys(str(year) for year, _ in ends))
    assert re.findall(r"\d{4}", words) == years
    assert not re.search(r"\d{4}-\d\d", words)
    assert re.search(r"[\u4e00-\u9fff]", words) if language == "zh" else words.isprintable()


@given(months)
def test_the_english_months_are_those_of_the_calendar(month: tuple[int, int]) -> None:
    bounds = period_bounds(edtf(month))
    assert bounds is not None
    assert period_words(edtf(month), "text", "en") == f"{bounds[0]:%b %Y}"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("period", ["2018/..", "2018-03/..", "../2018", "../2018-03"])
def test_an_open_end_is_words_and_no_stops(period: str, language: Language) -> None:
    words = period_words(period, "text", language)
    assert ".." not in words
    assert "/" not in words
    assert "年" in words if language == "zh" else re.match(r"(since|until) ", words)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_coder_inferred_says_so_in_one_word(language: Language) -> None:
    for period in ("2017", "2015-01/2015-06", "2021/2022"):
        about = "约 " if language == "zh" else "about "
        stated = period_words(period, "text", language)
        assert period_words(period, "inferred", language) == about + stated
