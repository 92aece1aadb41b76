"""How the DOCX sets words and tables: where a line breaks, what a row says again, what one page."""

from __future__ import annotations

import re

import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from shequ_eval.reporting.document.blocks import (
    Block,
    Document,
    Grid,
    Heading,
    Items,
    Paragraph,
    Span,
    text_of,
)
from shequ_eval.reporting.docx.block_xml import figure_size
from shequ_eval.reporting.docx.caption_height import under_figure_points
from shequ_eval.reporting.docx.docx_report import docx_report
from shequ_eval.reporting.docx.line_count import line_count
from shequ_eval.reporting.docx.page_estimate import heading_pages
from shequ_eval.reporting.docx.styles import TABLE_TEXT, remark_points
from shequ_eval.reporting.paper.page_style import OFFICIAL, OFFICIAL_ENGLISH, PLAIN
from shequ_eval.reporting.paper.sections import sections_of
from tests.reporting.test_docx import (
    body,
    figure,
    grid,
    head,
    made,
    opened,
    png,
    table,
    texts,
)

MARK = (
    Span("[", evidence=True),
    Span("zhenhai-2319", evidence=True, target="row-zhenhai-2319"),
    Span("]", evidence=True),
)


def labelled(count: int) -> Grid:
    rows = [["社会组织", str(n), "登记而未说明口径的数字"] for n in range(count)]
    held = grid(rows, 3)
    return Grid(held.columns, held.rows, (False, *[True] * (count - 1)), held.row_anchors)


@pytest.mark.parametrize(("count", "said"), [(6, 1), (7, 7), (60, 60)])
def test_a_table_that_may_break_says_in_every_row_what_it_has_in_common_with_the_last(
    count: int, said: int
) -> None:
    held = opened(made(table(labelled(count)))).tables[-1]
    assert [row.cells[0].text for row in held.rows[1:]].count("社会组织") == said


def test_what_a_row_says_again_is_grey_and_what_it_says_first_is_not() -> None:
    rows = opened(made(table(labelled(60)))).tables[-1].rows[1:]
    grey = [row.cells[0]._tc.find(f".//{qn('w:rPr')}/{qn('w:color')}") is not None for row in rows]
    assert grey == [False] + [True] * 59


def test_a_table_of_few_rows_that_fill_a_page_is_not_held_together() -> None:
    rows = opened(made(table(grid([["一句很长的话" * 60, "1", "b"]] * 5, 3)))).tables[-1].rows[1:]
    kept = [row._tr.find(f".//{qn('w:keepNext')}") is not None for row in rows]
    assert not all(kept)


def test_a_line_may_break_before_an_evidence_mark_in_a_cell_and_not_within_it() -> None:
    cell = (Span("392 家（实际，2017，C；登记）"), *MARK, Span(" 见"), *MARK)
    held = grid([["镇海", "1"]], 2)
    said = made(table(Grid(held.columns, ((held.rows[0][0], cell),), (False,), ("",))))
    shown = next(text for text in texts(said) if "392" in text)
    assert (
        shown.replace("\u200b", "")
        == "392 家（实际，2017，C；登记） [zhenhai-2319] 见 [zhenhai-2319]"
    )
    hyphens = next(p for p in body(said).iter(qn("w:p")) if "392" in "".join(p.itertext()))
    assert len(list(hyphens.iter(qn("w:noBreakHyphen")))) == 2


def test_a_line_may_break_between_two_keys_and_within_neither() -> None:
    keys = [Span("zhenhai-4107", target="a"), Span("、"), Span("zhenhai.population.2020")]
    held = grid([["x", "1"]], 2)
    said = made(table(Grid(held.columns, ((tuple(keys), held.rows[0][1]),), (False,), ("",))))
    shown = next(text for text in texts(said) if "4107" in text)
    assert re.split("\u200b", shown)[0] == "zhenhai-4107、"


def test_a_key_wider_than_its_column_may_break_at_its_joints_alone() -> None:
    key = "figure_intensity_money_per_resident.title.1"
    shown = next(t for t in texts(made(table(grid([[key] * 6], 6)))) if "intensity" in t)
    pieces = shown.split("\u200b")
    assert "".join(pieces) == key
    assert len(pieces) > 1
    assert all(piece.endswith(("_", ".")) for piece in pieces[:-1])


def test_a_sign_stays_with_its_number_and_a_word_before_a_number_does_not() -> None:
    cell = (Span("≥ 10；共 ≤ "), Span("100,000,000", target="a"), Span("，约 3 家"))
    held = grid([["x", "1"]], 2)
    said = made(table(Grid(held.columns, ((cell, held.rows[0][1]),), (False,), ("",))))
    shown = next(text for text in texts(said) if "100,000,000" in text)
    assert shown.replace("\u200b", "") == "≥\u00a010；共 ≤\u00a0100,000,000，约 3 家"


