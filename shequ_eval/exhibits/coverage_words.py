"""Knows how a coverage matrix is said: its finding, its key, its notes; draws nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import pandas as pd

from shequ_eval.exhibits.exhibit import Exhibit
from shequ_eval.exhibits.words import listed, say
from shequ_eval.vocabulary.codebook import Codebook, Language
from shequ_eval.vocabulary.periods import period_bounds, period_words

Level = Literal["family", "indicator"]
Cell = Mapping[Any, Any]

FIGURES = ("actual", "standard", "planned")


def dimension_of(row_id: str, codebook: Codebook, level: Level) -> str:
    """The dimension of a row, be it a family or an indicator."""
    table = codebook.families if level == "family" else codebook.indicators
    return str(table.at[row_id, "dimension"])


def ordered_rows(coverage: pd.DataFrame, codebook: Codebook, level: Level) -> list[str]:
    """The rows by dimension, then by the codebook's order of families and indicators."""
    dimensions = list(codebook.labels["dimension"])
    places = {key: place for place, key in enumerate(codebook.indicators.index)}

    def rank(row_id: str) -> tuple[int, int, int]:
        family = row_id if level == "family" else codebook.indicators.at[row_id, "family_id"]
        position = int(str(codebook.families.at[family, "position"]))
        dimension = dimensions.index(dimension_of(row_id, codebook, level))
        return dimension, position, places.get(row_id, 0)

    return sorted(coverage["row_id"].drop_duplicates(), key=rank)


def vague_words(language: Language) -> str:
    """What stands for a quantity that only vague words give."""
    return say(language, "模糊量", "vague")


def short_period(period: str, period_basis: str, language: Language, months: bool = True) -> str:
    """A period in the room of a cell: years, and months where all lie in one year.

    >>> short_period("2013/2017", "text", "zh"), short_period("2015-01/2015-06", "inferred", "zh")
    ('2013—17', '约2015.1—6')
    >>> short_period("2018/..", "text", "en"), short_period("", "", "zh")
    ('2018–', '未写时间')
    >>> short_period("2015-01/2015-06", "inferred", "en")
    'c. Jan–Jun 2015'
    """
    bounds = period_bounds(period)
    if bounds is None:
        return period_words("", "", language)
    first, last = bounds
    about = say(language, "约", "c. ") if period_basis == "inferred" else ""
    dash = say(language, "—", "–")  # NOTE: as in every other period of the language.
    if period.endswith(".."):
        return f"{about}{first.year}{dash}"
    if first.year != last.year:
        end = f"{last.year % 100:02d}" if first.year // 100 == last.year // 100 else str(last.year)
        return f"{about}{first.year}{dash}{end}"
    if not months or (first.month, last.month) == (1, 12):
        return f"{about}{first.year}"
    if language == "en":
        return about + period_words(period, "text", language)
    span = str(first.month) if first.month == last.month else f"{first.month}{dash}{last.month}"
    return f"{about}{first.year}.{span}"


def other_periods_words(cell: Cell, language: Language) -> str:
    """Of how many other periods the same indicator has a figure; nothing for none.

    >>> other_periods_words({"other_periods": 2}, "zh"), other_periods_words({}, "zh")
    ('（另 2 期）', '')
    """
    others = int(cell.get("other_periods", 0))
    return say(language, f"（另 {others} 期）", f" (+{others})") if others else ""


def coverage_title(
    coverage: pd.DataFrame, codebook: Codebook, level: Level, language: Language
) -> str:
    """The finding: in how many rows, and in at most how many zones, an actual figure exists."""
    zones = list(coverage["zone_id"].drop_duplicates())
    held = coverage["state"].eq("actual").groupby(coverage["row_id"]).sum()
    rows, most, none = len(held), int(held.max()), int((held == 0).sum())
    unit = say(language, "类" if level == "family" else "个", "")
    what = say(language, f"{unit}指标", "families" if level == "family" else "indicators")
    name = codebook.title("short", zones[0], language) + say(language, "：", ": ")
    lead = name if len(zones) == 1 else ""
    if most == 0:
        nothing = say(
            language, f"{rows} {what}都没有实际值", f"none of {rows} {what} has an actual figure"
        )
        return lead + nothing if lead else nothing[:1].upper() + nothing[1:]
    if lead:
        return lead + say(
            language,
            f"{rows} {what}中 {rows - none} {unit}有实际值",
            f"{rows - none} of {rows} {what} with an actual figure",
        )
    widest = _widest(int((held == len(zones)).sum()), most, len(zones), unit, language)
    lacking = say(language, f"；{none} {unit}一地也没有", f"; {none} without one anywhere")
    return say(
        language, f"{rows} {what}中，{widest}", f"Of {rows} {what}, {widest}"
    ) + lacking * bool(none)


def _widest(everywhere: int, most: int, zones: int, unit: str, language: Language) -> str:
    """How many rows have an actual figure in every zone, or else in how many zones at most."""
    if everywhere:
        return say(
            language,
            f"{everywhere} {unit}在 {zones} 地都有实际值",
            f"{everywhere} with an actual figure in all {zones} places",
        )
    return say(
        language,
        f"同一{unit}的实际值最多见于 {most} 地",
        f"none has an actual figure in more than {most} of {zones} places",
    )


