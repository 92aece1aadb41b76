"""Knows how requests for data are tabled, zone by zone; decides no order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from shequ_eval.analysis.requests import row_key
from shequ_eval.exhibits.exhibit import Exhibit
from shequ_eval.exhibits.score_words import points_words, scheme_title
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

    `first` cuts each zone's list; the note then says how many requests are left out.

    Examples
    --------
    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> book = read_codebook(find_data_root())
    >>> asked = {"zone_id": "lishui", "rank": 1, "kind": "mechanism", "subject_id": "m03",
    ...     "ask_for": "平台名录", "evidence_ids": "", "points": 0.0, "comparisons": 0, "opens": 0,
    ...     "cells": 4, "unlocks": 4.0}
    >>> named = pd.DataFrame({"mechanism_id": ["m03"], "title_zh": ["三级平台"]})
    >>> requests_table(pd.DataFrame([asked]), named, [], book, "zh").data["关于"].tolist()
    ['三级平台 (m03)；平台名录']
    """
    kept = requests if first is None else requests[requests["rank"] <= first]
    titles = mechanisms.set_index("mechanism_id")[f"title_{language}"].to_dict()
    scored = {row_key(s.id, row.id): (s, row) for s in schemes for row in s.rows}
    named = _Named(codebook, titles, scored, language)
    rows = [_row(row, named) for row in kept.to_dict("records")]
    title = say(
        language,
        f"资料索取清单：{len(requests)} 项，按可解开的分值、比较或空格排列",
        f"What to ask for: {len(requests)} requests, by the points, comparisons or cells "
        "they unlock",
    )
    notes = [
        say(
            language,
            "次序按三者中最大的一个：可评的分值、可去掉一个障碍的比较数、可填的格数；"
            "三者单位不同，从不相加。相同时先列即可比较的。去掉一个障碍不等于可比：其余原因仍在。",
            "Order: the largest of points made assessable, comparisons eased and cells filled, "
            "which have no common unit and are never added up; ties by comparisons opened. Easing "
            "takes one reason away; others may remain.",
        )
    ]
    left_out = len(requests) - len(kept)
    if left_out:
        notes.append(say(language, f"另有 {left_out} 项未列。", f"{left_out} more are left out."))
    return Exhibit("requests", "table", title, pd.DataFrame(rows), notes=tuple(notes))


def _row(row: Row, named: _Named) -> Row:
    language, codebook = named.language, named.codebook
    return headed(
        language,
        ("地区", "Zone", codebook.title("short", row["zone_id"], language)),
        ("次序", "Order", row["rank"]),
        ("请提供", "Please supply", codebook.label("request_kind", row["kind"], language)),
        ("关于", "On", _subject_words(row, named)),
        ("可评的分值", "Points made assessable", points_words(row["points"])),
        ("可去掉一个障碍的比较", "Comparisons eased", row["comparisons"]),
        ("其中即可比较", "Of these opened", row["opens"]),
        ("可填的格", "Cells filled", row["cells"]),
    )


def _subject_words(row: Row, named: _Named) -> str:
    kind, key, language = str(row["kind"]), str(row["subject_id"]), named.language
    if kind == "mechanism":
        # NOTE: the documents to ask for are named in the zones' own language.
        return listed([f"{named.mechanisms[key]} ({key})", str(row["ask_for"])], language)
    if kind == "score":
        scheme, scored = named.scored[key]
        head = scheme_title(scheme, language)
        line = say(language, scored.title_zh, scored.title_en)
        needs = say(language, scored.needs_zh, scored.needs_en)
        return listed([f"{head}{say(language, '：', ': ')}{line}", needs], language)
    if kind == "lost_number":
        return f"{row['ask_for']} ({key})"
    group = "family" if kind == "absent_family" else "indicator"
    marks = "".join(evidence_mark(mark) for mark in str(row["evidence_ids"]).split())
    return f"{named.codebook.title(group, key, language)} {marks}".strip()
