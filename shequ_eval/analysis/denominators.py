"""Knows which population count may stand under a figure, and which only beside it as a caveat."""

from __future__ import annotations

import pandas as pd

from shequ_eval.vocabulary.codebook import Comparability
from shequ_eval.vocabulary.periods import gap_years

WHOLE = "whole_zone"


def usable_denominators(
    denominators: pd.DataFrame, zone_id: str, measure: str, period: str, rules: Comparability
) -> pd.DataFrame:
    """Counts of one measure of one zone near a period, best first, with their role.

    `role` is main (the first row, if it is of a permitted kind and quality), usable (also
    permitted), or alternative (estimated, interpolated or remembered: shown only as marked).
    Counts further than the permitted gap of years, or of a figure without a period, are left out.

    Of those permitted, a count of the whole zone comes before one that leaves a part of it out,
    whatever their quality: a numerator of the whole zone over the people of a part of it is too
    high by the part that is missing, and no trust in the source mends that. The other count stays
    usable, so that the range still holds it. Then the kind, the quality and the year decide.

    Examples
    --------
    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> codebook = read_codebook(find_data_root())
    >>> from shequ_eval.analysis.examples import example_populations
    >>> counts = example_populations()
    >>> usable_denominators(counts, "lishui", "resident_population", "2021",
    ...                     codebook.comparability)[["denominator_id", "role"]].values.tolist()
    [['d1', 'main'], ['d2', 'alternative']]

    A census of a part of the zone yields to one of the whole, though a better source prints it:

    >>> part = counts.assign(denominator_id="part", coverage="part_of_zone", value=48000,
    ...                      quality="official_read", count_type="census")
    >>> both = pd.concat([part.head(1), counts.assign(quality="reposted").head(1)])
    >>> usable_denominators(both, "lishui", "resident_population", "2021",
    ...                     codebook.comparability)[["denominator_id", "role"]].values.tolist()
    [['d1', 'main'], ['part', 'usable']]
    >>> usable_denominators(counts, "lishui", "resident_population", "2030", codebook.comparability)
    ... # doctest: +ELLIPSIS
    Empty DataFrame...
    """
    rows = denominators[(denominators["zone_id"] == zone_id) & (denominators["measure"] == measure)]
    gaps = [gap_years(str(year), period) for year in rows["year"]]
    near = [gap is not None and gap <= rules.largest_denominator_gap_years for gap in gaps]
    rows = rows.assign(gap_years=pd.array(gaps, dtype="Int64"))
    rows = rows[pd.Series(near, index=rows.index, dtype=bool)]
    rows = rows.assign(role=_roles(rows, rules), **_ranks(rows, rules))
    ranked = rows.sort_values(
        ["permitted", "partial", "kind_rank", "quality_rank", "gap_years", "denominator_id"],
        ascending=[False, True, True, True, True, True],
        ignore_index=True,
    )
    if len(ranked) and ranked.at[0, "permitted"]:
        ranked.loc[0, "role"] = "main"
    return ranked.drop(columns=["permitted", "partial", "kind_rank", "quality_rank"])


def _roles(rows: pd.DataFrame, rules: Comparability) -> pd.Series:
    permitted = _permitted(rows, rules)
    return permitted.map({True: "usable", False: "alternative"}).astype(str)


def _permitted(rows: pd.DataFrame, rules: Comparability) -> pd.Series:
    return rows["count_type"].isin(rules.denominator_count_types) & rows["quality"].isin(
        rules.denominator_qualities
    )


def _ranks(rows: pd.DataFrame, rules: Comparability) -> dict[str, pd.Series]:
    kinds = [*rules.denominator_count_types, *rules.alternative_count_types]
    qualities = [*rules.denominator_qualities, *rules.alternative_qualities]
    return {
        "permitted": _permitted(rows, rules),
        "partial": rows["coverage"] != WHOLE,
        "kind_rank": rows["count_type"].map(_position(kinds)),
        "quality_rank": rows["quality"].map(_position(qualities)),
    }


def _position(ordered: list[str]) -> dict[str, int]:
    return {value: place for place, value in enumerate(ordered)}
