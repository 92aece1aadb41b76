"""Ranks with ranges, services with crosses, changes by time: what is not sure is never drawn so."""

from __future__ import annotations

from math import inf, nan
from typing import Any

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle

from shequ_eval.exhibits import style
from shequ_eval.exhibits.event_figure import draw_event_study
from shequ_eval.exhibits.exhibit import Exhibit, picture
from shequ_eval.exhibits.importance_figure import draw_importance_performance
from shequ_eval.exhibits.rank_figure import draw_rank_intervals

LANGUAGES = ["zh", "en"]


def words_of(exhibit: Exhibit) -> list[str]:
    assert exhibit.figure is not None
    return [text.get_text() for text in exhibit.figure.axes[0].texts if text.get_text()]


def marks_of(exhibit: Exhibit) -> list[str]:
    assert exhibit.figure is not None
    lines = exhibit.figure.axes[0].lines
    return sorted(str(x.get_label()) for x in lines if x.get_marker() in ("o", "s"))


def bars_of(exhibit: Exhibit, colour: str) -> int:
    assert exhibit.figure is not None
    boxes = [patch for patch in exhibit.figure.axes[0].patches if isinstance(patch, Rectangle)]
    return sum(to_hex(box.get_facecolor()) == colour.lower() for box in boxes)


# Domains and ranks -------------------------------------------------------------------------


def domain(name: str, estimate: float, half: float, ranks: tuple[float, float], **more: Any) -> Any:
    row = {
        "domain": name, "n": 100, "n_psu": 6, "df": 5, "estimate": estimate,
        "low": estimate - half, "high": estimate + half, "rank_low": ranks[0],
        "rank_high": ranks[1], "suppressed": False,
    }  # fmt: skip
    return row | more


def domains() -> pd.DataFrame:
    hidden = {"n": 7, "low": nan, "high": nan, "suppressed": True}
    return pd.DataFrame(
        [
            domain("low", 70, 3, (3, 3)),
            domain("near", 80, 4, (1, 2)),
            domain("high", 88, 3, (1, 2)),
            domain("two", 79, nan, (nan, nan), n_psu=2, df=1),
            domain("few", nan, nan, (nan, nan), **hidden),
        ]
    )


def ranks_of(table: pd.DataFrame, language: Any, **more: Any) -> Exhibit:
    labels = {str(name): str(name) for name in table["domain"]}
    return draw_rank_intervals(table, 79.4, labels, ("社区", "Community"), language, **more)


def test_what_cannot_be_told_from_the_mean_is_grey_and_the_title_counts_the_rest() -> None:
    exhibit = ranks_of(domains(), "zh")
    assert marks_of(exhibit) == ["actual", "actual", "undecidable", "undecidable"]
    assert "能与总体均值分开的有 2 个" in exhibit.title
    assert exhibit.title.startswith("4 个之中")


def test_a_domain_of_two_points_has_neither_interval_nor_rank_and_says_so_in_crimson() -> None:
    exhibit = ranks_of(domains(), "zh")
    assert exhibit.figure is not None
    crimson = [t.get_text() for t in exhibit.figure.axes[0].texts if t.get_color() == style.CRIMSON]
    assert crimson == ["2", "样本点 2 个，自由度 1：不排名"]
    row = exhibit.data.set_index("社区").loc["two"]
    assert (row["区间"], row["名次范围"]) == ("", "")
    # An interval and a range for each of the three others, no more.
    assert bars_of(exhibit, style.TINT) == 4 and bars_of(exhibit, style.GRID) == 2


def test_a_withheld_domain_shows_no_number_anywhere() -> None:
    exhibit = ranks_of(domains(), "en")
    row = exhibit.data.set_index("Community").loc["few"]
    assert (row["Respondents"], row["Sampling points"]) == ("", "")
    assert row["Estimate"] == "withheld"
    assert "7" not in words_of(exhibit)
    assert exhibit.data["Community"].iloc[-1] == "few"


@pytest.mark.parametrize("language", LANGUAGES)
def test_long_names_and_many_rows_are_drawn_without_touching(language: Any) -> None:
    rows = [
        domain(f"一个名字特别长的社区居民委员会第{n}号", 60 + n, 4, (max(1, n - 3), n + 3))
        for n in range(1, 25)
    ]
    assert ranks_of(pd.DataFrame(rows), language, demonstration=True).kind == "figure"


def test_a_domain_that_nobody_answered_for_is_an_empty_cell_and_not_a_zero() -> None:
    empty = domain("nobody", nan, nan, (nan, nan), n=0, n_psu=0, df=0)
    exhibit = ranks_of(pd.concat([domains(), pd.DataFrame([empty])]), "zh")
    assert "没有回答" in words_of(exhibit)
    assert exhibit.title.startswith("4 个之中")


