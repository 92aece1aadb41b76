"""Knows whether indicators and their families agree on a dimension; knows no figure."""

from __future__ import annotations

from shequ_eval.evidence.checks.tables import Package
from shequ_eval.evidence.findings import Finding

RULE = "dimension-of-family"
NEVER_COMPARED = "never_compared"


def check_families(package: Package) -> list[Finding]:
    """An indicator that stands in another dimension than its family, a finding each.

    Figures are drawn by family and tabled by indicator: where the two differ, a place would have
    outputs in one exhibit and none in the next. What is never compared has no dimension to share.

    Examples
    --------
    >>> check_families(Package((), ()))
    []
    """
    indicators, families = package.named("indicators"), package.named("families")
    if indicators is None or families is None:
        return []
    if not (indicators.has("family_id", "dimension") and families.has("family_id", "dimension")):
        return []
    of_family: dict[str, str] = dict(
        families.frame[["family_id", "dimension"]].itertuples(index=False)
    )
    rows = indicators.frame[indicators.frame["family_id"] != NEVER_COMPARED]
    return [
        Finding(
            indicators.file, row, "dimension", RULE, "error", found,
            f"{of_family[family]}（指标类 {family} 的维度 the dimension of its family）",
        )
        for row, family, found in rows[["family_id", "dimension"]].itertuples()
        if family in of_family and found != of_family[family]
    ]  # fmt: skip
