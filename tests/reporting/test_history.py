from __future__ import annotations

import json
from pathlib import Path

from shequ_eval.reporting.crate.record import CRATE
from shequ_eval.reporting.files.checksums import sha256_of
from shequ_eval.reporting.running.history import all_runs, earlier_runs, next_place, prune


def report(folder: Path, words: str) -> Path:
    """A folder with one file and a crate that knows it."""
    folder.mkdir(parents=True)
    (folder / "report.html").write_text(words, encoding="utf-8")
    graph = [
        {"@id": "./", "name": "x"},
        {"@id": "report.html", "name": "report.html", "sha256": sha256_of(folder / "report.html")},
        {"@id": "#value/report_id", "name": "report_id", "value": "zhenhai"},
    ]
    (folder / CRATE).write_text(json.dumps({"@graph": graph}), encoding="utf-8")
    return folder


def runs(out: Path, count: int) -> None:
    report(out / "zhenhai", "current")
    for number in range(1, count + 1):
        report(next_place(out, "zhenhai"), f"run {number}")


def numbers(out: Path) -> list[int]:
    return [run.number for run in earlier_runs(out, "zhenhai")]


def test_runs_are_counted_in_their_order_and_a_number_is_never_given_twice(tmp_path: Path) -> None:
    runs(tmp_path, 3)
    prune(tmp_path, "zhenhai", kept=1)

    assert numbers(tmp_path) == [3]
    assert next_place(tmp_path, "zhenhai").name == "0004"
    assert [run.number for run in all_runs(tmp_path)["zhenhai"]] == [3, 0]


def test_only_the_oldest_go(tmp_path: Path) -> None:
    runs(tmp_path, 12)

    gone = prune(tmp_path, "zhenhai", kept=10)

    assert [path.name for path in gone] == ["0001", "0002"]
    assert prune(tmp_path, "zhenhai", kept=10) == []


def test_the_last_whole_run_never_goes_even_where_all_later_ones_are_damaged(
    tmp_path: Path,
) -> None:
    runs(tmp_path, 5)
    for path in [tmp_path / "zhenhai", *(tmp_path / ".history/zhenhai").glob("000[345]")]:
        (path / "report.html").write_text("damaged", encoding="utf-8")

    prune(tmp_path, "zhenhai", kept=2)

    assert numbers(tmp_path) == [2, 4, 5]


def test_nothing_is_kept_back_where_the_current_report_is_whole(tmp_path: Path) -> None:
    runs(tmp_path, 2)

    prune(tmp_path, "zhenhai", kept=0)

    assert numbers(tmp_path) == []
