"""One text and its places from TXT, DOCX, PDF and HTML; one clear error from what holds no text.

Every text here is 示例数据, written for these tests.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path

import docx
import pytest
import typst
import zhplot
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given, settings
from hypothesis import strategies as st

from shequ_eval.evidence.documents import Document, document_of, find_text, read_document
from shequ_eval.evidence.findings import DataError

TEXT = "示例区共有42个社区。\n\n登记社会组织392家。\n"
FONTS = [str(Path(zhplot.__file__).parent / "fonts")]


def refused(file: str, raw: bytes) -> str:
    with pytest.raises(DataError) as error:
        document_of(file, raw)
    (finding,) = error.value.findings
    assert finding.file == file
    assert finding.remedy
    return finding.rule.removeprefix("document-")


def word(document: docx.document.Document) -> Document:
    buffer = io.BytesIO()
    document.save(buffer)
    return document_of("通报.docx", buffer.getvalue())


def pdf_of(body: str, head: str = "", width: str = "12cm") -> bytes:
    settings = '#set page(width: {width}, height: 14cm, margin: 1.6cm, numbering: "— 1 —"{head})\n'
    text = '#set text(font: "Noto Sans SC", lang: "zh", size: 11pt)\n'
    indent = "#set par(first-line-indent: (amount: 2em, all: true), justify: true)\n"
    source = settings.replace("{head}", head).replace("{width}", width) + text + indent + body
    return typst.compile(source.encode("utf-8"), font_paths=FONTS, ignore_system_fonts=True)


def raw_pdf(content: bytes, font: bytes, trailer: bytes = b"") -> bytes:
    """A PDF of one page, written by hand."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 400] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        font,
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 6\n0000000000 65535 f \n%strailer\n<< /Size 6 /Root 1 0 R %s >>\n"
    return out + end % (table, trailer) + b"startxref\n%d\n%%%%EOF\n" % len(out)


GB_FONT = (
    b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /GBK-EUC-H "
    b"/DescendantFonts [<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light "
    b"/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> >>] >>"
)


@pytest.mark.parametrize(
    "raw",
    [
        TEXT.encode("utf-8"),
        b"\xef\xbb\xbf" + TEXT.encode("utf-8"),
        TEXT.encode("gb18030"),
        TEXT.encode("utf-16"),
    ],
    ids=["utf-8", "utf-8 with its mark", "gb18030", "utf-16"],
)
def test_a_plain_text_is_the_same_text_in_every_encoding(raw: bytes) -> None:
    document = document_of("通报.txt", raw)
    assert document.text == TEXT
    assert document.sha256 == hashlib.sha256(TEXT.encode("utf-8")).hexdigest()
    assert document.file_sha256 == hashlib.sha256(raw).hexdigest()


def test_a_place_is_the_paragraph_that_holds_the_character() -> None:
    document = document_of("通报.txt", TEXT.encode())
    assert [document.place(TEXT.index(words)).paragraph for words in ("示例区", "42", "392")] == [
        1, 1, 2,
    ]  # fmt: skip
    assert document.paragraph_text(2) == "登记社会组织392家。"
    with pytest.raises(IndexError):
        document.place(len(TEXT) + 1)


@given(st.text(alphabet="一二4.\n\r 个", min_size=1))
@settings(max_examples=80, deadline=None)
def test_every_offset_of_any_text_has_a_place_that_never_goes_back(text: str) -> None:
    if not text.strip():
        return
    document = document_of("通报.txt", text.encode("utf-8"))
    assert document.text == text
    places = [document.place(offset).paragraph for offset in range(len(text) + 1)]
    assert places == sorted(places)
    assert places[-1] == sum(bool(line.strip()) for line in text.replace("\r", "\n").split("\n"))


def test_a_word_document_is_read_in_the_order_of_its_paragraphs_lists_and_tables() -> None:
    made = docx.Document()
    made.add_heading("一、概况", 1)
    made.add_paragraph("共有42个社区。")
    table = made.add_table(2, 2)
    for cell, words in zip(table._cells, ["项目", "数量", "购买服务", "84项"], strict=True):
        cell.text = words
    made.add_paragraph("建成自治站39个", style="List Bullet")
    made.sections[0].footer.paragraphs[0].text = "第 7 页"
    document = word(made)
    assert document.text.split("\n") == [
        "一、概况", "共有42个社区。", "项目\t数量", "购买服务\t84项", "建成自治站39个",
    ]  # fmt: skip
    assert document.place(document.text.index("84项")).paragraph == 4
    assert document.place(0).page is None


