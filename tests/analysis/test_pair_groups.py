"""Pairs told as groups are the same pairs: none is lost, none told twice, none told otherwise."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from shequ_eval.analysis.pair_groups import Group, pair_groups


def pairs_in(group: Group) -> list[frozenset[str]]:
    if group.others:
        return [frozenset((one, two)) for one in group.zones for two in group.others]
    return [frozenset(pair) for pair in combinations(group.zones, 2)]


names = st.lists(st.sampled_from("abcdefghijkl"), min_size=2, max_size=12, unique=True)


@given(names, st.data())
def test_the_groups_hold_every_pair_once_under_what_is_told_of_it(
    zones: list[str], data: st.DataObject
) -> None:
    years = {zone: data.draw(st.sampled_from([2017, 2018, 2022, None])) for zone in zones}
    odd = data.draw(st.sets(st.sampled_from([*combinations(zones, 2)]), max_size=3))

    def word(pair: tuple[str, str]) -> str:
        one, two = (years[zone] for zone in pair)
        if pair in odd:
            return "odd"
        if one is None or two is None:
            return "undated"
        return "apart" if abs(one - two) > 1 else "comparable"

    told = {frozenset(pair): word(pair) for pair in combinations(zones, 2)}
    found = pair_groups(zones, told)
    held = Counter(
        pair for groups in found.values() for group in groups for pair in pairs_in(group)
    )
    assert held == Counter(dict.fromkeys(told, 1))
    for what, groups in found.items():
        assert {pair for group in groups for pair in pairs_in(group)} == {
            pair for pair, own in told.items() if own == what
        }
        assert all(group.pairs == len(pairs_in(group)) for group in groups)


def test_classes_of_zones_are_few_where_the_pairs_are_many() -> None:
    """Twenty zones of two years: 190 pairs, three groups."""
    zones = [f"z{n}" for n in range(20)]
    told = {
        frozenset(pair): "apart"
        if len({int(zone[1:]) < 15 for zone in pair}) == 2
        else "comparable"
        for pair in combinations(zones, 2)
    }
    found = pair_groups(zones, told)
    assert [group.pairs for group in found["comparable"]] == [105, 10]
    assert [group.pairs for group in found["apart"]] == [75]


def test_one_zone_beside_all_others_is_one_group_and_not_a_pair_with_each() -> None:
    zones = list("abcde")
    told = {
        frozenset(pair): "undated" if "a" in pair else "".join(sorted(pair))
        for pair in combinations(zones, 2)
    }
    assert pair_groups(zones, told)["undated"] == (Group(("a",), ("b", "c", "d", "e")),)
