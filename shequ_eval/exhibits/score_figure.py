"""Knows how to draw scores so that a low score and a lack of evidence differ; ranks nothing."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from matplotlib.figure import Figure

from shequ_eval.exhibits.exhibit import Exhibit
from shequ_eval.exhibits.layout import LINE_MM, Page, wrap_text
from shequ_eval.exhibits.scales import Scale
from shequ_eval.exhibits.score_tables import score_summary_table
from shequ_eval.exhibits.score_words import (
    Row,
    grade_words,
    points_words,
    scheme_title,
    score_notes,
    score_title,
    score_words,
    short_words,
)
from shequ_eval.exhibits.style import (
    AXIS,
    AXIS_LINE,
    BLUE,
    BODY,
    CELL_LINE,
    EMPTY,
    INK_2,
    MARK_LINE,
    NOTE,
    PAGE_MM,
    PAPER,
    RULE,
    TINT,
    VALUE,
    print_style,
)
from shequ_eval.exhibits.words import say
from shequ_eval.vocabulary.codebook import Codebook, Language
from shequ_eval.vocabulary.score_standards import framework
from shequ_eval.vocabulary.scores import Scheme

NAME_MM = 38.0
BAR = Scale(0, 100, 41.0, 118.0)  # 100 points, in mm across the page
ASSESSABLE_AT = 127.0
ROW_MM, BAR_MM = 11.0, 4.6
GAP = 0.25  # mm left free at each end of a segment


def draw_scores(
    schemes: Sequence[Scheme],
    scores: pd.DataFrame,
    summary: pd.DataFrame,
    codebook: Codebook,
    language: Language,
    least_assessable: float,
) -> Exhibit:
    """One bar of 100 points a project or fund: score solid, assessable tinted, the rest empty.

    A bar is cut into 决策, 过程, 产出 and 效益 at that scheme's own points. Solid ends at the least
    score, a line runs on to the greatest. Rows stand in the order given, never by score.

    Raises
    ------
    LayoutError, GlyphError
        The picture cannot be drawn without a fault.

    Examples
    --------
    The numbers behind one bar:

    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> book = read_codebook(find_data_root())
    >>> from shequ_eval.analysis.examples import example_scored
    >>> scheme, scores, totals = example_scored()
    >>> bars = draw_scores([scheme], scores, totals, book, "zh", 80)
    >>> bars.data[["可评分值", "结论"]].values.tolist()
    [['0', '暂不评级；可评分值还差 80']]
    """
    if not schemes:
        return _no_scheme(language)
    table = score_summary_table(schemes, summary, codebook, language)
    with print_style():
        figure = _picture(schemes, scores, summary, codebook, language)
    return Exhibit(
        exhibit_id="scores",
        kind="figure",
        title=score_title(summary, language),
        subtitle=say(
            language,
            "每条满分 100 分，按各方案的一级指标分段；有证据才可评，可评才谈得上得分。",
            "Each bar is 100 points, cut at the scheme's first-level indicators; only what has "
            "evidence is assessable, and only what is assessable can be scored.",
        ),
        notes=score_notes(
            codebook, least_assessable, language, len({scheme.zone_id for scheme in schemes})
        ),
        data=table.data,
        figure=figure,
    )


def _no_scheme(language: Language) -> Exhibit:
    words = say(
        language,
        "所选地区没有评分方案：评分须先指明一个项目或一笔资金，复制评分方案模板填写。",
        "No zone of this report has a scheme: a score needs one project or fund, named in a "
        "copy of the template.",
    )
    return Exhibit("scores", "text", words, sentences=(words,))


def _picture(
    schemes: Sequence[Scheme],
    scores: pd.DataFrame,
    summary: pd.DataFrame,
    codebook: Codebook,
    language: Language,
) -> Figure:
    page = Page()
    levels = {
        scheme.id: level_sums(scores[scores["scheme_id"] == scheme.id], list(framework(codebook)))
        for scheme in schemes
    }
    y = _draw_legend(page, 4.0, pd.concat(levels.values()), language)
    shared = _shared_points(schemes, codebook)
    assessable = say(language, "可评 / 100", "Assessable of 100")
    page.text(ASSESSABLE_AT, y, assessable, NOTE, INK_2, align="center")
    page.text(PAGE_MM - 0.5, y, say(language, "结论", "Grade"), NOTE, INK_2, align="right")
    _draw_heads(page, y, shared, codebook, language)
    y += 7.0 if shared else 4.0
    totals = {str(row["scheme_id"]): row for row in summary.to_dict("records")}
    for scheme in schemes:
        y = _draw_scheme(
            page, y, scheme, levels[scheme.id], totals[scheme.id], codebook, language, not shared
        )
    return page.finish(_draw_axis(page, y))


def level_sums(scores: pd.DataFrame, levels: Sequence[str]) -> pd.DataFrame:
    """Points, assessable points and the score's bounds of each first-level indicator that has any.

    >>> rows = pd.DataFrame({"level1": ["产出", "产出", "决策"], "points": [10, 20, 70],
    ...     "assessable": [10, 0, 0], "low": [4, None, None], "high": [6, None, None]})
    >>> level_sums(rows, ["决策", "过程", "产出"]).to_dict("list")
    {'level1': ['决策', '产出'], 'points': [70, 30], 'assessable': [0, 10], \
'low': [0.0, 4.0], 'high': [0.0, 6.0]}
    """
    sums = scores.groupby("level1")[["points", "assessable", "low", "high"]].sum()
    kept = sums.reindex([level for level in levels if level in sums.index])
    return kept[kept["points"] > 0].rename_axis("level1").reset_index()


def _shared_points(schemes: Sequence[Scheme], codebook: Codebook) -> dict[str, float]:
    """The points of the first-level indicators where all schemes share them, else nothing."""
    splits = [
        {level: scheme.points_of(level) for level in framework(codebook)} for scheme in schemes
    ]
    return splits[0] if all(split == splits[0] for split in splits) else {}


def _draw_heads(
    page: Page, y: float, points: dict[str, float], codebook: Codebook, language: Language
) -> None:
    start = 0.0
    for level, width in points.items():
        x = BAR.at(start + width / 2)
        start += width
        if width < 6:
            continue  # too narrow for words; the table has them
        name = codebook.label("score_level", level, language)
        page.text(x, y, name, NOTE, align="center")
        page.text(x, y + 3.0, points_words(width), AXIS, INK_2, align="center")


def _draw_scheme(
    page: Page,
    top: float,
    scheme: Scheme,
    levels: pd.DataFrame,
    total: Row,
    codebook: Codebook,
    language: Language,
    split: bool,
) -> float:
    """One project or fund: its name, its bar, assessable points and grade; the y below it."""
    lines = wrap_text(scheme_title(scheme, language), NAME_MM, BODY)
    cut = _split_words(levels, codebook, language) if split else ""
    extra = wrap_text(cut, NAME_MM, NOTE) if cut else []
    tall = len(lines) * BODY * LINE_MM + len(extra) * NOTE * LINE_MM
    height = max(ROW_MM, tall + 3.0)
    y = top + height / 2
    below = page.lines(0.4, y - tall / 2 + BODY * LINE_MM / 2, lines, BODY)
    page.lines(0.4, below, extra, NOTE, colour=INK_2)
    start = 0.0
    for level in levels.to_dict("records"):
        _draw_segment(page, y, start, level)
        start += float(level["points"])
    page.text(ASSESSABLE_AT, y, points_words(total["assessable"]), VALUE, bold=True, align="center")
    words = [grade_words(total, codebook, language)]
    score = score_words(total, language)
    words += [say(language, f"得分 {score}", f"score {score}")] * bool(total["assessable"])
    words += [short_words(total, language)]
    shown = [word for word in words if word]
    first = y - (len(shown) - 1) * NOTE * LINE_MM / 2
    page.lines(PAGE_MM - 0.5, first, shown, NOTE, align="right")
    return top + height


def _split_words(levels: pd.DataFrame, codebook: Codebook, language: Language) -> str:
    return " ".join(
        f"{codebook.label('score_level', str(row['level1']), language)} "
        f"{points_words(float(row['points']))}"
        for row in levels.to_dict("records")
    )


def _draw_segment(page: Page, y: float, start: float, level: Row) -> None:
    """One first-level indicator: outline at full width, tint inside it, solid inside the tint."""
    left, right = BAR.at(start) + GAP, BAR.at(start + level["points"]) - GAP
    inside = Scale(0, level["points"], left, right)
    page.box(
        left, y, right - left, BAR_MM,
        facecolor=PAPER, edgecolor=EMPTY, linewidth=CELL_LINE, zorder=2, label="empty",
    )  # fmt: skip
    if not level["assessable"]:
        return
    page.box(
        left, y, inside.at(level["assessable"]) - left, BAR_MM,
        facecolor=TINT, edgecolor=BLUE, linewidth=CELL_LINE, zorder=3, label="assessable",
    )  # fmt: skip
    low, high = inside.at(level["low"]), inside.at(level["high"])
    if low > left:
        page.box(
            left, y, low - left, BAR_MM,
            facecolor=BLUE, edgecolor=BLUE, linewidth=CELL_LINE, zorder=4, label="score",
        )  # fmt: skip
    if high > low:
        page.line(low, y, high, y, BLUE, MARK_LINE, zorder=5)
        page.line(high, y - BAR_MM / 4, high, y + BAR_MM / 4, BLUE, MARK_LINE, zorder=5)


def _draw_legend(page: Page, y: float, levels: pd.DataFrame, language: Language) -> float:
    """What those of solid, line, tint and empty outline say that are drawn; the y below them."""
    segment = {"assessable": 9.0, "low": 0.0, "high": 0.0}
    drawn = {
        "score": levels["low"].gt(0),
        "range": levels["high"].gt(levels["low"]),
        "assessable": levels["assessable"].gt(levels["low"]),
        "empty": levels["assessable"].lt(levels["points"]),
    }
    entries = {
        "score": (segment | {"low": 9.0, "high": 9.0}, "得分（至少）", "score (at least)"),
        "range": (segment | {"high": 9.0}, "得分可能的范围", "where the score may lie"),
        "assessable": (segment, "可评分值", "assessable"),
        "empty": (
            segment | {"assessable": 0.0},
            "不可评，不等于 0 分",
            "not assessable: not a zero",
        ),
    }
    for place, key in enumerate(key for key in entries if drawn[key].any()):
        level, zh, en = entries[key]
        x = 40.0 * place
        _draw_key(page, x + 0.4, y, level)
        page.text(x + 8.4, y, say(language, zh, en), NOTE, INK_2)
    return y + 6.5


def _draw_key(page: Page, x: float, y: float, level: dict[str, float]) -> None:
    look = {"facecolor": PAPER, "edgecolor": EMPTY}
    if level["assessable"]:
        look = {"facecolor": BLUE if level["low"] else TINT, "edgecolor": BLUE}
    page.box(x, y, 6.6, 2.6, linewidth=CELL_LINE, zorder=2, label="key", **look)
    if level["high"] > level["low"]:
        page.line(x, y, x + 6.6, y, BLUE, MARK_LINE, zorder=5)


def _draw_axis(page: Page, y: float) -> float:
    page.line(BAR.left, y, BAR.right, y, RULE, AXIS_LINE)
    for tick in range(0, 101, 20):
        page.line(BAR.at(tick), y, BAR.at(tick), y + 1.0, RULE, AXIS_LINE)
        page.text(BAR.at(tick), y + 3.0, str(tick), AXIS, INK_2, align="center")
    return y + 5.6
