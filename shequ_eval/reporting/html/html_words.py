"""Knows how words become HTML: evidence that never breaks, numbers that lead to their origin."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import groupby

from markupsafe import Markup, escape

from shequ_eval.reporting.document.blocks import Origin, Span, Words
from shequ_eval.reporting.html.line_words import (
    marks_apart,
    numbers_apart,
    set_for_lines,
    with_units,
)


class HtmlWords:
    """Writes the words of one report: `anchors` are the places that links may lead to."""

    def __init__(
        self, origins: Mapping[str, Origin], anchors: Collection[str], language: str
    ) -> None:
        self._origins = origins
        self._anchors = anchors
        self._language = language

    def __call__(self, words: Words) -> Markup:
        """The words as HTML, escaped."""
        spans = with_units(set_for_lines(words, self._language))
        runs = groupby(spans, key=lambda span: span.evidence)
        return Markup("").join(self._run(evidence, tuple(run)) for evidence, run in runs)

    def _run(self, evidence: bool, spans: Words) -> Markup:
        if not evidence:
            return Markup("").join(self._span(span) for span in spans)
        marks = [Markup("").join(map(self._span, mark)) for mark in marks_apart(spans)]
        return Markup("<wbr>").join(
            Markup('<span class="evidence">{}</span>').format(mark) for mark in marks
        )

    def _span(self, span: Span) -> Markup:
        origin = self._origins.get(span.trace)
        text = _text(span) if origin is None else escape(span.text)
        text = text.replace("\n", Markup("<br>"))
        # NOTE: a number is a link, not a button: a button is a box, and next to a box a line may
        # end before a comma or a percent sign.
        if origin is not None:
            text = Markup('<a class="n" href="#{}">{}</a>').format(origin.anchor, text)
        elif span.target in self._anchors:
            text = Markup('<a href="#{}">{}</a>').format(span.target, text)
        if span.code:
            text = Markup("<code>{}</code>").format(text)
        if span.emphasis:
            text = Markup("<em>{}</em>").format(text)
        return Markup("<strong>{}</strong>").format(text) if span.strong else text


def _text(span: Span) -> Markup:
    """The words of a span; in running text a number with its measure word never breaks."""
    if span.target or span.evidence or span.code:
        return escape(span.text)
    pieces = numbers_apart(span.text)
    return Markup("").join(
        Markup('<span class="k">{}</span>').format(piece) if place % 2 else escape(piece)
        for place, piece in enumerate(pieces)
    )
