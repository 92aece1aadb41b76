"""Knows how many pairs of zones with one verdict are told as groups of zones; judges no pair.

Of n zones there are n(n - 1)/2 pairs. Zones to which the gate says the same beside every other
zone are alike (twins in the graph of pairs), so that a few groups, and groups against groups, say
exactly what all the pairs say.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

Zones = tuple[str, ...]
Edges = Mapping[frozenset[str], Hashable]


@dataclass(frozen=True)
class Group:
    """All pairs within `zones`, or where there are `others` each of `zones` with each of them."""

    zones: Zones
    others: Zones = ()

    @property
    def pairs(self) -> int:
        """How many pairs it stands for.

        >>> Group(("a", "b", "c")).pairs, Group(("a", "b"), ("c",)).pairs
        (3, 2)
        """
        count = len(self.zones)
        return count * len(self.others) if self.others else count * (count - 1) // 2


def pair_groups(zones: Sequence[str], told: Edges) -> dict[Hashable, tuple[Group, ...]]:
    """What is told of pairs of zones, as groups: for each thing told, the pairs of which it is.

    `told` has one entry a pair; a pair without one is in no group. Every pair of `told` is in one
    group of what is told of it, and in one alone. Groups keep the order of `zones`.

    Examples
    --------
    Of four zones the last does not state its period; the first three may be compared.

    >>> told = {frozenset(pair): "yes" for pair in ("ab", "ac", "bc")}
    >>> told |= {frozenset(pair): "undated" for pair in ("ad", "bd", "cd")}
    >>> groups = pair_groups(list("abcd"), told)
    >>> groups["yes"], groups["undated"]
    ((Group(zones=('a', 'b', 'c'), others=()),), (Group(zones=('d',), others=('a', 'b', 'c')),))
    """
    kinds = _twins(zones, told)
    found: dict[Hashable, tuple[Group, ...]] = {}
    for word in dict.fromkeys(told.values()):
        edges = {pair for pair, own in told.items() if own == word}
        found[word] = tuple(_groups(kinds, edges, zones))
    return found


def _twins(zones: Sequence[str], told: Edges) -> list[Zones]:
    """Zones of which the same is told beside every other zone, together."""
    kinds: list[list[str]] = []
    for zone in zones:
        for kind in kinds:
            rest = [other for other in zones if other not in (zone, kind[0])]
            if all(
                told.get(frozenset((zone, x))) == told.get(frozenset((kind[0], x))) for x in rest
            ):
                kind.append(zone)
                break
        else:
            kinds.append([zone])
    return [tuple(kind) for kind in kinds]


def _groups(kinds: list[Zones], edges: set[frozenset[str]], zones: Sequence[str]) -> list[Group]:
    """The edges as few groups: what hangs together wholly first, then each kind with its others."""
    left, groups = set(edges), []
    while clique := _clique(kinds, left):
        groups.append(Group(_ordered(clique, zones)))
        left -= {frozenset((a, b)) for a in clique for b in clique if a != b}
    beside: dict[Zones, list[str]] = {}
    for kind in sorted(kinds, key=lambda one: -_degree(one[0], left)):
        others = [x for x in zones if frozenset((kind[0], x)) in left and x not in kind]
        if others:
            beside.setdefault(tuple(others), []).extend(kind)
            left -= {frozenset((a, b)) for a in kind for b in others}
    for others_of, own in beside.items():
        groups.append(Group(_ordered(own, zones), others_of))
    return groups


def _clique(kinds: list[Zones], left: set[frozenset[str]]) -> list[str]:
    """Kinds that are joined within themselves and with each other, the largest first."""
    chosen: list[str] = []
    for kind in sorted(kinds, key=len, reverse=True):
        together = [*chosen, *kind]
        pairs = [frozenset((a, b)) for a in kind for b in together if a != b]
        if all(pair in left for pair in pairs):
            chosen = together
    # NOTE: two zones that are no kind are better told with all that either of them is beside.
    kept = len(chosen) > 2 or (len(chosen) == 2 and tuple(chosen) in kinds)
    return chosen if kept else []


def _degree(zone: str, left: set[frozenset[str]]) -> int:
    return sum(zone in pair for pair in left)


def _ordered(chosen: Sequence[str], zones: Sequence[str]) -> Zones:
    return tuple(zone for zone in zones if zone in set(chosen))
