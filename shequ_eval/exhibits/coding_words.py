"""Knows how it is said who coded and who read after, by the data of each zone; judges no coding."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from shequ_eval.analysis.agreement import coding_agreement
from shequ_eval.evidence.coders import signer_of
from shequ_eval.exhibits.numbers import plain_number
from shequ_eval.exhibits.trace import counted, traced
from shequ_eval.exhibits.words import listed, say
from shequ_eval.vocabulary.codebook import Codebook, Language

Row = Mapping[Any, Any]
# NOTE: the bundled zones were coded by a, read through by b; who coded at the desk has a name.
FIRST = "a"
CODINGS = ("evidence", "second_coding")
COUNTS = {
    "agreed": ("两次编码一致的数字", "figures on which two codings agree"),
    "of": ("两次都编码的数字", "figures coded twice"),
}
CODED_COLUMNS = {
    "span": ("找到同一处数字", "found the same figure"),
    "value": ("数值", "value"),
    "indicator_id": ("指标", "indicator"),
    "period": ("期间", "period"),
    "status": ("状态", "status"),
    "kind": ("类型", "kind"),
    "dimension": ("维度", "dimension"),
    "change": ("水平或变化", "level or change"),
    "qualifier": ("限定词", "qualifier"),
}


def coder_words(row: Row, codebook: Codebook, language: Language) -> tuple[str, str]:
    """Who coded a figure, and what whoever read it after says.

    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> book = read_codebook(find_data_root())
    >>> row = {"coder": "b", "second_reading": "agreed", "from_desk": True, "second_coder": "c"}
    >>> coder_words(row, book, "zh"), coder_words(row | {"second_coder": ""}, book, "zh")
    (('编码者 b', 'c 无异议'), ('编码者 b', '另一位编码者无异议'))
    >>> coder_words(row | {"coder": "a", "from_desk": False}, book, "zh")
    ('第一编码者', '第二编码者无异议')
    """
    coder, reading = str(row["coder"]), str(row["second_reading"])
    if coder == FIRST and not row.get("from_desk", False):
        first = say(language, "第一编码者", "first coder")
        return first, codebook.label("second_reading", reading, language)
    named = say(language, f"编码者 {coder}", f"coder {coder}")
    if reading == "unread":
        return named, codebook.label("second_reading", reading, language)
    other = str(row.get("second_coder", ""))
    who = say(language, f"{other} " if other else "另一位编码者", other or "another coder")
    said = {
        "agreed": say(language, f"{who}无异议", f"not disputed by {who}"),
        "disputed": say(language, f"{who}另有读法", f"coded differently by {who}"),
    }
    return named, said[reading]


def coding_method(
    evidence: pd.DataFrame | None,
    second: pd.DataFrame | None,
    codebook: Codebook,
    language: Language,
) -> str:
    """How the figures of each zone were coded and read again, and how far the coders agree.

    `evidence` has zone_id, source_id, second_reading and from_desk; `second` is the second coding
    with its zone_id. Zones of one method stand together, by name where there are several methods.
    """
    head = say(
        language,
        "**编码。**每个数字由一位编码者从原文逐处摘出，记下原词、字符位置、上下界、状态、期间与口径；",
        "**Coding.** One coder took each figure from the document with its own words, character "
        "position, bounds, status, period and basis. ",
    )
    tail = say(
        language,
        "异议一律列出，不改原编码。",
        "Disagreements are listed and change no coding.",
    )
    if evidence is None or second is None or evidence.empty:
        return head.rstrip("；") + say(language, "。", "") + tail
    methods: dict[str, list[str]] = {}
    for zone_id, rows in evidence.groupby("zone_id", sort=False):
        read = second[second["zone_id"].eq(zone_id)]
        methods.setdefault(_method(rows, read, language), []).append(str(zone_id))
    told = [
        _where(zones, codebook, language) * (len(methods) > 1) + method
        for method, zones in methods.items()
    ]
    agreed = agreement_sentence(coding_agreement(evidence, second), language)
    said = say(language, "；", " ").join(told)
    return say(language, f"{head}{said}。{tail}{agreed}", f"{head}{said} {tail}{agreed}")


def _where(zones: list[str], codebook: Codebook, language: Language) -> str:
    names = say(language, "、", ", ").join(codebook.title("short", z, language) for z in zones)
    return say(language, f"{names}：", f"{names}: ")


def _method(rows: pd.DataFrame, read: pd.DataFrame, language: Language) -> str:
    """What the data say of how one zone was coded and read again, at the desk or not."""
    at_desk = rows["from_desk"].astype(bool)
    desk, hand = rows[at_desk], rows[~at_desk]
    apart = read[~read["source_id"].isin(desk["source_id"])]
    parts = [
        ("desk", len(desk), _at_the_desk(desk, language) if len(desk) else ""),
        ("hand", len(hand), _by_hand(hand, not apart.empty, language) if len(hand) else ""),
    ]
    held = [part for part in parts if part[1]]
    if len(held) == 1:
        return held[0][2]
    told = [
        say(language, f"{number} 个数字，{words}", f"{number} figures: {words}")
        for way, count, words in held
        for number in [_number(count, way, language)]
    ]
    return say(language, "；另 ", " ").join(told)


def _number(count: int, way: str, language: Language) -> str:
    what = say(language, "这样编码的数字", "figures coded in this way")
    return counted(count, f"coding.{way}", what, "evidence", "decisions")


def _by_hand(rows: pd.DataFrame, coded_twice: bool, language: Language) -> str:
    if rows["second_reading"].eq("unread").all():
        return say(
            language,
            "只编码过一次，没有第二人读过",
            "They were coded once and read by nobody else.",
        )
    whole = bool(rows["second_reading"].ne("unread").all())
    through = say(
        language,
        "通读" if whole else "读过其中一部分",
        "the whole" if whole else "part of the",
    )
    independent = say(
        language,
        "，另对部分段落独立编码，以 Cohen κ 计一致程度",
        ", and coded part of the passages independently; agreement is given as Cohen's kappa",
    )
    again = independent if coded_twice else ""
    return say(
        language,
        f"第二位编码者{through}并登记异议{again}",
        f"A second coder read {through} coding and registered where she disagreed{again}.",
    )


def _at_the_desk(rows: pd.DataFrame, language: Language) -> str:
    coders = say(language, "、", ", ").join(sorted(set(rows["coder"])))
    twice = rows[rows["second_reading"].ne("unread")]
    if twice.empty:
        return say(
            language,
            f"编码者 {coders} 在编码表上逐个决定，只编码过一次",
            f"Coder {coders} decided on each figure of a coding sheet, once.",
        )
    others = "、".join(sorted(set(twice["second_coder"]) - {""}))
    who = say(language, f"编码者 {others}" if others else "另一位编码者", others or "another coder")
    some = len(twice) < len(rows)
    what = say(language, "另一人也编码的数字", "figures coded by another, too")
    number = counted(len(twice), "coding.twice", what, "evidence", "decisions")
    share = say(language, f"其中 {number} 个由", f" for {number} of the figures") if some else ""
    return say(
        language,
        f"编码者 {coders} 在编码表上逐个决定，{share}{who} 另填一份相同的编码表、互不商量；"
        "两人看过同样的建议，一致程度因此偏高",
        f"Coder {coders} decided on each figure of a coding sheet; independently {who} filled in "
        f"a copy of it{share}. Both saw the same suggestions, which raises agreement.",
    )


def agreement_sentence(agreement: pd.DataFrame, language: Language) -> str:
    """The kappas, column by column, with how many agree; "" where nothing was coded twice.

    >>> table = pd.DataFrame({"column": ["span", "status"], "agreed": [2, 1], "of": [2, 2],
    ...                       "agree_share": [1.0, 0.5], "kappa": [None, 0.0]})
    >>> from shequ_eval.exhibits.trace import plain
    >>> plain(agreement_sentence(table, "zh"))
    '一致程度（Cohen κ，括号内为一致数／总数）：状态 0.00（1／2）。'
    """
    rows = [row for row in agreement.to_dict("records") if row["of"] and pd.notna(row["kappa"])]
    if not rows:
        return ""
    told = listed([_kappa(row, language) for row in rows], language)
    return say(
        language,
        f"一致程度（Cohen κ，括号内为一致数／总数）：{told}。",
        f" Cohen's kappa, with the number that agree: {told}.",
    )


def _kappa(row: Row, language: Language) -> str:
    """One column's kappa and counts, each number with the two codings as its origin."""
    column, name = str(row["column"]), say(language, *CODED_COLUMNS[row["column"]])
    kappa = traced(
        plain_number(row["kappa"], 2),
        f"agreement.{column}.kappa",
        *CODINGS,
        what=say(language, f"两次编码的 Cohen κ：{name}", f"Cohen's kappa of two codings: {name}"),
    )
    agreed, of = (
        counted(int(row[key]), f"agreement.{column}.{key}", say(language, *words), *CODINGS)
        for key, words in COUNTS.items()
    )
    return say(language, f"{name} {kappa}（{agreed}／{of}）", f"{name} {kappa} ({agreed} of {of})")


