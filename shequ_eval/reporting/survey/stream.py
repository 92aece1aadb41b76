"""Knows the way from answers larger than memory to estimates: query, add up, estimate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd

from shequ_eval.analysis.disclosure.overlapping import ROWS
from shequ_eval.analysis.survey.asked import Answered, Results, estimates_table
from shequ_eval.analysis.survey.coding import IntArray
from shequ_eval.analysis.survey.design import SurveyDesign
from shequ_eval.analysis.survey.estimates import Terms
from shequ_eval.analysis.survey.from_cells import (
    answered_from,
    cells_from,
    combined,
    counted_stages,
    unit_design,
    unit_notes,
)
from shequ_eval.analysis.survey.in_memory import (
    TEST_COLUMNS,
    empty_domains,
    no_domain,
    no_rows,
    where_holds_nowhere,
)
from shequ_eval.evidence.findings import DataError, Finding
from shequ_eval.evidence.survey_cells import Source, Tables, relation_of, rows_of
from shequ_eval.evidence.survey_sql import (
    Relation,
    cell_queries,
    largest_weight_query,
    not_numbers,
    together_query,
    units_query,
    weight_faults_query,
)
from shequ_eval.vocabulary.nearest import did_you_mean
from shequ_eval.vocabulary.survey_spec import EstimateSpec, SurveySpec

NAMED_AT_MOST = 20
HEADER_LINES = 2


@dataclass(frozen=True)
class _Stream:
    spec: SurveySpec
    relation: Relation
    source: Source
    labels: tuple[str, ...]
    design: SurveyDesign
    units: pd.DataFrame
    terms: Terms
    warnings: list[Finding]
    file: str
    notes: tuple[str, ...]
    domains: dict[str, pd.DataFrame] = field(default_factory=dict)

    def together(self, estimates: Sequence[EstimateSpec]) -> pd.DataFrame:
        """The combinations of the estimates' domains in which anybody answers, and how many do."""
        query = together_query(estimates, self.spec.design.weights, self.relation)
        parts = pd.concat(self.source.ask(query, {}))
        by = list(dict.fromkeys(column for one in estimates for column in one.by))
        codes = pd.DataFrame({ROWS: parts["rows"].to_numpy()})
        for place, one in enumerate(estimates):
            inside = parts[f"inside{place}"].to_numpy(dtype=bool)
            codes[one.id] = np.where(inside, self._places(one, parts, by), -1)
        found = codes.groupby([one.id for one in estimates]).sum().reset_index()
        return found[found[[one.id for one in estimates]].ge(0).any(axis=1)]

    def _places(self, estimate: EstimateSpec, parts: pd.DataFrame, by: list[str]) -> IntArray:
        """The number of the domain that each combination's labels are (-1: none)."""
        if not estimate.by:
            return np.zeros(len(parts), dtype=np.intp)
        labels = self.domains[estimate.id][list(estimate.by)]
        asked = parts[[f"label{by.index(column)}" for column in estimate.by]]
        asked = asked.set_axis(list(estimate.by), axis=1)
        numbered = labels.assign(**{"": np.arange(len(labels))})
        places = asked.merge(numbered, how="left", on=list(estimate.by))[""]
        found: IntArray = places.fillna(-1).to_numpy(dtype=np.intp)
        return found

    def answer(self, estimate: EstimateSpec) -> Answered:
        queries = cell_queries(estimate, self.spec.design.weights, self.labels, self.relation)
        counts = pd.concat(self.source.ask(queries.counts, {})).sum()
        if not counts["rows"]:
            raise DataError([where_holds_nowhere(estimate.id, estimate.where, self.file)])
        if counts["astray"]:
            self.warnings.append(no_domain(estimate, int(counts["astray"]), self.file))
        domains = pd.DataFrame(index=range(1))
        tables: Tables = {"units": self.units}
        if queries.domains:
            parts = self.source.ask(queries.domains, {})
            domains = pd.concat(parts).drop_duplicates().sort_values(list(estimate.by))
            domains = domains.reset_index(drop=True)
            self.domains[estimate.id] = domains
            tables["domains"] = domains.assign(domain=np.arange(len(domains)))
        sample = self.source.ask(queries.centre, tables)[0]
        below = float(sample["den"].sum()) if len(sample) else 0.0
        centre = float(sample["num"].sum()) / below if below else 0.0
        moments = self.source.ask(queries.moments.replace("{centre}", repr(centre)), tables)
        cells_sql = queries.cells.replace("{domains}", str(len(domains)))
        keys = self.design.stages.final_units * len(domains)
        sums = self.source.add(cells_sql, tables, keys)
        if estimate.kind == "share" and len(sums) and not sums["num"].any():
            values = ", ".join(str(value) for value in estimate.values or [])
            allowed = "有人给的回答 an answer that was given"
            rule, column = "no_such_answer", str(estimate.variable)
            raise DataError([Finding(self.file, None, column, rule, "error", values, allowed)])
        whole = combined(moments, ["domain"])
        cells = cells_from(estimate, sums, whole, len(domains), centre)
        return answered_from(self.design, cells, domains, self.terms, self.notes)


