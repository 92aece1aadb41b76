"""Knows which indicator the words round a figure speak of, from titles and earlier codings alone.

Each indicator has a profile: the runs of two and three characters in its title, in its family's
title, in the statements of the figures coded under it, and in their synonyms. A figure is scored
by the runs near it that a profile holds; a run that many profiles hold counts less (tf-idf). The
sentences of the source documents are not in the project and nothing is learnt from them.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from shequ_eval.evidence.coding.context import Context, nearness

RUN = re.compile(r"[\u4e00-\u9fffA-Za-z0-9]+")
# NOTE: digits are no terms, but for the grades of social organisations (4A, 3A级).
TERM = re.compile(r"[\u4e00-\u9fffA-Za-z]+|[1-5]A级?")
BRACKETS = re.compile(r"（[^）]*）|\([^)]*\)")
COUNT_WORD = re.compile(r"(数|总数|数量)$")
LINKING = re.compile(r"(?:数量?|总数|总额|规模|共有?|达到?|为|有|约|近|超过){0,3}\Z")
SIZES = (2, 3)
# NOTE: chosen, not fitted. The family is a hint; another kind of unit is nearly a refusal.
FAMILY_WEIGHT, SYNONYM_WEIGHT, NOT_COMPARED = 0.2, 0.5, "never_compared"
SAME_UNIT, OTHER_QUANTITY, OTHER_BASE, BESIDE = 1.5, 0.1, 0.7, 1.5
WORDS_SHOWN = 4


@dataclass(frozen=True)
class Candidate:
    """An indicator that a figure may belong to, with the score and the ground of it."""

    indicator_id: str
    score: float
    terms: tuple[str, ...]
    is_same_unit: bool
    times_coded: int

    def reason(self, context: Context) -> str:
        """Why, for a person: the words found, the unit, how often it was coded before.

        >>> near = Context("登记社会组织", "9家", "", "", 0)
        >>> Candidate("x", 1.0, ("社会", "会组", "组织"), True, 2).reason(near)
        '词 words: 社会组织；单位相同 same unit；已编 coded before: 2'
        """
        words = _words_held(context, self.terms)
        parts = [f"词 words: {'、'.join(words)}" if words else ""]
        parts += ["单位相同 same unit" if self.is_same_unit else ""]
        parts += [f"已编 coded before: {self.times_coded}" if self.times_coded else ""]
        return "；".join(filter(None, parts))


class TermIndex:
    """The profiles of all indicators, learnt once from tables."""

    def __init__(
        self,
        profiles: Mapping[str, Mapping[str, float]],
        units: Mapping[str, str],
        quantities: Mapping[str, str],
        coded: Mapping[str, int],
        with_base: frozenset[str],
        names: Mapping[str, str] | None = None,
    ) -> None:
        self.profiles = profiles
        self.names = names or {}
        self.units = units
        self.quantities = quantities
        self.coded = coded
        self.with_base = with_base
        held = Counter(term for profile in profiles.values() for term in profile)
        self.rarity = {term: math.log(1 + len(profiles) / n) for term, n in held.items()}
        self.sizes = {
            key: math.sqrt(sum((w * self.rarity[t]) ** 2 for t, w in profile.items())) or 1.0
            for key, profile in profiles.items()
        }

    def rank(self, context: Context, unit: str, has_base: bool = False) -> list[Candidate]:
        """All indicators that share a term with the context, best first.

        `unit` is that of the figure, as in units.csv or as printed; "" counts for nothing.
        `has_base` says that the figure is counted per something.
        """
        near = terms_near(context)
        found = [
            self._candidate(
                key, near, unit, has_base, stands_beside(self.names.get(key, ""), context)
            )
            for key in self.profiles
        ]
        kept = [candidate for candidate in found if candidate.score > 0]
        return sorted(kept, key=lambda c: (-c.score, c.indicator_id))

    def _candidate(
        self,
        key: str,
        near: Mapping[str, float],
        unit: str,
        has_base: bool,
        is_beside: bool,
    ) -> Candidate:
        profile = self.profiles[key]
        weights = {t: near[t] * profile[t] * self.rarity[t] for t in profile if t in near}
        score = sum(weights.values()) / math.sqrt(self.sizes[key])
        is_same = bool(unit) and self.units[key] == unit
        if is_same:
            score *= SAME_UNIT
        elif unit and self.units[key] and not self._is_like(key, unit):
            score *= OTHER_QUANTITY
        if has_base != (key in self.with_base):
            score *= OTHER_BASE
        if is_beside:
            score *= BESIDE
        return Candidate(key, score, tuple(weights), is_same, self.coded.get(key, 0))

    def _is_like(self, key: str, unit: str) -> bool:
        """Whether the indicator's unit measures the same kind of quantity."""
        known = self.quantities.get(unit)
        return known is not None and known == self.quantities.get(self.units[key])


