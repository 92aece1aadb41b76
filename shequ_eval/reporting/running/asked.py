"""Knows what a parameter file asks for by a first look, without validating it; imports little."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from shequ_eval.reporting.earlier_report import COMPARED_WITH, earlier_folder
from shequ_eval.vocabulary.yaml_text import yaml_of


@dataclass(frozen=True)
class Asked:
    """One report as its parameter file names it: what decides which files it is made from."""

    parameter_file: Path
    report_id: str
    zones: tuple[str, ...]
    notebooks: tuple[Path, ...]
    passages: bool
    compared_with: Path | None = None


def asked_by(file: Path, notebooks: Path) -> Asked | None:
    """What a file asks for, or None where that cannot be told without a proper reading."""
    try:
        given = yaml_of(file.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        return None
    if not isinstance(given, dict):
        return None
    names, zones = _texts(given.get("notebooks")), _texts(given.get("zones"))
    report_id = given.get("report_id")
    if not (isinstance(report_id, str) and names and zones):
        return None
    paths = tuple(notebooks / f"{name}.ipynb" for name in names)
    named = given.get(COMPARED_WITH)
    earlier = earlier_folder(named if isinstance(named, str) else "", file)
    return Asked(file, report_id, zones, paths, given.get("passages") is True, earlier)


def asked_twice(asked: Sequence[Asked]) -> bool:
    """Whether two files ask for a report of one name."""
    return len({one.report_id for one in asked}) < len(asked)


def _texts(value: Any) -> tuple[str, ...]:
    are_texts = isinstance(value, list) and all(isinstance(one, str) for one in value)
    return tuple(value) if are_texts else ()
