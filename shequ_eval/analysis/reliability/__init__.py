"""Knows whether the items of a scale, or the members of a panel, hold together; judges no zone."""

from shequ_eval.analysis.reliability.adequacy import SamplingAdequacy, sampling_adequacy
from shequ_eval.analysis.reliability.alpha import Alpha, cronbach_alpha
from shequ_eval.analysis.reliability.concordance import Concordance, kendall_w
from shequ_eval.analysis.reliability.factors import (
    Factors,
    exploratory_factors,
    parallel_analysis,
)
from shequ_eval.analysis.reliability.icc import intraclass_correlations
from shequ_eval.analysis.reliability.items import item_total
from shequ_eval.analysis.reliability.kappa import Kappa, fleiss_kappa, weighted_kappa
from shequ_eval.analysis.reliability.krippendorff import KrippendorffAlpha, krippendorff_alpha

__all__ = [
    "Alpha",
    "Concordance",
    "Factors",
    "Kappa",
    "KrippendorffAlpha",
    "SamplingAdequacy",
    "cronbach_alpha",
    "exploratory_factors",
    "fleiss_kappa",
    "intraclass_correlations",
    "item_total",
    "kendall_w",
    "krippendorff_alpha",
    "parallel_analysis",
    "sampling_adequacy",
    "weighted_kappa",
]
