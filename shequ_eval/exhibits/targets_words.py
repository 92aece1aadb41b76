"""Knows how promises, standards and verdicts are said; decides none of them."""

from __future__ import annotations

from shequ_eval.analysis.intervals import Interval, number_or_none
from shequ_eval.exhibits.commitments import Commitment, Row
from shequ_eval.exhibits.difference_words import difference_words
from shequ_eval.exhibits.exhibit import Exhibit
from shequ_eval.exhibits.numbers import bounded, chinese_number, plain_number
from shequ_eval.exhibits.target_tables import against_words
from shequ_eval.exhibits.targets_counts import attained_words, standing_words
from shequ_eval.exhibits.words import evidence_mark, listed, say, unit_words
from shequ_eval.vocabulary.codebook import Codebook, Language
from shequ_eval.vocabulary.periods import period_words

BELOW = ("below", "part_below")
PARTS = ("part_below", "part_equal", "part_above")
AGAINST = (
    "below", "above", "equal", *PARTS, "not_comparable", "not_in_force", "promise_undated",
)  # fmt: skip


def interval_words(interval: Interval | None) -> str:
    """A figure with its bounds, as tables print it.

    >>> interval_words(Interval(5, 5, None)), interval_words(None)
    ('≥ 5', '')
    """
    return "" if interval is None else bounded(interval.value, interval.low, interval.high)


def actual_period(promise: Commitment, language: Language) -> str:
    """The time that the actual figure speaks of.

    >>> actual_period(Commitment({"actual_period": "2022"}, ()), "zh")
    '2022'
    """
    basis = str(promise.row.get("actual_period_basis", "text"))
    return period_words(str(promise.row.get("actual_period", "")), basis, language)


def compact_words(interval: Interval, language: Language) -> str:
    """A figure with its bounds in little room, in 亿 or millions.

    >>> compact_words(Interval(2.5e9, 2.5e9, None), "zh")
    '≥ 25 亿'
    """
    size = 1e8 if language == "zh" else 1e6
    low, value, high = (
        None if end is None else end / size for end in (interval.low, interval.value, interval.high)
    )
    return bounded(value, low, high) + say(language, " 亿", "m")


def end_words(number: float, language: Language) -> str:
    """The end of a scale in little room: 万 and 亿 in Chinese, millions in English.

    >>> end_words(25000, "zh"), end_words(4e8, "zh"), end_words(4e8, "en")
    ('25,000', '4 亿', '400m')
    """
    if number < 1e5 or (language == "en" and number < 1e6):
        return plain_number(number)
    return say(language, chinese_number(number), f"{plain_number(number / 1e6)}m")


def promise_words(promise: Commitment, codebook: Codebook, language: Language) -> str:
    """Unit, per what and by when.

    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> row = {"unit": "家", "per": "urban_community", "due": "2020", "due_basis": "text"}
    >>> promise_words(Commitment(row, ()), read_codebook(find_data_root()), "zh")
    '家，每个城市社区，2020'
    """
    row = promise.row
    due = period_words(str(row["due"]), str(row.get("due_basis", "text")), language)
    parts = [
        unit_words(str(row["unit"]), language),
        codebook.label("per", str(row["per"]), language),
        due,
    ]
    return say(language, "，", ", ").join(part for part in parts if part)


def verdict_words(promise: Commitment, codebook: Codebook, language: Language) -> tuple[str, bool]:
    """The verdict, and whether it is a finding that stands in crimson.

    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> row = {"attainment": "no_evidence", "unit": "家", "against_standard": "below",
    ...        "target_low": 2, "target_value": 2, "target_high": None, "standard_low": 5}
    >>> verdict_words(Commitment(row, (row,)), read_codebook(find_data_root()), "zh")
    ('低于标准 3 家', True)
    """
    codes = {str(rule["against_standard"]) for rule in promise.standards}
    attained = str(promise.row["attainment"])
    said = "" if attained == "no_evidence" else codebook.label("attainment", attained, language)
    against = [_against(code, promise, language) for code in AGAINST if code in codes]
    if not against:
        against = [say(language, "无对应标准", "no standard for it")]
    return listed([said, *against], language), attained == "not_met" or "below" in codes


def _against(code: str, promise: Commitment, language: Language) -> str:
    words = against_words(code, language)
    bounds = [
        number_or_none(rule["standard_low"])
        for rule in promise.standards
        if rule["against_standard"] == code
    ]
    promised = promise.target.low if promise.target.low is not None else promise.target.value
    if code not in BELOW or promised is None or bounds[0] is None:
        return words
    gap = Interval.of(None, bounds[0], None).minus(Interval.of(None, promised, None)).value
    amount = difference_words(gap, gap, gap, str(promise.row["unit"]), language)
    return say(language, f"{words} {amount}", f"{words} by {amount}")


