"""Knows of what kind the unit behind a number is, and so which numbers cannot be the same.

Knows no unit's size: 万 and 亿 belong to the number. A unit that it does not know is of no kind and
rules nothing out.
"""

from __future__ import annotations

import re

_UNIT = re.compile(r"\s?(?:[%％‰²³]|[a-zA-Z]+[²³\d]?|[一-鿿]{1,4})")
_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("share", re.compile(r"%|％|‰|百分|per ?cent|percent")),
    ("money", re.compile(r"元|yuan|RMB|CNY")),
    ("area", re.compile(r"平方|平米|km²|m²|亩|square|hectare")),
    (
        "time",
        re.compile(r"年|个?月(?!份)|天|日|周|个?小时|分钟|(?:year|month|day|hour)s?\b"),
    ),
    ("score", re.compile(r"分(?![之钟类层级])")),
    ("people", re.compile(r"人|名|户|位|persons?\b|people\b|residents?\b|households?\b")),
    ("count", re.compile(r"[家个项条处件支张座间所组场批类本次网轮辆幅期]")),
)


def kind_of_unit(after: str) -> str:
    """The kind of the unit that the words after a number begin with, "" where it is unknown.

    >>> [kind_of_unit(words) for words in ("%（2017）", " 元", "年内", " 家", "，约", " km²")]
    ['share', 'money', 'time', 'count', '', 'area']
    """
    found = _UNIT.match(after)
    words = found[0].strip() if found else ""
    return next((kind for kind, pattern in _KINDS if pattern.match(words)), "")


def may_be_one(one: str, other: str) -> bool:
    """Whether numbers with units of these kinds can be one and the same number.

    People are counted too: 2,000 人 and 2,000 个 may be one number, 80% and 80 家 may not.

    >>> may_be_one("share", "count"), may_be_one("", "money"), may_be_one("people", "count")
    (False, True, True)
    """
    counted = {"people", "count"}
    return not one or not other or one == other or {one, other} == counted
