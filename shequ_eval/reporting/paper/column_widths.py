"""Knows how columns share the room of a table so that it is short; knows no page and no type."""

from __future__ import annotations

import numpy as np

PADDING_EM = 1.2
STEPS_EM = (0.5, 1.0, 2.0, 4.0)


def shared_widths(lengths: np.ndarray, least: np.ndarray, room: float) -> np.ndarray:
    """Widths of columns, in em, that make a table short: no column below its `least`.

    `lengths` are the widths of the cells' text in one line, rows by columns. What room is left
    goes, bit by bit, to the column that shortens the rows the most, and once every cell fits in
    one line to all columns alike.

    >>> shared_widths(np.array([[4.0, 60.0]]), np.array([5.2, 8.0]), 40.0).tolist()
    [5.2, 34.8]
    """
    widths = least * min(1.0, room / least.sum())
    spare = room - widths.sum()
    while spare > 1e-9:
        gain, column, step = _best_step(lengths, widths, np.minimum(STEPS_EM, spare))
        if gain <= 0:
            return widths * room / widths.sum()
        widths[column] += step
        spare -= step
    return widths


def _best_step(
    lengths: np.ndarray, widths: np.ndarray, steps: np.ndarray
) -> tuple[float, int, float]:
    """The gain in lines saved per em, the column and the step by which it gains the most.

    Of steps that gain alike it is the first, and so of columns.
    """
    lines = _lines(lengths, widths)
    wider = _lines(lengths, widths + steps[:, None, None])
    kept = np.maximum(wider, _greatest_of_others(lines))
    gains = (lines.max(axis=1, keepdims=True) - kept).sum(axis=1) / steps[:, None]
    n, column = divmod(int(gains.argmax()), gains.shape[1])
    return float(gains[n, column]), column, float(steps[n])


def _lines(lengths: np.ndarray, widths: np.ndarray) -> np.ndarray:
    """How many lines each cell takes; half of it as a fraction, so that each step shows a gain."""
    share = np.maximum(lengths / np.maximum(widths - PADDING_EM, 0.5), 1.0)
    return (np.ceil(share) + share) / 2


def _greatest_of_others(lines: np.ndarray) -> np.ndarray:
    """For each cell the greatest number of lines among the other cells of its row."""
    if lines.shape[1] == 1:
        return np.ones_like(lines)
    ordered = np.sort(lines, axis=1)
    greatest, second = ordered[:, -1:], ordered[:, -2:-1]
    return np.where(lines == greatest, second, greatest)
