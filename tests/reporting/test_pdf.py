"""The PDF of a report, read back by two other libraries: words, links, fonts, tags, page boxes."""

from __future__ import annotations

import ctypes
import io
import re
from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any

import pdfplumber
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdfium2 import raw

from shequ_eval.exhibits.fonts import GlyphError
from shequ_eval.reporting.document.blocks import (
    Block,
    Column,
    Document,
    Figure,
    Grid,
    Heading,
    Items,
    Origin,
    Paragraph,
    Span,
    Table,
)
from shequ_eval.reporting.faults import ReportingFault
from shequ_eval.reporting.html.report_head import ReportHead
from shequ_eval.reporting.pdf.pdf_report import pdf_report

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="453pt" height="200pt" viewBox="0 0 453 200">'
    '<rect x="10" y="10" width="300" height="80" fill="#1F4E79"/></svg>'
)
MM = 72 / 25.4


def head(**said: object) -> ReportHead:
    words: dict[str, object] = {field.name: "" for field in fields(ReportHead)}
    words |= {"report_id": "zhenhai", "title": "镇海评价报告", "language": "zh"}
    words |= {"publication": "internal", "dated": "2018", "data_version": "0.1.0"}
    return ReportHead(**{**words, "zones": ("镇海区",), **said})  # type: ignore[arg-type]


def grid(rows: list[list[str]], columns: int, width: float = 8.0, anchors: str = "") -> Grid:
    return Grid(
        tuple(Column(f"列{n}", n == 1, width, min(width, 8.0)) for n in range(columns)),
        tuple(tuple((Span(cell),) for cell in row) for row in rows),
        (False,) * len(rows),
        tuple(f"{anchors}{row[0]}" if anchors else "" for row in rows),
    )


def table(held: Grid, anchor: str = "t1", label: str = "表 1-1") -> Table:
    return Table(
        anchor, label, (Span("一张表"),), (), ((Span("表下的注"),),), (Span("来源"),), held
    )


def figure(svg: str | None = SVG, png: bytes | None = None) -> Figure:
    held = grid([["镇海", "392"]], 2)
    title = (Span("图题是结论"),)
    return Figure("f1", "图 1-1", title, (Span("单位"),), (), (), "替代文字", svg, png, held)


def report() -> Document:
    mark = (
        Span("[", evidence=True),
        Span("zhenhai-2319", evidence=True, target="row-zhenhai-2319"),
        Span("]", evidence=True),
    )
    said = (Span("登记 "), Span("392", trace="n.1"), Span(" 家"), *mark, Span("，见"))
    blocks: tuple[Block, ...] = (
        Heading(1, (Span("一、产出"),), "s1"),
        Heading(2, (Span("（一）社会组织"),), "s1-1"),
        Paragraph((*said, Span("图 1-1", target="f1"), Span("。"), Span("不可比", strong=True))),
        Paragraph((Span("数字后的方括号是证据编号。"),), "remark"),
        Paragraph((Span("待评价人填写"),), "awaited"),
        Items(((Span("第一"),), (Span("第二"),)), ordered=True),
        figure(),
        table(grid([["zhenhai-2319", "392", "登记"]], 3, anchors="row-")),
    )
    origins = {"n.1": Origin("n.1", (("说的是什么", "社会组织"),), ("zhenhai-2319",), "o1")}
    return Document("zh", blocks, origins)


def made(*blocks: Block, language: str = "zh", **said: object) -> bytes:
    return pdf_report(Document(language, blocks), head(language=language, **said), {}, {})


