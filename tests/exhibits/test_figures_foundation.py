"""The font, the page, the marks and the saving that all figures share."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import warnings
from pathlib import Path

import matplotlib
import pytest
from matplotlib.colors import to_hex
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from PIL import Image

from shequ_eval.analysis.intervals import Interval
from shequ_eval.exhibits import style
from shequ_eval.exhibits.exhibit import picture
from shequ_eval.exhibits.fonts import GlyphError, check_glyphs, font_path, glyph_errors
from shequ_eval.exhibits.layout import Page, text_mm, wrap_text
from shequ_eval.exhibits.layout_faults import LayoutError
from shequ_eval.exhibits.marks import (
    ABSENCES,
    draw_absence,
    draw_bounds,
    draw_doubt,
    draw_legend,
    draw_mark,
    draw_period,
)
from shequ_eval.exhibits.print_figure import PrintFigure
from shequ_eval.exhibits.scales import Scale, log_ticks, nice_ticks
from shequ_eval.exhibits.style import print_style


@pytest.fixture
def page() -> Page:
    with print_style():
        return Page()


def marks_of(page: Page) -> list[Line2D]:
    return [line for line in page.axes.lines if line.get_marker() not in ("None", None)]


def bars_of(page: Page) -> list[Rectangle]:
    return [patch for patch in page.axes.patches if isinstance(patch, Rectangle)]


def test_the_font_comes_from_the_wheel_and_not_from_the_system() -> None:
    assert font_path().parts[-3:] == ("zhplot", "fonts", "NotoSansSC-Regular.ttf")


def test_importing_and_drawing_leave_matplotlib_as_it_was() -> None:
    code = (
        "import matplotlib; before = matplotlib.rcParams.copy()\n"
        "import shequ_eval.exhibits.coverage_figure\n"
        "from shequ_eval.exhibits.layout import Page\n"
        "from shequ_eval.exhibits.style import print_style\n"
        "with print_style(): Page().finish(10)\n"
        "assert matplotlib.rcParams.copy() == before\n"
        "import sys; assert 'zhplot' not in sys.modules\n"
        "assert 'matplotlib.pyplot' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=120, env=_paths())


def _paths() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}


def test_a_notebooks_own_settings_do_not_reach_the_picture(page: Page) -> None:
    with print_style():
        page.text(10, 5, "镇海 392")
        plain = picture(page.finish(10), "svg")
    with matplotlib.rc_context({"svg.hashsalt": None, "svg.fonttype": "none", "font.size": 30}):
        assert picture(page.figure, "svg") == plain


def test_a_character_that_the_font_lacks_is_an_error_that_names_it(page: Page) -> None:
    page.text(10, 5, "社区𓀀治理")
    with print_style(), pytest.raises(GlyphError, match="U\\+13000"):
        page.finish(10)


def test_chinese_words_with_their_punctuation_have_all_their_glyphs(page: Page) -> None:
    page.text(10, 5, "民发〔2017〕191号：“≥ 10”，（7.4–8.2）÷ −0.5％、近 80% → 未写时间…")
    check_glyphs(page.figure)


def test_matplotlibs_warning_about_a_glyph_becomes_an_error() -> None:
    with pytest.raises(GlyphError, match="Glyph 77824"), glyph_errors():
        warnings.warn("Glyph 77824 missing from font(s) Noto Sans SC.", UserWarning, stacklevel=1)


def test_a_glyph_planted_after_the_check_still_stops_the_saving(page: Page) -> None:
    with print_style():
        figure = page.finish(10)
    page.text(10, 5, "𓀀")
    with pytest.raises(GlyphError):
        picture(figure, "png")


def test_two_labels_on_one_spot_stop_the_picture(page: Page) -> None:
    page.text(10, 5, "溧水 9.93")
    page.text(14, 5.5, "镇海 7.68")
    with print_style(), pytest.raises(LayoutError, match=r"溧水 9\.93.*镇海 7\.68"):
        page.finish(10)


@pytest.mark.parametrize(("x", "y"), [(150, 5), (-3, 5), (20, -1), (20, 11)])
def test_a_label_that_leaves_the_page_stops_the_picture(page: Page, x: float, y: float) -> None:
    page.text(x, y, "原文印出 15.43")
    with print_style(), pytest.raises(LayoutError, match="leaves the page"):
        page.finish(10)


def test_a_label_on_a_mark_stops_the_picture(page: Page) -> None:
    draw_mark(page, "actual", 20, 5)
    page.text(19, 5, "12")
    with print_style(), pytest.raises(LayoutError, match="mark actual"):
        page.finish(10)


@pytest.mark.parametrize("ends", [(22, 0, 22, 10), (0, 5, 60, 5), (10, 9, 40, 1)])
def test_a_line_through_words_stops_the_picture_unless_paper_lies_between(
    page: Page, ends: tuple[float, float, float, float]
) -> None:
    page.line(*ends)
    words = page.text(20, 5, "2013—2017")
    with print_style(), pytest.raises(LayoutError, match="lies on a line"):
        page.finish(10)
    page.figure.backed.add(words)
    with print_style():
        page.finish(10)


def test_words_on_paper_of_their_own_may_lie_over_any_line(page: Page) -> None:
    page.line(22, 0, 22, 10)
    page.text(20, 5, "2013—2017", backed=True)
    with print_style():
        page.finish(10)


@pytest.mark.parametrize("ends", [(19, 0, 19, 10), (0, 1, 60, 1), (36, 9, 60, 9)])
def test_a_line_beside_words_is_no_fault(
    page: Page, ends: tuple[float, float, float, float]
) -> None:
    page.line(*ends)
    page.text(20, 5, "2013—2017")
    with print_style():
        page.finish(10)


def test_the_grid_may_pass_behind_words(page: Page) -> None:
    page.line(22, 0, 22, 10, style.GRID)
    page.text(20, 5, "2013—2017", halo=True)
    with print_style():
        page.finish(10)


def test_bold_fills_no_dense_character_at_a_small_size(page: Page) -> None:
    for size in (style.NOTE, style.BODY, style.VALUE, 10.4):
        strokes = page.figure.outlines[page.text(10, 5, "模糊量", size, bold=True)]
        assert strokes[-1].width <= 0.03 * size
        assert strokes[-1].width <= 0.2 or size >= 8


def test_bold_is_no_stroke_in_an_svg_which_a_viewer_would_draw_a_dot_wide(page: Page) -> None:
    page.text(10, 5, "模糊量", bold=True)
    page.text(40, 5, "有光环", bold=True, halo=True)
    with print_style():
        svg = picture(page.finish(10), "svg").decode("utf-8")
    texts = re.findall(r"<text[^>]*>", svg)
    strokes = [text for text in texts if "stroke:" in text]
    assert [style.PAPER.lower() in text.lower() for text in strokes] == [True]
    heard = [text for text in texts if "aria-hidden" not in text]
    assert (len(texts), len(heard)) == (5, 2)
    assert sum(' dx="' in text for text in texts) == 2


def test_a_plan_may_lie_inside_its_standard(page: Page) -> None:
    draw_mark(page, "standard", 20, 5, 1.6)
    draw_mark(page, "planned", 20, 5)
    with print_style():
        page.finish(10)


def test_labels_side_by_side_and_under_each_other_are_no_fault(page: Page) -> None:
    page.text(10, 5, "溧水")
    page.text(10 + text_mm("溧水") + 0.5, 5, "镇海")
    page.lines(10, 9, ["江北", "介休"], style.BODY)
    with print_style():
        page.finish(20)


def test_a_page_is_160_mm_wide_at_200_dots_per_inch(page: Page) -> None:
    with print_style():
        figure = page.finish(50)
    with Image.open(io.BytesIO(picture(figure, "png"))) as drawn:
        assert abs(drawn.width - 160 / 25.4 * 200) <= 1
        assert abs(drawn.height - 50 / 25.4 * 200) <= 1


def test_a_status_is_a_shape_before_it_is_a_colour(page: Page) -> None:
    for place, status in enumerate(("actual", "planned", "standard", "undecidable", "assumed")):
        draw_mark(page, status, 10 + 10 * place, 5)
    actual, planned, standard, undecidable, assumed = marks_of(page)
    assert (actual.get_marker(), planned.get_marker(), standard.get_marker()) == ("o", "o", "s")
    assert to_hex(actual.get_markerfacecolor()).upper() == style.BLUE
    assert to_hex(planned.get_markerfacecolor()).upper() == style.PAPER
    assert to_hex(planned.get_markeredgecolor()).upper() == style.BLUE
    assert to_hex(standard.get_markerfacecolor()).upper() == style.PAPER
    assert to_hex(standard.get_markeredgecolor()).upper() == style.OCHRE
    assert to_hex(undecidable.get_markerfacecolor()).upper() == style.GREY
    assert assumed.get_marker() == "|"


def test_an_unknown_status_has_no_mark(page: Page) -> None:
    with pytest.raises(KeyError):
        draw_mark(page, "achieved", 10, 5)


def test_lost_text_is_hatched_and_an_unpublished_cell_is_empty(page: Page) -> None:
    draw_absence(page, "masked_in_source", 10, 5, 10)
    draw_absence(page, "not_published", 30, 5, 10)
    lost, empty = bars_of(page)
    assert set(lost.get_hatch()) == {"/"}
    assert empty.get_hatch() is None
    assert to_hex(empty.get_facecolor()).upper() == style.PAPER
    assert to_hex(empty.get_edgecolor()).upper() == style.EMPTY


def test_not_applicable_is_a_dash_with_its_word_and_no_cell(page: Page) -> None:
    draw_absence(page, "not_applicable", 10, 5, 10, "不适用")
    assert not bars_of(page)
    assert [text.get_text() for text in page.axes.texts] == ["不适用"]


def test_only_a_period_without_a_date_is_dashed(page: Page) -> None:
    for place, kind in enumerate(("stated", "inferred", "planned", "standard", "none")):
        draw_period(page, kind, 10 + 20 * place, 20 + 20 * place, 5)
    stated, inferred, planned, standard, none = bars_of(page)
    faces = [to_hex(bar.get_facecolor()).upper() for bar in bars_of(page)]
    assert faces == [style.BLUE, style.TINT, style.PAPER, style.BAND, style.PAPER]
    assert to_hex(standard.get_edgecolor()).upper() == style.OCHRE
    solid = [bar.get_linestyle() for bar in (stated, inferred, planned)]
    assert solid == ["solid"] * 3
    assert none.get_linestyle() != "solid"


def arrows_of(page: Page) -> list[float]:
    return [text.arrow_patch is not None and text.xy[0] - text.xyann[0] for text in page.axes.texts]


def test_at_least_is_an_arrow_to_the_right_and_at_most_to_the_left(page: Page) -> None:
    assert draw_bounds(page, "planned", Interval(50, 50, None), 5, 4)[1] == 54
    assert draw_bounds(page, "planned", Interval(None, 90, 90), 5, 4)[0] == 86
    assert arrows_of(page) == [4, -4]
    assert len(marks_of(page)) == 2


def test_a_range_is_a_bar_without_a_point(page: Page) -> None:
    draw_bounds(page, "planned", Interval(50, None, 60), 5, 4)
    assert len(bars_of(page)) == 1
    assert not marks_of(page)
    assert not arrows_of(page)


def test_an_actual_figure_with_bounds_is_a_point_on_a_pale_bar(page: Page) -> None:
    draw_bounds(page, "actual", Interval(50, 55, 60), 5, 4)
    (bar,), (point,) = bars_of(page), marks_of(page)
    assert to_hex(bar.get_facecolor()).upper() == style.TINT
    assert (bar.get_x(), bar.get_width()) == (50, 10)
    assert list(point.get_xdata()) == [55]


def test_nothing_known_is_nothing_to_draw(page: Page) -> None:
    with pytest.raises(ValueError, match="neither a value nor a bound"):
        draw_bounds(page, "actual", Interval(None, None, None), 5, 4)


def test_a_disputed_status_is_a_crimson_question_mark(page: Page) -> None:
    draw_doubt(page, 10, 5)
    (text,) = page.axes.texts
    assert (text.get_text(), text.get_color()) == ("?", style.CRIMSON)


def test_a_legend_breaks_into_lines_and_stays_on_the_page(page: Page) -> None:
    words = "a second coder read the status of this fact otherwise"
    below = draw_legend(page, 4, [("actual", words), *[(kind, words) for kind in ABSENCES]])
    assert below > 4 + 4.2
    with print_style():
        page.finish(below + 2)


def test_chinese_wraps_between_characters_and_keeps_its_stops() -> None:
    words = "社区建设、实验区资金（冠名基金、微基金）"
    rows = wrap_text(words, 24)
    assert "".join(rows) == words
    assert all(text_mm(row) <= 24 for row in rows)
    assert not any(row[0] in "、，。；）" for row in rows)
    assert not any(row[-1] == "（" for row in rows)


def test_english_wraps_at_spaces_only() -> None:
    words = "community social organisations per urban community"
    rows = wrap_text(words, 30)
    assert " ".join(rows) == words
    assert len(rows) > 1


def test_a_bound_stays_with_its_number() -> None:
    words = "rural average ≥ 80, urban average ≥ 100"
    for width in range(12, 60):
        rows = wrap_text(words, width)
        assert " ".join(rows) == words
        assert not any(row.endswith("≥") for row in rows)


def test_a_scale_holds_what_lies_outside_it_at_its_ends() -> None:
    scale = Scale(0, 16, 40, 120)
    assert [scale.at(value) for value in (-1, 0, 16, 99)] == [40, 40, 120, 120]


@pytest.mark.parametrize("top", [0.003, 0.9, 1, 7, 15.43, 99, 100, 24800, 3e8])
def test_ticks_are_few_and_reach_beyond_the_greatest_number(top: float) -> None:
    ticks = nice_ticks(top)
    assert ticks[0] == 0
    assert 2 <= len(ticks) <= 6
    assert ticks[-1] >= top > ticks[-2]


def test_a_logarithmic_axis_has_ticks_inside_itself_only() -> None:
    assert log_ticks(0.1, 1000) == [0.1, 1, 10, 100, 1000]
    assert log_ticks(23740, 296744) == [50000, 100000, 200000]


def test_a_picture_has_the_suites_colours_only_and_true_ones(page: Page) -> None:
    draw_mark(page, "actual", 20, 5)
    draw_absence(page, "not_published", 30, 5, 10)
    with print_style():
        figure = page.finish(10)
    with Image.open(io.BytesIO(picture(figure, "png"))) as drawn:
        assert drawn.mode == "P"
        colours = {rgb for _, rgb in drawn.convert("RGB").getcolors(100000)}
    assert {(255, 255, 255), (0x1F, 0x4E, 0x79)} <= colours


def test_a_figure_saves_to_a_path_as_matplotlib_does(page: Page, tmp_path: Path) -> None:
    with print_style():
        figure = page.finish(10)
    assert isinstance(figure, PrintFigure)
    figure.savefig(tmp_path / "page.png", format="png")
    assert (tmp_path / "page.png").read_bytes().startswith(b"\x89PNG")
