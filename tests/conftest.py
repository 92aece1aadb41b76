"""Shared readings of the bundled data; every fixture is read once and never changed."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from shequ_eval.evidence.study import Study, study_of
from shequ_eval.evidence.tidy import build_tidy
from shequ_eval.vocabulary.codebook import Codebook, read_codebook

FIVE = ["nanjing", "lishui", "zhenhai", "jiangbei", "jiexiu"]


@pytest.fixture(scope="session")
def project() -> Path:
    return Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def data_root(project: Path) -> Path:
    return project / "data"


@pytest.fixture(scope="session")
def codebook(data_root: Path) -> Codebook:
    return read_codebook(data_root)


@pytest.fixture(scope="session")
def tidy(data_root: Path) -> dict[str, pd.DataFrame]:
    return build_tidy(data_root)


@pytest.fixture(scope="session")
def five_zones(data_root: Path) -> Study:
    return study_of(data_root, {"report_id": "five", "title": "五地", "zones": FIVE})
