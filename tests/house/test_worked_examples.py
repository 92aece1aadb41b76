"""What judges, compares, audits or scores has a worked example beside every public function."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "shequ_eval"
ANALYSIS = [
    "agreement",
    "chain",
    "commitments",
    "comparability",
    "coverage",
    "denominators",
    "differences",
    "examples",
    "intensity",
    "intervals",
    "mechanisms",
    "pair_groups",
    "peer_verdicts",
    "positions",
    "rate_verdicts",
    "rates",
    "register_money",
    "registers",
    "request_claims",
    "request_rates",
    "requests",
    "sample_size",
    "score",
    "score_ratio",
    "score_summary",
    "sizes",
    "targets",
]
EXHIBITS = [
    "audit_figure",
    "audit_strips",
    "audit_tables",
    "chain_tables",
    "commitments",
    "comparison_tables",
    "mechanism_figure",
    "mechanism_words",
    "one_basis_data",
    "one_basis_figure",
    "one_basis_points",
    "one_basis_words",
    "pair_group_tables",
    "pair_tables",
    "printed_rates",
    "register_money_table",
    "register_tables",
    "request_claim_words",
    "request_rate_tables",
    "request_tables",
    "sample_size_figure",
    "score_figure",
    "score_row_words",
    "score_tables",
    "score_words",
    "target_tables",
    "targets_counts",
    "targets_data",
    "targets_figure",
    "targets_legend",
    "targets_words",
    "zone_reasons",
]
MODULES = [
    *(PACKAGE / "analysis" / f"{name}.py" for name in ANALYSIS),
    *sorted((PACKAGE / "analysis" / "audit").glob("*.py")),
    *(PACKAGE / "exhibits" / f"{name}.py" for name in EXHIBITS),
    *(PACKAGE / "vocabulary" / f"{name}.py" for name in ("scores", "score_standards")),
]


def public_functions(path: Path) -> list[ast.FunctionDef]:
    found: list[ast.FunctionDef] = []
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            found += [method for method in node.body if isinstance(method, ast.FunctionDef)]
        if isinstance(node, ast.FunctionDef):
            found.append(node)
    return [function for function in found if not function.name.startswith("_")]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_public_function_has_an_example(path: Path) -> None:
    without = [f.name for f in public_functions(path) if ">>>" not in (ast.get_docstring(f) or "")]
    assert without == []
