"""Knows how the states of mechanisms are said and tabled; adds them to no score."""

from __future__ import annotations

import pandas as pd

from shequ_eval.analysis.mechanisms import STATES, ladder
from shequ_eval.exhibits.exhibit import Exhibit
from shequ_eval.exhibits.words import evidence_mark, headed, listed, say
from shequ_eval.vocabulary.codebook import Codebook, Language


def shown(review: pd.DataFrame) -> pd.DataFrame:
    """The ladder as it is drawn: a rule without trace is `described`, its document unseen.

    >>> review = pd.DataFrame({"mechanism_id": "m1", "zone_id": "east", "aspect": "services",
    ...     "type": "平台", "state": ["has_rule", "evaluated"], "status": "not_provided"})
    >>> shown(review)["status"].tolist()
    ['described', 'not_provided']
    """
    cells = ladder(review)
    unseen = cells["state"].eq("has_rule") & cells["status"].eq("not_provided")
    return cells.assign(status=cells["status"].mask(unseen, "described"))


def status_words(status: str, codebook: Codebook, language: Language) -> str:
    """What a cell says, in words.

    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> book = read_codebook(find_data_root())
    >>> status_words("described", book, "zh"), status_words("traced", book, "zh")
    ('材料写有（未见文件）', '有事实为证')
    """
    if status == "described":
        return say(language, "材料写有（未见文件）", "described (document unseen)")
    return codebook.label("mechanism_trace", status, language)


def mechanisms_title(review: pd.DataFrame, codebook: Codebook, language: Language) -> str:
    """The finding: of how many mechanisms each state left a trace.

    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> book = read_codebook(find_data_root())
    >>> from shequ_eval.analysis.examples import example_review
    >>> review = example_review()
    >>> mechanisms_title(review, book, "zh")
    '1 项机制留下的痕迹：0 项有制度、1 项有执行、0 项有成效、0 项有评价'
    """
    held = review[review["status"] == "traced"].groupby("state")["mechanism_id"].nunique()
    counts = {state: int(held.get(state, 0)) for state in STATES}
    total = review["mechanism_id"].nunique()
    if language == "zh":
        parts = [f"{n} 项{codebook.label('mechanism_state', s)}" for s, n in counts.items()]
        return f"{total} 项机制留下的痕迹：" + "、".join(parts)
    named = {"has_rule": "rule", "carried_out": "carrying-out", "has_effect": "effect"}
    parts = [f"{n} of {named.get(state, 'evaluation')}" for state, n in counts.items()]
    return f"Traces that {total} mechanisms left: " + ", ".join(parts)


def mechanisms_subtitle(language: Language) -> str:
    """What a cell is.

    >>> mechanisms_subtitle("zh")[:17]
    '每格四步：制度、执行、成效、评价。'
    """
    return say(
        language,
        "每格四步：制度、执行、成效、评价。左侧小字为材料所述的机制数；没有机制的格留空。",
        "Four steps a cell: rule, carried out, effect, evaluated. The small number counts the "
        "mechanisms described; where there is none the cell stays blank.",
    )


def mechanisms_notes(review: pd.DataFrame, language: Language) -> tuple[str, ...]:
    """The rules by which a cell is filled, and who has still to read the links.

    >>> review = pd.DataFrame({"awaits_second_coder": [True, False]})
    >>> mechanisms_notes(review, "zh")[1]
    '机制与证据的对应由一人编码，1 格待第二编码。'
    """
    awaiting = int(review["awaits_second_coder"].sum())
    rules = say(
        language,
        "规则：每一格只凭明列的证据或评价人的签名核查；多项机制并为一格时取最强的一项。"
        "四步不相加，空格不是失败。标准只能证明有制度。",
        "Rules: a cell rests on listed evidence or on a signed check alone; where several "
        "mechanisms share a cell the strongest shows. The four are never added up, and an empty "
        "cell is no failure. A standard traces a rule only.",
    )
    second = say(
        language,
        f"机制与证据的对应由一人编码，{awaiting} 格待第二编码。",
        f"One coder tied mechanisms to evidence; {awaiting} cells await a second.",
    )
    return (rules, second) if awaiting else (rules,)


