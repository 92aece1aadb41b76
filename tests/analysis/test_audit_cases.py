"""The worked cases of the audit that a non-programmer can read come out as they say."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parents[1] / "cases" / "audit.yaml").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("case", CASES, ids=[case["case"] for case in CASES])
def test_a_worked_case_comes_out_as_written(
    case: dict[str, Any], audit: Callable[..., pd.DataFrame]
) -> None:
    found = audit(case["figures"], case.get("populations", ()))
    columns = ["rule", "verdict", "expression"]
    assert case["expect"] in found[columns].to_dict("records")
