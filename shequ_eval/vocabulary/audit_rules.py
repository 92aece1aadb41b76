"""Knows the thresholds and words of the arithmetic audit; knows no figure of any zone."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

from shequ_eval.vocabulary.yaml_text import yaml_of

# The first four are what a check comes to. A number that is only computed is held against none,
# and what is noted of a text is no arithmetic: neither is counted among the checks.
CheckVerdict = Literal["closes", "does_not_close", "other_denominator", "cannot_be_told"]
AuditVerdict = CheckVerdict | Literal["computed", "noted"]
CHECKS: tuple[CheckVerdict, ...] = get_args(CheckVerdict)
Severity = Literal["high", "medium", "low"]
HowMany = Literal["none", "some", "all"]
Words = tuple[str, str]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class RuleWords(_Strict):
    """One rule of the audit: its title, how grave each verdict is, and a sentence for each.

    `ask` is what to ask the zone for where no relation says it, and `asks` after which verdicts.
    `about` says where the subject of a step stands: in its relation, in the first or the last of
    its indicators, or in the rule. `shows`
    is a step in words, its amounts as {0}, {1}, for steps that are no arithmetic on a page.
    """

    title: Words
    severity: dict[AuditVerdict, Severity]
    says: dict[AuditVerdict, Words]
    ask: Words = ("", "")
    asks: tuple[AuditVerdict, ...] = (
        "does_not_close",
        "other_denominator",
        "cannot_be_told",
        "computed",
        "noted",
    )
    about: Literal["relation", "first", "last", "rule"] = "first"
    shows: dict[AuditVerdict, Words] = {}

    def asks_after(self, verdict: AuditVerdict) -> bool:
        """Whether anything is asked of the zone where a step comes to this."""
        return verdict in self.asks


class LostWords(_Strict):
    """What a text lost: in Chinese, and in English of one and of many."""

    zh: str
    one: str
    many: str


class AuditRules(_Strict):
    """What the audit takes for agreement; chosen in `codebook/audit.yaml`, not found in data."""

    largest_population_change_per_year: float = Field(gt=0, lt=1)
    largest_population_gap_years: int = Field(ge=0)
    known_count_types: tuple[str, ...]
    largest_scale_ratio: float = Field(gt=1)
    most_listed_bases: int = Field(ge=1)
    assumed_standard_deviation: float = Field(gt=0)
    assumed_design_effect: float = Field(gt=0)
    rules: dict[str, RuleWords]
    verdicts: dict[AuditVerdict, Words]
    because: dict[str, Words]
    lost_types: dict[str, LostWords]
    recovered: dict[HowMany, Words]


@lru_cache(maxsize=4)
def read_audit_rules(data_root: Path) -> AuditRules:
    """Read `codebook/audit.yaml`.

    Raises
    ------
    pydantic.ValidationError, yaml.YAMLError
        The file does not fit its model.

    Examples
    --------
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> read_audit_rules(find_data_root()).verdicts["closes"]
    ('闭合', 'adds up')
    """
    text = (data_root / "codebook" / "audit.yaml").read_text(encoding="utf-8")
    return AuditRules(**yaml_of(text))
