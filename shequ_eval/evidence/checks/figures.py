"""Knows what must hold within one row: bounds, offsets, periods, ids; looks at no other row.

Each rule is a statement in a list; the list is the check.
"""

from __future__ import annotations

import pandas as pd

from shequ_eval.evidence.checks.bounds import BOUNDS, WORDS_AND_BOUNDS
from shequ_eval.evidence.checks.marking import Row, Rule, mark_rule, numbers
from shequ_eval.evidence.checks.tables import Package
from shequ_eval.evidence.findings import Finding

BUCKET_FAMILY = "never_compared"


def check_figures(package: Package) -> list[Finding]:
    """Every row of every table against the rules of its kind."""
    return [
        finding
        for kind, rules in RULES.items()
        for table in package.piled(kind)
        for rule in rules
        for finding in mark_rule(table, rule)
    ]


def span_backwards(rows: pd.DataFrame) -> pd.Series:
    """Where the words end before they start."""
    return numbers(rows["end"]) <= numbers(rows["start"])


def span_of_other_length(rows: pd.DataFrame) -> pd.Series:
    """Where the span is not as long as the words.

    Examples
    --------
    >>> rows = pd.DataFrame({"start": ["10", "10"], "end": ["14", "13"], "value_text": "392家"})
    >>> span_of_other_length(rows).tolist()
    [False, True]
    """
    length = numbers(rows["end"]) - numbers(rows["start"])
    return length.gt(0) & length.ne(rows["value_text"].str.len())


def _span_end(row: Row) -> str:
    start, length = int(float(row["start"])), len(row["value_text"])
    return f"{start + length}（start + {length} 字 characters）"


def _denominator_name(rows: pd.DataFrame) -> pd.Series:
    return rows["zone_id"] + "." + rows["measure"] + "." + rows["year"]


SPANS = (
    Rule(
        name="span-order",
        column="end",
        needs=("start",),
        broken=span_backwards,
        allowed=lambda row: f"> start = {row['start']}",
        remedy="start、end 是原词在解码后全文中的字符位置，从 0 起 "
        "start and end are character positions in the decoded text, from 0",
    ),
    Rule(
        name="span-length",
        column="end",
        needs=("start", "value_text"),
        broken=span_of_other_length,
        allowed=_span_end,
        remedy="end − start 等于 value_text 的字数 end − start is the length of value_text",
    ),
)

EVIDENCE = (
    *BOUNDS,
    *WORDS_AND_BOUNDS,
    *SPANS,
    Rule(
        name="period-basis",
        column="period_basis",
        needs=("period",),
        broken=lambda rows: rows["period"].eq("") != rows["period_basis"].eq(""),
        allowed=lambda row: (
            "空，因为没有时期 (empty, as there is no period)"
            if row["period"] == ""
            else "text | text_relative | inferred"
        ),
        remedy="有时期就写依据，没有就都留空 a period has a ground; no period has none",
    ),
)

INDICATORS = (
    Rule(
        name="never-compare",
        column="never_compare",
        needs=("family_id",),
        broken=lambda rows: rows["never_compare"].eq("true") != rows["family_id"].eq(BUCKET_FAMILY),
        allowed=lambda row: (
            str(row["family_id"] == BUCKET_FAMILY).lower()
            + f"，因为 family_id 是 as the family is {row['family_id']}"
        ),
        remedy=f"归类桶都在 {BUCKET_FAMILY} 组 every bucket is in the family {BUCKET_FAMILY}",
    ),
    Rule(
        name="low-above-high",
        column="natural_low",
        needs=("natural_high",),
        broken=lambda rows: numbers(rows["natural_low"]) > numbers(rows["natural_high"]),
        allowed=lambda row: f"≤ natural_high = {row['natural_high']}",
        remedy="对调或改正 swap or mend them",
    ),
)

DENOMINATORS = (
    Rule(
        name="not-above-zero",
        column="value",
        needs=(),
        broken=lambda rows: numbers(rows["value"]) <= 0,
        allowed=lambda row: "> 0",
        remedy="分母不能为 0；没有数字就删去该行 "
        "a denominator is never 0; delete the row where there is no figure",
    ),
    Rule(
        name="id-form",
        column="denominator_id",
        needs=("zone_id", "measure", "year"),
        broken=lambda rows: (
            rows["denominator_id"].str.replace(r"\.\d{1,3}$", "", regex=True)
            != _denominator_name(rows)
        ),
        allowed=lambda row: f"{row['zone_id']}.{row['measure']}.{row['year']}",
        remedy="编号 = zone_id.measure.year，第二个数字加 .2 "
        "the id is zone_id.measure.year, with .2 for a second figure",
    ),
)

MISSING_NUMBERS = (
    Rule(
        name="gap-before-start",
        column="gap",
        needs=("start",),
        broken=lambda rows: numbers(rows["gap"]) < numbers(rows["start"]),
        allowed=lambda row: f"≥ start = {row['start']}",
        remedy="gap 是缺口的字符位置 gap is the character position of the gap",
    ),
)

RULES: dict[str, tuple[Rule, ...]] = {
    "evidence": EVIDENCE,
    "second_coding": (*BOUNDS, *SPANS),
    "indicators": INDICATORS,
    "denominators": DENOMINATORS,
    "missing_numbers": MISSING_NUMBERS,
}
