"""Knows which cells of a table name, number or place things and state no quantity.

What it does not know to be a label is a quantity, and a quantity needs an origin.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

_PLACE_TITLE = re.compile(r"位置|字位|place|character", re.IGNORECASE)
_ORDER_TITLE = re.compile(r"次序|序号|先后|优先|order|priority|no\.", re.IGNORECASE)
_PLACES = re.compile(r"(?:\d+(?:\s?[–-]\s?\d+)?)?")
_ORDER = re.compile(r"\d+")
_NAME_TITLE = re.compile(
    r"指标|指标内容|说的是什么|机制|indicator|states|measure|mechanism", re.IGNORECASE
)
_DIGITS_IN_WORDS = re.compile(r"[^\W\d]{2}.*\d|\d.*[^\W\d]{2}")


def label_columns(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> set[int]:
    """The columns, by place, that say where in a text something stands or which comes first.

    Both their title and all their cells must look so.

    >>> titles = ["编号", "位置", "次序", "家"]
    >>> sorted(label_columns(titles, [["a-001", "349–353", "1", "392"], ["a-002", "", "2", "5"]]))
    [1, 2]
    >>> label_columns(["位置"], [["第 3 家"]])
    set()
    """
    found = set()
    for place, title in enumerate(titles):
        cells = [row[place].strip() for row in rows]
        for heading, cell in ((_PLACE_TITLE, _PLACES), (_ORDER_TITLE, _ORDER)):
            if heading.search(title) and all(cell.fullmatch(text) for text in cells):
                found.add(place)
    return found


def name_columns(titles: Sequence[str]) -> set[int]:
    """The columns, by place, whose cells are names: digits in them are of the name.

    >>> name_columns(["地区", "指标", "承诺"])
    {1}
    """
    return {place for place, title in enumerate(titles) if _NAME_TITLE.fullmatch(title)}


def names_with_digits(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> set[str]:
    """The names in a table that hold digits.

    >>> names_with_digits(["指标", "家"], [["4A级社会组织数", "1"], ["网格数", "772"]])
    {'4A级社会组织数'}
    """
    cells = {row[place] for place in name_columns(titles) for row in rows}
    return {cell for cell in cells if _DIGITS_IN_WORDS.search(cell)}


def any_of(names: Collection[str]) -> re.Pattern[str]:
    """What finds known names in a text, the longest first: digits inside them are of the name.

    >>> found = any_of({"4A级组织", "4A级组织数"}).search("镇海的4A级组织数 ≥ 2 家")
    >>> found[0] if found else ""
    '4A级组织数'
    >>> any_of(set()).search("4A级") is None
    True
    """
    ordered = sorted(names, key=lambda name: (-len(name), name))
    return re.compile("|".join(map(re.escape, ordered)) if ordered else r"(?!)")
