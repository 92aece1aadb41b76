"""Knows how promises, recommendations and follow-ups are tabled; judges none of them."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from typing import Any

import pandas as pd

from shequ_eval.analysis.commitments import UNLISTED
from shequ_eval.analysis.intervals import number_or_none
from shequ_eval.exhibits.exhibit import Exhibit
from shequ_eval.exhibits.numbers import plain_number
from shequ_eval.exhibits.words import amount_words, evidence_mark, headed, listed, say
from shequ_eval.vocabulary.codebook import Codebook, Language
from shequ_eval.vocabulary.periods import period_words

Row = dict[Any, Any]


def chain_table(chain: pd.DataFrame, codebook: Codebook, language: Language) -> Exhibit:
    """Every promise with its indicator, evidence, score, recommendation and follow-up.

    Examples
    --------
    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> book = read_codebook(find_data_root())
    >>> from shequ_eval.analysis.chain import FOLLOW_UP, PROMISE, build_chain
    >>> promise = dict.fromkeys(PROMISE, "") | {"commitment_id": "lishui-c01", "zone_id": "lishui",
    ...     "kind": "task", "title_zh": "第一步", "by_when": "unstated",
    ...     "attainment": "no_evidence",
    ...     "target_low": None, "target_value": None, "target_high": None}
    >>> none = pd.DataFrame(columns=["commitment_id", "zone_id", *FOLLOW_UP])
    >>> chain_table(build_chain(pd.DataFrame([promise]), none), book, "zh").title
    '承诺链：1 项承诺，未见完成的证据 1 项'
    """
    rows = [_chain_row(row, codebook, language) for row in _folded(chain, language)]
    title = _chain_title(chain, codebook, language)
    if not rows:
        nothing = say(
            language,
            "没有登记的承诺；来源承诺的数字，若有，列在“承诺对照证据与标准”。",
            "No commitment is registered; numbers that the sources promise, if any, stand under "
            "“Commitments against evidence and standards”.",
        )
        return Exhibit("commitment_chain", "text", title, sentences=(nothing,))
    return Exhibit(
        "commitment_chain",
        "table",
        title,
        pd.DataFrame(rows),
        notes=(
            say(
                language,
                "空格 = 没有：没有得分不是零分，没有建议不是没有问题。"
                "原文只给数目、没有列出内容的，无从核对，内容须向地区索取。",
                "An empty cell = none: no score is not a score of zero, no recommendation does not "
                "mean no problem. Where the source gives only a number of tasks, their contents "
                "have to be asked for.",
            ),
        ),
    )


def _chain_title(chain: pd.DataFrame, codebook: Codebook, language: Language) -> str:
    """How many promises there are and how they stand; those without contents stand apart."""
    promises = chain[chain["commitment_id"].ne("") & chain["attainment"].ne("")]
    each = promises.drop_duplicates("commitment_id")
    bare = int(each["kind"].eq(UNLISTED).sum())
    told = each[each["kind"].ne(UNLISTED)]
    if each.empty:
        return say(language, "承诺链", "The chain of commitments")
    said = _counted(told, codebook, language)
    listed_zh = f"{len(told)} 项承诺，{said}" if len(told) else ""
    bare_zh = f"{'另有 ' if len(told) else ''}{bare} 项原文只给数目，没有列出内容" if bare else ""
    many = "commitment" if len(told) == 1 else "commitments"
    listed_en = f"{len(told)} {many}: {said}" if len(told) else ""
    bare_en = f"{bare} {'more ' if len(told) else ''}whose contents the source does not list"
    return say(
        language,
        "承诺链：" + "；".join(filter(None, [listed_zh, bare_zh])),
        "; ".join(filter(None, [listed_en, bare_en if bare else ""])),
    )


def _folded(chain: pd.DataFrame, language: Language) -> list[Row]:
    """The rows of the chain; promises without contents that follow each other become one row."""
    folded: list[Row] = []
    for _, run in groupby(chain.to_dict("records"), key=_run_of):
        rows = list(run)
        folded += rows if len(rows) == 1 or not _run_of(rows[0])[1] else [_one_of(rows, language)]
    return folded


def _run_of(row: Row) -> tuple[str, bool, str]:
    bare = row["kind"] == UNLISTED and not row["recommendation_id"]
    return str(row["zone_id"]), bare, "" if bare else f"{row['commitment_id']} {id(row)}"


def _one_of(rows: list[Row], language: Language) -> Row:
    first, last = rows[0], rows[-1]
    return first | {
        "commitment_id": f"{first['commitment_id']}–{str(last['commitment_id'])[-3:]}",
        f"title_{language}": say(
            language,
            f"{first['title_zh']}至{last['title_zh']}（原文只给数目）",
            f"{first['title_en']} to {last['title_en']} (the source gives only their number)",
        ),
    }


def _counted(promises: pd.DataFrame, codebook: Codebook, language: Language) -> str:
    """How many promises stand how, in the order of the codebook."""
    order = {code: place for place, code in enumerate(codebook.labels["attainment"])}
    known = promises.sort_values("attainment", key=lambda codes: codes.map(order), kind="stable")
    words = [_attained(row, codebook, language) for row in known.to_dict("records")]
    return say(language, "、", ", ").join(
        say(language, f"{word} {words.count(word)} 项", f"{word} ({words.count(word)})")
        for word in dict.fromkeys(words)
    )


def _attained(row: Row, codebook: Codebook, language: Language) -> str:
    """How a promise stands; a task or a milestone has no figure, so none is said to be missing."""
    if row["attainment"] == "no_evidence" and row["kind"] != "quantified":
        return say(language, "未见完成的证据", "no evidence of completion")
    return codebook.label("attainment", str(row["attainment"]), language)


def _chain_row(row: Row, codebook: Codebook, language: Language) -> Row:
    indicator = str(row["indicator_id"])
    return headed(
        language,
        ("地区", "Zone", _zone(row, codebook, language)),
        ("编号", "Id", row["commitment_id"]),
        ("承诺", "Commitment", row[f"title_{language}"]),
        ("数量与期限", "How much, by when", _promised(row, language)),
        (
            "指标",
            "Indicator",
            codebook.title("indicator", indicator, language) if indicator else "",
        ),
        ("证据", "Evidence", _marks(f"{row['evidence_id']} {row['actual_evidence']}")),
        ("兑现", "Attained", _attained(row, codebook, language)),
        ("得分", "Score", "" if pd.isna(row["score"]) else plain_number(row["score"])),
        ("建议", "Recommendation", _recommended(row, codebook, language)),
        ("整改", "Follow-up", _followed(row, codebook, language)),
    )


def _zone(row: Row, codebook: Codebook, language: Language) -> str:
    return codebook.title("short", str(row["zone_id"]), language) if row["zone_id"] else ""


def _marks(ids: str) -> str:
    return "".join(evidence_mark(key) for key in ids.split())


def _promised(row: Row, language: Language) -> str:
    low, value, high = (number_or_none(row[f"target_{end}"]) for end in ("low", "value", "high"))
    stated = any(end is not None for end in (low, value, high))
    amount = amount_words(value, low, high, str(row["unit"]), language) if stated else ""
    due = str(row["by_when"])
    if due == "unstated":
        return listed([amount, say(language, "未写时间", "undated")], language)
    return listed([amount, period_words(due, "text", language) if due else ""], language)


def _recommended(row: Row, codebook: Codebook, language: Language) -> str:
    if not row["recommendation_id"]:
        return ""
    stage = codebook.label("evaluation_stage", str(row["stage"]), language)
    head = f"{row['recommendation_id']} {row['recommendation']}"
    return listed([head, stage, str(row["made_on"])], language)


def _followed(row: Row, codebook: Codebook, language: Language) -> str:
    if not row["recommendation_id"]:
        return ""
    status = codebook.label("follow_up_status", str(row["status"]), language)
    answer = row["follow_up"] or say(language, "未收到回复", "no answer received")
    return listed([status, answer, str(row["followed_up_on"]), str(row["who"])], language)


def outcomes_table(
    outcomes: pd.DataFrame,
    moves: pd.DataFrame,
    mid_term_day: date | None,
    codebook: Codebook,
    language: Language,
) -> Exhibit:
    """What became of each mid-term recommendation, with the promise then and now.

    `moves` are the commitments that stand otherwise now; a note lists them. Without a day of the
    mid-term evaluation the column of what held then stays empty and a note says so.

    Examples
    --------
    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> book = read_codebook(find_data_root())
    >>> row = {"recommendation_id": "r01", "zone_id": "jiexiu", "recommendation": "公布名单",
    ...        "made_on": "2019-06-30", "status": "done", "follow_up": "已公布",
    ...        "followed_up_on": "2020-01-31", "who": "甲", "commitment_id": "c1",
    ...        "attainment_then": "not_yet_due", "attainment_now": "met"}
    >>> moved = pd.DataFrame([row | {"title_zh": "名单"}])
    >>> shown = outcomes_table(pd.DataFrame([row]), moved, date(2019, 6, 30), book, "zh")
    >>> shown.data[["地区", "编号", "中期时", "本次"]].values.tolist()
    [['介休', 'r01', '未到期', '达到']]
    >>> shown.notes[0]
    '自中期（2019-06-30）以来变化的承诺 1 项：c1 名单 由未到期变为达到。'
    """
    moved = _moved(moves, mid_term_day, codebook, language)
    if outcomes.empty:
        none = say(
            language,
            "没有登记中期评价的建议。",
            "No recommendation of a mid-term evaluation is registered.",
        )
        title = say(language, "中期建议后来怎样", "What became of the mid-term recommendations")
        sentences = (say(language, "", " ").join([none, moved]),)
        return Exhibit("mid_term_outcomes", "text", title, sentences=sentences)
    rows = [
        headed(
            language,
            ("地区", "Zone", _zone(row, codebook, language)),
            ("编号", "Id", row["recommendation_id"]),
            ("建议", "Recommendation", row["recommendation"]),
            ("提出", "Made on", row["made_on"]),
            ("整改", "Follow-up", _followed(row, codebook, language)),
            ("承诺", "Commitment", row["commitment_id"]),
            ("中期时", "Then", codebook.label("attainment", row["attainment_then"], language)),
            ("本次", "Now", codebook.label("attainment", row["attainment_now"], language)),
        )
        for row in outcomes.to_dict("records")
    ]
    title = say(
        language,
        f"中期评价的 {len(outcomes)} 条建议，后来怎样",
        f"What became of the {len(outcomes)} recommendations of the mid-term evaluation",
    )
    return Exhibit("mid_term_outcomes", "table", title, pd.DataFrame(rows), notes=(moved,))


def _moved(
    moves: pd.DataFrame, mid_term_day: date | None, codebook: Codebook, language: Language
) -> str:
    """Which commitments stand otherwise now than at the mid-term; or that no day is given."""
    if mid_term_day is None:
        return say(
            language,
            "未给出中期评价日，兑现情况不与中期对照。",
            "No day of a mid-term evaluation is given; attainment is not held against one.",
        )
    day = mid_term_day.isoformat()
    changed = [
        say(language, "由", "from ").join(
            [f"{row['commitment_id']} {row[f'title_{language}']} ", _step(row, codebook, language)]
        )
        for row in moves.to_dict("records")
    ]
    if not changed:
        return say(
            language,
            f"自中期（{day}）以来，各项承诺的兑现情况没有变化。",
            f"Since the mid-term ({day}) no commitment has come to stand otherwise.",
        )
    words = listed(changed, language)
    return say(
        language,
        f"自中期（{day}）以来变化的承诺 {len(changed)} 项：{words}。",
        f"{len(changed)} commitments stand otherwise than at the mid-term ({day}): {words}.",
    )


def _step(row: Row, codebook: Codebook, language: Language) -> str:
    then, now = (
        codebook.label("attainment", str(row[f"attainment_{when}"]), language)
        for when in ("then", "now")
    )
    return say(language, f"{then}变为{now}", f"{then} to {now}")
