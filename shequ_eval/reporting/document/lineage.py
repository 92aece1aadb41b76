"""Knows which origin each printed number has, and refuses a report with a number that has none.

A number keeps the origin that it came with. One that came without is looked for, nearest first:
among the evidence cited in the same words or row, where a figure of that evidence must equal it in
value and kind of unit; then in the row or the words that it stands in, which say what they were
made from. It is never guessed: a caption takes no origin from a cell because both say 6.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from shequ_eval.exhibits.bases import Basis, basis_of
from shequ_eval.exhibits.trace import Trace, TraceError, merged
from shequ_eval.reporting.document.blocks import Grid, Origin, Words, text_of
from shequ_eval.reporting.document.grid import columns_of
from shequ_eval.reporting.document.homes import evidence_home, is_evidence_id
from shequ_eval.reporting.document.label_cells import (
    any_of,
    label_columns,
    name_columns,
    names_with_digits,
)
from shequ_eval.reporting.document.naming import (
    clause_of,
    in_language,
    number_name,
    row_name,
    titled,
)
from shequ_eval.reporting.document.numbers import Quantity, quantities_in
from shequ_eval.reporting.document.traced_words import covered, with_origins
from shequ_eval.reporting.document.units import may_be_one
from shequ_eval.reporting.document.words import evidence_ids
from shequ_eval.reporting.found_exhibits import FoundExhibit
from shequ_eval.reporting.html.page_words import WORDS

SMALL = 1e-9
CAPTIONS = ("title", "subtitle", "notes", "source")
Rest = Callable[[str, Quantity], str]


@dataclass(frozen=True)
class Scope:
    """Where words stand: what they may cite, and what they rest on where they cite nothing.

    `place` names it in a message; `rest` gives the key of what a number of the words rests on,
    None where numbers must come traced.
    """

    place: str
    ids: tuple[str, ...] = ()
    rest: Rest | None = None


class Lineage:
    """The origins of one report, and the numbers that were found to have none."""

    def __init__(self, exhibits: Sequence[FoundExhibit], language: str) -> None:
        self.language = language
        self.words = WORDS[language]
        self.origins: dict[str, Origin] = {}
        self.untraced: list[str] = []
        self._figures: dict[str, tuple[Quantity, ...]] = {}
        self.printed: dict[str, str] = {}
        self.home = evidence_home(exhibits)
        names: set[str] = set()
        for exhibit in exhibits:
            if exhibit.kind == "origins":
                self._read(exhibit)
            elif exhibit.kind in {"figure", "table"}:
                names |= names_with_digits(exhibit.columns, columns_of(exhibit)[1])
        self._names = any_of(names)
        self._add_traces(exhibits)

    def _read(self, exhibit: FoundExhibit) -> None:
        labels = exhibit.columns[1:]
        for key, *cells in exhibit.rows:
            told = [(label, str(cell)) for label, cell in zip(labels, cells, strict=True)]
            name = str(key)
            self.origins[name] = Origin(name, tuple((label, cell) for label, cell in told if cell))
            # NOTE: the second and third column hold the figure as printed and its own words.
            self._figures[name] = tuple(q for _, cell in told[1:3] for q in quantities_in(cell))
            self.printed[name] = told[1][1] or told[2][1]

    def _add_traces(self, exhibits: Sequence[FoundExhibit]) -> None:
        try:
            traces = merged([trace for exhibit in exhibits for trace in exhibit.traces])
        except TraceError as error:
            self.untraced.append(str(error))
            return
        titles = {t.key: e.title for e in reversed(exhibits) for t in e.traces}
        names = self._names_of_marked(exhibits)
        for key, trace in traces.items():
            if key not in self.origins and trace != Trace(key):
                self.origins[key] = self._origin(trace, names.get(key, titles[key]))
            elif key not in self.origins:
                self.untraced.append(f"{key}: 没有这条证据或数据 no such evidence or row")

    def _names_of_marked(self, exhibits: Sequence[FoundExhibit]) -> dict[str, str]:
        """What each marked number is: by its row and column where it stands in a table."""
        found: dict[str, str] = {}
        for in_rows in (True, False):
            for exhibit in exhibits:
                for place, marks in exhibit.marks.items():
                    for start, end, key in marks if place.startswith("rows/") == in_rows else ():
                        if key not in found:
                            found[key] = number_name(exhibit, place, start, end, self.language)
        return found

    def _origin(self, trace: Trace, name: str) -> Origin:
        told = [
            (self.words["what"], in_language(trace.what, self.language) or name),
            (self.words["formula"], trace.formula),
            (self.words["bounds"], trace.bounds),
            (self.words["note"], trace.note),
        ]
        return Origin(trace.key, tuple(pair for pair in told if pair[1]), trace.inputs)

    def basis(self, exhibit: FoundExhibit) -> Basis | None:
        """What the untraced numbers of an exhibit were made from, and how; None if nobody knows."""
        if exhibit.rests_on:
            return Basis(exhibit.rests_on, exhibit.how, exhibit.how)
        return basis_of(exhibit.exhibit_id)

    def in_words(self, exhibit: FoundExhibit, part: str = "") -> Rest | None:
        """What the numbers of an exhibit's sentences or of a part of its caption rest on.

        Each has an origin of its own, which names it by the words around it.
        """
        basis = self.basis(exhibit)
        if basis is None:
            return None
        how = basis.how(self.language, caption=bool(part))
        stem = f"{exhibit.exhibit_id}.{part}" if part else exhibit.exhibit_id
        told: dict[tuple[str, float], str] = {}

        def rest(text: str, quantity: Quantity) -> str:
            clause = clause_of(text, quantity.start, quantity.end, self.language)
            key = told.setdefault((clause, quantity.value), f"{stem}.{len(told) + 1}")
            what = clause if part else titled(exhibit.title, clause, self.words["colon"])
            return self._add(key, what, how, basis.tables, exhibit.exhibit_id)

        return rest

    def row_key(self, exhibit: FoundExhibit, row: Sequence[Words]) -> str:
        """The key of what a row prints as it was registered, "" where it prints no such thing.

        Evidence has its row in one table alone; another that begins with its ids speaks of it.
        """
        if exhibit.exhibit_id == self.home:
            return text_of(row[0])
        traced = {span.trace for words in row for span in words}
        marked = {key for key in traced & set(self.printed) if not is_evidence_id(key)}
        return marked.pop() if len(marked) == 1 and self._is_register(exhibit) else ""

    def _is_register(self, exhibit: FoundExhibit) -> bool:
        basis = self.basis(exhibit)
        return basis is not None and basis.register

    def _add(
        self, key: str, what: str, how: str, inputs: Iterable[str], group: str, home: str = ""
    ) -> str:
        told = [(self.words["what"], what), (self.words["formula"], how)]
        pairs = tuple(pair for pair in told if pair[1])
        made = Origin(key, pairs, tuple(dict.fromkeys(inputs)), group=group, home=home)
        self.origins.setdefault(key, made)
        return key

    def trace(self, words: Words, scope: Scope) -> Words:
        """The words with an origin on every number; one without any is kept in `untraced`."""
        text = text_of(words)
        found = [q for q in quantities_in(text) if not covered(words, q)]
        if not found:
            return words
        names = [found.span() for found in self._names.finditer(text)]
        ids = tuple(dict.fromkeys([*evidence_ids(text), *scope.ids]))
        keyed = []
        for quantity in found:
            if any(start <= quantity.start and quantity.end <= end for start, end in names):
                continue
            key = self._key(quantity, text, ids, scope)
            if key:
                keyed.append((quantity, key))
            else:
                number = text[quantity.start : quantity.end]
                self.untraced.append(f"{scope.place}: {number}（{_around(text, quantity)}）")
        return with_origins(words, keyed) if keyed else words

    def _key(self, quantity: Quantity, text: str, ids: tuple[str, ...], scope: Scope) -> str:
        following = evidence_ids(text[quantity.end :])
        for key in dict.fromkeys([*following, *ids]):
            if any(_are_one(quantity, figure) for figure in self._figures.get(key, ())):
                return key
        return scope.rest(text, quantity) if scope.rest else ""

    def trace_grid(self, grid: Grid, exhibit: FoundExhibit) -> Grid:
        """The table with an origin on every number that its cells state.

        What its own evidence does not state rests on its row: one origin for all of it, and in a
        register the row that it prints.
        """
        titles = [column.title for column in grid.columns]
        texts = [[text_of(words) for words in row] for row in grid.rows]
        skipped = label_columns(titles, texts) | name_columns(titles)
        basis = self.basis(exhibit)
        rows = []
        for number, (row, cells) in enumerate(zip(grid.rows, texts, strict=True), start=1):
            ids = self._row_ids(cells)
            own = self.row_key(exhibit, row) if basis and basis.register else ""
            key = own or (f"{exhibit.exhibit_id}.{number}" if basis or ids else "")
            scope = Scope(f"{exhibit.exhibit_id} {number}", ids, (lambda *_, key=key: key))
            traced = tuple(
                words if place in skipped else self.trace(words, scope)
                for place, words in enumerate(row)
            )
            columns = [
                title
                for title, words in zip(titles, traced, strict=True)
                if any(span.trace == key for span in words)
            ]
            if key and not own and columns:
                self._add_row(key, cells, columns, exhibit, ids)
            rows.append(traced)
        return replace(grid, rows=tuple(rows))

    def _add_row(
        self,
        key: str,
        cells: Sequence[str],
        columns: Sequence[str],
        exhibit: FoundExhibit,
        ids: Sequence[str],
    ) -> None:
        basis = self.basis(exhibit) or Basis((), "", "")
        comma, colon = self.words["comma"], self.words["colon"]
        what = f"{row_name(cells, comma)}{colon}{comma.join(columns)}"
        home = exhibit.exhibit_id if basis.register else ""
        inputs = [*ids, *basis.tables]
        self._add(key, what, basis.how(self.language), inputs, exhibit.exhibit_id, home)

    def _row_ids(self, texts: Sequence[str]) -> tuple[str, ...]:
        cited = [key for text in texts for key in evidence_ids(text)]
        named = [part for text in texts for part in text.replace("；", " ").split()]
        return tuple(dict.fromkeys([*cited, *(key for key in named if key in self.printed)]))


def _are_one(quantity: Quantity, figure: Quantity) -> bool:
    return abs(quantity.value - figure.value) < SMALL and may_be_one(quantity.kind, figure.kind)


def _around(text: str, quantity: Quantity) -> str:
    return text[max(0, quantity.start - 12) : quantity.end + 12].strip()
