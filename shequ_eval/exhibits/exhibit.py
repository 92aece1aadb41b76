"""Knows what an exhibit carries: words, the numbers behind it, a picture; draws nothing itself."""

from __future__ import annotations

import base64
import io
import math
import os
from dataclasses import dataclass, field
from html import escape
from typing import Any, Literal

import pandas as pd
from IPython.display import display
from matplotlib.figure import Figure

MIME = "application/vnd.shequ-eval.exhibit+json"
SVG_SWITCH = "SHEQU_EVAL_SVG"
DPI = 200


@dataclass(frozen=True)
class Exhibit:
    """A figure, a table or a few sentences, with everything a report needs to print it.

    `data` holds the numbers behind it, already rounded for display, under titles a reader
    understands; `figure` is None for tables and text; `sentences` are markdown, for text only.
    In a notebook an exhibit shows itself, and its data travel with it as `MIME`.
    """

    exhibit_id: str
    kind: Literal["figure", "table", "text"]
    title: str
    data: pd.DataFrame = field(default_factory=pd.DataFrame)
    subtitle: str = ""
    notes: tuple[str, ...] = ()
    source: str = ""
    figure: Figure | None = None
    sentences: tuple[str, ...] = ()

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
            "rows": [[_plain(cell) for cell in row] for row in self.data.itertuples(index=False)],
            "sentences": list(self.sentences),
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
