"""Knows the two pages that a DOCX can have, official or plain: margins, fonts, sizes; writes none.

The official page follows GB/T 9704-2012: margins 37, 35, 28 and 26 mm, 22 lines of 28 characters,
the title in 小标宋 size 2, headings in 黑体 and 楷体, the text in 仿宋 size 3.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from shequ_eval.reporting.paper.table_layout import PageWidths

PAGE_MM = (210.0, 297.0)
LEADING = 1.35  # the distance of lines per point of their size, where a style says no other
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
    def widths(self) -> PageWidths:
        """The widths of the text: upright, and across where top and bottom are at the sides."""
        across = PAGE_MM[1] - self.top - self.bottom
        return PageWidths(PAGE_MM[0] - self.left - self.right, across, self.table_sizes)


OFFICIAL = PageStyle(
    top=37.0,
    bottom=35.0,
    left=28.0,
    right=26.0,
    title=Type("方正小标宋简体", LATIN, 22.0),
    headings=(
        Type("黑体", LATIN, 16.0),
        Type("楷体_GB2312", LATIN, 16.0),
        Type("仿宋_GB2312", LATIN, 16.0, bold=True),
    ),
    body=Type("仿宋_GB2312", LATIN, 16.0),
    caption=Type("黑体", LATIN, 12.0),
    note=Type("仿宋_GB2312", LATIN, 10.5),
    table=Type("仿宋_GB2312", LATIN, 10.5),
    small=Type("宋体", LATIN, 10.5),
    line_points=28.9,
    heading_gap_points=0.0,
    table_sizes=(10.5, 9.0),
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
    note=Type("宋体", LATIN, 8.0),
    table=Type("宋体", LATIN, 8.5),
    small=Type("宋体", LATIN, 8.0),
    line_points=18.0,
    heading_gap_points=12.0,
    table_sizes=(8.5, 7.5),
)


# The sizes of a report on one page: title, headings, text, captions, notes, tables, in points.
SHEET_POINTS = (18.0, 12.0, 10.0, 9.0, 8.0, 8.5)


def page_style(name: str) -> PageStyle:
    """The page of that name; the plain one for any other."""
    return OFFICIAL if name == "official" else PLAIN


def sheet_style(name: str) -> PageStyle:
    """The page of that name with the margins and sizes of a report on one page.

    >>> sheet_style("official").body, sheet_style("official").widths.upright_mm
    (Type(chinese='仿宋_GB2312', latin='Times New Roman', points=10.0, bold=False), 160.0)
    """
    page = page_style(name)
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
