"""Knows what the words around a number and its unit make of it; reads no number itself."""

from __future__ import annotations

import re

from shequ_eval.evidence.quantities import context, qualifiers
from shequ_eval.evidence.quantities.drafts import Draft
from shequ_eval.evidence.quantities.qualifiers import Word
from shequ_eval.evidence.quantities.quantity import Quantity, Role
from shequ_eval.evidence.quantities.shares import Share
from shequ_eval.evidence.quantities.units import TIME_IDS

_PRICED = re.compile(
    "[花卖赚价钱费便付交][^，,。；;、！!？?\n\r0-9]{0,4}\\Z|(?:只要|每[份斤碗杯顿人])\\Z"
)
_RANKING = frozenset("升进移退跃")
# NOTE: 排名从78位上升至43位 counts places, at both ends.
_RANK = re.compile(
    "排[名位][^，,。；;、！!？?\n\r0-9]{0,4}(?:[从由]"
    "|[从由][0-9]{1,4}[位名](?:上升|提升|前移|跃升|攀升|下降|下滑|滑落|跃|升|降|退)[至到])\\Z"
)
_IN_A_ROW = TIME_IDS | {"次", "届", "期", "轮"}


def finish(text: str, draft: Draft, floor: int, before: Quantity | None) -> Quantity:
    """The draft with the words around it: qualifiers, bounds, bases, role.

    `before` is the figure before, whose qualifier a list shares (分别不低于50%、70%).
    """
    left = qualifiers.word_before(text, draft.start, floor, draft.bare)
    if left is None and draft.unit_id in {"%", "倍"}:
        left = qualifiers.word_before_whole(text, draft.start, floor)
    right = qualifiers.word_after(text, draft.end, draft.unit_id)
    start, end = draft.start, draft.end
    words: list[Word] = []
    if left is not None and _applies(left, draft.unit_id):
        words.append(left)
        start = left.at
    if draft.kind:
        words.append(Word(draft.kind, draft.word, draft.start))
    if right is not None:
        words.append(right)
        end = right.at
    slash_end, after = context.bases_after(text, end)
    kinds = [word.kind for word in words]
    if not kinds and before is not None and _same_list(text, before, draft):
        kinds = [qualifiers.BEFORE.get(before.qualifier, "")]
        words = [Word(kinds[0], before.qualifier, start)] if kinds[0] else []
    bounds = qualifiers.bounds_of(draft.value, draft.low, draft.high, kinds)
    role = draft.role
    if role == "quantity":
        role = context.role_of(text, start, floor)
    flags = draft.flags + (("contradictory",) if bounds.contradictory else ())
    return Quantity(
        start,
        slash_end,
        text[start:slash_end],
        bounds.value,
        bounds.low,
        bounds.high,
        draft.unit,
        _unit_id(text, draft, end, role),
        "…".join(word.word for word in words),
        context.bases_of(text, start, draft.unit_id) + after,
        role,
        flags,
        bounds.low_closed,
        bounds.high_closed,
        context.compared_with(text, start) if role == "change" else None,
    )


def _applies(word: Word, unit_id: str) -> bool:
    if word.kind == qualifiers.RUN:
        return unit_id in _IN_A_ROW
    return unit_id != "℃" or word.word not in {"最高", "最低"}


def draft_of_share(share: Share) -> Draft:
    """A share in words as a draft, its own words already read."""
    return Draft(
        share.start, share.end, share.value, share.low, share.high, share.kind, share.word,
        share.unit, share.unit_id, flags=share.flags,
    )  # fmt: skip


def _unit_id(text: str, draft: Draft, end: int, role: Role) -> str:
    # NOTE: 上升3位 are three ranks, 新增3位 are three persons.
    last = text[draft.start - 1 : draft.start]
    if role == "change" and (
        (draft.unit == "位" and last not in "增加") or (draft.unit == "名" and last in _RANKING)
    ):
        return "位次"
    if draft.unit in {"位", "名"} and _RANK.search(text[max(0, draft.start - 24) : draft.start]):
        return "位次"
    # NOTE: 挂牌26块 are pieces, 只要5块 a price.
    if draft.unit == "块" and _PRICED.search(text[max(0, draft.start - 8) : draft.start]):
        return "元"
    return draft.unit_id


def _same_list(text: str, before: Quantity, draft: Draft) -> bool:
    between = text[before.end : draft.start]
    return (
        between in {"、", "和", "与", "及", "以及"}
        and before.unit_id == draft.unit_id
        and before.qualifier in qualifiers.BEFORE
        and before.text.startswith(before.qualifier)
        and before.qualifier != "连续"
    )


def is_both_ends(first: Quantity, second: Quantity) -> bool:
    """Whether two figures side by side are the ends of one range: 500元以上5000元以下."""
    return (
        first.end == second.start
        and first.unit_id == second.unit_id
        and first.text.endswith("以上")
        and second.text.endswith("以下")
        and first.low is not None
        and second.high is not None
        and first.low < second.high
    )


def one_range(text: str, first: Quantity, second: Quantity) -> Quantity:
    """The range between the ends that two figures give."""
    return first._replace(
        end=second.end,
        text=text[first.start : second.end],
        value=None,
        high=second.high,
        qualifier=f"{first.qualifier}…{second.qualifier}",
        high_closed=second.high_closed,
    )
