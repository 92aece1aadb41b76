"""Knows how rates of a register of requests are tabled beside what documents say; proves none."""

from __future__ import annotations

from typing import Any

import pandas as pd

from shequ_eval.analysis.intervals import number_or_none
from shequ_eval.analysis.request_claims import claims_of
from shequ_eval.analysis.request_rates import LEAST_CASES
from shequ_eval.exhibits.exhibit import Exhibit
from shequ_eval.exhibits.numbers import bounded, plain_number, span_ends
from shequ_eval.exhibits.words import evidence_mark, half_width, headed, listed, say
from shequ_eval.vocabulary.codebook import Codebook, Language
from shequ_eval.vocabulary.periods import period_words

Row = dict[Any, Any]
RATE_WORDS = {
    "accepted": ("受理（占收到）", "accepted, of received"),
    "closed": ("办结（占受理）", "closed, of accepted"),
    "in_time": ("期限内办结（占受理且有期限）", "closed in time, of accepted with a day due"),
    "resolved": ("解决（占受理）", "resolved, of accepted"),
    "confirmed": ("回访确认已解决（占已回访）", "confirmed as resolved, of called back"),
}


def request_rates_table(
    rates: pd.DataFrame, observations: pd.DataFrame, codebook: Codebook, language: Language
) -> Exhibit:
    """The rates of each register of requests with their counts, and the documents' figure beside.

    `rates` as `request_rates` gives them. Where no request is registered there is nothing to say,
    and the exhibit has neither table nor sentence.

    Examples
    --------
    >>> from shequ_eval.analysis.request_rates import request_rates
    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> book = read_codebook(find_data_root())
    >>> row = {"zone_id": "lishui", "kept_by": "示例数据", "received_on": "2021-05-01",
    ...     "accepted": "yes", "due_on": "", "closed_on": "2021-05-10", "resolved": "yes",
    ...     "confirmed": ""}
    >>> rows = pd.DataFrame([row] * 15 + [row | {"closed_on": "", "resolved": ""}] * 5)
    >>> nothing = pd.DataFrame(columns=["zone_id", "indicator_id", "absence", "status"])
    >>> shown = request_rates_table(request_rates(rows), nothing, book, "zh").data
    >>> shown[["比率", "分子", "分母", "占比"]].values.tolist()[1]
    ['办结（占受理）', '15', '20', '75%']
    """
    title = say(
        language,
        "诉求台账算出的比率，与文件所称并列",
        "Rates of the register of requests, and the documents'",
    )
    if rates.empty:
        return Exhibit("request_rates", "text", title)
    claims = claims_of(rates, observations)
    rows = [_row(row, claims, codebook, language) for row in rates.to_dict("records")]
    return Exhibit(
        "request_rates", "table", title, pd.DataFrame(rows), notes=_notes(rates, claims, language)
    )


def _row(row: Row, claims: pd.DataFrame, codebook: Codebook, language: Language) -> Row:
    beside = _claims_beside(row, claims)
    said = (_claim_words(claim, codebook, language) for claim in beside)
    gaps = (_difference_words(claim, codebook, language) for claim in beside)
    zone = codebook.title("short", str(row["zone_id"]), language)
    return headed(
        language,
        ("地区", "Zone", listed([zone, str(row["kept_by"])], language)),
        ("比率", "Rate", _rate_words(row, language)),
        ("分子", "Numerator", _count(row, language)),
        ("分母", "Denominator", _base(row, language)),
        ("占比", "Share", _share(row, language)),
        ("台账行数", "Rows in all", plain_number(row["n"])),
        ("文件所称", "A document says", listed(said, language)),
        ("台账与之相差", "The register differs by", listed(gaps, language)),
    )


def _claims_beside(row: Row, claims: pd.DataFrame) -> list[Row]:
    """The claims on a row: the number received stands in the row of what was accepted of it."""
    claim = {"accepted": "received", "resolved": "resolved"}.get(str(row["rate"]))
    if claim is None or claims.empty:
        return []
    mine = claims["zone_id"].eq(row["zone_id"]) & claims["kept_by"].eq(row["kept_by"])
    rows: list[Row] = claims[mine & claims["claim"].eq(claim)].to_dict("records")
    return rows


