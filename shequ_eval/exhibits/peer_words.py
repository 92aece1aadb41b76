"""Knows how a place among peers is said, and why there is none; places nothing itself."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pandas as pd

from shequ_eval.analysis.intervals import Interval
from shequ_eval.analysis.peers import LEAST_PEERS
from shequ_eval.exhibits.exhibit import Exhibit
from shequ_eval.exhibits.numbers import bounded, plain_number
from shequ_eval.exhibits.size_words import per_head_words, size_note, size_words, traced_per_head
from shequ_eval.exhibits.trace import stated
from shequ_eval.exhibits.words import (
    amount_words,
    evidence_mark,
    headed,
    listed,
    say,
)
from shequ_eval.exhibits.zone_reasons import deciding_first, reasons_in_words
from shequ_eval.vocabulary.codebook import Codebook, Language

Row = dict[Any, Any]
GATED = ("gate", "open")  # refused by the gate: not comparable, or not to be told
MOST_MARKS = 24  # evidence ids under a figure
POSITION = {
    "higher": ("较高", "higher"),
    "middle": ("居中", "middle"),
    "lower": ("较低", "lower"),
    "cannot_be_told": ("分不清", "unclear"),
}
REFUSAL = {
    "gate": ("不可比", "not comparable"),
    "open": ("无从判断", "cannot be determined"),
    "too_few": ("可比的同类不足", "too few peers"),
    "size": ("规模不同，不论高低", "sizes differ: no side"),
    "no_other": ("别处没有实际值", "no actual figure elsewhere"),
    "no_figure": ("未提供", "not published"),
}


def position_words(row: Row, language: Language) -> str:
    """A row's place, or the word for why it has none."""
    if row["position"]:
        return say(language, *POSITION[row["position"]])
    return say(language, *REFUSAL[row["refusal"]])


def figure_of(row: Row, language: Language) -> str:
    """The zone's own figure with its bounds and unit; per head where that is what is placed.

    >>> row = {"form": "per_head", "unit": "count_per_10k", "stated_unit": "家", "low": 13.76,
    ...        "value": 13.76, "high": 13.76, "stated_low": 716, "stated_value": 716,
    ...        "stated_high": 716, "position": "higher"}
    >>> figure_of(row, "zh"), figure_of(row | {"position": ""}, "zh")
    ('每万人 13.8 家', '716 家')
    """
    return per_head_words(row, language) if _per_head(row) else _as_stated(row, language)


def traced_figure(row: Row, language: Language) -> str:
    """The figure with where it comes from: its evidence, or its division and what is stated."""
    own = traced_own(figure_of(row, language), row)
    if not _per_head(row):
        return own
    said = stated(_as_stated(row, language), str(row["evidence_ids"]))
    return say(language, f"{own}（{said}）", f"{own} ({said})")


def traced_own(words: str, row: Row) -> str:
    """A line of the zone's own figure as it is drawn, with its evidence or its division."""
    if _per_head(row):
        return traced_per_head(words, row)
    return stated(words, str(row["evidence_ids"]))


def _per_head(row: Row) -> bool:
    return bool(row["position"]) and row["form"] == "per_head"


def _as_stated(row: Row, language: Language) -> str:
    value, low, high = (row[f"stated_{end}"] for end in ("value", "low", "high"))
    return amount_words(value, low, high, str(row["stated_unit"]), language)


def why_words(row: Row, codebook: Codebook, language: Language) -> str:
    """Why a row has no place among peers: the gate's reasons with whom, or how few peers."""
    if row["refusal"] == "size":
        return size_words(row, language)
    if row["refusal"] == "too_few":
        return say(
            language,
            f"可比的同类 {row['peers']} 个，少于 {LEAST_PEERS}",
            f"{row['peers']} comparable peers, fewer than {LEAST_PEERS}",
        )
    if row["refusal"] not in GATED:
        return ""
    if not row["reasons"]:
        return say(language, "同类没有可比的点值", "no comparable point among the peers")
    return reasons_in_words(deciding_first(row["against"]), codebook, language)


def peers_title(
    held: pd.DataFrame, zones: list[str], codebook: Codebook, language: Language
) -> str:
    """How many indicators with an actual figure can be placed among peers, and how many not.

    Of several zones a cell is one indicator of one of them.
    """
    told = held[held["state"] == "actual"]
    placed, alone = int(told["position"].ne("").sum()), len(zones) == 1
    zh = f"{len(told)} {'项指标' if alone else '格（一地一项指标）'}有实际值，其中"
    zh += f" {placed} {'项' if alone else '格'}" if placed else f"没有一{'项' if alone else '格'}"
    zh += "可以放进同类里看位置"
    one = "indicator" if len(told) == 1 else "indicators"
    en = f"{len(told)} {one}" if alone else f"{len(told)} cells (an indicator of a place)"
    en = f"of {en} with an actual figure {placed or 'none'} can be placed among peers"
    if not alone:
        return say(language, zh, en[:1].upper() + en[1:])
    name = codebook.title("short", zones[0], language)
    return say(language, f"{name}：{zh}", f"{name}: {en}")


