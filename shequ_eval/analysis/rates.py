"""Knows what a count comes to on a known population, beside what the source printed; ranks none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from shequ_eval.analysis.answering_figures import latest_of
from shequ_eval.analysis.audit.implied import known_populations
from shequ_eval.analysis.comparability import compare_pairs, verdict_of
from shequ_eval.analysis.denominators import usable_denominators
from shequ_eval.analysis.intervals import Interval
from shequ_eval.analysis.printed import implied_population, printed_decimals
from shequ_eval.analysis.rate_over import no_rate_over, rate_over
from shequ_eval.analysis.rate_verdicts import verdicts_by_zone
from shequ_eval.vocabulary.codebook import Codebook, RecomputedRate
from shequ_eval.vocabulary.parameters import Override
from shequ_eval.vocabulary.periods import overlaps

Row = dict[Any, Any]
SCOPES = ("whole_zone", "unstated")


def figures_of(observations: pd.DataFrame, status: str = "actual") -> pd.DataFrame:
    """The observations that hold a figure of one status.

    >>> rows = pd.DataFrame({"absence": ["", "", "not_published"],
    ...                      "status": ["actual", "planned", ""], "value": [3, 5, None]})
    >>> figures_of(rows)["value"].tolist(), figures_of(rows, "planned")["value"].tolist()
    ([3.0], [5.0])
    """
    held = observations["absence"].eq("") & observations["status"].eq(status)
    return observations[held].reset_index(drop=True)


def recomputed_rates(
    observations: pd.DataFrame,
    denominators: pd.DataFrame,
    zones: pd.DataFrame,
    codebook: Codebook,
    basis: str = "resident",
    overrides: Sequence[Override] = (),
) -> pd.DataFrame:
    """Printed rates beside the same rates recomputed on one population basis.

    One row per zone and rule of `recomputed_rates`: `numerator` is the latest count, with its
    evidence and period, and `printed` the rate of its time as the source has it; then the
    denominator used, `value` on it, and what else `rate_over` knows: `low`..`high` is the range
    over every denominator near enough, the marked alternatives among them. `implied` is the
    population that the printed rate would need (numerator ÷ printed × per), where both speak of
    one time; it is shown and never used. `printed_agrees` says by the audit's own rule whether it
    agrees with a known population of this basis. `against` is the gate's word on the zone itself
    beside each other zone (`verdicts_by_zone`), with the `overrides` of an evaluator. `verdict` and
    `reasons` of a district or county speak of all zones of that level together, so that they are
    of no one zone, and are empty where fewer than two of them hold the numerator; those of a city
    speak of the city against them. No order is drawn from this table.

    Examples
    --------
    By hand: 500 organisations on 50,000 residents are 100 per 10,000; on 40,000 they would be 125.

    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> codebook = read_codebook(find_data_root())
    >>> from shequ_eval.analysis.examples import example_populations
    >>> counts = example_populations()
    >>> orgs = {"zone_id": "lishui", "indicator_id": "social_orgs_stock", "status": "actual",
    ...         "absence": "", "period": "2020", "low": 500, "value": 500, "high": 500,
    ...         "evidence_ids": "lishui-0001", "scope": "whole_zone", "period_basis": "text",
    ...         "basis": "", "registration": "", "change": "level"}
    >>> zones = pd.DataFrame({"zone_id": ["lishui"], "tier": ["county"]})
    >>> rate = recomputed_rates(pd.DataFrame([orgs]), counts, zones, codebook).iloc[0]
    >>> float(rate["value"]), float(rate["low"]), float(rate["high"]), rate["denominator_id"]
    (100.0, 100.0, 125.0, 'd1')
    """
    actual = figures_of(observations)
    rows = [
        _rate_row(zone, rule, actual, denominators, codebook, basis)
        for rule in codebook.comparability.recomputed_rates
        for zone in zones.to_dict("records")
    ]
    told = {
        (rule.rate, tier): _verdict(rule, tier, actual, zones, codebook)
        for rule in codebook.comparability.recomputed_rates
        for tier in ("county", "city")
    }
    against = {
        rule.rate: verdicts_by_zone(rule, actual, zones, codebook, overrides)
        for rule in codebook.comparability.recomputed_rates
    }
    for row in rows:
        row["verdict"], row["reasons"] = told[str(row["rate"]), str(row["tier"])]
        row["against"] = against[str(row["rate"])].get(str(row["zone_id"]), ())
    return pd.DataFrame(rows)


def _rate_row(
    zone: Row,
    rule: RecomputedRate,
    actual: pd.DataFrame,
    denominators: pd.DataFrame,
    codebook: Codebook,
    basis: str,
) -> Row:
    # NOTE: 新增50家 is no stock that could stand over a population.
    here = actual[actual["zone_id"].eq(zone["zone_id"]) & actual["change"].eq("level")]
    numerator = _latest(here[here["indicator_id"] == rule.numerator])
    printed = _printed(here[here["indicator_id"] == rule.rate], numerator)
    row: Row = {
        "zone_id": zone["zone_id"],
        "tier": zone["tier"],
        "rate": rule.rate,
        "printed": _cell(printed, "value"),
        "printed_decimals": _decimals(printed),
        "printed_evidence": _text(printed, "evidence_ids"),
        "printed_basis": _text(printed, "basis"),
        "printed_period": _text(printed, "period"),
        "printed_period_basis": _text(printed, "period_basis"),
        "numerator": _cell(numerator, "value"),
        "numerator_evidence": _text(numerator, "evidence_ids"),
        "numerator_period": _text(numerator, "period"),
        "numerator_period_basis": _text(numerator, "period_basis"),
        "numerator_registration": _text(numerator, "registration"),
        "implied": _implied(printed, numerator, rule.per),
        "printed_agrees": None,
    }
    if numerator is None:
        return row | no_rate_over()
    measure, period = rule.measure[basis], str(numerator["period"])
    usable = usable_denominators(
        denominators, str(zone["zone_id"]), measure, period, codebook.comparability
    )
    if row["implied"] is not None:
        own = denominators["zone_id"].eq(zone["zone_id"]) & denominators["measure"].eq(measure)
        here = denominators[own]
        row["printed_agrees"] = _agrees(row, row["printed_period"] or period, rule, here, codebook)
    return row | rate_over(_interval(numerator), usable, rule.per)


def _verdict(
    rule: RecomputedRate, tier: str, actual: pd.DataFrame, zones: pd.DataFrame, codebook: Codebook
) -> tuple[str, tuple[str, ...]]:
    """The verdict on the pairs of one tier.

    Of districts the counts among each other; of a city its count and its printed rate, each
    against those of the districts.
    """
    tiers = zones.set_index("zone_id")["tier"]
    counts = actual[actual["indicator_id"] == rule.numerator]
    printed = actual[actual["indicator_id"] == rule.rate]
    pairs = compare_pairs(counts if tier == "county" else pd.concat([counts, printed]), codebook)
    sides = [pairs[key].map(tiers) for key in ("first_zone", "second_zone")]
    cities = sides[0].eq("city").astype(int) + sides[1].eq("city").astype(int)
    here = pairs[cities == (1 if tier == "city" else 0)]
    if here.empty:
        return "", ()
    reasons = _union(here["reasons"])
    of_tier = printed[printed["zone_id"].map(tiers) == tier]
    if (of_tier["basis"] == "unstated").any() and "basis_unstated" not in reasons:
        reasons = (*reasons, "basis_unstated")
    return verdict_of(reasons, codebook), reasons


def _union(reasons: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(reason for several in reasons for reason in several))


def _latest(rows: pd.DataFrame) -> Row | None:
    # NOTE: a zone with several figures of one indicator keeps the latest that has a period; all
    # stay in the tables, and the pair is the audit's affair.
    return next(iter(latest_of(rows.to_dict("records"))), None)


def _printed(rows: pd.DataFrame, numerator: Row | None) -> Row | None:
    """The rate that was printed for the numerator's time, else the latest that was printed."""
    if numerator is None:
        return _latest(rows)
    same = _latest(rows[rows["period"].eq(numerator["period"])])
    return _latest(rows) if same is None else same


