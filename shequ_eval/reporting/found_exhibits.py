"""Knows how to find the exhibits in an executed notebook; prints none of them."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from shequ_eval.exhibits.exhibit import MIME
from shequ_eval.exhibits.trace import Trace
from shequ_eval.reporting.faults import ReportingFault

_SLUG = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")


@dataclass(frozen=True)
class FoundExhibit:
    """One exhibit as a notebook shows it: its words, the numbers behind it, its picture.

    `file_rows` are what its files hold where that is more than `rows`, which are printed.
    """

    exhibit_id: str
    kind: str
    title: str
    subtitle: str
    notes: tuple[str, ...]
    source: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str | int | float, ...], ...]
    sentences: tuple[str, ...]
    svg: str | None
    png: bytes | None
    rests_on: tuple[str, ...] = ()
    how: str = ""
    traces: tuple[Trace, ...] = ()
    marks: Mapping[str, tuple[tuple[int, int, str], ...]] = field(default_factory=dict)
    file_rows: tuple[tuple[str | int | float, ...], ...] = ()

    def alternative(self, language: str) -> str:
        """What a reader who sees no picture is told: the title and the source."""
        stop = "。" if language == "zh" else ". "
        return stop.join(part.rstrip("。. ") for part in (self.title, self.source) if part)


def exhibit_of(data: Mapping[str, Any]) -> FoundExhibit | None:
    """The exhibit in one output's data, or None where it is something else.

    Raises
    ------
    ReportingFault
        Its id cannot be the name of a file.
    """
    payload = data.get(MIME)
    if payload is None:
        return None
    if not _SLUG.fullmatch(payload["exhibit_id"]):
        raise ReportingFault(
            f"展项编号 exhibit_id {payload['exhibit_id']!r}: 只可用字母、数字、- 和 _ "
            "must be letters, digits, - and _"
        )
    png = data.get("image/png")
    return FoundExhibit(
        exhibit_id=payload["exhibit_id"],
        kind=payload["kind"],
        title=payload["title"],
        subtitle=payload["subtitle"],
        notes=tuple(payload["notes"]),
        source=payload["source"],
        columns=tuple(payload["columns"]),
        rows=tuple(tuple(row) for row in payload["rows"]),
        sentences=tuple(payload["sentences"]),
        svg=_joined(data.get("image/svg+xml")),
        png=base64.b64decode(_joined(png) or "") if png else None,
        rests_on=tuple(payload.get("rests_on", ())),
        how=payload.get("how", ""),
        traces=tuple(_trace(fields) for fields in payload.get("traces", ())),
        marks={
            place: tuple((start, end, key) for start, end, key in found)
            for place, found in payload.get("marks", {}).items()
        },
        file_rows=tuple(tuple(row) for row in payload.get("file_rows", ())),
    )


def exhibits_in(name: str, notebook: Any) -> list[FoundExhibit]:
    """All exhibits of the notebook called `name`, in its order.

    Raises
    ------
    ReportingFault
        Two exhibits bear the same id.
    """
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    found = [exhibit_of(output.get("data", {})) for output in outputs]
    exhibits = [exhibit for exhibit in found if exhibit is not None]
    ids = [exhibit.exhibit_id for exhibit in exhibits]
    twice = sorted({key for key in ids if ids.count(key) > 1})
    if twice:
        found_twice = ", ".join(twice)
        raise ReportingFault(f"{name}.ipynb: 展项编号重复 exhibit_id used twice: {found_twice}")
    return exhibits


def _trace(fields: Mapping[str, Any]) -> Trace:
    return Trace(**{**fields, "inputs": tuple(fields.get("inputs", ()))})


def _joined(text: str | list[str] | None) -> str | None:
    return "".join(text) if isinstance(text, list) else text
