"""A CSV file is read as text: as pandas reads it, its rows numbered as in the file, or refused."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shequ_eval.vocabulary.text_table import read_text_table

ZONES = ("east", "west", "n,e", 'q"z', "换\n行")
CELL = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=6)
ROWS = st.lists(st.tuples(st.sampled_from(ZONES), CELL, CELL | st.just('a\nb,"c"')), max_size=12)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("tables") / "t.csv"


def write(path: Path, rows: list[tuple[str, ...]], header: tuple[str, ...], end: str) -> None:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator=end).writerows([header, *rows])
    path.write_bytes(buffer.getvalue().encode("utf-8-sig" if end == "\r\n" else "utf-8"))


@given(rows=ROWS, end=st.sampled_from(["\n", "\r\n"]), chosen=st.sets(st.sampled_from(ZONES)))
def test_rows_of_zones_are_those_that_pandas_and_a_filter_give(
    place: Path, rows: list[tuple[str, ...]], end: str, chosen: set[str]
) -> None:
    write(place, rows, ("zone_id", "title", "note"), end)
    whole = pd.read_csv(place, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    pd.testing.assert_frame_equal(read_text_table(place), whole)
    kept = read_text_table(place, chosen)
    pd.testing.assert_frame_equal(kept, whole[whole["zone_id"].isin(chosen)])
    assert [rows[number][0] for number in kept.index] == list(kept["zone_id"])


def test_every_bundled_table_is_read_as_pandas_reads_it(data_root: Path) -> None:
    paths = sorted(data_root.rglob("*.csv"))
    assert len(paths) > 30
    for path in paths:
        whole = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
        pd.testing.assert_frame_equal(read_text_table(path), whole)


def test_a_table_without_zones_is_read_whole_whatever_zones_are_asked(place: Path) -> None:
    write(place, [("a", "1"), ("b", "2")], ("unit", "factor"), "\n")
    assert list(read_text_table(place, ["east"])["unit"]) == ["a", "b"]


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "Empty"),
        (b"a,b\n1\n", "Row #2: Expected 2 columns, got 1"),
        (b"a,b\n1,2,3\n", "Row #2: Expected 2 columns, got 3"),
        (b'a,b\n"x,1\n2,3\n', "Row #2"),
        (b"a,b\n\xff,1\n", "invalid UTF8"),
        (b"a,a\n1,2\n", "a column twice: a,a"),
    ],
)
def test_what_is_no_table_is_refused_and_not_guessed(place: Path, raw: bytes, words: str) -> None:
    place.write_bytes(raw)
    with pytest.raises(ValueError, match=words):
        read_text_table(place)
