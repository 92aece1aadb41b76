"""How the tables and pictures of an English page stand on a desk and on a telephone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from playwright.sync_api import Browser, Page

from shequ_eval.exhibits.exhibit import MIME
from shequ_eval.reporting.build_report import report_page
from shequ_eval.reporting.document.build import build_document
from shequ_eval.reporting.html.report_head import ReportHead

pytestmark = pytest.mark.slow
PHONE, DESK = 390, 1280
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 40">'
    '<rect width="100" height="40" fill="#1F4E79"/></svg>'
)
NAMES = ("Beneficiaries of organisations", "Responsibilities", "Number of social organisations")
FIGURES = ("≥ 3 (per grid; vague quantity, of a kind that the source does not name)", "15", "7")
# What a cell needs beyond its box, and whether a word of the first column stands in two lines.
OVERFLOW = """() => [...document.querySelectorAll("td, th")].filter(
  cell => cell.scrollWidth > cell.clientWidth + 1).map(cell => cell.textContent)"""
BROKEN = """() => {
  const broken = [];
  for (const head of document.querySelectorAll("tbody th")) {
    const text = head.firstChild;
    for (const word of text.data.matchAll(/\\S+/g)) {
      const range = document.createRange();
      range.setStart(text, word.index);
      range.setEnd(text, word.index + word[0].length);
      if (range.getClientRects().length > 1) broken.push(word[0]);
    }
  }
  return broken;
}"""


@pytest.fixture
def page(browser: Browser, tmp_path: Path) -> Iterator[Page]:
    rows = [
        [name, figure, *["some words of a remark"] * 4]
        for name, figure in zip(NAMES, FIGURES, strict=True)
    ]
    shared: dict[str, Any] = {
        "title": "Zone", "subtitle": "", "notes": [], "source": "", "sentences": [],
        "columns": ["Family", "Figure", "Basis", "Status", "Note", "Place"], "rows": rows,
        "rests_on": ["observations"],
    }  # fmt: skip
    cells = []
    for kind, key in (("table", "wide"), ("figure", "figure_zone_map_z")):
        payload = shared | {"exhibit_id": key, "kind": kind}
        data = {MIME: payload} | ({"image/svg+xml": SVG} if kind == "figure" else {})
        cell = nbformat.v4.new_code_cell("")
        cell.outputs = [nbformat.v4.new_output("display_data", data=data)]
        cells.append(cell)
    document = build_document(nbformat.v4.new_notebook(cells=cells), "en")
    head = ReportHead("z", "A report", "en", "internal", ("Zhenhai",), "2018", "0.1.0")
    path = tmp_path / "report.html"
    path.write_text(report_page(document, head, {}), encoding="utf-8")
    opened = browser.new_page()
    opened.goto(path.as_uri())
    yield opened
    opened.close()


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_no_cell_runs_into_the_next(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})

    assert page.evaluate(OVERFLOW) == []


def test_no_word_of_the_column_that_stays_is_broken_on_a_telephone(page: Page) -> None:
    page.set_viewport_size({"width": PHONE, "height": 900})

    assert page.evaluate(BROKEN) == []


def test_a_map_keeps_on_a_telephone_the_width_at_which_it_is_read(page: Page) -> None:
    page.set_viewport_size({"width": PHONE, "height": 900})

    drawn, shown = page.evaluate(
        """() => [".chart", ".picture"].map(
        name => document.querySelector(name).getBoundingClientRect().width)"""
    )
    assert drawn >= 560 > shown


def test_the_rules_of_a_table_pass_under_the_column_that_stays(page: Page) -> None:
    page.set_viewport_size({"width": PHONE, "height": 900})
    page.evaluate("document.querySelector('.scroll').scrollLeft = 120")

    # A rule that cells share is drawn below the cell that stays, and is hidden by it.
    styles = page.evaluate(
        """() => ["thead th", "tbody tr + tr > th"].map(name => {
        const style = getComputedStyle(document.querySelector(name));
        return [style.borderCollapse, parseFloat(style.borderBottomWidth)
          + parseFloat(style.borderTopWidth) > 0];
        })"""
    )
    assert styles == [["separate", True], ["separate", True]]
