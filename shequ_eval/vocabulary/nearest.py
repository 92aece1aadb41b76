"""Knows which allowed name a mistyped one was probably meant to be; decides nothing."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def nearest_name(found: str, allowed: Iterable[str]) -> str | None:
    """The allowed name most like `found`, or None where none is near.

    >>> nearest_name("zhenhia", ["zhenhai", "jiexiu"])
    'zhenhai'
    >>> nearest_name("x", ["zhenhai"]) is None
    True
    """
    matches = get_close_matches(found, sorted(allowed), n=1, cutoff=0.5)
    return matches[0] if matches else None


def did_you_mean(found: str, allowed: Iterable[str]) -> str:
    """A sentence that names the nearest allowed name and, where they are few, all of them.

    >>> did_you_mean("cn", ["zh", "fr"])
    '应为 one of: fr, zh'
    """
    names = sorted(allowed)
    near = nearest_name(found, names)
    hint = f"是否指 {near}? did you mean {near}?" if near else ""
    everything = f"应为 one of: {', '.join(names)}" if len(names) <= 12 else ""
    return "；".join(part for part in (hint, everything) if part) or "见 see data/codebook"
