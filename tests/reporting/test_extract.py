"""`shequ-eval extract` prints, writes and shows the figures of documents."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from shequ_eval.commands.extract import extract
from shequ_eval.evidence.quantities.rows import COLUMNS

TEXT = "示例数据。\n每千户投入34万元，较上年增加5%。\n没有数字的一行。\n近半数以上社区参加。\n"


@pytest.fixture
def bulletin(tmp_path: Path) -> Path:
    path = tmp_path / "简报.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_a_csv_has_the_columns_asked_for_and_one_row_a_figure(bulletin: Path) -> None:
    result = CliRunner().invoke(extract, [str(bulletin), "--format", "csv"])
    assert result.exit_code == 0
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert tuple(rows[0]) == COLUMNS
    assert [row["text"] for row in rows] == ["34万元", "5%", "近半数以上"]
    assert [TEXT[int(row["start"]) : int(row["end"])] for row in rows] == [r["text"] for r in rows]
    assert (rows[0]["value"], rows[0]["per"], rows[1]["role"]) == ("340000", "1000 户", "change")
    assert (rows[2]["low"], rows[2]["flags"]) == ("", "contradictory")


def test_json_keeps_numbers_bases_and_what_is_missing(bulletin: Path, tmp_path: Path) -> None:
    out = tmp_path / "found.json"
    other = tmp_path / "另一份.txt"
    other.write_text(TEXT, encoding="utf-8")
    result = CliRunner().invoke(extract, [str(bulletin), str(other), "--out", str(out)])
    assert result.exit_code == 0
    rows = json.loads(out.read_text(encoding="utf-8"))
    assert len(rows) == 6
    assert rows[0]["per"] == [{"unit_id": "户", "number": 1000}]
    assert (rows[2]["value"], rows[2]["low"]) == (50, None)


def test_a_written_csv_opens_as_utf8_in_a_spreadsheet(bulletin: Path, tmp_path: Path) -> None:
    out = tmp_path / "found.csv"
    assert CliRunner().invoke(extract, [str(bulletin), "--out", str(out)]).exit_code == 0
    assert out.read_bytes().startswith(b"\xef\xbb\xbffile,start")
    assert b"\r\n" not in out.read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["found.csv", "简报.txt"]


def test_the_screen_shows_the_lines_with_figures_and_what_they_mean(bulletin: Path) -> None:
    result = CliRunner().invoke(extract, [str(bulletin)], color=True)
    assert "\x1b[32m\x1b[1m34万元\x1b[0m" in result.stdout
    plain = CliRunner().invoke(extract, [str(bulletin)]).stdout
    assert "34万元⟨340000 元 /1000户⟩" in plain
    assert "近半数以上⟨50 % contradictory⟩" in plain
    assert "没有数字的一行" not in plain


def test_every_file_that_cannot_be_read_is_named_and_nothing_is_written(tmp_path: Path) -> None:
    for name in ["空.txt", "空也.txt"]:
        (tmp_path / name).write_text("", encoding="utf-8")
    out = tmp_path / "found.csv"
    files = [str(tmp_path / name) for name in ["空.txt", "空也.txt"]]
    result = CliRunner().invoke(extract, [*files, "--out", str(out)])
    assert result.exit_code == 1
    assert "空.txt" in result.stderr and "空也.txt" in result.stderr
    assert not out.exists()