def test_a_merged_cell_is_read_once() -> None:
    made = docx.Document()
    table = made.add_table(1, 3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "合计84项"
    table.cell(0, 2).text = "840万元"
    assert word(made).text == "合计84项\t840万元"


def test_words_in_smart_tags_controls_and_insertions_are_read_and_deleted_ones_are_not() -> None:
    made = docx.Document()
    made.add_paragraph("面积")._p.append(
        parse_xml(
            f'<w:smartTag {nsdecls("w")} w:element="chmetcnv"><w:r><w:t>1100</w:t></w:r>'
            f"<w:r><w:t>平方米</w:t></w:r></w:smartTag>"
        )
    )
    inserted = made.add_paragraph("志愿者")._p
    inserted.append(parse_xml(f"<w:ins {nsdecls('w')}><w:r><w:t>544名</w:t></w:r></w:ins>"))
    inserted.append(
        parse_xml(f"<w:del {nsdecls('w')}><w:r><w:delText>9名</w:delText></w:r></w:del>")
    )
    made.element.body.insert(
        2,
        parse_xml(
            f"<w:sdt {nsdecls('w')}><w:sdtContent><w:p><w:r><w:t>服务1.4万次</w:t></w:r></w:p>"
            f"</w:sdtContent></w:sdt>"
        ),
    )
    assert word(made).text == "面积1100平方米\n志愿者544名\n服务1.4万次"


def test_a_raised_two_is_the_sign_of_square_metres() -> None:
    made = docx.Document()
    paragraph = made.add_paragraph("用房500m")
    paragraph.add_run("2").font.superscript = True
    assert word(made).text == "用房500m²"


def test_a_pdf_is_read_in_paragraphs_with_its_pages_and_without_page_numbers() -> None:
    head = ", header: [示例区民政局　示例数据]"
    one = "2020年，全区42个社区全部建立党组织，登记社会组织392家，每万人拥有社会组织7.7家，"
    two = "备案社区社会组织1285家，注册志愿者24800余人，开展活动一千二百余场次。"
    body = f"{one}{two}\n\n二、区财政投入近1亿元。\n#pagebreak()\n三、诉求解决率96%。"
    document = document_of("a.pdf", pdf_of(body + "\n#pagebreak()\n四、满意度78.32分。", head))
    assert document.text.split("\n") == [
        one + two, "二、区财政投入近1亿元。", "三、诉求解决率96%。", "四、满意度78.32分。",
    ]  # fmt: skip
    places = [document.place(document.text.index(w)) for w in ("24800", "近1亿", "96%", "78.32")]
    assert [(place.page, place.paragraph) for place in places] == [(1, 1), (1, 2), (2, 3), (3, 4)]


def test_a_paragraph_that_runs_over_the_page_is_one_and_its_end_is_on_the_next_page() -> None:
    words = "".join(f"第{n}批次服务居民{n * 137}人次，" for n in range(60)) + "共计392家。"
    document = document_of("a.pdf", pdf_of(words))
    assert document.text == words
    assert document.place(0).page == 1
    assert document.place(len(words) - 5).page == len(document.pages) > 1


@pytest.mark.parametrize("letters", range(24, 40))
def test_a_number_that_had_no_room_on_a_line_does_not_end_the_paragraph(letters: int) -> None:
    before, after = "居" * letters + "，社工由640人增加到2022年的", "，" + "民" * 30 + "。"
    words = f"#set par(justify: false)\n{before}#box[1530000人]{after}\n\n二、下一步。"
    found = document_of("a.pdf", pdf_of(words)).text.split("\n")
    assert found == [f"{before}1530000人{after}", "二、下一步。"]


def test_a_short_line_that_ends_a_sentence_ends_its_paragraph_before_a_number_too() -> None:
    body = "居" * 36 + "。#linebreak()2022，" + "民" * 50
    assert "。\n2022，" in document_of("a.pdf", pdf_of(body)).text


def test_a_ruled_table_of_a_pdf_is_read_row_by_row() -> None:
    body = "一、概况。\n#table(columns: 2, [项目],[数量],[购买服务],[84项])\n二、下一步。"
    assert document_of("a.pdf", pdf_of(body)).text.split("\n") == [
        "一、概况。", "项目\t数量", "购买服务\t84项", "二、下一步。",
    ]  # fmt: skip


def test_two_columns_are_read_one_after_the_other_and_a_title_over_both_stands_first() -> None:
    said = [
        f"第{n}条。建成自治站{n * 3}个，志愿者{n * 137}人，开展服务一千余次，覆盖居民四万余人次。"
        for n in range(1, 15)
    ]
    body = '#place(top, scope: "parent", float: true)[示例区社区治理和服务创新情况通报]\n\n'
    raw = pdf_of(body + "\n\n".join(said), ", columns: 2", "21cm")
    assert document_of("a.pdf", raw).text.split("\n") == ["示例区社区治理和服务创新情况通报", *said]


def test_a_table_without_rules_is_read_row_by_row() -> None:
    body = (
        "概况。\n#table(columns: 3, stroke: none, [购买服务],[84项],[2020],[社工],[382人],[2020])"
    )
    assert document_of("a.pdf", pdf_of(body)).text.split("\n") == [
        "概况。", "购买服务\t84项\t2020", "社工\t382人\t2020",
    ]  # fmt: skip


def test_a_chinese_font_that_is_not_embedded_is_read_by_its_character_map() -> None:
    content = b"BT /F1 20 Tf 50 300 Td <%s> Tj ET" % "社区42个".encode("gbk").hex().encode()
    assert document_of("a.pdf", raw_pdf(content, GB_FONT)).text == "社区42个"


def test_a_page_without_text_among_others_is_a_warning() -> None:
    document = document_of(
        "a.pdf", pdf_of("一、42个社区。\n#pagebreak()\n#page(numbering: none)[]")
    )
    assert [finding.rule for finding in document.warnings] == ["document-page-without-text"]
    assert "2" in document.warnings[0].found


def test_a_web_page_is_read_without_its_navigation() -> None:
    page = """<!DOCTYPE html><html><head><meta charset="gb2312"><title>通报</title></head><body>
    <div class="nav"><ul><li><a href="/">首页</a></li><li><a href="/a">公开100件</a></li></ul></div>
    <div><a href="/1">要闻一</a> <a href="/2">要闻二</a> <a href="/3">要闻三</a></div>
    <div id="zoom"><h1>情况通报</h1><p>共有<b>42</b>个社区，<a href="/x">登记392家</a>。<br>
    用房500m<sup>2</sup></p>
    <table><tr><th>项目</th><th>数量</th></tr><tr><td><p>购买服务</p></td><td>84项</td></tr></table>
    <ul><li>自治站39个</li></ul><p style="display: none">隐藏7个</p><script>var n = 5;</script>
    </div>
    <div class="footer">联系我们 12345</div><p>版权所有 示例区 ICP备12345678号</p></body></html>"""
    document = document_of("通报.html", page.encode("gb18030"))
    assert document.text.split("\n") == [
        "情况通报", "共有42个社区，登记392家。", "用房500m²", "项目\t数量", "购买服务\t84项",
        "自治站39个",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("file", "raw", "rule"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b" \n\r\n", "empty"),
        ("a.pdf", b"", "empty"),
        ("a.html", b"<html><body><nav>12</nav></body></html>", "empty"),
        ("a.txt", "社区".encode()[:-1] + "个".encode() * 30, "encoding"),
        ("a.txt", b"\x00\x01\x02\x03", "encoding"),
        ("a.txt", b"%PDF-1.4\n", "extension"),
        ("a.txt", b"<!DOCTYPE html><html><p>42</p></html>", "extension"),
        ("a.jpg", b"\xff\xd8\xff\xe0", "extension"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "extension"),
        ("a.docx", b"{\\rtf1 42}", "extension"),
        ("a.md", "42个".encode(), "extension"),
        ("a.docx", b"PK\x03\x04broken", "damaged"),
        ("a.docx", "不是文档".encode(), "damaged"),
        ("a.pdf", "不是文档".encode(), "damaged"),
        ("a.pdf", b"%PDF-1.4\nbroken", "damaged"),
        (
            "a.docx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "encrypted",
        ),
    ],
)
def test_what_cannot_be_read_gives_one_clear_error(file: str, raw: bytes, rule: str) -> None:
    assert refused(file, raw) == rule


