"""Knows how text becomes spans: markdown, evidence marks, traced numbers; lays out nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import mistune

from shequ_eval.reporting.document.blocks import Block, Heading, Items, Paragraph, Span, Words

EVIDENCE_ROW = "row-"
_NUMBER = r"[^\W_]+-\d{3,}"
_BRACKETS = re.compile(rf"\[{_NUMBER}(?:[、，,;；]?\s*{_NUMBER})*\]")
_ID = re.compile(_NUMBER)
_PARSE = mistune.create_markdown(renderer=None)
# A traced stretch inside markdown, by its place in a list: mistune lets these characters through.
_OPEN, _CLOSE = "\ue0f3", "\ue0f4"
_TRACED = re.compile(f"{_OPEN}(\\d+)\\.([^{_CLOSE}]*){_CLOSE}")
# Markdown ends no strong words between a stop and a letter, as Chinese has them: **状态。**实际.
_STOP_INSIDE = re.compile(r"\*\*([^*\n]+?)([。：；，、！？])\*\*(?=\w)")
_REMOTE = re.compile(r"^(https?:)?//", re.IGNORECASE)
Marks = Sequence[tuple[int, int, str]]


def evidence_ids(text: str) -> list[str]:
    """The evidence ids that stand in brackets in a text, in order.

    >>> evidence_ids("488 家[lishui-1486]；[a-001、a-002]")
    ['lishui-1486', 'a-001', 'a-002']
    """
    return [name for mark in _BRACKETS.findall(text) for name in _ID.findall(mark)]


def words_of(text: str, marks: Marks = ()) -> Words:
    """A line of text with its marked numbers and evidence marks; no markdown.

    >>> [(s.text, s.trace or s.target) for s in words_of("392 家[a-001]", [(0, 3, "a-001")])]
    [('392', 'a-001'), (' 家', ''), ('[', ''), ('a-001', 'row-a-001'), (']', '')]
    """
    spans: list[Span] = []
    done = 0
    for start, end, key in sorted(marks):
        spans += [Span(text[done:start]), Span(text[start:end], trace=key)]
        done = end
    return tuple(_with_evidence([*spans, Span(text[done:])]))


def blocks_of(markdown: str, marks: Marks = ()) -> list[Block]:
    """The blocks of a piece of markdown; `marks` are places in its source.

    A paragraph that is emphasised as a whole is a remark. Headings of the first level are left
    out, and the others move up by one: the title of the report stands above them.
    """
    keys = [key for _, _, key in sorted(marks)]
    source, done = "", 0
    for place, (start, end, _) in enumerate(sorted(marks)):
        source += markdown[done:start] + f"{_OPEN}{place}.{markdown[start:end]}{_CLOSE}"
        done = end
    tokens: Any = _PARSE(_STOP_INSIDE.sub(r"**\1**\2", source + markdown[done:]))
    return [block for token in tokens for block in _blocks(token, keys)]


def _blocks(token: dict[str, Any], keys: list[str]) -> Iterator[Block]:
    kind = token["type"]
    if kind == "heading":
        level = int(token["attrs"]["level"])
        if level > 1:
            yield Heading(min(level - 1, 3), _inline(token["children"], keys), "")
    elif kind in {"paragraph", "block_text"}:
        yield _paragraph(_inline(token["children"], keys))
    elif kind == "list":
        entries = tuple(_inline(_leaves(item), keys) for item in token["children"])
        yield Items(entries, bool(token["attrs"].get("ordered")))
    elif kind in {"block_code", "block_html"}:
        yield Paragraph((Span(token["raw"].strip(), code=kind == "block_code"),))
    elif kind == "block_quote":
        for child in token["children"]:
            for block in _blocks(child, keys):
                yield replace(block, role="remark") if isinstance(block, Paragraph) else block


def _paragraph(words: Words) -> Paragraph:
    if words and all(span.emphasis or not span.text.strip() for span in words):
        return Paragraph(tuple(replace(span, emphasis=False) for span in words), "remark")
    return Paragraph(words)


def _leaves(item: dict[str, Any]) -> list[dict[str, Any]]:
    """The inline tokens of a list item; those of a list inside it follow in the same line."""
    found: list[dict[str, Any]] = []
    for child in item.get("children", []):
        inline = child["type"] in {"block_text", "paragraph"}
        found += child["children"] if inline else _leaves(child)
    return found


def _inline(tokens: Iterable[dict[str, Any]], keys: list[str], **look: Any) -> Words:
    spans: list[Span] = []
    for token in tokens:
        kind = token["type"]
        if kind in {"strong", "emphasis"}:
            spans += _inline(token["children"], keys, **{**look, kind: True})
        elif kind == "link":
            spans += [*_inline(token["children"], keys, **look), *_address(token)]
        elif kind in {"softbreak", "linebreak"}:
            spans.append(Span("\n" if kind == "linebreak" else " ", **look))
        else:
            code = {"code": True} if kind == "codespan" else {}
            spans += _traced(Span(str(token.get("raw", "")), **{**look, **code}), keys)
    return tuple(_with_evidence(_joined(spans)))


def _address(link: dict[str, Any]) -> list[Span]:
    """A remote address is written out: a report asks nothing of the network."""
    url = str(link["attrs"]["url"])
    words = "".join(str(child.get("raw", "")) for child in link["children"])
    return [Span(f"（{url}）")] if _REMOTE.match(url) and url not in words else []


def _traced(span: Span, keys: list[str]) -> list[Span]:
    parts = _TRACED.split(span.text)
    spans = []
    for place in range(0, len(parts), 3):
        spans.append(replace(span, text=parts[place]))
        if place + 2 < len(parts):
            spans.append(replace(span, text=parts[place + 2], trace=keys[int(parts[place + 1])]))
    return spans


def _joined(spans: Iterable[Span]) -> list[Span]:
    """The same words with neighbours that look alike made one, so that a mark is not cut in two."""
    joined: list[Span] = []
    for span in spans:
        alike = bool(joined) and replace(joined[-1], text="") == replace(span, text="")
        if alike and not span.trace:
            joined[-1] = replace(span, text=joined[-1].text + span.text)
        else:
            joined.append(span)
    return joined


def _with_evidence(spans: Iterable[Span]) -> Iterator[Span]:
    for span in spans:
        done = 0
        for mark in [] if span.trace else _BRACKETS.finditer(span.text):
            yield from _some(replace(span, text=span.text[done : mark.start()]))
            yield from _mark(mark[0], span)
            done = mark.end()
        yield from _some(replace(span, text=span.text[done:]))


def _mark(mark: str, look: Span) -> Iterator[Span]:
    done = 0
    for name in _ID.finditer(mark):
        yield replace(look, text=mark[done : name.start()], evidence=True)
        yield replace(look, text=name[0], evidence=True, target=EVIDENCE_ROW + name[0])
        done = name.end()
    yield replace(look, text=mark[done:], evidence=True)


def _some(span: Span) -> Iterator[Span]:
    if span.text:
        yield span
