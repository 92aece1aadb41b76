"""Knows the table of final units by domains: the one thing that estimates need of the rows.

It is made of rows in memory here, or read from a file larger than memory (evidence), or put
together from parts that were made elsewhere: adding up is all that it takes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from shequ_eval.analysis.survey.coding import FloatArray, IntArray, compact, sums
from shequ_eval.analysis.survey.measures import Domains, Kind, Measure


@dataclass(frozen=True)
class Cells:
    """Non-empty cells: final unit, domain, Σw·num and Σw·den of each (C,).

    For each domain (D,): `above` and `below` the same sums, `rows` that answer, `weight` Σw, and
    the second moments of u = num - centre·den that the design effect needs: Σw·u², Σw·u·den,
    Σw·den².
    """

    kind: Kind
    unit: IntArray
    domain: IntArray
    num: FloatArray
    den: FloatArray
    above: FloatArray
    below: FloatArray
    rows: FloatArray
    weight: FloatArray
    centre: float
    moments: tuple[FloatArray, FloatArray, FloatArray]

    @property
    def domains(self) -> int:
        """How many domains there are."""
        return len(self.rows)


def cells_of(
    measure: Measure, domains: Domains, weights: FloatArray, unit: IntArray, units: int
) -> Cells:
    """The cells of rows in memory.

    Rows of weight 0, without an answer or outside every domain are in no cell.
    """
    w, num, den, domain = weights, measure.num, measure.den, domains.codes
    counted = measure.answers & (domain >= 0) & (w > 0)
    if not counted.all():
        w, num, domain, unit = w[counted], num[counted], domain[counted], unit[counted]
        den = None if den is None else den[counted]
    size = domains.size
    weighted, plain = w * num, w if den is None else w * den
    if units == len(weights):  # each row is a unit, so each row is a cell
        cell_unit, cell_domain, cell_num, cell_den = unit, domain, weighted, plain
    else:
        cell, found = compact(unit * size + domain, units * size)
        cell_unit, cell_domain = np.divmod(found, max(size, 1))
        cell_num, cell_den = sums(cell, weighted, len(found)), sums(cell, plain, len(found))
    above, below = sums(cell_domain, cell_num, size), sums(cell_domain, cell_den, size)
    centre = float(above.sum() / below.sum()) if below.sum() else 0.0
    apart = num - centre if den is None else num - centre * den
    rows = np.bincount(domain, minlength=size).astype(float)
    weight = below if den is None else sums(domain, w, size)
    square = sums(domain, w * apart**2, size)
    if den is None:
        cross, below_square = above - centre * weight, weight
    else:
        cross, below_square = sums(domain, plain * apart, size), sums(domain, plain * den, size)
    return Cells(
        kind=measure.kind,
        unit=cell_unit,
        domain=cell_domain,
        num=cell_num,
        den=cell_den,
        above=above,
        below=below,
        rows=rows,
        weight=weight,
        centre=centre,
        moments=(square, cross, below_square),
    )
