"""The DOCX of a report, read back: styles, tables, fields, links, sections; seen by LibreOffice."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import docx
import pypdfium2
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from PIL import Image

from shequ_eval.exhibits.fonts import font_path
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
from shequ_eval.reporting.document.grid import width_em
from shequ_eval.reporting.docx.docx_report import docx_report
from shequ_eval.reporting.docx.page_estimate import heading_pages
from shequ_eval.reporting.docx.wordml import bookmark_name, run
from shequ_eval.reporting.html.report_head import ReportHead
from shequ_eval.reporting.paper.page_style import OFFICIAL, PLAIN
from shequ_eval.reporting.paper.sections import sections_of

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="453pt" height="200pt" viewBox="0 0 453 200">'
    '<rect x="10" y="10" width="300" height="80" fill="#1F4E79"/></svg>'
)


def png(width: int = 1260, height: int = 600) -> bytes:
    held = io.BytesIO()
    Image.new("RGB", (width, height), "#1F4E79").save(held, "PNG", dpi=(200, 200))
    return held.getvalue()


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


def figure(picture: bytes | None, svg: str | None = None) -> Figure:
    held = grid([["镇海", "392"]], 2)
    title = (Span("图题是结论"),)
    return Figure("f1", "图 1-1", title, (Span("单位"),), (), (), "替代文字", svg, picture, held)


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
        Heading(3, (Span("1. 登记"),), "s1-1-1"),
        Paragraph((*said, Span("图 1-1", target="f1"), Span("。"), Span("不可比", strong=True))),
        Paragraph((Span("数字后的方括号是证据编号。"),), "remark"),
        Paragraph((Span("待评价人填写"),), "awaited"),
        Items(((Span("第一"),), (Span("第二"),)), ordered=True),
        Items(((Span("其一"),),), ordered=False),
        Items(((Span("又第一"),),), ordered=True),
        figure(png()),
        table(grid([["zhenhai-2319", "392", "登记"]], 3, anchors="row-")),
    )
    origins = {"n.1": Origin("n.1", (("说的是什么", "社会组织"),), ("zhenhai-2319",), "o1")}
    return Document("zh", blocks, origins)


def written(document: Document | None = None, **said: object) -> bytes:
    inputs, versions = {"data/a.csv": "ab" * 32}, {"python": "3.11"}
    return docx_report(document or report(), head(**said), inputs, versions)


def made(*blocks: Block, language: str = "zh", **said: object) -> bytes:
    return docx_report(Document(language, blocks), head(language=language, **said), {}, {})


def opened(held: bytes) -> Any:
    return docx.Document(io.BytesIO(held))


def part(held: bytes, name: str) -> Any:
    return etree.fromstring(zipfile.ZipFile(io.BytesIO(held)).read(name))


def body(held: bytes) -> Any:
    return part(held, "word/document.xml")


def texts(held: bytes) -> list[str]:
    """The text of every paragraph, those in cells too."""
    return [
        "".join(
            "-"
            if node.tag == qn("w:noBreakHyphen")
            else "\n"
            if node.tag == qn("w:br")
            else node.text or ""
            for node in paragraph.iter(qn("w:t"), qn("w:noBreakHyphen"), qn("w:br"))
        )
        for paragraph in body(held).iter(qn("w:p"))
    ]


def style_of(held: bytes, text: str) -> str:
    return next(
        str(paragraph.style.name)
        for paragraph in opened(held).paragraphs
        if text in paragraph.text and not paragraph.style.name.startswith("toc")
    )


@pytest.mark.parametrize("style", ["official", "plain"])
def test_a_second_run_gives_the_same_bytes(style: str) -> None:
    assert written(style=style) == written(style=style)


def test_nothing_in_the_file_tells_a_clock_a_user_or_a_program() -> None:
    held = written()
    file = zipfile.ZipFile(io.BytesIO(held))
    assert {entry.date_time for entry in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert file.namelist() == sorted(file.namelist())
    core = part(held, "docProps/core.xml")
    said = {etree.QName(child).localname: child.text for child in core}
    assert said == {"title": "镇海评价报告", "language": "zh", "creator": None}


@pytest.mark.parametrize("style", ["official", "plain"])
def test_every_style_has_a_font_for_chinese_and_one_for_the_rest(style: str) -> None:
    styles = part(written(style=style), "word/styles.xml")
    found = [s for s in styles.iter(qn("w:style")) if s.get(qn("w:type")) != "numbering"]
    assert len(found) > 20
    for held in found:
        fonts = held.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
        names = {fonts.get(qn(f"w:{script}")) for script in ("eastAsia", "ascii", "hAnsi")}
        assert len(names) == 2
        assert None not in names


def test_every_font_of_a_style_has_others_that_stand_in_for_it() -> None:
    for style in ("official", "plain"):
        held = written(style=style)
        named = {
            value
            for fonts in part(held, "word/styles.xml").iter(qn("w:rFonts"))
            for value in fonts.attrib.values()
        }
        table_of_fonts = part(held, "word/fontTable.xml")
        known = {
            font.get(qn("w:name"))
            for font in table_of_fonts
            if font.find(qn("w:altName")) is not None
        }
        assert named <= known


def test_blocks_have_the_styles_that_word_knows_and_those_of_the_report() -> None:
    held = written()
    assert style_of(held, "一、产出") == "Heading 1"
    assert style_of(held, "（一）社会组织") == "Heading 2"
    assert style_of(held, "1. 登记") == "Heading 3"
    assert style_of(held, "登记 392 家") == "Normal"
    assert style_of(held, "图题是结论") == "图题"
    assert style_of(held, "一张表") == "表题"
    assert style_of(held, "表下的注") == "表注"
    runs = [r for p in opened(held).paragraphs for r in p._p.iter(qn("w:rStyle"))]
    assert "EvidenceMark" in {r.get(qn("w:val")) for r in runs}


def test_the_official_page_has_the_margins_fonts_and_lines_of_the_standard() -> None:
    held = opened(written(style="official"))
    section = held.sections[0]
    sides = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(side.mm) for side in sides] == [37, 35, 28, 26]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    normal = held.styles["Normal"]
    assert normal.font.size.pt == 16
    assert normal.element.rPr.rFonts.get(qn("w:eastAsia")) == "仿宋_GB2312"
    fonts = [
        held.styles[f"Heading {level}"].element.rPr.rFonts.get(qn("w:eastAsia")) for level in (1, 2)
    ]
    assert fonts == ["黑体", "楷体_GB2312"]
    lines = (297 - 37 - 35) * 72 / 25.4 / normal.paragraph_format.line_spacing.pt
    assert int(lines) == 22


def test_every_word_of_the_report_is_in_the_document() -> None:
    held = "".join(texts(written()))
    for said in report().words():
        assert "".join(span.text for span in said) in held


def test_a_table_is_one_of_words_with_a_header_that_repeats_and_rows_that_stay_whole() -> None:
    rows = [[f"zhenhai-{n:04}", str(n), "登记"] for n in range(400)]
    found = opened(made(table(grid(rows, 3))))
    held = next(t for t in found.tables if len(t.rows) == 401)
    properties = [row._tr.trPr for row in held.rows]
    assert properties[0].find(qn("w:tblHeader")) is not None
    assert all(one.find(qn("w:cantSplit")) is not None for one in properties)
    assert [cell.text for cell in held.rows[400].cells] == rows[399]
    widths = [int(column.get(qn("w:w"))) for column in held._tbl.tblGrid]
    assert sum(widths) == pytest.approx(160 * 1440 / 25.4, abs=4)


def test_columns_that_need_it_stand_across_the_page_and_the_text_upright_again() -> None:
    rows = [["zhenhai-000012345"] * 8 for _ in range(40)]
    said = Paragraph((Span("后面的话"),))
    heading = Heading(2, (Span("后面"),), "s9")
    held = opened(made(said, table(grid(rows, 8, 14.0)), heading, said))
    turned = [section.page_width > section.page_height for section in held.sections]
    assert turned == [False, True, False]


def test_columns_that_no_page_holds_are_all_there() -> None:
    rows = [[f"{n}-{m}" for m in range(40)] for n in range(3)]
    held = opened(made(table(grid(rows, 40, 9.0))))
    cells = {cell.text for t in held.tables for row in t.rows for cell in row.cells}
    assert {cell for row in rows for cell in row} <= cells


def test_captions_carry_numbers_that_word_can_count_again() -> None:
    instructions = [node.text.strip() for node in body(written()).iter(qn("w:instrText"))]
    assert "SEQ 图_1 \\* ARABIC" in instructions
    assert "SEQ 表_1 \\* ARABIC" in instructions


def counted_again(held: bytes) -> list[tuple[str, str]]:
    """What each sequence field shows, and what Word would show after counting anew."""
    counts: dict[str, int] = {}
    found = []
    for paragraph in body(held).iter(qn("w:p")):
        instruction, shown, inside = "", "", False
        for node in paragraph.iter(qn("w:fldChar"), qn("w:instrText"), qn("w:t")):
            kind = node.get(qn("w:fldCharType"))
            if node.tag == qn("w:instrText"):
                instruction = node.text or ""
            elif kind == "separate":
                inside = True
            elif kind == "end":
                words = instruction.split()
                if words[:1] == ["SEQ"]:
                    counts[words[1]] = counts.get(words[1], 0) + ("\\c" not in words)
                    found.append((shown, str(counts[words[1]])))
                instruction, shown, inside = "", "", False
            elif inside and node.tag == qn("w:t"):
                shown += node.text or ""
    return found


def test_numbers_of_captions_stay_as_they_are_when_word_counts_them_again() -> None:
    cut = grid([[f"{n}-{m}" * 4 for m in range(40)] for n in range(3)], 40, 9.0)
    held = made(
        figure(png()),
        table(cut, "t1", "表 1-1"),
        table(grid([["a", "1"]], 2), "t2", "表 1-2"),
        replace(figure(png()), anchor="f2", label="图 1-2"),
    )
    pairs = counted_again(held)
    assert len(pairs) > 6
    assert all(shown == counted for shown, counted in pairs)
    behind = [text for text in texts(held) if re.match("图 1-[12] 的数字", text)]
    assert len(behind) == 2


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("style", ["official", "plain"])
def test_headings_are_bold_and_never_smaller_than_the_text(style: str, language: str) -> None:
    styles = opened(made(style=style, language=language)).styles
    sizes = [styles[f"Heading {level}"].font.size.pt for level in (1, 2, 3)]
    assert all(styles[f"Heading {level}"].font.bold for level in (1, 2, 3))
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[-1] >= styles["Normal"].font.size.pt
    if language == "en":
        assert sizes[0] > sizes[1] > sizes[2]


def kept_rows(held: bytes) -> list[bool]:
    """Of each row of the last table, whether it stays with what follows."""
    rows = opened(held).tables[-1].rows
    return [row._tr.find(f".//{qn('w:keepNext')}") is not None for row in rows][1:]


def test_a_short_table_stays_whole_with_its_notes_and_a_long_one_at_both_ends() -> None:
    assert kept_rows(made(table(grid([["a", "1", "b"]] * 6, 3)))) == [True] * 6
    long = kept_rows(made(table(grid([["a", "1", "b"]] * 20, 3))))
    assert long == [True] + [False] * 17 + [True, True]


def test_a_tall_row_goes_on_over_the_page_and_a_lower_one_stays_whole() -> None:
    rows = [["一句很长的话" * 120, "1", "b"], ["a", "2", "b"]]
    held = opened(made(table(grid(rows, 3)))).tables[-1].rows
    split = [row._tr.trPr is None or row._tr.trPr.find(qn("w:cantSplit")) is None for row in held]
    assert split == [False, True, False]


def test_what_a_row_repeats_is_left_out() -> None:
    rows = [["投入", "1", "甲"], ["投入", "2", "乙"], ["产出", "3", "丙"]]
    held = made(table(replace(grid(rows, 3), repeated=(False, True, False))))
    cells = [[cell.text for cell in row.cells] for row in opened(held).tables[-1].rows[1:]]
    assert [row[0] for row in cells] == ["投入", "", "产出"]


def test_words_with_marks_that_never_break_are_not_torn_apart_to_fill_the_line() -> None:
    aligned = {p.text[:2]: p.alignment for p in opened(written()).paragraphs if p.text[:2]}
    assert aligned["登记"] == WD_ALIGN_PARAGRAPH.LEFT


def test_the_running_head_names_a_chapter_only_where_all_its_pages_are_in_it() -> None:
    code = grid([["zhenhai-000012345"] * 8 for _ in range(60)], 8, 14.0)
    said = Paragraph((Span("一段话"),))
    blocks: list[Block] = [
        Heading(1, (Span("一、"),), "s1"),
        said,
        Heading(1, (Span("二、"),), "s2"),
        table(code),
    ]
    heads = [
        section.header.paragraphs[0].text.split("\t")[1]
        for section in opened(made(*blocks)).sections
    ]
    assert heads == ["", "一、", "二、"]


def test_an_english_edition_hyphenates_and_a_chinese_one_has_no_need_to() -> None:
    found = [
        part(made(language=language), "word/settings.xml").find(qn("w:autoHyphenation")) is not None
        for language in ("en", "zh")
    ]
    assert found == [True, False]


def test_the_kind_of_report_and_its_status_have_room_in_one_line() -> None:
    for language in ("zh", "en"):
        said = Document(language, (Paragraph((Span("x"),)),))
        held = opened(
            docx_report(said, head(style="official", language=language), {}, {}, "methods")
        )
        line = held.paragraphs[0]
        points = line.runs[0].font.size.pt
        kind, status = line.text.split("\t")
        assert (width_em(kind) + width_em(status) + 1) * points < 156 * 72 / 25.4


def test_every_link_and_every_field_that_refers_leads_to_a_bookmark() -> None:
    held = body(written())
    marks = [mark.get(qn("w:name")) for mark in held.iter(qn("w:bookmarkStart"))]
    assert len(marks) == len(set(marks))
    numbers = [mark.get(qn("w:id")) for mark in held.iter(qn("w:bookmarkStart"))]
    assert sorted(numbers) == sorted(
        mark.get(qn("w:id")) for mark in held.iter(qn("w:bookmarkEnd"))
    )
    led = [link.get(qn("w:anchor")) for link in held.iter(qn("w:hyperlink"))]
    fields_there = [node.text.split() for node in held.iter(qn("w:instrText"))]
    led += [words[1] for words in fields_there if words[0] in {"REF", "PAGEREF"}]
    assert bookmark_name("row-zhenhai-2319") in led
    assert bookmark_name("o1") in led
    assert bookmark_name("f1") in led
    assert set(led) <= set(marks)


def test_a_reference_to_a_figure_is_a_field_that_shows_its_label() -> None:
    held = body(written())
    paragraph = next(
        p
        for p in held.iter(qn("w:p"))
        if "REF" in "".join(n.text for n in p.iter(qn("w:instrText")))
        and "PAGEREF" not in "".join(n.text for n in p.iter(qn("w:instrText")))
    )
    assert "见图 1-1。" in "".join(node.text or "" for node in paragraph.iter(qn("w:t")))


def test_each_field_begins_separates_and_ends() -> None:
    kinds = [node.get(qn("w:fldCharType")) for node in body(written()).iter(qn("w:fldChar"))]
    depth = 0
    for kind in kinds:
        depth += {"begin": 1, "separate": 0, "end": -1}[kind]
        assert depth >= 0
    assert depth == 0
    assert kinds.count("begin") == kinds.count("separate") == kinds.count("end")


def test_the_contents_are_filled_in_with_words_and_pages() -> None:
    lines = [p.text for p in opened(written()).paragraphs if p.style.name.startswith("toc")]
    assert lines[0] == "一、产出\t4"
    assert lines[1] == "（一）社会组织\t4"
    assert not any("1. 登记" in line for line in lines)


def test_each_ordered_list_begins_at_one() -> None:
    held = written()
    numbers = [node.get(qn("w:val")) for node in body(held).iter(qn("w:numId"))]
    assert numbers == ["2", "2", "1", "3"]
    known = {node.get(qn("w:numId")) for node in part(held, "word/numbering.xml").iter(qn("w:num"))}
    assert set(numbers) <= known


def test_a_picture_stands_in_its_line_with_words_for_who_cannot_see_it() -> None:
    held = body(written())
    inline = next(held.iter(qn("wp:inline")))
    assert inline.find(qn("wp:docPr")).get("descr") == "替代文字"
    width = int(inline.find(qn("wp:extent")).get("cx")) / 36000
    assert width == pytest.approx(160, abs=0.5)
    assert not list(held.iter(qn("wp:anchor")))


def test_a_picture_higher_than_the_page_is_made_to_fit() -> None:
    inline = next(body(made(figure(png(600, 4000)))).iter(qn("wp:inline")))
    height = int(inline.find(qn("wp:extent")).get("cy")) / 36000
    assert height < 297 - 30 - 26


def test_a_figure_without_a_png_is_drawn_from_its_svg() -> None:
    names = zipfile.ZipFile(io.BytesIO(made(figure(None, SVG)))).namelist()
    assert "word/media/image1.png" in names


def test_the_cover_has_neither_head_nor_foot_and_the_others_a_page_number() -> None:
    held = opened(written())
    section = held.sections[0]
    assert section.different_first_page_header_footer
    assert section.first_page_footer.paragraphs[0].text == ""
    for one in held.sections:
        xml = one.footer._element.xml
        assert " PAGE " in xml
        assert "— " in xml


def test_what_nobody_has_said_stands_on_the_cover_as_awaited() -> None:
    cover = opened(written(client="示例委托方")).tables[0]
    said = [row.cells[1].text for row in cover.rows]
    assert said == ["示例委托方", "〔待填写〕", "〔待填写〕", "〔待填写〕"]


def test_an_empty_report_and_one_that_ends_in_a_table_open() -> None:
    assert "镇海评价报告" in [p.text for p in opened(made()).paragraphs]
    assert opened(made(table(grid([["a", "1"]], 2)))).element.body[-2].tag == qn("w:p")


def test_a_title_of_200_characters_is_whole_on_the_cover_and_short_on_each_page() -> None:
    title = "社区治理评价" * 33 + "报告"
    held = opened(made(Heading(1, (Span(title),), "s1"), title=title))
    assert title in [p.text for p in held.paragraphs]
    halves = held.sections[1].header.paragraphs[0].text.split("\t")
    assert sum(map(width_em, halves)) * PLAIN.small.points < PLAIN.widths.upright_mm * 72 / 25.4


def test_the_english_edition_has_no_chinese_words_of_its_own() -> None:
    held = made(
        Paragraph((Span("No finding."),)), language="en", title="Report", zones=("Zhenhai",)
    )
    assert not re.search(r"[\u4e00-\u9fff]", "".join(texts(held)))


def test_a_shorter_part_has_its_title_and_neither_cover_nor_contents() -> None:
    said = Document("zh", (Paragraph((Span("一句话"),)),))
    held = opened(docx_report(said, head(), {"a": "b"}, {}, "one-page"))
    words = [p.text for p in held.paragraphs]
    assert "镇海评价报告" in words
    assert len(held.sections) == 1
    assert not any("签字页" in text or "待填写" in text for text in words)


def test_an_evidence_mark_never_breaks_at_its_hyphen() -> None:
    assert run("[a-001]", hyphens=False).count("<w:noBreakHyphen/>") == 1


HOSTILE = ['=HYPERLINK("http://x","y")', "<script>alert(1)</script>", "]]>&amp;", "a\x00b\x1bc"]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_looks_like_code_stays_harmless_words(text: str) -> None:
    held = made(Heading(1, (Span(text),), text), table(grid([[text, text]], 2), label=text))
    shown = re.sub("[\x00\x1b]", "", text)
    assert texts(held).count(shown) >= 3
    names = [node.text.split()[0] for node in body(held).iter(qn("w:instrText"))]
    assert set(names) <= {"SEQ", "TOC", "PAGEREF"}


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet=st.characters(), max_size=40))
def test_any_text_gives_a_document_that_opens(text: str) -> None:
    held = made(
        Heading(1, (Span(text),), text),
        Paragraph((Span(text, trace=text, evidence=True), Span("x", target=text))),
        table(grid([[text, text]], 2, anchors="row-"), anchor=text, label=text),
        title=text,
    )
    opened(held)


def test_the_pages_of_headings_are_counted_from_the_height_of_what_stands_above() -> None:
    said = Paragraph((Span("一" * 300),))
    blocks = [Heading(1, (Span("一、"),), "s1"), *[said] * 30, Heading(1, (Span("二、"),), "s2")]
    for page in (PLAIN, OFFICIAL):
        pages = heading_pages(sections_of(blocks, page.widths), page, 4)
        assert pages["s1"] == 4
        assert pages["s2"] > 8


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The text of each page as LibreOffice lays the report out."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice (soffice) is not installed")
    folder = tmp_path_factory.mktemp("office")
    conf = (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"<dir>{font_path().parent}</dir><dir>/usr/share/fonts</dir>"
        f"<cachedir>{folder / 'cache'}</cachedir></fontconfig>"
    )
    (folder / "fonts.conf").write_text(conf, encoding="utf-8")
    rows = [[f"zhenhai-{n:04}", str(n), "登记而未说明口径的数字"] for n in range(120)]
    blocks = (*report().blocks, Heading(1, (Span("二、证据"),), "s2"), table(grid(rows, 3), "t2"))
    (folder / "report.docx").write_bytes(written(Document("zh", blocks, report().origins)))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", "pdf", "report.docx"]
    environment = {"FONTCONFIG_FILE": str(folder / "fonts.conf"), "HOME": str(folder)}
    environment["PATH"] = str(Path(office).parent) + ":/usr/bin:/bin"
    subprocess.run(
        command, cwd=folder, check=True, capture_output=True, timeout=240, env=environment
    )
    document = pypdfium2.PdfDocument(folder / "report.pdf")
    return [page.get_textpage().get_text_bounded() for page in document]


@pytest.mark.slow
def test_libreoffice_shows_page_numbers_and_a_repeated_header(pages: list[str]) -> None:
    for number, text in enumerate(pages[1:], 2):
        assert f"— {number} —" in text
    assert all("列 0" in text or "列0" in text for text in pages if "zhenhai-00" in text)


@pytest.mark.slow
def test_libreoffice_finds_the_headings_on_the_pages_that_the_contents_name(
    pages: list[str],
) -> None:
    found = re.findall(r"^(.、\S+?)[\s.]*(\d+)\s*$", pages[2], re.MULTILINE)
    assert [words for words, _ in found] == ["一、产出", "二、证据"]
    for words, number in found:
        assert words in re.sub(r"[ \t]", "", pages[int(number) - 1])
