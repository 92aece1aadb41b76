"""Knows where the evaluator's own words stand in a report; writes none of them."""

from __future__ import annotations

from collections.abc import Mapping

from shequ_eval.exhibits.exhibit import Exhibit
from shequ_eval.exhibits.words import say
from shequ_eval.vocabulary.codebook import Language
from shequ_eval.vocabulary.narrative import SECTIONS

NARRATIVE = "narrative_"


def evaluator_words(narrative: Mapping[str, str], section: str, language: Language) -> Exhibit:
    """One section of the evaluator's narrative; without words a report prints 待评价人填写.

    >>> evaluator_words({"causes": "口径不一。"}, "causes", "zh").sentences
    ('口径不一。',)
    >>> evaluator_words({}, "causes", "en").title
    'Causes'
    """
    words = narrative.get(section, "")
    sentences = (words,) if words else ()
    return Exhibit(
        f"{NARRATIVE}{section}", "text", say(language, *SECTIONS[section]), sentences=sentences
    )
