"""Knows how rates on one basis are said: the finding, its denominators, its table."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from shequ_eval.exhibits.exhibit import Exhibit
from shequ_eval.exhibits.numbers import plain_number
from shequ_eval.exhibits.one_basis_points import Row
from shequ_eval.exhibits.printed_rates import agreeing_words, alike, alike_note, moved_words
from shequ_eval.exhibits.rate_traces import PER_10K, traced_rate
from shequ_eval.exhibits.sensitivity import sensitivity_words
from shequ_eval.exhibits.trace import stated
from shequ_eval.exhibits.words import denominator_words, evidence_mark, listed, say
from shequ_eval.vocabulary.codebook import Codebook, Language
from shequ_eval.vocabulary.periods import period_words

# Where the range over other denominators stands in the picture.
WHERE = ("浅条和两端的数", "On the pale bar and at its ends")


def one_basis_title(drawn: pd.DataFrame, codebook: Codebook, language: Language) -> str:
    """The finding: how printed rates move on one basis; else what is lacking. It states no order.

    A rate that is only rounded otherwise does not move; one of another time than the count is no
    rate of it.

    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> book = read_codebook(find_data_root())
    >>> from shequ_eval.analysis.examples import example_rate
    >>> rates = example_rate()
    >>> "溧水没有印出比率，复算为" in one_basis_title(rates, book, "zh")
    True
    """
    rows = drawn.to_dict("records")
    both = [row for row in rows if pd.notna(row["printed"]) and pd.notna(row["value"])]
    if both:
        others = [row for row in both if not alike([row])]
        moved = [moved_words(row, recomputed_words(row), codebook, language) for row in others]
        told = listed([*moved, agreeing_words(alike(rows), codebook, language)], language)
        return say(language, f"换到同一口径：{told}", f"On one basis: {told}")
    return listed((_alone_words(row, codebook, language) for row in rows), language)


def _alone_words(row: Row, codebook: Codebook, language: Language) -> str:
    name = codebook.title("short", row["zone_id"], language)
    if pd.notna(row["printed"]):
        rate = stated(plain_number(row["printed"]), str(row["printed_evidence"]))
        return say(
            language,
            f"{name}印出 {rate}，没有可以复算的分子与分母",
            f"{name} prints {rate} and nothing to check it by",
        )
    rate = recomputed_words(row)
    return say(
        language, f"{name}没有印出比率，复算为 {rate}", f"{name} prints no rate; recomputed {rate}"
    )


def one_basis_subtitle(rates: pd.DataFrame, codebook: Codebook, language: Language) -> str:
    """What rate it is, and the counts over which populations are set.

    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> book = read_codebook(find_data_root())
    >>> none = pd.DataFrame({"rate": ["social_orgs_per_10k"], "numerator": [None]})
    >>> one_basis_subtitle(none, book, "zh")
    '每万人社会组织数。'
    """
    rate = codebook.title("indicator", str(rates["rate"].iloc[0]), language)
    rate = rate[:1].upper() + rate[1:]
    counts = [
        _count_words(row, codebook, language)
        for row in rates[rates["numerator"].notna()].to_dict("records")
    ]
    if not counts:
        return say(language, f"{rate}。", f"{rate}.")
    joined = say(language, "、", ", ").join(counts)
    return say(language, f"{rate}。分子：{joined}。", f"{rate}. Counts: {joined}.")


def _count_words(row: Row, codebook: Codebook, language: Language) -> str:
    name, count = (
        codebook.title("short", row["zone_id"], language),
        stated(plain_number(row["numerator"]), str(row["numerator_evidence"])),
    )
    period = period_words(
        str(row["numerator_period"]), str(row["numerator_period_basis"]), language
    )
    return say(language, f"{name} {count}（{period}）", f"{name} {count} ({period})")


def one_basis_legend(
    rates: pd.DataFrame, codebook: Codebook, language: Language
) -> list[tuple[str, str]]:
    """The marks that stand in the picture, with their words.

    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> book = read_codebook(find_data_root())
    >>> rates = pd.DataFrame({"printed": [15.43, None, None], "value": [7.4, 9.9, None]})
    >>> [kind for kind, _ in one_basis_legend(rates, book, "zh")]
    ['actual', 'interval', 'carried', 'not_published']
    """
    point = say(
        language, "原文印出，或由原文数量复算", "printed, or recomputed from a stated count"
    )
    span = say(language, "换用其他分母的敏感性范围", "sensitivity range over denominators")
    absent = codebook.label("absence", "not_published", language)
    without = rates["printed"].isna() & rates["value"].isna()
    entries = [("actual", point)]
    entries += [("interval", span)] * bool(rates["value"].notna().any())
    carried = say(
        language, "原文没有印出，上行用复算值", "not printed: the upper row takes it recomputed"
    )
    stands_in = rates["printed"].isna() & rates["value"].notna()
    entries += [("carried", carried)] * bool(stands_in.any())
    return entries + [("not_published", absent)] * bool(without.any())


def row_heads(
    tier: str, carried: bool, language: Language
) -> tuple[tuple[str, str], tuple[str, str]]:
    """The names of the two rows, each with a line on its denominators.

    `carried` says that a zone in the upper row prints no rate.

    >>> row_heads("county", True, "zh")
    (('照搬原文', '分母不一，原文多未说明；菱形为复算'), ('同一口径', '分母都用同一种人口'))
    """
    if tier == "city":
        apart = say(language, "市级另列，不与区县排序", "a city apart, never set against districts")
        return (
            (say(language, "市级：照搬原文", "City: as printed"), apart),
            (say(language, "市级：同一口径", "City: one basis"), apart),
        )
    return (
        (
            say(language, "照搬原文", "As printed"),
            say(language, "分母不一，原文多未说明", "denominators differ, mostly unstated")
            + say(language, "；菱形为复算", "; diamond: recomputed") * carried,
        ),
        (
            say(language, "同一口径", "On one basis"),
            say(language, "分母都用同一种人口", "one population basis for all"),
        ),
    )


def absent_words(counted: bool, language: Language, held_back: bool = False) -> str:
    """Why a zone has no point; `counted` where its source gives the numerator.

    `held_back` where there is a population that may carry no main result.

    >>> absent_words(True, "zh"), absent_words(True, "zh", held_back=True)
    ('有分子，没有可用的分母', '有分子，分母未经核实或为估算，不作主结果')
    """
    if counted and held_back:
        return say(
            language,
            "有分子，分母未经核实或为估算，不作主结果",
            "a count, but its population is unverified or estimated",
        )
    if counted:
        return say(language, "有分子，没有可用的分母", "a count, but no usable denominator")
    return say(
        language,
        "既无这一比率，也无可作分子的数",
        "neither the rate nor a count to make it from",
    )


def verdict_head(words: str, verdicts: Collection[str], language: Language) -> str:
    """The verdict on the zones of one tier, and what is left where no two may be compared.

    >>> verdict_head("不可比", {"not_comparable"}, "zh")
    '不可比，只示口径之差'
    >>> verdict_head("2 对中可比 1 对、不可比 1 对", {"comparable", "not_comparable"}, "zh")
    '2 对中可比 1 对、不可比 1 对'
    """
    if not set(verdicts) <= {"not_comparable", "cannot_be_told"}:
        return words
    return words + say(language, "，只示口径之差", ": shows only what the basis does")


def one_basis_notes(drawn: pd.DataFrame, codebook: Codebook, language: Language) -> tuple[str, ...]:
    """Every denominator used, and what the point and the bar are.

    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> book = read_codebook(find_data_root())
    >>> from shequ_eval.analysis.examples import example_rate
    >>> rates = example_rate()
    >>> from shequ_eval.exhibits.trace import plain
    >>> plain(one_basis_notes(rates, book, "zh")[0])
    '分母：溧水常住人口 2020 年普查 491,336 人（转载）。'
    """
    colon = say(language, "", ": ")
    named = listed(
        (
            codebook.title("short", row["zone_id"], language)
            + colon
            + denominator_words(row, codebook, language)
            for row in drawn[drawn["value"].notna()].to_dict("records")
        ),
        language,
    )
    under = say(language, f"分母：{named}。", f"Denominators. {named}.")
    range_said = sensitivity_words(drawn, codebook, language, WHERE)
    agree = alike_note(drawn.to_dict("records"), language)
    return (
        *[under] * bool(named),
        say(
            language,
            "点取最可信的可用分母；由印出的比率反推的人口从不参与计算。",
            "The point takes the most trustworthy usable denominator; a population implied by a "
            "printed rate is never used.",
        ),
        *[range_said] * bool(range_said),
        *[agree] * bool(agree),
    )


def one_basis_source(drawn: pd.DataFrame, language: Language) -> str:
    """The evidence of every printed rate and every count.

    >>> keys = {"printed_evidence": [""], "numerator_evidence": ["lishui-1486"]}
    >>> one_basis_source(pd.DataFrame(keys), "zh")
    '证据：[lishui-1486]'
    """
    keys = [str(key) for key in [*drawn["printed_evidence"], *drawn["numerator_evidence"]] if key]
    marks = " ".join(evidence_mark(key) for key in dict.fromkeys(keys))
    return say(language, f"证据：{marks}", f"Evidence: {marks}")


def recomputed_words(row: Row) -> str:
    """A recomputed rate with one decimal, traced to its parts.

    >>> from shequ_eval.exhibits.trace import plain
    >>> row = {"zone_id": "z", "rate": "orgs_per_10k", "numerator": 488, "value": 9.9321,
    ...        "numerator_evidence": "z-001", "denominator": 491336, "denominator_id": "z.r.2020",
    ...        "low": 9.5, "high": 10.2}
    >>> plain(recomputed_words(row))
    '9.9'
    """
    return traced_rate(plain_number(row["value"], 1), row, PER_10K)


def no_rate(zones: list[str], codebook: Codebook, language: Language, why: str = "") -> Exhibit:
    """What stands where no zone has a rate, printed or recomputed; `why` where it is known.

    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> book = read_codebook(find_data_root())
    >>> no_rate(["jiexiu"], book, "zh").sentences[0][:9]
    '所选地区（介休）的'
    """
    separator = say(language, "、", ", ")
    names = separator.join(codebook.title("short", zone, language) for zone in zones)
    if why:
        title = say(language, "没有可画的比率", "No rate to draw")
        return Exhibit("figure_one_basis", "text", title, sentences=(why,))
    return Exhibit(
        exhibit_id="figure_one_basis",
        kind="text",
        title=say(language, "没有可画的比率", "No rate to draw"),
        sentences=(
            say(
                language,
                f"所选地区（{names or '无'}）的来源既没有印出比率，"
                "也没有可以复算的分子与分母，因此不画图。",
                f"The sources of the chosen places ({names or 'none'}) print no rate and give "
                "nothing to make one from, so no figure is drawn.",
            ),
        ),
    )
