"""Knows whether each score scheme says what it must; knows no score and repairs nothing."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import yaml
from pydantic import ValidationError

from shequ_eval.evidence.checks.files import read_text
from shequ_eval.evidence.checks.tables import Package
from shequ_eval.evidence.findings import Finding
from shequ_eval.vocabulary.codebook import Codebook, read_codebook
from shequ_eval.vocabulary.model_words import refused_words
from shequ_eval.vocabulary.scheme_faults import SchemeFault, scheme_faults
from shequ_eval.vocabulary.scheme_files import read_given, scheme_files
from shequ_eval.vocabulary.score_standards import framework, grade_bands
from shequ_eval.vocabulary.scores import read_score_rules
from shequ_eval.vocabulary.yaml_text import line_of

RULES = "codebook/score_rules.yaml"
REMEDY = "对照 compare codebook/scores/template.yaml"


def check_scores(data_root: Path, package: Package) -> list[Finding]:
    """Every fault of every scheme under `codebook/scores`, and of the suite's rules of scoring.

    `column` is the path of the key and `row` the line where it stands, or that of the nearest key
    above it. Nothing is said of schemes while the codebook or the evidence cannot be read: those
    faults are told elsewhere.

    Examples
    --------
    A package without tables is told elsewhere to be one, and has no fault here:

    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> check_scores(find_data_root(), Package((), ()))
    []
    """
    findings = _of_rules(data_root)
    codebook = _codebook(data_root)
    columns = ("evidence_id", "zone_id", "unit")
    zones = package.named("zones")
    if codebook is None or zones is None or not package.is_whole("evidence", *columns):
        return findings
    # NOTE: the package's ids are in half width by now; a full-width one is told where it stands.
    codebook.zones = zones.frame.set_index("zone_id", drop=False)
    evidence = package.stacked("evidence")[list(columns)]
    # NOTE: an id carries its zone; a wrong zone in the evidence is told where it stands.
    evidence = evidence.assign(zone_id=evidence["evidence_id"].str.rsplit("-", n=1).str[0])
    mechanisms = package.named("mechanisms")
    registers = set() if mechanisms is None else set(mechanisms.frame["register"])
    for path in scheme_files(data_root):
        findings += _of_scheme(data_root, path, codebook, evidence, registers)
    return findings


def _codebook(data_root: Path) -> Codebook | None:
    """The codebook, None where it cannot be read whole."""
    try:
        # NOTE: read_codebook keeps what it has read; a check must see the disk as it is now.
        codebook = read_codebook.__wrapped__(data_root)
        framework(codebook)
        grade_bands(codebook)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, yaml.YAMLError):
        return None
    return codebook


def _of_rules(data_root: Path) -> list[Finding]:
    if not (data_root / RULES).is_file():
        return [Finding(RULES, None, "", "missing-file", "error", "", RULES)]
    try:
        read_score_rules(data_root)
    except ValidationError as error:
        return [
            Finding(
                RULES,
                None,
                ".".join(str(part) for part in detail["loc"]),
                detail["type"],
                "error",
                str(detail["input"])[:80],
                refused_words(detail),
            )
            for detail in error.errors()
        ]
    except (yaml.YAMLError, UnicodeDecodeError):
        return []  # told by the check of all codebook files
    return []


def _of_scheme(
    data_root: Path, path: Path, codebook: Codebook, evidence: pd.DataFrame, registers: set[str]
) -> list[Finding]:
    file = path.relative_to(data_root).as_posix()
    text, findings = read_text(data_root, file)
    if text is None:
        return findings
    given, faults = read_given(path)
    faults = faults or scheme_faults(given, path.stem, codebook, evidence, registers)
    return findings + [_finding(file, text, fault) for fault in faults]


def _finding(file: str, text: str, fault: SchemeFault) -> Finding:
    line = None if fault.rule == "yaml" else line_of(text, fault.key)
    return Finding(
        file, line, fault.key, fault.rule, fault.severity, fault.found, fault.allowed, REMEDY
    )
