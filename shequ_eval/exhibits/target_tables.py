"""Knows how promises and national standards are tabled; decides neither."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from shequ_eval.analysis.intervals import number_or_none
from shequ_eval.analysis.targets import in_force
from shequ_eval.exhibits.exhibit import Exhibit
from shequ_eval.exhibits.source_words import cited_number, document_number
from shequ_eval.exhibits.words import amount_words, either, evidence_mark, headed, listed, say
from shequ_eval.vocabulary.codebook import Codebook, Language
from shequ_eval.vocabulary.periods import period_words

Row = dict[Any, Any]


def targets_table(targets: pd.DataFrame, codebook: Codebook, language: Language) -> Exhibit:
    """Commitments beside evidence and standards, one a row, with what can be said of each.

    A commitment of which several bounds of a standard speak names them all in its one row.

    Examples
    --------
    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> book = read_codebook(find_data_root())
    >>> from shequ_eval.analysis.examples import example_promise
    >>> row = example_promise()
    >>> table = targets_table(pd.DataFrame([row]), book, "zh").data
    >>> table[["承诺", "实际", "承诺对标准"]].values.tolist()
    [['≥ 10 家', '未提供', '与标准持平']]
    """
    title = say(language, "承诺对照证据与标准", "Commitments against evidence and standards")
    if targets.empty:
        # NOTE: the picture of the promises stands before the table and says that there are none.
        return Exhibit("targets", "text", title)
    promised = targets.groupby(["zone_id", "indicator_id", "evidence_ids"], sort=False)
    rows = [_target_row(bounds.to_dict("records"), codebook, language) for _, bounds in promised]
    return Exhibit("targets", "table", title, pd.DataFrame(rows))


def _target_row(bounds: list[Row], codebook: Codebook, language: Language) -> Row:
    row = bounds[0]
    return headed(
        language,
        ("地区", "Zone", codebook.title("short", str(row["zone_id"]), language)),
        ("指标", "Indicator", codebook.title("indicator", str(row["indicator_id"]), language)),
        ("承诺", "Promised", _amount(row, "target", language)),
        ("到期", "Due", period_words(str(row["due"]), str(row["due_basis"]), language)),
        (
            "实际",
            "Actual",
            actual_words(row, _amount(row, "actual", language), language)
            if row["actual_evidence"]
            else codebook.label("absence", "not_published", language),
        ),
        ("是否达到", "Attained", codebook.label("attainment", str(row["attainment"]), language)),
        ("国家标准", "Standard", _standards(bounds, codebook, language)),
        ("承诺对标准", "Promise against standard", _against(bounds, codebook, language)),
        ("证据", "Evidence", evidence_mark(str(row["evidence_ids"]))),
    )


def actual_words(row: Mapping[Any, Any], amount: str, language: Language) -> str:
    """An actual amount with the time that it speaks of, without which a verdict says nothing.

    >>> actual_words({"actual_period": "2022"}, "1,530 人", "zh")
    '1,530 人（2022）'
    """
    basis = str(row.get("actual_period_basis", "text"))
    period = period_words(str(row.get("actual_period", "")), basis, language)
    return say(language, f"{amount}（{period}）", f"{amount} ({period})")


def _amount(row: Row, side: str, language: Language) -> str:
    value, low, high = (number_or_none(row[f"{side}_{end}"]) for end in ("value", "low", "high"))
    return amount_words(value, low, high, str(row["unit"]), language)


def _standards(bounds: list[Row], codebook: Codebook, language: Language) -> str:
    """The bounds that speak of a commitment, the document that sets several of them named once."""
    if not bounds[0]["standard_id"]:
        return say(language, "无对应标准", "none")
    colon = say(language, "：", ": ")
    labels = dict.fromkeys(str(row["standard_label"]) for row in bounds)
    return listed(
        (
            document_number(label, codebook, language)
            + colon
            + listed(
                (
                    _bound(row, codebook, language)
                    for row in bounds
                    if row["standard_label"] == label
                ),
                language,
            )
            for label in labels
        ),
        language,
    )


def _bound(row: Row, codebook: Codebook, language: Language) -> str:
    least = _at_least(row, row["standard_low"], codebook, language)
    note = either(str(row["standard_note"]), language)
    verified = codebook.label("verified", str(row["standard_verified"]), language)
    return say(language, f"{least}（{note}，{verified}）", f"{least} ({note}, {verified})")


def _at_least(row: Row, low: float | None, codebook: Codebook, language: Language) -> str:
    """The least that a standard asks for; of a share that cannot be greater, that share itself."""
    tops = codebook.indicators["natural_high"]
    most = str(tops.get(row.get("indicator_id"), ""))
    top = low if low is not None and most and low == float(most) else None
    return amount_words(top, low, top, str(row["unit"]), language)


def _against(bounds: list[Row], codebook: Codebook, language: Language) -> str:
    """What the promise is beside each bound, said once where it is the same beside all."""
    said = [_against_one(row, codebook, language) for row in bounds]
    if len(set(said)) == 1:
        return said[0]
    colon = say(language, "：", ": ")
    notes = (either(str(row["standard_note"]), language) for row in bounds)
    return listed(
        (f"{note}{colon}{words}" for note, words in zip(notes, said, strict=True)), language
    )


def _against_one(row: Row, codebook: Codebook, language: Language) -> str:
    """The word for one bound; of an undated promise also whether the rule fits its document.

    The same is then said here as of the place in the table of the standards.
    """
    code = str(row["against_standard"])
    words = against_words(code, language)
    rules = [rule for rule in codebook.standards if rule.id == row["standard_id"]]
    if code != "promise_undated" or not rules:
        return words
    start, end = (str(day or "") for day in (rules[0].effective, rules[0].until))
    spoken_of = str(codebook.zones.at[row["zone_id"], "facts_period"])
    if not spoken_of or in_force({"effective": start, "until": end}, spoken_of):
        return words
    apart = codebook.label("attainment", "not_in_force", language)
    return listed([say(language, "承诺未写时间", "undated"), apart], language)


def against_words(code: str, language: Language) -> str:
    """What a promise is beside a standard, in words.

    >>> against_words("below", "zh"), against_words("", "en")
    ('低于标准', 'not applicable')
    """
    words = {
        "equal": ("与标准持平", "equal to the standard"),
        "above": ("高于标准", "above the standard"),
        "below": ("低于标准", "below the standard"),
        "part_below": ("此类低于总体平均标准", "this class below the overall mean"),
        "part_equal": ("此类等于总体平均标准", "this class equal to the overall mean"),
        "part_above": ("此类高于总体平均标准", "this class above the overall mean"),
        "not_comparable": ("单位或范围不同，不可比", "units or scope differ: not comparable"),
        "not_in_force": ("到期时标准不在有效期内", "standard not in force when due"),
        "promise_undated": ("承诺未写时间，标准不能对照", "undated, so no standard applies"),
        "": ("不适用", "not applicable"),
    }
    return say(language, *words[code])


def standards_table(held: pd.DataFrame, codebook: Codebook, language: Language) -> Exhibit:
    """Dated national standards against each zone's actual figures.

    Examples
    --------
    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> book = read_codebook(find_data_root())
    >>> rule = {"standard_label": "国办发〔2021〕56号", "title_zh": "设施面积", "title_en": "area",
    ...         "indicator_id": "facility_area_standard_per_100hh", "low": 30.0, "unit": "平方米",
    ...         "standard_note": "每百户 / per 100 households",
    ...         "effective": "2021-12-27", "until": "2025-12-31", "verified": "read",
    ...         "zone_id": "lishui", "result": "not_in_force"}
    >>> standards_table(pd.DataFrame([rule]), book, "zh").data[["要求", "溧水"]].values.tolist()
    [['≥ 30 平方米（每百户）', '标准不适用于该期间']]
    """
    columns = ["standard_label", "standard_note", "low", "unit", "effective", "until", "verified"]
    rows = []
    for key, group in held.groupby([*columns, f"title_{language}"], sort=False, dropna=False):
        values = dict(zip([*columns, "title"], key, strict=True))
        values["indicator_id"] = group["indicator_id"].iloc[0]
        number = cited_number(str(values["standard_label"]), codebook, language)
        row: Row = headed(
            language,
            ("标准", "Standard", f"{number} {values['title']}"),
            ("要求", "Requires", _requirement(values, codebook, language)),
            ("有效期", "In force", _in_force_words(values, language)),
            ("核实", "Verified", codebook.label("verified", str(values["verified"]), language)),
        )
        for zone, result in zip(group["zone_id"], group["result"], strict=True):
            row[codebook.title("short", zone, language)] = codebook.label(
                "attainment", result, language
            )
        rows.append(row)
    return Exhibit(
        "standards",
        "table",
        _standards_title(held["zone_id"].nunique(), language),
        pd.DataFrame(rows),
        notes=(
            say(
                language,
                "标准只在其有效期内适用：后出的标准不用来衡量先前的事实。",
                "A standard applies inside its dates only: a later rule never judges earlier "
                "facts.",
            ),
        ),
    )


def _requirement(values: Row, codebook: Codebook, language: Language) -> str:
    least = _at_least(values, values["low"], codebook, language)
    note = either(str(values["standard_note"]), language)
    return say(language, f"{least}（{note}）", f"{least} ({note})")


def _standards_title(zones: int, language: Language) -> str:
    if zones > 1:
        return say(
            language,
            "国家标准对照各地实际值",
            "National standards against the actual figures of each place",
        )
    return say(
        language, "国家标准对照本地实际值", "National standards against the place's actual figures"
    )


def _in_force_words(values: Row, language: Language) -> str:
    """From when to when: 2021-12-27 至 2025-12-31, or 起 where there is no end.

    >>> _in_force_words({"effective": "2021-12-27", "until": ""}, "en")
    'from 2021-12-27'
    """
    start, end = str(values["effective"]), str(values["until"] or "")
    if not end:
        return say(language, f"{start} 起", f"from {start}")
    return say(language, f"{start} 至 {end}", f"from {start} to {end}")
