"""Knows how many promises came to each verdict, each promise counted once; judges none of them."""

from __future__ import annotations

from collections import Counter

from shequ_eval.exhibits.commitments import Commitment
from shequ_eval.exhibits.words import say
from shequ_eval.vocabulary.codebook import Language

# The verdicts in the order of a title, in the words of the codebook.
ATTAINED = {
    "met": ("达到", "met"),
    "met_before_due": ("到期前已达到", "met before the due date"),
    "not_met": ("未达到", "not met"),
    "not_measured_when_due": ("到期时无实际值", "no actual figure of the due date yet"),
    "cannot_be_told": ("无从判断", "cannot be determined"),
    "not_yet_due": ("未到期", "not yet due"),
    "no_evidence": ("无实际值", "no evidence"),
}
# What stands before an English verdict that is no participle, where promises are counted by it.
_BEFORE = {"not_measured_when_due": "with ", "no_evidence": "with ", "cannot_be_told": "that "}
# What a promise is to all the standards that may be held against it, taken together.
STANDING = {
    "equal": ("与标准持平", "equal to the standard"),
    "below": ("低于标准", "below the standard"),
    "below_one": ("低于其中一项标准", "below one of the standards"),
    "above": ("高于标准", "above the standard"),
    "not_below": ("与标准持平或高于标准", "equal to or above the standards"),
}


def attained_words(promises: list[Commitment], language: Language) -> str:
    """How many promises were kept, were not, or cannot be judged, as their own verdicts have it.

    >>> late = Commitment({"attainment": "not_measured_when_due"}, ())
    >>> attained_words([late] * 3, "zh"), attained_words([late], "zh")
    ('3 项承诺中，3 项到期时无实际值', '唯一的 1 项承诺到期时无实际值')
    >>> met = Commitment({"attainment": "met"}, ())
    >>> attained_words([met, late], "en")
    'Of 2 commitments: 1 met, 1 with no actual figure of the due date yet'
    """
    told = Counter(str(promise.row["attainment"]) for promise in promises)
    total, kinds = len(promises), [code for code in ATTAINED if told[code]]
    if kinds == ["no_evidence"]:
        return _none_held(total, language)
    if total == 1:
        zh, en = ATTAINED[kinds[0]]
        return say(language, f"唯一的 {total} 项承诺{zh}", f"The only commitment: {en}")
    zh = "，".join(f"{told[code]} 项{ATTAINED[code][0]}" for code in kinds)
    en = ", ".join(f"{told[code]} {_BEFORE.get(code, '')}{ATTAINED[code][1]}" for code in kinds)
    return say(language, f"{total} 项承诺中，{zh}", f"Of {total} commitments: {en}")


def _none_held(total: int, language: Language) -> str:
    """That no promise has an actual figure of any time."""
    if total == 1:
        return say(
            language,
            f"唯一的 {total} 项承诺没有实际值",
            "The only commitment has no actual figure",
        )
    return say(
        language,
        f"{total} 项承诺中，没有一项有实际值",
        f"Commitments with an actual figure: none of {total}",
    )


def standing(promise: Commitment) -> str:
    """What a promise is to its standards, in one word of `STANDING`; empty where nothing is said.

    One class beside a mean over all is no finding.

    >>> rules = tuple({"against_standard": code} for code in ("above", "equal"))
    >>> standing(Commitment({}, rules)), standing(Commitment({}, rules[:1]))
    ('not_below', 'above')
    >>> standing(Commitment({}, ({"against_standard": "part_equal"},)))
    ''
    """
    found = {str(rule["against_standard"]) for rule in promise.standards}
    codes = found & {"equal", "below", "above"}
    if len(codes) > 1:
        return "below_one" if "below" in codes else "not_below"
    return next(iter(codes), "")


def standing_words(promises: list[Commitment], language: Language) -> str:
    """How many promises equal their standards, fall below or exceed them.

    >>> equal = Commitment({}, ({"against_standard": "equal"},) * 2)
    >>> standing_words([equal] * 2, "zh"), standing_words([Commitment({}, ())], "en")
    ('2 项与标准持平', '')
    """
    told = Counter(standing(promise) for promise in promises)
    parts = [
        say(language, f"{told[code]} 项{zh}", f"{told[code]} {en}")
        for code, (zh, en) in STANDING.items()
        if told[code]
    ]
    return say(language, "，", ", ").join(parts)
