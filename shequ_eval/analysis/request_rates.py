"""Knows the rates that a register of requests gives, with numerators; takes no empty cell for no.

What became of a few cases tells of the people behind them. As in a survey, a group of fewer than
ten is withheld, with its number and wherever another rate would tell that number: that is a whole
register, or the base of a rate. What of a larger group was or was not done is no group of its own,
and is told however few it concerns (10 of 11 resolved), as the answers to a question are.

Only a register that says that it is a random sample gets an interval.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd
from statsmodels.stats.proportion import proportion_confint

from shequ_eval.vocabulary.registers import sample_of

LEAST_CASES = 10  # NOTE: the suite's own rule, the same as the smallest cell of a survey
CONFIDENCE = 0.95
RATES = ("accepted", "closed", "in_time", "resolved", "confirmed")
COLUMNS = [
    "zone_id", "kept_by", "rate", "numerator", "most", "denominator", "n", "low_share",
    "high_share", "wilson_low", "wilson_high", "late", "open", "withheld", "period",
]  # fmt: skip
COUNTS = ["numerator", "most", "denominator", "n", "late", "open"]
SHARES = ["low_share", "high_share", "wilson_low", "wilson_high"]
# A rate that is withheld: the mark, and no count or share.
HIDDEN: dict[str, Any] = {
    **dict.fromkeys(["numerator", "most", "denominator", "late", "open", *SHARES]), "withheld": True
}  # fmt: skip
Row = dict[Any, Any]


def request_rates(requests: pd.DataFrame) -> pd.DataFrame:
    """The rates of each zone's register of requests, five rows a register, with their counts.

    accepted of received; closed of accepted; in_time: closed by the day due of accepted with such
    a day; resolved of accepted; confirmed of those called back. `numerator` are known to count;
    `most` adds those that may: open ones that may yet be in time, as their day due is not before
    the last day that the register knows; closed ones of which it is not recorded whether they were
    resolved. The shares (0 to 1) are both over `denominator`, missing
    where that is 0. `late` were closed after the day due, `open` are not closed; `n` are all rows,
    missing where they are fewer than `LEAST_CASES`: then every rate is `withheld`, all its counts
    and shares missing. Else a rate is where its denominator is above 0 and below that; and of
    those accepted, where they are so few, numerator and share are too, for they are the
    denominator of the next rates.
    `wilson_low` and `wilson_high` (Wilson 1927, 95 %) stand only where `kept_by` tells a random
    sample of fewer rows than there are; then each such register has rows of its own. Else a
    zone's registers are counted together and `kept_by` is "". `period` are the first and last day
    of receipt.

    Examples
    --------
    Twelve received and accepted, all due: nine closed in time, one late, two open, of which one
    has still time on the last day of the register, when the late one was closed:

    >>> row = {"zone_id": "east", "kept_by": "示例数据", "received_on": "2021-05-01",
    ...     "accepted": "yes", "due_on": "2021-05-15", "closed_on": "2021-05-10",
    ...     "resolved": "yes", "confirmed": ""}
    >>> still = row | {"closed_on": ""}
    >>> rows = [row] * 9 + [row | {"closed_on": "2021-06-01"}, still]
    >>> rows.append(still | {"due_on": "2021-06-20"})
    >>> found = request_rates(pd.DataFrame(rows)).set_index("rate").loc["in_time"]
    >>> found[["numerator", "most", "denominator", "late", "open"]].astype(int).tolist()
    [9, 10, 12, 1, 2]
    >>> float(found["low_share"]), round(float(found["high_share"]), 3)
    (0.75, 0.833)
    """
    rows = [
        {"zone_id": zone, "kept_by": kept_by} | rate
        for zone, kept_by, part in _registers(requests)
        for rate in _rates(part, _sampled(kept_by))
    ]
    return pd.DataFrame(rows, columns=COLUMNS).astype(dict.fromkeys(COUNTS, "Int64"))


def _registers(requests: pd.DataFrame) -> Iterator[tuple[str, str, pd.DataFrame]]:
    """A zone's rows together; where one of its registers is a sample, each register apart."""
    for zone, rows in requests.groupby("zone_id", sort=False):
        if any(sample_of(str(words)) for words in rows["kept_by"].unique()):
            for kept_by, part in rows.groupby("kept_by", sort=False):
                yield str(zone), str(kept_by), part
        else:
            yield str(zone), "", rows


def _sampled(kept_by: str) -> bool:
    """Whether a register is a random sample of more rows than it holds."""
    drawn = sample_of(kept_by)
    return drawn is not None and drawn[0] < drawn[1]


def _rates(rows: pd.DataFrame, sampled: bool) -> Iterator[Row]:
    accepted = rows["accepted"].eq("yes")
    closed = accepted & rows["closed_on"].ne("")
    due = accepted & rows["due_on"].ne("")
    in_time = due & closed & rows["closed_on"].le(rows["due_on"])
    # A register that goes on after the day due would hold the close, had there been one in time.
    last_day = max(rows["received_on"].max(), rows["closed_on"].max())
    may_yet = due & ~closed & rows["due_on"].ge(last_day)
    asked = closed & rows["confirmed"].ne("")
    nobody = accepted & False
    parts = {
        "accepted": (accepted, nobody, accepted | True),
        "closed": (closed, nobody, accepted),
        "in_time": (in_time, may_yet, due),
        "resolved": (
            closed & rows["resolved"].eq("yes"),
            closed & rows["resolved"].eq(""),
            accepted,
        ),
        "confirmed": (asked & rows["confirmed"].eq("yes"), nobody, asked),
    }
    days, few = rows["received_on"], len(rows) < LEAST_CASES
    told = {"n": None if few else len(rows), "period": f"{days.min()}/{days.max()}"}
    for rate, (known, unknown, base) in parts.items():
        late_and_open = {
            "late": int((base & closed & ~in_time).sum()) if rate == "in_time" else None,
            "open": int((base & ~closed).sum()) if rate == "in_time" else None,
        }
        counts = int(known.sum()), int((known | unknown).sum()), int(base.sum())
        row = {"rate": rate} | told | late_and_open | _shares(*counts, sampled)
        if few or is_few(counts[-1]):
            yield row | HIDDEN
        elif rate == "accepted" and is_few(counts[0]):
            yield row | HIDDEN | {"denominator": counts[-1]}
        else:
            yield row


def is_few(cases: int) -> bool:
    """Whether a group is withheld: more than nobody, fewer than the least.

    >>> [is_few(cases) for cases in (0, 1, 9, 10)]
    [False, True, True, False]
    """
    return 0 < cases < LEAST_CASES


def _shares(known: int, most: int, base: int, sampled: bool) -> Row:
    """Both shares over a base, and the interval of a sample."""
    nothing = dict.fromkeys(SHARES)
    counts = {"numerator": known, "most": most, "denominator": base, "withheld": False}
    if base == 0:
        return nothing | counts
    shares = {"low_share": known / base, "high_share": most / base}
    if not sampled:
        return nothing | counts | shares
    low, _ = wilson(known, base)
    _, high = wilson(most, base)
    return counts | shares | {"wilson_low": low, "wilson_high": high}


def wilson(count: int, of: int) -> tuple[float, float]:
    """Wilson's (1927) 95 % interval of a share, without a correction for a small population.

    81 of 263, as printed by Newcombe (1998), table I:

    >>> [round(end, 4) for end in wilson(81, 263)]
    [0.2553, 0.3662]
    """
    low, high = proportion_confint(count, of, alpha=1 - CONFIDENCE, method="wilson")
    return float(low), float(high)
