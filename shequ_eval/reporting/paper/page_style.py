"""Knows the pages that a printed report can have: margins, fonts, sizes; lays out nothing.

The official page follows GB/T 9704-2012: margins 37, 35, 28 and 26 mm, 22 lines to a page, the
title in 小标宋 size 2, headings in 黑体 and 楷体, the text in 仿宋 size 3. PDF and DOCX share it:
one measure, one layout of tables. The DOCX names the fonts, with others that stand in for them;
the PDF embeds the one font of the wheel and tells headings by weight. The standard speaks of
Chinese; the English edition keeps its margins and takes 12 points for the text.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from shequ_eval.reporting.paper.table_layout import PageWidths

PAGE_MM = (210.0, 297.0)
LEADING = 1.35  # the distance of lines per point of their size, where a style says no other
LARGE_POINTS = 13.0
CONTENTS_POINTS, COVER_POINTS = 11.0, 14.0
LATIN = "Times New Roman"
LATIN_SANS = "Arial"
# For each font the ones that stand in for it where it is not installed.
FALLBACKS = {
    "方正小标宋简体": "华文中宋;STZhongsong;宋体",
    "黑体": "SimHei;Noto Sans SC;Heiti SC",
    "楷体_GB2312": "楷体;KaiTi;Kaiti SC",
    "仿宋_GB2312": "仿宋;FangSong;STFangsong",
    "宋体": "SimSun;Noto Serif SC;Songti SC",
    LATIN: "Liberation Serif",
    LATIN_SANS: "Liberation Sans",
}


@dataclass(frozen=True)
class Type:
    """A font for Chinese, one for the rest, a size in points, and whether it is bold."""

    chinese: str
    latin: str
    points: float
    bold: bool = False


@dataclass(frozen=True)
class PageStyle:
    """A page: margins in mm, type for each kind of text, and the distance of lines in points."""

    top: float
    bottom: float
    left: float
    right: float
    title: Type
    headings: tuple[Type, Type, Type]
    body: Type
    caption: Type
    note: Type
    table: Type
    small: Type
    line_points: float
    heading_gap_points: float
    table_sizes: tuple[float, ...]

    @property
    def contents(self) -> Type:
        """The type of the contents, no larger than fits a report's headings on a page or two."""
        return replace(self.body, points=min(self.body.points, CONTENTS_POINTS))

    @property
    def contents_line_points(self) -> float:
        """The distance of lines in the contents."""
        return min(self.line_points, 1.42 * self.contents.points)

    @property
    def cover(self) -> Type:
        """The type of what the cover says below its title."""
        return replace(self.body, points=min(self.body.points, COVER_POINTS))

    @property
    def mark_points(self) -> float:
        """The size of evidence marks in the text: those in large type step back as notes do."""
        return round(self.body.points * (0.66 if self.body.points > LARGE_POINTS else 0.85), 1)

    @property
    def widths(self) -> PageWidths:
        """The room for text: upright, and across where top and bottom are at the sides."""
        width = PAGE_MM[0] - self.left - self.right
        height = PAGE_MM[1] - self.top - self.bottom
        return PageWidths(width, height, self.table_sizes)


# NOTE: 黑体 needs no bold where it is installed; where it is not, a heading must still be one.
OFFICIAL = PageStyle(
    top=37.0,
    bottom=35.0,
    left=28.0,
    right=26.0,
    title=Type("方正小标宋简体", LATIN, 22.0),
    headings=(
        Type("黑体", LATIN, 16.0, bold=True),
        Type("楷体_GB2312", LATIN, 16.0, bold=True),
        Type("仿宋_GB2312", LATIN, 16.0, bold=True),
    ),
    body=Type("仿宋_GB2312", LATIN, 16.0),
    caption=Type("黑体", LATIN, 10.5, bold=True),
    note=Type("仿宋_GB2312", LATIN, 8.5),
    table=Type("仿宋_GB2312", LATIN, 9.0),
    small=Type("宋体", LATIN, 9.0),
    line_points=28.9,
    heading_gap_points=0.0,
    table_sizes=(9.0, 7.5),
)
OFFICIAL_ENGLISH = replace(
    OFFICIAL,
    headings=(
        Type("黑体", LATIN, 17.0, bold=True),
        Type("楷体_GB2312", LATIN, 14.0, bold=True),
        Type("仿宋_GB2312", LATIN, 12.0, bold=True),
    ),
    body=Type("仿宋_GB2312", LATIN, 12.0),
    line_points=18.0,
    heading_gap_points=9.0,
)
PLAIN = PageStyle(
    top=30.0,
    bottom=26.0,
    left=26.0,
    right=24.0,
    title=Type("黑体", LATIN_SANS, 21.0, bold=True),
    headings=(
        Type("黑体", LATIN_SANS, 16.0, bold=True),
        Type("黑体", LATIN_SANS, 14.0, bold=True),
        Type("黑体", LATIN_SANS, 11.5, bold=True),
    ),
    body=Type("宋体", LATIN, 10.5),
    caption=Type("黑体", LATIN_SANS, 9.0, bold=True),
    note=Type("宋体", LATIN, 7.8),
    table=Type("宋体", LATIN, 8.4),
    small=Type("宋体", LATIN, 8.0),
    line_points=18.0,
    heading_gap_points=12.0,
    table_sizes=(8.4, 7.4),
)
# The sizes of a report on one page: title, headings, text, captions, notes, tables, in points.
SHEET_POINTS = (18.0, 12.0, 10.0, 9.0, 8.0, 8.4)


def page_style(name: str, language: str = "zh") -> PageStyle:
    """The page of that name for a language; the plain one for any other name.

    >>> page_style("official").body.points, page_style("official", "en").body.points
    (16.0, 12.0)
    """
    if name != "official":
        return PLAIN
    return OFFICIAL if language == "zh" else OFFICIAL_ENGLISH


def sheet_style(name: str, language: str = "zh") -> PageStyle:
    """The page of that name with the margins and sizes of a report on one page.

    >>> sheet_style("official").body, sheet_style("official").widths.upright_mm
    (Type(chinese='仿宋_GB2312', latin='Times New Roman', points=10.0, bold=False), 160.0)
    """
    page = page_style(name, language)
    title, heading, body, caption, note, table = SHEET_POINTS
    first, second, third = page.headings
    return replace(
        page,
        top=20.0,
        bottom=16.0,
        left=25.0,
        right=25.0,
        title=replace(page.title, points=title),
        headings=(
            replace(first, points=heading),
            replace(second, points=heading),
            replace(third, points=heading),
        ),
        body=replace(page.body, points=body),
        caption=replace(page.caption, points=caption),
        note=replace(page.note, points=note),
        table=replace(page.table, points=table),
        line_points=13.2,
        table_sizes=PLAIN.table_sizes,
    )