def stream_results(spec: SurveySpec, files: Sequence[Path], source: Source) -> Results:
    """The estimates of a specification from Parquet files that are not read whole.

    `source` is what queries are put to: the files here, or on a cluster.

    Raises
    ------
    DataError
        Every fault of the weights, the design and the variables.
    """
    file = ", ".join(path.name for path in files)
    if not rows_of(files):
        raise DataError([no_rows(file)])
    relation = relation_of(files)
    absent = [column for column in spec.columns() if column not in relation.columns]
    if absent:
        raise DataError(
            Finding(
                file, None, column, "no_such_column", "error", column,
                did_you_mean(column, relation.columns),
            )
            for column in absent
        )  # fmt: skip
    stages = counted_stages(spec.design)
    strata = [column for each in spec.design.strata_by_stage(stages) for column in each]
    labels = tuple(dict.fromkeys([*strata, *spec.design.clusters[:stages]]))
    faults = [*_weight_faults(spec, relation, source), *_type_faults(spec, relation, file)]
    units = _units(spec, labels, relation, source)
    try:
        design = unit_design(spec.design, units, file)
    except DataError as error:
        # NOTE: rows of the table of units are not rows of the file.
        faults += [Finding(f.file, None, f.column, f.rule, f.severity, f.found, f.allowed, f.remedy)
                   for f in error.findings]  # fmt: skip
    if faults:
        raise DataError(faults)
    numbered = units[list(labels)].assign(unit=design.final_unit, weight=design.weights)
    terms = Terms(spec.confidence, spec.deff)
    notes = design.notes + unit_notes(spec.design, design, rows_of(files))
    stream = _Stream(spec, relation, source, labels, design, numbered, terms, [], file, notes)
    table = estimates_table(spec, stream.answer, stream.together, file)
    tests = pd.DataFrame(columns=TEST_COLUMNS)
    return Results(table, tests, (*stream.warnings, *empty_domains(table, file)))


def _units(
    spec: SurveySpec, labels: Sequence[str], relation: Relation, source: Source
) -> pd.DataFrame:
    stages = counted_stages(spec.design)
    sizes = [size for size in spec.design.population_sizes[:stages] if isinstance(size, str)]
    parts = source.ask(units_query(labels, sizes, relation), {})
    whole = pd.concat(parts).drop_duplicates()
    return whole.sort_values(list(labels)).reset_index(drop=True)


def _weight_faults(spec: SurveySpec, relation: Relation, source: Source) -> list[Finding]:
    weight = spec.design.weights
    if weight is None or weight not in relation.numbers:
        return []
    found: list[Finding] = []
    parts = source.ask(weight_faults_query(weight, relation, NAMED_AT_MOST), {})
    for row in pd.concat(parts).head(NAMED_AT_MOST).to_dict("records"):
        rule = "negative_weight" if row["weight"] < 0 else "missing"
        line, value = int(row["file_row_number"]) + HEADER_LINES, str(row["weight"])
        name = Path(str(row["filename"])).name
        found.append(Finding(name, line, weight, rule, "error", value, "0 或以上 0 or above"))
    tops = pd.concat(source.ask(largest_weight_query(weight, relation), {}))["top"]
    if (tops.dropna() == 0).all() and not found:
        allowed = "至少一行大于 0 one row above 0"
        found.append(Finding("", None, weight, "no_weight", "error", "0", allowed))
    bad = sum(int(part["bad"].iloc[0]) for part in parts if len(part))
    if bad > NAMED_AT_MOST:
        more = f"另有 {bad - NAMED_AT_MOST} 行 more rows"
        found.append(Finding("", None, weight, "weights", "error", more, "0 或以上 0 or above"))
    return found


def _type_faults(spec: SurveySpec, relation: Relation, file: str) -> list[Finding]:
    needed = [spec.design.weights] if spec.design.weights else []
    for estimate in spec.estimates:
        needed += not_numbers(estimate, relation.numbers)
    return [
        Finding(file, None, column, "not_a_number", "error", "文字列 text", "数字列 numbers")
        for column in dict.fromkeys(needed)
        if column not in relation.numbers
    ]
