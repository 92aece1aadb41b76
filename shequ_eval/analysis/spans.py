"""Knows what is open about the span of a figure: how long it was cumulated, or only whether it was.

What was spent in a year that the text names is no sum of unknown length; what stays unsaid is
whether it is that year's alone. Reads no words: a row says what its coder wrote down.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shequ_eval.vocabulary.codebook import Codebook
from shequ_eval.vocabulary.periods import period_bounds

UNSTATED = "unstated"
STATED_PERIOD = ("text", "text_relative")


def open_span(row: Mapping[Any, Any], codebook: Codebook) -> str:
    """The reason code of what is open about the span of a figure, "" where nothing is.

    span_unstated: a sum over a time that is not said. year_or_sum: a flow whose text names one
    calendar year and not whether the figure is of that year alone. `row` has indicator_id,
    cumulative_over, period and period_basis.

    Examples
    --------
    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> book = read_codebook(find_data_root())
    >>> spent = {"indicator_id": "purchase_spending_yuan", "cumulative_over": "unstated",
    ...          "period": "2022", "period_basis": "text"}
    >>> open_span(spent, book), open_span(spent | {"period": ""}, book)
    ('year_or_sum', 'span_unstated')
    >>> open_span(spent | {"cumulative_over": "2022"}, book)
    ''
    """
    if row["cumulative_over"] != UNSTATED:
        return ""
    is_flow = codebook.indicators.at[row["indicator_id"], "stock_or_flow"] == "flow"
    bounds = period_bounds(str(row["period"]))
    one_year = bounds is not None and bounds[0].year == bounds[1].year
    stated = row["period_basis"] in STATED_PERIOD
    return "year_or_sum" if is_flow and one_year and stated else "span_unstated"
