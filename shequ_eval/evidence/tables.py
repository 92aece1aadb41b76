"""Knows how to read the tables of the data package as their schemas type them; repairs nothing."""

from __future__ import annotations

import json
from collections.abc import Collection
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from shequ_eval.evidence.findings import DataError, Finding
from shequ_eval.vocabulary.data_root import DESCRIPTOR
from shequ_eval.vocabulary.text_table import read_text_table

DTYPES: dict[str, Any] = {"integer": "Int64", "number": "Float64", "boolean": "boolean"}
EVIDENCE = "evidence"


def read_tables(data_root: Path, zones: Collection[str] | None = None) -> dict[str, pd.DataFrame]:
    """Every table of the package, typed; the zones' evidence files stacked as `evidence`.

    With `zones` the evidence files of other zones are not read and their rows in other tables are
    left out; the tables that all zones share are read whole for it all the same. Text columns
    hold "" where a cell is empty; numbers and booleans hold `pd.NA`.

    Raises
    ------
    DataError
        A file is missing or not UTF-8, or a cell does not fit its type; every such cell is named
        by file, row and column.
    """
    faults: list[Finding] = []
    tables: dict[str, list[pd.DataFrame]] = {}
    for resource in read_descriptor(data_root)["resources"]:
        if zones is not None and is_of_others(resource["name"], zones):
            continue
        table = _read(data_root, resource, zones, faults)
        name = EVIDENCE if resource["name"].startswith(f"{EVIDENCE}_") else resource["name"]
        if table is not None:
            tables.setdefault(name, []).append(table)
    if faults:
        raise DataError(faults)
    return {name: pd.concat(parts, ignore_index=True) for name, parts in tables.items()}


def read_table(data_root: Path, name: str, zones: Collection[str] | None = None) -> pd.DataFrame:
    """One table of the package, typed as `read_tables` types it; of all zones or of these.

    For what needs no evidence: the register of sources, that of zones.

    Raises
    ------
    DataError
        The file is missing or not UTF-8, or a cell does not fit its type.
    KeyError
        The package has no table of that name.
    """
    resources = {found["name"]: found for found in read_descriptor(data_root)["resources"]}
    faults: list[Finding] = []
    table = _read(data_root, resources[name], zones, faults)
    if table is None or faults:
        raise DataError(faults)
    return table


def is_of_others(resource: str, zones: Collection[str]) -> bool:
    """Whether a resource holds the evidence of a zone that is not among these.

    >>> is_of_others("evidence_lishui", ["zhenhai"]), is_of_others("zones", ["zhenhai"])
    (True, False)
    """
    is_evidence = resource.startswith(f"{EVIDENCE}_")
    return is_evidence and resource.removeprefix(f"{EVIDENCE}_") not in zones


def read_descriptor(data_root: Path) -> dict[str, Any]:
    """The data package's descriptor, to be read and not to be changed."""
    return _parsed((data_root / DESCRIPTOR).read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def _parsed(descriptor: str) -> dict[str, Any]:
    """Kept by its text, never by its path: of thousands of zones it has a megabyte."""
    parsed: dict[str, Any] = json.loads(descriptor)
    return parsed


def read_schema(data_root: Path, resource: dict[str, Any]) -> list[dict[str, Any]]:
    """The fields of a resource's Table Schema, in order."""
    schema = resource["schema"]
    if isinstance(schema, str):
        schema = json.loads((data_root / schema).read_text(encoding="utf-8"))
    fields: list[dict[str, Any]] = schema["fields"]
    return fields


def _read(
    data_root: Path,
    resource: dict[str, Any],
    zones: Collection[str] | None,
    faults: list[Finding],
) -> pd.DataFrame | None:
    path, fields = data_root / resource["path"], read_schema(data_root, resource)
    try:
        text = read_text_table(path, zones)
    except (OSError, ValueError) as error:
        faults.append(_fault(resource["path"], None, "", "unreadable", str(error), "UTF-8 CSV"))
        return None
    expected = [field["name"] for field in fields]
    if list(text.columns) != expected:
        found = ",".join(text.columns)
        faults.append(_fault(resource["path"], 1, "", "header", found, ",".join(expected)))
        return None
    typed = {f["name"]: _typed(text[f["name"]], f, resource["path"], faults) for f in fields}
    return pd.DataFrame(typed)


def _typed(column: pd.Series, field: dict[str, Any], file: str, faults: list[Finding]) -> pd.Series:
    dtype = DTYPES.get(field["type"])
    if dtype is None:
        return column
    filled = column.where(column != "")
    if dtype == "boolean":
        values = filled.map({"true": True, "false": False})
    else:
        values = pd.to_numeric(filled, errors="coerce")
    bad = filled.notna() & values.isna()
    for index in column.index[bad]:
        faults.append(
            _fault(file, int(index) + 2, str(column.name), "type", column[index], field["type"])
        )
    return values.astype(dtype) if not bad.any() else values


def _fault(file: str, row: int | None, column: str, rule: str, found: str, ok: str) -> Finding:
    remedy = "shequ-eval check 列出全部问题 lists every fault"
    return Finding(file, row, column, rule, "error", found, ok, remedy)
