"""Knows how requests for data are tabled, zone by zone; decides no order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from shequ_eval.analysis.requests import row_key
from shequ_eval.exhibits.exhibit import Exhibit
from shequ_eval.exhibits.score_words import points_words, scheme_title
from shequ_eval.exhibits.source_words import translated
from shequ_eval.exhibits.words import evidence_mark, headed, listed, say
from shequ_eval.vocabulary.codebook import Codebook, Language
from shequ_eval.vocabulary.scores import Scheme, ScoreRow

Row = Mapping[Any, Any]


@dataclass(frozen=True)
class _Named:
    """Whence the words of a request's subject come: the codebook, the mechanisms, the schemes."""

    codebook: Codebook
    mechanisms: Mapping[Any, str]
    scored: Mapping[str, tuple[Scheme, ScoreRow]]
    language: Language


def requests_table(
    requests: pd.DataFrame,
    mechanisms: pd.DataFrame,
    schemes: Sequence[Scheme],
    codebook: Codebook,
    language: Language,
    first: int | None = None,
) -> Exhibit:
    """What to ask each zone for, in order of what it would unlock, with the counts.

    `first` cuts each zone's list where it is printed; title and note then say so, and the files
    of the exhibit hold every request.

    Examples
    --------
    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> book = read_codebook(find_data_root())
    >>> asked = {"zone_id": "lishui", "rank": 1, "kind": "mechanism", "subject_id": "m03",
    ...     "ask_for": "平台名录", "evidence_ids": "", "points": 0.0, "comparisons": 0, "opens": 0,
    ...     "cells": 4, "unlocks": 4.0}
    >>> named = pd.DataFrame({"mechanism_id": ["m03"], "title_zh": ["三级平台"]})
    >>> requests_table(pd.DataFrame([asked]), named, [], book, "zh").data["所指"].tolist()
    ['三级平台；平台名录']
    """
    kept = requests if first is None else requests[requests["rank"] <= first]
    titles = mechanisms.set_index("mechanism_id")[f"title_{language}"].to_dict()
    scored = {row_key(s.id, row.id): (s, row) for s in schemes for row in s.rows}
    named = _Named(codebook, titles, scored, language)
    rows, every = (
        pd.DataFrame([_row(row, named) for row in part.to_dict("records")])
        for part in (kept, requests)
    )
    left_out = len(requests) - len(kept)
    several = requests["zone_id"].nunique() > 1
    shown = say(
        language,
        f"，{'各地' * several}列前 {first} 项",
        f"; the first {first}{' of each place' * several}",
    )
    title = say(
        language,
        f"资料索取清单：{len(requests)} 项{shown if left_out else ''}",
        f"What to ask for: {len(requests)} requests{shown if left_out else ''}",
    )
    notes = (_order_note(language), *[_rest_note(left_out, language)] * bool(left_out))
    return Exhibit("requests", "table", title, rows, notes=notes, file_data=every)


def _order_note(language: Language) -> str:
    """By what the list is ordered, and what the order does not say."""
    return say(
        language,
        "一项补齐后，可多评若干分、使若干对比较少一个障碍，或多填若干空格：三者单位不同，从不相加；"
        "次序只看其中最大的数，是先问的次序，不是轻重。少一个障碍不等于可比：其余原因仍在。",
        "An answer makes points assessable, takes an obstacle from comparisons, or fills empty "
        "cells: these have no common unit and are never added up. The order goes by the largest "
        "count of any kind: it says what to ask first, not what weighs most. One obstacle fewer "
        "does not make a comparison: other reasons may remain.",
    )


def _rest_note(left_out: int, language: Language) -> str:
    """Where the requests stand that are not printed."""
    return say(
        language,
        f"未印出的 {left_out} 项在随报告交付的 exhibits 文件夹中："
        "本表的 CSV、XLSX（文件名含 requests）载有全部各项。",
        f"The {left_out} not printed stand in the folder exhibits delivered with the report: the "
        "CSV and XLSX of this table (requests in their names) hold every request.",
    )


def _row(row: Row, named: _Named) -> Row:
    language, codebook = named.language, named.codebook
    return headed(
        language,
        ("地区", "Place", codebook.title("short", row["zone_id"], language)),
        ("次序", "Priority", row["rank"]),
        ("请提供", "Please supply", codebook.label("request_kind", row["kind"], language)),
        ("所指", "Concerning", _subject_words(row, named)),
        ("补齐后", "Once supplied", _unlocked_words(row, language)),
    )


def _unlocked_words(row: Row, language: Language) -> str:
    """What the answer would make possible; what it would not stays unsaid.

    >>> row = {"points": 8.0, "comparisons": 1, "opens": 0, "cells": 0}
    >>> _unlocked_words(row, "zh"), _unlocked_words(row, "en")
    ('可评 8 分；1 对比较少一个障碍', '8 points assessable; one obstacle fewer in 1 comparison')
    """
    eased, opened, cells = int(row["comparisons"]), int(row["opens"]), int(row["cells"])
    score = points_words(row["points"])
    pairs = "comparison" if eased == 1 else "comparisons"
    said = [
        say(language, f"可评 {score} 分", f"{score} points assessable") * bool(row["points"]),
        say(language, f"{eased} 对比较少一个障碍", f"one obstacle fewer in {eased} {pairs}")
        * bool(eased),
        say(language, f"其中 {opened} 对即可比较", f"{opened} of them comparable at once")
        * bool(opened),
        say(language, f"可填 {cells} 个空格", f"{cells} empty cell{'s' * (cells != 1)} filled")
        * bool(cells),
    ]
    return say(language, "；", "; ").join(filter(None, said)) or say(
        language, "可核对原文", "the source can be checked"
    )


def _subject_words(row: Row, named: _Named) -> str:
    kind, key, language = str(row["kind"]), str(row["subject_id"]), named.language
    if kind == "mechanism":
        return listed([named.mechanisms[key], translated(row, "ask_for", language)], language)
    if kind == "score":
        scheme, scored = named.scored[key]
        head = scheme_title(scheme, language)
        line = say(language, scored.title_zh, scored.title_en)
        needs = say(language, scored.needs_zh, scored.needs_en)
        return listed([f"{head}{say(language, '：', ': ')}{line}", needs], language)
    if kind == "lost_number":
        return translated(row, "ask_for", language)
    group = "family" if kind == "absent_family" else "indicator"
    marks = "".join(evidence_mark(mark) for mark in str(row["evidence_ids"]).split())
    return f"{named.codebook.title(group, key, language)} {marks}".strip()
