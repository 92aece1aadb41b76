"""Knows which tables datapackage.json declares and by which schemas; opens no table."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path, PurePosixPath
from typing import Any

from frictionless import FrictionlessException, Schema

from shequ_eval.evidence.checks.files import broken_syntax, read_text
from shequ_eval.evidence.findings import Finding
from shequ_eval.vocabulary.data_root import DESCRIPTOR


@dataclass(frozen=True)
class Declared:
    """One table of the package as it is declared.

    `file` and `schema_file` are relative to the data root, with forward slashes. `kind` is the
    name of the schema: the evidence tables of all zones are of the one kind "evidence".
    """

    name: str
    file: str
    schema_file: str
    schema: dict[str, Any]

    @cached_property
    def kind(self) -> str:
        """The name of the schema file."""
        return PurePosixPath(self.schema_file).stem

    @property
    def fields(self) -> list[dict[str, Any]]:
        """The field descriptors, in the order of the columns."""
        return list(self.schema["fields"])

    @property
    def columns(self) -> list[str]:
        """The names of the columns, in order."""
        return [field["name"] for field in self.fields]

    @property
    def key(self) -> list[str]:
        """The columns of the primary key."""
        return _listed(self.schema.get("primaryKey", []))

    @property
    def foreign_keys(self) -> list[dict[str, Any]]:
        """The foreign keys, with their columns as lists."""
        return [
            {
                "fields": _listed(key["fields"]),
                "reference": {
                    "resource": key["reference"].get("resource", ""),
                    "fields": _listed(key["reference"]["fields"]),
                },
            }
            for key in self.schema.get("foreignKeys", [])
        ]

    @property
    def folder(self) -> str:
        """The name of the folder that holds the file; a zone's id for its evidence."""
        return PurePosixPath(self.file).parent.name


def read_declared(data_root: Path) -> tuple[list[Declared], list[Finding]]:
    """The declared tables, and what is wrong with datapackage.json and the schemas.

    A resource whose schema cannot be read is left out: its finding says why.

    Raises
    ------
    FileNotFoundError
        The data root holds no datapackage.json, so there is nothing to check.
    """
    if not (data_root / DESCRIPTOR).is_file():
        raise FileNotFoundError(
            f"{data_root} 中没有 {DESCRIPTOR}，无法检查；请用 --data 指定数据文件夹。 "
            f"There is no {DESCRIPTOR} in {data_root}, so nothing can be checked; "
            "name the data folder with --data."
        )
    package, findings = _read_json(data_root, DESCRIPTOR)
    if package is None:
        return [], findings
    declared: list[Declared] = []
    schemas: dict[str, dict[str, Any] | None] = {}
    for number, resource in enumerate(_resources_of(package), start=1):
        if not _names_a_table(resource):
            findings.append(_not_a_table(number, resource))
            continue
        schema_file = resource["schema"]
        if schema_file not in schemas:
            schemas[schema_file], faults = _read_schema(data_root, schema_file)
            findings += faults
        schema = schemas[schema_file]
        if schema is not None:
            declared.append(Declared(resource["name"], resource["path"], schema_file, schema))
    return declared, findings


def _listed(names: str | list[str]) -> list[str]:
    return [names] if isinstance(names, str) else list(names)


def _resources_of(package: object) -> list[Any]:
    resources = package.get("resources") if isinstance(package, dict) else None
    return resources if isinstance(resources, list) else [None]


def _names_a_table(resource: object) -> bool:
    return isinstance(resource, dict) and all(
        isinstance(resource.get(key), str) and resource[key] for key in ("name", "path", "schema")
    )


def _read_json(data_root: Path, file: str) -> tuple[Any, list[Finding]]:
    text, findings = read_text(data_root, file)
    if text is None:
        return None, findings
    try:
        return json.loads(text) or {}, findings
    except json.JSONDecodeError as error:
        fault = broken_syntax(file, "json", error.lineno, str(error.colno), error.msg)
        return None, [*findings, fault]


def _read_schema(data_root: Path, file: str) -> tuple[dict[str, Any] | None, list[Finding]]:
    schema, findings = _read_json(data_root, file)
    if schema is None:
        return None, findings
    problem = _schema_problem(json.dumps(schema))
    if not problem:
        return schema, findings
    fault = Finding(
        file=file,
        row=None,
        column="",
        rule="schema-error",
        severity="error",
        found=problem,
        allowed="合法的 Table Schema / a valid Table Schema",
        remedy="从上一版恢复该文件 restore the file from its last good version",
    )
    return None, [*findings, fault]


@lru_cache(maxsize=128)
def _schema_problem(text: str) -> str:
    """What is wrong with a schema, "" if nothing; remembered, for schemas hardly ever change."""
    schema = json.loads(text)
    if not isinstance(schema, dict) or not schema.get("fields"):
        return "没有 fields (no fields)"
    try:
        Schema.from_descriptor(schema)
        for field in schema["fields"]:
            re.compile(field.get("constraints", {}).get("pattern", ""))
    except FrictionlessException as error:
        return "; ".join([error.error.note, *(reason.note for reason in error.reasons)])
    except re.error as error:
        return f"{error.pattern!r}: {error}"
    return ""


def _not_a_table(number: int, resource: object) -> Finding:
    name = resource.get("name", "") if isinstance(resource, dict) else ""
    return Finding(
        file=DESCRIPTOR,
        row=None,
        column="resources",
        rule="package-error",
        severity="error",
        found=f"第 {number} 个资源 resource {number} {name}".strip(),
        allowed="每个资源有 name、path、schema（schemas/ 中的文件名） "
        "each resource has a name, a path and a schema (a file in schemas/)",
        remedy="照其他资源补齐 complete it after the pattern of the others",
    )