def disputes_note(disputes: pd.DataFrame, language: Language) -> str:
    """Whence the doubts come: from reading the whole coding, or from a second sheet of the desk.

    A doubt of the desk is signed. Where there are both, both are said.

    >>> signed = pd.DataFrame({"reason": ["达到即可（c，2026-11-24）"]})
    >>> disputes_note(signed, "zh").split("，")[0]
    '署名的异议来自另一位编码者独立填写的同一份编码表'
    """
    signed = disputes["reason"].map(signer_of).ne("")
    read = say(
        language,
        "异议来自第二编码者通读全部编码，与计算一致程度的独立编码（见方法）不是同一次工作。",
        "The second coder read the whole coding for this list; the independent coding from "
        "which agreement is computed (see Methods) is another piece of work. ",
    )
    desk = say(
        language,
        "署名的异议来自另一位编码者独立填写的同一份编码表，一致程度由同一份表算出。",
        "A signed doubt comes from the copy of the coding sheet that another coder filled in "
        "independently; agreement is computed from the same sheets. ",
    )
    rest = say(
        language,
        "维度有异议的，各展项按指标手册归类，编码者的读法只列在此处。",
        "Exhibits take the dimension from the codebook of indicators; how a coder read it stands "
        "here alone.",
    )
    return read * (not signed.all()) + desk * bool(signed.any()) + rest