def text_of_pages(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    return [page.get_textpage().get_text_bounded() for page in document]


def words_in(pdf: bytes) -> str:
    return re.sub(r"\s", "", "".join(text_of_pages(pdf)))


def objects(pdf: bytes) -> Iterator[Any]:
    with pdfplumber.open(io.BytesIO(pdf)) as opened:
        numbers = {n for xref in opened.doc.xrefs for n in xref.get_objids()}
        yield from (opened.doc.getobj(number) for number in sorted(numbers))


def link_pages(pdf: bytes) -> list[int]:
    """The page that each link leads to; -1 for one that leads nowhere."""
    document = pypdfium2.PdfDocument(pdf)
    found = []
    for page in document:
        place, link = ctypes.c_int(0), raw.FPDF_LINK()
        while raw.FPDFLink_Enumerate(page, place, link):
            goal = raw.FPDFLink_GetDest(document, link)
            if not goal:
                action = raw.FPDFLink_GetAction(link)
                goal = raw.FPDFAction_GetDest(document, action) if action else None
            found.append(raw.FPDFDest_GetDestPageIndex(document, goal) if goal else -1)
    return found


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return pdf_report(report(), head(), {"data/a.csv": "ab" * 32}, {"python": "3.11"})


def test_a_second_run_gives_the_same_bytes(pdf: bytes) -> None:
    assert pdf_report(report(), head(), {"data/a.csv": "ab" * 32}, {"python": "3.11"}) == pdf


def test_every_word_of_the_report_is_in_the_pdf(pdf: bytes) -> None:
    words = words_in(pdf)
    for said in report().words():
        assert re.sub(r"\s", "", "".join(span.text for span in said)) in words


def test_the_cover_says_what_nobody_has_filled_in(pdf: bytes) -> None:
    cover = text_of_pages(pdf)[0]
    assert cover.count("待填写") == 4
    assert "委托方" in cover
    assert "内部稿" in cover


def test_the_contents_name_the_page_of_each_heading(pdf: bytes) -> None:
    pages = text_of_pages(pdf)
    body = next(n for n, text in enumerate(pages) if n > 2 and "一、产出" in text)
    line = next(line for line in pages[2].splitlines() if line.startswith("一、产出"))
    assert line.endswith(str(body + 1))


def test_every_page_but_the_cover_has_its_number_and_running_head(pdf: bytes) -> None:
    for number, text in enumerate(text_of_pages(pdf)[1:], 2):
        assert f"— {number} —" in text
        assert text.startswith("镇海评价报告")


def test_the_head_of_a_page_names_its_chapter(pdf: bytes) -> None:
    lines = text_of_pages(pdf)[3].splitlines()
    assert lines[1] == "一、产出"


def test_all_fonts_are_embedded(pdf: bytes) -> None:
    fonts = [held for held in objects(pdf) if isinstance(held, dict) and "FontName" in held]
    assert fonts
    assert all({"FontFile", "FontFile2", "FontFile3"} & set(font) for font in fonts)
    assert all("NotoSansSC" in str(font["FontName"]) for font in fonts)


def test_every_link_leads_to_a_page(pdf: bytes) -> None:
    pages = link_pages(pdf)
    assert len(pages) >= 8
    assert min(pages) >= 2


def test_it_is_tagged_and_says_its_title_and_language(pdf: bytes) -> None:
    document = pypdfium2.PdfDocument(pdf)
    assert document.get_metadata_value("Title") == "镇海评价报告"
    assert not document.get_metadata_value("CreationDate")
    held = [found for found in objects(pdf) if isinstance(found, dict)]
    catalog = next(found for found in held if str(found.get("Type")) == "/'Catalog'")
    assert catalog["MarkInfo"]["Marked"] is True
    assert catalog["Lang"].decode("latin-1").startswith("zh")
    assert b"pdfuaid" in pdf


def test_a_figure_has_words_for_who_cannot_see_it(pdf: bytes) -> None:
    alternatives = [
        held["Alt"] for held in objects(pdf) if isinstance(held, dict) and "Alt" in held
    ]
    assert "替代文字".encode("utf-16-be") in b"".join(alternatives)


def test_headings_are_bookmarks(pdf: bytes) -> None:
    titles = [mark.get_title() for mark in pypdfium2.PdfDocument(pdf).get_toc()]
    assert "一、产出" in titles
    assert "（一）社会组织" in titles


def test_a_drawn_figure_stays_a_drawing_and_a_photograph_an_image() -> None:
    from PIL import Image

    held = io.BytesIO()
    Image.new("RGB", (200, 100), "#1F4E79").save(held, "PNG", dpi=(200, 200))
    counts = []
    for exhibit in (figure(), figure(None, held.getvalue())):
        pages = pypdfium2.PdfDocument(made(exhibit))
        kinds = [found.type for page in pages for found in page.get_objects(max_depth=9)]
        counts.append(kinds.count(raw.FPDF_PAGEOBJ_IMAGE))
    assert counts == [0, 1]


def test_a_long_table_goes_on_with_its_header_and_inside_its_margins() -> None:
    rows = [[f"zhenhai-{n:04}", f"{n}", "登记而未说明口径的数字，" * 3] for n in range(400)]
    pdf = made(table(grid(rows, 3, 14.0)))
    words = words_in(pdf)
    assert all(f"zhenhai-{n:04}" in words for n in range(400))
    pages = [text for text in text_of_pages(pdf) if "zhenhai-0" in text]
    assert len(pages) > 5
    assert all("列 0" in text for text in pages)
    outside_margins(pdf)


def outside_margins(pdf: bytes) -> None:
    with pdfplumber.open(io.BytesIO(pdf)) as opened:
        for page in opened.pages:
            for letter in page.chars:
                assert letter["x0"] >= 26 * MM - 1
                assert letter["x1"] <= page.width - 24 * MM + 1
                assert letter["top"] > 0
                assert letter["bottom"] < page.height


@pytest.mark.parametrize(
    ("columns", "cell"), [(9, "第{}行第{}格的一句话"), (8, "zhenhai-{:05}{:03}"), (40, "{}-{}")]
)
def test_a_table_of_many_columns_loses_none_and_stays_on_the_page(columns: int, cell: str) -> None:
    rows = [[cell.format(n, m) for m in range(columns)] for n in range(15)]
    pdf = made(table(grid(rows, columns, 14.0)))
    words = words_in(pdf)
    assert all(cell in words for row in rows for cell in row)
    turned = any(page.get_width() > page.get_height() for page in pypdfium2.PdfDocument(pdf))
    assert turned == (columns != 9)
    outside_margins(pdf)


def test_the_official_page_has_the_margins_and_lines_of_the_standard() -> None:
    said = Paragraph((Span("一" * 2000),))
    with pdfplumber.open(io.BytesIO(made(said, style="official"))) as opened:
        page = opened.pages[4]
        letters = [letter for letter in page.chars if letter["text"] == "一"]
        lines = sorted({round(letter["top"], 1) for letter in letters})
        assert {round(letter["size"], 1) for letter in letters} == {16.0}
        assert min(letter["x0"] for letter in letters) == pytest.approx(28 * MM, abs=1)
        assert max(letter["x1"] for letter in letters) <= page.width - 26 * MM + 1
        assert len(lines) == 22
        assert lines[1] - lines[0] == pytest.approx(28.9, abs=0.1)


def test_the_plain_page_and_the_english_edition_have_smaller_type() -> None:
    for style, language, points in (("plain", "zh", 10.5), ("official", "en", 12.0)):
        pdf = made(Paragraph((Span("QQQ"),)), style=style, language=language)
        with pdfplumber.open(io.BytesIO(pdf)) as opened:
            letters = [c for page in opened.pages for c in page.chars if c["text"] == "Q"]
        assert {round(letter["size"], 1) for letter in letters} == {points}


def test_the_text_after_a_tall_figure_fills_the_page_before_it() -> None:
    tall = SVG.replace("200pt", "400pt").replace("453 200", "453 400")
    blocks = (Paragraph((Span("甲" * 1075),)), figure(tall), Paragraph((Span("乙" * 400),)))
    pages = text_of_pages(made(*blocks))
    assert "乙" in pages[3]
    assert "图题是结论" in pages[4]


def test_no_figure_passes_another() -> None:
    tall = SVG.replace("200pt", "400pt").replace("453 200", "453 400")
    figures = [
        replace(figure(), anchor=f"f{n}", label=f"图 1-{n}", svg=tall if n % 2 else SVG)
        for n in range(1, 6)
    ]
    said = Paragraph((Span("一段很长的话，" * 40),))
    text = "".join(text_of_pages(made(*(block for one in figures for block in (said, one)))))
    places = [text.index(f"图 1-{n}") for n in range(1, 6)]
    assert places == sorted(places)


def test_a_short_table_is_on_one_page_with_its_caption_and_notes() -> None:
    for words in range(1040, 1640, 43):
        rows = [[f"r{n}", "1", "登记而未说明口径"] for n in range(6)]
        pages = text_of_pages(made(Paragraph((Span("话" * words),)), table(grid(rows, 3))))
        (page,) = [page for page in pages if "一张表" in page]
        assert all(said in page for said in ("r0", "r5", "表下的注"))


def test_a_long_table_leaves_no_row_alone_and_its_notes_stay_with_the_last_two() -> None:
    for count in range(14, 60, 3):
        rows = [[f"row{n:02}", "1", "登记而未说明口径"] for n in range(count)]
        pages = text_of_pages(made(Paragraph((Span("话" * 330),)), table(grid(rows, 3))))
        held = [page for page in pages if re.search(r"row\d\d", page)]
        assert all(len(re.findall(r"row\d\d", page)) >= 2 for page in held)
        assert "表下的注" in held[-1]
        assert f"row{count - 2:02}" in held[-1]


def test_what_a_row_repeats_is_left_out() -> None:
    rows = [["投入", "1", "甲"], ["投入", "2", "乙"], ["产出", "3", "丙"]]
    held = replace(grid(rows, 3), repeated=(False, True, False))
    assert words_in(made(table(held))).count("投入") == 1


def test_ids_dates_and_heads_of_columns_never_break_in_a_table() -> None:
    tokens = ["[nanjing-3888]", "2025-09", "Mechanisms", "m14"]
    rows = [[*tokens, *["一句很长的话" * 3] * 4] for _ in range(12)]
    lines = [line for page in text_of_pages(made(table(grid(rows, 8)))) for line in page.split()]
    for token in tokens:
        assert lines.count(token) == 12


def test_a_checksum_that_needs_two_lines_breaks_in_its_middle() -> None:
    checksum = "0123456789abcdef" * 4
    rows = [[checksum, *["一句很长的话" * 30] * 3] for _ in range(3)]
    lines = [line for page in text_of_pages(made(table(grid(rows, 4)))) for line in page.split()]
    assert [line for line in lines if line in checksum and len(line) > 8] == [checksum[:32]] * 6


def test_a_word_without_a_space_does_not_run_out_of_its_cell() -> None:
    rows = [["zhenhai.resident_population_of_the_year.2016" * 3, "W" * 90, "a" * 300]]
    pdf = made(table(grid(rows, 3, 9.0)))
    assert "a" * 300 in words_in(pdf)
    outside_margins(pdf)


def test_an_english_word_too_long_for_its_column_is_hyphenated() -> None:
    words = words_in(made(table(grid([["denominator recommendation"]], 1, 5.0)), language="en"))
    assert "denominator" in words.replace("-", "").replace("\u00ad", "").replace("\n", "")
    narrow = made(table(grid([["communities"] * 12], 12, 5.0)), language="en")
    lines = [line for text in text_of_pages(narrow) for line in text.split()]
    assert not [line for line in lines if line in {"comm", "unities", "communi", "ties"}]


@pytest.mark.parametrize(
    ("look", "whole"), [({}, False), ({"code": True}, True), ({"target": "t1"}, True)]
)
def test_no_hyphen_is_set_into_an_id_or_a_key(look: dict[str, Any], whole: bool) -> None:
    said: list[Span] = []
    for n in range(40):
        said += [Span("of " * (n % 7)), Span(f"zhenhai-{n:04}", **look), Span(", ")]
    held = replace(grid([["", "", "", ""]], 4, 9.0), rows=((tuple(said),) * 4,))
    text = " ".join(text_of_pages(made(table(held), language="en")))
    assert (not re.search(r"zhen(?!hai)", text)) is whole


def test_no_line_begins_with_the_point_that_follows_a_mark() -> None:
    said: list[Span] = []
    for n in range(80):
        said += [Span("数" * (n % 9 + 1)), Span(f"[zhenhai-{n:04}]", evidence=True), Span("；")]
    lines = [line for text in text_of_pages(made(Paragraph(tuple(said)))) for line in text.split()]
    assert sum("；" in line for line in lines) > 20
    assert [line for line in lines if line.startswith("；")] == []


def test_a_very_long_mark_breaks_between_its_numbers_only() -> None:
    names = [f"zhenhai-{n:04}" for n in range(60)]
    pieces = [Span(name + ("" if name == names[-1] else "、"), evidence=True) for name in names]
    pdf = made(Paragraph((Span("[", evidence=True), *pieces, Span("]", evidence=True))))
    outside_margins(pdf)
    lines = [line for text in text_of_pages(pdf) for line in text.splitlines()]
    assert all(any(name in line for line in lines) for name in names)


def test_a_title_of_200_characters_stays_on_the_cover() -> None:
    title = "社区治理评价" * 33 + "报告"
    pdf = made(Heading(1, (Span(title),), "s1"), title=title)
    assert title in re.sub(r"\s", "", text_of_pages(pdf)[0])
    outside_margins(pdf)


def test_an_empty_report_has_its_cover_and_signature_page() -> None:
    pages = text_of_pages(made())
    assert "镇海评价报告" in pages[0]
    assert "主评人（签字）" in pages[1]


def test_the_english_edition_has_no_chinese_words_of_its_own() -> None:
    pdf = made(Paragraph((Span("No finding."),)), language="en", title="Report", zones=("Zhenhai",))
    assert not re.search(r"[\u4e00-\u9fff]", words_in(pdf))


def test_characters_that_the_font_lacks_are_named_together() -> None:
    with pytest.raises(GlyphError, match=r"(?s)U\+1F600.*U\+13000"):
        made(Paragraph((Span("满意😀"),)), Paragraph((Span("古字𓀀"),)))


def test_a_picture_that_is_none_is_a_fault_and_not_a_traceback() -> None:
    with pytest.raises(ReportingFault, match="zhenhai"):
        made(figure("<svg"))


def test_an_anchor_used_twice_and_a_link_to_nowhere_do_no_harm() -> None:
    twice = table(grid([["a", "1"]], 2))
    blocks = (twice, twice, Paragraph((Span("见", target="nowhere"), Span("表", target="t1"))))
    assert -1 not in link_pages(made(*blocks))


def test_a_heading_that_skips_a_level_is_set_one_level_down() -> None:
    pdf = made(Heading(1, (Span("章"),), "s1"), Heading(3, (Span("条"),), "s1-1-1"))
    assert "条" in words_in(pdf)


@settings(max_examples=12, deadline=None)
@given(
    st.text(
        alphabet=st.sampled_from("#[]$*_`\\{}<>@\"'/=-+~;:()\x00\x1b\u202e\u200b\n\r\tab镇 "),
        max_size=60,
    )
)
def test_what_looks_like_code_stays_words(text: str) -> None:
    blocks = (
        Heading(1, (Span(text),), text),
        Paragraph((Span(text, strong=True), Span(text, code=True))),
        table(grid([[text, text]], 2, anchors="row-"), anchor=text, label=text),
    )
    pdf = made(*blocks, title=text)
    shown = re.sub(r"[\s\x00-\x1f\u200b\u202e]", "", text)
    assert words_in(pdf).count(shown) >= 5 or not shown


def test_a_shorter_part_has_its_title_and_neither_cover_nor_contents_nor_annexes() -> None:
    pages = text_of_pages(pdf_report(report(), head(), {"a": "b"}, {}, "one-page"))
    assert len(pages) == 1
    assert "一页纸" in pages[0]
    assert "镇海评价报告" in pages[0]
    assert "一、产出" in pages[0]
    assert not any(words in pages[0] for words in ("待填写〕", "签字页", "目录", "附："))


def test_the_cover_names_who_commissioned_it_and_who_answers_for_it() -> None:
    pdf = made(client="示例委托方", lead_evaluator="示例主评人", report_date="2026-11-24")
    pages = text_of_pages(pdf)
    assert "示例委托方" in pages[0]
    assert "2026-11-24" in pages[0]
    assert "示例主评人" in pages[1]
