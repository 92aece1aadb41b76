"""What follows the text of a printed report: figures' numbers, labels, files and versions."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shequ_eval.reporting.crate.inputs import versions
from shequ_eval.reporting.document.blocks import (
    Block,
    Column,
    Document,
    Figure,
    Grid,
    Origin,
    Paragraph,
    Span,
    Table,
    text_of,
)
from shequ_eval.reporting.paper.annexes import annexes
from shequ_eval.reporting.paper.appendices import appended

CELL = st.sampled_from(["镇海", "392", "未提供", "9.9（9.5–10.2）", ""])


def grid(rows: list[list[str]], titles: tuple[str, ...] = ()) -> Grid:
    columns = tuple(
        Column(title, False, 5.0, 5.0)
        for title in titles or [f"列{n}" for n in range(len(rows[0]))]
    )
    cells = tuple(tuple((Span(cell),) if cell else () for cell in row) for row in rows)
    return Grid(columns, cells, (False,) * len(rows), ("",) * len(rows))


def figure(anchor: str, rows: list[list[str]], title: str = "数") -> Figure:
    return Figure(anchor, f"图 {anchor}", (Span(title),), (), (), (), "", None, None, grid(rows))


def table(anchor: str, rows: list[list[str]], note: str = "") -> Table:
    notes = ((Span(note),),) if note else ()
    return Table(anchor, f"表 {anchor}", (Span("表"),), (), notes, (), grid(rows))


def tables(blocks: list[Block]) -> list[Table]:
    return [block for block in blocks if isinstance(block, Table)]


def texts(listed: Table) -> list[list[str]]:
    return [[text_of(words) for words in row] for row in listed.grid.rows]


def test_every_figure_is_listed_or_named() -> None:
    states = figure("1", [["镇海", "未提供"]])
    held, other = figure("2", [["镇海", "392"]]), figure("3", [["镇海", "400"]])
    text = table("1", [["镇海", "392"]])

    found = annexes(Document("zh", (states, held, other, text)), {}, {})

    said = " ".join(text_of(block.words) for block in found if isinstance(block, Paragraph))
    listed = " ".join(listed.label for listed in tables(found))
    assert all(f"图 {n}" in said + listed for n in (1, 2, 3))


def test_of_a_picture_of_states_only_the_counts_are_listed() -> None:
    rows = [["投入", "实际 C"], ["产出", "未提供"], ["成效", "未提供"], ["合计", "1"]]

    (listed,) = tables(annexes(Document("zh", (figure("1", rows),)), {}, {}))

    assert texts(listed) == [["合计", "1"]]


def test_a_picture_of_numbers_keeps_the_rows_that_have_none() -> None:
    rows = [["江苏", "23.8"], ["浙江", "18.8"], ["台湾", "无数据"]]

    (listed,) = tables(annexes(Document("zh", (figure("1", rows),)), {}, {}))

    assert texts(listed) == rows


@given(rows=st.lists(st.lists(CELL, min_size=4, max_size=4), min_size=1, max_size=8))
def test_a_listed_table_has_no_empty_column_and_no_empty_cell(rows: list[list[str]]) -> None:
    for listed in tables(annexes(Document("zh", (figure("1", rows),)), {}, {})):
        assert all(cell for row in texts(listed) for cell in row)
        assert all(
            any(cell != "—" for cell in column) for column in zip(*texts(listed), strict=True)
        )
        assert len(listed.grid.columns) == len(listed.grid.rows[0])


def test_a_number_that_all_rows_share_and_the_title_states_is_not_looked_for_in_a_table() -> None:
    drawn = figure("1", [["0.23", "10", "29,700"], ["0.23", "15", "66,800"]], "要看出 0.23 分")
    text = table("1", [["10", "29,700"], ["15", "66,800"]])

    assert annexes(Document("zh", (drawn, text)), {}, {}) == []
    unsaid = replace(drawn, title=(Span("要看出变化"),))
    assert len(tables(annexes(Document("zh", (unsaid, text)), {}, {}))) == 1


@pytest.mark.parametrize(("language", "label"), [("zh", "表 附一-1"), ("en", "Table A-1")])
def test_a_table_of_an_annex_is_numbered_by_its_annex(language: str, label: str) -> None:
    origin = Origin("count.a", (("所指", "来源数。"),), ("sources",), "o1")
    words = Paragraph((Span("共 "), Span("5", trace="count.a")))
    document = Document(language, (words,), {"count.a": origin})

    found = appended(document, annexes(document, {}, {}))

    assert [listed.label for listed in tables(found)] == [label]


def test_a_fact_that_ends_in_a_stop_is_joined_to_the_next_by_one_sign() -> None:
    facts = (("所指", "来源数。"), ("算法", "各格写明。"))
    origin = Origin("count.a", facts, ("sources",), "o1")
    document = Document("zh", (Paragraph((Span("5", trace="count.a"),)),), {"count.a": origin})

    (listed,) = tables(annexes(document, {}, {}))

    assert "。；" not in texts(listed)[0][2]


def test_what_it_ran_on_is_no_package_and_every_version_is_told() -> None:
    told = versions()

    found = annexes(Document("zh", ()), {}, told)

    ran, packages = [text_of(block.words) for block in found if isinstance(block, Paragraph)]
    assert told["python"] in ran and told["platform"] in ran
    assert "platform" not in packages
    assert all(f"{name} {told[name]}" in packages for name in set(told) - {"python", "platform"})
    assert [block.role for block in found if isinstance(block, Paragraph)] == ["remark"] * 2
