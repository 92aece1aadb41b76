"""Knows how answers in Parquet become cells of units and domains without being read whole.

DuckDB adds up one file or many; on a cluster each worker does so for its row groups, and the
parts are added up in their order. Either way what comes back is small, and the same.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from shequ_eval.evidence.survey_sql import Relation

GROUPS_A_PART = 4_000_000  # rows that one part of a cluster's work has, about
ANSWER_WITHIN = "15s"  # a scheduler must answer
KEYS_AT_MOST = 1 << 25  # up to which a table of all keys is kept: half a gigabyte
VECTORS_A_CHUNK = 256  # of DuckDB's 2,048 rows
MEMORY = "1GB"  # DuckDB writes to disk what does not fit


@dataclass(frozen=True)
class Part:
    """Row groups of one file, and the number of its first row."""

    file: str
    groups: tuple[int, ...]
    first_row: int


Tables = dict[str, pd.DataFrame]


@dataclass(frozen=True)
class Source:
    """Answers that queries can be put to.

    `ask` gives the table of a query, one for each part. `add` takes a query of key, num and den
    for each row, and the number of keys that there may be, and gives the sums of each key that
    occurs, in the order of the keys.
    """

    ask: Callable[[str, Tables], list[pd.DataFrame]]
    add: Callable[[str, Tables, int], pd.DataFrame]


def relation_of(files: Sequence[Path]) -> Relation:
    """The columns of Parquet files of one schema."""
    schema = pq.read_schema(files[0])
    floats = {field.name for field in schema if pa.types.is_floating(field.type)}
    numbers = {
        field.name
        for field in schema
        if pa.types.is_floating(field.type)
        or pa.types.is_integer(field.type)
        or pa.types.is_decimal(field.type)
        or pa.types.is_boolean(field.type)
    }
    return Relation(tuple(schema.names), frozenset(floats), frozenset(numbers))


def rows_of(files: Sequence[Path]) -> int:
    """How many rows Parquet files have, by their footers."""
    return sum(pq.read_metadata(file).num_rows for file in files)


def local_source(files: Sequence[Path]) -> Source:
    """The files on this machine, as one part."""
    named = ", ".join("'" + str(file).replace("'", "''") + "'" for file in files)
    whole = f"read_parquet([{named}], filename = true, file_row_number = true)"

    def ask(sql: str, tables: Tables) -> list[pd.DataFrame]:
        with _connection() as connection:
            connection.execute(f"CREATE VIEW source AS SELECT * FROM {whole}")
            return [_asked(connection, sql, tables)]

    def add(sql: str, tables: Tables, span: int) -> pd.DataFrame:
        with _connection() as connection:
            connection.execute(f"CREATE VIEW source AS SELECT * FROM {whole}")
            return _added(connection, sql, tables, span)

    return Source(ask, add)


def cluster_source(files: Sequence[Path], columns: Sequence[str], scheduler: str) -> Source:
    """The files on a Dask cluster, whose workers see them under the same paths.

    What the workers add up is added up in pairs on the cluster; one table comes back.

    Raises
    ------
    OSError
        No scheduler answers at the address, or Dask is not installed.
    """
    try:
        from distributed import Client  # noqa: PLC0415
    except ImportError:
        raise OSError(
            "--scheduler: 需要安装 needs the extra shequ-eval[cluster] (distributed)"
        ) from None
    parts = parts_of(files)

    def ask(sql: str, tables: Tables) -> list[pd.DataFrame]:
        with Client(scheduler, timeout=ANSWER_WITHIN, set_as_default=False) as client:
            asked = partial(query_part, columns=tuple(columns), sql=sql, tables=tables)
            found: list[pd.DataFrame] = client.gather(client.map(asked, parts, pure=False))
            return found

    def add(sql: str, tables: Tables, span: int) -> pd.DataFrame:
        with Client(scheduler, timeout=ANSWER_WITHIN, set_as_default=False) as client:
            asked = partial(query_part, columns=tuple(columns), sql=sql, tables=tables, span=span)
            left = client.map(asked, parts, pure=False)
            while len(left) > 1:
                pairs = [left[place : place + 2] for place in range(0, len(left), 2)]
                left = [
                    client.submit(added_tables, pair, pure=False) if len(pair) > 1 else pair[0]
                    for pair in pairs
                ]
            found: pd.DataFrame = left[0].result()
            return found

    return Source(ask, add)


def added_tables(tables: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Sums by key of tables of key, num and den, in the order of the keys.

    >>> one = pd.DataFrame({"key": [1, 2], "num": [1.0, 2.0], "den": [1.0, 1.0]})
    >>> added_tables([one, one.tail(1)])["num"].tolist()
    [1.0, 4.0]
    """
    return pd.concat(tables).groupby("key", sort=True, as_index=False).sum()


def parts_of(files: Sequence[Path], rows: int = GROUPS_A_PART) -> list[Part]:
    """The files' row groups in runs of about `rows` rows, in order."""
    found: list[Part] = []
    for file in files:
        metadata = pq.read_metadata(file)
        groups: list[int] = []
        first = seen = 0
        for group in range(metadata.num_row_groups):
            groups.append(group)
            seen += metadata.row_group(group).num_rows
            if seen - first >= rows or group == metadata.num_row_groups - 1:
                found.append(Part(str(file.resolve()), tuple(groups), first))
                groups, first = [], seen
    return found


def query_part(
    part: Part, columns: tuple[str, ...], sql: str, tables: Tables, span: int | None = None
) -> pd.DataFrame:
    """One query of one part, added up by key where there is a span; runs on a worker."""
    whole = pq.ParquetFile(part.file).read_row_groups(list(part.groups), columns=list(columns))
    numbers = pa.array(range(part.first_row, part.first_row + len(whole)), pa.int64())
    source = whole.append_column("file_row_number", numbers)
    source = source.append_column("filename", pa.array([part.file] * len(whole), pa.string()))
    with _connection() as connection:
        connection.register("source", source)
        if span is not None:
            return _added(connection, sql, tables, span)
        return _asked(connection, sql, tables)


def _connection() -> Any:
    # NOTE: with several threads the order of additions, and so the last digit, would vary.
    return duckdb.connect(config={"threads": 1, "memory_limit": MEMORY})


def _added(connection: Any, sql: str, tables: Tables, span: int) -> pd.DataFrame:
    """Sums of num and den by key: in a table of all keys while that is small, else by DuckDB."""
    if span > KEYS_AT_MOST:
        summed = f"SELECT key, sum(num) AS num, sum(den) AS den FROM ({sql}) GROUP BY key"
        return _asked(connection, f"{summed} ORDER BY key", tables)
    for name, table in tables.items():
        connection.register(name, table)
    num, den, seen = np.zeros(span), np.zeros(span), np.zeros(span, dtype=bool)
    connection.execute(sql)
    while len(chunk := connection.fetch_df_chunk(VECTORS_A_CHUNK)):
        key = chunk["key"].to_numpy(dtype=np.intp)
        np.add.at(num, key, chunk["num"].to_numpy(dtype=float))
        np.add.at(den, key, chunk["den"].to_numpy(dtype=float))
        seen[key] = True
    found = np.flatnonzero(seen)
    return pd.DataFrame({"key": found, "num": num[found], "den": den[found]})


def _asked(connection: Any, sql: str, tables: Tables) -> pd.DataFrame:
    for name, table in tables.items():
        connection.register(name, table)
    return pd.DataFrame(connection.execute(sql).fetchnumpy())
