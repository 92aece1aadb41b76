"""Knows what tells figures of one indicator apart in the name of a row; changes no figure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from shequ_eval.exhibits.words import basis_words, evidence_mark, mark_words, say
from shequ_eval.vocabulary.codebook import Codebook, Language

Row = dict[Any, Any]
_REMARK = re.compile(r"（[^（）]*）|\s?\([^()]*\)")


def told_apart(
    rows: Sequence[Row], codebook: Codebook, language: Language
) -> list[tuple[Row, str]]:
    """Figures of one indicator with what tells each from the others; nothing for one alone.

    What each states, if that differs throughout; else status, period and grade, else its basis,
    else its evidence.
    """
    if len(rows) < 2:
        return [(row, "") for row in rows]
    ways = (
        [str(row[f"statement_{language}"]) for row in rows],
        [mark_words(row, codebook, language) for row in rows],
        [basis_words(row, codebook, language) for row in rows],
    )
    marks = [evidence_mark(str(row["evidence_ids"])) for row in rows]
    said = next((words for words in ways if len(set(words)) == len(rows) and all(words)), marks)
    return list(zip(rows, said, strict=True))


def without_remark(words: str) -> str:
    """Words without what stands in brackets.

    >>> without_remark("冠名基金规模（最小/最大）"), without_remark("a share (never compare)")
    ('冠名基金规模', 'a share')
    """
    return _REMARK.sub("", words)


def is_said_in(name: str, words: str) -> bool:
    """Whether a reader finds a name in other words: all of it, in its order.

    Of Chinese every character counts, of English every word.

    >>> is_said_in("社区事务削减率", "社区事务总体削减率"), is_said_in("削减率", "减少")
    (True, False)
    >>> is_said_in("Named funds", "total of named community funds"), is_said_in("old", "household")
    (True, False)
    """
    left = iter(_parts(words))
    return all(part in left for part in _parts(name))


def _parts(words: str) -> list[str]:
    return words.casefold().split() if words.isascii() else list(words)


def named_apart(title: str, apart: str, language: Language) -> str:
    """The name of a row: the indicator's title with what tells it apart, which is not said twice.

    >>> named_apart("居民工作室数", "能人工作室数", "zh"), named_apart("网格规则", "", "zh")
    ('居民工作室数：能人工作室数', '网格规则')
    >>> named_apart("冠名基金规模（最小/最大）", "冠名基金最小规模", "zh")
    '冠名基金最小规模'
    """
    if not apart:
        return title
    if is_said_in(without_remark(title), apart):
        return apart
    return f"{title}{say(language, '：', ': ')}{apart}"
