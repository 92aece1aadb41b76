"""Lines, cells and widths as a browser sets them, measured by where each character stands."""

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
WIDTHS = (390, 768, 1280)
PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 460 300">'
    '<path d="M 0 0 L 460 0 L 460 300 L 0 300 z" style="fill: #ffffff"/></svg>'
)
# Where one character ends a line and another begins the next: (end, begin, words around).
BREAKS = r"""() => {
  const found = [], range = document.createRange();
  const blocks = 'p, li, td, th, h1, h2, h3, dd, .title, .subtitle';
  for (const block of document.querySelectorAll(blocks)) {
    if (!block.checkVisibility() || block.closest('.card, footer')) continue;
    const walk = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    let last = null, before = '';
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
      if (node.parentElement.closest('svg, .unseen')) continue;
      for (let at = 0; at < node.data.length; at++) {
        if (node.data[at] === '\u2060') continue;
        if (/\s/.test(node.data[at])) { before = ' '; continue; }
        range.setStart(node, at); range.setEnd(node, at + 1);
        const box = range.getClientRects()[0];
        if (!box || !box.width) continue;
        if (last && box.left < last.left && box.top > last.top + last.height / 2)
          found.push([before, node.data[at], node.data.slice(Math.max(0, at - 9), at + 9)]);
        last = box; before = node.data[at];
      }
    }
  }
  return found;
}"""
# What stands further right than its cell lets it.
TOO_WIDE = r"""() => [...document.querySelectorAll('td, th')]
  .filter(cell => cell.checkVisibility() && !cell.querySelector('.unseen'))
  .map(cell => {
    const range = document.createRange();
    range.selectNodeContents(cell);
    const padding = parseFloat(getComputedStyle(cell).paddingRight);
    const inner = cell.getBoundingClientRect().right - padding;
    const right = Math.max(0, ...[...range.getClientRects()].map(box => box.right));
    return [right - inner, cell.textContent];
  })
  .filter(([over]) => over > 2)"""
NEVER_FIRST = set("%‰）；，。、：”’》〕】！？·")
NEVER_LAST = set("（“‘《〔【≥≤")
UNITS = set("家个人户元项条次件类万亿年月日名倍分处级")
SENTENCE = (
    "镇海：392 家[zhenhai-2319、zhenhai-2365][zhenhai-0801]，占 20.5 %；社区经费（34 万元／千户），"
    "≥ 80 %（农村社区）；“3000 人以上”者 2013—2017 年共 2.17 亿元（约 2017 年），99 %；"
)
KEYS = "".join(f"[zhenhai-{number}]" for number in range(3405, 3413))


def exhibit(kind: str, key: str, rows: list[list[Any]], columns: list[str], **more: Any) -> Any:
    payload = {
        "exhibit_id": key,
        "kind": kind,
        "title": "11 项承诺中有实际值的占 99 %（2 项与标准持平）；",
        "subtitle": "单位：家；≥ 80 %（农村社区）",
        "notes": ["点为七普分母。" * 9],
        "source": "来源：镇海区材料",
        "columns": columns,
        "rows": rows,
        "sentences": [],
        "rests_on": ["observations"],
    }
    data = {MIME: payload} | more
    cell = nbformat.v4.new_code_cell("")
    cell.outputs = [nbformat.v4.new_output("display_data", data=data)]
    return cell


def written(folder: Path) -> Path:
    columns = ["地区", "机制", "状态", "算式", "说明", "期间", "证据", "需要的材料", "可评分值"]
    row = [
        "镇海",
        "社区社会组织 recommendation, responsibilities and accountabilities",
        "未见完成的证据",
        "50 %/70 %，1–10 万元",
        SENTENCE,
        "2021-12-27—2025-12-31",
        KEYS,
        SENTENCE * 2,
        "未提供",
    ]
    others = [["镇海", "党建", "未提供", "15.4", "—", "2017", KEYS, "名册", "10"]] * 3
    drawn = {"image/svg+xml": PICTURE}
    cells = [
        nbformat.v4.new_markdown_cell("## 一、结论"),
        exhibit("text", "said", [], [], **{}),
        exhibit("table", "mechanisms", [row, *others], columns),
        exhibit("figure", "figure_locator", [["镇海", 1]], ["地区", "数"], **drawn),
        exhibit("figure", "figure_audit", [["镇海", 1]], ["地区", "数"], **drawn),
        exhibit("figure", "figure_mechanisms", [row], columns, **drawn),
    ]
    said = cells[1].outputs[0]["data"][MIME]
    said["sentences"] = [SENTENCE * 4, f"{'很长的前文，' * 3}{SENTENCE * 3}"]
    head = ReportHead(
        "zhenhai", "镇海区评估报告", "zh", "internal", ("镇海区", "溧水区"), "2018", "0.1.0",
        as_of="2026-11-24",
    )  # fmt: skip
    document = build_document(nbformat.v4.new_notebook(cells=cells), "zh")
    path = folder / "report.html"
    path.write_text(report_page(document, head, {"data/zones.csv": "0" * 64}), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("lines"))


