"""Knows how a crate ties each exhibit to its code cell and to what it rests on; reads no data."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from rocrate.rocrate import ROCrate

from shequ_eval.exhibits.exhibit import MIME
from shequ_eval.reporting.crate.record import EXHIBIT
from shequ_eval.reporting.found_exhibits import FoundExhibit
from shequ_eval.reporting.kernels.saved_notebook import read_notebook
from shequ_eval.reporting.plan import ReportPlan

ENDINGS = ("csv", "png", "svg", "xlsx")


def describe_exhibits(
    crate: ROCrate, folder: Path, plan: ReportPlan, exhibits: Mapping[str, list[FoundExhibit]]
) -> None:
    """Add one entity an exhibit: its files, the cell that shows it, the rows that it rests on."""
    for path in plan.notebooks:
        cells = cells_of_exhibits(read_notebook(folder / "notebooks" / path.name))
        for exhibit in exhibits.get(path.stem, []):
            _add(crate, path.stem, exhibit, _cell(crate, path.name, *cells[exhibit.exhibit_id]))


def _cell(crate: ROCrate, notebook: str, number: int, cell_id: str, source: str) -> Any:
    at = f"notebooks/{quote(notebook)}#cell-id={quote(cell_id)}"
    return crate.dereference(at) or crate.add_jsonld(
        {
            "@id": at,
            "@type": "SoftwareSourceCode",
            "name": f"{notebook} 第 {number} 格 cell {number}",
            "text": source,
            "isPartOf": {"@id": f"notebooks/{quote(notebook)}"},
        }
    )


def cells_of_exhibits(notebook: Any) -> dict[str, tuple[int, str, str]]:
    """For each exhibit's id the place of its cell, counted from 1, the cell's id and its words."""
    found = {}
    for number, cell in enumerate(notebook.cells, start=1):
        for output in cell.get("outputs", []):
            payload = output.get("data", {}).get(MIME)
            if payload:
                found[payload["exhibit_id"]] = (number, cell["id"], cell.source)
    return found


def _add(crate: ROCrate, notebook: str, exhibit: FoundExhibit, cell: Any) -> None:
    names = [f"exhibits/{notebook}.{exhibit.exhibit_id}.{ending}" for ending in ENDINGS]
    files = [found for name in names if (found := crate.dereference(quote(name)))]
    entity = crate.add_jsonld(
        {
            "@id": f"{EXHIBIT}{notebook}/{exhibit.exhibit_id}",
            "@type": "CreativeWork",
            "name": exhibit.title,
            "genre": exhibit.kind,
        }
    )
    entity["isBasedOn"] = cell
    rests = sorted(
        {*exhibit.rests_on, *(key for t in exhibit.traces for key in (t.key, *t.inputs))}
    )
    if rests:
        entity["citation"] = rests
    if files:
        entity["encoding"] = files
