"""Knows how the time that facts speak of is said: the finding and its table; draws nothing."""

from __future__ import annotations

from datetime import date

import pandas as pd

from shequ_eval.exhibits.exhibit import Exhibit
from shequ_eval.exhibits.timeline_bars import period_counts, years_spanned
from shequ_eval.exhibits.words import headed, say
from shequ_eval.vocabulary.codebook import Codebook, Language
from shequ_eval.vocabulary.periods import period_bounds, period_words


def timeline_title(evidence: pd.DataFrame, codebook: Codebook, language: Language) -> str:
    """The finding: how many years the dated facts span, of how many places, and what is undated.

    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> facts = pd.DataFrame({"zone_id": ["lishui", "zhenhai", "jiangbei"],
    ...     "period": ["2022", "2013/2017", ""], "period_basis": "text"})
    >>> timeline_title(facts, read_codebook(find_data_root()), "zh")
    '2 地可定时间的事实前后跨 10 年，3 条事实中 1 条未写时间'
    """
    zones = list(evidence["zone_id"].drop_duplicates())
    facts, missing = len(evidence), period_counts(evidence)[2]
    every = "the 1 fact is" if facts == 1 else f"all {facts} facts are"
    each = "都" * (facts > 1)
    years = years_spanned(evidence["period"])
    dated = evidence.loc[evidence["period"] != "", "zone_id"].nunique()
    if len(zones) == 1:
        name = codebook.title("short", zones[0], language)
    elif years is None:
        name = say(language, f"{len(zones)} 地", f"{len(zones)} places")
    else:
        name = say(language, f"{dated} 地", "1 place" if dated == 1 else f"{dated} places")
    if years is None:
        return say(
            language,
            f"{name}：{facts} 条事实{each}未写时间",
            f"{name}: {every} undated",
        )
    span = say(
        language,
        f"{name}可定时间的事实前后跨 {years} 年"
        if years > 1
        else f"{name}可定时间的事实都在一年之内",
        f"Dated facts of {name} span {years} years"
        if years > 1
        else f"Dated facts of {name} lie within one year",
    )
    if not missing:
        return span + say(language, f"，{facts} 条事实的时间{each}可定", f"; {every} dated")
    return span + say(
        language,
        f"，{facts} 条事实中 {missing} 条未写时间",
        f"; {missing} of {facts} facts {'is' if missing == 1 else 'are'} undated",
    )


def worked_out_words(language: Language) -> str:
    """What an asterisk beside a period says, and in which column such facts are counted."""
    return say(
        language,
        "* 由发布日推算，计入“写明”",
        "* worked out from the day of publication, counted as stated",
    )


def timeline_subtitle(language: Language, relative: bool = False) -> str:
    """What a bar is, and what its colour says; `relative` where some period is worked out.

    >>> timeline_subtitle("zh", relative=True).split("。")[1]
    '带 * 的由发布日推算，如近三年，仍属原文写明'
    """
    worked_out = say(
        language,
        "带 * 的由发布日推算，如近三年，仍属原文写明。",
        " * marks a period worked out from the day of publication, as 'the last three years'; it "
        "is still one that the source states.",
    )
    bars = say(
        language,
        "横条为事实所指的期间，括号内为条数：深色为原文写明，浅色为编码者推断，空心为计划。",
        "Bars: the time that facts speak of, with their number; solid is stated in the source, "
        "pale inferred by a coder, hollow planned.",
    )
    return bars + worked_out * relative


def timeline_notes(language: Language) -> tuple[str, ...]:
    """What the lines and arrows are, and what a later rule never judges."""
    return (
        say(
            language,
            "普查线画在 2010-11-01 与 2020-11-01。箭头表示原文只写了起点或终点。",
            "Census lines stand at 2010-11-01 and 2020-11-01. An arrow: only the start or the "
            "end is stated.",
        ),
        say(
            language,
            "晚于事实的标准不能倒过来衡量事实。",
            "A rule later than a fact is never held against it.",
        ),
    )


def timeline_data(evidence: pd.DataFrame, codebook: Codebook, language: Language) -> pd.DataFrame:
    """How many facts there are of each zone, period, basis and status.

    The zones stand in the order of `evidence`, the periods of each by their start, undated last.
    """
    keys = ["zone_id", "period", "period_basis", "status"]
    groups = list(evidence.groupby(keys, sort=False))
    zones = list(evidence["zone_id"].drop_duplicates())
    groups.sort(key=lambda group: (zones.index(group[0][0]), *_period_place(str(group[0][1]))))
    rows = [
        headed(
            language,
            ("地区", "Zone", codebook.title("short", str(zone_id), language)),
            ("期间", "Period", period_words(str(period), str(basis), language)),
            ("依据", "Basis", codebook.label("period_basis", str(basis), language)),
            ("状态", "Status", codebook.label("status", str(status), language)),
            ("事实（条）", "Facts", len(facts)),
        )
        for (zone_id, period, basis, status), facts in groups
    ]
    return pd.DataFrame(rows)


def _period_place(period: str) -> tuple[date, date]:
    """Start and end of a period, undated after every other."""
    return period_bounds(period) or (date.max, date.max)


def no_period(language: Language) -> Exhibit:
    """What stands where there is no fact."""
    return Exhibit(
        exhibit_id="figure_timeline",
        kind="text",
        title=say(language, "没有可画的时间", "No period to draw"),
        sentences=(
            say(
                language,
                "所选地区没有一条编码事实，因此不画图。",
                "The chosen places have no coded fact, so no figure is drawn.",
            ),
        ),
    )
