"""How fast models of survey answers are beside statsmodels, which knows no sampling design.

    python benchmarks/survey_models.py                  20,000 answers, a minute or two
    python benchmarks/survey_models.py --rows 20000

The answers are simulated from a fixed seed. Both fit the same rows without weights; ours gives the
errors of the design as well. Nothing is asserted but that the coefficients are equal.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

import numpy as np
import pandas as pd
from statsmodels.discrete.discrete_model import Logit
from statsmodels.miscmodels.ordinal_model import OrderedModel
from statsmodels.regression.linear_model import OLS

from shequ_eval.analysis.survey.build_design import survey_design
from shequ_eval.analysis.survey.design import SurveyDesign
from shequ_eval.analysis.survey.make_replicates import Method, make_replicates
from shequ_eval.analysis.survey_models import (
    Fitted,
    by_replicates,
    fit_linear,
    fit_logit,
    fit_ordinal,
    parallel_slopes_test,
    predictors,
)

STRATA, UNITS, SEED = 50, 2, 20261124
SCALE = [1, 2, 3, 4, 5]
NAMES = ["age", "services", "safety", "burden"]
TOLERANCE = 1e-4  # statsmodels' ordinal model stops earlier than ours
Model = Callable[[], Fitted]
Found = TypeVar("Found")


def answers(rows: int) -> pd.DataFrame:
    """Simulated answers on five steps, of strata with two units each."""
    draw = np.random.default_rng(SEED)
    unit = draw.integers(0, STRATA * UNITS, rows)
    data = pd.DataFrame(draw.normal(size=(rows, len(NAMES))), columns=NAMES)
    lean = data @ np.array([0.1, 0.6, 0.4, -0.3])
    latent = lean + draw.normal(size=STRATA * UNITS)[unit] * 0.3 + draw.logistic(size=rows)
    score = np.digitize(latent, [-2.2, -1, 0.3, 1.6]) + 1
    return data.assign(unit=unit, stratum=unit // UNITS, score=score)


def seconds(work: Callable[[], Found]) -> tuple[float, Found]:
    """How long something takes, and what it gives."""
    start = time.perf_counter()
    found = work()
    return time.perf_counter() - start, found


def others(data: pd.DataFrame) -> dict[str, Callable[[], Any]]:
    """The same models by statsmodels, whose parameters are slopes first."""
    columns = data[NAMES].assign(constant=1.0)
    linear = OLS(data["score"], columns)
    score = pd.Series(pd.Categorical(data["score"], categories=SCALE, ordered=True))
    yes = data["score"].ge(4).astype(int)
    logit, ordinal = Logit(yes, columns), OrderedModel(score, data[NAMES], distr="logit")
    fits: dict[str, Callable[[], Any]] = {
        "linear": linear.fit,
        "logit": partial(logit.fit, disp=False),
        "ordinal": partial(ordinal.fit, method="bfgs", disp=False),
    }
    return fits


def own(data: pd.DataFrame, design: SurveyDesign) -> dict[str, Model]:
    """The models with the errors of the design."""
    given = predictors(data, NAMES)
    yes = data["score"].ge(4).astype(int)
    return {
        "linear": lambda: fit_linear(data["score"], given, design),
        "logit": lambda: fit_logit(yes, given, design),
        "ordinal": lambda: fit_ordinal(data["score"], SCALE, given, design),
    }


def models(rows: int) -> None:
    """Time of each model beside statsmodels, of replicates, and of the test of slopes."""
    data = answers(rows)
    design = survey_design(np.ones(rows), data["stratum"], [data["unit"]])
    print(f"\n== models of {rows:,} answers, {STRATA} strata × {UNITS} units ==")
    print(f"{'model':9} {'statsmodels':>12} {'shequ-eval':>11} {'ratio':>6}   slopes apart")
    peers = others(data)
    for name, fit in own(data, design).items():
        theirs, theirs_fit = seconds(peers[name])
        ours, fitted = seconds(fit)
        expected = theirs_fit.params.to_numpy()[: len(NAMES)]
        apart = float(np.abs(fitted.coefficients[: len(NAMES)] - expected).max())
        assert apart < TOLERANCE, f"{name}: {apart}"
        print(f"{name:9} {theirs:10.3f} s {ours:9.3f} s {ours / theirs:6.2f}   {apart:.0e}")
        replicated(fitted, design)
    given = predictors(data, NAMES)
    took, _ = seconds(lambda: parallel_slopes_test(data["score"], SCALE, given, design))
    print(f"parallel slopes, {len(SCALE) - 1} logits and their joint covariance {took:8.3f} s")


def replicated(fitted: Fitted, design: SurveyDesign) -> None:
    """Errors by replicate weights beside Taylor's, and how long they take."""
    methods: tuple[Method, ...] = ("JKn", "BRR", "Fay")
    for method in methods:
        replicates = make_replicates(design, method)
        took, found = seconds(partial(by_replicates, fitted, replicates))
        ratio = found.table()["std_error"] / fitted.table()["std_error"]
        count = replicates.factors.shape[1]
        print(
            f"    {method:4} {count:4} replicates {took:8.3f} s; errors over Taylor's "
            f"{ratio.min():.3f} to {ratio.max():.3f}"
        )


def main() -> None:
    """Parse and run."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=20_000)
    models(parser.parse_args().rows)


if __name__ == "__main__":
    main()
