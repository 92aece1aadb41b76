"""Knows how it is said on what a report rests: its documents, its facts, what they leave out."""

from __future__ import annotations

import pandas as pd

from shequ_eval.analysis.comparability import figures_to_compare
from shequ_eval.exhibits.exhibit import Exhibit
from shequ_eval.exhibits.trace import counted
from shequ_eval.exhibits.words import counted_words, say
from shequ_eval.vocabulary.codebook import Codebook, Language

FACTS = {
    "stated": "编码事实 coded facts",
    "usable": "可用的事实 usable facts",
    "usable.actual": "可用的事实，实际 usable facts, actual",
    "usable.planned": "可用的事实，计划 usable facts, planned",
    "usable.standard": "可用的事实，标准 usable facts, standard",
    "apart": "口号、步骤或个案 labels, steps, single cases",
    "undated": "可用而未写时间的事实 usable facts that are undated",
    "doubted": "第二编码者另有读法的事实 facts read otherwise by the second coder",
}


STATUSES = ("actual", "planned", "standard")
STATUS_WORDS = {
    "actual": ("实际", "actual"), "planned": ("计划", "planned"), "standard": ("标准", "standards"),
}  # fmt: skip


def sources_sentence(sources: pd.DataFrame, language: Language) -> Exhibit:
    """What a report was written from: how many documents in circulation, how many unsigned.

    A source whose publisher no document states (`publisher_basis` is unstated) is unsigned.

    Examples
    --------
    >>> two = pd.DataFrame({"publisher_basis": ["unstated", "printed"]})
    >>> sources_sentence(two, "zh").sentences[0].split("。")[0]
    '*依据 2 份公开流传的材料编写的第三方评估，其中 1 份为未署名的转载'
    """
    unsigned = int(sources["publisher_basis"].eq("unstated").sum())
    total = counted(len(sources), "sources", "来源数 sources", "sources")
    without = counted(unsigned, "sources.unsigned", "未署名的来源 unsigned sources", "sources")
    documents = counted_words(len(sources), "document", "documents").partition(" ")[2]
    zh, en = _unsigned(unsigned, len(sources), without)
    words = say(
        language,
        f"*依据 {total} 份公开流传的材料编写的第三方评估{zh}。本报告不排名：数字各带状态、期间与"
        "口径。方括号是证据编号。*",
        f"*A third-party evaluation written from {total} {documents} in public circulation{en}. "
        "Nothing is ranked: figures carry their status, period and basis. Square brackets give "
        "evidence ids.*",
    )
    title = say(language, "依据的材料", "What this is written from")
    return Exhibit("sources_sentence", "text", title, sentences=(words,))


def _unsigned(unsigned: int, total: int, number: str) -> tuple[str, str]:
    if not unsigned:
        return "", ""
    if unsigned == total:
        en = "it is an unsigned repost" if total == 1 else "all are unsigned reposts"
        return f"，{'' if total == 1 else '全部'}为未署名的转载", f"; {en}"
    are = "is an unsigned repost" if unsigned == 1 else "are unsigned reposts"
    return f"，其中 {number} 份为未署名的转载", f"; {number} of them {are}"


def overview(
    observations: pd.DataFrame, sources: pd.DataFrame, codebook: Codebook, language: Language
) -> Exhibit:
    """How many facts there are, of what status, how many without a period or in doubt.

    Statuses are counted of the facts that may be compared; labels, steps and single cases are
    counted apart. Every count has an origin of its own.
    """
    facts = observations[observations["absence"] == ""]
    usable = figures_to_compare(observations, codebook)
    title = say(language, "依据", "What this rests on")
    sentences = (_facts_sentence(facts, usable, sources, language), _gaps(facts, usable, language))
    return Exhibit("overview", "text", title, sentences=tuple(s for s in sentences if s))


def _facts_sentence(
    facts: pd.DataFrame, usable: pd.DataFrame, sources: pd.DataFrame, language: Language
) -> str:
    of_status = {key: int(usable["status"].eq(key).sum()) for key in STATUSES}
    held = [
        (_count(number, f"usable.{key}"), STATUS_WORDS[key])
        for key, number in of_status.items()
        if number
    ]
    rest = len(facts) - len(usable)
    zh = "、".join(f"{words[0]} {number} 条" for number, words in held)
    en = ", ".join(f"{number} {words[1]}" for number, words in held)
    no_actual = len(usable) and not of_status["actual"]
    zh += "，没有实际值" if no_actual else ""
    en += ", none actual" if no_actual else ""
    given = counted(len(sources), "sources", "来源数 sources", "sources")
    total, can = _count(len(facts), "stated"), _count(len(usable), "usable")
    apart = _count(rest, "apart")
    apart_zh = f"；另有 {apart} 条是口号、步骤或个案，不作比较" if rest else ""
    labels = (
        "is a label, step or single case and is"
        if rest == 1
        else ("are labels, steps or single cases and are")
    )
    apart_en = f"; {apart} more {labels} never compared" if rest else ""
    return say(
        language,
        f"本报告依据 {given} 份来源中的 {total} 条编码事实，可用的有 {can} 条：{zh}{apart_zh}。",
        f"This report rests on {total} coded {_facts(len(facts))} from {given} "
        f"{'source' if len(sources) == 1 else 'sources'}; {can} can be used: {en}{apart_en}.",
    )


def _gaps(facts: pd.DataFrame, usable: pd.DataFrame, language: Language) -> str:
    """What of the facts is without a period, and what a second coder read otherwise."""
    undated, doubted = int(usable["period"].eq("").sum()), int(facts["doubt"].ne("").sum())
    without, read = _count(undated, "undated"), _count(doubted, "doubted")
    zh, en = [], []
    if undated:
        is_all = undated == len(usable)
        zh.append("可用的事实全都未写时间" if is_all else f"可用的事实中 {without} 条未写时间")
        are = "is" if undated == 1 else "are"
        en.append(
            "All usable facts are undated"
            if is_all
            else f"{without} of the usable facts {are} undated"
        )
    if doubted:
        total = _count(len(facts), "stated")
        zh.append(f"全部 {total} 条中有 {read} 条第二编码者另有读法，列在附录")
        en.append(
            f"a second coder disagreed with the coding of {read} of all {total} facts, as the "
            "appendix records"
        )
    joined = say(language, "；", "; ").join(zh if language == "zh" else en)
    return f"{joined[:1].upper()}{joined[1:]}{say(language, '。', '.')}" if joined else ""


def _count(number: int, key: str) -> str:
    return counted(number, f"facts.{key}", FACTS[key], "observations")


def _facts(number: int) -> str:
    return counted_words(number, "fact", "facts").partition(" ")[2]
