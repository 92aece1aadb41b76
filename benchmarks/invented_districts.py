"""Makes a copy of this project with invented districts and figures (示例数据) in it; runs none."""

from __future__ import annotations

import contextlib
import csv
import json
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import yaml

PROJECT = Path(__file__).resolve().parents[1]
LIBRARIES = "import geopandas, matplotlib.pyplot, pandas, statsmodels.api"
READ = """from shequ_eval.evidence.study import read_study
study = read_study(report_id=report_id, title=title, zones=zones, as_of=as_of)"""
SHOW = """from shequ_eval.exhibits.source_tables import evidence_table
evidence_table(study.evidence, study.codebook, "zh")"""
# Without it a report refuses the numbers of the table: they would have no origin.
ORIGINS = """from shequ_eval.exhibits.origins import origins
origins(
    study.evidence, study.sources, study.denominators, study.standards, study.codebook, "zh"
)"""
GIVEN = "report_id = 'x'\ntitle = 'x'\nzones = ['zhenhai']\nas_of = '2026-11-24'"


def small_notebook(path: Path, *sources: str) -> Path:
    """A notebook that reads one zone's study and shows its evidence, as zone notebooks do."""
    given = nbformat.v4.new_code_cell(GIVEN, metadata={"tags": ["parameters"]}, id="given")
    cells = [given, *(nbformat.v4.new_code_cell(s, id=f"c{n}") for n, s in enumerate(sources))]
    path.parent.mkdir(parents=True, exist_ok=True)
    kernel = {"name": "python3", "language": "python", "display_name": "Python 3"}
    notebook = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})
    nbformat.write(notebook, path)
    return path


def parameters_of(report_id: str, zone: str) -> dict[str, Any]:
    """The parameters of one zone's report."""
    fixed = {"report_id": report_id, "title": "示例数据", "as_of": "2026-11-24"}
    return fixed | {"zones": [zone]}


@contextlib.contextmanager
def project(count: int = 0, place: Path | None = None) -> Iterator[Path]:
    """A copy of this project in a temporary folder, with `count` invented districts more."""
    with tempfile.TemporaryDirectory(dir=place) as folder:
        root = Path(folder)
        ignored = shutil.ignore_patterns("tidy", "documents")
        shutil.copytree(PROJECT / "data", root / "data", ignore=ignored)
        shutil.copytree(PROJECT / "notebooks", root / "notebooks")
        shutil.copytree(PROJECT / "parameters", root / "parameters")
        shutil.copy(PROJECT / "requirements.lock", root)
        if count:
            _add_districts(root, count)
        yield root


def _add_districts(root: Path, count: int) -> None:
    """Invented districts: 示例数据. Each has the evidence rows of one zone under its own name."""
    data = root / "data"
    for old in (root / "parameters").glob("*.yaml"):
        old.unlink()
    small_notebook(root / "notebooks" / "district_report.ipynb", LIBRARIES, READ, SHOW, ORIGINS)
    zones = [f"d{n:04d}" for n in range(count)]
    for table in ("zones/zones.csv", "sources/sources.csv", "zones/denominators.csv"):
        _copy_rows(data / table, zones)
    rows = (data / "zones/zhenhai/evidence.csv").read_text(encoding="utf-8")
    rows = rows.replace(",disputed,", ",agreed,")  # the disputes are zhenhai's
    notes = (data / "zones/zhenhai/notes.md").read_text(encoding="utf-8")
    described = json.loads((data / "datapackage.json").read_text(encoding="utf-8"))
    like = next(r for r in described["resources"] if r["name"] == "evidence_zhenhai")
    for zone in zones:
        (data / "zones" / zone).mkdir()
        named = rows.replace("zhenhai", zone)
        (data / "zones" / zone / "evidence.csv").write_text(named, encoding="utf-8", newline="\n")
        (data / "zones" / zone / "notes.md").write_text(notes.replace("zhenhai", zone), "utf-8")
        described["resources"].append(
            like | {"name": f"evidence_{zone}", "path": f"zones/{zone}/evidence.csv"}
        )
        given = parameters_of(zone, zone) | {"notebooks": ["district_report"]}
        path = root / "parameters" / f"{zone}.yaml"
        path.write_text(yaml.safe_dump(given, allow_unicode=True), encoding="utf-8")
    text = json.dumps(described, ensure_ascii=False)
    (data / "datapackage.json").write_text(text, encoding="utf-8")


def _copy_rows(path: Path, zones: list[str]) -> None:
    """Append one zone's rows under each of the names, with a code of its own for each."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = [row for row in csv.reader(stream) if any(c.startswith("zhenhai") for c in row[:2])]
    with path.open("a", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows(
            [cell.replace("zhenhai", zone).replace("330211", f"{900000 + n}") for cell in row]
            for n, zone in enumerate(zones)
            for row in rows
        )
