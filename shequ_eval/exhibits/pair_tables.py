"""Knows how pairs of figures are shown: what the gate refuses and what may be compared."""

from __future__ import annotations

from typing import Any

import pandas as pd

from shequ_eval.analysis.comparability import pairs_of_places
from shequ_eval.analysis.differences import ALLOWED
from shequ_eval.analysis.intervals import number_or_none
from shequ_eval.exhibits.difference_words import difference_words
from shequ_eval.exhibits.exhibit import Exhibit
from shequ_eval.exhibits.pair_group_tables import (
    differences_counted,
    group_rows,
    groups_note,
    many_zones,
)
from shequ_eval.exhibits.words import amount_words, evidence_mark, headed, listed, say
from shequ_eval.vocabulary.codebook import Codebook, Language

Row = dict[Any, Any]
SIDES = ("first", "second")
# Reasons that are clearer with the two words that differ: by the column that holds them.
NAMED = {"status_differs": "status", "change_differs": "change"}


def refusals_table(pairs: pd.DataFrame, codebook: Codebook, language: Language) -> Exhibit:
    """Every two places with figures of one indicator, with the gate's verdict and reasons.

    Two mentions of one figure make one pair. Where an evaluator overruled the gate, the written
    reason and the name stand beside it, in a column that is left out where nobody did. Of more than
    six zones the pairs are printed in groups of zones (`pair_group_tables`), and its files hold
    every pair.

    Examples
    --------
    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> book = read_codebook(find_data_root())
    >>> pair = {"first": "l1", "second": "z1", "first_zone": "lishui", "second_zone": "zhenhai",
    ...     "first_evidence": "lishui-1486", "second_evidence": "zhenhai-2319", "reasons": (),
    ...     "indicator_id": "social_orgs_stock", "verdict": "caveat", "override_by": "",
    ...     "override_reason": "", "first_status": "actual", "second_status": "planned"}
    >>> refused = pair | {"verdict": "not_comparable", "reasons": ("status_differs", "period_gap")}
    >>> table = refusals_table(pd.DataFrame([refused]), book, "zh")
    >>> table.title, table.data["两地"][0]
    ('1 对数字中，没有一对可比', '溧水 [lishui-1486]、镇海 [zhenhai-2319]')
    >>> table.data["理由"][0]
    '溧水为实际、镇海为计划；期间相差过大'
    """
    places = pairs_of_places(pairs)
    title = _refusals_title(places, language)
    if pairs.empty:
        sentence = say(
            language,
            "没有两地给出同一指标的数字，无从比较。",
            "No indicator has figures in two zones: there is nothing to compare.",
        )
        return Exhibit("refusals", "text", title, sentences=(sentence,))
    # NOTE: pairs of one indicator stand together, or a reader takes the first for all.
    first_of = {key: order for order, key in enumerate(places["indicator_id"].unique())}
    together = places.sort_values(
        "indicator_id", key=lambda keys: keys.map(first_of), kind="stable"
    )
    rows = [_pair_row(row, codebook, language) for row in together.to_dict("records")]
    wide = None if places["verdict"].eq("overruled").any() else -1
    data = pd.DataFrame(rows).iloc[:, :wide]
    if not many_zones(places):
        return Exhibit("refusals", "table", title, data)
    told = group_rows(together, codebook, language).iloc[:, :wide]
    every = data.set_axis(told.columns, axis=1)
    notes = (groups_note(len(places), language),)
    return Exhibit("refusals", "table", title, told, notes=notes, file_data=every)


def _refusals_title(places: pd.DataFrame, language: Language) -> str:
    """How many pairs of places may be compared, and on how many it cannot be told."""
    total, allowed = len(places), int(places["verdict"].isin(ALLOWED).sum())
    open_ = int(places["verdict"].eq("cannot_be_told").sum())
    first = say(
        language,
        f"{total} 对数字中，{f'{allowed} 对' if allowed else '没有一对'}可比",
        f"Of {total} pairs of figures, {allowed or 'none'} may be compared",
    )
    left = say(language, f"；{open_} 对无从判断", f"; of {open_} it cannot be determined")
    return first + left * bool(open_)


