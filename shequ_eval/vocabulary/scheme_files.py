"""Knows where score schemes lie and reads them whole or not at all; scores nothing."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from shequ_eval.vocabulary.codebook import Codebook
from shequ_eval.vocabulary.scheme_faults import SchemeFault, scheme_faults
from shequ_eval.vocabulary.scores import Scheme
from shequ_eval.vocabulary.told_faults import FaultsError
from shequ_eval.vocabulary.yaml_text import yaml_nodes, yaml_of

TEMPLATE = "template"


class SchemeError(FaultsError):
    """Schemes that cannot be used; one line a fault, all of them."""


def scheme_files(data_root: Path) -> list[Path]:
    """The scheme files of a codebook, the template among them, by name.

    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> [path.stem for path in scheme_files(find_data_root())][:2]
    ['jiangbei_purchase', 'lishui_purchase_programme']
    """
    return sorted((data_root / "codebook" / "scores").glob("*.yaml"))


def read_schemes(
    data_root: Path,
    codebook: Codebook,
    evidence: pd.DataFrame,
    zones: Collection[str] | None = None,
) -> list[Scheme]:
    """Every scheme under `codebook/scores` but the template, by file name.

    `evidence` names the figures that exist: evidence_id, zone_id, unit. With `zones` the schemes
    of other zones are left alone.

    Raises
    ------
    SchemeError
        Some file is not a scheme; every fault of every file.

    Examples
    --------
    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> codebook = read_codebook(find_data_root())
    >>> unread = pd.DataFrame(columns=["evidence_id", "zone_id", "unit"])
    >>> [scheme.zone_id for scheme in read_schemes(find_data_root(), codebook, unread)]
    ['jiangbei', 'lishui', 'nanjing', 'zhenhai']
    """
    schemes, sentences = [], []
    for path in scheme_files(data_root):
        if path.stem == TEMPLATE:
            continue
        given, faults = read_given(path)
        if zones is not None and not faults and _is_of_others(given, zones):
            continue
        faults = faults or scheme_faults(given, path.stem, codebook, evidence)
        errors = [fault for fault in faults if fault.severity == "error"]
        sentences += [fault.sentence(path.name, _text_of(path)) for fault in errors]
        if not errors:
            schemes.append(Scheme.model_validate(given))
    if sentences:
        raise SchemeError(sentences)
    return schemes


def _text_of(path: Path) -> str:
    """The text in which the line of a fault is looked for, "" where it cannot be read."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        yaml_nodes(text)
    except (UnicodeDecodeError, yaml.YAMLError):
        return ""
    return text


def _is_of_others(given: Any, zones: Collection[str]) -> bool:
    zone_id = given.get("zone_id") if isinstance(given, dict) else None
    return isinstance(zone_id, str) and zone_id not in zones


def read_given(path: Path) -> tuple[Any, list[SchemeFault]]:
    """What a scheme file holds, or why that cannot be told.

    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> given, faults = read_given(scheme_files(find_data_root())[0])
    >>> given["id"], faults
    ('jiangbei_purchase', [])
    """
    try:
        return yaml_of(path.read_text(encoding="utf-8-sig")), []
    except UnicodeDecodeError:
        return None, [SchemeFault("", "encoding", "不是 UTF-8 not UTF-8", "请另存为 UTF-8")]
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        line = f"第 {mark.line + 1} 行 line {mark.line + 1}: " if mark else ""
        problem = getattr(error, "problem", None) or str(error)
        return None, [SchemeFault("", "yaml", f"{line}{problem}", "可解析的 YAML that parses")]
