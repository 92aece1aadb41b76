"""Knows what the registers' amounts come to by zone and year; takes no empty cell for nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from shequ_eval.vocabulary.registers import sample_of

# The amounts of a register, in the order in which money goes: planned, agreed on, received, spent.
AMOUNTS = {
    "projects": ("budget_yuan", "contract_yuan", "paid_yuan"),
    "funds": ("approved_yuan", "paid_in_yuan", "spent_yuan"),
}
COLUMNS = ["zone_id", "register", "year", "rows", "sampled", "amount", "known_yuan", "unknown"]
UNDATED = ""
Row = dict[Any, Any]


def money_by_year(registers: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """The amounts of projects and funds added up by zone and year, with what is not recorded.

    One row a zone, register, year and amount: `known_yuan` is the sum of the recorded cells,
    missing where none is recorded, and `unknown` the number of rows without; where it is above 0
    the sum is a least one. A fund's year is its own, a project's that of `started_on`, "" where
    that left no trace. `sampled`: some of the rows are of a register drawn at random, so that no
    sum is a total. Zones in the order of the register, years ascending, the undated last.

    Examples
    --------
    >>> rows = pd.DataFrame({"zone_id": ["east"] * 2, "kept_by": ["示例数据"] * 2,
    ...     "year": [2020] * 2, "approved_yuan": [100.0, 50.0],
    ...     "paid_in_yuan": [90.0, None], "spent_yuan": [None, None]})
    >>> found = money_by_year({"funds": rows})
    >>> found[["year", "amount", "known_yuan", "unknown"]].values.tolist()
    [['2020', 'approved_yuan', 150.0, 0], ['2020', 'paid_in_yuan', 90.0, 1], \
['2020', 'spent_yuan', nan, 2]]
    """
    found: list[Row] = []
    for register, amounts in AMOUNTS.items():
        table = registers.get(register)
        if table is None or table.empty:
            continue
        years = _years(table, register)
        for zone, rows in table.groupby("zone_id", sort=False):
            for year in sorted(set(years[rows.index]), key=lambda y: (y == UNDATED, y)):
                part = rows[years[rows.index].eq(year)]
                head = {"zone_id": zone, "register": register, "year": year, "rows": len(part)}
                head["sampled"] = any(sample_of(str(words)) for words in part["kept_by"])
                found += [head | _sum(part, amount) for amount in amounts]
    return pd.DataFrame(found, columns=COLUMNS).astype({"known_yuan": "float64"})


def _years(table: pd.DataFrame, register: str) -> pd.Series:
    if register == "funds":
        return table["year"].astype(str)
    return table["started_on"].str[:4]


def _sum(rows: pd.DataFrame, amount: str) -> Row:
    unknown = int(rows[amount].isna().sum())
    known = None if unknown == len(rows) else float(rows[amount].sum())
    return {"amount": amount, "known_yuan": known, "unknown": unknown}
