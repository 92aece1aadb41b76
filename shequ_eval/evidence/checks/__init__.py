"""Knows in which order the data package is checked; repairs nothing and writes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from shequ_eval.evidence.checks.cells import check_cells, in_half_width
from shequ_eval.evidence.checks.codebook_files import check_codebook_files
from shequ_eval.evidence.checks.commitments import check_commitments
from shequ_eval.evidence.checks.dates import check_dates
from shequ_eval.evidence.checks.decisions import check_decisions
from shequ_eval.evidence.checks.declared import read_declared
from shequ_eval.evidence.checks.disputes import check_disputes
from shequ_eval.evidence.checks.documents import check_documents
from shequ_eval.evidence.checks.families import check_families
from shequ_eval.evidence.checks.figures import check_figures
from shequ_eval.evidence.checks.files import check_yaml
from shequ_eval.evidence.checks.keys import check_keys
from shequ_eval.evidence.checks.notes import check_notes
from shequ_eval.evidence.checks.own_words import check_own_words
from shequ_eval.evidence.checks.placeholders import check_placeholders
from shequ_eval.evidence.checks.places import check_places
from shequ_eval.evidence.checks.references import check_references
from shequ_eval.evidence.checks.registers import check_registers
from shequ_eval.evidence.checks.relations import check_relations
from shequ_eval.evidence.checks.schema import check_schema
from shequ_eval.evidence.checks.scores import check_scores
from shequ_eval.evidence.checks.tables import read_package
from shequ_eval.evidence.documents import find_documents
from shequ_eval.evidence.findings import Finding, errors_of, sort_findings

__all__ = ["check_package"]


def check_package(data_root: Path, documents: Path | None = None) -> list[Finding]:
    """Every fault of the data package at once, sorted by file, row and column.

    `documents` is the folder of the source documents; by default they are looked for in
    `sources/documents` and in the folder that SHEQU_EVAL_SOURCES names. An empty list means that
    nothing was found; findings of severity warning do not keep the data from being used.

    The order is from the bytes to the meaning: files, headers, cells, schemas, keys, periods,
    rows, what one table says of another, the second coder's doubts, and the documents. A cell is
    told once, by the first check that finds a fault in it.

    Raises
    ------
    FileNotFoundError
        The data root holds no datapackage.json, so there is nothing to check.
    """
    declared, findings = read_declared(data_root)
    package, faults = read_package(data_root, declared, is_described=not errors_of(findings))
    findings += faults
    findings += check_yaml(data_root)
    findings += check_codebook_files(data_root, package)
    findings += check_places(data_root)
    findings += untold(check_cells(package), findings)
    package = in_half_width(package)
    findings += untold(check_placeholders(data_root, package), findings)
    findings += untold(check_notes(data_root, package), findings)
    findings += untold(check_schema(package), findings)
    findings += untold(check_keys(package), findings)
    findings += untold(check_dates(package), findings)
    findings += untold(check_figures(package), findings)
    findings += untold(check_own_words(package), findings)
    findings += untold(check_references(data_root, package), findings)
    findings += untold(check_families(package), findings)
    findings += untold(check_relations(package), findings)
    findings += untold(check_disputes(package), findings)
    findings += untold(check_decisions(package), findings)
    findings += untold(check_commitments(package), findings)
    findings += untold(check_registers(data_root, package), findings)
    findings += untold(check_scores(data_root, package), findings)
    folders = find_documents(data_root) if documents is None else [documents]
    findings += untold(check_documents(folders, package), findings)
    return sort_findings(findings)


def untold(new: Sequence[Finding], told: Sequence[Finding]) -> list[Finding]:
    """The new findings at places of which no error is told yet.

    A row whose cells are out of step (a wrong number of cells) is told as a whole.

    Examples
    --------
    >>> cell = Finding("zones.csv", 2, "tier", "full-width", "error", "ｃity", "city")
    >>> again = Finding("zones.csv", 2, "tier", "constraint-error", "error", "ｃity", "city")
    >>> untold([again], [cell])
    []
    """
    places = {(f.file, f.row, f.column) for f in told if f.severity == "error"}
    return [
        finding
        for finding in new
        if (finding.file, finding.row, finding.column) not in places
        and (finding.file, finding.row, "") not in places
    ]
