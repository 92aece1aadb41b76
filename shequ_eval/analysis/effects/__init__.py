"""Knows changes of reformed areas beside comparison areas; calls no change an effect by itself."""

from shequ_eval.analysis.effects.carried import carried_inference
from shequ_eval.analysis.effects.event_study import Averages, average_effects
from shequ_eval.analysis.effects.four_means import Change, cell_means, difference_of_changes
from shequ_eval.analysis.effects.group_time import GroupTimeEffects, group_time_effects
from shequ_eval.analysis.effects.panel import AreaPanel, area_panel
from shequ_eval.analysis.effects.pre_trend import (
    PreTrend,
    placebo_in_space,
    placebo_in_time,
    pre_trend_test,
)
from shequ_eval.analysis.effects.randomisation import (
    RandomisationTest,
    area_changes,
    randomisation_test,
)
from shequ_eval.analysis.effects.two_way import Effect, difference_in_differences
from shequ_eval.analysis.effects.wild_bootstrap import BootstrapTest, wild_cluster_bootstrap

__all__ = [
    "AreaPanel",
    "Averages",
    "BootstrapTest",
    "Change",
    "Effect",
    "GroupTimeEffects",
    "PreTrend",
    "RandomisationTest",
    "area_changes",
    "area_panel",
    "average_effects",
    "carried_inference",
    "cell_means",
    "difference_in_differences",
    "difference_of_changes",
    "group_time_effects",
    "placebo_in_space",
    "placebo_in_time",
    "pre_trend_test",
    "randomisation_test",
    "wild_cluster_bootstrap",
]
