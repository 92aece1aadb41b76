"""Knows which origin each printed number has, and refuses a report with a number that has none.

A number keeps the origin that it came with. One that came without is looked for, nearest first:
among the evidence cited in the same words, where a figure of that evidence must equal it; then in
the row or table that it stands in, which says what it was made from. It is never guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from shequ_eval.exhibits.bases import basis_of
from shequ_eval.exhibits.trace import Trace, TraceError, merged
from shequ_eval.reporting.document.blocks import Grid, Origin, Span, Words, text_of
from shequ_eval.reporting.document.numbers import Quantity, quantities_in
from shequ_eval.reporting.document.words import evidence_ids
from shequ_eval.reporting.found_exhibits import FoundExhibit
from shequ_eval.reporting.html.page_words import WORDS

SMALL = 1e-9


@dataclass(frozen=True)
class Scope:
    """Where words stand: what they may cite, and what they rest on where they cite nothing.

    `place` names it in a message; `known` are the keys of numbers that stand in the same table,
    by value; `fallback` is the key of the row or table, "" where numbers must come traced.
    """

    place: str
    ids: tuple[str, ...] = ()
    known: Mapping[float, str] = field(default_factory=dict)
    fallback: str = ""


class Lineage:
    """The origins of one report, and the numbers that were found to have none."""

    def __init__(self, exhibits: Sequence[FoundExhibit], language: str) -> None:
        self.language = language
        self.words = WORDS[language]
        self.origins: dict[str, Origin] = {}
        self.untraced: list[str] = []
        self._values: dict[str, tuple[float, ...]] = {}
        self.printed: dict[str, str] = {}
        for exhibit in exhibits:
            if exhibit.kind == "origins":
                self._read(exhibit)
        self._add_traces(exhibits)

    def _read(self, exhibit: FoundExhibit) -> None:
        labels = exhibit.columns[1:]
        for key, *cells in exhibit.rows:
            told = [(label, str(cell)) for label, cell in zip(labels, cells, strict=True)]
            name = str(key)
            self.origins[name] = Origin(name, tuple((label, cell) for label, cell in told if cell))
            # NOTE: the second and third column hold the figure as printed and its own words.
            self._values[name] = tuple(q.value for _, c in told[1:3] for q in quantities_in(c))
            self.printed[name] = told[1][1] or told[2][1]

    def _add_traces(self, exhibits: Sequence[FoundExhibit]) -> None:
        try:
            traces = merged([trace for exhibit in exhibits for trace in exhibit.traces])
        except TraceError as error:
            self.untraced.append(str(error))
            return
        titles = {t.key: e.title for e in reversed(exhibits) for t in e.traces}
        for key, trace in traces.items():
            if key not in self.origins and trace != Trace(key):
                self.origins[key] = self._origin(trace, titles[key])
            elif key not in self.origins:
                self.untraced.append(f"{key}: 没有这条证据或数据 no such evidence or row")

    def _origin(self, trace: Trace, title: str) -> Origin:
        told = [
            (self.words["what"], trace.what or title),
            (self.words["formula"], trace.formula),
            (self.words["bounds"], trace.bounds),
            (self.words["note"], trace.note),
        ]
        return Origin(trace.key, tuple(pair for pair in told if pair[1]), trace.inputs)

    def rests_on(self, exhibit: FoundExhibit) -> tuple[tuple[str, ...], str]:
        """What the untraced numbers of an exhibit were made from, and how."""
        basis = basis_of(exhibit.exhibit_id)
        if exhibit.rests_on or basis is None:
            return exhibit.rests_on, exhibit.how
        return basis.tables, basis.zh if self.language == "zh" else basis.en

    def add(self, key: str, what: str, how: str, inputs: Iterable[str]) -> str:
        """Make a row or a table an origin; its key."""
        told = [(self.words["what"], what), (self.words["formula"], how)]
        pairs = tuple(pair for pair in told if pair[1])
        self.origins.setdefault(key, Origin(key, pairs, tuple(dict.fromkeys(inputs))))
        return key

    def trace(self, words: Words, scope: Scope) -> Words:
        """The words with an origin on every number; one without any is kept in `untraced`."""
        text = text_of(words)
        found = [q for q in quantities_in(text) if not _covered(words, q)]
        ids = tuple(dict.fromkeys([*evidence_ids(text), *scope.ids]))
        keyed = []
        for quantity in found:
            key = self._key(quantity, text, ids, scope)
            if key:
                keyed.append((quantity, key))
            else:
                number = text[quantity.start : quantity.end]
                self.untraced.append(f"{scope.place}: {number}（{_around(text, quantity)}）")
        return _cut(words, keyed) if keyed else words

    def _key(self, quantity: Quantity, text: str, ids: tuple[str, ...], scope: Scope) -> str:
        following = evidence_ids(text[quantity.end :])
        for key in dict.fromkeys([*following, *ids]):
            if any(abs(value - quantity.value) < SMALL for value in self._values.get(key, ())):
                return key
        return scope.known.get(quantity.value, scope.fallback)

    def trace_grid(self, grid: Grid, exhibit: FoundExhibit) -> tuple[Grid, dict[float, str]]:
        """The table with an origin on every number, and the keys of its numbers by value."""
        rows = []
        known: dict[float, str] = {}
        tables, how = self.rests_on(exhibit)
        for place, row in enumerate(grid.rows, start=1):
            ids = self._row_ids(row)
            fallback = ""
            if ids or tables:
                fallback = f"{exhibit.exhibit_id}.{place}"
            scope = Scope(f"{exhibit.exhibit_id} {place}", ids, fallback=fallback)
            traced = tuple(self.trace(words, scope) for words in row)
            if any(span.trace == fallback for words in traced for span in words if span.trace):
                what = f"{exhibit.title}{self.words['colon']}{text_of(row[0])}"
                self.add(fallback, what, how, [*ids, *tables])
            for words in traced:
                for span in words:
                    for quantity in quantities_in(span.text) if span.trace else ():
                        known.setdefault(quantity.value, span.trace)
            rows.append(traced)
        return replace(grid, rows=tuple(rows)), known

    def _row_ids(self, row: tuple[Words, ...]) -> tuple[str, ...]:
        texts = [text_of(words) for words in row]
        cited = [key for text in texts for key in evidence_ids(text)]
        named = [part for text in texts for part in text.replace("；", " ").split()]
        return tuple(dict.fromkeys([*cited, *(key for key in named if key in self.origins)]))


def _covered(words: Words, quantity: Quantity) -> bool:
    """Whether the characters of a number are traced already, or lead to another place."""
    place = 0
    for span in words:
        overlaps = place < quantity.end and quantity.start < place + len(span.text)
        if overlaps and (span.trace or span.target or span.evidence):
            return True
        place += len(span.text)
    return False


def _cut(words: Words, keyed: Sequence[tuple[Quantity, str]]) -> Words:
    """The words with each number a span of its own."""
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


def _around(text: str, quantity: Quantity) -> str:
    return text[max(0, quantity.start - 12) : quantity.end + 12].strip()