def peers_notes(held: pd.DataFrame, codebook: Codebook, language: Language) -> tuple[str, ...]:
    """The rule, what higher means, and how often each reason refused a place."""
    rule = say(
        language,
        f"同类须逐一可比，且不少于 {LEAST_PEERS} 个（本评估自定）；否则不画位置，写明理由。",
        f"Each peer has to be comparable, and there have to be {LEAST_PEERS} of them or more (this "
        "evaluation's own rule); else no place is drawn and the reasons are given.",
    )
    placed = bool(held["position"].ne("").any())
    meaning = say(
        language,
        "较高、较低指整个数值（连同上下界）在同类上、下四分位数之外；不表示名次，也未作检验。",
        "Higher and lower: the whole figure, with its bounds, lies beyond the peers' quartile; "
        "it is no rank and no test.",
    )
    refused = [_refused_words(held, refusal, codebook, language) for refusal in GATED]
    sizes = size_note(held, codebook.comparability, language)
    return tuple(note for note in (rule, meaning * placed, sizes, *refused) if note)


def _refused_words(held: pd.DataFrame, refusal: str, codebook: Codebook, language: Language) -> str:
    refused = held[held["refusal"] == refusal]
    counts = Counter(reason for why in refused["reasons"] for reason in why)
    if not counts:
        return ""
    parts = [
        f"{codebook.label('reason', reason, language)} {count}"
        for reason, count in counts.most_common()
    ]
    name = say(language, *REFUSAL[refusal])
    return say(
        language,
        f"{name}的 {len(refused)} 格，理由（可有多条）：{'；'.join(parts)}。",
        f"{name[:1].upper()}{name[1:]}: {len(refused)}; reasons (several may apply): "
        f"{'; '.join(parts)}.",
    )


def peers_source(held: pd.DataFrame, language: Language) -> str:
    """Where the figures come from: their evidence, or the table where there is much of it."""
    keys = list(dict.fromkeys(str(key) for key in held["evidence_ids"].dropna() if key))
    if not keys:
        return ""
    if len(keys) > MOST_MARKS:
        return say(
            language,
            f"证据：{len(keys)} 条，见表。",
            f"Evidence: {len(keys)} figures, see the table.",
        )
    marks = " ".join(evidence_mark(key) for key in keys)
    return say(language, f"证据：{marks}", f"Evidence: {marks}")


def peers_data(held: pd.DataFrame, codebook: Codebook, language: Language) -> pd.DataFrame:
    """One row a figure: value, peers, median, middle half, standard, place and reasons.

    Where no figure has a place, the columns of peers hold nothing and are left out.
    """
    told = held[held["state"] == "actual"]
    placed = bool(told["position"].ne("").any())
    rows = [
        headed(
            language,
            ("指标", "Indicator", codebook.title("indicator", row["indicator_id"], language)),
            ("地区", "Zone", codebook.title("short", row["zone_id"], language)),
            ("数值", "Figure", traced_figure(row, language)),
            *_peer_cells(row, language) * placed,
            ("位置", "Place", position_words(row, language)),
            ("理由", "Reason", why_words(row, codebook, language)),
            ("证据", "Evidence", evidence_mark(str(row["evidence_ids"]))),
        )
        for row in told.to_dict("records")
    ]
    return pd.DataFrame(rows)


def _peer_cells(row: Row, language: Language) -> list[tuple[str, str, Any]]:
    return [
        ("可比的同类", "Comparable peers", int(row["peers"])),
        ("同类中位数", "Median of peers", number_words(row["peer_median"])),
        ("同类中间一半", "Middle half", _span_words(row["peer_q25"], row["peer_q75"])),
        ("标准", "Standard", standard_words(row, language)),
    ]


def number_words(value: float | None) -> str:
    """A quartile as printed: three figures say enough of it.

    >>> number_words(2.75), number_words(1234.5), number_words(None)
    ('2.75', '1,230', '')
    """
    return "" if value is None or pd.isna(value) else plain_number(float(f"{value:.3g}"))


def _span_words(low: float | None, high: float | None) -> str:
    ends = [number_words(low), number_words(high)]
    return "–".join(ends) if all(ends) else ""


def standard_words(row: Row, language: Language) -> str:
    """The standard in force: its bound and its document, 待核 where it was not read."""
    if not isinstance(row["standard_label"], str) or not row["standard_label"]:
        return ""
    span = Interval.of(row["standard_low"], None, row["standard_high"])
    bound = bounded(None, span.low, span.high)
    memory = row["standard_verified"] == "memory"
    doubt = say(language, "待核", "to be checked") if memory else ""
    return listed([f"{row['standard_label']} {bound}".strip(), doubt], language)


def no_peers(exhibit_id: str, language: Language) -> Exhibit:
    """The words that stand where no zone has an actual figure."""
    title = say(language, "同类中的位置", "Places among peers")
    words = say(
        language,
        "**没有实际值可以放进同类里看。** 只有计划或标准时，不画位置。",
        "**There is no actual figure to place among peers.** Plans and standards are not placed.",
    )
    return Exhibit(exhibit_id, "text", title, sentences=(words,), rests_on=("observations",))


def how_placed(language: Language) -> str:
    """How the numbers of such an exhibit were made."""
    return say(
        language,
        "逐对过可比性闸门；四分位数取自可比同类的点值（Hyndman–Fan 第 7 类）；个数为清点所得",
        "each pair put through the comparability gate; quartiles of the comparable peers' points "
        "(Hyndman and Fan, type 7); counts are counted",
    )
