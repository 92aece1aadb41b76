"""Knows the words of the few requests on the page of an executive; chooses none of them."""

from __future__ import annotations

from typing import Any

from shequ_eval.exhibits.row_names import without_remark
from shequ_eval.exhibits.words import headed, say
from shequ_eval.vocabulary.codebook import Language

Row = dict[Any, Any]


def asked_title(shown: int, total: int, several: bool, language: Language) -> str:
    """What is asked, and of how many requests these are the first.

    >>> asked_title(8, 56, False, "zh"), asked_title(2, 2, False, "zh")
    ('请补的材料：56 项中的前 8 项', '请补的材料')
    """
    title = say(language, "请补的材料", "What to supply")
    if shown == total:
        return title
    if several:
        return title + say(
            language,
            f"：{total} 项中各地的第一项",
            f": the first request of each place, of {total}",
        )
    return title + say(
        language, f"：{total} 项中的前 {shown} 项", f": the first {shown} of {total}"
    )


def asked_row(name: str, thing: str, then: str, language: Language) -> Row:
    """One thing to supply, in one line, with what is gained by it.

    >>> asked_row("镇海", "基金：预算执行率；分年收支；说明", "可评 8 分", "zh")["请补"]
    '基金：预算执行率；分年收支'
    """
    # NOTE: after the subject comes what is needed first; what else is said of it is in the report.
    first, thing = say(language, "；", "; "), without_remark(thing)
    return headed(
        language,
        ("地区", "Place", name),
        ("请补", "To supply", first.join(thing.split(first)[:2])),
        # NOTE: “20 points” under this head needs one line, “20 points assessable” two.
        ("补齐后", "Then gained", then.replace(" assessable", "").replace(" filled", "")),
    )