def mechanisms_paragraph(
    review: pd.DataFrame, codebook: Codebook, language: Language
) -> tuple[str, ...]:
    """One sentence a zone: how many mechanisms, and how many left which trace.

    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> book = read_codebook(find_data_root())
    >>> from shequ_eval.analysis.examples import example_review
    >>> review = example_review()
    >>> mechanisms_paragraph(review, book, "zh")
    ('溧水：材料描述 1 项机制，留下痕迹的：有制度 0、有执行 1、有成效 0、有评价 0。',)
    """
    sentences = []
    for zone_id in review["zone_id"].drop_duplicates():
        here = review[review["zone_id"] == zone_id]
        held = here[here["status"] == "traced"]["state"].value_counts()
        planned = int(here[here["status"] == "planned"]["mechanism_id"].nunique())
        name, total = codebook.title("short", zone_id, language), here["mechanism_id"].nunique()
        counts = say(language, "、", ", ").join(
            f"{codebook.label('mechanism_state', state, language)} {int(held.get(state, 0))}"
            for state in STATES
        )
        plans = (
            say(language, f"；另有 {planned} 项只有计划", f"; {planned} planned only")
            if planned
            else ""
        )
        sentences.append(
            say(
                language,
                f"{name}：材料描述 {total} 项机制，留下痕迹的：{counts}{plans}。",
                f"{name}: {total} mechanisms described; traced: {counts}{plans}.",
            )
        )
    return tuple(sentences)


def mechanisms_text(review: pd.DataFrame, codebook: Codebook, language: Language) -> Exhibit:
    """The paragraph under the ladder as an exhibit of its own.

    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> book = read_codebook(find_data_root())
    >>> from shequ_eval.analysis.examples import example_review
    >>> review = example_review()
    >>> mechanisms_text(review, book, "zh").kind
    'text'
    """
    return Exhibit(
        "mechanisms_text",
        "text",
        mechanisms_title(review, codebook, language),
        sentences=mechanisms_paragraph(review, codebook, language),
    )


def mechanisms_table(review: pd.DataFrame, codebook: Codebook, language: Language) -> Exhibit:
    """Every mechanism with its four states, each with the evidence or the check it rests on.

    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> book = read_codebook(find_data_root())
    >>> from shequ_eval.analysis.examples import example_review
    >>> review = example_review()
    >>> mechanisms_table(review, book, "zh").data[["机制", "有执行", "有成效"]].values.tolist()
    [['三级平台', '有事实为证', '未提供']]
    """
    rows = []
    for _, states in review.groupby("mechanism_id", sort=False):
        records = {str(row["state"]): row for row in states.to_dict("records")}
        first = records[STATES[0]]
        cells = [
            (
                codebook.label("mechanism_state", state, "zh"),
                codebook.label("mechanism_state", state, "en").capitalize(),
                _state_words(records[state], codebook, language),
            )
            for state in STATES
        ]
        rows.append(
            headed(
                language,
                ("地区", "Zone", codebook.title("short", str(first["zone_id"]), language)),
                ("编号", "Id", first["mechanism_id"]),
                ("机制", "Mechanism", first[f"title_{language}"]),
                *cells,
            )
        )
    return Exhibit(
        "mechanisms",
        "table",
        mechanisms_title(review, codebook, language),
        pd.DataFrame(rows),
        notes=mechanisms_notes(review, language),
    )


def _state_words(row: dict[object, object], codebook: Codebook, language: Language) -> str:
    status = codebook.label("mechanism_trace", str(row["status"]), language)
    marks = "".join(evidence_mark(key) for key in str(row["evidence_ids"]).split())
    checked = say(language, "，", ", ").join(str(row[key]) for key in ("who", "on") if row[key])
    note = str(row["note"]) if checked else ""
    counts = [named.partition(":") for named in str(row["registers"]).split()]
    kept = [
        say(language, f"{name} {rows} 行", f"{name}: {rows} rows")
        for name, rows in ((codebook.label("register", n, language), r) for n, _, r in counts)
    ]
    return listed([f"{status} {marks}".strip(), *kept, checked, note], language)
