"""Knows what the pictures of surveys share: the mark of made-up answers, words for no answers."""

from __future__ import annotations

from shequ_eval.exhibits.exhibit import Exhibit
from shequ_eval.exhibits.layout import Page
from shequ_eval.exhibits.style import BODY, CRIMSON, PAGE_MM
from shequ_eval.exhibits.words import say
from shequ_eval.vocabulary.codebook import Language


def demonstration_note(demonstration: bool, language: Language) -> tuple[str, ...]:
    """The note under a picture of made-up answers; none under a real one.

    >>> demonstration_note(True, "zh"), demonstration_note(False, "zh")
    (('本图全部为示例数据。',), ())
    """
    words = say(language, "本图全部为示例数据。", "All of this figure is demonstration data.")
    return (words,) if demonstration else ()


def draw_demonstration(page: Page, y: float, language: Language) -> None:
    """The crimson words of a picture of made-up answers, at the right edge."""
    words = say(language, "示例数据", "demonstration data")
    page.text(PAGE_MM - 0.5, y, words, BODY, CRIMSON, bold=True, align="right")


def nothing_to_draw(exhibit_id: str, what: tuple[str, str], language: Language) -> Exhibit:
    """Words instead of a picture where the table has no row; `what` names it in both languages."""
    words = say(
        language,
        f"没有{what[0]}可画：没有相应的调查数据；没有数据不等于零。",
        f"There is no {what[1]} to draw: no survey data of this kind; no data is not zero.",
    )
    return Exhibit(exhibit_id, "text", words, sentences=(words,))