def coverage_subtitle(coverage: pd.DataFrame, language: Language) -> str:
    """What a cell says, and what an empty one does not; of words that stand in some cell alone.

    >>> cell = {"state": "actual", "period_basis": "text", "vague": False}
    >>> coverage_subtitle(pd.DataFrame([cell]), "zh")
    '每格：事实的状态、证据等级与所指年份。一格合并同一类的各项指标。'
    """
    held = coverage[coverage["state"].isin(FIGURES)]
    inferred = bool(held["period_basis"].eq("inferred").any())
    vague = bool(held["vague"].astype(bool).any())
    empty = bool(coverage["state"].eq("not_published").any())
    words = [
        (say(language, "“约”为编码者推断的年份", "'c.' is a year inferred by a coder"), inferred),
        (say(language, "“模糊量”为只有含糊数量", "'vague' a quantity in vague words"), vague),
    ]
    used = say(language, "，", ", ").join(text for text, present in words if present)
    used = used.replace("'vague' a", "'vague' is a") if vague and not inferred else used
    lead = say(
        language,
        "每格：事实的状态、证据等级与所指年份。",
        "Each cell: status of the fact, grade of its evidence, and the year that it speaks of. ",
    )
    gaps = say(language, "；空格为未提供，不是零", "; an empty one is not published, not zero")
    return (
        lead
        + (used + say(language, "。", ". ")) * bool(used)
        + say(language, "一格合并同一类的各项指标", "A cell holds all indicators of its kind")
        + gaps * empty
        + say(language, "。", ".")
    )


def coverage_legend(
    coverage: pd.DataFrame, codebook: Codebook, language: Language
) -> list[tuple[str, str]]:
    """The marks that stand in the matrix, with their words."""
    held = set(coverage["state"])
    entries = [
        (state, codebook.label("status", state, language)) for state in FIGURES if state in held
    ]
    entries += [
        (absence, codebook.label("absence", absence, language))
        for absence in ("masked_in_source", "not_published")
        if absence in held
    ]
    if coverage["doubted"].any():
        doubt = say(
            language, "第二编码者对状态另有读法", "a second coder read the status otherwise"
        )
        entries.append(("doubt", doubt))
    return entries


def grades_line(coverage: pd.DataFrame, codebook: Codebook, language: Language) -> list[str]:
    """Which grades of evidence stand in the matrix, and which nowhere, in one line."""
    shown = set(coverage.loc[coverage["state"] == "actual", "evidence_grade"]) - {""}
    if not shown:
        return []
    grades = codebook.labels["evidence_grade"]
    said = [f"{g} {codebook.label('evidence_grade', g, language)}" for g in grades if g in shown]
    lacking = say(language, "、", ", ").join(grade for grade in grades if grade not in shown)
    none = say(language, "无 ", "none of ") + lacking if lacking else ""
    return [say(language, "证据等级 ", "Evidence grade ") + listed([*said, none], language)]


def tier_words(tier: str, beside: bool, language: Language) -> str:
    """The head over the zones of one tier; `beside` where both tiers are drawn."""
    if tier == "city":
        return say(language, "市级案例", "City-level case")
    words = say(language, "区县级", "District and county level")
    return words + say(language, "（与市级不并列比较）", " (not set against a city)") * beside


def coverage_notes(coverage: pd.DataFrame, language: Language) -> tuple[str, ...]:
    """Which fact a cell shows, and what the count at its foot is not.

    >>> cells = pd.DataFrame({"zone_id": ["a", "b"], "state": "actual"})
    >>> coverage_notes(cells[:1], "zh")[1], coverage_notes(cells, "zh")[1]
    ('末行是行数，不是得分。', '末行是行数，不是得分；各地不按它排序。')
    """
    places = coverage["zone_id"].nunique()
    unsorted = say(language, "；各地不按它排序", ", and places are not sorted by it") * (places > 1)
    held = coverage[coverage["state"].isin(FIGURES)]
    more = "other_periods" in held and bool(held["other_periods"].gt(0).any())
    others = say(
        language,
        "；“另几期”为同一指标还有几个期间的数字",
        "; '+1' is one more period of the same indicator",
    )
    ungraded = bool(held["state"].isin(["standard", "planned"]).any())
    grades = say(language, "计划与标准不标证据等级。", " Plans and standards carry no grade.")
    return (
        say(
            language,
            "一格有多条事实时，按实际、标准、计划的次序取一条显示，同一状态取期间最近的一条",
            "Where a cell holds several facts, one is shown: actual before standard before "
            "planned, and of these the latest",
        )
        + others * more
        + say(language, "。", ".")
        + grades * ungraded,
        say(
            language,
            f"末行是行数，不是得分{unsorted}。",
            f"The last line counts rows. It is no score{unsorted}.",
        ),
    )


def coverage_source(language: Language) -> str:
    """The tables behind the matrix."""
    return say(
        language,
        "数据：编码事实表与原文缺失表。",
        "Data: the table of coded facts and that of numbers lost in the sources.",
    )


def no_coverage(language: Language) -> Exhibit:
    """What stands where no cell was asked for."""
    return Exhibit(
        exhibit_id="figure_coverage",
        kind="text",
        title=say(language, "没有可画的证据覆盖", "No coverage to draw"),
        sentences=(
            say(
                language,
                "所选地区与指标没有一格，因此不画图。",
                "The chosen places and indicators give no cell, so no figure is drawn.",
            ),
        ),
    )
