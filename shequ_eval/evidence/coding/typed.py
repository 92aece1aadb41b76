"""Knows how a coder may write a day or a period and what the tables make of it; guesses none."""

from __future__ import annotations

import re

DAY = re.compile(r"([0-9]{4})[/.年-]([0-9]{1,2})[/.月-]([0-9]{1,2})日?(?: 0{1,2}:00(?::00)?)?")
MONTH = re.compile(r"([0-9]{4})年([0-9]{1,2})月")
YEARS = re.compile(r"([0-9]{4})年?\s*(?:/|[-–—~～至到])\s*([0-9]{4})年")
EXAMPLES = "如 such as 2020、2020-06、2020-06-30、2018/2020、2016/.."


def day_cell(cell: str) -> str:
    """A day as the tables write it; what is no day stays as it is.

    >>> [day_cell(cell) for cell in ("2026/11/29", "2026年1月9日", "2026-11-29", "昨天")]
    ['2026-11-29', '2026-01-09', '2026-11-29', '昨天']
    """
    found = DAY.fullmatch(cell)
    if found is None:
        return cell
    year, month, day = (int(part) for part in found.groups())
    return f"{year:04d}-{month:02d}-{day:02d}"


def period_cell(cell: str) -> str:
    """A period as the tables write it; what is none stays as it is.

    >>> [period_cell(cell) for cell in ("2022年", "2021年6月", "2018-2020年", "2021/3/5", "近年")]
    ['2022', '2021-06', '2018/2020', '2021-03-05', '近年']
    """
    if found := YEARS.fullmatch(cell):
        return f"{found.group(1)}/{found.group(2)}"
    if found := MONTH.fullmatch(cell):
        return f"{found.group(1)}-{int(found.group(2)):02d}"
    if re.fullmatch("[0-9]{4}年", cell):
        return cell[:4]
    return day_cell(cell)
