"""Shared readings of the bundled data; every fixture is read once and never changed."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

# What fixtures need is imported in them: the process that deals the tests out needs none of it.
if TYPE_CHECKING:
    import pandas as pd
    from playwright.sync_api import Browser

    from shequ_eval.evidence.study import Study
    from shequ_eval.vocabulary.audit_rules import AuditRules
    from shequ_eval.vocabulary.codebook import Codebook

# A third of hypothesis's hundred: the suite has some hundred properties and five minutes for all.
settings.register_profile("suite", max_examples=30, deadline=None)
settings.load_profile("suite")

FIVE = ["nanjing", "lishui", "zhenhai", "jiangbei", "jiexiu"]


@pytest.fixture(scope="session")
def project() -> Path:
    return Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def data_root(project: Path) -> Path:
    return project / "data"


@pytest.fixture(scope="session")
def codebook(data_root: Path) -> Codebook:
    from shequ_eval.vocabulary.codebook import read_codebook

    return read_codebook(data_root)


@pytest.fixture(scope="session")
def tidy(data_root: Path) -> dict[str, pd.DataFrame]:
    from shequ_eval.evidence.tidy import build_tidy

    return build_tidy(data_root)


@pytest.fixture(scope="session")
def five_zones(data_root: Path) -> Study:
    from shequ_eval.evidence.study import study_of

    return study_of(
        data_root, {"report_id": "five", "as_of": "2026-11-24", "title": "五地", "zones": FIVE}
    )


@pytest.fixture(scope="session")
def relations(data_root: Path) -> pd.DataFrame:
    from shequ_eval.evidence.tables import read_tables

    return read_tables(data_root)["relations"]


@pytest.fixture(scope="session")
def audit_rules(data_root: Path) -> AuditRules:
    from shequ_eval.vocabulary.audit_rules import read_audit_rules

    return read_audit_rules(data_root)


@pytest.fixture(scope="session")
def audited(five_zones: Study, relations: pd.DataFrame, audit_rules: AuditRules) -> pd.DataFrame:
    from shequ_eval.analysis.audit import audit_sources

    return audit_sources(
        five_zones.observations,
        five_zones.denominators,
        relations,
        five_zones.missing_numbers,
        audit_rules,
        five_zones.codebook.comparability.power_assumptions,
    )


CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
)


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., str]:
    """Run a headless Chromium that asks the network nothing; what it prints."""
    command = [_chromium_or_skip(), *QUIET, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"]

    def run(*arguments: str) -> str:
        done = subprocess.run([*command, *arguments], check=True, capture_output=True, timeout=180)
        return done.stdout.decode("utf-8")

    return run


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A Chromium that playwright steers; its loop ends with the module that asked for it."""
    from playwright.sync_api import sync_playwright

    found = _chromium_or_skip()
    with sync_playwright() as play:
        started = play.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield started
        started.close()


def _chromium_or_skip() -> str:
    found = next((path for name in CHROMIUM_NAMES if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("no Chromium on this machine")
    return found
