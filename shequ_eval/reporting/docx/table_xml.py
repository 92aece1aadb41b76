"""Knows how a table becomes one of Word's: widths, a header that repeats, rows that stay whole."""

from __future__ import annotations

from shequ_eval.exhibits.style import GRID, INK_2
from shequ_eval.reporting.document.blocks import Grid, Table, Words, text_of
from shequ_eval.reporting.docx.styles import (
    CELL_MARGINS,
    TABLE_CAPTION,
    TABLE_HEAD,
    TABLE_NOTE,
    TABLE_TEXT,
    table_style,
)
from shequ_eval.reporting.docx.text_xml import TextXml
from shequ_eval.reporting.docx.wordml import TWIPS_PER_POINT, paragraph, run, twips
from shequ_eval.reporting.html.page_words import ABSENT
from shequ_eval.reporting.paper.page_style import PageStyle
from shequ_eval.reporting.paper.paper_words import PAPER_WORDS
from shequ_eval.reporting.paper.table_layout import (
    MM_PER_POINT,
    Layout,
    Part,
    height_points,
    row_lines,
)

# A row of more lines than this may go on over the page; a shorter one stays whole.
TALLEST_ROW = 14
# A table of no more rows, and no higher than this share of the page, stays on one page; another
# keeps two rows at each end together.
WHOLE_ROWS, WHOLE_SHARE, KEPT_ROWS = 6, 0.6, 2
BESIDE_EM = 1.0  # of a column, what its margins take
KEEP = "<w:keepNext/>"
# The empty paragraph after a table without notes is but a gap.
END_POINTS = 6.0
END = (
    f'<w:spacing w:before="0" w:after="0" w:line="{round(END_POINTS * TWIPS_PER_POINT)}" '
    'w:lineRule="exact"/>'
)
GREY = f'<w:color w:val="{INK_2[1:]}"/>'
THICK, THIN, HAIR = 7, 5, 3  # eighths of a point


def table_xml(table: Table, layout: Layout, text: TextXml, language: str, page: PageStyle) -> str:
    """A table with its caption above and its notes below."""
    found: list[str] = []
    count = len(layout.parts)
    for number, part in enumerate(layout.parts, 1):
        which = PAPER_WORDS[language]["part"].format(part=number, parts=count) if count > 1 else ""
        anchor = table.anchor if number == 1 else ""
        again = number > 1
        caption = text.caption(anchor, table.label, table.title, which, again, table.refers_to)
        found.append(paragraph(TABLE_CAPTION, caption))
        if table.subtitle:
            look = '<w:keepNext/><w:jc w:val="center"/>'
            found.append(paragraph(TABLE_NOTE, text.words(table.subtitle), look))
        noted = number == count and any((*table.notes, table.source))
        whole = stays_whole(table.grid, part, layout, page)
        place = page.table_sizes.index(layout.points)
        written = _GridXml(table.grid, part, layout.points, place, text, whole, noted)
        found.append(written.xml())
    notes = [note for note in (*table.notes, table.source) if note]
    found += [
        paragraph(TABLE_NOTE, text.words(note), KEEP if n < len(notes) else "")
        for n, note in enumerate(notes, 1)
    ]
    # Word joins tables that touch; and a table must not be the last thing before a section.
    return "".join(found) + ("" if notes else paragraph(TABLE_NOTE, "", END))


def stays_whole(grid: Grid, part: Part, layout: Layout, page: PageStyle) -> bool:
    """Whether a part of a table is to stand on one page."""
    return len(grid.rows) <= WHOLE_ROWS and _share(grid, part, layout, page) <= WHOLE_SHARE


def _share(grid: Grid, part: Part, layout: Layout, page: PageStyle) -> float:
    page_mm = page.widths.upright_mm if layout.across else page.widths.across_mm
    return height_points(grid, part, layout.points) * MM_PER_POINT / page_mm


