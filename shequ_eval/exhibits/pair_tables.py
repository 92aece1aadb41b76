"""Knows how pairs of figures are shown: what the gate refuses and what may be compared."""

from __future__ import annotations

from typing import Any

import pandas as pd

from shequ_eval.analysis.differences import ALLOWED
from shequ_eval.analysis.intervals import number_or_none
from shequ_eval.exhibits.exhibit import Exhibit
from shequ_eval.exhibits.words import amount_words, evidence_mark, headed, reason_words, say
from shequ_eval.vocabulary.codebook import Codebook, Language

Row = dict[Any, Any]


def refusals_table(pairs: pd.DataFrame, codebook: Codebook, language: Language) -> Exhibit:
    """Every pair of figures of one indicator in two zones, with the gate's verdict and reasons.

    Where an evaluator overruled the gate, the written reason and the name stand beside it.

    Examples
    --------
    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> book = read_codebook(find_data_root())
    >>> pair = {"first": "l1", "second": "z1", "first_zone": "lishui", "second_zone": "zhenhai",
    ...     "first_evidence": "lishui-1486", "second_evidence": "zhenhai-2319", "reasons": (),
    ...     "indicator_id": "social_orgs_stock", "verdict": "caveat", "override_by": "",
    ...     "override_reason": ""}
    >>> refused = pair | {"verdict": "not_comparable", "reasons": ("period_gap",)}
    >>> table = refusals_table(pd.DataFrame([refused]), book, "zh")
    >>> table.title, table.data["两地"][0], table.data["闸门的理由"][0]
    ('1 对数字中，可比的有 0 对', '溧水 [lishui-1486]、镇海 [zhenhai-2319]', '期间相差过大')
    """
    allowed = int(pairs["verdict"].isin(ALLOWED).sum())
    title = say(
        language,
        f"{len(pairs)} 对数字中，可比的有 {allowed} 对",
        f"Of {len(pairs)} pairs of figures, {allowed} may be compared",
    )
    if pairs.empty:
        sentence = say(
            language,
            "没有两地给出同一指标的数字，无从比较。",
            "No indicator has figures in two zones: there is nothing to compare.",
        )
        return Exhibit("refusals", "text", title, sentences=(sentence,))
    rows = [_pair_row(row, codebook, language) for row in pairs.to_dict("records")]
    return Exhibit("refusals", "table", title, pd.DataFrame(rows))


def _pair_row(row: Row, codebook: Codebook, language: Language) -> Row:
    overruled = ""
    if row["verdict"] == "overruled":
        overruled = f"{row['override_reason']}（{row['override_by']}）"
    return headed(
        language,
        ("指标", "Indicator", codebook.title("indicator", row["indicator_id"], language)),
        ("两地", "Zones", _two(row, codebook, language)),
        ("判断", "Verdict", codebook.label("verdict", row["verdict"], language)),
        ("闸门的理由", "Reasons of the gate", reason_words(row["reasons"], codebook, language)),
        ("改判理由与姓名", "Why overruled, by whom", overruled),
    )


def differences_table(differences: pd.DataFrame, codebook: Codebook, language: Language) -> Exhibit:
    """The pairs that may be compared, with their difference; a sentence where there are none.

    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> book = read_codebook(find_data_root())
    >>> pair = {"first": "l1", "second": "z1", "first_zone": "lishui", "second_zone": "zhenhai",
    ...     "first_evidence": "lishui-1486", "second_evidence": "zhenhai-2319", "reasons": (),
    ...     "indicator_id": "social_orgs_stock", "verdict": "caveat", "override_by": "",
    ...     "override_reason": ""}
    >>> sides = {"first": 488.0, "second": 392.0, "difference": 96.0}
    >>> ends = {f"{side}_{end}": n for side, n in sides.items() for end in ("low", "value", "high")}
    >>> table = differences_table(pd.DataFrame([pair | ends]), book, "zh")
    >>> table.data[["前者", "后者", "差"]].values.tolist()
    [['488 家', '392 家', '96 家']]
    """
    title = say(language, "可比的数字", "Figures that may be compared")
    if differences.empty:
        sentence = say(
            language,
            "**没有一对数字可比。** 因此本报告不画任何次序、差或比；"
            "各地的数字带着各自的状态并列在前面的表里。",
            "**No pair of figures may be compared.** No order, difference or ratio is drawn; the "
            "figures stand side by side with their marks in the tables above.",
        )
        return Exhibit("differences", "text", title, sentences=(sentence,))
    rows = [_difference_row(row, codebook, language) for row in differences.to_dict("records")]
    return Exhibit("differences", "table", title, pd.DataFrame(rows))


def _difference_row(row: Row, codebook: Codebook, language: Language) -> Row:
    unit = str(codebook.indicators.at[row["indicator_id"], "unit"])
    first, second, difference = (
        amount_words(*_bounds(row, name), unit, language)
        for name in ("first", "second", "difference")
    )
    overruled = f"{row['override_reason']}（{row['override_by']}）" if row["override_by"] else ""
    return headed(
        language,
        ("指标", "Indicator", codebook.title("indicator", row["indicator_id"], language)),
        ("两地", "Zones", _two(row, codebook, language)),
        ("前者", "First", first),
        ("后者", "Second", second),
        ("差", "Difference", difference),
        ("判断", "Verdict", codebook.label("verdict", row["verdict"], language)),
        ("保留", "Caveats", reason_words(row["reasons"], codebook, language)),
        ("改判理由与姓名", "Why overruled, by whom", overruled),
    )


def _bounds(row: Row, name: str) -> tuple[float | None, float | None, float | None]:
    value, low, high = (number_or_none(row[f"{name}_{end}"]) for end in ("value", "low", "high"))
    return value, low, high


def _two(row: Row, codebook: Codebook, language: Language) -> str:
    names = [
        f"{codebook.title('short', str(row[f'{key}_zone']), language)} "
        + evidence_mark(str(row[f"{key}_evidence"]))
        for key in ("first", "second")
    ]
    return say(language, "、", ", ").join(name.strip() for name in names)
