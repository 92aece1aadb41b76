"""Where figures, tables and their words come to stand on the pages of a PDF."""

from __future__ import annotations

import io
import re
from dataclasses import fields, replace

import pdfplumber
import pypdfium2
import pytest

from shequ_eval.reporting.document.blocks import (
    Block,
    Column,
    Document,
    Figure,
    Grid,
    Heading,
    Paragraph,
    Span,
    Table,
)
from shequ_eval.reporting.html.report_head import ReportHead
from shequ_eval.reporting.pdf.pdf_report import pdf_report

NOTHING = Grid((), (), (), ())
TITLE = Heading(1, (Span("二、标题"),), "s2")


def head(language: str, style: str) -> ReportHead:
    words: dict[str, object] = {field.name: "" for field in fields(ReportHead)}
    words |= {"report_id": "zhenhai", "title": "镇海评价报告", "language": language}
    words |= {"publication": "internal", "dated": "2018", "data_version": "0.1.0", "style": style}
    return ReportHead(**{**words, "zones": ("镇海区",)})  # type: ignore[arg-type]


def pages_of(*blocks: Block, language: str = "zh", style: str = "plain") -> list[str]:
    pdf = pdf_report(Document(language, blocks), head(language, style), {}, {})
    return [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf)][3:]


def without_head(page: str) -> str:
    return page.replace("二、标题", "", 1) if "二、标题" in page.splitlines()[0] else page


def figure(height: int = 380, width: int = 453) -> Figure:
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">'
        f'<rect x="0" y="0" width="{width}" height="{height}" fill="#1F4E79"/></svg>'
    )
    return Figure("f1", "图 1-1", (Span("图题"),), (), (), (), "替代文字", svg, None, NOTHING)


def table(rows: list[list[str]], width: float = 8.0, again: bool = False) -> Table:
    columns = tuple(Column(f"列{n}", False, width, min(width, 8.0)) for n in range(len(rows[0])))
    cells = tuple(tuple((Span(cell),) for cell in row) for row in rows)
    repeated = tuple(again and n > 0 for n in range(len(rows)))
    held = Grid(columns, cells, repeated, ("",) * len(rows))
    return Table("t1", "表 1-1", (Span("一张表"),), (), (), (), held)


def numbered(count: int) -> list[list[str]]:
    return [[f"row{n:02}", "登记而未说明口径"] for n in range(count)]


def said(words: int) -> Paragraph:
    return Paragraph((Span("话" * words),))


@pytest.mark.parametrize("rows", [12, 40, 70])
@pytest.mark.parametrize("before", [100, 500, 800, 1000])
def test_no_figure_cuts_a_table_in_two(before: int, rows: int) -> None:
    text = "".join(pages_of(TITLE, said(before), figure(), table(numbered(rows)), said(300)))
    place = text.index("图题")
    assert place < text.index("row00") or place > text.index(f"row{rows - 1:02}")


@pytest.mark.parametrize("before", [100, 500, 700, 900, 1000])
def test_no_figure_stands_before_its_heading_or_after_the_next(before: int) -> None:
    after = Heading(1, (Span("三、标题"),), "s3")
    pages = pages_of(said(before), TITLE, figure(), said(90), after, said(400))
    text = "".join(map(without_head, pages))
    assert text.index("二、标题") < text.index("图题") < text.rindex("三、标题")


def test_words_fill_the_page_before_a_tall_figure_and_none_is_left_blank_above_it() -> None:
    first, second = pages_of(TITLE, said(900), figure(), said(700))[:2]
    assert first.count("话") > 950
    assert second.index("图题") < second.index("话")


def test_a_group_is_named_again_on_each_page_and_so_is_the_table() -> None:
    rows = [["投入", f"row{n:02}", "登记而未说明口径"] for n in range(150)]
    pages = [page for page in pages_of(said(300), table(rows, again=True)) if "row" in page]
    assert len(pages) > 2
    assert [page.count("投入") for page in pages] == [1] * len(pages)
    assert ["续表 1-1" in page for page in pages] == [False] + [True] * (len(pages) - 1)
    named = [page.index("投入") < page.index("row") + 9 for page in pages]
    assert all(named)


