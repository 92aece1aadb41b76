"""Knows what forbids a column to be part of a sampling design, row by row; repairs nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from shequ_eval.analysis.survey.coding import Coded, FloatArray, IntArray, coded
from shequ_eval.evidence.findings import DataError, Finding

NAMED_AT_MOST = 20  # rows named one by one for each rule; the rest are counted
HEADER_LINES = 2  # the first row of data is line 2 of a spreadsheet


class Faults:
    """The findings on one file's design columns, gathered so that they are told all at once.

    `strata`, `clusters` and `sizes` are the columns of each stage, to name a stratum and a unit.
    """

    def __init__(
        self,
        file: str,
        strata: Sequence[Any] = (),
        clusters: Sequence[Any] = (),
        sizes: Sequence[Any] = (),
    ) -> None:
        self.file = file
        self.strata, self.clusters, self.sizes_given = strata, clusters, sizes
        self.findings: list[Finding] = []

    def _place(self, row: int, stage: int, with_unit: bool = False) -> str:
        """The stratum of a row at a stage (from 0), with the units above it and its own unit."""
        columns = [("strata", column) for column in self.strata[: stage + 1]]
        columns += [("clusters", column) for column in self.clusters[: stage + with_unit]]
        return ", ".join(f"{_name(c, kind)} {_values(c)[row]}" for kind, c in columns)

    def _size_column(self, stage: int) -> str:
        column = self.sizes_given[stage] if stage < len(self.sizes_given) else None
        return _name(column, f"population_sizes[{stage + 1}]")

    def _unit_column(self, stage: int) -> str:
        column = self.clusters[stage] if stage < len(self.clusters) else None
        return _name(column, f"clusters[{stage + 1}]")

    def add(
        self, row: int | None, column: str, rule: str, found: str, allowed: str, remedy: str = ""
    ) -> None:
        """Note one fault; `row` is the row's place in the data, from 0."""
        line = None if row is None else row + HEADER_LINES
        self.findings.append(
            Finding(self.file, line, column, rule, "error", found, allowed, remedy)
        )

    def add_rows(self, bad: Any, column: str, rule: str, found: Any, allowed: str) -> None:
        """Note each row where `bad` holds; beyond the first ones, how many more there are."""
        rows = np.flatnonzero(bad)
        for row in rows[:NAMED_AT_MOST]:
            self.add(int(row), column, rule, str(found[row]), allowed)
        if len(rows) > NAMED_AT_MOST:
            more = f"另有 {len(rows) - NAMED_AT_MOST} 行 more rows"
            self.add(None, column, rule, more, allowed)

    def _more(self, bad: IntArray, column: str, rule: str) -> None:
        if len(bad) > NAMED_AT_MOST:
            more = f"另有 {len(bad) - NAMED_AT_MOST} 个 more"
            self.add(None, column, rule, more, "同上 as for the others")

    def leave_if_any(self) -> None:
        """Raise all that was found.

        Raises
        ------
        DataError
            There was a fault.
        """
        if self.findings:
            raise DataError(self.findings)

    def numbers(self, column: Any, default: str) -> tuple[FloatArray, str]:
        """A column as floats; what is no number is noted and becomes missing."""
        name, raw = _name(column, default), _values(column)
        parsed = pd.to_numeric(pd.Series(raw), errors="coerce")
        values = parsed.to_numpy(dtype=float, na_value=np.nan)
        if np.isfinite(values).all():
            return values, name
        missing = pd.isna(raw)
        self.add_rows(np.isnan(values) & ~missing, name, "not_a_number", raw, "数字 a number")
        self.add_rows(missing, name, "missing", np.full(len(raw), ""), "数字 a number")
        self.add_rows(np.isinf(values), name, "not_finite", raw, "有限数 a finite number")
        return values, name

    def weights(self, column: Any) -> FloatArray:
        """Weights as floats: negative ones are noted, and a sample whose weights are all 0."""
        values, name = self.numbers(column, "weights")
        self.add_rows(values < 0, name, "negative_weight", values, "0 或以上 0 or above")
        if len(values) and (values == 0).all():
            self.add(None, name, "no_weight", "全为 0 all are 0", "至少一行大于 0 one row above 0")
        return values

    def sizes(self, column: Any) -> FloatArray:
        """Population sizes as floats."""
        return self.numbers(column, "population_sizes")[0]

    def labels(self, column: Any, default: str) -> Coded:
        """Labels as codes; missing ones are noted."""
        codes = coded(column)
        if not codes.complete:
            empty = np.full(len(codes.codes), "")
            self.add_rows(codes.codes < 0, _name(column, default), "missing", empty, "标签 a label")
        return codes

    def units_in_two_strata(
        self, column: Any, units: Coded, stratum_column: Any, strata: Coded
    ) -> None:
        """Note every first-stage unit whose rows lie in more than one stratum."""
        astray = strata.codes != strata.codes[units.first][units.codes]
        labels, strata_labels = _values(column), _values(stratum_column)
        bad = np.unique(units.codes[astray])
        self._more(bad, _name(column, "clusters"), "psu_in_two_strata")
        for unit in bad[:NAMED_AT_MOST]:
            rows = np.flatnonzero(units.codes == unit)
            where = sorted({str(strata_labels[row]) for row in rows})
            self.add(
                int(rows[0]),
                _name(column, "clusters"),
                "psu_in_two_strata",
                f"{labels[rows[0]]}: {', '.join(where[:6])}",
                "每个初级单元只在一层 each primary unit in one stratum",
                "若各层重新编号，写 nested: true if labels restart in each stratum",
            )

    def uneven_sizes(self, sizes: FloatArray, inside: Coded, place: int) -> None:
        """Note every stratum whose rows do not all give one population size."""
        uneven = sizes != sizes[inside.first][inside.codes]
        for stratum in np.unique(inside.codes[uneven])[:NAMED_AT_MOST]:
            rows = np.flatnonzero(inside.codes == stratum)
            given = sorted({float(value) for value in sizes[rows]})
            self.add(
                int(rows[0]),
                self._size_column(place),
                "uneven_population_size",
                _after(self._place(int(rows[0]), place), ", ".join(f"{v:g}" for v in given[:6])),
                "同一层、同一上级单元只有一个总体数 one size within a stratum and unit above",
            )

    def sizes_below_sample(
        self, sizes: FloatArray, sampled: Any, inside: Coded, place: int
    ) -> None:
        """Note every stratum that is said to hold fewer units than were drawn from it."""
        for stratum in np.flatnonzero(sizes < sampled):
            self.add(
                int(inside.first[stratum]),
                self._size_column(place),
                "population_below_sample",
                _after(self._place(int(inside.first[stratum]), place), f"{sizes[stratum]:g}"),
                f"至少为抽中的单元数 at least the units drawn: {sampled[stratum]}",
                "写总体单元数，不写抽样比 the number of units, not the sampling fraction",
            )

    def lonely(self, lonely: Any, inside: Coded, place: int) -> None:
        """Note every stratum from which one unit of several was drawn."""
        self._more(np.flatnonzero(lonely), self._unit_column(place), "lonely_psu")
        for stratum in np.flatnonzero(lonely)[:NAMED_AT_MOST]:
            self.add(
                int(inside.first[stratum]),
                self._unit_column(place),
                "lonely_psu",
                _after(
                    self._place(int(inside.first[stratum]), place, with_unit=True),
                    f"第{place + 1}级本层只有一个单元 "
                    f"one unit in this stratum of stage {place + 1}",
                ),
                "每层至少两个 two or more in each stratum",
                "合并层，或写 merge strata, or write lonely_psu: certainty | average | centre",
            )


def _after(place: str, words: str) -> str:
    return f"{place}: {words}" if place else words


def _values(column: Any) -> Any:
    return column.to_numpy() if isinstance(column, pd.Series) else np.asarray(column)


def _name(column: Any, default: str) -> str:
    return str(column.name) if isinstance(column, pd.Series) and column.name else default
