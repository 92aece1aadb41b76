"""Knows numbers of buildings and floors in addresses, 88号3幢2单元; counts no building itself."""

from __future__ import annotations

import re

_ADDRESS = re.compile("[0-9]{1,5}(?:单元|室|号|层)|[A-Z]{1,2}座")
_ADDRESS_BEFORE = re.compile("[0-9](?:号[楼院]?|[幢栋排层]|单元)\\Z")
_ESTATE = re.compile("(?:小区|花园|山庄|公寓|家园|苑)\\Z")
_OF_HOUSE = re.compile("的|[东西南北]|业主")
_TOWER = re.compile("(?:大厦|大楼|广场|写字楼)\\Z")


def is_address(text: str, start: int, end: int) -> bool:
    """Whether a number with 幢, 栋, 层 or 座 is part of an address: 88号3幢2单元501室."""
    before = text[max(0, start - 4) : start]
    if _ADDRESS_BEFORE.search(before) or _ADDRESS.match(text, end):
        return True
    if text[end - 1] in "栋幢" and _ESTATE.search(before) and _OF_HOUSE.match(text, end):
        return True
    return text[end - 1] == "层" and _TOWER.search(before) is not None