def pair_reasons(row: Row, codebook: Codebook, language: Language) -> str:
    """The gate's reasons on one pair; where statuses or kinds differ it says whose is which.

    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> pair = {"first_zone": "lishui", "second_zone": "jiexiu", "reasons": ("status_differs",),
    ...         "first_status": "actual", "second_status": "planned"}
    >>> pair_reasons(pair, read_codebook(find_data_root()), "zh")
    '溧水为实际、介休为计划'
    """
    told = [_reason(str(reason), row, codebook, language) for reason in row["reasons"]]
    return listed(told, language)


def _reason(reason: str, row: Row, codebook: Codebook, language: Language) -> str:
    column = NAMED.get(reason)
    if column is None:
        return codebook.label("reason", reason, language)
    sides = [
        (
            codebook.title("short", str(row[f"{key}_zone"]), language),
            codebook.label(column, str(row[f"{key}_{column}"]), language),
        )
        for key in SIDES
    ]
    return say(
        language,
        "、".join(f"{name}为{word}" for name, word in sides),
        ", ".join(f"{name}: {word}" for name, word in sides),
    )


def _pair_row(row: Row, codebook: Codebook, language: Language) -> Row:
    overruled = _overruled(row, language) if row["verdict"] == "overruled" else ""
    return headed(
        language,
        ("指标", "Indicator", codebook.title("indicator", row["indicator_id"], language)),
        ("两地", "Zones", _two(row, codebook, language)),
        ("判断", "Verdict", codebook.label("verdict", row["verdict"], language)),
        ("理由", "Reasons", pair_reasons(row, codebook, language)),
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
            "各地的数字带着各自的状态列在各章的表和证据全表里。",
            "**No pair of figures may be compared.** No order, difference or ratio is drawn; the "
            "figures stand with their marks in the tables of the chapters and in that of all the "
            "evidence.",
        )
        return Exhibit("differences", "text", title, sentences=(sentence,))
    rows = [_difference_row(row, codebook, language) for row in differences.to_dict("records")]
    if many_zones(differences):
        sentence = differences_counted(differences, codebook, language)
        return Exhibit("differences", "text", title, pd.DataFrame(rows), sentences=(sentence,))
    return Exhibit("differences", "table", title, pd.DataFrame(rows))


def _difference_row(row: Row, codebook: Codebook, language: Language) -> Row:
    unit = str(codebook.indicators.at[row["indicator_id"], "unit"])
    first, second = (amount_words(*_bounds(row, name), unit, language) for name in SIDES)
    difference = difference_words(*_bounds(row, "difference"), unit, language)
    overruled = _overruled(row, language) if row["override_by"] else ""
    return headed(
        language,
        ("指标", "Indicator", codebook.title("indicator", row["indicator_id"], language)),
        ("两地", "Zones", _two(row, codebook, language)),
        ("前者", "First", first),
        ("后者", "Second", second),
        ("差", "Difference", difference),
        ("判断", "Verdict", codebook.label("verdict", row["verdict"], language)),
        ("保留", "Caveats", pair_reasons(row, codebook, language)),
        ("改判理由与姓名", "Why overruled, by whom", overruled),
    )


def _overruled(row: Row, language: Language) -> str:
    reason, name = row["override_reason"], row["override_by"]
    return say(language, f"{reason}（{name}）", f"{reason} ({name})")


def _bounds(row: Row, name: str) -> tuple[float | None, float | None, float | None]:
    value, low, high = (number_or_none(row[f"{name}_{end}"]) for end in ("value", "low", "high"))
    return value, low, high


def _two(row: Row, codebook: Codebook, language: Language) -> str:
    names = [
        f"{codebook.title('short', str(row[f'{key}_zone']), language)} "
        + " ".join(evidence_mark(one) for one in str(row[f"{key}_evidence"]).split())
        for key in SIDES
    ]
    return say(language, "、", ", ").join(name.strip() for name in names)
