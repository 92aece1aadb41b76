"""What PDF and DOCX have in common: widths of tables, annexes, links, words of the cover."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shequ_eval.reporting.document.blocks import (
    Block,
    Column,
    Document,
    Grid,
    Heading,
    Origin,
    Paragraph,
    Span,
    Table,
)
from shequ_eval.reporting.html.report_head import ReportHead
from shequ_eval.reporting.paper.annexes import annexes
from shequ_eval.reporting.paper.front_matter import answerable, running_title, signatures
from shequ_eval.reporting.paper.links import Links
from shequ_eval.reporting.paper.origins import origin_rows
from shequ_eval.reporting.paper.printable import one_line, printable
from shequ_eval.reporting.paper.sections import sections_of
from shequ_eval.reporting.paper.table_layout import (
    PageWidths,
    layout_of,
    shared_widths,
)

PAGE = PageWidths(160.0, 241.0, (8.4, 7.4))


def grid_of(count: int, width: float, rows: int = 1, cell: str = "数") -> Grid:
    columns = tuple(Column(f"列{n}", False, width, min(width, 8.0)) for n in range(count))
    row = tuple((Span(cell),) for _ in range(count))
    return Grid(columns, (row,) * rows, (False,) * rows, ("",) * rows)


def test_a_narrow_table_stands_upright_in_the_ordinary_size() -> None:
    layout = layout_of(grid_of(4, 6.0), PAGE)
    assert (layout.across, layout.points, len(layout.parts)) == (False, 8.4, 1)


def test_a_long_table_of_wide_columns_stands_across_the_page() -> None:
    assert layout_of(grid_of(8, 14.0, rows=60, cell="一句很长的话" * 6), PAGE).across


def test_a_short_table_of_wide_columns_is_not_worth_a_page_across() -> None:
    assert not layout_of(grid_of(7, 14.2, rows=2, cell="一句很长的话" * 4), PAGE).across


def test_columns_that_no_page_holds_are_set_in_parts_that_begin_with_the_first() -> None:
    layout = layout_of(grid_of(40, 9.0), PAGE)
    placed = [place for part in layout.parts for place in part.columns]
    assert len(layout.parts) > 1
    assert all(part.columns[0] == 0 for part in layout.parts)
    assert sorted(set(placed)) == list(range(40))


@given(
    widths=st.lists(st.floats(0.5, 60.0), min_size=1, max_size=45),
    rows=st.integers(0, 4),
    cell=st.text(max_size=80),
)
def test_no_table_is_wider_than_its_page(widths: list[float], rows: int, cell: str) -> None:
    columns = tuple(Column("列", False, width, min(width, 9.0)) for width in widths)
    row = tuple((Span(cell),) for _ in widths)
    layout = layout_of(Grid(columns, (row,) * rows, (False,) * rows, ("",) * rows), PAGE)
    room = PAGE.across_mm if layout.across else PAGE.upright_mm
    for part in layout.parts:
        assert sum(part.widths_mm) == pytest.approx(room)
        assert min(part.widths_mm) > 0
    assert {place for part in layout.parts for place in part.columns} == set(range(len(widths)))


def test_room_goes_to_the_column_with_long_cells() -> None:
    lengths = np.array([[2.0, 40.0], [2.0, 50.0]])
    short, long = shared_widths(lengths, np.array([4.0, 8.0]), 40.0)
    assert short == 4.0
    assert long == 36.0


def test_a_cell_that_fits_in_a_line_asks_for_no_more() -> None:
    widths = shared_widths(np.array([[2.0, 2.0]]), np.array([4.0, 4.0]), 40.0)
    assert widths.tolist() == [20.0, 20.0]


@given(st.text(alphabet=st.characters(), max_size=60))
def test_what_is_printed_holds_no_control_and_no_half_character(text: str) -> None:
    shown = printable(text)
    assert all(letter == "\n" or ord(letter) >= 32 for letter in shown)
    shown.encode("utf-8")
    assert "\n" not in one_line(text)


def test_signs_of_a_spreadsheet_formula_are_left_as_they_are() -> None:
    assert printable('=HYPERLINK("x")<script>') == '=HYPERLINK("x")<script>'


def head(**said: object) -> ReportHead:
    words: dict[str, object] = {field.name: "" for field in fields(ReportHead)}
    words |= {"report_id": "zhenhai", "title": "镇海评价报告", "language": "zh"}
    words |= {"publication": "internal", "dated": "2018", "data_version": "0.1.0"}
    return ReportHead(**{**words, "zones": ("镇海区",), **said})  # type: ignore[arg-type]


def test_what_nobody_has_said_stands_on_the_cover_as_awaited() -> None:
    said = answerable(head(client="示例委托方", lead_evaluator=" "))
    assert [(fact.value, fact.awaited) for fact in said[:3]] == [
        ("示例委托方", False),
        ("待填写", True),
        ("待填写", True),
    ]


def test_the_signature_page_names_who_is_known_and_leaves_the_rest_empty() -> None:
    lines = signatures(head(lead_evaluator="示例主评人"))
    assert [line.value for line in lines] == ["示例主评人", "", ""]


def test_a_running_title_never_runs_into_its_neighbour() -> None:
    assert len(running_title("镇" * 200)) == 26


def traced_document() -> Document:
    grid = Grid(
        (Column("地区", False, 5.0, 5.0), Column("数", True, 5.0, 5.0)),
        (
            ((Span("镇海"),), (Span("392", trace="a.1"),)),
            ((Span("溧水"),), (Span("488", trace="a.2"),)),
        ),
        (False, False),
        ("row-a-001", "row-a-002"),
    )
    facts = (("说的是什么", "社会组织数"),)
    origins = {
        "a.1": Origin("a.1", facts, ("evidence",), "o1"),
        "a.2": Origin("a.2", facts, ("evidence",), "o2"),
        "evidence": Origin("evidence", (("表", "证据全表"),), (), "o3"),
    }
    blocks = (
        Heading(1, (Span("一、产出"),), "s1"),
        Paragraph((Span("有 "), Span("392", trace="a.1"), Span(" 家"))),
        Table("t", "表 1-1", (Span("数"),), (), (), (), grid),
    )
    return Document("zh", blocks, origins)


def test_each_origin_is_told_once_at_the_place_where_its_number_first_stands() -> None:
    rows = origin_rows(traced_document(), "正文")
    assert [(row.keys, row.place and row.place.words, row.printed) for row in rows] == [
        (("a.1",), "一、产出", ("392",)),
        (("a.2",), "表 1-1", ("488",)),
        (("evidence",), None, ()),
    ]


def test_numbers_of_one_place_that_are_known_alike_share_a_row() -> None:
    document = traced_document()
    rows = origin_rows(Document("zh", document.blocks[2:], document.origins), "正文")
    assert [row.keys for row in rows] == [("a.1", "a.2"), ("evidence",)]


def test_every_number_leads_to_the_row_that_tells_its_origin() -> None:
    document = traced_document()
    blocks = [*document.blocks, *annexes(document, {}, {})]
    links = Links(document, blocks)
    assert links.target(Span("392", trace="a.1")) == "o1"
    assert links.target(Span("a-002", evidence=True, target="row-a-002")) == "row-a-002"
    assert links.target(Span("x", target="nowhere")) == ""


def test_an_anchor_is_set_once() -> None:
    links = Links(traced_document(), [])
    assert [links.anchor("s1"), links.anchor("s1"), links.anchor("")] == ["s1", "", ""]


def test_files_and_versions_are_listed_in_order_with_their_whole_checksum() -> None:
    found = annexes(Document("zh", ()), {"b.csv": "1" * 64, "a.csv": "2" * 64}, {"python": "3.11"})
    table = found[2]
    assert isinstance(table, Table)
    assert [[words[0].text for words in row] for row in table.grid.rows] == [
        ["a.csv", "2" * 64],
        ["b.csv", "1" * 64],
    ]


def test_a_report_without_figures_or_origins_has_no_annex_for_them() -> None:
    assert annexes(Document("en", ()), {}, {}) == []


def kinds(blocks: list[Block]) -> list[tuple[bool, str]]:
    return [
        (section.across, "".join(type(placed.block).__name__[0] for placed in section.blocks))
        for section in sections_of(blocks, PAGE)
    ]


WIDE = Table("w", "", (), (), (), (), grid_of(8, 14.0, rows=60, cell="一句很长的话" * 6))
SAID = Paragraph((Span("一段话"),))
TITLE = Heading(1, (Span("一、"),), "s1")


def test_a_table_across_takes_its_heading_and_what_stands_between_along() -> None:
    assert kinds([SAID, TITLE, SAID, WIDE]) == [(False, "P"), (True, "HPT")]


def test_a_paragraph_between_two_tables_across_stays_with_them() -> None:
    assert kinds([WIDE, SAID, WIDE, TITLE]) == [(True, "TPT"), (False, "H")]


def test_a_few_words_after_a_table_across_stay_with_it_and_many_do_not() -> None:
    assert kinds([WIDE, SAID, SAID, TITLE]) == [(True, "TPP"), (False, "H")]
    (first, *rest) = kinds([WIDE, *[SAID] * 9])
    assert first == (True, "TPPPPP")
    assert rest == [(False, "PPPP")]


def test_a_table_across_leaves_long_text_above_it_upright() -> None:
    assert kinds([TITLE, *[SAID] * 9, WIDE]) == [(False, "H" + "P" * 9), (True, "T")]


def test_a_heading_without_words_is_left_out() -> None:
    assert kinds([Heading(1, (Span(" \u200b"),), "s"), SAID]) == [(False, "P")]
