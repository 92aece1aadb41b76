"""Knows what the registers are called and what can be read from them; holds no row of any."""

from __future__ import annotations

import re
from typing import Literal, get_args

REGISTERS = ("projects", "funds", "review", "panel_scores", "requests", "organisations")

# The six steps of a purchase of services, in order: the column that holds each one's day.
STEPS = ("needs_on", "goal_on", "tender_on", "started_on", "evaluated_on", "followed_up_on")

# A share that a score may rest on: of which rows of which register it is counted.
Measure = Literal[
    "funds_paid_in",
    "funds_spent",
    "projects_completed",
    "projects_accepted",
    "projects_on_time",
]
REGISTER_OF: dict[str, str] = {
    measure: measure.split("_", maxsplit=1)[0] for measure in get_args(Measure)
}

# How `kept_by` says that the rows are a random sample: 随机抽样 60/869, drawn of all.
SAMPLE = re.compile(r"随机抽样\s*(\d+)\s*/\s*(\d+)")
SAMPLE_WORDS = ("抽样", "抽查", "抽取", "sample")


def sample_of(kept_by: str) -> tuple[int, int] | None:
    """How many rows were drawn at random of how many; None where no such sample is told.

    >>> sample_of("示例数据：热线工单2021.xlsx，随机抽样 60/869"), sample_of("热线工单2021.xlsx")
    ((60, 869), None)
    """
    told = SAMPLE.search(kept_by)
    return (int(told.group(1)), int(told.group(2))) if told else None