def test_a_scan_gives_one_clear_error() -> None:
    assert refused("a.pdf", raw_pdf(b"0 0 100 100 re f", GB_FONT)) == "no-text"


def test_an_encrypted_pdf_gives_one_clear_error() -> None:
    lock = b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -1 /O <%s> /U <%s> >> /ID [<00> <00>]"
    locked = raw_pdf(b"BT ET", GB_FONT, lock % (b"ab" * 32, b"cd" * 32))
    assert refused("a.pdf", locked) == "encrypted"


def test_a_text_layer_without_meaning_gives_one_clear_error() -> None:
    font = GB_FONT.replace(b"GBK-EUC-H", b"Identity-H").replace(b"GB1", b"Identity")
    content = b"BT /F1 20 Tf 50 300 Td <00010002000300040005> Tj ET"
    assert refused("a.pdf", raw_pdf(content, font)) == "unmapped-text"


def test_a_workbook_and_a_damaged_word_file_are_told_apart() -> None:
    def archive(*names: str) -> bytes:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as made:
            for name in names:
                made.writestr(name, "x")
        return buffer.getvalue()

    assert refused("a.docx", archive("[Content_Types].xml", "xl/workbook.xml")) == "extension"
    assert refused("a.docx", archive("[Content_Types].xml", "word/document.xml")) == "damaged"
    assert refused("a.docx", archive("readme")) == "extension"


@given(st.binary(max_size=300), st.sampled_from(["a.txt", "a.docx", "a.pdf", "a.html"]))
@settings(max_examples=60, deadline=None)
def test_any_bytes_are_read_or_refused(raw: bytes, file: str) -> None:
    try:
        assert document_of(file, raw).text.strip()
    except DataError as error:
        assert len(error.findings) == 1


def test_a_file_that_is_not_there_gives_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="document-unreadable"):
        read_document(tmp_path / "none.pdf")


def test_a_registered_document_of_any_format_is_found_by_its_name(tmp_path: Path) -> None:
    docx.Document().save(str(tmp_path / "x.docx"))
    (tmp_path / "a.txt").write_bytes(TEXT.encode("gb18030"))
    assert find_text([tmp_path], "a.txt") == TEXT
    assert find_text([tmp_path], "b.txt") is None
