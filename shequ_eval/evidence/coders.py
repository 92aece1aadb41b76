"""Knows who coded a figure and who read it after, at the coding desk or not; guesses no name.

The desk's log names who decided on a figure. Who read it second signs a dispute (c，date); where
none was signed, another coder of the same source is named if there is exactly one.
"""

from __future__ import annotations

import re

import pandas as pd

SIGNED = re.compile(r"（([a-z][a-z0-9_]*)，[0-9]{4}[-0-9]*）$")
SPAN = ["source_id", "start", "end"]


def signer_of(reason: str) -> str:
    """Who signed the reason of a dispute at the desk; "" for one that was written by hand.

    >>> signer_of("达到即可（c，2026-11-24）"), signer_of("若取“近半”，上限为 50%")
    ('c', '')
    """
    found = SIGNED.search(reason)
    return found.group(1) if found else ""


def with_coders(
    evidence: pd.DataFrame, decisions: pd.DataFrame, disputes: pd.DataFrame
) -> pd.DataFrame:
    """Evidence with `from_desk` (its span stands in the desk's log) and `second_coder`.

    `second_coder` is "" where a figure was read once, was not coded at the desk, or where nobody's
    name is known.

    Examples
    --------
    >>> figures = pd.DataFrame({"evidence_id": ["e1", "e2"], "source_id": "s", "start": [1, 9],
    ...     "end": [3, 12], "coder": "b", "second_reading": ["agreed", "unread"]})
    >>> log = pd.DataFrame({"source_id": ["s", "s"], "start": [1, 9], "end": [3, 12],
    ...                     "coder": ["b", "b"]})
    >>> doubts = pd.DataFrame({"evidence_id": ["e2"], "reason": ["…（c，2026-11-24）"]})
    >>> with_coders(figures, log, doubts)[["from_desk", "second_coder"]].values.tolist()
    [[True, 'c'], [True, '']]
    """
    at_desk = set(decisions[SPAN].itertuples(index=False, name=None))
    from_desk = [span in at_desk for span in evidence[SPAN].itertuples(index=False, name=None)]
    of_evidence = evidence.set_index("evidence_id")["source_id"]
    signers = disputes["reason"].map(signer_of)
    signed = {key: name for key, name in zip(disputes["evidence_id"], signers, strict=True) if name}
    readers = _by_source(disputes["evidence_id"].map(of_evidence), signers)
    coders = _by_source(decisions["source_id"], decisions["coder"])
    names = [
        signed.get(row["evidence_id"]) or _other(row, readers) or _other(row, coders)
        for row in evidence.to_dict("records")
    ]
    read_twice = evidence["second_reading"].ne("unread") & pd.Series(from_desk, evidence.index)
    return evidence.assign(
        from_desk=pd.array(from_desk, dtype="boolean"),
        second_coder=pd.Series(names, evidence.index, dtype=str).where(read_twice, ""),
    )


def _by_source(sources: pd.Series, coders: pd.Series) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for source, coder in zip(sources, coders, strict=True):
        if coder:
            found.setdefault(str(source), set()).add(str(coder))
    return found


def _other(row: dict[object, object], coders: dict[str, set[str]]) -> str:
    others = coders.get(str(row["source_id"]), set()) - {str(row["coder"])}
    return others.pop() if len(others) == 1 else ""


def with_indicators(
    second: pd.DataFrame, evidence: pd.DataFrame, disputes: pd.DataFrame
) -> pd.DataFrame:
    """The second coding with the indicator that the second coder chose, "" where it is not known.

    At the desk both coders decide on one sheet: what a dispute does not name, they chose alike.
    `evidence` has `from_desk`.

    Examples
    --------
    >>> figures = pd.DataFrame({"evidence_id": ["e1", "e2"], "source_id": "s", "start": [1, 9],
    ...     "end": [3, 12], "indicator_id": "grids", "from_desk": [True, True]})
    >>> doubts = pd.DataFrame({"evidence_id": ["e2"], "column": ["indicator_id"],
    ...                        "read_otherwise": ["orgs"]})
    >>> second = figures[["source_id", "start", "end"]]
    >>> with_indicators(second, figures, doubts)["indicator_id"].tolist()
    ['grids', 'orgs']
    """
    mine = disputes[disputes["column"].eq("indicator_id")]
    otherwise = dict(zip(mine["evidence_id"], mine["read_otherwise"], strict=True))
    chosen = {
        (row["source_id"], row["start"], row["end"]): otherwise.get(
            row["evidence_id"], row["indicator_id"]
        )
        for row in evidence.to_dict("records")
        if row["from_desk"]
    }
    spans = second[SPAN].itertuples(index=False, name=None)
    return second.assign(indicator_id=[str(chosen.get(span, "")) for span in spans])
