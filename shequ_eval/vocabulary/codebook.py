"""Knows the codebook (indicators, labels, standards, rules); knows no figure of any zone."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import pandas as pd
from pydantic import BaseModel, ConfigDict, Field

from shequ_eval.vocabulary.audit_rules import AuditRules, read_audit_rules
from shequ_eval.vocabulary.nearest import did_you_mean
from shequ_eval.vocabulary.text_table import read_text_table
from shequ_eval.vocabulary.yaml_text import yaml_of

Language = Literal["zh", "en"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Application(_Strict):
    """An indicator that a standard may be held against, with the bound that it sets.

    `mean_over_more`: the bound is a mean over more than the indicator counts, such as all rural
    communities where the indicator counts the small ones.
    """

    indicator_id: str
    low: float | None = None
    high: float | None = None
    unit: str
    per_note: str
    mean_over_more: bool = False


class Standard(_Strict):
    """A dated, cited rule; applied only inside `effective`..`until`, never without `effective`."""

    id: str
    title_zh: str
    title_en: str
    document: str = ""
    number: str = ""
    issued: date | None = None
    effective: date | None = None
    until: date | None = None
    governs: str
    rule: str
    values: Any = None
    applies_to: tuple[Application, ...] = ()
    verified: Literal["read", "reposted", "memory"]


class RecomputedRate(_Strict):
    """A printed rate that may be recomputed from its parts on a known denominator."""

    rate: str
    numerator: str
    measure: dict[str, str]
    per: float = Field(gt=0)


class PowerAssumptions(_Strict):
    """What the sample-size table assumes; nothing of it is observed."""

    standard_deviations: tuple[float, ...]
    design_effects: tuple[float, ...]
    alpha: float = Field(gt=0, lt=1)
    power: float = Field(gt=0, lt=1)


class Comparability(_Strict):
    """Thresholds and preferences of an honest comparison, chosen in `comparability.yaml`."""

    largest_period_gap_years: int = Field(ge=0)
    largest_denominator_gap_years: int = Field(ge=0)
    # NOTE: a data folder that is older than these two rules keeps being read, and by them.
    largest_size_ratio: float = Field(default=1.25, ge=1)
    units_without_size: tuple[str, ...] = ("%", "分", "年", "届", "级", "类", "条", "项")
    reasons: dict[str, Literal["refuses", "leaves_open", "caveat"]]
    undefined_bases: tuple[str, ...]
    denominator_count_types: tuple[str, ...]
    denominator_qualities: tuple[str, ...]
    alternative_count_types: tuple[str, ...]
    alternative_qualities: tuple[str, ...]
    recomputed_rates: tuple[RecomputedRate, ...]
    power_assumptions: PowerAssumptions


class IndicatorSet(_Strict):
    """A named set: the union of dimensions, families and single indicators."""

    title: tuple[str, str]
    dimensions: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()


class Codebook:
    """Everything a word of the tables can mean, in both languages."""

    def __init__(
        self,
        indicators: pd.DataFrame,
        families: pd.DataFrame,
        zones: pd.DataFrame,
        labels: dict[str, dict[str, list[str]]],
        standards: tuple[Standard, ...],
        comparability: Comparability,
        sets: dict[str, IndicatorSet],
        audit: AuditRules | None = None,
    ) -> None:
        self.indicators = indicators.set_index("indicator_id", drop=False)
        self.families = families.set_index("family_id", drop=False)
        self.zones = zones.set_index("zone_id", drop=False)
        self.labels = labels
        self.standards = standards
        self.comparability = comparability
        self.sets = sets
        self.audit = audit

    def label(self, group: str, value: str, language: Language = "zh") -> str:
        """The word for a coded value; an empty value has none.

        Raises
        ------
        KeyError
            The group or the value has no label; names the nearest one that has.
        """
        if not value:
            return ""
        words = self.labels.get(group, {})
        if value not in words:
            raise KeyError(f"labels.yaml: {group}.{value}: {did_you_mean(value, words)}")
        return words[value][0 if language == "zh" else 1]

    def title(self, kind: str, key: str, language: Language = "zh") -> str:
        """The title of an indicator, a family or a zone (`short` for a zone's short name)."""
        table, column = {
            "indicator": (self.indicators, "title"),
            "family": (self.families, "title"),
            "zone": (self.zones, "title"),
            "short": (self.zones, "short"),
        }[kind]
        return str(table.at[key, f"{column}_{language}"])

    def indicator_ids(self, chosen: str | list[str] | tuple[str, ...]) -> list[str]:
        """The indicators of a named set or list, in the codebook's order.

        Raises
        ------
        KeyError
            An unknown set or id; names the nearest valid one.
        """
        if isinstance(chosen, str):
            return self._ids_of_set(chosen)
        unknown = [key for key in chosen if key not in self.indicators.index]
        if unknown:
            raise KeyError(f"{unknown[0]}: {did_you_mean(unknown[0], self.indicators.index)}")
        return [key for key in self.indicators.index if key in set(chosen)]

    def _ids_of_set(self, name: str) -> list[str]:
        if name == "all":
            return list(self.indicators.index)
        if name not in self.sets:
            raise KeyError(f"{name}: {did_you_mean(name, ['all', *self.sets])}")
        chosen = self.sets[name]
        rows = self.indicators[
            self.indicators["dimension"].isin(chosen.dimensions)
            | self.indicators["family_id"].isin(chosen.families)
            | self.indicators["indicator_id"].isin(chosen.indicators)
        ]
        return list(rows.index)


@lru_cache(maxsize=4)
def read_codebook(data_root: Path) -> Codebook:
    """Read `data/codebook` and the list of zones.

    Raises
    ------
    pydantic.ValidationError, yaml.YAMLError
        A YAML file of the codebook does not fit its model.
    """
    folder = data_root / "codebook"
    sets = {key: IndicatorSet(**value) for key, value in _yaml(folder, "indicator_sets").items()}
    return Codebook(
        indicators=read_text_table(folder / "indicators.csv"),
        families=read_text_table(folder / "families.csv"),
        zones=read_text_table(data_root / "zones" / "zones.csv"),
        labels=_yaml(folder, "labels"),
        standards=tuple(Standard(**entry) for entry in _yaml(folder, "standards")),
        comparability=Comparability(**_yaml(folder, "comparability")),
        sets=sets,
        audit=read_audit_rules(data_root),
    )


def _yaml(folder: Path, name: str) -> Any:
    return yaml_of((folder / f"{name}.yaml").read_text(encoding="utf-8"))
