"""Knows how a CSV file becomes a table of text, whole or the rows of some zones; types nothing."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import pandas as pd
import pyarrow as pa
from pyarrow import compute, csv

ZONE = "zone_id"


def read_text_table(path: Path, zones: Collection[str] | None = None) -> pd.DataFrame:
    """The cells of a UTF-8 CSV file as text, "" where one is empty.

    With `zones`, and where the table has a column `zone_id`, only their rows. The index counts the
    rows of the file from 0, those left out too, so index + 2 is the line in a file of plain lines.
    A table of thousands of zones is read whole and only these rows become Python's.

    Raises
    ------
    OSError
        The file cannot be read.
    ValueError
        It is empty or not UTF-8, a row has a cell too many or too few, a quote is not closed, or
        two columns share a name.
    """
    table = csv.read_csv(
        path,
        # NOTE: a forked process has none of the threads of its parent.
        read_options=csv.ReadOptions(use_threads=False),
        parse_options=csv.ParseOptions(newlines_in_values=True),
        convert_options=csv.ConvertOptions(
            default_column_type=pa.string(), strings_can_be_null=False
        ),
    )
    names = table.column_names
    if len(set(names)) < len(names):
        raise ValueError(f"a column twice: {','.join(names)}")
    if zones is None or ZONE not in names:
        return table.to_pandas()
    mine = compute.is_in(table[ZONE], pa.array([*zones], pa.string()))
    kept = table.filter(mine).to_pandas()
    kept.index = pd.Index(compute.indices_nonzero(mine).to_numpy().astype("int64"))
    return kept
