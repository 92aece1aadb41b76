from __future__ import annotations

import re

import pytest

from shequ_eval.reporting.faults import ReportingFault
from shequ_eval.reporting.html.inline_svg import inline_svg

DRAWN = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<svg xmlns:xlink="http://www.w3.org/1999/xlink" width="460pt" height="180pt"
 viewBox="0 0 460 180" xmlns="http://www.w3.org/2000/svg" version="1.1">
 <metadata><a href="http://purl.org/dc"/></metadata>
 <defs><style type="text/css">*{stroke-linejoin: round} .a, .b{fill: red}</style>
  <clipPath id="p1"><rect width="1" height="1"/></clipPath>
  <path id="glyph" d="M0.123456 -10.999 L1.5 2.5e-05"/></defs>
 <g id="axes" clip-path="url(#p1)" style="fill: url(#hatch)"><use xlink:href="#glyph"/></g>
</svg>"""


def test_ids_and_links_are_bound_to_their_figure() -> None:
    drawn = inline_svg(DRAWN, "fig-a", "题")

    ids = re.findall(r' id="([^"]+)"', drawn)
    assert ids == ["fig-a", "fig-a-p1", "fig-a-glyph", "fig-a-axes"]
    assert 'clip-path="url(#fig-a-p1)"' in drawn
    assert 'style="fill: url(#fig-a-hatch)"' in drawn
    assert 'href="#fig-a-glyph"' in drawn


def test_two_figures_share_no_id() -> None:
    one, two = (inline_svg(DRAWN, prefix, "题") for prefix in ("fig-a", "fig-b"))

    assert not set(re.findall(r' id="([^"]+)"', one)) & set(re.findall(r' id="([^"]+)"', two))


def test_points_are_rounded_to_what_an_eye_can_tell() -> None:
    assert ' d="M0.12 -11.00 L1.5 2.5e-05"' in inline_svg(DRAWN, "fig-a", "题")


def test_style_rules_stay_inside_their_figure() -> None:
    drawn = inline_svg(DRAWN, "fig-a", "题")

    assert "#fig-a * {" in drawn
    assert "#fig-a .a, #fig-a .b {" in drawn


def test_nothing_remote_and_no_metadata_is_left() -> None:
    drawn = inline_svg(DRAWN, "fig-a", "题")

    assert "http" not in drawn
    assert "metadata" not in drawn


def test_the_picture_is_as_wide_as_its_column_and_says_what_it_is() -> None:
    drawn = inline_svg(DRAWN, "fig-a", '次序"翻转" & 来源')
    start = drawn[: drawn.index(">")]

    assert 'viewBox="0 0 460 180"' in start
    assert "width=" not in start
    assert 'role="img"' in start
    assert 'aria-label="次序&quot;翻转&quot; &amp; 来源"' in start


def test_a_picture_without_a_view_box_gets_one_from_its_size() -> None:
    drawn = inline_svg('<svg width="46.5pt" height="18pt"></svg>', "fig-a", "题")

    assert 'viewBox="0 0 46.5 18"' in drawn


def test_text_that_is_not_svg_is_refused() -> None:
    with pytest.raises(ReportingFault, match="fig-a"):
        inline_svg("<svg", "fig-a", "题")
