"""Knows how the parts of the coding desk are put together: a fresh sheet, and two that return."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from shequ_eval.analysis.sheet_agreement import sheet_agreement, sheet_disagreements
from shequ_eval.evidence.coding.columns import FIELDS, Vocabulary, read_vocabulary
from shequ_eval.evidence.coding.decisions import Decision, Signature, decisions_of
from shequ_eval.evidence.coding.draft import Draft, draft_of, read_documents
from shequ_eval.evidence.coding.read_sheet import read_coding_sheet
from shequ_eval.evidence.coding.second_reading import COMPARED, nothing_in_common
from shequ_eval.evidence.coding.suggestions import Adviser
from shequ_eval.evidence.coding.typed import EXAMPLES, period_cell
from shequ_eval.evidence.findings import DataError, Finding
from shequ_eval.evidence.quantities import find_quantities
from shequ_eval.evidence.tables import read_tables
from shequ_eval.evidence.workbooks import kept_as_text
from shequ_eval.reporting.coding.sheet import SheetFault, check_outside, write_sheets
from shequ_eval.vocabulary.codebook import Codebook, read_codebook
from shequ_eval.vocabulary.coding_cues import read_coding_cues
from shequ_eval.vocabulary.nearest import did_you_mean
from shequ_eval.vocabulary.periods import PeriodError, period_bounds

KAPPA_NOTES = (
    "– 没有 kappa：数值列，或两人只用了一个类别 no kappa: numbers, or one category only",
    "两人看过同样的建议，kappa 因此偏高 both coders saw the same suggestions, which raises kappa",
)
ANONYMOUS = Signature("unnamed", "2000-01-01")


@dataclass(frozen=True)
class NewSheet:
    """A sheet that was written, with its draft."""

    draft: Draft
    written: list[Path]


@dataclass(frozen=True)
class Agreement:
    """How two filled sheets compare."""

    table: pd.DataFrame
    disagreements: pd.DataFrame
    words: dict[tuple[str, int, int], str]

    def lines(self) -> Iterator[str]:
        """The table and the disagreements for the terminal."""
        yield f"{'列 column':<24}{'一致 agreed':>12}{'比例 share':>12}{'kappa':>9}"
        for row in self.table.to_dict("records"):
            share = _printed(row["agree_share"], "{:.1%}")
            kappa = _printed(row["kappa"], "{:.3f}")
            counts = f"{row['agreed']}/{row['of']}"
            yield f"{row['column']:<24}{counts:>12}{share:>12}{kappa:>9}"
        yield from KAPPA_NOTES
        yield f"分歧 disagreements: {len(self.disagreements)}"
        for row in self.disagreements.to_dict("records"):
            words = self.words[row["source_id"], row["start"], row["end"]]
            one, other = row["first"] or "（空 empty）", row["second"] or "（空 empty）"
            place = f"{row['source_id']} [{row['start']}] {words}"
            yield f"  {place}  {row['column']}: {one} ≠ {other}"


def _printed(number: Any, layout: str) -> str:
    return "–" if pd.isna(number) else layout.format(float(number))


def new_sheet(
    zone_id: str, files: Sequence[Path], data_root: Path, out: Path | None, published: str
) -> NewSheet:
    """Read the documents, draft their rows and write the sheet.

    Raises
    ------
    DataError
        A document cannot be read; every fault of all documents.
    SheetFault
        The zone is not known, the day of publication is no date, or the place is in the data.
    FileExistsError
        The sheet exists.
    """
    codebook, tables = read_codebook(data_root), read_tables(data_root)
    _check_zone(zone_id, codebook)
    published = period_cell(published)
    _check_date(published)
    place = out or Path(f"coding_{zone_id}.xlsx")
    check_outside(place, data_root)
    documents = read_documents(files)
    vocabulary = read_vocabulary(data_root, codebook, tables["units"], tables["evidence"])
    adviser = Adviser(codebook, read_coding_cues(data_root), tables["units"], tables["evidence"])
    draft = draft_of(documents, zone_id, tables, adviser, vocabulary, find_quantities, published)
    return NewSheet(draft, write_sheets(place, draft, vocabulary, data_root))


def compare_sheets(first: Path, second: Path, data_root: Path) -> Agreement:
    """How two filled sheets agree.

    Raises
    ------
    DataError
        A sheet cannot be read or a decision is not in order, or the two have no figure in common.
    """
    codebook, tables = read_codebook(data_root), read_tables(data_root)
    vocabulary = read_vocabulary(data_root, codebook, tables["units"], tables["evidence"])
    codings, findings = [], []
    for path in (first, second):
        decisions, faults = _decided(path, vocabulary, codebook)
        codings.append(decisions)
        findings += faults
    one, other = ({d.key: {"decision": d.decision, **d.cells} for d in c} for c in codings)
    if findings or (findings := nothing_in_common(first.name, second.name, *codings)):
        raise DataError(findings)
    return Agreement(
        sheet_agreement(one, other, COMPARED),
        sheet_disagreements(one, other, FIELDS),
        {decision.key: decision.value_text for c in codings for decision in c},
    )


def write_disagreements(out: Path, found: Agreement, data_root: Path) -> Path:
    """Write the disagreements side by side to a new CSV.

    Raises
    ------
    SheetFault, FileExistsError
        The place is in the data folder, or the file exists.
    """
    check_outside(out, data_root)
    keys = zip(*(found.disagreements[c] for c in ("source_id", "start", "end")), strict=True)
    table = found.disagreements.assign(value_text=[found.words[key] for key in keys])
    safe = table.map(lambda cell: kept_as_text(str(cell)))
    with out.open("x", encoding="utf-8-sig", newline="") as stream:
        safe.to_csv(stream, index=False, lineterminator="\n")
    return out


def _decided(
    path: Path, vocabulary: Vocabulary, codebook: Codebook
) -> tuple[list[Decision], list[Finding]]:
    """The decisions of a sheet; who signed it does not matter for a comparison."""
    sheet = read_coding_sheet(path, vocabulary)
    return decisions_of(sheet, vocabulary, codebook.indicators, ANONYMOUS)


def _check_zone(zone_id: str, codebook: Codebook) -> None:
    if zone_id not in codebook.zones.index:
        near = did_you_mean(zone_id, codebook.zones.index)
        raise SheetFault(
            f"ZONE {zone_id}: {near}；新地区先运行 for a new one run: shequ-eval new zone {zone_id}"
        )


def _check_date(published: str) -> None:
    try:
        period_bounds(published)
    except PeriodError:
        raise SheetFault(f"--published {published}: {EXAMPLES}") from None
