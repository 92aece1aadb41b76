"""Knows which unit a figure is written down in, by its own and its indicator's; converts none."""

from __future__ import annotations

from collections.abc import Collection, Mapping

ANY_COUNT = "个"
SHARE, SHARE_CHANGE = "share", "share_change"
GROWTH, CHANGES = "growth_rate", frozenset({"increase", "decrease"})


def unit_of(
    of_figure: str, of_indicator: str, quantities: Mapping[str, str], alike: Collection[str]
) -> str:
    """The figure's own unit; the indicator's where the figure has none, or 个 in its place.

    `quantities` is unit → kind of quantity, as in units.csv; a unit that is not there is left
    empty. `alike` are the units that 个 may stand for: 488个 organisations are 488 家, and 76个
    are no 76 届.

    >>> kinds = {"个": "count", "家": "count", "届": "count", "户": "count"}
    >>> [unit_of(own, of, kinds, {"家"}) for own, of in
    ...  (("个", "家"), ("个", "届"), ("户", "家"), ("", "届"), ("户", ""), ("丬", "家"))]
    ['家', '个', '户', '届', '户', '']
    """
    if of_indicator and (not of_figure or is_same_unit(of_figure, of_indicator, alike)):
        return of_indicator
    return of_figure if of_figure in quantities else ""


def is_same_unit(of_figure: str, of_indicator: str, alike: Collection[str]) -> bool:
    """Whether both say one thing: the same unit, or 个 in the place of another.

    >>> is_same_unit("个", "家", {"家"}), is_same_unit("户", "家", {"家"})
    (True, False)
    """
    if of_figure == of_indicator:
        return True
    other = {of_figure, of_indicator} - {ANY_COUNT}
    return len(other) == 1 and other <= set(alike)


def fits_kind(
    of_figure: str, of_indicator: str, change: str, quantities: Mapping[str, str]
) -> bool:
    """Whether a figure in this unit can speak of an indicator in that one.

    A rate of growth in per cent can speak of anything, percentage points only of a share; where
    a unit is not known, nothing is said against it.

    >>> kinds = {"家": "count", "人": "persons", "%": "share", "百分点": "share_change"}
    >>> fits_kind("人", "家", "level", kinds), fits_kind("%", "家", "growth_rate", kinds)
    (False, True)
    >>> fits_kind("百分点", "%", "increase", kinds), fits_kind("百分点", "%", "level", kinds)
    (True, False)
    """
    own, of = quantities.get(of_figure), quantities.get(of_indicator)
    if own is None or of is None or own == of:
        return True
    if change == GROWTH:
        return own == SHARE
    return (own, of) == (SHARE_CHANGE, SHARE) and change in CHANGES
