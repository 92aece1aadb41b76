"""Knows which columns of a table say something of any row; changes no cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd


def filled_columns(rows: Iterable[Mapping[Any, Any]]) -> pd.DataFrame:
    """The rows as a table without the columns that are empty in every row.

    An empty column of one edition or one place tells a reader nothing, and takes room from the
    others. A table without rows has no column to judge.

    >>> rows = [{"编号": "z1", "备注": "", "理由": ""}, {"编号": "z2", "备注": "", "理由": "漏字"}]
    >>> list(filled_columns(rows).columns)
    ['编号', '理由']
    """
    table = pd.DataFrame(list(rows)).fillna("")
    return table.loc[:, [bool(table[column].ne("").any()) for column in table.columns]]
