"""Knows how the states of mechanisms are said and tabled; adds them to no score."""

from __future__ import annotations

import pandas as pd

from shequ_eval.analysis.mechanisms import STATES, ladder
from shequ_eval.exhibits.exhibit import Exhibit
from shequ_eval.exhibits.words import evidence_mark, headed, listed, say
from shequ_eval.vocabulary.codebook import Codebook, Language

STEPS_EN = {
    "has_rule": "a rule", "carried_out": "implementation", "has_effect": "an effect",
    "evaluated": "an evaluation",
}  # fmt: skip


def shown(review: pd.DataFrame) -> pd.DataFrame:
    """The ladder as it is drawn: a rule without trace is `described`, its document unseen.

    >>> review = pd.DataFrame({"mechanism_id": "m1", "zone_id": "east", "aspect": "services",
    ...     "type": "平台", "state": ["has_rule", "evaluated"], "status": "not_provided"})
    >>> shown(review)["status"].tolist()
    ['described', 'not_provided']
    """
    return described(ladder(review))


def described(cells: pd.DataFrame) -> pd.DataFrame:
    """Cells of a review or a ladder: a rule that a document describes and nothing traces says so.

    >>> cells = pd.DataFrame({"state": ["has_rule"] * 2, "status": ["not_provided", "traced"]})
    >>> described(cells)["status"].tolist()
    ['described', 'traced']
    """
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
    if not total:
        return say(language, "机制留下的痕迹", "Traces of mechanisms")
    if not any(counts.values()):
        return say(
            language,
            f"{total} 项机制，没有一项留下痕迹",
            f"{_mechanisms(total)}: evidence of none of the four steps",
        )
    if language == "zh":
        parts = [f"{n} 项{codebook.label('mechanism_state', s)}" for s, n in counts.items()]
        return f"{total} 项机制留下的痕迹：" + "、".join(parts)
    return f"{_mechanisms(total)}: evidence of {_told_en(counts)}"


def _mechanisms(count: int) -> str:
    return "1 mechanism" if count == 1 else f"{count} mechanisms"


def _told_en(counts: dict[str, int]) -> str:
    """Of how many there is evidence of which step.

    >>> _told_en({"has_rule": 9, "carried_out": 24, "has_effect": 4, "evaluated": 0})
    'a rule for 9, implementation for 24, an effect for 4, an evaluation for none'
    """
    return ", ".join(f"{STEPS_EN[state]} for {count or 'none'}" for state, count in counts.items())


def mechanisms_subtitle(language: Language, short: bool = True) -> str:
    """What a cell's four steps are, and the small number; `short` where letters head them.

    >>> mechanisms_subtitle("zh")[:12], mechanisms_subtitle("zh", short=False)[:12]
    ('每格四步：制（制度）、执', '每格四步：有制度、有执行')
    """
    letters = say(
        language,
        "制（制度）、执（执行）、成（成效）、评（评价）",
        "R rule, C carried out, E effect, V evaluated",
    )
    words = say(language, "有制度、有执行、有成效、有评价", "rule, carried out, effect, evaluated")
    steps = letters if short else words
    return say(
        language,
        f"每格四步：{steps}。左侧小字为材料所述的机制数；没有机制的格留空。",
        f"Four steps a cell: {steps}. The small number counts the mechanisms described; where "
        "there is none the cell stays blank.",
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
    ('溧水：材料写到 1 项机制，留下痕迹的：有执行的 1 项。',)
    """
    if review.empty:
        none = "没有机制，也就没有痕迹可查。", "No mechanism, and so no trace to look for."
        return (say(language, *none),)
    return tuple(
        _zone_sentence(review[review["zone_id"] == zone_id], str(zone_id), codebook, language)
        for zone_id in review["zone_id"].drop_duplicates()
    )


def _zone_sentence(here: pd.DataFrame, zone_id: str, codebook: Codebook, language: Language) -> str:
    held = here[here["status"] == "traced"]["state"].value_counts()
    counts = {state: int(held.get(state, 0)) for state in STATES}
    planned = int(here[here["status"] == "planned"]["mechanism_id"].nunique())
    name, total = codebook.title("short", zone_id, language), here["mechanism_id"].nunique()
    plans = say(language, f"；只有计划的 {planned} 项", f"; only plans: {planned}")
    if language == "zh":
        told = "、".join(
            f"{codebook.label('mechanism_state', state)}的 {count} 项"
            for state, count in counts.items()
            if count
        )
        first = f"留下痕迹的：{told}" if told else "没有一项留下痕迹"
        return f"{name}：材料写到 {total} 项机制，{first}{plans * bool(planned)}。"
    told = _told_en(counts) if any(counts.values()) else "none of the four steps"
    plans = plans * bool(planned)
    return f"{name} describes {_mechanisms(total)}. The document gives evidence of {told}{plans}."


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
    >>> mechanisms_table(review, book, "zh").data[["机制", "有制度", "有执行"]].values.tolist()
    [['三级平台', '材料写有（未见文件）', '有事实为证']]
    """
    rows = []
    for _, states in described(review).groupby("mechanism_id", sort=False):
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
    status = status_words(str(row["status"]), codebook, language)
    marks = " ".join(evidence_mark(key) for key in str(row["evidence_ids"]).split())
    checked = say(language, "，", ", ").join(str(row[key]) for key in ("who", "on") if row[key])
    note = str(row["note"]) if checked else ""
    counts = [named.partition(":") for named in str(row["registers"]).split()]
    kept = [
        say(language, f"{name} {rows}", f"{name}: {rows}")
        for name, rows in (
            (codebook.label("register", n, language), _rows_words(count, language))
            for n, _, count in counts
        )
    ]
    return listed([f"{status} {marks}".strip(), *kept, checked, note], language)


def _rows_words(count: str, language: Language) -> str:
    """A number of rows, or that it is too small to be told.

    >>> _rows_words("12", "en"), _rows_words("<10", "zh"), _rows_words("<10", "en")
    ('12 rows', '不足 10 行，已隐去', 'below 10 rows, withheld')
    """
    least = count.removeprefix("<")
    if least != count:
        return say(language, f"不足 {least} 行，已隐去", f"below {least} rows, withheld")
    return say(language, f"{count} 行", f"{count} rows")
