"""Knows how the difference of two figures is said; subtracts nothing.

Shares differ by percentage points, whatever else differs by its own unit.
"""

from __future__ import annotations

from shequ_eval.exhibits.words import amount_words, say
from shequ_eval.vocabulary.codebook import Language


def difference_words(
    value: float | None, low: float | None, high: float | None, unit: str, language: Language
) -> str:
    """A difference with its bounds, in the unit in which figures of `unit` differ.

    >>> difference_words(-1.5, -1.5, -1.5, "%", "zh"), difference_words(-1.5, None, None, "%", "en")
    ('−1.5 个百分点', '−1.5 percentage points')
    >>> difference_words(1, 1, 1, "%", "en"), difference_words(None, 1, None, "%", "zh")
    ('1 percentage point', '≥ 1 个百分点')
    >>> difference_words(96, 96, 96, "家", "zh"), difference_words(0.81, 0.81, 0.81, "家", "en")
    ('96 家', '0.81')
    """
    if unit != "%":
        return amount_words(value, low, high, unit, language)
    number = amount_words(value, low, high, "", language)
    points = "percentage point" if number in {"1", "−1"} else "percentage points"
    return f"{number} {say(language, '个百分点', points)}"
