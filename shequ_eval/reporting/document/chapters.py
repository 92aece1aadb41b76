"""Knows how appendices of a report become the chapters of a document of their own; writes none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

NUMERALS = "一二三四五六七八九十"
_APPENDIX = re.compile(r"^## (?:附录[一二三四五六七八九十]　|Appendix [A-Z] +)", re.MULTILINE)


def as_chapters(parts: Sequence[Any], language: str) -> list[Any]:
    """The parts with their appendices counted from one as chapters; all else as it is.

    >>> as_chapters(["## 附录三　分母", "正文", "## 附录四　方法"], "zh")
    ['## 一、分母', '正文', '## 二、方法']
    >>> as_chapters(["## Appendix C  Denominators"], "en")
    ['## 1 Denominators']
    """
    found: list[Any] = []
    number = 0
    for part in parts:
        if isinstance(part, str) and _APPENDIX.match(part):
            number += 1
            head = f"## {NUMERALS[number - 1]}、" if language == "zh" else f"## {number} "
            found.append(_APPENDIX.sub(head, part, count=1))
        else:
            found.append(part)
    return found
