"""Knows how to draw findings of the audit as cards, a step each; stretches no gap."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.patches import Circle

from shequ_eval.exhibits.audit_card import (
    CARD_MM,
    HEAD_MM,
    INSIDE_MM,
    PAD_MM,
    VERDICT_AT,
    Card,
    card_of,
)
from shequ_eval.exhibits.audit_heads import audit_title
from shequ_eval.exhibits.audit_strips import draw_strip
from shequ_eval.exhibits.audit_tables import rests_on
from shequ_eval.exhibits.audit_words import shown_step, subject_words
from shequ_eval.exhibits.exhibit import Exhibit
from shequ_eval.exhibits.layout import LINE_MM, Page
from shequ_eval.exhibits.style import (
    AXIS,
    BLUE,
    BODY,
    CRIMSON,
    INK_2,
    NOTE,
    OCHRE,
    PAPER,
    VALUE,
    print_style,
)
from shequ_eval.exhibits.words import headed, say
from shequ_eval.vocabulary.audit_rules import AuditRules
from shequ_eval.vocabulary.codebook import Codebook, Language

Row = dict[Any, Any]

MOST_CARDS = 8
MOST_CLOSING = 2
GAP_MM = 4.0
TOP_LINE = 2.2
COLOURS = {
    "closes": BLUE,
    "does_not_close": CRIMSON,
    "other_denominator": OCHRE,
    "cannot_be_told": INK_2,
    "computed": INK_2,
}
SIGNS = {
    "closes": "=", "does_not_close": "×", "other_denominator": "≠", "cannot_be_told": "?",
    "computed": "÷",
}  # fmt: skip


def draw_audit_cards(
    findings: pd.DataFrame,
    denominators: pd.DataFrame,
    rules: AuditRules,
    codebook: Codebook,
    language: Language,
) -> Exhibit:
    """The gravest finding of each rule and verdict as a card, at most eight.

    A card holds the verdict, the subject, the arithmetic, a strip where the step has points, one
    sentence, what to ask for, and the evidence. The gap is a dashed box at true length. What is
    noted of a text has no card.

    Raises
    ------
    KeyError
        A zone or a verdict is not in the codebook.
    LayoutError, GlyphError
        The picture cannot be drawn without a fault.

    Examples
    --------
    The numbers behind one card:

    >>> from shequ_eval.analysis.examples import example_steps
    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> (steps, rules), book = example_steps(), read_codebook(find_data_root())
    >>> cards = draw_audit_cards(steps, pd.DataFrame({"denominator_id": []}), rules, book, "zh")
    >>> cards.data[["判断", "算式"]].values.tolist()
    [['对不上', '2 + 40 = 42 个 ≠ 50 个']]
    """
    chosen = cards_of(findings)
    title = audit_title(findings, rules, language)
    if chosen.empty:
        # NOTE: the sentence before the cards says that there is nothing to check.
        return Exhibit("figure_audit", "text", title)
    cards = [
        card_of(row, denominators, rules, codebook, language) for row in chosen.to_dict("records")
    ]
    with print_style():
        figure = _picture(cards, rules, codebook, language)
    return Exhibit(
        exhibit_id="figure_audit",
        kind="figure",
        title=title,
        subtitle=_subtitle(bool(chosen["verdict"].eq("does_not_close").any()), language),
        data=_data(chosen, rules, codebook, language),
        figure=figure,
    )


def _subtitle(gaps: bool, language: Language) -> str:
    """What a card holds; `gaps` where something does not add up and stands in red."""
    red = say(language, "；红色只用于对不上的地方", "; red only where figures do not add up")
    return say(
        language,
        f"每张卡只做一步算术{red * gaps}。每条规则只画最要紧的一处，其余见表。",
        f"One step of arithmetic a card{red * gaps}. The gravest finding of each rule is drawn, "
        "the rest are in the table.",
    )


def cards_of(findings: pd.DataFrame, most: int = MOST_CARDS) -> pd.DataFrame:
    """The first finding of each rule and verdict, the gravest first, at most `most`.

    Two places are kept for steps that close, so that a reader sees what closing looks like; what
    is only computed comes last, and what is noted of a text is left to the table.

    Examples
    --------
    >>> steps = pd.DataFrame({"rule": ["a", "a", "b"],
    ...                       "verdict": ["does_not_close", "does_not_close", "closes"],
    ...                       "expression": ["1 ≠ 2", "3 ≠ 4", "5 = 5"]})
    >>> cards_of(steps)["expression"].tolist()
    ['1 ≠ 2', '5 = 5']
    """
    first = findings.drop_duplicates(["rule", "verdict"])
    closing = first[first["verdict"].eq("closes")].head(MOST_CLOSING)
    is_open = ~first["verdict"].isin(["closes", "computed", "noted"])
    still_open = first[is_open].head(most - len(closing))
    computed = first[first["verdict"].eq("computed")]
    chosen = pd.concat([still_open, closing, computed], ignore_index=True)
    return chosen.head(most)


def _picture(
    cards: list[Card], rules: AuditRules, codebook: Codebook, language: Language
) -> Figure:
    page, feet = Page(), [3.0, 3.0]
    for card in cards:
        place = feet.index(min(feet))  # the gravest stand on top, and no column is left with holes
        left = place * (CARD_MM + GAP_MM)
        _draw_card(page, left, feet[place], card, rules, codebook, language)
        feet[place] += card.height + GAP_MM
    return page.finish(max(feet))


def _draw_card(
    page: Page,
    left: float,
    top: float,
    card: Card,
    rules: AuditRules,
    codebook: Codebook,
    language: Language,
) -> None:
    finding, x = card.finding, left + PAD_MM
    colour = COLOURS[finding["verdict"]]
    page.line(left, top, left + CARD_MM, top, colour=colour, width=TOP_LINE)
    y = top + 5.0
    page.axes.add_patch(Circle((x + 1.7, y), 1.9, facecolor=PAPER, edgecolor=colour, linewidth=0.9))
    page.text(x + 1.7, y, SIGNS[finding["verdict"]], BODY, colour, bold=True, align="center")
    words = say(language, *rules.verdicts[finding["verdict"]])
    page.text(x + VERDICT_AT, y, words, size=VALUE, colour=colour, bold=True)
    if not card.under:
        page.text(left + CARD_MM - 1, y, card.place, size=AXIS, colour=INK_2, align="right")
    y = page.lines(x, top + HEAD_MM + 1.4, card.under, AXIS, colour=INK_2)
    y = page.lines(x, y, card.subject, BODY, colour=INK_2)
    y += 0.6 + (card.size - BODY) * LINE_MM / 2
    y = page.lines(x, y, card.expression, card.size, bold=True)
    y += (BODY - card.size) * LINE_MM / 2 + 1.0
    if card.strip_mm:
        draw_strip(page, x, y - 1.0, INSIDE_MM, finding, card.known, codebook, language)
        y += card.strip_mm
        if card.strip_note:
            y = page.lines(x, y - 0.4, card.strip_note, NOTE, colour=INK_2) + 0.4
    y = page.lines(x, y, card.says, BODY)
    y = page.lines(x, y + 0.6, card.asks, BODY)
    page.lines(x, y + 0.3, card.rests, NOTE, colour=INK_2)


def _data(
    chosen: pd.DataFrame, rules: AuditRules, codebook: Codebook, language: Language
) -> pd.DataFrame:
    rows = [
        headed(
            language,
            ("地区", "Zone", codebook.title("short", row["zone_id"], language)),
            ("判断", "Verdict", say(language, *rules.verdicts[row["verdict"]])),
            ("核对什么", "What is checked", subject_words(row, rules, codebook, language)),
            ("算式", "Arithmetic", shown_step(row, rules, language)),
            ("依据", "Rests on", rests_on(row, codebook, language)),
        )
        for row in chosen.to_dict("records")
    ]
    return pd.DataFrame(rows)
