"""Knows how a figure's picture is set in a line of a DOCX; draws none."""

from __future__ import annotations

import io
from xml.sax.saxutils import quoteattr

import typst
from docx.oxml.ns import nsdecls
from PIL import Image

from shequ_eval.reporting.document.blocks import Figure
from shequ_eval.reporting.faults import ReportingFault
from shequ_eval.reporting.paper.printable import one_line

EMU_PER_MM = 36000
DPI = 200.0


def picture_png(figure: Figure) -> bytes | None:
    """The picture as PNG, drawn from its SVG where it has no other; None where it has neither.

    Raises
    ------
    ReportingFault
        The SVG cannot be read.
    """
    if figure.png is not None or figure.svg is None:
        return figure.png
    source = (
        b"#set page(width: auto, height: auto, margin: 0pt)\n"
        b'#image(bytes(sys.inputs.svg), format: "svg")'
    )
    try:
        drawn = typst.compile(source, format="png", ppi=DPI, sys_inputs={"svg": figure.svg})
    except typst.TypstError as error:
        raise ReportingFault(f"{figure.anchor}: {error.message}") from None
    return drawn if isinstance(drawn, bytes) else bytes(drawn[0])


def size_mm(png: bytes, widest: float, tallest: float) -> tuple[float, float]:
    """Width and height of a picture at its own resolution, smaller where the page asks for it."""
    with Image.open(io.BytesIO(png)) as image:
        dpi = float(image.info.get("dpi", (DPI, DPI))[0]) or DPI
        width, height = (side * 25.4 / dpi for side in image.size)
    scale = min(1.0, widest / width, tallest / height)
    return width * scale, height * scale


def picture_xml(figure: Figure, relation: str, number: int, size: tuple[float, float]) -> str:
    """A run with the picture in its line, and words for who cannot see it."""
    wide, high = (round(side * EMU_PER_MM) for side in size)
    words = quoteattr(one_line(figure.alternative) or one_line(figure.label) or figure.anchor)
    name = quoteattr(one_line(figure.label) or figure.anchor)
    return (
        f"<w:r><w:drawing><wp:inline {nsdecls('wp', 'a', 'pic', 'r')} "
        'distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{wide}" cy="{high}"/>'
        f'<wp:docPr id="{number}" name={name} descr={words}/>'
        '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        f'<pic:pic><pic:nvPicPr><pic:cNvPr id="{number}" name={name} descr={words}/>'
        "<pic:cNvPicPr/></pic:nvPicPr>"
        f'<pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch>'
        f'</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/>'
        '</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )
