"""Knows the words from which a coding sheet suggests; suggests nothing by itself."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict

from shequ_eval.vocabulary.yaml_text import yaml_of


def _is_expression(cue: str) -> str:
    try:
        re.compile(cue)
    except re.error as error:
        raise ValueError(f"正则表达式 regular expression {cue!r}: {error}") from None
    return cue


Cues = tuple[Annotated[str, AfterValidator(_is_expression)], ...]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class PerCue(_Strict):
    """A base of the evidence table: the units and counts that it is made of.

    `word` must stand in the words before the figure, where it is given.
    """

    code: str
    bases: tuple[tuple[str, float], ...]
    word: str = ""


class CodingCues(_Strict):
    """Regular expressions that speak for a status, a scope, a base or a change.

    The first group of `planned_by_year` is a year. `alike_units` are the units that 个 may stand
    for.
    """

    status: dict[str, Cues]
    planned_by_year: Annotated[str, AfterValidator(_is_expression)]
    plan_titles: Cues
    scope: dict[str, Cues]
    registration: dict[str, Cues]
    population_basis: dict[str, Cues]
    cumulative: Cues
    growth: Cues
    increase: Cues
    decrease: Cues
    per_words: Cues
    alike_units: frozenset[str]
    per: tuple[PerCue, ...]
    synonyms: tuple[tuple[str, ...], ...]


@lru_cache(maxsize=4)
def read_coding_cues(data_root: Path) -> CodingCues:
    """Read `codebook/coding.yaml`.

    Raises
    ------
    pydantic.ValidationError, yaml.YAMLError
        The file does not fit its model.
    """
    text = (data_root / "codebook" / "coding.yaml").read_text(encoding="utf-8")
    return CodingCues(**yaml_of(text))
