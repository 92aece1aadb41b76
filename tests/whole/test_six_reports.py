"""The main job on the real data: six reports from the bundled facts, whole, sober and the same."""

from __future__ import annotations

import csv
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from PIL import Image

from shequ_eval.reporting.crate.record import CRATE, read_record
from shequ_eval.reporting.files.checksums import sha256_of

pytestmark = pytest.mark.slow
SIX = ["comparison", "jiangbei", "jiexiu", "lishui", "nanjing", "zhenhai"]


def shequ_eval(*arguments: str, cwd: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "shequ_eval", *arguments]
    environment = {
        k: v for k, v in os.environ.items() if k not in ("MPLBACKEND", "SHEQU_EVAL_DATA")
    }
    return subprocess.run(
        command,
        cwd=cwd,
        env=environment | variables,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture(scope="module", params=SIX)
def report(request: pytest.FixtureRequest, outputs: Path) -> Path:
    return outputs / request.param


def page(report: Path) -> BeautifulSoup:
    return BeautifulSoup((report / "report.html").read_text(encoding="utf-8"), "html.parser")


def test_the_six_reports_and_their_list_are_made(outputs: Path) -> None:
    assert sorted(p.parent.name for p in outputs.glob("*/report.html")) == SIX
    index = (outputs / "index.html").read_text(encoding="utf-8")
    assert all(f"{name}/report.html" in index for name in SIX)
    assert [path.name for path in outputs.iterdir() if path.name.startswith(".")] == []


def test_a_report_asks_the_network_for_nothing_and_shows_no_code(report: Path) -> None:
    soup = page(report)
    asked = [
        tag[attribute]
        for tag in soup.find_all(True)
        for attribute in ("src", "href", "data", "action")
        if tag.has_attr(attribute) and not str(tag[attribute]).startswith(("#", "data:"))
    ]
    assert asked == []
    assert soup.find_all(["iframe", "link"]) == []
    assert len(soup.find_all("script")) == 1
    words = soup.get_text()
    for code in ("read_study(", "import ", "Traceback", "Warning"):
        assert code not in words


def test_a_report_speaks_one_language(report: Path) -> None:
    words = page(report).get_text()
    assert "怎样读" in words or "材料写到" in words or "名称沿用" in words
    for english in ("How to read this", "Names are the documents", "Commitments and standards"):
        assert english not in words


def test_every_table_of_a_report_is_a_csv_that_excel_opens_in_chinese(report: Path) -> None:
    files = sorted((report / "exhibits").glob("*.csv"))
    assert len(files) > 20
    for path in files:
        raw = path.read_bytes()
        assert raw.startswith(b"\xef\xbb\xbf")
        rows = list(csv.reader(raw.decode("utf-8-sig").splitlines()))
        assert len({len(row) for row in rows if row}) == 1, path.name


def test_every_figure_is_there_as_png_and_svg(report: Path) -> None:
    pictures = {path.stem for path in (report / "exhibits").glob("*.png")}
    assert pictures == {path.stem for path in (report / "exhibits").glob("*.svg")}
    assert len(pictures) >= 4


def test_the_crate_names_what_was_read_with_its_checksum(report: Path, clone: Path) -> None:
    record = read_record(report)
    assert record is not None
    data = [name for name in record.inputs if name.startswith("data/")]
    assert "data/zones/zones.csv" in data
    assert f"parameters/{report.name}.yaml" in record.inputs
    for name in data:
        assert record.inputs[name] == sha256_of(clone / name), name
    assert record.altered(report) == []
    assert str(clone) not in (report / CRATE).read_text(encoding="utf-8")


def test_the_comparison_shows_the_rates_that_depend_on_the_basis_as_not_comparable(
    outputs: Path,
) -> None:
    words = page(outputs / "comparison").get_text().replace(" ", "")
    for said in ("15.43", "7.4", "9.9", "不可比", "25.4万人", "对不上", "不作排名"):
        assert said in words
    assert "登记或备案未说明" in words


def test_nothing_is_ranked_and_money_least_of_all(outputs: Path) -> None:
    for name in SIX:
        words = page(outputs / name).get_text()
        assert not re.search(r"第[一二三四五]名|位居|排名第|领先|名列", words), name
    refusals = pd.read_csv(
        outputs / "comparison/exhibits/comparison_report.refusals.csv", encoding="utf-8-sig"
    )
    assert set(refusals["判断"]) <= {"不可比", "无从判断"}


def test_a_zone_of_plans_has_no_achievement(outputs: Path) -> None:
    targets = pd.read_csv(outputs / "jiexiu/exhibits/zone_report.targets.csv", encoding="utf-8-sig")
    assert set(targets["是否达到"]) == {"无实际值"}
    assert set(targets["实际"]) == {"未提供"}


# NOTE: below 640 px tables reach the edge of the screen on purpose.
@pytest.mark.parametrize("width", [700, 1280])
def test_no_report_runs_off_the_page(
    report: Path, tmp_path: Path, width: int, chromium: Callable[..., str]
) -> None:
    shot, height = tmp_path / "shot.png", 12_000
    page = (report / "report.html").as_uri()
    chromium(f"--window-size={width},{height}", f"--screenshot={shot}", page)
    image = Image.open(shot).convert("RGB")
    margin = image.crop((width - 12, 0, width, height))
    assert margin.getcolors() == [(12 * height, (255, 255, 255))]
    assert len(image.getcolors(1 << 24) or []) > 50


def test_a_second_run_elsewhere_gives_the_same_bytes(
    outputs: Path, clone: Path, tmp_path: Path
) -> None:
    out = tmp_path / "别处 elsewhere"
    arguments = ["run", "parameters/jiexiu.yaml", "--out", str(out)]
    other = {"TZ": "Asia/Shanghai", "LC_ALL": "C", "PYTHONHASHSEED": "7", "PYTHONPATH": str(clone)}
    somebody = {"USER": "somebody", "LOGNAME": "somebody", "HOME": str(tmp_path / "home")}
    done = shequ_eval(*arguments, cwd=clone, **other, **somebody)
    assert done.returncode == 0, done.stderr[-2000:]
    first = {
        p.relative_to(outputs / "jiexiu"): p for p in (outputs / "jiexiu").rglob("*") if p.is_file()
    }
    again = {p.relative_to(out / "jiexiu"): p for p in (out / "jiexiu").rglob("*") if p.is_file()}
    assert first.keys() == again.keys()
    assert [str(k) for k in first if first[k].read_bytes() != again[k].read_bytes()] == []


def test_a_notebook_runs_with_plain_papermill_from_another_folder(
    project: Path, tmp_path: Path
) -> None:
    command = [sys.executable, "-m", "papermill", "--no-progress-bar"]
    command += [str(project / "notebooks/zone_report.ipynb"), "out.ipynb"]
    command += ["-f", str(project / "parameters/lishui.yaml"), "-k", "python3"]
    environment = {k: v for k, v in os.environ.items() if k != "MPLBACKEND"}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode("utf-8")[-2000:]
    assert "lishui-1486" in (tmp_path / "out.ipynb").read_text(encoding="utf-8")


def test_a_notebooks_own_load_line_refuses_a_wrong_parameter(project: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "papermill", "--no-progress-bar"]
    command += [str(project / "notebooks/04_targets.ipynb"), "out.ipynb"]
    command += ["-y", "zones: [zhenhia]", "-k", "python3"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode != 0
    assert "did you mean zhenhai?" in done.stderr.decode("utf-8")


def test_nanjings_weights_stand_in_the_comparison_and_score_no_project(outputs: Path) -> None:
    words = page(outputs / "comparison").get_text()
    assert "所选地区没有规定群众评价权重" not in words
    weights = pd.read_csv(
        outputs / "comparison/exhibits/comparison_report.appraisal_weights.csv",
        encoding="utf-8-sig",
    )
    assert list(weights.iloc[:, 1]) == ["50%", "70%"]
