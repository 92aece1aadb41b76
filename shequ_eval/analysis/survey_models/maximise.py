"""Knows how to climb a concave likelihood by Newton's steps; refuses one without a top."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from shequ_eval.analysis.refusals import RefusedMethodError

Array = np.ndarray
Derivatives = tuple[float, Array, Array]
STEPS, HALVINGS = 60, 40


def maximise(
    start: Array,
    derivatives: Callable[[Array], Derivatives],
    likelihood: Callable[[Array], float],
) -> Array:
    """The parameters at which a concave log-likelihood is greatest.

    `derivatives` gives the log-likelihood, its gradient and its negative Hessian; `likelihood`
    alone the first (−inf outside its domain). A step that goes down is halved. Stops where the
    next step promises no gain and goes nowhere, both on the scale of the start: where answers are
    told apart perfectly, gains fade but the steps stay as long.

    Raises
    ------
    RefusedMethodError
        There is no top: some answers are told apart perfectly by the predictors.

    Examples
    --------
    >>> top = maximise(np.zeros(1), lambda x: (-float((x[0] - 3) ** 2), -2 * (x - 3),
    ...                np.array([[2.0]])), lambda x: -float((x[0] - 3) ** 2))
    >>> top.tolist()
    [3.0]
    """
    place = start
    first_height, _, first_bend = derivatives(start)
    scale = max(abs(first_height), 1e-12)
    for _ in range(STEPS):
        height, slope, bend = derivatives(place)
        try:
            step = np.linalg.solve(bend, slope)
        except np.linalg.LinAlgError:
            break
        promised = float(slope @ step) / 2
        if 0 <= promised <= 1e-13 * scale and step @ first_bend @ step <= 1e-8 * scale:
            return np.asarray(place + step)
        for _ in range(HALVINGS):
            if likelihood(place + step) > height:
                break
            step = step / 2
        else:
            break
        place = place + step
    raise RefusedMethodError(
        "no_separation",
        "似然没有最大值：某些自变量（或其组合）把回答完全分开；请合并选项或剔除自变量。",
        "The likelihood has no top: some predictors tell the answers apart perfectly. Merge "
        "answers, or leave a predictor out.",
    )