@pytest.mark.parametrize("word", ["applicable", "contradictory", "community", "assessable"])
def test_an_english_word_has_nothing_in_it_that_a_search_would_miss(word: str) -> None:
    said = texts(made(table(grid([[word] * 40], 40)), language="en"))
    assert said.count(word) >= 40


def test_english_has_straight_quotation_marks_and_chinese_its_own() -> None:
    words = Paragraph((Span("about “数千名” people’s"),))
    assert 'about "数千名" people\'s' in texts(made(words, language="en"))
    assert "about “数千名” people’s" in texts(made(words))


def test_all_runs_of_a_reference_and_its_paragraph_are_of_one_size() -> None:
    referring = grid([["图 1-1", "1"] * 10], 20, 9.0)
    rows = tuple(tuple((Span(text_of(c), target="f1"),) for c in row) for row in referring.rows)
    said = body(made(figure(png()), table(Grid(referring.columns, rows, (False,), ("",)))))
    cells = [
        p
        for p in said.iter(qn("w:p"))
        if "REF" in "".join(p.itertext()) and p.getparent().tag == qn("w:tc")
    ]
    assert cells
    for paragraph in cells:
        sizes = {size.get(qn("w:val")) for size in paragraph.iter(qn("w:sz"))}
        assert not sizes
        assert (
            paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
            .get(qn("w:val"))
            .startswith(TABLE_TEXT)
        )


def test_a_checksum_leaves_its_line_unjustified() -> None:
    said = made(Paragraph((Span("清单的校验和："), Span("ab" * 32, code=True))))
    held = next(p for p in body(said).iter(qn("w:p")) if "ab" * 32 in "".join(p.itertext()))
    assert held.find(f"{qn('w:pPr')}/{qn('w:jc')}").get(qn("w:val")) == "left"


def sheet(language: str, part_of: str = "one-page") -> bytes:
    blocks: tuple[Block, ...] = (
        Heading(2, (Span("能说的"),), "s1"),
        Items(((Span("其一"),),), ordered=False),
    )
    said = head(language=language, style="official", as_of="2026-11-24")
    return docx_report(Document(language, blocks), said, {}, {}, part_of)  # type: ignore[arg-type]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_one_page_says_its_title_once_and_its_headings_are_not_set_in(language: str) -> None:
    held = opened(sheet(language))
    assert "".join(p.text for p in held.sections[0].header.paragraphs) == ""
    indent = held.styles["Heading 2"].element.pPr.find(qn("w:ind"))
    assert indent is None


@pytest.mark.parametrize("part_of", ["one-page", "methods"])
def test_a_shorter_part_names_the_date_and_the_version_of_its_data(part_of: str) -> None:
    words = "".join(texts(sheet("zh", part_of)))
    assert "2026-11-24" in words
    assert "0.1.0" in words


def test_the_title_is_bold_and_a_remark_larger_than_a_note() -> None:
    styles = opened(made(style="official")).styles
    assert styles["Title"].font.bold
    assert styles["说明"].font.size.pt == remark_points(OFFICIAL) > OFFICIAL.note.points


@pytest.mark.parametrize("page", [OFFICIAL, OFFICIAL_ENGLISH, PLAIN])
def test_a_figure_has_room_on_its_page_for_all_of_its_notes(page) -> None:  # type: ignore[no-untyped-def]
    noted = figure(png(600, 4000))
    noted = type(noted)(**{**vars(noted), "notes": ((Span("一句很长的注" * 30),),) * 5})
    high = figure_size(noted, noted.png or b"", page)[1] * 72 / 25.4
    assert high + under_figure_points(noted, page) < page.widths.across_mm * 72 / 25.4


@given(st.text("镇海区 abc，。-（）\n[]", max_size=60), st.floats(1, 40))
@settings(max_examples=60, deadline=None)
def test_a_wider_line_never_needs_more_lines_and_each_holds_its_share(
    text: str, room: float
) -> None:
    lines = line_count(text, room)
    assert line_count(text, room * 2) <= lines
    assert lines >= text.count("\n") + 1
    assert line_count(text, 1000) == text.count("\n") + 1


def test_a_table_of_few_rows_higher_than_a_page_goes_on_and_does_not_turn_it() -> None:
    held = table(grid([["一句很长的话" * 90, "1", "b"]] * 5, 3))
    blocks: list[Block] = [Paragraph((Span("一"),)), held, Heading(1, (Span("二、"),), "s2")]
    pages = heading_pages(sections_of(blocks, PLAIN.widths), PLAIN, 1)
    assert pages["s2"] == 2  # 730 points from the first line on, of 683 to a page
