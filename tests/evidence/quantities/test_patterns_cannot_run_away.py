"""No pattern of the grammar can repeat without end and then give back what it took."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from re import _constants, _parser  # type: ignore[attr-defined]
from typing import Any

import pytest

from shequ_eval.evidence import quantities

# Patterns that may repeat without end, and what bounds the text they are given.
SHORT_TEXT = {
    "numerals._PAIR": "parse_pair asks for at most LONGEST characters",
    "numerals._SECTION": "parse_numeral asks for at most LONGEST characters",
    "numerals._WRITTEN": "parse_numeral asks for at most LONGEST characters",
    "numerals._MIXED": "parse_numeral asks for at most LONGEST characters",
    "traps._OPENED": "in_label gives it _QUOTATION characters",
    "traps._NUMBERED": "stands_wrong gives it 16 characters",
}
# NOTE: chosen; the widest patterns look some twenty characters ahead in two places at once.
MOST_TRIES = 2_000


def patterns() -> dict[str, re.Pattern[str]]:
    found = {}
    for module in pkgutil.iter_modules(quantities.__path__):
        loaded = importlib.import_module(f"{quantities.__name__}.{module.name}")
        for name, value in vars(loaded).items():
            if isinstance(value, re.Pattern) and name.isupper():
                found[f"{module.name}.{name}"] = value
    return found


def repeats(tree: Any) -> Iterator[tuple[int, int]]:
    """Least and most of every repeat that can give characters back, in and out of branches."""
    for code, argument in tree:
        if code in {_constants.MAX_REPEAT, _constants.MIN_REPEAT}:
            yield int(argument[0]), int(argument[1])
        for part in argument if isinstance(argument, tuple | list) else [argument]:
            for branch in part if isinstance(part, list) else [part]:
                if isinstance(branch, _parser.SubPattern):
                    yield from repeats(branch)


def tree_of(pattern: re.Pattern[str]) -> Any:
    return _parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE)


def is_endless(pattern: re.Pattern[str]) -> bool:
    return any(most >= int(_constants.MAXREPEAT) for _, most in repeats(tree_of(pattern)))


def tries(tree: Any) -> int:
    """Ways of repeating at one place: those of branches added, those of neighbours multiplied."""
    ways = 1
    for code, argument in tree:
        if code in {_constants.MAX_REPEAT, _constants.MIN_REPEAT}:
            ways *= (int(argument[1]) - int(argument[0]) + 1) * tries(argument[2])
        elif code is _constants.BRANCH:
            ways *= sum(tries(branch) for branch in argument[1]) - len(argument[1]) + 1
        elif code is _constants.SUBPATTERN:
            ways *= tries(argument[3])
    return ways


def test_the_patterns_of_the_grammar_are_found() -> None:
    assert {"patterns.NUMBER", "patterns.CANDIDATE", "traps.IDIOMS"} <= set(patterns())


def test_only_patterns_for_short_texts_repeat_without_end() -> None:
    assert {name for name, pattern in patterns().items() if is_endless(pattern)} == set(SHORT_TEXT)


@pytest.mark.parametrize("name", sorted(set(patterns()) - set(SHORT_TEXT)))
def test_a_pattern_has_few_ways_to_fail_at_one_place(name: str) -> None:
    assert tries(tree_of(patterns()[name])) <= MOST_TRIES


@pytest.mark.parametrize("words", ["(?:a+)+b", "[ab]*c", "(?=a*)b", "x|y*?z", "(?<=a)(b|c*)d"])
def test_an_endless_repeat_is_noticed(words: str) -> None:
    assert is_endless(re.compile(words))


@pytest.mark.parametrize("words", ["a++b", "[ab]{0,9}c", "(?>a*+)b", "abc?"])
def test_a_bounded_or_possessive_repeat_is_let_through(words: str) -> None:
    assert not is_endless(re.compile(words))
