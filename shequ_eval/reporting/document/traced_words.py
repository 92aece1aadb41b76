"""Knows how an origin is put on the characters of a number inside words; finds no origin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from shequ_eval.reporting.document.blocks import Span, Words
from shequ_eval.reporting.document.numbers import Quantity


def covered(words: Words, quantity: Quantity) -> bool:
    """Whether the characters of a number are traced already, or lead to another place."""
    place = 0
    for span in words:
        overlaps = place < quantity.end and quantity.start < place + len(span.text)
        if overlaps and (span.trace or span.target or span.evidence):
            return True
        place += len(span.text)
    return False


def with_origins(words: Words, keyed: Sequence[tuple[Quantity, str]]) -> Words:
    """The words with each number a span of its own.

    >>> number = Quantity(2, 3, 5.0)
    >>> [(s.text, s.trace) for s in with_origins((Span("共 5 份"),), [(number, "count.x")])]
    [('共 ', ''), ('5', 'count.x'), (' 份', '')]
    """
    spans: list[Span] = []
    place = 0
    for span in words:
        done = 0
        for quantity, key in keyed:
            start, end = max(quantity.start - place, 0), min(quantity.end - place, len(span.text))
            if start < end:
                spans.append(replace(span, text=span.text[done:start]))
                spans.append(replace(span, text=span.text[start:end], trace=key))
                done = end
        spans.append(replace(span, text=span.text[done:]))
        place += len(span.text)
    return tuple(span for span in spans if span.text)
