"""Knows how to draw the four counts that an executive reads first; none is a result of a place."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from matplotlib.figure import Figure

from shequ_eval.analysis.comparability import figures_to_compare
from shequ_eval.analysis.coverage import zones_per_row
from shequ_eval.exhibits.exhibit import Exhibit
from shequ_eval.exhibits.layout import LINE_MM, Page, text_mm, wrap_text
from shequ_eval.exhibits.style import BODY, FRAME_LINE, GROUP, INK_2, PAGE_MM, print_style
from shequ_eval.exhibits.trace import counted
from shequ_eval.exhibits.words import headed, say
from shequ_eval.vocabulary.codebook import Codebook, Language

GAP_MM = 4.0
NUMBER_PT = 20.0
HEAD_MM = 10.4


@dataclass(frozen=True)
class _Count:
    """A number, what it is of, and what is counted."""

    number: str
    of: str
    says: str


def one_page_counts(
    observations: pd.DataFrame, families: pd.DataFrame, codebook: Codebook, language: Language
) -> Exhibit:
    """Four counts of the material with what each is of.

    `families` is `analysis.coverage.coverage_matrix` by family. Of one place the counts are what
    one place can answer: no number of places stands there.

    Raises
    ------
    LayoutError, GlyphError
        The picture cannot be drawn without a fault.
    """
    facts = observations[observations["absence"].eq("")]
    usable = figures_to_compare(observations, codebook)
    is_one = observations["zone_id"].nunique() < 2
    rest = _of_one if is_one else _of_several
    counts = [
        *_of_facts(facts, usable, is_one, language),
        *rest(facts, families, language),
    ]
    with print_style():
        figure = _picture(counts)
    can = counted(len(usable), "facts.usable", "可用的事实 usable facts", "observations")
    return Exhibit(
        "one_page_counts",
        "figure",
        say(
            language,
            f"材料有多少：可用的事实 {can} 条",
            f"How much material there is: {can} facts that can be used",
        ),
        data=pd.DataFrame([_row(count, language) for count in counts]),
        figure=figure,
    )


def _of_facts(
    facts: pd.DataFrame, usable: pd.DataFrame, is_one: bool, language: Language
) -> list[_Count]:
    doubted = _doubted(facts)
    undated = int(usable["period"].eq("").sum())
    total = counted(len(facts), "facts.stated", "编码事实 coded facts", "observations")
    without = counted(
        undated,
        "facts.undated",
        "可用而未写时间的事实 usable facts that are undated",
        "observations",
    )
    can = counted(len(usable), "facts.usable", "可用的事实 usable facts", "observations")
    also_zh = "" if is_one else f"，{doubted} 条编码有异议"
    also_en = "" if is_one else f", {doubted} disputed"
    return [
        _Count(
            total,
            say(language, "条", ""),
            say(language, f"编码事实{also_zh}", f"coded facts{also_en}"),
        ),
        _Count(
            without,
            say(language, f"/ {can} 条", f"of {can}"),
            say(language, "可用的事实未写时间", "usable facts are undated"),
        ),
    ]


def _of_several(facts: pd.DataFrame, families: pd.DataFrame, language: Language) -> list[_Count]:
    most = int(zones_per_row(families).max()) if len(families) else 0
    scores = facts[facts["indicator_id"].eq("satisfaction_score")]
    scored = counted(
        int(scores["zone_id"].nunique()),
        "zones.satisfaction",
        "有满意度得分的地方 places with a score",
        "observations",
    )
    most_words = counted(
        most,
        "families.most_zones",
        "同一类有实际值的地方之最多 most places of one family",
        "observations",
    )
    return [
        _Count(
            most_words,
            say(language, "地", "places" if most != 1 else "place"),
            say(
                language,
                "最多有几地给出同一类指标",
                "at most share one family",
            ),
        ),
        _Count(
            scored,
            say(language, "地", "place" if scores["zone_id"].nunique() == 1 else "places"),
            say(language, "给出满意度得分", "with a satisfaction score"),
        ),
    ]


def _of_one(facts: pd.DataFrame, families: pd.DataFrame, language: Language) -> list[_Count]:
    held = int(families["state"].eq("actual").sum()) if len(families) else 0
    all_of = counted(len(families), "families", "指标类数 families", "indicators")
    actual = counted(
        held, "families.actual", "有实际值的指标类 families with an actual figure", "observations"
    )
    return [
        _Count(
            actual,
            say(language, f"/ {all_of} 类", f"of {all_of}"),
            say(language, "指标有实际值", "families have an actual figure"),
        ),
        _Count(
            _doubted(facts),
            say(language, "条", ""),
            say(
                language,
                "第二编码者有异议，列在报告附录",
                "disputed by the second coder (see the report)",
            ),
        ),
    ]


def _doubted(facts: pd.DataFrame) -> str:
    return counted(
        int(facts["doubt"].ne("").sum()),
        "facts.doubted",
        "第二编码者另有读法的事实 facts read otherwise by the second coder",
        "observations",
    )


def _row(count: _Count, language: Language) -> dict[str, str]:
    return headed(
        language,
        ("数", "Count", f"{count.number} {count.of}".strip()),
        ("说的是什么", "Of what", count.says),
    )


def _picture(counts: list[_Count]) -> Figure:
    page = Page()
    room = (PAGE_MM - GAP_MM * (len(counts) - 1)) / len(counts)
    foot = 0.0
    for place, count in enumerate(counts):
        left = place * (room + GAP_MM)
        page.line(left, 1.6, left + room, 1.6, width=FRAME_LINE)
        page.text(left, 6.6, count.number, NUMBER_PT, bold=True)
        after = left + text_mm(count.number, NUMBER_PT) + 1.6
        page.text(after, 7.8, count.of, GROUP, INK_2)
        rows = wrap_text(count.says, room, BODY)
        page.lines(left, HEAD_MM + 2.0, rows, BODY, colour=INK_2)
        foot = max(foot, HEAD_MM + 2.0 + len(rows) * BODY * LINE_MM)
    return page.finish(foot)
