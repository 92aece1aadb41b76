from __future__ import annotations

import hashlib
from pathlib import Path

import pandas as pd
import pytest

from shequ_eval.reporting.files.place import OutputFault
from shequ_eval.reporting.files.tidy_files import write_tidy


def tables() -> dict[str, pd.DataFrame]:
    observations = pd.DataFrame(
        {
            "zone_id": ["镇海", "溧水"],
            "value": pd.array([15.43, pd.NA], dtype="Float64"),
            "share": [0.1 + 0.2, float("nan")],
            "low_closed": pd.array([True, pd.NA], dtype="boolean"),
            "start": pd.array([2365, pd.NA], dtype="Int64"),
        }
    )
    return {"observations": observations, "zones": pd.DataFrame({"zone_id": ["a,b"]})}


def digests(folder: Path) -> dict[str, str]:
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(folder.iterdir())}


def test_csv_is_utf8_with_lf_and_says_booleans_and_gaps_plainly(tmp_path: Path) -> None:
    write_tidy(tables(), tmp_path / "tidy")

    written = (tmp_path / "tidy" / "observations.csv").read_bytes()
    assert written.decode("utf-8") == (
        "zone_id,value,share,low_closed,start\n镇海,15.43,0.3,true,2365\n溧水,,,,\n"
    )


def test_parquet_keeps_types_and_gaps(tmp_path: Path) -> None:
    write_tidy(tables(), tmp_path / "tidy")

    back = pd.read_parquet(tmp_path / "tidy" / "observations.parquet")
    pd.testing.assert_frame_equal(back, tables()["observations"])


def test_the_same_tables_give_the_same_bytes(tmp_path: Path) -> None:
    write_tidy(tables(), tmp_path / "one")
    write_tidy(tables(), tmp_path / "two")

    assert len(digests(tmp_path / "one")) == 4
    assert digests(tmp_path / "one") == digests(tmp_path / "two")


def test_a_table_that_cannot_be_written_leaves_all_old_tables(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_tidy(tables(), tmp_path / "tidy")
    before = digests(tmp_path / "tidy")
    changed = tables()
    changed["observations"]["zone_id"] = "changed"

    def full_disk(*args: object, **kwargs: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pd.DataFrame, "to_parquet", full_disk)
    with pytest.raises(OutputFault, match="No space left"):
        write_tidy(changed, tmp_path / "tidy")

    assert digests(tmp_path / "tidy") == before


def test_a_folder_with_other_files_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_text("precious", encoding="utf-8")

    with pytest.raises(OutputFault, match=r"thesis\.docx"):
        write_tidy(tables(), tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == ["thesis.docx"]


def test_hidden_files_of_the_folder_are_kept(tmp_path: Path) -> None:
    folder = tmp_path / "tidy"
    folder.mkdir()
    (folder / ".gitignore").write_text("*\n", encoding="utf-8")

    write_tidy(tables(), folder)

    assert (folder / ".gitignore").read_text(encoding="utf-8") == "*\n"
    assert (folder / "zones.csv").is_file()
