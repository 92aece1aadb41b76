"""Knows how a printed number carries where it comes from; looks nothing up and prints nothing."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from typing import Any

# Three characters of the private use area, which no font of a report draws: one that is left in
# a page by mistake is refused as a missing glyph.
_OPEN, _MIDDLE, _CLOSE = "\ue0f0", "\ue0f1", "\ue0f2"
_MARKED = re.compile(f"{_OPEN}([^{_MIDDLE}]*){_MIDDLE}([^{_CLOSE}]*){_CLOSE}")
_KEY = re.compile(r"[\w.+:-]+")


class TraceError(ValueError):
    """A number cannot be given the origin that was asked for; the sentence says why."""


@dataclass(frozen=True)
class Trace:
    """Where one number comes from.

    `key` is the name by which a report, a narrative and the command line know the number: an
    evidence id for a figure as a source states it, a name with points for one that was computed.
    `inputs` are the keys or tables that it was computed from; `formula` is the arithmetic written
    out, `bounds` the interval, both as printed; `what` and `note` are words for a reader.
    """

    key: str
    what: str = ""
    formula: str = ""
    bounds: str = ""
    note: str = ""
    inputs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Mark:
    """Which characters of a text are the number that `key` traces: from `start` up to `end`."""

    start: int
    end: int
    key: str


def traced(text: str, key: str, *inputs: str, **words: str) -> str:
    """A printed number that carries its origin; it can be joined into sentences and cells.

    With a key alone it points to what is known by that key (an evidence id). An exhibit takes the
    origins out again; whoever draws the text must do the same with `plain`.

    Raises
    ------
    TraceError
        The key has other characters than letters, digits and . + : - _, or the text is traced
        already.

    Examples
    --------
    >>> marked = traced("392", "zhenhai-2319") + " 家"
    >>> plain(marked), marks_of(marked)
    ('392 家', (Mark(start=0, end=3, key='zhenhai-2319'),))
    """
    if not _KEY.fullmatch(key):
        raise TraceError(
            f"编号 key {key!r}: 只可用字母、数字、. + : - _ letters, digits, . + : - _"
        )
    if _OPEN in text:
        raise TraceError(f"{plain(text)!r} 已有出处 is traced already")
    if not text:
        return text
    held = asdict(Trace(key, inputs=inputs, **words))
    body = json.dumps({k: v for k, v in held.items() if v}, ensure_ascii=False, sort_keys=True)
    return f"{_OPEN}{body}{_MIDDLE}{text}{_CLOSE}"


def stated(text: str, evidence_ids: str) -> str:
    """A figure that sources state: traced to its evidence, to all of it where there is more.

    >>> traces_of(stated("392", "zhenhai-2319"))
    (Trace(key='zhenhai-2319', what='', formula='', bounds='', note='', inputs=()),)
    >>> traces_of(stated("5", "a-001 a-002"))[0].inputs
    ('a-001', 'a-002')
    >>> stated("5", "")
    '5'
    """
    keys = [key for key in re.split(r"[\s、，;；]+", evidence_ids) if key]
    if not keys:
        return text
    return traced(text, keys[0]) if len(keys) == 1 else traced(text, "+".join(keys), *keys)


def counted(number: int, key: str, what: str, *tables: str) -> str:
    """How many rows of `tables` there are of what the words say.

    >>> plain(counted(3, "count.zones", "地区数", "zones"))
    '3'
    """
    return traced(f"{number:,}", f"count.{key}", *tables, what=what)


def plain(text: str) -> str:
    """The text alone, as it is printed.

    >>> plain("共 " + traced("5", "count.sources") + " 份")
    '共 5 份'
    """
    return _MARKED.sub(r"\2", text) if _OPEN in text else text


def marks_of(text: str) -> tuple[Mark, ...]:
    """Where in the printed text its traced numbers stand, in their order."""
    marks: list[Mark] = []
    shift = 0
    for found in _MARKED.finditer(text):
        start = found.start() - shift
        marks.append(Mark(start, start + len(found[2]), json.loads(found[1])["key"]))
        shift += len(found[0]) - len(found[2])
    return tuple(marks)


def traces_of(text: str) -> tuple[Trace, ...]:
    """The origins that a text carries, in their order."""
    held = (json.loads(found[1]) for found in _MARKED.finditer(text))
    return tuple(Trace(**_as_fields(fields)) for fields in held)


def merged(traces: list[Trace]) -> dict[str, Trace]:
    """Every origin once, by key; a bare key gives way to one that says more.

    Raises
    ------
    TraceError
        Two numbers with one key have different origins.
    """
    found: dict[str, Trace] = {}
    for trace in traces:
        known = found.setdefault(trace.key, trace)
        if known == trace or trace == Trace(trace.key):
            continue
        if known != Trace(trace.key):
            raise TraceError(f"编号 key {trace.key!r}: 两个不同的出处 two origins differ")
        found[trace.key] = trace
    return found


def _as_fields(held: dict[str, Any]) -> dict[str, Any]:
    return held | {"inputs": tuple(held.get("inputs", ()))}
