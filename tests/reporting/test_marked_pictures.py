"""A picture of made-up places says so itself, above what it shows and over nothing of it."""

from __future__ import annotations

import base64
import io
from xml.etree import ElementTree

import nbformat
import numpy as np
import pytest
import typst
from matplotlib.figure import Figure
from PIL import Image

from shequ_eval.exhibits.exhibit import MIME, Exhibit, picture
from shequ_eval.exhibits.fonts import register_font
from shequ_eval.reporting.demonstration import marked_notebook
from shequ_eval.reporting.marked_pictures import STRIP_POINTS, marked_png, marked_svg

WORDS = "demonstration data 示例数据"
SVG = "{http://www.w3.org/2000/svg}"
CRIMSON = (0xA8, 0x17, 0x3A)


@pytest.fixture(scope="module")
def drawn() -> Figure:
    figure = Figure((4, 2))
    figure.add_axes((0.1, 0.1, 0.8, 0.8)).plot([1, 3, 2])
    return figure


def pixels(png: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"))


def test_a_png_keeps_every_pixel_below_a_strip_with_the_words(drawn: Figure) -> None:
    old = picture(drawn, "png")
    new = marked_png(old, WORDS)
    strip = round(STRIP_POINTS * 200 / 72)
    assert pixels(new).shape == (400 + strip, 800, 3)
    assert (pixels(new)[strip:] == pixels(old)).all()
    crimson = (pixels(new)[:strip] == CRIMSON).all(axis=2)
    assert crimson.sum() > 500
    assert not crimson[0].any()
    assert not crimson[-1].any()
    assert not crimson[:, -1].any(), "the words go over the edge"
    assert Image.open(io.BytesIO(new)).info["dpi"] == pytest.approx((200, 200), abs=0.1)
    assert marked_png(old, WORDS) == new


def test_an_svg_keeps_every_element_and_draws_as_the_png_does(drawn: Figure) -> None:
    register_font()
    old = picture(drawn, "svg").decode("utf-8")
    new = marked_svg(old, "<示例数据>")
    left, right = ElementTree.fromstring(old), ElementTree.fromstring(new)
    rectangle, words = list(right)[:2]
    assert words.text == "<示例数据>"
    assert [ElementTree.tostring(child) for child in left] == [
        ElementTree.tostring(child) for child in list(right)[2:]
    ]
    assert right.get("viewBox") == f"0 {-STRIP_POINTS:g} 288 {144 + STRIP_POINTS:g}"
    assert rectangle.tag == f"{SVG}rect"
    page = "#set page(width: auto, height: auto, margin: 0pt)\n#image(bytes(sys.inputs.svg))"
    png = typst.compile(page.encode(), format="png", ppi=200, sys_inputs={"svg": new})
    below = pixels(png)[round(STRIP_POINTS * 200 / 72) + 1 :]
    dark = (below < 200).any(axis=2)
    expected = (pixels(picture(drawn, "png")) < 200).any(axis=2)
    assert dark.sum() == pytest.approx(expected.sum(), rel=0.1)


def test_an_svg_of_unknown_size_is_refused() -> None:
    with pytest.raises(ValueError, match="without width"):
        marked_svg("<svg><g/></svg>", WORDS)


def test_pictures_of_a_marked_notebook_carry_the_words_and_its_sentences_do_not(
    drawn: Figure, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHEQU_EVAL_SVG", "1")
    shown = Exhibit("f", "figure", "覆盖", figure=drawn)._repr_mimebundle_()
    cell = nbformat.v4.new_code_cell(
        "", outputs=[nbformat.v4.new_output("display_data", shown)], id="a"
    )
    notebook = nbformat.v4.new_notebook(cells=[cell])
    [marked] = marked_notebook(notebook, "含示例数据", "zh").cells[0].outputs
    assert marked.data["image/png"] == base64.b64encode(
        marked_png(base64.b64decode(shown["image/png"]), "含示例数据")
    ).decode("ascii")
    assert "含示例数据</text>" in marked.data["image/svg+xml"]
    assert marked.data[MIME]["title"] == "覆盖（含示例数据）"
    assert notebook.cells[0].outputs[0].data["image/svg+xml"] == shown["image/svg+xml"]