class _GridXml:
    """Writes some columns of a table in type of so many points, that in `place` of its page's.

    All of it stays on one page if `whole`; its last row with the notes where it is `noted`. What a
    row has in common with the one above is left out of a whole table alone: another may break, no
    program knows where, and says it again in each row in grey.
    """

    def __init__(
        self,
        grid: Grid,
        part: Part,
        points: float,
        place: int,
        text: TextXml,
        whole: bool,
        noted: bool,
    ) -> None:
        self.grid = grid
        self.whole = whole
        self.noted = noted
        self.part = part
        self.text = text
        self.points = points
        self.head_style = table_style(TABLE_HEAD, place)
        self.text_style = table_style(TABLE_TEXT, place)
        self.widths = [twips(width) for width in part.widths_mm]

    def xml(self) -> str:
        """The table, its header and its rows."""
        columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in self.widths)
        rows = "".join(self._row(n) for n in range(len(self.grid.rows)))
        return (
            f'<w:tbl><w:tblPr><w:tblW w:w="{sum(self.widths)}" w:type="dxa"/>'
            f'<w:jc w:val="center"/><w:tblBorders>{_line("top", THICK)}{_line("bottom", THICK)}'
            f'</w:tblBorders><w:tblLayout w:type="fixed"/>{CELL_MARGINS}'
            f'<w:tblLook w:val="0020" w:firstRow="1"/></w:tblPr>'
            f"<w:tblGrid>{columns}</w:tblGrid>{self._head()}{rows}</w:tbl>"
        )

    def _head(self) -> str:
        cells = ""
        for place, width in zip(self.part.columns, self.widths, strict=True):
            words = run(self.text.printed(self.grid.columns[place].title, self._room(width)))
            content = paragraph(self.head_style, words, self._form(place))
            bottom = '<w:vAlign w:val="bottom"/>'
            cells += _cell(width, content, _line("bottom", THIN), bottom)
        return f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{cells}</w:tr>"

    def _row(self, n: int) -> str:
        row = self.grid.rows[n]
        first = self.part.columns[0] == 0
        again = bool(self.grid.repeated) and self.grid.repeated[n] and first
        border = "" if again or n == 0 else _line("top", HAIR, GRID[1:])
        keep = KEEP if self._stays(n) else ""
        cells = ""
        for column, (place, width) in enumerate(zip(self.part.columns, self.widths, strict=True)):
            content = self._words(row[place], width, again and column == 0)
            if column == 0 and self.grid.row_anchors:
                content = self.text.anchored(self.grid.row_anchors[n], content)
            cells += _cell(
                width, paragraph(self.text_style, content, keep + self._form(place)), border
            )
        tall = row_lines(row, self.part, self.points) > TALLEST_ROW
        whole = "" if tall else "<w:trPr><w:cantSplit/></w:trPr>"
        return f"<w:tr>{whole}{cells}</w:tr>"

    def _stays(self, n: int) -> bool:
        """Whether a row stays on the page of the next one, or of the notes after the last."""
        last = len(self.grid.rows) - 1
        if n == last:
            return self.noted
        return self.whole or n < KEPT_ROWS - 1 or n > last - KEPT_ROWS

    def _words(self, words: Words, width: int, again: bool) -> str:
        """What a cell says; nothing where the row above says it on the same page."""
        if again and self.whole:
            return ""
        grey = GREY if again or text_of(words).strip() in ABSENT else ""
        return self.text.words(words, grey, self._room(width))

    def _room(self, width: int) -> float:
        """How many em a line of a column has."""
        return width / (TWIPS_PER_POINT * self.points) - BESIDE_EM

    def _form(self, place: int) -> str:
        return '<w:jc w:val="right"/>' if self.grid.columns[place].numeric else ""


def _cell(width: int, content: str, borders: str = "", after: str = "") -> str:
    held = f"<w:tcBorders>{borders}</w:tcBorders>" if borders else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{held}{after}</w:tcPr>{content}</w:tc>'
    )


def _line(side: str, eighths: int, colour: str = "auto") -> str:
    return f'<w:{side} w:val="single" w:sz="{eighths}" w:space="0" w:color="{colour}"/>'