def test_more_rows_than_a_page_holds_are_refused() -> None:
    rows = pd.DataFrame([domain(f"d{n}", 70, 3, (1, 3)) for n in range(50)])
    with pytest.raises(ValueError, match="按街道分图"):
        ranks_of(rows, "zh")


def test_where_nobody_can_be_told_apart_the_title_says_that_the_order_means_nothing() -> None:
    exhibit = ranks_of(pd.DataFrame([domain(n, 79, 5, (1, 3)) for n in "abc"]), "en")
    assert exhibit.title.startswith("None of 3")
    assert "actual" not in marks_of(exhibit)


# Services --------------------------------------------------------------------------------------


def service(name: str, performance: float, importance: float, half: float = 0.2) -> dict[str, Any]:
    row: dict[str, Any] = {"item": name}
    for side, value in (("importance", importance), ("performance", performance)):
        row |= {
            side: value, f"{side}_low": value - half, f"{side}_high": value + half,
            f"{side}_n": 400, f"{side}_df": 39 if np.isfinite(half) else 0,
        }  # fmt: skip
    near = abs(performance - 3) < half or abs(importance - 3) < half
    names = {(True, True): "keep_up", (True, False): "improve_first"}
    names |= {(False, True): "enough_done", (False, False): "improve_later"}
    quadrant = "" if near else names[importance > 3, performance > 3]
    row |= {"straddles": "both" if near else "", "quadrant": quadrant}
    return row | {f"quadrant_{cut}": quadrant for cut in ("mean", "median", "midpoint")}


CUTS = pd.DataFrame(
    [(cut, 3.0, 3.0) for cut in ("mean", "median", "midpoint")],
    columns=["cut", "importance", "performance"],
)


def services_of(rows: list[dict[str, Any]], language: Any, **more: Any) -> Exhibit:
    labels = {row["item"]: row["item"] for row in rows}
    return draw_importance_performance(pd.DataFrame(rows), CUTS, "mean", labels, language, **more)


def four() -> list[dict[str, Any]]:
    places = {"parking": (2, 4.5), "safety": (4.4, 4.4), "sport": (4, 2), "line": (3.1, 4)}
    return [service(name, *place) for name, place in places.items()]


def test_a_service_on_a_line_is_grey_and_in_no_quadrant() -> None:
    exhibit = services_of(four(), "en")
    assert marks_of(exhibit) == ["actual", "actual", "actual", "undecidable"]
    assert exhibit.title == "First to improve: parking; 1 on a dividing line, unclassified"
    row = exhibit.data.set_index("Service").loc["line"]
    assert row["Quadrant (mean)"] == "unclassified"


def test_only_the_quadrant_that_asks_for_action_is_washed() -> None:
    exhibit = services_of(four(), "zh")
    assert bars_of(exhibit, style.WASH) == 1
    assert {"优先改进", "继续保持", "次要改进", "不必再加"} <= set(words_of(exhibit))


def test_the_notes_say_what_other_cuts_would_do() -> None:
    rows = four()
    rows[0]["quadrant_midpoint"] = "keep_up"
    note = services_of(rows, "zh").notes[0]
    assert "各项中位数" in note and "0 项改归" in note
    assert "量表中点" in note and "1 项改归" in note


def test_a_service_without_an_interval_is_a_grey_point_without_a_cross() -> None:
    exhibit = services_of([*four(), service("bare", 2.0, 2.0, inf)], "zh")
    assert marks_of(exhibit).count("undecidable") == 2
    assert any("没有区间" in note for note in exhibit.notes)
    assert exhibit.data.set_index("服务").loc["bare", "满意度（区间）"] == "2.00"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("seed", [0, 2])
def test_sixteen_services_anywhere_are_labelled_without_touching(seed: int, language: Any) -> None:
    draw = np.random.default_rng(seed)
    name = "一项名字不短的服务" if language == "zh" else "a service of some name"
    rows = [service(f"{name} {n}", *draw.uniform(1.5, 4.5, 2)) for n in range(16)]
    exhibit = services_of(rows, language, demonstration=True)
    assert sum(name in words for words in words_of(exhibit)) == 16


def test_forty_services_are_numbered_with_a_key_below() -> None:
    draw = np.random.default_rng(0)
    rows = [service(f"a service {n}", *draw.uniform(1.5, 4.5, 2), half=0.05) for n in range(28)]
    rows += [service(f"a crowded service {n}", 2.0 + n / 30, 4.0, half=0.3) for n in range(12)]
    words = words_of(services_of(rows, "en"))
    assert {str(n) for n in range(1, 41)} <= set(words)
    assert sum(word.split(" ", 1)[-1].startswith("a ") for word in words) == 40


