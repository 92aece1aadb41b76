"""Which figures may float: those that nothing else can come to stand above."""

from __future__ import annotations

import pytest

from shequ_eval.reporting.document.blocks import (
    Column,
    Figure,
    Grid,
    Heading,
    Paragraph,
    Span,
    Table,
)
from shequ_eval.reporting.paper.page_style import OFFICIAL
from shequ_eval.reporting.paper.sections import Placed
from shequ_eval.reporting.pdf.floating import caption_mm, may_float

PAGE_MM = OFFICIAL.widths.across_mm
LINE = "说" * int(OFFICIAL.widths.upright_mm / (OFFICIAL.body.points * 25.4 / 72))


def paragraph(lines: int) -> Placed:
    return Placed(Paragraph((Span(LINE * lines),)))


def table(rows: int) -> Placed:
    cells = tuple((((Span("说明"),)),) for _ in range(rows))
    grid = Grid((Column("列", False, 4.0, 4.0),), cells, (False,) * rows, ("",) * rows)
    return Placed(Table("t", "表 1", (), (), (), (), grid))


NOTHING = Grid((), (), (), ())
NEXT = Placed(Figure("n", "图 2", (), (), (), (), "", None, None, NOTHING))
APPENDIX = Placed(Heading(1, (Span("附录"),), "a"), first=True)
HEADING = Placed(Heading(1, (Span("二"),), "h"))


@pytest.mark.parametrize(
    ("share", "following", "floats"),
    [
        (0.3, [paragraph(40)], True),
        (0.3, [paragraph(10), HEADING], False),  # the heading would stand above the figure
        (0.9, [paragraph(4), HEADING], True),
        (0.9, [paragraph(3), HEADING], False),
        (0.9, [HEADING, paragraph(40)], False),
        (0.9, [], False),
        (0.6, [paragraph(7)], True),  # a new page begins after it
        (0.6, [paragraph(7), APPENDIX], True),
        (0.2, [paragraph(7)], False),  # alone, it would stand at a foot
        (0.7, [paragraph(4), NEXT], True),  # two that no page holds together
        (0.4, [paragraph(4), NEXT], False),
        (0.7, [table(12), NEXT], True),
        (0.7, [table(200), NEXT], False),
    ],
)
def test_a_figure_floats_where_nothing_may_come_to_stand_above_it(
    share: float, following: list[Placed], floats: bool
) -> None:
    assert may_float(share * PAGE_MM, following, OFFICIAL, lambda _: 0.5 * PAGE_MM) is floats


def test_a_caption_is_as_high_as_its_lines() -> None:
    def figure(title: int, notes: int) -> Figure:
        many = tuple((Span("注" * 10),) for _ in range(notes))
        return Figure("f", "图 1", (Span("题" * title),), (), many, (), "", None, None, NOTHING)

    one, three = (caption_mm(figure(title, 0), OFFICIAL) for title in (5, 90))
    noted = caption_mm(figure(5, 6), OFFICIAL)
    assert three - one == pytest.approx(2 * OFFICIAL.caption.points * 1.3 * 25.4 / 72)
    assert noted - one == pytest.approx(6 * OFFICIAL.note.points * 1.3 * 25.4 / 72)