def test_the_name_of_a_group_said_again_moves_no_row() -> None:
    rows = [["一个很长的类别名称、很长的类别", f"row{n:02}", "登记"] for n in range(150)]
    plain = [["", *row[1:]] for row in rows]
    first = [re.findall(r"row\d\d", page) for page in pages_of(table(rows, again=True))]
    assert sum(map(len, first)) == 150
    assert len(first) == len(pages_of(table(plain)))


def test_a_point_after_an_evidence_mark_is_as_wide_as_any_other() -> None:
    mark = Span("[zhenhai-2319]", evidence=True)
    blocks = (Paragraph((Span("数"), mark, Span("，后面"))),)
    pdf = pdf_report(Document("zh", blocks), head("zh", "official"), {}, {})
    with pdfplumber.open(io.BytesIO(pdf)) as opened:
        letters = opened.pages[3].chars
    point, after = (next(c for c in letters if c["text"] == held) for held in "，后")
    assert after["x0"] - point["x0"] == pytest.approx(16.0, abs=0.5)


@pytest.mark.parametrize(
    "held", ["≥ 10%", "≥ 24,800 人", "43,600 人次", "7.4–8.2", "2013—2017", "约 2016 年"]
)
def test_no_line_of_a_cell_breaks_a_number_from_its_sign_unit_or_bounds(held: str) -> None:
    for letters in range(1, 12):
        cell = f"{'说' * letters}（{held}），{'明' * letters}，{held}"
        rows = [[cell, "一句很长的话" * 40, "一句很长的话" * 40] for _ in range(2)]
        text = "".join(pages_of(table(rows, 14.0)))
        assert re.sub(r"[ \u00a0]+", " ", text).count(held) == 4


def test_words_of_captions_and_heads_are_not_hyphenated() -> None:
    words = "comparison recommendation denominators " * 12
    held = table(numbered(3))
    held = replace(held, label="Table 1-1", title=(Span(words.strip()),))
    (page,) = pages_of(held, language="en")[:1]
    assert page.count("comparison") == page.count("recommendation") == 12


def test_a_picture_is_as_large_as_it_was_drawn_where_its_caption_has_room() -> None:
    widths = []
    for height in (300, 610, 680):
        blocks = (figure(height),)
        pdf = pdf_report(Document("zh", blocks), head("zh", "plain"), {}, {})
        with pdfplumber.open(io.BytesIO(pdf)) as opened:
            rects = [r for page in opened.pages for r in page.rects + page.curves]
            widths.append(max(rect["width"] for rect in rects if rect["height"] > 200))
    assert widths[0] == widths[1] == pytest.approx(453, abs=1)
    assert widths[2] < widths[0]


def test_the_parts_of_a_short_table_are_on_one_page() -> None:
    held = table([[f"zhenhai-{n:05}{m:03}" for m in range(14)] for n in range(2)], 14.0)
    for before in (600, 900, 1000, 1100):
        pages = [page for page in pages_of(said(before), held) if "一张表" in page]
        assert len(pages) == 1
        assert pages[0].count("一张表") > 1


@pytest.mark.parametrize("style", ["plain", "official"])
@pytest.mark.parametrize("places", [14, 30])
def test_the_parts_of_a_table_of_many_places_stay_above_the_foot_of_the_page(
    places: int, style: str
) -> None:
    """Four rows and a column a place: no part is cut off, however many there are."""
    cell = "168,000,000 元（实际，2022，C；未说明是当年数还是累计数）"
    rows = [
        [f"类别{n}", *(f"{cell}甲{place:02}乙{n}" for place in range(places))] for n in range(4)
    ]
    document = Document("zh", (TITLE, said(60), table(rows, 30.0), said(300)))

    pdf = pdfplumber.open(io.BytesIO(pdf_report(document, head("zh", style), {}, {})))

    seen = []
    for page in pdf.pages[3:]:
        foot = float(page.height) - 25 / 25.4 * 72
        letters = [letter for letter in page.chars if letter["bottom"] < foot]
        seen.append("".join(letter["text"] for letter in letters))
    text = "".join(seen)
    for place in range(places):
        assert f"甲{place:02}乙3" in re.sub(r"\s", "", text)


def test_the_page_of_the_first_chapter_names_it_though_words_stand_before() -> None:
    first, *_ = pages_of(Paragraph((Span("说明" * 200),), "remark"), TITLE, said(30))
    assert "二、标题" in first[: first.index("说明")]
