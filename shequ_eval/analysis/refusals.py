"""Knows how a method says that the data cannot carry it, and by which rule; computes nothing."""

from __future__ import annotations


class RefusedMethodError(ValueError):
    """A method was asked of data that cannot carry it; `rule` names the rule that it applied.

    Each method states the least number of units that it accepts. Below it there is no number to
    give, and a number that is given all the same would be read as one.
    """

    def __init__(self, rule: str, zh: str, en: str) -> None:
        self.rule, self.zh, self.en = rule, zh, en
        super().__init__(f"[{rule}] {zh} {en}")


def require(holds: bool, rule: str, zh: str, en: str) -> None:
    """Pass where a rule holds.

    Raises
    ------
    RefusedMethodError
        The rule does not hold; the message says in both languages what was found and is needed.

    Examples
    --------
    >>> require(2 < 3, "least_raters", "至少 3 名评分人", "at least 3 raters")
    >>> require(2 > 3, "least_raters", "至少 3 名评分人", "at least 3 …")
    Traceback (most recent call last):
    shequ_eval.analysis.refusals.RefusedMethodError: [least_raters] 至少 3 名评分人 at least 3 …
    """
    if not holds:
        raise RefusedMethodError(rule, zh, en)
