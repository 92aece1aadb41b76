"""Knows the two distributions behind ordinal models, with slopes, safe far out; fits nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.special import expit, ndtr

Array = np.ndarray
Link = Literal["logit", "probit"]
SMALLEST = 1e-300


@dataclass(frozen=True)
class Distribution:
    """Cumulative, density and the density's slope; all are defined at ±infinity."""

    cumulative: Callable[[Array], Array]
    density: Callable[[Array], Array]
    density_slope: Callable[[Array], Array]

    def between(self, low: Array, high: Array) -> Array:
        """The probability between two bounds, without the loss of a difference of near ones.

        >>> float(DISTRIBUTIONS["logit"].between(np.array([40.0]), np.array([np.inf]))[0]) > 0
        True
        """
        # Both distributions are symmetric: right of the middle, count from the other end.
        turned = low > 0
        first, last = np.where(turned, -high, low), np.where(turned, -low, high)
        return np.maximum(self.cumulative(last) - self.cumulative(first), SMALLEST)


def _logistic_density(at: Array) -> Array:
    return np.asarray(expit(at) * expit(-at))


def _logistic_slope(at: Array) -> Array:
    return np.asarray(_logistic_density(at) * (expit(-at) - expit(at)))


def _normal_density(at: Array) -> Array:
    return np.asarray(np.exp(-(np.minimum(np.abs(at), 40.0) ** 2) / 2) / np.sqrt(2 * np.pi))


def _normal_slope(at: Array) -> Array:
    return -np.clip(at, -40.0, 40.0) * _normal_density(at)


DISTRIBUTIONS: dict[str, Distribution] = {
    "logit": Distribution(expit, _logistic_density, _logistic_slope),
    "probit": Distribution(ndtr, _normal_density, _normal_slope),
}