def _rate_words(row: Row, language: Language) -> str:
    words = say(language, *RATE_WORDS[str(row["rate"])])
    if pd.isna(row["late"]):
        return words
    late, still_open = int(row["late"]), int(row["open"])
    return listed(
        [
            words,
            say(
                language, f"逾期办结 {late}，未办结 {still_open}", f"late {late}, open {still_open}"
            ),
        ],
        language,
    )


def _count(row: Row, language: Language) -> str:
    if row["withheld"]:
        return say(language, "已隐去", "withheld")
    return bounded(
        None if row["numerator"] != row["most"] else float(row["numerator"]),
        float(row["numerator"]),
        float(row["most"]),
    )


def _base(row: Row, language: Language) -> str:
    if row["withheld"]:
        return say(language, f"少于 {LEAST_CASES}", f"below {LEAST_CASES}")
    return plain_number(float(row["denominator"]))


def _share(row: Row, language: Language) -> str:
    """A share with one decimal, its bounds, and the interval of a sample; "–" over nothing."""
    if row["withheld"]:
        return say(language, "已隐去", "withheld")
    low, high = (number_or_none(row[f"{side}_share"]) for side in ("low", "high"))
    if low is None or high is None:
        return "–"
    share = _per_cent(low, high)
    ends = [number_or_none(row[f"wilson_{side}"]) for side in ("low", "high")]
    if ends[0] is None or ends[1] is None:
        return share
    inside = _per_cent(ends[0], ends[1])
    return say(language, f"{share}（95% 区间 {inside}）", f"{share} (95% interval {inside})")


def _per_cent(low: float, high: float) -> str:
    """One share or a range of shares in per cent, with at most one decimal.

    >>> _per_cent(0.75, 0.75), _per_cent(0.75, 11 / 12)
    ('75%', '75.0–91.7%')
    """
    if low == high:
        return f"{plain_number(round(100 * low, 1))}%"
    return "–".join(span_ends(100 * low, 100 * high, 1)) + "%"


def _claim_words(claim: Row, codebook: Codebook, language: Language) -> str:
    """A document's figure with its time and scope: 96%（2017；自治站）[zhenhai-3405]."""
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


def _difference_words(claim: Row, codebook: Codebook, language: Language) -> str:
    """The difference in words; why there is none where the times are others or a side is hidden."""
    if claim["overlapping"] is False:
        return say(
            language,
            f"期间不同（台账 {claim['register_period']}），不相减",
            f"another time (register {claim['register_period']}): not subtracted",
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
            f"the register is {amount} percentage points {'lower' if less else 'higher'}",
        )
    amount = amount.replace("≥ ", "at least ") if language == "en" else amount
    return say(
        language,
        f"台账{'少' if less else '多'} {amount} 件",
        f"the register has {amount} {'fewer' if less else 'more'}",
    )


def _notes(rates: pd.DataFrame, claims: pd.DataFrame, language: Language) -> tuple[str, ...]:
    counted = say(
        language,
        "比率只按台账的行计算；范围表示台账没有记下的行两种可能都算过：未办结的可能仍在期限内，"
        "办结而未记是否解决的可能已解决。台账不记满意与否，回访只问是否确认已解决。",
        "Rates are of the register's rows alone. A range counts rows that the register leaves open "
        "both ways: an open one may yet be in time, a closed one may have been resolved. The "
        "register holds no satisfaction: callers-back ask whether it was resolved.",
    )
    hidden = say(
        language,
        f"分母少于 {LEAST_CASES} 件的不公布，以免认出当事人。",
        f"Rates over fewer than {LEAST_CASES} requests are withheld, so that nobody is recognised.",
    )
    sample = say(
        language,
        "95% 区间（Wilson）只给随机抽样的台账，不作有限总体修正，抽得多时偏宽；"
        "全部登记的台账没有抽样误差。",
        "The 95% interval (Wilson) is of registers drawn at random, without a correction for a "
        "small whole, so rather wide; a whole register has no sampling error.",
    )
    claimed = say(
        language,
        "文件所称与台账的时间、范围、“解决”的定义和分母可能不同；两数相差，不证明哪一个有误，相同也不证明属实。",
        "Time, scope, base and the meaning of “resolved” may differ between document and register: "
        "a difference proves neither wrong, and agreement proves neither right.",
    )
    sampled = bool(rates["wilson_low"].notna().any())
    several = (
        (counted, True),
        (hidden, bool(rates["withheld"].any())),
        (sample, sampled),
        (claimed, not claims.empty),
    )
    return tuple(note for note, holds in several if holds)
