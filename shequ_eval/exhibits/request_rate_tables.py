"""Knows how rates of a register of requests are tabled beside what documents say; proves none."""

from __future__ import annotations

from typing import Any

import pandas as pd

from shequ_eval.analysis.intervals import number_or_none
from shequ_eval.analysis.request_claims import claims_of
from shequ_eval.analysis.request_rates import LEAST_CASES
from shequ_eval.exhibits.exhibit import Exhibit
from shequ_eval.exhibits.numbers import bounded, plain_number, span_ends
from shequ_eval.exhibits.request_claim_words import claim_difference, claim_words
from shequ_eval.exhibits.words import headed, listed, say
from shequ_eval.vocabulary.codebook import Codebook, Language

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
    said = (claim_words(claim, codebook, language) for claim in beside)
    gaps = (claim_difference(claim, codebook, language) for claim in beside)
    zone = codebook.title("short", str(row["zone_id"]), language)
    return headed(
        language,
        ("地区", "Zone", listed([zone, str(row["kept_by"])], language)),
        ("比率", "Rate", _rate_words(row, language)),
        ("分子", "Numerator", _count(row, language)),
        ("分母", "Denominator", _base(row, language)),
        ("占比", "Share", _share(row, language)),
        ("台账行数", "Rows in all", _number(row["n"], language)),
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
    return _number(row["denominator"], language)


def _number(cases: Any, language: Language) -> str:
    """How many requests; of a withheld number that it is small.

    >>> _number(12, "zh"), _number(None, "zh"), _number(None, "en")
    ('12', '少于 10', 'below 10')
    """
    if pd.isna(cases):
        return say(language, f"少于 {LEAST_CASES}", f"below {LEAST_CASES}")
    return plain_number(float(cases))


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


def _notes(rates: pd.DataFrame, claims: pd.DataFrame, language: Language) -> tuple[str, ...]:
    counted = say(
        language,
        "比率只按台账的行计算；范围表示台账没有记下的行两种可能都算过：未办结而期限不早于台账"
        "最后一天的可能仍在期限内，办结而未记是否解决的可能已解决。台账不记满意与否，回访只问是否确认已解决。",
        "Rates are of the register's rows alone. A range counts rows that the register leaves open "
        "both ways: an open one due no earlier than the register's last day may yet be in time, a "
        "closed one may have been resolved. The register holds no satisfaction: callers-back ask "
        "whether it was resolved.",
    )
    hidden = say(
        language,
        f"行数或分母少于 {LEAST_CASES} 件的不公布，以免认出当事人；会说出这个数的受理数一并隐去。",
        f"Registers and rates of fewer than {LEAST_CASES} requests are withheld, so that nobody is "
        "recognised; so is the number accepted where it would tell such a number.",
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
