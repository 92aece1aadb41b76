"""Knows what an exhibit carries: words, the numbers behind it, a picture; draws nothing itself."""

from __future__ import annotations

import base64
import io
import math
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from html import escape
from typing import Any, Literal

import pandas as pd
from IPython.display import display
from matplotlib.figure import Figure

from shequ_eval.exhibits.trace import Mark, Trace, marks_of, merged, plain, traces_of

MIME = "application/vnd.shequ-eval.exhibit+json"
SVG_SWITCH = "SHEQU_EVAL_SVG"
DPI = 200


@dataclass(frozen=True)
class Exhibit:
    """A figure, a table or a few sentences, with everything a report needs to print it.

    `data` holds the numbers behind it, already rounded for display, under titles a reader
    understands; `figure` is None for tables and text; `sentences` are markdown, for text only.
    In a notebook an exhibit shows itself, and its data travel with it as `MIME`.

    Numbers may come `traced` (see `exhibits.trace`): an exhibit keeps the printed words in its
    fields and the origins in `traces`, with their places in `marks`. `rests_on` names what the
    other numbers of the exhibit were made from, and `how` says how, in a sentence. `file_data`
    is what its CSV and XLSX hold, under the same titles, where that is more than is printed.
    """

    exhibit_id: str
    kind: Literal["figure", "table", "text", "origins"]
    title: str
    data: pd.DataFrame = field(default_factory=pd.DataFrame)
    subtitle: str = ""
    notes: tuple[str, ...] = ()
    source: str = ""
    figure: Figure | None = None
    sentences: tuple[str, ...] = ()
    rests_on: tuple[str, ...] = ()
    how: str = ""
    file_data: pd.DataFrame = field(default_factory=pd.DataFrame)
    traces: dict[str, Trace] = field(init=False, default_factory=dict)
    marks: dict[str, tuple[Mark, ...]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        texts = dict(self._texts())
        held = [trace for text in texts.values() for trace in traces_of(text)]
        held += getattr(self.figure, "traces", [])
        marks = {place: marks_of(text) for place, text in texts.items()}
        changed: dict[str, Any] = {
            "title": plain(self.title),
            "subtitle": plain(self.subtitle),
            "notes": tuple(plain(note) for note in self.notes),
            "source": plain(self.source),
            "sentences": tuple(plain(sentence) for sentence in self.sentences),
            "data": _plain_table(self.data),
            "file_data": _plain_table(self.file_data),
            "traces": merged(held),
            "marks": {place: found for place, found in marks.items() if found},
        }
        for name, value in changed.items():
            object.__setattr__(self, name, value)

    def _texts(self) -> Iterator[tuple[str, str]]:
        """Every text with its place, as `marks` names it: title, notes/0, rows/2/3 …."""
        yield from (("title", self.title), ("subtitle", self.subtitle), ("source", self.source))
        yield from ((f"notes/{n}", note) for n, note in enumerate(self.notes))
        yield from ((f"sentences/{n}", text) for n, text in enumerate(self.sentences))
        for n, row in enumerate(self.data.itertuples(index=False)):
            yield from ((f"rows/{n}/{m}", c) for m, c in enumerate(row) if isinstance(c, str))

    def payload(self) -> dict[str, Any]:
        """Everything but the picture, as JSON: the words, the columns and the rows."""
        return {
            "exhibit_id": self.exhibit_id,
            "kind": self.kind,
            "title": self.title,
            "subtitle": self.subtitle,
            "notes": list(self.notes),
            "source": self.source,
            "columns": [str(column) for column in self.data.columns],
            "rows": _rows(self.data),
            **({"file_rows": _rows(self.file_data)} if len(self.file_data) else {}),
            "sentences": list(self.sentences),
            "rests_on": list(self.rests_on),
            "how": self.how,
            "traces": [
                {name: value for name, value in asdict(trace).items() if value}
                for trace in self.traces.values()
            ],
            "marks": {
                place: [[mark.start, mark.end, mark.key] for mark in found]
                for place, found in self.marks.items()
            },
        }

    def _ipython_display_(self) -> None:
        """Show a figure in a notebook with its title above and its notes below, as text."""
        if self.figure is None:
            display(self._repr_mimebundle_(), raw=True)
            return
        head = "\n\n".join(part for part in (f"**{self.title}**", self.subtitle) if part)
        display({"text/plain": self.title, "text/markdown": head}, raw=True)
        display(self._repr_mimebundle_(), raw=True)
        if self._foot():
            foot = "\n\n".join(self._foot())
            display({"text/plain": foot, "text/markdown": foot}, raw=True)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        bundle: dict[str, Any] = {"text/plain": self.title, MIME: self.payload()}
        if self.kind == "table":
            bundle["text/html"] = self._html()
        if self.kind == "text":
            bundle["text/markdown"] = "\n\n".join(self.sentences)
        if self.figure is not None:
            bundle["image/png"] = base64.b64encode(picture(self.figure, "png")).decode("ascii")
            if os.environ.get(SVG_SWITCH) == "1":
                bundle["image/svg+xml"] = picture(self.figure, "svg").decode("utf-8")
        return bundle

    def _html(self) -> str:
        head = "".join(f"<th>{escape(str(column))}</th>" for column in self.data.columns)
        rows = "".join(
            "<tr>" + "".join(f"<td>{escape(str(_plain(cell)))}</td>" for cell in row) + "</tr>"
            for row in self.data.itertuples(index=False)
        )
        notes = "".join(f"<p><small>{escape(note)}</small></p>" for note in self._foot())
        return (
            f"<p><strong>{escape(self.title)}</strong></p>"
            f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>{notes}"
        )

    def _foot(self) -> list[str]:
        return [*self.notes, *([self.source] if self.source else [])]


def picture(figure: Figure, layout: Literal["png", "svg"]) -> bytes:
    """The figure as PNG or SVG, the same bytes each time on one platform."""
    metadata: dict[str, Any] = {"Software": None} if layout == "png" else {"Date": None}
    buffer = io.BytesIO()
    figure.savefig(buffer, format=layout, dpi=DPI, metadata=metadata)
    return buffer.getvalue()


def _plain_table(table: pd.DataFrame) -> pd.DataFrame:
    return table.map(lambda cell: plain(cell) if isinstance(cell, str) else cell)


def _rows(table: pd.DataFrame) -> list[list[str | int | float]]:
    return [[_plain(cell) for cell in row] for row in table.itertuples(index=False)]


def _plain(cell: Any) -> str | int | float:
    """A cell as JSON holds it: no NaN, no numpy type.

    >>> _plain(pd.NA), _plain(3.0), _plain("392")
    ('', 3, '392')
    """
    if cell is None or cell is pd.NA or (isinstance(cell, float) and math.isnan(cell)):
        return ""
    if isinstance(cell, str):
        return cell
    number = float(cell)
    return int(number) if number.is_integer() else number
