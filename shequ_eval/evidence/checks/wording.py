"""Knows how an allowed value is put into words for a person; judges nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from shequ_eval.vocabulary.nearest import nearest_name

LONGEST_QUOTE = 80
DAY_PATTERN = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
DAY_FORM = "年-月-日，如 2021-06-30 (year-month-day, e.g. 2021-06-30)"


def one_of(found: str, options: Sequence[str]) -> str:
    """The list of valid values, ending in the nearest one when there is one.

    Examples
    --------
    >>> one_of("actuel", ["actual", "planned"])
    'actual | planned；最接近 nearest: actual?'
    """
    return " | ".join(options) + nearest_clause(found, options)


def nearest_clause(found: str, options: Iterable[str]) -> str:
    """The clause that names the nearest valid value, or "" when none is like it.

    Examples
    --------
    >>> nearest_clause("zhenhei", ["lishui", "zhenhai"])
    '；最接近 nearest: zhenhai?'
    """
    close = nearest_name(found, options)
    return f"；最接近 nearest: {close}?" if close else ""


def quote(text: str) -> str:
    """The text, cut where it is too long to read in a finding.

    Examples
    --------
    >>> quote("登记")
    '登记'
    """
    return text if len(text) <= LONGEST_QUOTE else f"{text[:LONGEST_QUOTE]}…"
