"""Knows how to make up a survey for teaching; every name in it says that it is made up.

示例数据: no street, community or person of it exists.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

MARK = "示例数据"
TOPICS = (
    "hall", "elderly", "space", "upkeep", "council", "feedback", "order", "disputes", "forms",
    "visits",
)  # fmt: skip
ACTIVITIES = ("council", "volunteer", "vote", "group", "none")
NUMERALS = "一二三四五六七八九十"


@dataclass(frozen=True)
class SimulatedSurvey:
    """What an evaluator would hold: the list of communities, and the export of the answers."""

    frame: pd.DataFrame
    export: pd.DataFrame


def simulate_survey(
    rng: np.random.Generator,
    streets: int = 4,
    communities: int = 12,
    drawn: int = 7,
    issued: int = 36,
) -> SimulatedSurvey:
    """A stratified two-stage sample as KoboToolbox exports it: `drawn` communities a street.

    The weight of a sheet is communities over drawn, times households over answers. One
    community answers hardly at all, so that there is something to withhold.

    Examples
    --------
    >>> told = simulate_survey(np.random.default_rng(1))
    >>> len(told.frame), bool(told.frame["street"].str.contains(MARK).all())
    (48, True)
    """
    frame = _frame(rng, streets, communities, drawn, issued)
    answering = frame[frame["issued"] > 0]
    blocks = []
    street_level = dict(zip(frame["street"].unique(), rng.normal(0, 0.35, streets), strict=True))
    for place, row in enumerate(answering.to_dict("records")):
        rate = 0.15 if place == drawn + 1 else float(rng.uniform(0.55, 0.9))
        n = max(round(issued * rate), 1)
        level = street_level[row["street"]] + float(rng.normal(0, 0.3))
        block = _answers(rng, n, level)
        weight = communities / drawn * int(row["households"]) / n
        blocks.append(
            block.assign(
                **{
                    "place/street": row["street"],
                    "place/community": row["community"],
                    "weight": round(weight, 6),
                    "communities_in_street": communities,
                    "households_in_community": int(row["households"]),
                }
            )
        )
    export = pd.concat(blocks, ignore_index=True)
    return SimulatedSurvey(frame, _as_kobo(rng, export))


def _frame(
    rng: np.random.Generator, streets: int, communities: int, drawn: int, issued: int
) -> pd.DataFrame:
    rows = []
    for street in range(streets):
        name = f"{MARK}{NUMERALS[street]}街道"
        chosen = set(rng.choice(communities, drawn, replace=False).tolist())
        for place in range(communities):
            rows.append(
                {
                    "street": name,
                    "community": f"{NUMERALS[street]}街{place + 1:02d}社区",
                    "households": int(rng.integers(900, 3200)),
                    "issued": issued if place in chosen else 0,
                }
            )
    return pd.DataFrame(rows)


def _answers(rng: np.random.Generator, n: int, level: float) -> pd.DataFrame:
    """Answers of one community: a person's own leaning, plus the topic's, plus chance."""
    leaning = rng.normal(level, 0.7, n)
    liked = np.linspace(0.9, -0.6, len(TOPICS))
    needed = np.roll(np.linspace(0.7, -0.5, len(TOPICS)), 4)
    columns: dict[str, object] = {"start": "", "end": ""}
    used = rng.random(n) < 0.6
    columns["place/used_hall"] = used.astype(int)
    for topic, shift in zip(TOPICS, liked, strict=True):
        columns[f"performance/sat_{topic}"] = _five(rng, leaning + shift, used, topic)
    for topic, shift in zip(TOPICS, needed, strict=True):
        columns[f"importance/imp_{topic}"] = _five(rng, rng.normal(shift, 0.5, n) + 0.8)
    columns["performance/sat_overall"] = _five(rng, leaning + 0.1)
    columns["part/knows_council"] = (rng.random(n) < 0.55).astype(int)
    chosen = rng.random((n, len(ACTIVITIES) - 1)) < 0.25
    columns["part/took_part"] = [
        " ".join(a for a, yes in zip(ACTIVITIES, row, strict=False) if yes) or "none"
        for row in chosen
    ]
    for place, activity in enumerate(ACTIVITIES[:-1]):
        columns[f"part/took_part/{activity}"] = chosen[:, place].astype(int)
    columns["part/took_part/none"] = (~chosen.any(axis=1)).astype(int)
    columns["person/age_group"] = rng.choice(["18_34", "35_59", "60_up"], n, p=[0.25, 0.45, 0.3])
    return pd.DataFrame(columns, index=range(n))


def _five(
    rng: np.random.Generator, mean: np.ndarray, used: np.ndarray | None = None, topic: str = ""
) -> list[object]:
    """Answers from 1 to 5, now and then 9 (cannot say); none where the hall was not used."""
    values = np.clip(np.round(3.1 + mean + rng.normal(0, 1.0, len(mean))), 1, 5).astype(int)
    unsure = rng.random(len(mean)) < 0.03
    given: list[object] = [9 if no else int(v) for v, no in zip(values, unsure, strict=True)]
    if topic == "hall" and used is not None:
        return [value if was else None for value, was in zip(given, used, strict=True)]
    return given


def _as_kobo(rng: np.random.Generator, export: pd.DataFrame) -> pd.DataFrame:
    """The columns that KoboToolbox puts before and after; some sheets in a hurry, some alike."""
    n = len(export)
    begun = pd.Timestamp("2026-05-06T01:00:00Z") + pd.to_timedelta(
        rng.integers(0, 30 * 24 * 3600, n), unit="s"
    )
    seconds = rng.integers(260, 1500, n)
    hasty = rng.choice(n, 4, replace=False)
    seconds[hasty] = rng.integers(20, 90, len(hasty))
    judged = [c for c in map(str, export.columns) if c.startswith("performance/")]
    alike = [column for column in judged if column != "performance/sat_hall"]
    export.loc[rng.choice(n, 3, replace=False), alike] = 3
    done = begun + pd.to_timedelta(seconds, unit="s")
    told = export.assign(
        start=begun.strftime("%Y-%m-%dT%H:%M:%S+00:00"),
        end=done.strftime("%Y-%m-%dT%H:%M:%S+00:00"),
        **{
            "person/contact_phone": MARK,
            "remark": MARK,
            "_uuid": [f"{MARK}-{k + 1:05d}" for k in range(n)],
            "_submitted_by": MARK,
        },
    )
    return told.astype(object).where(told.notna(), None)