def learn_terms(
    indicators: pd.DataFrame,
    families: pd.DataFrame,
    units: pd.DataFrame,
    evidence: pd.DataFrame,
    synonyms: Iterable[tuple[str, ...]] = (),
) -> TermIndex:
    """Learn the profiles from the codebook and from what has been coded.

    `evidence` needs indicator_id and statement_zh; it may be empty.
    """
    titles = dict(zip(families["family_id"], families["title_zh"], strict=True))
    statements: dict[str, list[str]] = defaultdict(list)
    for key, words in zip(evidence["indicator_id"], evidence["statement_zh"], strict=True):
        statements[key].append(words)
    profiles = {}
    for row in indicators.to_dict("records"):
        family = "" if row["family_id"] == NOT_COMPARED else titles.get(row["family_id"], "")
        said = [str(row["title_zh"]), *statements[str(row["indicator_id"])]]
        profiles[str(row["indicator_id"])] = _profile(said, family, tuple(synonyms))
    return TermIndex(
        profiles,
        dict(zip(indicators["indicator_id"], indicators["unit"], strict=True)),
        dict(zip(units["unit"], units["quantity"], strict=True)),
        {key: len(found) for key, found in statements.items()},
        frozenset(indicators.loc[indicators["denominator"] != "", "indicator_id"]),
        {
            str(key): name_of(str(title))
            for key, title in zip(indicators["indicator_id"], indicators["title_zh"], strict=True)
        },
    )


def name_of(title: str) -> str:
    """What an indicator counts, without brackets and the word for a count.

    >>> name_of("社会组织数量（存量）"), name_of("社区数")
    ('社会组织', '社区')
    """
    return COUNT_WORD.sub("", BRACKETS.sub("", title))


def stands_beside(name: str, context: Context) -> bool:
    """Whether the whole name stands right before or right after the figure.

    >>> stands_beside("社会组织", Context("全区社会组织数量达到", "488个", "，", "", 0))
    True
    >>> stands_beside("社区", Context("全区", "42个", "社区中有2个", "", 0))
    True
    """
    if len(name) < min(SIZES):
        return False
    return context.after.startswith(name) or LINKING.sub("", context.before).endswith(name)


def terms_near(context: Context) -> dict[str, float]:
    """The runs of characters before a figure and after it in its clause, each with its nearness."""
    # NOTE: what follows a comma after a figure speaks of the next one.
    near: dict[str, float] = {}
    after = context.following
    for size in SIZES:
        for place in range(len(context.before) - size + 1):
            term = context.before[place : place + size]
            _keep_nearest(near, term, context.before[place + size :])
        for place in range(len(after) - size + 1):
            _keep_nearest(near, after[place : place + size], after[:place])
    return near


def _keep_nearest(near: dict[str, float], term: str, between: str) -> None:
    if TERM.fullmatch(term):
        near[term] = max(near.get(term, 0.0), nearness(between))


def _profile(
    said: Iterable[str], family: str, synonyms: tuple[tuple[str, ...], ...]
) -> dict[str, float]:
    profile: dict[str, float] = {}

    def add(words: str, weight: float) -> None:
        for term in _runs(words):
            profile[term] = max(profile.get(term, 0.0), weight)

    for words in said:
        plain = name_of(words)
        add(plain, 1.0)
        for alike in synonyms:
            if any(word in plain for word in alike):
                for word in alike:
                    add(word, SYNONYM_WEIGHT)
    add(family, FAMILY_WEIGHT)
    return profile


def _runs(words: str) -> list[str]:
    return [
        run[place : place + size]
        for run in RUN.findall(words)
        for size in SIZES
        for place in range(len(run) - size + 1)
        if TERM.fullmatch(run[place : place + size])
    ]


def _words_held(context: Context, terms: Iterable[str]) -> tuple[str, ...]:
    """The longest stretches of the context that are made of these terms, the nearest first.

    >>> _words_held(Context("登记社会组织", "9家", "", "", 0), ["社会", "会组", "组织"])
    ('社会组织',)
    """
    held = set(terms)
    found: list[tuple[int, str]] = []
    for side, is_before in ((context.before, True), (context.following, False)):
        inside = [False] * len(side)
        for size in SIZES:
            for place in range(len(side) - size + 1):
                if side[place : place + size] in held:
                    inside[place : place + size] = [True] * size
        stretches = re.finditer("1+", "".join(str(int(flag)) for flag in inside))
        found += [
            (len(side) - run.end() if is_before else run.start(), side[run.start() : run.end()])
            for run in stretches
        ]
    words = list(dict.fromkeys(words for _, words in sorted(found)))
    whole = [one for one in words if not any(one != other and one in other for other in words)]
    return tuple(whole[:WORDS_SHOWN])
