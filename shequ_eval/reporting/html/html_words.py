"""Knows how words become HTML: evidence that never breaks, numbers that lead to their origin."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import groupby

from markupsafe import Markup, escape

from shequ_eval.reporting.document.blocks import Origin, Span, Words


class HtmlWords:
    """Writes the words of one report: `anchors` are the places that links may lead to."""

    def __init__(self, origins: Mapping[str, Origin], anchors: Collection[str]) -> None:
        self._origins = origins
        self._anchors = anchors

    def __call__(self, words: Words) -> Markup:
        """The words as HTML, escaped."""
        runs = groupby(words, key=lambda span: span.evidence)
        return Markup("").join(self._run(evidence, tuple(spans)) for evidence, spans in runs)

    def _run(self, evidence: bool, spans: Words) -> Markup:
        inside = Markup("").join(self._span(span) for span in spans)
        return Markup('<span class="evidence">{}</span>').format(inside) if evidence else inside

    def _span(self, span: Span) -> Markup:
        text = escape(span.text).replace("\n", Markup("<br>"))
        origin = self._origins.get(span.trace)
        if origin is not None:
            text = Markup('<button type="button" class="n" popovertarget="{}">{}</button>').format(
                origin.anchor, text
            )
        elif span.target in self._anchors:
            text = Markup('<a href="#{}">{}</a>').format(span.target, text)
        if span.code:
            text = Markup("<code>{}</code>").format(text)
        if span.emphasis:
            text = Markup("<em>{}</em>").format(text)
        return Markup("<strong>{}</strong>").format(text) if span.strong else text