@pytest.fixture(scope="module", params=WIDTHS)
def page(request: pytest.FixtureRequest, browser: Browser, report: Path) -> Iterator[Page]:
    opened = browser.new_page(viewport={"width": request.param, "height": 900})
    opened.goto(report.as_uri())
    opened.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    yield opened
    opened.close()


def test_no_line_begins_or_ends_with_a_character_that_may_not(page: Page) -> None:
    breaks = page.evaluate(BREAKS)

    assert len(breaks) > 20
    assert [b for b in breaks if b[1] in NEVER_FIRST or b[0] in NEVER_LAST] == []


def test_a_number_stays_with_its_measure_word_and_is_never_cut(page: Page) -> None:
    cut = [b for b in page.evaluate(BREAKS) if b[0].isdigit() or b[0] == "-"]

    assert [b for b in cut if b[1] in UNITS or b[1].isdigit()] == []


def test_no_latin_word_is_cut(page: Page) -> None:
    breaks = page.evaluate(BREAKS)

    assert [b for b in breaks if b[0].isascii() and b[0].isalpha() and b[1].isalpha()] == []


def test_nothing_is_wider_than_its_cell(page: Page) -> None:
    assert page.evaluate(TOO_WIDE) == []


def test_the_page_itself_never_scrolls_sideways(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_word_for_absence_and_a_short_verdict_stand_in_one_line(page: Page) -> None:
    breaks = page.evaluate(BREAKS)

    assert [b for b in breaks if b[2].strip() in {"未提供", "未见完成的证据"}] == []


def test_the_gap_between_chinese_and_digits_is_the_same_in_and_beside_a_link(page: Page) -> None:
    gaps = page.evaluate(
        r"""() => {
          const line = document.createElement('p');
          line.style.whiteSpace = 'nowrap';
          document.querySelector('.prose').append(line);
          const width = html => {
            line.innerHTML = `<span>${html}</span>`;
            return line.firstChild.getBoundingClientRect().width;
          };
          const widths = ['共5家', '共<a class="n" href="#o1">5家</a>',
            '共<span class="k">5家</span>'].map(width);
          line.remove();
          return widths;
        }"""
    )

    assert gaps[0] == pytest.approx(gaps[1], abs=0.5) == pytest.approx(gaps[2], abs=0.5)


def test_a_picture_is_whole_on_a_desk_and_on_a_telephone_scrolls_within_itself(page: Page) -> None:
    boxes = page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll('.picture')].map(one =>
          [one.closest('figure').id, [one.scrollWidth, one.clientWidth, innerWidth]]))"""
    )

    for name in ("figure_locator", "figure_audit", "figure_mechanisms"):
        inner, outer, screen = boxes[name]
        assert outer <= screen
        assert (inner > outer) == (screen < 640)


def test_a_table_that_scrolls_keeps_its_first_column_in_sight(page: Page) -> None:
    left = page.evaluate(
        """() => {
          const box = document.querySelector('#mechanisms .scroll');
          box.scrollLeft = 200;
          const moved = box.scrollLeft;
          const head = box.querySelector('th').getBoundingClientRect().left;
          return [moved, head - box.getBoundingClientRect().left];
        }"""
    )

    moved, shift = left
    assert moved > 0 or page.viewport_size == {"width": 1280, "height": 900}
    assert shift == pytest.approx(0, abs=1)


def test_a_caption_stands_right_under_its_picture_however_long_the_notes(page: Page) -> None:
    gap = page.evaluate(
        """() => {
          const figure = document.querySelector('#figure_mechanisms');
          const box = name => figure.querySelector(name).getBoundingClientRect();
          return box('figcaption').top - box('.picture').bottom;
        }"""
    )

    assert 0 <= gap <= 16


def test_nothing_is_cut_off_on_a4(browser: Browser, report: Path) -> None:
    text_block_px = 605  # 160 mm
    page = browser.new_page(viewport={"width": text_block_px, "height": 900})
    page.goto(report.as_uri())
    page.emulate_media(media="print")

    beyond = page.evaluate(
        """width => [...document.querySelectorAll('table, td, th, p, svg, .evidence, a.n')]
          .filter(one => one.checkVisibility() && !one.closest('.unseen'))
          .filter(one => one.getBoundingClientRect().right > width + 1)
          .map(one => one.textContent.slice(0, 30))""",
        text_block_px,
    )
    hidden = page.locator(".card:visible, .skip:visible, summary:visible").count()
    page.close()

    assert beyond == []
    assert hidden == 0
