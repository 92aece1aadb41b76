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
)
from shequ_eval.reporting.docx.text_xml import TextXml
from shequ_eval.reporting.docx.wordml import TWIPS_PER_POINT, paragraph, run, twips
from shequ_eval.reporting.html.page_words import ABSENT
from shequ_eval.reporting.paper.page_style import LEADING
from shequ_eval.reporting.paper.paper_words import PAPER_WORDS
from shequ_eval.reporting.paper.printable import printable
from shequ_eval.reporting.paper.table_layout import PADDING_EM, Layout, Part, row_lines

# A row of more lines than this may go on over the page; a shorter one stays whole.
TALLEST_ROW = 8
# A table of no more rows stays on one page; a longer one keeps two rows at each end together.
WHOLE_ROWS, KEPT_ROWS = 6, 2
KEEP = "<w:keepNext/>"
THICK, THIN, HAIR = 7, 5, 3  # eighths of a point


def table_xml(table: Table, layout: Layout, text: TextXml, language: str, size: float) -> str:
    """A table with its caption above and its notes below; `size` is its style's own, in points."""
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
        found.append(_GridXml(table.grid, part, layout.points, text, size, noted).xml())
    notes = [note for note in (*table.notes, table.source) if note]
    found += [
        paragraph(TABLE_NOTE, text.words(note), KEEP if n < len(notes) else "")
        for n, note in enumerate(notes, 1)
    ]
    # Word joins tables that touch; and a table must not be the last thing before a section.
    return "".join(found) + ("" if notes else paragraph(TABLE_NOTE, ""))


class _GridXml:
    """Writes some columns of a table; `size` is that of the style, in points.

    Its last row stays with the notes where it is `noted`.
    """

    def __init__(
        self, grid: Grid, part: Part, points: float, text: TextXml, size: float, noted: bool
    ) -> None:
        self.grid = grid
        self.noted = noted
        self.part = part
        self.points = points
        self.text = text
        self.widths = [twips(width) for width in part.widths_mm]
        smaller = points != size
        self.look = f'<w:sz w:val="{round(2 * points)}"/>' if smaller else ""
        self.spacing = (
            f'<w:spacing w:before="30" w:after="30" w:line="{round(20 * points * LEADING)}" '
            'w:lineRule="exact"/>'
            if smaller
            else ""
        )

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
            words = run(printable(self.grid.columns[place].title), self.look)
            content = paragraph(TABLE_HEAD, words, self._form(place))
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
            # What the row above says already is left out, as a reader of a table expects.
            content = "" if again and column == 0 else self._words(row[place], width)
            if column == 0 and self.grid.row_anchors:
                content = self.text.anchored(self.grid.row_anchors[n], content)
            cells += _cell(width, paragraph(TABLE_TEXT, content, keep + self._form(place)), border)
        tall = row_lines(row, self.part, self.points) > TALLEST_ROW
        whole = "" if tall else "<w:trPr><w:cantSplit/></w:trPr>"
        return f"<w:tr>{whole}{cells}</w:tr>"

    def _stays(self, n: int) -> bool:
        """Whether a row stays on the page of the next one, or of the notes after the last."""
        last = len(self.grid.rows) - 1
        if n == last:
            return self.noted
        whole = last < WHOLE_ROWS
        return whole or n < KEPT_ROWS - 1 or n > last - KEPT_ROWS

    def _words(self, words: Words, width: int) -> str:
        grey = f'<w:color w:val="{INK_2[1:]}"/>' if text_of(words).strip() in ABSENT else ""
        room = width / (TWIPS_PER_POINT * self.points) - PADDING_EM
        return self.text.words(words, grey + self.look, room)

    def _form(self, place: int) -> str:
        right = '<w:jc w:val="right"/>' if self.grid.columns[place].numeric else ""
        return self.spacing + right


def _cell(width: int, content: str, borders: str = "", after: str = "") -> str:
    held = f"<w:tcBorders>{borders}</w:tcBorders>" if borders else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{held}{after}</w:tcPr>{content}</w:tc>'
    )


def _line(side: str, eighths: int, colour: str = "auto") -> str:
    return f'<w:{side} w:val="single" w:sz="{eighths}" w:space="0" w:color="{colour}"/>'
