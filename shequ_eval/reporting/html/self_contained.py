"""Knows what a page may not ask of anyone else: it opens with no network and runs nothing."""

from __future__ import annotations

import re

from shequ_eval.reporting.faults import ReportingFault

_ASKS = {
    "script": re.compile(r"<script\b[^>]*>", re.IGNORECASE),
    "frame or link": re.compile(r"<(?:iframe|object|embed|link|base)\b[^>]*>", re.IGNORECASE),
    "import": re.compile(r"@import[^;]*", re.IGNORECASE),
    "url()": re.compile(r"url\(\s*['\"]?(?!data:|#)[^)]{0,80}", re.IGNORECASE),
    "address": re.compile(
        r"<[^>]*\s(?:src|href|srcset|poster|action|data|background)\s*=\s*"
        r"['\"]?\s*(?!data:)(?:[a-z][a-z0-9+.-]*:|//)[^\s>'\"]{0,80}",
        re.IGNORECASE,
    ),
    "event handler": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
}


class NotSelfContained(ReportingFault):
    """A page asks for something that does not travel with it."""


def check_self_contained(page: str) -> None:
    """Refuse a page that would load, run or link to anything remote.

    Raises
    ------
    NotSelfContained
        Names every such place.
    """
    found = [
        f"{kind}: {hit[0][:120]}" for kind, wanted in _ASKS.items() for hit in wanted.finditer(page)
    ]
    if found:
        raise NotSelfContained(
            "页面不自足 the page is not self-contained:\n    " + "\n    ".join(found)
        )
