"""Knows how the pairs of many zones are printed as groups of zones; judges and leaves out none."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

import pandas as pd

from shequ_eval.analysis.comparability import VERDICTS
from shequ_eval.analysis.pair_groups import Group, pair_groups
from shequ_eval.exhibits.words import counted_words, headed, listed, reason_words, say
from shequ_eval.vocabulary.codebook import Codebook, Language

Row = dict[Any, Any]
# Of more zones than these a document tells the pairs in groups: six have fifteen pairs a figure.
MOST_ZONES_LISTED = 6
FEW_LEFT_OUT = 3


def zones_of_pairs(places: pd.DataFrame) -> list[str]:
    """The zones of the pairs, in the order in which they first stand.

    >>> zones_of_pairs(pd.DataFrame({"first_zone": ["a", "a"], "second_zone": ["b", "c"]}))
    ['a', 'b', 'c']
    """
    both = places[["first_zone", "second_zone"]].to_numpy().ravel()
    return list(dict.fromkeys(str(zone) for zone in both))


def many_zones(places: pd.DataFrame) -> bool:
    """Whether the pairs are of more zones than a document lists the pairs of.

    >>> two = pd.DataFrame({"first_zone": ["a"], "second_zone": ["b"]})
    >>> seven = pd.DataFrame({"first_zone": ["a"] * 6, "second_zone": list("bcdefg")})
    >>> many_zones(two), many_zones(seven)
    (False, True)
    """
    return len(zones_of_pairs(places)) > MOST_ZONES_LISTED


def groups_note(pairs: int, language: Language) -> str:
    """How to read pairs told in groups, and where each pair stands.

    >>> groups_note(2050, "en").endswith("all 2,050 pairs stand in the CSV and XLSX of this table.")
    True
    """
    return say(
        language,
        f"地区多于 {MOST_ZONES_LISTED} 个，判断与理由相同的成对合并成行；"
        f"“全部”“其余”指有该指标数字的地区。全部 {pairs:,} 对逐对列在本表的 CSV、XLSX 里。",
        f"Of more than {MOST_ZONES_LISTED} zones, pairs with one verdict and the same reasons "
        "share a row; “all” and “other” are zones with a figure of the indicator; "
        f"all {pairs:,} pairs stand in the CSV and XLSX of this table.",
    )


def differences_counted(differences: pd.DataFrame, codebook: Codebook, language: Language) -> str:
    """How many pairs of zones may be compared, of which indicators; their figures are in the files.

    A pair of zones counts once, as in the table of pairs, also where a zone has several figures.

    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> book = read_codebook(find_data_root())
    >>> pairs = pd.DataFrame({"indicator_id": ["grids_basic"] * 3, "first_zone": ["a", "a", "a"],
    ...                       "second_zone": ["b", "b", "c"]})
    >>> differences_counted(pairs, book, "zh").partition("。")[0]
    '**2 对数字可比**：基层网格数 2'
    """
    places = differences.drop_duplicates(["indicator_id", "first_zone", "second_zone"])
    counts = places["indicator_id"].value_counts(sort=False)
    named = [f"{codebook.title('indicator', str(key), language)} {n}" for key, n in counts.items()]
    parts = listed(named, language)
    return say(
        language,
        f"**{len(places)} 对数字可比**：{parts}。逐对的数值与差列在随附的 CSV、XLSX 里（一地有几个"
        f"数字的逐个列出，共 {len(differences)} 行），此处不重列，也不作名次。",
        f"**{counted_words(len(places), 'pair', 'pairs')} of figures may be compared**: {parts}. "
        "Each pair with its figures and difference stands in the CSV and XLSX beside this report "
        f"({counted_words(len(differences), 'row', 'rows')}, one for each figure of a zone that "
        "has several); they are not listed again here, and no ranking is made of them.",
    )


def group_rows(places: pd.DataFrame, codebook: Codebook, language: Language) -> pd.DataFrame:
    """A row for each indicator and each verdict with its reasons: the zones of which it holds.

    `places` are `pairs_of_places` with overrides applied. Every pair is in one row, and counted
    there; the columns are those of a list of pairs.

    Examples
    --------
    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> book = read_codebook(find_data_root())
    >>> told = {"indicator_id": "grids_basic", "override_reason": "", "override_by": ""}
    >>> pairs = [("zhenhai", "jiangbei", "comparable", ()),
    ...          ("zhenhai", "lishui", "cannot_be_told", ("period_missing",)),
    ...          ("jiangbei", "lishui", "cannot_be_told", ("period_missing",))]
    >>> columns = ["first_zone", "second_zone", "verdict", "reasons"]
    >>> places = pd.DataFrame([told | dict(zip(columns, pair)) for pair in pairs])
    >>> group_rows(places, book, "zh")[["地区", "判断", "理由"]].values.tolist()
    [['镇海、江北彼此（1 对）', '可比', ''], ['溧水与其余 2 地（2 对）', '无从判断', '未写时间']]
    """
    rows = []
    for indicator, own in places.groupby("indicator_id", sort=False):
        zones = zones_of_pairs(own)
        told = {
            frozenset((str(pair["first_zone"]), str(pair["second_zone"]))): _told(pair, codebook)
            for pair in own.to_dict("records")
        }
        found = pair_groups(zones, told)
        for word in sorted(found, key=_rank):
            rows.append(_row(str(indicator), word, found[word], zones, codebook, language))
    return pd.DataFrame(rows)


def _told(pair: Row, codebook: Codebook) -> tuple[str, tuple[str, ...], str, str]:
    """What is told of a pair, with its reasons in the order of the rules."""
    order = list(codebook.comparability.reasons)
    reasons = tuple(sorted(pair["reasons"], key=order.index))
    why = (str(pair["override_reason"]), str(pair["override_by"]))
    return (str(pair["verdict"]), reasons, *why)


def _rank(told: Hashable) -> int:
    assert isinstance(told, tuple)
    return VERDICTS.index(told[0])


def _row(
    indicator: str,
    told: Hashable,
    groups: Sequence[Group],
    zones: Sequence[str],
    codebook: Codebook,
    language: Language,
) -> Row:
    assert isinstance(told, tuple)
    verdict, reasons, why, by = told
    overruled = say(language, f"{why}（{by}）", f"{why} ({by})") if verdict == "overruled" else ""
    return headed(
        language,
        ("指标", "Indicator", codebook.title("indicator", indicator, language)),
        ("地区", "Zones", listed((_group(g, zones, codebook, language) for g in groups), language)),
        ("判断", "Verdict", codebook.label("verdict", verdict, language)),
        ("理由", "Reasons", reason_words(reasons, codebook, language)),
        ("改判理由与姓名", "Why overruled, by whom", overruled),
    )


def _group(group: Group, zones: Sequence[str], codebook: Codebook, language: Language) -> str:
    """The zones of a group in words, with how many pairs they make."""
    count = say(
        language, f"（{group.pairs} 对）", f" ({counted_words(group.pairs, 'pair', 'pairs')})"
    )
    left_out = [zone for zone in zones if zone not in group.zones]
    if not group.others:
        own = _names(group.zones, left_out, codebook, language)
        return own + say(language, "彼此", " among themselves") + count
    own = _listed(group.zones, codebook, language)
    beside = _beside(group.others, left_out, codebook, language)
    return say(language, f"{own}与{beside}", f"{own} with {beside}") + count


def _names(
    chosen: Sequence[str], left_out: Sequence[str], codebook: Codebook, language: Language
) -> str:
    """The names of zones; of all of them their number, of nearly all those that are left out."""
    if not left_out:
        return say(language, f"全部 {len(chosen)} 地", f"all {len(chosen)} zones")
    if not _nearly_all(chosen, left_out):
        return _listed(chosen, codebook, language)
    names = _listed(left_out, codebook, language)
    return say(
        language, f"除{names}外的 {len(chosen)} 地", f"all but {names} ({len(chosen)} zones)"
    )


def _beside(
    chosen: Sequence[str], rest: Sequence[str], codebook: Codebook, language: Language
) -> str:
    """The zones beside a group, of the `rest` of all: how many where they are that rest."""
    left_out = [zone for zone in rest if zone not in chosen]
    count = len(chosen)
    if not left_out and count > 1:
        return say(language, f"其余 {count} 地", f"the other {count}")
    if not left_out or not _nearly_all(chosen, left_out):
        return _listed(chosen, codebook, language)
    names = _listed(left_out, codebook, language)
    return say(language, f"除{names}外的其余 {count} 地", f"all others but {names} ({count} zones)")


def _nearly_all(chosen: Sequence[str], left_out: Sequence[str]) -> bool:
    return len(left_out) <= FEW_LEFT_OUT and len(chosen) > 2 * len(left_out)


def _listed(zones: Sequence[str], codebook: Codebook, language: Language) -> str:
    return say(language, "、", ", ").join(codebook.title("short", zone, language) for zone in zones)
