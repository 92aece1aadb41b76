"""Knows the list of communities that a sample was drawn from, and whom it reached; draws none."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from shequ_eval.evidence.findings import DataError, Finding
from shequ_eval.evidence.workbooks import read_csv_rows, read_workbook
from shequ_eval.vocabulary.nearest import did_you_mean
from shequ_eval.vocabulary.survey_mapping import FROM_FRAME

NUMBERS = ("households", "issued")
FRAME_COLUMNS = ("street", "community", "households", "issued")


def read_frame(path: Path, columns: Sequence[str] = FRAME_COLUMNS) -> pd.DataFrame:
    """A row a community: street, community, its households, and the addresses issued there.

    `issued` is how many were to be interviewed, 0 for a community that was not drawn.

    Raises
    ------
    DataError
        It cannot be read, a column is missing, a community stands twice, or a number is none.
    """
    rows = (
        next(iter(read_workbook(path).values()), [])
        if path.suffix.lower() == ".xlsx"
        else read_csv_rows(path)
    )
    header = rows[0] if rows else []
    faults = [
        Finding(path.name, 1, name, "survey-frame_column", "error", "", did_you_mean(name, header))
        for name in columns
        if name not in header
    ]
    if faults:
        raise DataError(faults)
    width = len(header)
    table = pd.DataFrame(
        [(row + [""] * width)[:width] for row in rows[1:] if any(row)], columns=header
    )[list(columns)]
    faults = [
        Finding(path.name, line, name, "survey-frame_number", "error", cell, "整数 a whole number")
        for name in NUMBERS
        if name in table
        for line, cell in enumerate(table[name], 2)
        if not (cell.isascii() and cell.isdigit() and len(cell) < 10)
    ]
    twice = table.duplicated(["street", "community"])
    faults += [
        Finding(path.name, line, "community", "survey-frame_twice", "error", name, "一行 one row")
        for line, (name, again) in enumerate(zip(table["community"], twice, strict=True), 2)
        if again
    ]
    if faults:
        raise DataError(faults)
    return table.astype({name: int for name in NUMBERS if name in table})


def from_frame(frame: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
    """What the frame says of each answer's community, and the weight that follows.

    `places` is street and community of each answer, in this order. Columns (`FROM_FRAME`):
    C, the communities of the street; M, the households of the community; and the weight
    (C/c)·(M/r) of a stratified sample in two stages, with c the communities of the street that
    have an answer and r the answers of the community, so that who did not answer is stood in for
    by the community's others, and a community that did not by the street's others. Missing where
    the frame has not got the place.

    Examples
    --------
    Two of three communities answered; of 100 households 4, of 60 households 2:

    >>> frame = pd.DataFrame({"street": "A", "community": list("abc"), "households": [100, 60, 9]})
    >>> places = pd.DataFrame({"street": "A", "community": list("aaaabb")})
    >>> from_frame(frame, places)["frame_weight"].tolist()
    [37.5, 37.5, 37.5, 37.5, 45.0, 45.0]
    """
    names = list(places.columns)
    street, community = names
    there = frame.groupby("street")["community"].size()
    households = frame.set_index(["street", "community"])["households"]
    reached = places.groupby(street)[community].nunique()
    answered = places.groupby(names)[community].transform("size")
    index = pd.MultiIndex.from_frame(places)
    columns = pd.DataFrame(
        {
            FROM_FRAME[0]: places[street].map(there).astype(float),
            FROM_FRAME[1]: households.reindex(index).to_numpy(dtype=float),
        },
        index=places.index,
    )
    drawn = columns[FROM_FRAME[0]] / places[street].map(reached)
    return columns.assign(**{FROM_FRAME[2]: drawn * columns[FROM_FRAME[1]] / answered})


def off_frame(frame: pd.DataFrame, places: pd.DataFrame, file: str) -> list[Finding]:
    """Answers from communities that the frame has not got; `places` is street and community."""
    known = set(zip(frame["street"], frame["community"], strict=True))
    streets = frame.groupby("street")["community"].agg(list).to_dict()
    findings = []
    for row, street, community in places.dropna().itertuples():
        if (street, community) not in known:
            hint = did_you_mean(community, streets.get(street) or list(streets))
            found, rule = f"{street} {community}", "survey-off_frame"
            findings.append(Finding(file, int(row), "community", rule, "error", found, hint))
    return findings