def standards_words(standards: tuple[Row, ...], codebook: Codebook, language: Language) -> str:
    """Each document with its bounds and, unless it was read, how far it was verified.

    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> rule = {"standard_label": "民发〔2017〕191号", "standard_note": "城市 / urban",
    ...         "standard_low": 10, "standard_high": None, "standard_verified": "read"}
    >>> standards_words((rule,), read_codebook(find_data_root()), "zh")
    '民发〔2017〕191号：城市 ≥ 10'
    """
    parts = []
    for label in dict.fromkeys(str(rule["standard_label"]) for rule in standards):
        rules = [rule for rule in standards if rule["standard_label"] == label]
        bounds = say(language, "，", ", ").join(_bound_words(rule, language) for rule in rules)
        verified = str(rules[0]["standard_verified"])
        mark = "" if verified == "read" else codebook.label("verified", verified, language)
        inside = say(language, f"（{mark}）", f" ({mark})") if mark else ""
        parts.append(say(language, f"{label}：{bounds}{inside}", f"{label}: {bounds}{inside}"))
    return listed(parts, language)


def _bound_words(rule: Row, language: Language) -> str:
    """For whom and how much; the note is bilingual, its parts divided by a slash."""
    chinese, _, english = str(rule.get("standard_note", "")).partition(" / ")
    note = say(language, chinese, english or chinese)
    low, high = number_or_none(rule["standard_low"]), number_or_none(rule["standard_high"])
    return f"{note} {bounded(None, low, high)}".strip()


def targets_title(promises: list[Commitment], language: Language) -> str:
    """The finding: what the promises came to, and how they stand to standards; each counted once.

    >>> row = {"attainment": "no_evidence", "against_standard": "equal"}
    >>> targets_title([Commitment(row, (row,))] * 2, "zh")
    '2 项承诺中，没有一项有实际值；2 项与标准持平'
    """
    return listed(
        [attained_words(promises, language), standing_words(promises, language)], language
    )


def average_note(language: Language) -> str:
    """What a standard that is an average says of one class of communities: nothing by itself.

    >>> average_note("zh")[:11]
    '标准是平均数，承诺分档'
    """
    return say(
        language,
        "标准是平均数，承诺分档；一档低于或等于平均，说明不了全体的平均，不计入标题。",
        "The standard is an average, the promise is by class: a class below or equal to the "
        "average says nothing of the average of all communities, and is not counted in the title.",
    )


def targets_notes(
    promises: list[Commitment], codebook: Codebook, language: Language
) -> tuple[str, ...]:
    """What a promise is not, and which standards were not read in the official text.

    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> rule = {"standard_label": "国办发〔2021〕56号", "standard_verified": "memory"}
    >>> targets_notes([Commitment({}, (rule,))], read_codebook(find_data_root()), "zh")[1]
    '标准的核实：国办发〔2021〕56号：待核。'
    """
    unsure = [
        say(language, "{}：{}", "{}: {}").format(
            rule["standard_label"],
            codebook.label("verified", str(rule["standard_verified"]), language),
        )
        for promise in promises
        for rule in promise.standards
        if rule["standard_verified"] != "read"
    ]
    checked = listed(dict.fromkeys(unsure), language)
    averaged = any(
        rule.get("against_standard") in PARTS for promise in promises for rule in promise.standards
    )
    verified = [
        say(
            language,
            f"标准的核实：{checked}。",
            f"Standards not read in the official text: {checked}.",
        )
    ] * bool(unsure)
    return (
        say(
            language,
            "承诺不是成绩：没有实际值的，不作达标判断。标准只在其有效期内用来对照。"
            "时长与步骤不在图中，见承诺链。",
            "A promise is no achievement: nothing is judged where there is no actual figure. A "
            "standard is held against a promise only inside its dates. Lengths and stages of an "
            "experiment are not drawn; the chain of commitments has them.",
        ),
        *filter(
            None, [say(language, "", " ").join([*verified, *[average_note(language)] * averaged])]
        ),
    )


def targets_source(promises: list[Commitment], language: Language) -> str:
    """The evidence of every promise.

    >>> targets_source([Commitment({"evidence_ids": "east-0001"}, ())], "zh")
    '证据：[east-0001]'
    """
    keys = dict.fromkeys(str(promise.row["evidence_ids"]) for promise in promises)
    marks = " ".join(evidence_mark(key) for key in keys)
    return say(language, f"证据：{marks}", f"Evidence: {marks}")


def no_commitment(language: Language) -> Exhibit:
    """What stands where no promise was made in figures.

    >>> no_commitment("zh").kind, len(no_commitment("zh").sentences)
    ('text', 1)
    """
    return Exhibit(
        exhibit_id="figure_targets",
        kind="text",
        title=say(language, "没有可画的承诺", "No commitment to draw"),
        sentences=(
            say(
                language,
                "来源没有写下可核对的数量承诺，因此不画图；没有可核对的承诺，不等于没有承诺，也不等于没有做。",
                "The sources make no commitment in figures that could be checked, so no figure is "
                "drawn. That none can be checked does not mean that none was made, or that "
                "nothing was done.",
            ),
        ),
    )
