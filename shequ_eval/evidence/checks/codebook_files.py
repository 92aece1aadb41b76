"""Knows whether the codebook's YAML files say what they must; knows no figure of any zone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import yaml
from pydantic import TypeAdapter, ValidationError

from shequ_eval.evidence.checks.tables import Package
from shequ_eval.evidence.findings import Finding
from shequ_eval.vocabulary.audit_rules import AuditRules
from shequ_eval.vocabulary.codebook import Comparability, IndicatorSet, Standard
from shequ_eval.vocabulary.coding_cues import CodingCues
from shequ_eval.vocabulary.nearest import did_you_mean
from shequ_eval.vocabulary.yaml_text import yaml_of

LABELS = TypeAdapter(dict[str, dict[str, tuple[str, str]]])
STANDARDS = TypeAdapter(tuple[Standard, ...])
COMPARABILITY = TypeAdapter(Comparability)
SETS = TypeAdapter(dict[str, IndicatorSet])
AUDIT = TypeAdapter(AuditRules)
CODING = TypeAdapter(CodingCues)
MODELS: dict[str, TypeAdapter[Any]] = {
    "labels": LABELS,
    "standards": STANDARDS,
    "comparability": COMPARABILITY,
    "indicator_sets": SETS,
    "audit": AUDIT,
    "coding": CODING,
}


def check_codebook_files(data_root: Path, package: Package) -> list[Finding]:
    """Each codebook file against its model, and every indicator that it names against the list.

    A file that is missing is a finding; one that does not parse is told elsewhere. `column` is
    the path of the key, such as `0.applies_to.1.indicator_id`.
    """
    findings: list[Finding] = []
    known = _indicator_ids(package)
    for name, model in MODELS.items():
        file = f"codebook/{name}.yaml"
        if not (data_root / file).is_file():
            findings.append(_fault(file, "", "missing-file", "", file))
            continue
        try:
            content = yaml_of((data_root / file).read_text(encoding="utf-8-sig"))
            said = model.validate_python(content)
        except (yaml.YAMLError, UnicodeDecodeError):
            continue
        except ValidationError as error:
            findings += [_of(file, detail) for detail in error.errors()]
            continue
        findings += _unknown_ids(file, said, known)
    return findings


def _of(file: str, detail: Any) -> Finding:
    column = ".".join(str(part) for part in detail["loc"])
    return _fault(file, column, detail["type"], repr(detail["input"])[:80], detail["msg"])


def _fault(file: str, column: str, rule: str, found: str, allowed: str) -> Finding:
    return Finding(file, None, column, rule, "error", found, allowed)


def _indicator_ids(package: Package) -> set[str]:
    table = package.named("indicators")
    return set() if table is None else set(table.frame["indicator_id"])


def _unknown_ids(file: str, said: Any, known: set[str]) -> list[Finding]:
    if not known:
        return []
    return [
        _fault(file, place, "foreign-key", found, did_you_mean(found, known))
        for place, found in NAMED[type(_sample(said))](said)
        if found not in known
    ]


def _sample(said: Any) -> Any:
    if isinstance(said, tuple):
        return said[0] if said else None
    if isinstance(said, dict):
        return next(iter(said.values()), None)
    return said


def _of_standards(standards: tuple[Standard, ...]) -> Iterator[tuple[str, str]]:
    for standard in standards:
        for place, application in enumerate(standard.applies_to):
            yield f"{standard.id}.applies_to.{place}", application.indicator_id


def _of_comparability(rules: Comparability) -> Iterator[tuple[str, str]]:
    for place, rate in enumerate(rules.recomputed_rates):
        yield f"recomputed_rates.{place}.rate", rate.rate
        yield f"recomputed_rates.{place}.numerator", rate.numerator
    for place, indicator_id in enumerate(rules.undefined_bases):
        yield f"undefined_bases.{place}", indicator_id


def _of_sets(sets: dict[str, IndicatorSet]) -> Iterator[tuple[str, str]]:
    for name, chosen in sets.items():
        for place, indicator_id in enumerate(chosen.indicators):
            yield f"{name}.indicators.{place}", indicator_id


def _of_nothing(said: Any) -> Iterator[tuple[str, str]]:
    return iter(())


NAMED: dict[type, Callable[[Any], Iterator[tuple[str, str]]]] = {
    Standard: _of_standards,
    Comparability: _of_comparability,
    IndicatorSet: _of_sets,
    dict: _of_nothing,
    AuditRules: _of_nothing,
    CodingCues: _of_nothing,
    type(None): _of_nothing,
}
