from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from PIL import Image

from shequ_eval.exhibits.exhibit import MIME
from shequ_eval.reporting.build_report import report_page
from shequ_eval.reporting.document.build import build_document
from shequ_eval.reporting.html.report_head import ReportHead

pytestmark = pytest.mark.slow
Chromium = Callable[..., str]
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 40">'
    '<rect width="100" height="40" fill="#1F4E79"/></svg>'
)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    payload = {
        "exhibit_id": "wide",
        "kind": "figure",
        "title": "换到常住人口",
        "subtitle": "家 / 万人",
        "notes": ["点为七普分母。"],
        "source": "来源：镇海区材料",
        "columns": [f"第{i}列" for i in range(14)],
        "rows": [["很长的一段文字说明"] * 14],
        "sentences": [],
        "rests_on": ["示例"],
    }
    figure = nbformat.v4.new_code_cell("")
    table = nbformat.v4.new_code_cell("")
    figure.outputs = [
        nbformat.v4.new_output("display_data", data={MIME: payload, "image/svg+xml": SVG})
    ]
    changed = payload | {"exhibit_id": "table", "kind": "table"}
    table.outputs = [nbformat.v4.new_output("display_data", data={MIME: changed})]
    words = nbformat.v4.new_markdown_cell("## 一、结论\n\n" + "两地口径不同，不可比。" * 20)
    notebook = nbformat.v4.new_notebook(cells=[words, figure, table])
    head = ReportHead("zhenhai", "镇海区评估报告", "zh", "internal", ("镇海区",), "2018", "0.1.0")
    path = tmp_path_factory.mktemp("page") / "report.html"
    path.write_text(
        report_page(build_document(notebook, "zh"), head, {"data/zones.csv": "0" * 64}),
        encoding="utf-8",
    )
    return path


def test_the_page_is_whole_in_a_browser(page: Path, chromium: Chromium) -> None:
    dom = chromium("--dump-dom", page.as_uri())

    assert "<title>镇海区评估报告</title>" in dom
    assert 'id="svg-wide"' in dom
    assert dom.rstrip().endswith("</html>")


# NOTE: below 640 px tables and pictures reach the edge of the screen on purpose.
@pytest.mark.parametrize("width", [700, 1280])
def test_the_page_is_drawn_with_its_picture_and_keeps_its_margins(
    page: Path, tmp_path: Path, width: int, chromium: Chromium
) -> None:
    shot = tmp_path / "shot.png"

    chromium(f"--window-size={width},1600", f"--screenshot={shot}", page.as_uri())

    image = Image.open(shot).convert("RGB")
    assert image.size == (width, 1600)
    colours = {colour for _, colour in image.getcolors(1 << 24) or []}
    assert (0x1F, 0x4E, 0x79) in colours
    assert (0x1B, 0x26, 0x2D) in colours
    # A table wider than the page would push content into the right margin; it scrolls instead.
    margin = image.crop((width - 12, 0, width, 1600))
    assert margin.getcolors() == [(12 * 1600, (255, 255, 255))]


def test_the_page_prints_on_a4(page: Path, tmp_path: Path, chromium: Chromium) -> None:
    printed = tmp_path / "report.pdf"

    chromium("--no-pdf-header-footer", f"--print-to-pdf={printed}", page.as_uri())

    content = printed.read_bytes()
    assert content.startswith(b"%PDF")
    assert re.search(rb"/MediaBox \[0 0 59[45]\.\d+ 84[12]\.\d+\]", content)