def test_made_up_answers_say_so_on_the_picture_and_under_it() -> None:
    plain, marked = (services_of(four(), "zh", demonstration=flag) for flag in (False, True))
    assert "示例数据" not in words_of(plain) and "示例数据" in words_of(marked)
    assert marked.notes[-1] == "本图全部为示例数据。"


# Changes by the time since the reform ---------------------------------------------------------


def wave(event_time: int, estimate: float, half: float = 1.0, withheld: str = "") -> dict[str, Any]:
    half = nan if withheld else half
    return {
        "event_time": event_time, "estimate": estimate, "std_error": half / 2,
        "low": estimate - half, "high": estimate + half, "band_low": estimate - 1.4 * half,
        "band_high": estimate + 1.4 * half, "cohorts": 1, "treated": 12, "withheld": withheld,
    }  # fmt: skip


OVERALL = {"estimate": 2.5, "low": 1.0, "high": 4.0, "withheld": ""}
OUTCOME = ("满意度（分）", "satisfaction (points)")


def study(rows: list[dict[str, Any]], language: Any = "zh", overall: Any = OVERALL) -> Exhibit:
    return draw_event_study(pd.DataFrame(rows), overall, OUTCOME, language)


def test_a_band_that_holds_zero_is_grey_even_where_the_interval_does_not() -> None:
    exhibit = study([wave(-1, 0.2), wave(0, 1.2), wave(1, 4)])
    assert marks_of(exhibit) == ["actual", "undecidable", "undecidable"]
    assert exhibit.title == "改革后 2 期中有 1 期的变化与零分得开"


def test_trends_that_differed_before_come_before_any_effect_in_the_title() -> None:
    exhibit = study([wave(-1, 3), wave(0, 4)], "en")
    assert exhibit.title.startswith("Trends differed in 1 wave(s) before the reform")


def test_few_areas_are_points_without_bars_and_the_title_claims_nothing() -> None:
    rows = [wave(n, float(n), withheld="least_side") for n in (-2, -1, 0, 1)]
    exhibit = study(rows, "zh", OVERALL | {"withheld": "least_side"})
    assert bars_of(exhibit, style.TINT) == bars_of(exhibit, style.GRID) == 0
    assert "说不上效果" in exhibit.title
    assert any("随机化推断" in note for note in exhibit.notes)
    assert set(exhibit.data["逐期区间"]) == {""}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("waves", "size"), [(2, 0.001), (6, 1.0), (30, 25000.0)])
def test_few_or_many_waves_of_any_size_are_drawn_without_touching(
    waves: int, size: float, language: Any
) -> None:
    rows = [wave(n, size * np.sin(n), size) for n in range(-waves, waves)]
    assert study(rows, language).kind == "figure"


def test_the_zero_line_crosses_no_number() -> None:
    exhibit = study([wave(-1, 0.0), wave(0, 4)])
    assert exhibit.figure is not None
    zero = next(t for t in exhibit.figure.axes[0].texts if t.get_text() == "0.0")
    point = next(x for x in exhibit.figure.axes[0].lines if x.get_marker() == "o")
    assert abs(zero.get_position()[1] - point.get_ydata()[0]) > 0.8  # type: ignore[index]


def test_the_same_table_gives_the_same_bytes() -> None:
    drawings = [
        (ranks_of(domains(), "zh"), services_of(four(), "zh"), study([wave(-1, 0.2), wave(0, 3)]))
        for _ in range(2)
    ]
    for one, two in zip(*drawings, strict=True):
        assert one.figure is not None and two.figure is not None
        assert picture(one.figure, "svg") == picture(two.figure, "svg")


def test_no_row_is_words_and_not_a_picture() -> None:
    rows = pd.DataFrame([service("a", 2.0, 2.0)]).iloc[:0]
    exhibits = [
        ranks_of(domains().iloc[:0], "zh"),
        draw_importance_performance(rows, CUTS, "mean", {}, "zh"),
        draw_event_study(pd.DataFrame([wave(0, 1.0)]).iloc[:0], OVERALL, OUTCOME, "zh"),
    ]
    assert [exhibit.kind for exhibit in exhibits] == ["text"] * 3
    assert all("没有数据不等于零" in exhibit.sentences[0] for exhibit in exhibits)


def test_domains_that_are_all_withheld_are_drawn_as_empty_cells() -> None:
    table = domains().assign(suppressed=True)
    assert marks_of(ranks_of(table, "zh")) == []
