"""What PDF and DOCX have in common: widths of tables, annexes, links, words of the cover."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shequ_eval.reporting.document.blocks import (
    Block,
    Column,
    Document,
    Figure,
    Grid,
    Heading,
    Origin,
    Paragraph,
    Span,
    Table,
    text_of,
)
from shequ_eval.reporting.document.grid import width_em
from shequ_eval.reporting.html.report_head import ReportHead
from shequ_eval.reporting.paper.annexes import annexes
from shequ_eval.reporting.paper.appendices import appended
from shequ_eval.reporting.paper.front_matter import (
    answerable,
    places_of,
    provenance,
    running_title,
    signatures,
    title_lines,
)
from shequ_eval.reporting.paper.links import Links
from shequ_eval.reporting.paper.origins import origin_anchors, origin_rows
from shequ_eval.reporting.paper.page_style import OFFICIAL, PAGE_MM, PLAIN
from shequ_eval.reporting.paper.printable import one_line, printable
from shequ_eval.reporting.paper.sections import sections_of
from shequ_eval.reporting.paper.table_layout import (
    PageWidths,
    layout_of,
    shared_widths,
)
from shequ_eval.reporting.paper.title_lines import lines_by_sense
from shequ_eval.reporting.paper.unbreakable import longest_em, longest_quantity_em

PAGE = PageWidths(160.0, 241.0, (8.4, 7.4))
CODE = "zhenhai-00001234"  # no line may break it


def grid_of(count: int, width: float, rows: int = 1, cell: str = "数") -> Grid:
    columns = tuple(Column(f"列{n}", False, width, min(width, 8.0)) for n in range(count))
    row = tuple((Span(cell),) for _ in range(count))
    return Grid(columns, (row,) * rows, (False,) * rows, ("",) * rows)


def grid_with(cells: list[list[str]]) -> Grid:
    columns = tuple(Column(f"列{n}", False, 9.0, 8.0) for n in range(len(cells[0])))
    rows = tuple(tuple((Span(cell),) for cell in row) for row in cells)
    return Grid(columns, rows, (False,) * len(rows), ("",) * len(rows))


def test_a_narrow_table_stands_upright_in_the_ordinary_size() -> None:
    layout = layout_of(grid_of(4, 6.0), PAGE)
    assert (layout.across, layout.points, len(layout.parts)) == (False, 8.4, 1)


def test_a_long_table_whose_words_would_break_upright_stands_across_the_page() -> None:
    assert layout_of(grid_of(8, 14.0, rows=60, cell=CODE), PAGE).across


def test_a_long_table_whose_words_wrap_stays_upright() -> None:
    assert not layout_of(grid_of(8, 14.0, rows=60, cell="一句很长的话" * 6), PAGE).across


@given(columns=st.integers(1, 30), rows=st.integers(0, 12), cell=st.text(max_size=60))
def test_a_table_of_up_to_a_dozen_rows_never_turns_the_page(
    columns: int, rows: int, cell: str
) -> None:
    assert not layout_of(grid_of(columns, 14.0, rows, cell), PAGE).across


def test_columns_that_no_page_holds_are_set_in_parts_that_begin_with_the_first() -> None:
    layout = layout_of(grid_of(40, 9.0), PAGE)
    placed = [place for part in layout.parts for place in part.columns]
    assert len(layout.parts) > 1
    assert all(part.columns[0] == 0 for part in layout.parts)
    assert sorted(set(placed)) == list(range(40))


def test_every_part_of_a_table_names_its_rows_by_all_that_tells_them_apart() -> None:
    cells = [["镇海", f"m{n:02}", *["一句很长的话" * 3] * 30] for n in range(20)]
    layout = layout_of(grid_with(cells), PAGE)
    assert len(layout.parts) > 1
    assert all(part.columns[:2] == (0, 1) for part in layout.parts)


@given(
    words=st.lists(
        st.sampled_from(["zhenhai-3412", "2025-09", "Mechanisms", "镇海区"]), min_size=1
    ),
    columns=st.integers(1, 9),
)
def test_no_column_is_narrower_than_what_no_line_may_break(words: list[str], columns: int) -> None:
    cells = [[words[(n + m) % len(words)] for m in range(columns)] for n in range(len(words))]
    layout = layout_of(grid_with(cells), PAGE)
    em = layout.points * 25.4 / 72
    for part in layout.parts:
        for place, width in zip(part.columns, part.widths_mm, strict=True):
            widest = max(longest_em(row[place]) for row in cells)
            assert width / em >= min(widest, 20.0)


def test_a_page_across_is_as_high_as_the_upright_one_is_wide() -> None:
    for page in (OFFICIAL, PLAIN):
        assert page.widths.upright_mm + page.left + page.right == PAGE_MM[0]
        assert page.widths.across_mm + page.top + page.bottom == PAGE_MM[1]


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        (
            "宁波市镇海区社区治理和服务创新实验区第三方评估报告",
            ["宁波市镇海区社区治理和服务创新实验区", "第三方评估报告"],
        ),
        (
            "五地社区治理投入、产出与满意度比较评估报告",
            ["五地社区治理投入、产出与满意度", "比较评估报告"],
        ),
        ("镇海区评估报告", ["镇海区评估报告"]),
    ],
)
def test_the_title_of_a_cover_breaks_by_its_sense(title: str, lines: list[str]) -> None:
    assert title_lines(title, 156.0, 22.0) == lines


@given(st.text(alphabet="镇海区社会治理、，评估报告 abc-2016", max_size=80))
def test_no_line_of_a_broken_title_is_a_leftover_or_too_long(title: str) -> None:
    lines = lines_by_sense(title, 19.0)
    assert "".join("".join(lines).split()) == "".join(title.split())
    if len(lines) > 1:
        assert all(4.0 <= width_em(line) <= 19.0 for line in lines)


def test_places_stand_apart_on_the_cover_whatever_commas_they_have() -> None:
    zones = ("Zhenhai District, Ningbo", "Jiexiu City")
    assert places_of(head(language="en", zones=zones)) == "Zhenhai District, Ningbo; Jiexiu City"
    assert places_of(head(zones=("镇海区", "介休市"))) == "镇海区；介休市"


def test_the_cover_names_the_day_of_judgement_as_every_other_page_does() -> None:
    said = {fact.label: fact.value for fact in provenance(head(as_of="2026-11-24"))}
    assert said["评价基准日"] == "2026-11-24"


@pytest.mark.parametrize(
    ("language", "chapters", "named"),
    [
        ("zh", ["一、产出", "附录一　证据", "附录二　分母"], "附录三　图中的数字"),
        ("en", ["1 Outputs", "Appendix A  Evidence"], "Appendix B  图中的数字"),
        ("zh", ["一、产出"], "附录一　图中的数字"),
    ],
)
def test_annexes_go_on_from_the_appendices_of_the_report(
    language: str, chapters: list[str], named: str
) -> None:
    blocks = tuple(Heading(1, (Span(text),), f"s{n}") for n, text in enumerate(chapters))
    annex = Heading(1, (Span("图中的数字"),), "annex-figure_data")
    (found,) = appended(Document(language, blocks), [annex])
    assert isinstance(found, Heading)
    assert (found.text, found.anchor) == (named, "annex-figure_data")


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
        ("〔待填写〕", True),
        ("〔待填写〕", True),
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


def counted_document() -> Document:
    """Three numbers of one exhibit, two of them counted alike, one of them printed in two ways."""
    origins = {
        f"said.{n}": Origin(
            f"said.{n}", (("所指", what), ("算法", how)), ("observations",), f"o{n}", group="said"
        )
        for n, what, how in ((1, "实际 57 条", "清点"), (2, "计划 1 条", "清点"), (3, "和", "相加"))
    }
    words = (
        Span("57", trace="said.1"),
        Span("、"),
        Span("1", trace="said.2"),
        Span("、"),
        Span("58", trace="said.3"),
    )
    again = (Span("五十七（57.0）", trace="said.1"),)
    return Document("zh", (Paragraph(words), Paragraph(again)), origins)


def test_numbers_counted_alike_share_a_row_that_lists_all_of_them_as_printed_anywhere() -> None:
    rows = origin_rows(counted_document(), "正文")

    assert [(row.keys, row.printed) for row in rows] == [
        (("said.1", "said.2"), ("57", "五十七（57.0）", "1")),
        (("said.3",), ("58",)),
    ]
    assert rows[0].facts == (("所指", "实际 57 条；计划 1 条"), ("算法", "清点"))


def test_a_number_told_where_the_report_prints_it_is_not_told_again() -> None:
    document = traced_document()
    at_home = replace(document.origins["a.1"], home="row-a-001")
    origins = {**document.origins, "a.1": at_home}
    document = Document("zh", document.blocks, origins)

    assert [row.keys for row in origin_rows(document, "正文")] == [("a.2",), ("evidence",)]
    assert origin_anchors(document) == {"a.1": "row-a-001", "a.2": "o2", "evidence": "o3"}
    said = [text_of(b.words) for b in annexes(document, {}, {}) if isinstance(b, Paragraph)]
    assert any("表 1-1" in words for words in said)


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


def test_files_are_told_by_their_number_and_the_checksum_that_sha256sum_gives_their_list() -> None:
    inputs = {"b.csv": "1" * 64, "a.csv": "2" * 64}

    found = annexes(Document("zh", ()), inputs, {"python": "3.11", "numpy": "2.4"})

    assert [type(block) for block in found] == [Heading, Paragraph, Paragraph, Paragraph]
    files, ran, packages = (text_of(b.words) for b in found[1:] if isinstance(b, Paragraph))
    assert "2 个文件" in files
    # printf '%s  a.csv\n%s  b.csv\n' 222… 111… | sha256sum
    assert files.endswith("1c2e59a9a04c9e33071969d40a5f045d0bfbcb492ddb9db6fa90fd60d2eb920c")
    assert "Python 3.11" in ran
    assert "numpy 2.4" in packages and "ython" not in packages


def figure(rows: list[list[str]], anchor: str = "f") -> Figure:
    columns = tuple(Column(title, False, 5.0, 5.0) for title in ("地区", "家"))
    cells = tuple(tuple((Span(cell),) for cell in row) for row in rows)
    grid = Grid(columns, cells, (False,) * len(rows), ())
    return Figure(anchor, "图 1-1", (Span("数"),), (), (), (), "", None, None, grid)


def test_a_figures_numbers_are_listed_under_a_label_that_refers_to_it() -> None:
    found = annexes(Document("zh", (figure([["镇海", "400"]]),)), {}, {})

    listed = [block for block in found if isinstance(block, Table)]
    assert [(t.label, t.refers_to) for t in listed] == [("图 1-1 的数字", "f")]


def test_numbers_that_a_table_of_the_text_holds_row_by_row_are_not_listed_again() -> None:
    table = traced_document().blocks[2]
    held, other = figure([["镇海", "392"], ["溧水", "488"]]), figure([["镇海", "400"]], "g")

    found = annexes(Document("zh", (table, held, other)), {}, {})

    assert [block.refers_to for block in found if isinstance(block, Table)] == ["g"]
    said = [text_of(block.words) for block in found if isinstance(block, Paragraph)]
    assert "图 1-1 见表 1-1" in said[1]


def test_numbers_of_another_row_are_not_taken_for_held() -> None:
    table = traced_document().blocks[2]

    found = annexes(Document("zh", (table, figure([["镇海", "488"]]))), {}, {})

    assert [block.refers_to for block in found if isinstance(block, Table)] == ["f"]


def test_a_report_without_figures_or_origins_has_no_annex_for_them() -> None:
    assert annexes(Document("en", ()), {}, {}) == []


def kinds(blocks: list[Block]) -> list[tuple[bool, str]]:
    return [
        (section.across, "".join(type(placed.block).__name__[0] for placed in section.blocks))
        for section in sections_of(blocks, PAGE)
    ]


WIDE = Table("w", "", (), (), (), (), grid_of(8, 14.0, rows=60, cell=CODE))
SAID = Paragraph((Span("一段话"),))
TITLE = Heading(1, (Span("一、"),), "s1")


def test_a_table_across_takes_its_heading_and_what_stands_between_along() -> None:
    assert kinds([SAID, TITLE, SAID, WIDE]) == [(False, "P"), (True, "HPT")]


def test_a_paragraph_between_two_tables_across_stays_with_them() -> None:
    assert kinds([WIDE, SAID, WIDE, TITLE]) == [(True, "TPT"), (False, "H")]


def test_a_few_words_after_a_table_across_stay_with_it_and_many_fill_the_page_before_it() -> None:
    assert kinds([WIDE, SAID, SAID, TITLE]) == [(True, "TPP"), (False, "H")]
    assert kinds([TITLE, WIDE, *[SAID] * 9]) == [(False, "HPPPPPPPPP"), (True, "T")]


def test_tables_across_with_little_between_share_one_turn_of_the_page() -> None:
    assert kinds([WIDE, TITLE, SAID, TITLE, WIDE]) == [(True, "THPHT")]


def test_words_stay_under_their_heading_when_they_pass_a_table() -> None:
    blocks: list[Block] = [TITLE, WIDE, *[SAID] * 9, Heading(1, (Span("二、"),), "s2"), SAID]
    assert kinds(blocks) == [(False, "H" + "P" * 9), (True, "T"), (False, "HP")]


def test_words_after_a_tall_figure_fill_the_page_before_it_where_it_cannot_float() -> None:
    figure = Figure("f", "", (), (), (), (), "", None, None, grid_of(1, 5.0))
    small = replace(figure, anchor="small")
    blocks: list[Block] = [TITLE, figure, SAID, small, SAID]
    (section,) = sections_of(blocks, PAGE, lambda held: held.anchor == "f")
    assert [placed.block for placed in section.blocks] == [TITLE, SAID, figure, small, SAID]


def test_the_first_appendix_begins_a_page_and_the_others_go_on() -> None:
    titles = ["一、产出", "附录一　证据", "附录二　分母"]
    blocks = [Heading(1, (Span(title),), title) for title in titles]
    (section,) = sections_of(blocks, PAGE)
    assert [placed.first for placed in section.blocks] == [False, True, False]
    (alone,) = sections_of(blocks[1:], PAGE)
    assert not any(placed.first for placed in alone.blocks)


def test_a_table_across_leaves_long_text_above_it_upright() -> None:
    assert kinds([TITLE, *[SAID] * 9, WIDE]) == [(False, "H" + "P" * 9), (True, "T")]


def test_a_heading_without_words_is_left_out() -> None:
    assert kinds([Heading(1, (Span(" \u200b"),), "s"), SAID]) == [(False, "P")]


def tables_of(blocks: list[Block]) -> list[tuple[str, bool, float]]:
    return [
        (placed.block.anchor, placed.layout.across, placed.layout.points)
        for section in sections_of(blocks, PAGE)
        for placed in section.blocks
        if isinstance(placed.block, Table) and placed.layout
    ]


def test_tables_under_one_heading_keep_their_order_once_one_stands_across() -> None:
    small = Table("s", "", (), (), (), (), grid_of(2, 5.0))
    blocks: list[Block] = [TITLE, *[SAID] * 9, small, WIDE, replace(small, anchor="last")]
    assert [anchor for anchor, _, _ in tables_of(blocks)] == ["s", "w", "last"]
    assert [across for _, across, _ in tables_of(blocks)] == [False, True, True]


def test_tables_with_the_same_columns_under_one_heading_look_alike() -> None:
    short = Table("s", "", (), (), (), (), grid_of(8, 14.0, rows=13))
    (alone,) = tables_of([TITLE, short])
    held = tables_of([TITLE, short, WIDE])
    assert held[0][1:] == held[1][1:]
    assert alone[1:] != held[0][1:]
    other = Heading(1, (Span("二、"),), "s2")
    assert tables_of([TITLE, short, other, WIDE])[0] == alone


def test_each_part_of_a_table_names_what_tells_its_rows_apart() -> None:
    rows = [
        [standard, area, *[f"zhenhai-{n}{m:03}-2016" for m in range(8)]]
        for n, (standard, area) in enumerate(
            [("国办发〔2021〕56 号的标准", "城市"), ("国办发〔2021〕56 号的标准", "农村")]
        )
    ]
    layout = layout_of(grid_with(rows), OFFICIAL.widths)
    assert len(layout.parts) > 1
    assert all(part.columns[:2] == (0, 1) for part in layout.parts)


def test_a_number_has_the_room_for_its_sign_and_unit_where_the_page_has_it() -> None:
    rows = [["≥ 24,800 人", "一句很长的话" * 30] for _ in range(3)]
    layout = layout_of(grid_with(rows), PAGE)
    width_points = layout.parts[0].widths_mm[0] / 25.4 * 72
    assert width_points >= layout.points * longest_quantity_em("≥ 24,800 人")


def test_a_running_title_ends_at_its_colon_where_all_of_it_has_no_room() -> None:
    title = "Zhenhai District, Ningbo: third-party evaluation of the experiment zone of governance"
    assert running_title(title) == "Zhenhai District, Ningbo"
    assert running_title("Zhenhai: an evaluation") == "Zhenhai: an evaluation"