def _one_time(printed: Row | None, numerator: Row | None) -> bool:
    """Whether a printed rate may speak of its numerator's time: years apart, it implies nothing.

    >>> [_one_time({"period": year}, {"period": "2022"}) for year in ("2019", "", "2021/2022")]
    [False, True, True]
    """
    if printed is None or numerator is None:
        return False
    periods = str(printed["period"]), str(numerator["period"])
    return "" in periods or overlaps(*periods)


def _interval(row: Row) -> Interval:
    return Interval.of(row["low"], row["value"], row["high"])


def _cell(row: Row | None, column: str) -> float | None:
    return None if row is None or pd.isna(row[column]) else float(row[column])


def _text(row: Row | None, column: str) -> str:
    return "" if row is None else str(row[column])


def _decimals(printed: Row | None) -> int | None:
    value = _cell(printed, "value")
    words = "" if printed is None else str(printed.get("value_text") or "")
    return None if value is None else printed_decimals(value, words)


def _agrees(
    row: Row, period: str, rule: RecomputedRate, populations: pd.DataFrame, codebook: Codebook
) -> bool | None:
    """Whether the printed rate agrees with a known population, by the rule of the audit."""
    if codebook.audit is None:
        return None
    count, printed, decimals = (row[key] for key in ("numerator", "printed", "printed_decimals"))
    implied = implied_population(count, printed, rule.per, decimals)
    known = known_populations(implied, period, populations, codebook.audit)
    return any(one.agrees for one in known)


def _implied(printed: Row | None, numerator: Row | None, per: float) -> float | None:
    if not _one_time(printed, numerator):
        return None
    rate, count = _cell(printed, "value"), _cell(numerator, "value")
    return None if not rate or count is None else count / rate * per
