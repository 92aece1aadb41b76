"""Knows which state of each mechanism left a trace; refuses to add the states into a score."""

from __future__ import annotations

from typing import Any

import pandas as pd

from shequ_eval.analysis.request_rates import LEAST_CASES, is_few

STATES = ("has_rule", "carried_out", "has_effect", "evaluated")
# The statuses that one state may have, the strongest first.
STATUSES = ("traced", "denied", "planned", "masked_in_source", "not_provided")
YES, NO = "有", "无"
COLUMNS = [
    "mechanism_id", "zone_id", "aspect", "type", "title_zh", "title_en", "state", "status",
    "evidence_ids", "missing_ids", "registers", "who", "on", "note", "awaits_second_coder",
]  # fmt: skip
ANSWER_COLUMNS = ["mechanism_id", "state", "value", "who", "on", "text"]
Row = dict[Any, Any]


def review_mechanisms(
    mechanisms: pd.DataFrame,
    links: pd.DataFrame,
    evidence: pd.DataFrame,
    sources: pd.DataFrame,
    answers: pd.DataFrame | None = None,
    traces: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Four rows a mechanism: has_rule, carried_out, has_effect, evaluated, each with its status.

    `links` are the explicit ties of mechanism_evidence; nothing is tied by resemblance.
    `answers` are the rows of a checklist that an evaluator returned (mechanism_id, state, value,
    who, on, text); `traces` what the registers trace (`registers.register_traces`), named in
    the column `registers` with the number of rows; few requests are only told as few. The status:

    - traced: a coded figure that is no plan, rows of a register, or an evaluator's 有 with name,
      date and text
    - denied: an evaluator's 无, which overrules the sources; their evidence stays named
    - planned: the evidence is a plan, or a plan is the only document that describes the rule
    - masked_in_source: the figure stood in the document and was lost
    - not_provided: none of these; never read as failure

    Examples
    --------
    >>> mechanism = {"mechanism_id": "m1", "zone_id": "east", "aspect": "services", "type": "平台",
    ...              "title_zh": "…", "title_en": "…", "source_id": "doc"}
    >>> link = {"mechanism_id": "m1", "state": "carried_out", "evidence_id": "east-0001",
    ...         "missing_id": "", "second_reading": "unread", "note": ""}
    >>> figure = {"evidence_id": "east-0001", "status": "actual"}
    >>> source = {"source_id": "doc", "kind": "plan_official"}
    >>> given = [pd.DataFrame([row]) for row in (mechanism, link, figure, source)]
    >>> review_mechanisms(*given).set_index("state")["status"].to_dict()
    ... # doctest: +NORMALIZE_WHITESPACE
    {'has_rule': 'planned', 'carried_out': 'traced', 'has_effect': 'not_provided',
     'evaluated': 'not_provided'}
    """
    tied = _tied(links, evidence)
    plans = set(sources.loc[sources["kind"].str.startswith("plan"), "source_id"])
    said, counted = _answered(answers), _in_registers(traces)
    rows = [
        _row(
            mechanism,
            state,
            tied.get((mechanism["mechanism_id"], state), []),
            plans,
            said,
            counted.get((mechanism["mechanism_id"], state), ""),
        )
        for mechanism in mechanisms.to_dict("records")
        for state in STATES
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def _tied(links: pd.DataFrame, evidence: pd.DataFrame) -> dict[tuple[str, str], list[Row]]:
    """The links of each mechanism and state, with the status of their evidence."""
    status = dict(zip(evidence["evidence_id"], evidence["status"], strict=True))
    tied: dict[tuple[str, str], list[Row]] = {}
    for link in links.to_dict("records"):
        # NOTE: a figure outside the report's indicators or periods is no evidence of this report.
        if link["evidence_id"] and link["evidence_id"] not in status:
            continue
        link["status"] = status.get(link["evidence_id"], "")
        tied.setdefault((str(link["mechanism_id"]), str(link["state"])), []).append(link)
    return tied


def _answered(answers: pd.DataFrame | None) -> dict[tuple[str, str], Row]:
    if answers is None:
        return {}
    given = answers[answers["value"].isin([YES, NO])]
    return {(str(r["mechanism_id"]), str(r["state"])): r for r in given.to_dict("records")}


def _in_registers(traces: pd.DataFrame | None) -> dict[tuple[str, str], str]:
    """The registers that trace each state of a mechanism, each with its number of rows.

    >>> traced = ["m35", "has_effect", "requests", 3], ["m35", "has_effect", "review", 3]
    >>> columns = ["mechanism_id", "state", "register", "rows"]
    >>> _in_registers(pd.DataFrame(traced, columns=columns))
    {('m35', 'has_effect'): 'requests:<10 review:3'}
    """
    named: dict[tuple[str, str], str] = {}
    for row in [] if traces is None else traces.to_dict("records"):
        key = str(row["mechanism_id"]), str(row["state"])
        # NOTE: a request is a resident's; who knows the place might recognise one of a few.
        few = row["register"] == "requests" and is_few(row["rows"])
        counted = f"<{LEAST_CASES}" if few else row["rows"]
        named[key] = f"{named.get(key, '')} {row['register']}:{counted}".strip()
    return named


def _row(
    mechanism: Row,
    state: str,
    links: list[Row],
    plans: set[str],
    said: dict[tuple[str, str], Row],
    registers: str,
) -> Row:
    answer = said.get((str(mechanism["mechanism_id"]), state))
    from_plan = state == "has_rule" and mechanism["source_id"] in plans
    notes = dict.fromkeys(str(link["note"]) for link in links if link["note"])
    return {
        **{key: mechanism[key] for key in COLUMNS if key in mechanism},
        "state": state,
        "status": status_of(links, answer, from_plan, registers),
        "evidence_ids": " ".join(link["evidence_id"] for link in links if link["evidence_id"]),
        "missing_ids": " ".join(link["missing_id"] for link in links if link["missing_id"]),
        "registers": registers,
        "who": answer["who"] if answer else "",
        "on": answer["on"] if answer else "",
        "note": answer["text"] if answer else "；".join(notes),
        "awaits_second_coder": any(link["second_reading"] == "unread" for link in links),
    }


def status_of(links: list[Row], answer: Row | None, from_plan: bool, registers: str = "") -> str:
    """The status of one state from its links, an answer, the kind of source, and the registers.

    >>> status_of([{"evidence_id": "z-0001", "status": "actual"}], None, False)
    'traced'
    >>> status_of([{"evidence_id": "z-0002", "status": "planned"}], None, False)
    'planned'
    >>> status_of([{"evidence_id": "", "status": ""}], None, False)
    'masked_in_source'
    >>> status_of([], {"value": "无"}, False), status_of([], None, False)
    ('denied', 'not_provided')
    >>> status_of([], None, True, "projects:3"), status_of([], {"value": "无"}, True, "projects:3")
    ('traced', 'denied')
    """
    if answer is not None:
        return "traced" if answer["value"] == YES else "denied"
    stated = [link["status"] for link in links if link["evidence_id"]]
    if registers or any(status != "planned" for status in stated):
        return "traced"
    if stated or from_plan:
        return "planned"
    return "masked_in_source" if links else "not_provided"


def ladder(review: pd.DataFrame) -> pd.DataFrame:
    """The strongest status of each aspect, type, zone and state, with how many mechanisms it is of.

    Columns: aspect, type, zone_id, state, status, n. Only types that a zone describes have rows.

    Examples
    --------
    >>> review = pd.DataFrame({"mechanism_id": ["m1", "m2"], "aspect": "services", "type": "平台",
    ...     "zone_id": "east", "state": "has_rule", "status": ["not_provided", "traced"]})
    >>> ladder(review)[["status", "n"]].values.tolist()
    [['traced', 2]]
    """
    place = {status: n for n, status in enumerate(STATUSES)}
    ranked = review.assign(rank=review["status"].map(place))
    held = ranked.groupby(["aspect", "type", "zone_id", "state"], sort=False, as_index=False).agg(
        rank=("rank", "min"), n=("mechanism_id", "nunique")
    )
    status = held["rank"].map(dict(enumerate(STATUSES)))
    return held.assign(status=status)[["aspect", "type", "zone_id", "state", "status", "n"]]


def traced_counts(review: pd.DataFrame) -> pd.DataFrame:
    """How many mechanisms of each zone left a trace of each state; four counts, never a sum.

    >>> review = pd.DataFrame({"zone_id": "east", "state": ["has_rule", "carried_out"] * 2,
    ...                        "status": ["traced", "planned", "traced", "traced"]})
    >>> traced_counts(review.assign(mechanism_id=["m1", "m1", "m2", "m2"])
    ...     )[["has_rule", "carried_out"]].values.tolist()
    [[2, 1]]
    """
    held = review.assign(held=review["status"].eq("traced"))
    counts = held.pivot_table(
        index="zone_id", columns="state", values="held", aggfunc="sum", sort=False
    )
    return counts.reindex(columns=list(STATES), fill_value=0).astype(int)
