"""Knows where the data folder lies, from any working directory; reads nothing in it."""

from __future__ import annotations

import os
from pathlib import Path

DESCRIPTOR = "datapackage.json"


def find_data_root(start: Path | None = None) -> Path:
    """The folder that holds `datapackage.json`.

    Looked for in this order: the environment variable `SHEQU_EVAL_DATA`; `data/` in `start` (the
    working directory by default) and in each folder above it; `data/` beside this package.

    Raises
    ------
    FileNotFoundError
        No such folder; names every place that was tried.
    """
    named = os.environ.get("SHEQU_EVAL_DATA")
    candidates = [Path(named)] if named else _candidates(start or Path.cwd())
    for candidate in candidates:
        if (candidate / DESCRIPTOR).is_file():
            return candidate.resolve()
    tried = ", ".join(str(candidate) for candidate in candidates)
    raise FileNotFoundError(
        f"找不到数据目录（其中应有 {DESCRIPTOR}）。可设 SHEQU_EVAL_DATA 指向它。"
        f" No data folder with {DESCRIPTOR}; set SHEQU_EVAL_DATA. 已找 tried: {tried}"
    )


def _candidates(start: Path) -> list[Path]:
    folders = [start.resolve(), *start.resolve().parents]
    source_tree = Path(__file__).resolve().parents[2]
    return [folder / "data" for folder in folders] + [source_tree / "data"]
