"""Knows which places of a report can be led to, so that no link leads nowhere; draws none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from shequ_eval.reporting.document.blocks import Block, Document, Figure, Heading, Span, Table
from shequ_eval.reporting.paper.origins import origin_anchors


class Links:
    """The anchors of a document and its annexes, each of which is set once."""

    def __init__(self, document: Document, blocks: Iterable[Block]) -> None:
        self.places = {anchor for block in blocks for anchor in _anchors_of(block) if anchor}
        self.origins = origin_anchors(document)
        self.set: set[str] = set()

    def target(self, span: Span) -> str:
        """Where a span leads: the place that it names, or its number's origin; "" for nowhere."""
        target = span.target or self.origins.get(span.trace, "")
        return target if target in self.places else ""

    def anchor(self, anchor: str) -> str:
        """The anchor where it first appears, "" from then on: two of a name would lead nowhere."""
        if not anchor or anchor in self.set:
            return ""
        self.set.add(anchor)
        return anchor


def _anchors_of(block: Block) -> Iterator[str]:
    if isinstance(block, Heading | Figure | Table):
        yield block.anchor
    if isinstance(block, Table):
        yield from block.grid.row_anchors
