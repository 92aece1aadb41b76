"""Knows which stretches of time facts speak of, and the days of censuses and rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from shequ_eval.exhibits.words import say
from shequ_eval.vocabulary.codebook import Codebook, Language
from shequ_eval.vocabulary.periods import period_bounds, period_words

CENSUSES = (
    (date(2010, 11, 1), ("六普", "2010 census")),
    (date(2020, 11, 1), ("七普", "2020 census")),
)
DAY = 1 / 365.25
RELATIVE = "text_relative"  # 近三年, worked out from the day of publication


@dataclass(frozen=True)
class Bar:
    """Facts of one zone that speak of one stretch of time in one way.

    `start` and `end` are years with fractions. `open` is 1 for a period without an end, -1 for
    one without a start, else 0; its bar is one year long.
    """

    kind: str
    start: float
    end: float
    words: str
    open: int = 0


@dataclass(frozen=True)
class Rule:
    """A dated rule with its label."""

    day: date
    words: str


def period_kind(status: str, period_basis: str) -> str:
    """How a period is drawn: planned and standard by status, else by who says it.

    >>> period_kind("actual", "text_relative"), period_kind("actual", "inferred")
    ('stated', 'inferred')
    >>> period_kind("planned", "text")
    'planned'
    """
    if status != "actual":
        return status
    return "inferred" if period_basis == "inferred" else "stated"


def period_counts(evidence: pd.DataFrame) -> tuple[int, int, int]:
    """How many facts state their period, have it inferred by a coder, and have none."""
    missing = evidence["period"].eq("")
    inferred = evidence["period_basis"].eq("inferred") & ~missing
    return int((~missing & ~inferred).sum()), int(inferred.sum()), int(missing.sum())


def years_spanned(periods: pd.Series) -> int | None:
    """Calendar years from the first to the last that a period speaks of; None without any.

    >>> years_spanned(pd.Series(["2013/2017", "", "2022"])), years_spanned(pd.Series([""]))
    (10, None)
    """
    bounds = [period_bounds(period) for period in periods if period]
    days = [day for pair in bounds if pair for day in pair if day not in (date.min, date.max)]
    return max(days).year - min(days).year + 1 if days else None


def year_of(day: date) -> float:
    """A day as a year with its fraction.

    >>> year_of(date(2020, 7, 2))
    2020.5
    """
    length = (date(day.year + 1, 1, 1) - date(day.year, 1, 1)).days
    return day.year + (day - date(day.year, 1, 1)).days / length


def bars_of(facts: pd.DataFrame, language: Language) -> list[Bar]:
    """The bars of one zone: one a period, way of dating and status, the earliest first.

    A period that the text gives by the day of its publication (近三年) has an asterisk.
    """
    dated = facts[facts["period"] != ""]
    pairs = zip(dated["status"], dated["period_basis"], strict=True)
    kinds = [period_kind(status, basis) for status, basis in pairs]
    basis = dated["period_basis"].where(dated["period_basis"].isin(["inferred", RELATIVE]), "text")
    groups = dated.assign(kind=kinds, basis=basis).groupby(["period", "kind", "basis"])
    bars = []
    for (period, kind, said), rows in groups:
        words = period_words(str(period), str(said), language)
        count = say(language, f"（{len(rows)} 条）", f" ({len(rows)})")
        bars.append(_bar(str(kind), str(period), words + "*" * (said == RELATIVE) + count))
    return sorted(bars, key=lambda bar: (bar.start, bar.end))


def _bar(kind: str, period: str, words: str) -> Bar:
    first, last = period_bounds(period) or (date.min, date.max)
    if last == date.max:
        return Bar(kind, year_of(first), year_of(first) + 1, words, 1)
    end = year_of(last) + DAY
    return (
        Bar(kind, end - 1, end, words, -1)
        if first == date.min
        else Bar(kind, year_of(first), end, words)
    )


def document_bar(zone_id: str, codebook: Codebook, language: Language) -> list[Bar]:
    """The dashed outline of a zone without a dated fact: the years of its document."""
    period = str(codebook.zones.at[zone_id, "facts_period"])
    if not period:
        return []
    years = period_words(period, "text", language)
    words = say(language, f"都未写时间；文件讲 {years}", f"all undated; document: {years}")
    return [_bar("none", period, words)]


def rules_of(standards: pd.DataFrame | None, language: Language) -> list[Rule]:
    """The rules with a date, one a document number, the earliest first."""
    if standards is None or standards.empty:
        return []
    dated = standards[standards["effective"].notna() & standards["effective"].astype(str).ne("")]
    names = dated["number"].str.removesuffix(" 附件")
    names = names.where(names != "", dated[f"title_{language}"])
    rules = [_rule(str(name), rows, language) for name, rows in dated.groupby(names, sort=False)]
    return sorted(rules, key=lambda rule: rule.day)


def _rule(name: str, rows: pd.DataFrame, language: Language) -> Rule:
    titles = list(dict.fromkeys(rows[f"title_{language}"]))
    more = say(language, f" 等 {len(titles)} 项", f" and {len(titles) - 1} more")
    title = "" if titles == [name] else f" {titles[0]}" + more * (len(titles) > 1)
    day = date.fromisoformat(min(rows["effective"].astype(str)))
    return Rule(day, f"{name}{title}" + say(language, "，", ", ") + day.isoformat())
