"""Knows how requests for data are tabled, zone by zone; decides no order."""

from __future__ import annotations

from typing import Any

import pandas as pd

from shequ_eval.exhibits.exhibit import Exhibit
from shequ_eval.exhibits.words import evidence_mark, headed, listed, say
from shequ_eval.vocabulary.codebook import Codebook, Language

Row = dict[Any, Any]


def requests_table(
    requests: pd.DataFrame,
    mechanisms: pd.DataFrame,
    codebook: Codebook,
    language: Language,
    first: int | None = None,
) -> Exhibit:
    """What to ask each zone for, in order of what it would unlock, with the counts.

    `first` cuts each zone's list; the note then says how many requests are left out.
    """
    kept = requests if first is None else requests[requests["rank"] <= first]
    titles = mechanisms.set_index("mechanism_id")[f"title_{language}"].to_dict()
    rows = [
        headed(
            language,
            ("地区", "Zone", codebook.title("short", row["zone_id"], language)),
            ("次序", "Order", row["rank"]),
            ("请提供", "Please supply", codebook.label("request_kind", row["kind"], language)),
            ("关于", "On", _subject_words(row, titles, codebook, language)),
            ("可去掉一个障碍的比较", "Comparisons eased", row["comparisons"]),
            ("其中即可比较", "Of these opened", row["opens"]),
            ("可填的格", "Cells filled", row["cells"]),
        )
        for row in kept.to_dict("records")
    ]
    title = say(
        language,
        f"资料索取清单：{len(requests)} 项，按可解开的比较与空格排列",
        f"What to ask for: {len(requests)} requests, by the comparisons and cells they unlock",
    )
    notes = [
        say(
            language,
            "次序 = 可去掉一个障碍的比较数 + 可填的格数；相同时先列即可比较的。"
            "去掉一个障碍不等于可比：其余原因仍在。",
            "Order: comparisons eased plus cells filled, ties by comparisons opened. Easing takes "
            "one reason away; others may remain.",
        )
    ]
    left_out = len(requests) - len(kept)
    if left_out:
        notes.append(say(language, f"另有 {left_out} 项未列。", f"{left_out} more are left out."))
    return Exhibit("requests", "table", title, pd.DataFrame(rows), notes=tuple(notes))


def _subject_words(row: Row, titles: dict[Any, Any], codebook: Codebook, language: Language) -> str:
    kind, key = str(row["kind"]), str(row["subject_id"])
    if kind == "mechanism":
        # NOTE: the documents to ask for are named in the zones' own language.
        return listed([f"{titles[key]} ({key})", str(row["ask_for"])], language)
    if kind == "lost_number":
        return f"{row['ask_for']} ({key})"
    group = "family" if kind == "absent_family" else "indicator"
    marks = "".join(evidence_mark(mark) for mark in str(row["evidence_ids"]).split())
    return f"{codebook.title(group, key, language)} {marks}".strip()
