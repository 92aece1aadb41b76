"""Knows what each kind of relation must say; does not know whether it holds in any zone."""

from __future__ import annotations

from shequ_eval.evidence.checks.tables import Package
from shequ_eval.evidence.findings import Finding

NEEDED = {
    "sum_part_of": ("group", "indicator_id", "of_indicator_id"),
    "subset_of": ("group", "indicator_id", "of_indicator_id"),
    "numerator_of": ("indicator_id", "of_indicator_id", "factor"),
    "denominator_of": ("of_indicator_id", "measure"),
    "share_of": ("indicator_id",),
    "product_of": ("group", "indicator_id", "exponent"),
    "ratio_of": ("indicator_id", "of_indicator_id"),
    "unit_cost_of": ("indicator_id", "of_indicator_id"),
    "change_of": ("indicator_id", "of_indicator_id"),
    "sample_of": ("indicator_id", "of_indicator_id"),
    "same_scale_as": ("indicator_id", "of_indicator_id"),
    "same_span_as": ("indicator_id", "of_indicator_id"),
}
PAIRED = ("ask_zh", "ask_en")


def check_relations(package: Package) -> list[Finding]:
    """Relations that lack what their kind needs, stand on themselves, or ask in one language.

    A kind that does not exist is told by the schema.

    Examples
    --------
    A package without tables is told elsewhere to be one, and has no fault here:

    >>> check_relations(Package((), ()))
    []
    """
    table = package.named("relations")
    if table is None or table.absent:
        return []
    findings: list[Finding] = []
    for place, row in zip(table.frame.index, table.frame.to_dict("records"), strict=True):
        said = {str(key): str(cell) for key, cell in row.items()}
        findings += [
            Finding(table.file, int(place), column, rule, "error", said[column], allowed)
            for column, rule, allowed in _faults(said)
        ]
    return findings


def _faults(row: dict[str, str]) -> list[tuple[str, str, str]]:
    faults = [
        (column, "relation-incomplete", f"{row['kind']} 须填 needs {column}")
        for column in NEEDED.get(row["kind"], ())
        if not row[column]
    ]
    if row["indicator_id"] and row["indicator_id"] == row["of_indicator_id"]:
        faults.append(("of_indicator_id", "relation-to-itself", "另一个指标 another indicator"))
    faults += [
        (column, "asked-in-one-language", "两种语言或都空 both languages or neither")
        for column, other in (PAIRED, PAIRED[::-1])
        if not row[column] and row[other]
    ]
    return faults
