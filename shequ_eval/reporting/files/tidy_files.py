"""Knows how tidy tables are written, CSV and Parquet, the same bytes each time; builds none."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from shequ_eval.reporting.files.place import (
    OutputFault,
    foreign_entries,
    put_in_place,
    staged_folder,
)

FLOAT_FORMAT = "%.15g"


def write_tidy(tables: Mapping[str, pd.DataFrame], folder: Path) -> list[Path]:
    """Write every table as `<name>.csv` and `<name>.parquet`, all or none of them.

    CSV is UTF-8 with LF; an empty cell is a missing value; booleans are true and false. The old
    tables stay in place until all new ones stand.

    Raises
    ------
    OutputFault
        The folder cannot be written, or holds something else than these tables.
    """
    known = {f"{name}.{ending}" for name in tables for ending in ("csv", "parquet")}
    foreign = foreign_entries(folder, known)
    if foreign or folder.is_file():
        found = ", ".join(foreign) if foreign else folder.name
        raise OutputFault(
            f"{folder}: 其中另有文件，不覆盖 holds other files and is left alone: {found}；"
            "请另指一个空目录 choose an empty folder with --out"
        )
    try:
        staged = staged_folder(folder)
        for name, table in tables.items():
            _write(table, staged, name)
        _keep_hidden_files(folder, staged)
    except OSError as error:
        reason = error.strerror or str(error)
        raise OutputFault(f"{folder}: 不能写 cannot be written: {reason}") from None
    put_in_place(staged, folder)
    return [folder / name for name in sorted(known)]


def _write(table: pd.DataFrame, folder: Path, name: str) -> None:
    words = {True: "true", False: "false"}
    booleans = {
        column: table[column].map(words, na_action="ignore")
        for column in table.columns
        if pd.api.types.is_bool_dtype(table[column])
    }
    table.assign(**booleans).to_csv(
        folder / f"{name}.csv",
        index=False,
        encoding="utf-8",
        lineterminator="\n",
        float_format=FLOAT_FORMAT,
    )
    table.to_parquet(folder / f"{name}.parquet", engine="pyarrow", index=False)


def _keep_hidden_files(old: Path, new: Path) -> None:
    if old.is_dir():
        for entry in old.iterdir():
            if entry.name.startswith(".") and entry.is_file():
                shutil.copy2(entry, new / entry.name)
