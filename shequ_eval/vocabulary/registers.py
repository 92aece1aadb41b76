"""Knows what the registers are called and what can be read from them; holds no row of any."""

from __future__ import annotations

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
