"""Knows how an evidence number leads to the row that has its words; holds no evidence."""

from __future__ import annotations

import re
from collections.abc import Iterable

from markupsafe import Markup, escape

from shequ_eval.reporting.found_exhibits import FoundExhibit

ROW = "row-"
_NUMBER = r"[^\W_]+-\d{3,}"
_BRACKETS = re.compile(rf"\[{_NUMBER}(?:[、，,;；]\s*{_NUMBER})*\](?![^<>]*>)")
_MARKED = re.compile(r'(?<=<span class="evidence">)[^<]+')
_ANCHOR = re.compile(rf'<tr id="{ROW}([^"]+)"')


def mark_evidence(text: str) -> Markup:
    """Text, or HTML marked as such, with evidence numbers in blue brackets that never break.

    >>> mark_evidence("392 家[镇海-2319] <")
    Markup('392 家<span class="evidence">[镇海-2319]</span> &lt;')
    """
    marked = _BRACKETS.sub(lambda hit: f'<span class="evidence">{hit[0]}</span>', escape(text))
    return Markup(marked)


def evidence_home(exhibits: Iterable[FoundExhibit]) -> str | None:
    """The id of the table in which evidence has its rows: the longest that begins with numbers."""
    heads = {e.exhibit_id: [str(row[0]) for row in e.rows] for e in exhibits if e.kind == "table"}
    homes = {
        key: len(names)
        for key, names in heads.items()
        if names
        and len(set(names)) == len(names)
        and all(re.fullmatch(_NUMBER, name) for name in names)
    }
    return max(homes, key=lambda key: homes[key]) if homes else None


def link_evidence(html: str) -> str:
    """The page with every marked number that has a row leading to it; the others stay words.

    >>> link_evidence('<tr id="row-a-001"><span class="evidence">[a-001、a-002]</span>')
    '<tr id="row-a-001"><span class="evidence">[<a href="#row-a-001">a-001</a>、a-002]</span>'
    """
    rows = set(_ANCHOR.findall(html))

    def linked(number: re.Match[str]) -> str:
        name = number[0]
        return f'<a href="#{ROW}{name}">{name}</a>' if name in rows else name

    return _MARKED.sub(lambda marked: re.sub(_NUMBER, linked, marked[0]), html)
