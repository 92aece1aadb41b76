"""Knows how pairs of figures are shown: what the gate refuses and what may be compared."""

from __future__ import annotations

from typing import Any

import pandas as pd

from shequ_eval.analysis.differences import ALLOWED
from shequ_eval.analysis.intervals import number_or_none
from shequ_eval.exhibits.exhibit import Exhibit
from shequ_eval.exhibits.words import amount_words, headed, reason_words, say
from shequ_eval.vocabulary.codebook import Codebook, Language

Row = dict[Any, Any]


def refusals_table(pairs: pd.DataFrame, codebook: Codebook, language: Language) -> Exhibit:
    """Every pair of figures of one indicator in two zones, with the gate's verdict and reasons.

    Where an evaluator overruled the gate, the written reason and the name stand beside it.
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
    """The pairs that may be compared, with their difference; a sentence where there are none."""
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
        codebook.title("short", str(row[f"{key}_zone"]), language) for key in ("first", "second")
    ]
    return say(language, "、", ", ").join(names)
