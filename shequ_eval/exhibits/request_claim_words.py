"""Knows how what a document claims is said beside a register of requests; proves neither."""

from __future__ import annotations

from typing import Any

from shequ_eval.analysis.intervals import number_or_none
from shequ_eval.exhibits.numbers import bounded
from shequ_eval.exhibits.words import evidence_mark, half_width, listed, say
from shequ_eval.vocabulary.codebook import Codebook, Language
from shequ_eval.vocabulary.periods import period_words

Row = dict[Any, Any]


def claim_words(claim: Row, codebook: Codebook, language: Language) -> str:
    """A document's figure with its time, its scope and its evidence.

    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> claim = {"claim": "resolved", "claim_low": 96.0, "claim_value": 96.0, "claim_high": 96.0,
    ...     "indicator_id": "request_resolution_rate", "period": "2017", "period_basis": "text",
    ...     "scope": "stations", "evidence_ids": "east-0001"}
    >>> claim_words(claim, read_codebook(find_data_root()), "zh")
    '居民诉求解决率 96%（2017，限小区自治站）[east-0001]'
    """
    unit = "%" if claim["claim"] == "resolved" else ""
    value, low, high = (number_or_none(claim[f"claim_{side}"]) for side in ("value", "low", "high"))
    figure = half_width(bounded(value, low, high, suffix=unit), language)
    title = codebook.title("indicator", str(claim["indicator_id"]), language)
    period = period_words(str(claim["period"]), str(claim["period_basis"]), language)
    scope = codebook.label("scope", str(claim["scope"]), language)
    inside = say(language, "，", ", ").join(filter(None, [period, scope]))
    mark = evidence_mark(str(claim["evidence_ids"]))
    return say(
        language, f"{title} {figure}（{inside}）{mark}", f"{title} {figure} ({inside}) {mark}"
    )


def claim_difference(claim: Row, codebook: Codebook, language: Language) -> str:
    """The difference in words; why there is none where the times are others or a side is hidden.

    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> claim = {"claim": "resolved", "overlapping": True, "sampled": False,
    ...     "difference_low": -21.0, "difference_high": -21.0, "register_period": ""}
    >>> book = read_codebook(find_data_root())
    >>> claim_difference(claim, book, "zh")
    '台账低 21 个百分点'
    >>> claim_difference(claim | {"overlapping": False}, book, "zh")
    '期间不同，不相减'
    """
    if claim["overlapping"] is False:
        days = str(claim["register_period"])
        return say(
            language,
            f"期间不同{f'（台账 {days}）' * bool(days)}，不相减",
            f"another time{f' (register {days})' * bool(days)}: not subtracted",
        )
    low, high = (number_or_none(claim[f"difference_{side}"]) for side in ("low", "high"))
    if low is None and high is None:
        return say(language, "台账数已隐去或没有，不相减", "nothing to subtract")
    words = _more_or_less(low, high, str(claim["claim"]), language)
    undated = say(language, "文件未写时间", "the document is undated")
    drawn = say(language, "已计抽样误差", "sampling error allowed for")
    return listed(
        [words, drawn * bool(claim["sampled"]), undated * (claim["overlapping"] is None)], language
    )


def _more_or_less(low: float | None, high: float | None, claim: str, language: Language) -> str:
    """How much more or less the register has, as far as the bounds of both tell.

    >>> _more_or_less(-21.0, -21.0, "resolved", "zh"), _more_or_less(2.0, None, "received", "en")
    ('台账低 21 个百分点', 'the register has at least 2 more')
    >>> _more_or_less(-3.0, 4.0, "resolved", "en")
    'which is higher cannot be told'
    >>> _more_or_less(1.0, 1.0, "resolved", "en")
    'the register is 1 percentage point higher'
    """
    if low == high == 0:
        return say(language, "两者相同", "the same")
    if (low is None or low <= 0) and (high is None or high >= 0):
        return say(language, "按上下限分不出高低", "which is higher cannot be told")
    less = high is not None and high < 0
    ends = [
        None if end is None else abs(round(end, 1))
        for end in ((high, low) if less else (low, high))
    ]
    amount = bounded(ends[0] if ends[0] == ends[1] else None, ends[0], ends[1])
    if claim == "resolved":
        return say(
            language,
            f"台账{'低' if less else '高'} {amount} 个百分点",
            f"the register is {amount} percentage point{'s' * (amount != '1')} "
            f"{'lower' if less else 'higher'}",
        )
    amount = amount.replace("≥ ", "at least ") if language == "en" else amount
    return say(
        language,
        f"台账{'少' if less else '多'} {amount} 件",
        f"the register has {amount} {'fewer' if less else 'more'}",
    )
