"""Knows how answers lie in the files of a specification; corrects nothing and estimates nothing."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd
import pyarrow.lib
import pyarrow.parquet as pq

from shequ_eval.evidence.findings import DataError, Finding
from shequ_eval.evidence.responses.raw import read_raw_responses
from shequ_eval.vocabulary.nearest import did_you_mean

MISSING = ["", "NA", "NaN", "nan", "NULL", "null"]
HEADER_LINES = 2  # the first row of data is line 2 of a spreadsheet


@dataclass(frozen=True)
class SurveyData:
    """Rows of one or several files in their order, and how many came from which."""

    rows: pd.DataFrame
    files: tuple[str, ...]
    lengths: tuple[int, ...]

    def located(self, finding: Finding) -> Finding:
        """A finding on a row of `rows` as one on the row of the file that it came from."""
        if finding.row is None or len(self.files) < 2:
            return replace(finding, file=", ".join(self.files))
        place = finding.row - HEADER_LINES
        for file, length in zip(self.files, self.lengths, strict=True):
            if place < length:
                return replace(finding, file=file, row=place + HEADER_LINES)
            place -= length
        return finding


def data_files(named: Sequence[str], folder: Path) -> list[Path]:
    """The files that a specification in `folder` names; `*` and `?` stand for several.

    Raises
    ------
    DataError
        A file is not there, or no file has such a name; all of them.
    """
    found: list[Path] = []
    faults: list[Finding] = []
    for name in named:
        several = any(sign in name for sign in "*?[")
        path = Path(name) if Path(name).is_absolute() else folder / name
        files = sorted(path.parent.glob(path.name)) if several else [path]
        present = [file for file in files if file.is_file()]
        if not present:
            faults.append(_fault(name, "", "no_such_file", name, "存在的文件 a file that is there"))
        found += present
    if faults:
        raise DataError(faults)
    return found


def read_survey_data(
    files: Sequence[Path], columns: Sequence[str], labels: Sequence[str] = ()
) -> SurveyData:
    """The named columns of all files, one below the other.

    CSV, Parquet, and by their first sheet or their codes XLSX, SPSS .sav and Stata .dta. In a
    file of text, columns named in `labels` keep leading zeros (community 0101 is not 101); other
    columns are numbers where they can be. An empty cell and NA are missing.

    Raises
    ------
    DataError
        A file cannot be read, or has not got a column; every such fault, with the nearest name.
    """
    faults: list[Finding] = []
    parts: list[pd.DataFrame] = []
    for file in files:
        reader = READERS.get(file.suffix.lower())
        if reader is None:
            allowed = ", ".join(sorted(READERS))
            faults.append(_fault(file.name, "", "unknown_format", file.suffix, allowed))
            continue
        try:
            present = reader.names(file)
            absent = [column for column in columns if column not in present]
            for column in absent:
                hint = did_you_mean(column, present)
                faults.append(_fault(file.name, column, "no_such_column", column, hint))
            if not absent:
                parts.append(reader.rows(file, columns, labels))
        except DataError as error:
            faults += error.findings
        except (OSError, ValueError, pyarrow.lib.ArrowException) as error:
            words = str(error).splitlines()[0][:200]
            faults.append(_fault(file.name, "", "unreadable", words, "UTF-8 CSV, Parquet"))
    if faults:
        raise DataError(faults)
    rows = parts[0] if len(parts) == 1 else pd.concat(parts, ignore_index=True)
    if any(file.suffix.lower() != ".parquet" for file in files):
        rows = rows.assign(**{label: _numbers_if_plain(rows[label]) for label in labels})
    return SurveyData(rows, tuple(f.name for f in files), tuple(len(part) for part in parts))


def _csv_names(file: Path) -> list[str]:
    return list(pd.read_csv(file, nrows=0, encoding="utf-8-sig").columns)


def _csv_rows(
    file: Path | io.StringIO, columns: Sequence[str], labels: Sequence[str]
) -> pd.DataFrame:
    table = pd.read_csv(
        file,
        usecols=list(columns),
        dtype=dict.fromkeys(labels, str),
        keep_default_na=False,
        na_values=MISSING,
        encoding="utf-8-sig",
        low_memory=False,
    )
    return table[list(columns)]


def _numbers_if_plain(column: pd.Series) -> pd.Series:
    """Labels as numbers where every one is written as that number is, without leading zeros."""
    if pd.api.types.is_numeric_dtype(column):
        return column
    uniques = column.dropna().unique()
    numbers = pd.to_numeric(pd.Series(uniques), errors="coerce")
    if numbers.isna().any() or not len(uniques):
        return column
    plain = all(
        text in {str(number), f"{number:.0f}"}  # 4 and 4.0, not 04
        for text, number in zip(uniques, numbers.astype(float), strict=True)
    )
    return pd.to_numeric(column) if plain else column


def _other_names(file: Path) -> list[str]:
    return list(read_raw_responses(file).cells.columns)


def _other_rows(file: Path, columns: Sequence[str], labels: Sequence[str]) -> pd.DataFrame:
    cells = read_raw_responses(file).cells[list(columns)]
    return _csv_rows(io.StringIO(cells.to_csv(index=False)), columns, labels)


def _parquet_names(file: Path) -> list[str]:
    return list(pq.read_schema(file).names)


def _parquet_rows(file: Path, columns: Sequence[str], labels: Sequence[str]) -> pd.DataFrame:
    return pq.read_table(file, columns=list(columns)).to_pandas()


def _fault(file: str, column: str, rule: str, found: str, allowed: str) -> Finding:
    return Finding(file, None, column, rule, "error", found, allowed)


@dataclass(frozen=True)
class _Reader:
    names: Callable[[Path], list[str]]
    rows: Callable[[Path, Sequence[str], Sequence[str]], pd.DataFrame]


READERS = {
    ".csv": _Reader(_csv_names, _csv_rows),
    ".parquet": _Reader(_parquet_names, _parquet_rows),
    **dict.fromkeys((".xlsx", ".sav", ".dta"), _Reader(_other_names, _other_rows)),
}
