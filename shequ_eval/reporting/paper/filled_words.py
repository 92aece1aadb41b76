"""Knows how links are put into a sentence or a list; knows no sentence itself."""

from __future__ import annotations

import re
from collections.abc import Sequence

from shequ_eval.reporting.document.blocks import Span, Words

_PLACE = re.compile(r"\{(\w+)\}")


def filled(template: str, **held: Words) -> Words:
    """A sentence with words in each of its places.

    >>> [span.text for span in filled("{figure} 见 {tables}", figure=(Span("图 1"),), tables=())]
    ['图 1', ' 见 ']
    """
    parts = _PLACE.split(template)
    spans = [held[part] if n % 2 else (Span(part),) for n, part in enumerate(parts)]
    return tuple(span for words in spans for span in words if span.text)


def joined(several: Sequence[Words], between: str, last: str = "") -> Words:
    """Words one after the other; `last` stands before the last of them where it is given.

    >>> "".join(s.text for s in joined([(Span("A"),), (Span("B"),), (Span("C"),)], ", ", " or "))
    'A, B or C'
    """
    found: list[Span] = []
    for place, words in enumerate(several):
        gap = last if last and place == len(several) - 1 else between
        found += [*([Span(gap)] if found else []), *words]
    return tuple(found)
