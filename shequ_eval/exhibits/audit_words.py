"""Knows how a step of the audit is said on a page: its subject, its numbers with units; rounds.

No number claims more digits than the coarsest of its terms; a bound has four, rounded outward. The
exact step goes with it as the origin of what was computed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Any

from shequ_eval.analysis.audit.steps import PERCENT, Amount, laid_out
from shequ_eval.exhibits.numbers import SOUND_DIGITS, chinese_number, plain_number
from shequ_eval.exhibits.prose import LEAD
from shequ_eval.exhibits.trace import stated, traced
from shequ_eval.exhibits.words import quoted_words, say, unit_words
from shequ_eval.vocabulary.audit_rules import AuditRules
from shequ_eval.vocabulary.codebook import Codebook, Language

Row = Mapping[Any, Any]
BOUND_DIGITS = 4
SPACED_HAN = re.compile(r"(?<=[一-鿿]) (?=[一-鿿])")


def subject_words(finding: Row, rules: AuditRules, codebook: Codebook, language: Language) -> str:
    """What a step speaks of: its relation in words, an indicator of it, or the rule itself.

    >>> from shequ_eval.analysis.examples import example_steps
    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> (steps, rules), book = example_steps(), read_codebook(find_data_root())
    >>> subject_words(steps.iloc[0], rules, book, "zh")
    '设党委与设党总支的社区与社区总数'
    """
    words = rules.rules[finding["rule"]]
    if finding[f"about_{language}"]:
        return str(finding[f"about_{language}"])
    indicators = [key for key in finding["indicator_ids"] if key in codebook.indicators.index]
    if words.about == "rule" or not indicators:
        return say(language, *words.title)
    key = indicators[-1 if words.about == "last" else 0]
    title = codebook.title("indicator", key, language)
    return title[:1].upper() + title[1:]


def checked_words(finding: Row, rules: AuditRules, codebook: Codebook, language: Language) -> str:
    """The kind of step, and what it speaks of.

    >>> from shequ_eval.analysis.examples import example_steps
    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> (steps, rules), book = example_steps(), read_codebook(find_data_root())
    >>> checked_words(steps.iloc[0], rules, book, "zh")
    '部分与总数：设党委与设党总支的社区与社区总数'
    """
    kind = say(language, *rules.rules[finding["rule"]].title)
    subject = subject_words(finding, rules, codebook, language)
    return kind if subject == kind else f"{kind}{say(language, '：', ': ')}{subject}"


def shown_step(finding: Row, rules: AuditRules, language: Language) -> str:
    """A step as a reader sees it; its numbers are traced, computed ones to the exact step.

    >>> from shequ_eval.analysis.examples import example_steps
    >>> from shequ_eval.exhibits.trace import plain
    >>> steps, rules = example_steps()
    >>> plain(shown_step(steps.iloc[0], rules, "zh"))
    '2 + 40 = 42 个 ≠ 50 个'
    """
    step = finding["step"]
    amounts = [part for part in step if isinstance(part, Amount)]
    template = rules.rules[finding["rule"]].shows.get(finding["verdict"])
    in_words = bool(template) and len(amounts) == len(step)
    words = {
        id(part): _traced(part, place, finding, language, in_words)
        for place, part in enumerate(amounts)
    }
    if template and in_words:
        held = [words[id(part)] for part in amounts] or [str(finding["expression"])]
        sentence = say(language, *template).format(
            *held, words=quoted_words(str(finding["expression"]), language)
        )
        return SPACED_HAN.sub("", sentence)
    if not step:
        return str(finding["expression"])
    shown = laid_out(step, lambda part: words[id(part)], _equals, between=say(language, "；", "; "))
    # NOTE: the slash between an amount and its years is that of 人次／次, without typed spaces.
    return shown.replace(" / ", "／") if language == "zh" else shown


def amount_shown(part: Amount, language: Language) -> str:
    """A number of a step with its unit: 万 and 亿 in Chinese, no digit that its terms lack.

    >>> amount_shown(Amount(254050.55, 254050.55, "人", digits=3, decimals=0), "zh")
    '25.4 万人'
    >>> amount_shown(Amount(None, 1e8, "元"), "en"), amount_shown(Amount(None, None, "年"), "zh")
    ('≤ 100,000,000 yuan', '年数未说明')
    >>> amount_shown(Amount(26180000, 39270000, "元", digits=2, decimals=0), "zh")
    '2,618 万–3,927 万元'
    >>> amount_shown(Amount(None, 1e8 / 3, "元", digits=2, decimals=0), "zh")
    '≤ 3,334 万元'
    >>> amount_shown(Amount(174216.03, 174216.03, "元", "项", digits=2, decimals=0), "zh")
    '17 万元／项'
    """
    unit = unit_words(part.unit, language)
    if part.low is None and part.high is None:
        return say(language, f"{unit}数未说明", f"{unit} not stated".strip())
    low, high = (_number(end, part, language) for end in _ends(part))
    number = low if low == high else f"{low}–{high}" if low and high else ""
    number = number or (f"≥ {low}" if low else f"≤ {high}")
    if part.unit == PERCENT:
        return f"{part.sign}{number}%"
    tight = language == "zh" and number.endswith(("万", "亿"))
    each = say(language, f"／{part.each}", " each") if part.each else ""
    return f"{part.sign}{number}{'' if tight or not unit else ' '}{unit}{each}"


def _in_words(part: Amount, language: Language) -> tuple[str, Amount]:
    """The word of its source before a bound inside a sentence, and the number that it leads.

    >>> near = Amount(None, 80, "%", qualifier="approx_near")
    >>> lead, number = _in_words(near, "en")
    >>> lead + amount_shown(number, "en"), amount_shown(near, "en")
    ('nearly 80%', '≤ 80%')
    """
    if not part.is_one_sided or part.qualifier not in LEAD:
        return "", part
    end = part.high if part.low is None else part.low
    return say(language, *LEAD[part.qualifier]), part._replace(low=end, high=end)


def _number(end: Decimal | None, part: Amount, language: Language) -> str:
    if end is None:
        return ""
    if language == "en" or part.unit == PERCENT:
        return plain_number(float(end), part.decimals if part.digits is None else None)
    if part.digits is None and part.decimals is not None:
        return plain_number(float(end), part.decimals)
    return chinese_number(float(end))


def _ends(part: Amount) -> tuple[Decimal | None, Decimal | None]:
    """A point with no more digits than it may claim; bounds outward at their last printed digit.

    A bound with as few digits as the coarsest term (a thousand million over three years, at most
    4) would look like a false sum; it has four.
    """
    if part.low == part.high:
        point = _rounded(part.low, _quantum(part.low, part.digits), ROUND_HALF_UP)
        return point, point
    low, high = (
        _rounded(end, _bound_quantum(end, part), rounding)
        for end, rounding in ((part.low, ROUND_FLOOR), (part.high, ROUND_CEILING))
    )
    return low, high


def _bound_quantum(end: float | None, part: Amount) -> Decimal | None:
    """What the last printed digit of a bound is worth: never finer than `decimals`."""
    least = None if part.decimals is None else Decimal(1).scaleb(-part.decimals)
    if part.digits is None or least is None:
        return least
    quantum = _quantum(end, max(part.digits, BOUND_DIGITS))
    return least if quantum is None else max(quantum, least)


def _quantum(end: float | None, digits: int | None) -> Decimal | None:
    """What the last of so many significant digits is worth; None for a number of all its own."""
    if digits is None or not end:
        return None
    return Decimal(1).scaleb(Decimal(repr(float(end))).adjusted() - digits + 1)


def _rounded(end: float | None, quantum: Decimal | None, rounding: str) -> Decimal | None:
    if end is None or quantum is None:
        return None if end is None else Decimal(repr(float(end)))
    return Decimal(f"{end:.{SOUND_DIGITS}g}").quantize(quantum, rounding=rounding)


def _equals(part: Amount) -> str:
    """An equation, unless what is printed has fewer digits than what was computed."""
    if part.low is None or part.high is None or part.low != part.high:
        return _equals_bounds(part)
    shown = _at_decimals(part) if part.digits is None else _ends(part)[0]
    return "=" if shown is None or float(shown) == part.low else "≈"


def _equals_bounds(part: Amount) -> str:
    """As `_equals`, of a range: both ends have to be printed as they were computed."""
    # NOTE: a share is printed with one decimal everywhere, and stays an equation as in a table.
    if part.unit == PERCENT:
        return "="
    printed = zip((part.low, part.high), _ends(part), strict=True)
    exact = all(end is None or shown is None or float(shown) == end for end, shown in printed)
    return "=" if exact else "≈"


def _at_decimals(part: Amount) -> Decimal | None:
    # NOTE: a share is printed with one decimal everywhere, and stays an equation as in a table.
    if part.low is None or part.decimals is None or part.unit == PERCENT:
        return None
    exact = Decimal(repr(float(part.low)))
    return exact.quantize(Decimal(1).scaleb(-part.decimals), rounding=ROUND_HALF_UP)


def _traced(part: Amount, place: int, finding: Row, language: Language, in_words: bool) -> str:
    lead, shown = _in_words(part, language) if in_words else ("", part)
    words = amount_shown(shown, language)
    if part.evidence:
        return lead + stated(words, part.evidence)
    if part.decimals is None or not finding["evidence_ids"]:
        return words
    key = ".".join(["audit", str(finding["rule"]), *finding["evidence_ids"], str(place)])
    rests = [*finding["evidence_ids"], *finding["denominator_ids"]]
    return traced(words, key, *rests, formula=str(finding["expression"]))
