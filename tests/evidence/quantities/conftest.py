"""Counts work without a clock."""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest

from shequ_eval.evidence.quantities import find_quantities


@pytest.fixture
def count_steps() -> Callable[[str], int]:
    """How many calls of functions, built-in ones too, finding the figures of a text makes."""

    def steps(text: str) -> int:
        calls = 0

        def count(frame: object, event: str, argument: object) -> None:
            nonlocal calls
            calls += event in {"call", "c_call"}

        before = sys.getprofile()
        sys.setprofile(count)
        try:
            find_quantities(text)
        finally:
            sys.setprofile(before)
        return calls

    return steps
