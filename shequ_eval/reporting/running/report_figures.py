"""Knows every figure that a report shows, from its folder alone: its place and origin."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from shequ_eval.reporting.found_exhibits import FoundExhibit, exhibits_in
from shequ_eval.reporting.kernels.saved_notebook import read_notebook

WHAT_MOVED = "what_moved"
_ID = re.compile(r"[a-z][a-z0-9_]*-\d{3,}[a-z]?")
_NUMBER = re.compile(r"[-−]?\d[\d,]*(?:\.\d+)?")


@dataclass(frozen=True)
class Line:
    """One row of a table or one sentence: its cells under their columns, and its keys.

    `keys` has for each cell the evidence, denominators and computed numbers that it goes back to;
    `own` says whether they are those of the cell or its row, or only those of the whole exhibit.
    """

    columns: tuple[str, ...]
    cells: tuple[str, ...]
    keys: tuple[frozenset[str], ...]
    own: tuple[bool, ...]

    @property
    def shape(self) -> tuple[str, ...]:
        """The line without its numbers, by which it is found again in another report."""
        return tuple(without_numbers(cell) for cell in self.cells)

    @property
    def label(self) -> str:
        """What a reader calls the line: its first words that are no numbers."""
        words = [cell for cell in self.cells if cell and not _NUMBER.match(cell)]
        return "·".join(words[:2])


@dataclass(frozen=True)
class Shown:
    """One exhibit with its lines, by which figures of two reports are held together."""

    notebook: str
    exhibit_id: str
    title: str
    lines: tuple[Line, ...]


def shown_in(folder: Path) -> dict[tuple[str, str], Shown]:
    """Every exhibit of a report by notebook and id, in the report's order.

    The list of origins is left out: it repeats what figures rest on, and shows none of its own; so
    is what an earlier comparison said.

    Raises
    ------
    ValueError
        A notebook of the report cannot be read.
    """
    found: dict[tuple[str, str], Shown] = {}
    exhibits: list[tuple[str, FoundExhibit]] = []
    for path in sorted((folder / "notebooks").glob("*.ipynb")):
        exhibits += [(path.stem, one) for one in exhibits_in(path.stem, read_notebook(path))]
    below = _below([exhibit for _, exhibit in exhibits])
    for notebook, exhibit in exhibits:
        if exhibit.kind != "origins" and not exhibit.exhibit_id.startswith(WHAT_MOVED):
            lines = (*_rows(exhibit, below), *_sentences(exhibit, below))
            shown = Shown(notebook, exhibit.exhibit_id, exhibit.title, lines)
            found[notebook, exhibit.exhibit_id] = shown
    return found


def without_numbers(text: str) -> str:
    """The words with every number blanked but those of evidence ids.

    >>> without_numbers("392 家，每万人 15.43（zhenhai-2319）")
    '# 家，每万人 #（zhenhai-2319）'
    """
    parts, end = [], 0
    for found in _ID.finditer(text):
        parts += [_NUMBER.sub("#", text[end : found.start()]), found[0]]
        end = found.end()
    return "".join([*parts, _NUMBER.sub("#", text[end:])])


def numbers_in(text: str) -> list[float]:
    """The numbers in the words, in their order, without those of evidence ids.

    >>> numbers_in("392 家，共 1,020.5（zhenhai-2319）")
    [392.0, 1020.5]
    """
    plain = _ID.sub("", text).replace("−", "-")
    return [float(found.replace(",", "")) for found in _NUMBER.findall(plain)]


def _rows(exhibit: FoundExhibit, below: Mapping[str, frozenset[str]]) -> Iterator[Line]:
    for n, row in enumerate(exhibit.rows):
        cells = tuple(str(cell) for cell in row)
        cited = {key for cell in cells for key in _ID.findall(cell)}
        own = [{*_marked(exhibit, f"rows/{n}/{m}")} or cited for m in range(len(cells))]
        yield _line(exhibit, exhibit.columns, cells, own, below)


def _sentences(exhibit: FoundExhibit, below: Mapping[str, frozenset[str]]) -> Iterator[Line]:
    for n, sentence in enumerate(exhibit.sentences):
        cited = {*_marked(exhibit, f"sentences/{n}"), *_ID.findall(sentence)}
        yield _line(exhibit, ("",), (sentence,), [cited], below)


def _line(
    exhibit: FoundExhibit,
    columns: tuple[str, ...],
    cells: tuple[str, ...],
    own: Sequence[set[str]],
    below: Mapping[str, frozenset[str]],
) -> Line:
    keys = tuple(_closure(keys or {*exhibit.rests_on}, below) for keys in own)
    return Line(columns, cells, keys, tuple(bool(keys) for keys in own))


def _marked(exhibit: FoundExhibit, place: str) -> list[str]:
    return [key for _, _, key in exhibit.marks.get(place, ())]


def _below(exhibits: list[FoundExhibit]) -> dict[str, frozenset[str]]:
    """What each computed number was computed from, by its key."""
    return {
        trace.key: frozenset(trace.inputs)
        for exhibit in exhibits
        for trace in exhibit.traces
        if trace.inputs
    }


def _closure(keys: set[str], below: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """The keys with everything that they go back to."""
    seen: set[str] = set()
    open_keys = set(keys)
    while open_keys:
        key = open_keys.pop()
        seen.add(key)
        open_keys |= below.get(key, frozenset()) - seen
    return frozenset(seen)
