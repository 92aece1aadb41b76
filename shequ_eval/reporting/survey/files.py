"""Knows how survey estimates are written to disk, whole or not at all; estimates nothing."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from shequ_eval.evidence.workbooks import kept_as_text
from shequ_eval.reporting.files.place import OutputFault
from shequ_eval.reporting.files.tidy_files import FLOAT_FORMAT

STAGED = ".tmp-"


def write_survey_tables(estimates: pd.DataFrame, tests: pd.DataFrame, out: Path) -> list[Path]:
    """Write the estimates as CSV to `out`, and the tests, where there are any, beside them.

    UTF-8 with LF; an empty cell is a missing value; booleans are true and false. The old file
    stays until the new one stands.

    Raises
    ------
    OutputFault
        The file cannot be written.
    """
    wanted = {out: estimates}
    if len(tests):
        wanted[out.with_name(f"{out.stem}.tests{out.suffix}")] = tests
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        staged = {path: _stage(table, path) for path, table in wanted.items()}
        for path, temporary in staged.items():
            temporary.replace(path)
    except OSError as error:
        reason = error.strerror or str(error)
        raise OutputFault(f"{out}: 不能写 cannot be written: {reason}") from None
    return list(wanted)


def _stage(table: pd.DataFrame, path: Path) -> Path:
    temporary = path.with_name(STAGED + path.name)
    told = {
        column: table[column].map({True: "true", False: "false"})
        for column in table.columns
        if pd.api.types.is_bool_dtype(table[column])
    }
    words = {
        column: table[column].map(kept_as_text, na_action="ignore")
        for column in table.columns
        if pd.api.types.is_string_dtype(table[column])
    }
    table.assign(**words, **told).to_csv(
        temporary, index=False, encoding="utf-8", lineterminator="\n", float_format=FLOAT_FORMAT
    )
    return temporary
