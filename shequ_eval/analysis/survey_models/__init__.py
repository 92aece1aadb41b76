"""Knows models of survey answers with the sample's own errors; takes no association for a cause."""

from shequ_eval.analysis.survey_models.fitted import Fitted
from shequ_eval.analysis.survey_models.linear import fit_linear
from shequ_eval.analysis.survey_models.logit import fit_logit
from shequ_eval.analysis.survey_models.marginal_effects import average_marginal_effects
from shequ_eval.analysis.survey_models.model_columns import Predictors, predictors
from shequ_eval.analysis.survey_models.ordinal import fit_ordinal
from shequ_eval.analysis.survey_models.parallel_slopes import parallel_slopes_test
from shequ_eval.analysis.survey_models.positions import (
    Positions,
    importance_performance,
)
from shequ_eval.analysis.survey_models.ranks import rank_ranges
from shequ_eval.analysis.survey_models.replicated import by_replicates
from shequ_eval.analysis.survey_models.satisfaction_index import (
    Index,
    acsi_index,
    common_map,
    equal_steps,
    index_by_map,
    scored_index,
)
from shequ_eval.analysis.survey_models.subjective_weight import (
    composite_by_weight,
    order_reversals,
)

__all__ = [
    "Fitted",
    "Index",
    "Positions",
    "Predictors",
    "acsi_index",
    "average_marginal_effects",
    "by_replicates",
    "common_map",
    "composite_by_weight",
    "equal_steps",
    "fit_linear",
    "fit_logit",
    "fit_ordinal",
    "importance_performance",
    "index_by_map",
    "order_reversals",
    "parallel_slopes_test",
    "predictors",
    "rank_ranges",
    "scored_index",
]
