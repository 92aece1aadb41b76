"""Knows the words of the few requests on the page of an executive; chooses none of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from shequ_eval.exhibits.row_names import without_remark
from shequ_eval.exhibits.words import headed, say
from shequ_eval.vocabulary.codebook import Language

Row = dict[Any, Any]
Chosen = Literal["first", "first_of_each", "most"]


def asked_title(shown: int, total: int, chosen: Chosen, language: Language) -> str:
    """What is asked, and how these were chosen of how many requests.

    >>> asked_title(8, 56, "first", "zh"), asked_title(2, 2, "first", "zh")
    ('请补的材料：56 项中的前 8 项', '请补的材料')
    >>> asked_title(6, 275, "most", "en")
    'What to supply: the 6 of 275 requests that make most possible'
    """
    title = say(language, "请补的材料", "What to supply")
    if shown == total:
        return title
    zh, en = {
        "first": ("：{total} 项中的前 {shown} 项", ": the first {shown} of {total}"),
        "first_of_each": (
            "：{total} 项中各地的第一项",
            ": the first request of each place, of {total}",
        ),
        "most": (
            "：{total} 项中补齐后所得最多的 {shown} 项",
            ": the {shown} of {total} requests that make most possible",
        ),
    }[chosen]
    return title + say(language, zh, en).format(shown=shown, total=total)


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


def shared_subject(things: Sequence[str], subjects: Sequence[str], language: Language) -> str:
    """The subject under which several of the things are asked for, the most; "" for none.

    >>> shared_subject(["基金：执行率", "基金：合规；说明", "方案；总结"], ["基金", "方案"], "zh")
    '基金'
    >>> shared_subject(["Fund: audit", "Plan: summary"], ["Fund", "Plan"], "en")
    ''
    """
    colon = say(language, "：", ": ")
    times = {name: sum(t.startswith(name + colon) for t in things) for name in subjects}
    most = max(times, key=lambda name: times[name], default="")
    return most if times.get(most, 0) > 1 else ""


def without_subject(thing: str, subject: str, language: Language) -> str:
    """A thing to supply without the subject that a note under the table names for it.

    >>> without_subject("基金：执行率", "基金", "zh"), without_subject("方案", "", "zh")
    ('执行率', '方案')
    """
    return thing.removeprefix(subject + say(language, "：", ": ")) if subject else thing


def subject_note(subject: str, language: Language) -> tuple[str, ...]:
    """Which subject the things are asked for that name none; no note where there is none.

    >>> subject_note("基金", "zh"), subject_note("", "zh")
    (('得分材料未写对象的，都属于“基金”。',), ())
    """
    note = say(
        language,
        f"得分材料未写对象的，都属于“{subject}”。",
        f"Material for points that names no subject is on “{subject}”.",
    )
    return (note,) * bool(subject)
