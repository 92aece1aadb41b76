"""Knows the queries that add answers up to cells of units and domains; runs none of them.

The relation `source` holds the answers, `units` the final units of the design with their number,
`domains` the domains of an estimate with theirs.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from shequ_eval.vocabulary.row_filter import (
    Compared,
    Condition,
    Negated,
    Value,
    parse_condition,
    texts_of,
)
from shequ_eval.vocabulary.survey_spec import YES, EstimateSpec

ALWAYS = "TRUE"


@dataclass(frozen=True)
class Relation:
    """Which columns the answers have, and which of them are floats or numbers at all."""

    columns: tuple[str, ...]
    floats: frozenset[str]
    numbers: frozenset[str]

    def value(self, column: str) -> str:
        """A column of `source` whose NaN is missing, as SQL."""
        name = f"s.{quoted(column)}"
        return (
            f"CASE WHEN isnan({name}) THEN NULL ELSE {name} END" if column in self.floats else name
        )


@dataclass(frozen=True)
class CellQueries:
    """An estimate's queries: domains, rows inside and in no domain, cells, domains' moments.

    `cells` gives one row an answer, with the key unit × {domains} + domain: a place for their
    number, as {centre} is in `moments`.
    """

    domains: str
    counts: str
    cells: str
    moments: str
    centre: str


def quoted(name: str) -> str:
    """A name for SQL.

    >>> quoted('a"b')
    '"a""b"'
    """
    doubled = name.replace('"', '""')
    return f'"{doubled}"'


def units_query(labels: Sequence[str], sizes: Sequence[str], relation: Relation) -> str:
    """Every unit that occurs, with the population sizes that stand beside it."""
    columns = [f"{relation.value(c)} AS {quoted(c)}" for c in dict.fromkeys([*labels, *sizes])]
    return f"SELECT DISTINCT {', '.join(columns)} FROM source s ORDER BY ALL"


def weight_faults_query(weight: str, relation: Relation, limit: int) -> str:
    """Rows whose weight cannot be one: file, row from 0, weight, and how many there are."""
    w = f"CAST({relation.value(weight)} AS DOUBLE)"
    return (
        f"SELECT filename, file_row_number, {w} AS weight, count(*) OVER () AS bad FROM source s "
        f"WHERE {w} IS NULL OR {w} < 0 OR isinf({w}) ORDER BY 1, 2 LIMIT {limit}"
    )


def largest_weight_query(weight: str, relation: Relation) -> str:
    """The largest weight."""
    return f"SELECT max({relation.value(weight)}) AS top FROM source s"


def cell_queries(
    estimate: EstimateSpec, weight: str | None, labels: Sequence[str], relation: Relation
) -> CellQueries:
    """The queries of a mean, total, ratio or share.

    `labels` are the columns that tell the final units apart; without `weight` the units carry it.
    """
    num, den = _sides(estimate, relation)
    w = "u.weight" if weight is None else f"CAST({relation.value(weight)} AS DOUBLE)"
    inside = (
        ALWAYS
        if estimate.where is None
        else condition_sql(parse_condition(estimate.where), relation)
    )
    by = [f"{relation.value(column)}" for column in estimate.by]
    known = " AND ".join([f"{column} IS NOT NULL" for column in by] or [ALWAYS])
    named = [f"{value} AS {quoted(c)}" for value, c in zip(by, estimate.by, strict=True)]
    domains = (
        f"SELECT DISTINCT {', '.join(named)} FROM source s WHERE ({inside}) AND {known} "
        "ORDER BY ALL"
        if by
        else ""
    )
    rows = (
        f"SELECT u.unit AS unit, {'d.domain' if by else '0'} AS domain, {w} AS w, {num} AS num, "
        f"{den} AS den FROM source s JOIN units u ON {_same(labels, 'u', relation)}"
        + (f" JOIN domains d ON {_same(estimate.by, 'd', relation)}" if by else "")
        + f" WHERE ({inside})"
    )
    counted = f"({rows}) r WHERE w > 0 AND num IS NOT NULL AND den IS NOT NULL"
    return CellQueries(
        domains=domains,
        counts=(
            f"SELECT count(*) AS rows, count(*) FILTER (WHERE NOT ({known})) AS astray "
            f"FROM source s WHERE ({inside})"
        ),
        cells=(
            "SELECT CAST(unit AS BIGINT) * {domains} + domain AS key, w * num AS num, "
            f"w * den AS den FROM {counted}"
        ),
        moments=(
            "SELECT domain, count(*) AS rows, sum(w) AS weight, "
            "sum(w * (num - {centre} * den) * (num - {centre} * den)) AS square, "
            "sum(w * (num - {centre} * den) * den) AS crossed, sum(w * den * den) AS below "
            f"FROM {counted} GROUP BY domain ORDER BY domain"
        ),
        centre=f"SELECT num, den FROM {counted} LIMIT 10000",
    )


def together_query(
    estimates: Sequence[EstimateSpec], weight: str | None, relation: Relation
) -> str:
    """How many rows answer in each combination of several estimates' domains.

    One row a combination: `rows`, the label of each `by` column as label0, label1, … (in the
    order in which the estimates name them first), and whether each estimate counts its rows:
    inside0, inside1, ….
    """
    by = list(dict.fromkeys(column for one in estimates for column in one.by))
    labels = [f"{relation.value(column)} AS label{place}" for place, column in enumerate(by)]
    counted = []
    for place, one in enumerate(estimates):
        num, den = _sides(one, relation)
        holds = [f"({value}) IS NOT NULL" for value in (num, den)]
        holds += [f"({relation.value(column)}) IS NOT NULL" for column in one.by]
        if one.where is not None:
            holds.append(f"({condition_sql(parse_condition(one.where), relation)})")
        if weight is not None:
            holds.append(f"coalesce(CAST({relation.value(weight)} AS DOUBLE) > 0, FALSE)")
        counted.append(f"({' AND '.join(holds)}) AS inside{place}")
    named = ", ".join([*labels, *counted])
    return f"SELECT {named}, count(*) AS rows FROM source s GROUP BY ALL ORDER BY ALL"


def _same(columns: Sequence[str], side: str, relation: Relation) -> str:
    return " AND ".join(f"{relation.value(c)} = {side}.{quoted(c)}" for c in columns)


def _sides(estimate: EstimateSpec, relation: Relation) -> tuple[str, str]:
    def number(column: str | None) -> str:
        return f"CAST({relation.value(str(column))} AS DOUBLE)"

    if estimate.kind == "ratio":
        return number(estimate.numerator), number(estimate.denominator)
    if estimate.kind == "share":
        column = str(estimate.variable)
        chosen = condition_sql(Compared(column, "in", tuple(estimate.values or YES)), relation)
        given = relation.value(column)
        return f"CASE WHEN {given} IS NULL THEN NULL WHEN {chosen} THEN 1.0 ELSE 0.0 END", "1.0"
    return number(estimate.variable), "1.0"


def condition_sql(condition: Condition, relation: Relation) -> str:
    """A condition as SQL that is never NULL: a missing value makes no comparison true.

    >>> told = Relation(("age",), frozenset(), frozenset({"age"}))
    >>> condition_sql(parse_condition("age >= 18"), told)
    'coalesce(s."age" >= 18.0, FALSE)'
    """
    if isinstance(condition, Negated):
        return f"NOT ({condition_sql(condition.part, relation)})"
    if not isinstance(condition, Compared):
        joint = f" {condition.how.upper()} "
        return "(" + joint.join(condition_sql(part, relation) for part in condition.parts) + ")"
    value = relation.value(condition.column)
    numeric = condition.column in relation.numbers
    wanted = [literal for value in condition.values for literal in _literals(value, numeric)]
    left = value if numeric else f"CAST({value} AS VARCHAR)"
    if condition.operator in {"in", "not in", "==", "!="}:
        told = f"{left} IN ({', '.join(wanted)})" if wanted else f"{left} IS NULL"
        told = told if condition.operator in {"in", "=="} else f"NOT ({told})"
    else:
        told = f"{left} {condition.operator} {wanted[0] if wanted else 'NULL'}"
    return f"coalesce({told}, FALSE)"


def _literals(value: Value, numeric: bool) -> list[str]:
    """A value as SQL, in each way it may be written; none where a text stands against numbers."""
    if not numeric:
        doubled = [text.replace("'", "''") for text in texts_of(value)]
        return [f"'{text}'" for text in doubled]
    try:
        return [repr(float(value))]
    except ValueError:
        return []


def not_numbers(estimate: EstimateSpec, numbers: Collection[str]) -> list[str]:
    """Columns of an estimate that must be numbers and are not among `numbers`."""
    if estimate.kind == "share":
        return []
    given = (estimate.variable, estimate.numerator, estimate.denominator)
    return [column for column in given if column and column not in numbers]
