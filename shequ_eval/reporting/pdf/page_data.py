"""Knows the measures of a page as the template needs them: margins, sizes, distances; sets none."""

from __future__ import annotations

from typing import Any

from shequ_eval.reporting.paper.page_style import PageStyle

# How far the letters of the one font rise above their line, in em: what is left is the leading.
RISE_EM = 0.733
# Above and below a heading of each level, in its page's gap; a page without gaps keeps its lines.
ABOVE, BELOW = (2.2, 1.7, 1.25), (1.08, 0.92, 0.75)


def page_data(page: PageStyle, chinese: bool) -> dict[str, Any]:
    """The page of a style; lengths in mm, type in points, leading in em.

    >>> from shequ_eval.reporting.paper.page_style import OFFICIAL
    >>> page_data(OFFICIAL, True)["leading"]  # 28.9 points from line to line at 16 points
    1.0732
    """
    leading_points = page.line_points - RISE_EM * page.body.points
    gap = page.heading_gap_points
    above = [gap * times for times in ABOVE] if gap else [leading_points + page.line_points / 3] * 3
    below = [gap * times for times in BELOW] if gap else [leading_points] * 3
    return {
        "top": page.top,
        "bottom": page.bottom,
        "left": page.left,
        "right": page.right,
        "title": page.title.points,
        "headings": [held.points for held in page.headings],
        "above": [round(points, 2) for points in above],
        "below": [round(points, 2) for points in below],
        "heading_indent": 0 if gap or not chinese else 2,
        "body": page.body.points,
        "leading": round(leading_points / page.body.points, 4),
        "mark": round(page.mark_points / page.body.points, 3),
        "caption": page.caption.points,
        "note": page.note.points,
    }
