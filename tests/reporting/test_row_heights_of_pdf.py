"""The heights of rows that a PDF is told, against those that the typesetter finds itself."""

from __future__ import annotations

import json
import random
import shutil
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
import typst

from shequ_eval.exhibits.fonts import FAMILY, font_path
from shequ_eval.reporting.document.blocks import Column, Document, Grid, Heading, Span, Table, Words
from shequ_eval.reporting.html.report_head import ReportHead
from shequ_eval.reporting.pdf.pdf_report import FOLDER
from shequ_eval.reporting.pdf.piece_data import fits_a_line
from shequ_eval.reporting.pdf.report_data import report_data

GIVEN = "rows: if part.noted { (..heights, auto) } else { heights },"
WORDS = [
    "居民",
    "392",
    "≥ 10%",
    "2016—2018年",
    "WWW",
    "sub-district",
    "（登记）",
    "，",
    "e",
    "约",
    "A",
]
MOST_EM = 80
# Widths are measured at this size; a line may miss a hair of it in the arithmetic.
POINTS, HAIR_EM = 10, 1e-6
MEASURED = """
#set text(font: sys.inputs.font, size: 10pt, lang: sys.inputs.language, region: "cn")
#context [#metadata(json(bytes(sys.inputs.texts)).map(it => {
  let (width, height) = measure(it)
  (width / 1pt, height / 1pt)
}))<measured>]
"""


def head(language: str) -> ReportHead:
    words: dict[str, object] = {field.name: "" for field in fields(ReportHead)}
    words |= {"report_id": "zhenhai", "title": "镇海评价报告", "language": language}
    words |= {"publication": "internal", "dated": "2018", "data_version": "0.1.0"}
    return ReportHead(**{**words, "zones": ("镇海区",)})  # type: ignore[arg-type]


def cell(chance: random.Random, row: int, column: int) -> Words:
    if column == 0:
        return (Span(f"第{row // 3}组"),)
    text = " ".join(chance.choices(WORDS, k=chance.choice([0, 1, 1, 2, 5, 12])))
    mark = Span(f"[zhenhai-{1000 + row}]", evidence=True)
    return {
        0: (Span("—"),),
        1: (Span(text), mark),
        2: (mark,),
        3: (Span(text, strong=True),),
        4: (Span("zones/zhenhai/indicators.csv", code=True),),
    }.get(chance.randrange(12), (Span(text),))


def table(chance: random.Random, number: int, rows: int, columns: int) -> Table:
    held = tuple(tuple(cell(chance, r, c) for c in range(columns)) for r in range(rows))
    repeated = tuple(r % 3 > 0 for r in range(rows))
    heads = tuple(Column("指标与口径的说明"[: 2 + c], c == 1, 8.0, 6.0) for c in range(columns))
    grid = Grid(heads, held, repeated, ("",) * rows)
    note = (Span("表下的注，" * 12),)
    said = (Span(f"表 1-{number}"), (Span("一张表"),), (), (note,), (Span("来源"),))
    return Table(f"t{number}", said[0].text, *said[1:], grid)


def typeset(data: str, folder: Path) -> bytes:
    return bytes(
        typst.compile(
            folder / "report.typ",
            root=folder,
            font_paths=[font_path().parent],
            ignore_system_fonts=True,
            format="pdf",
            sys_inputs={"report": data, "font": FAMILY},
            pdf_standards=["ua-1"],
        )
    )


@pytest.mark.parametrize("language", ["zh", "en"])
def test_rows_are_as_high_as_the_typesetter_finds_them(language: str, tmp_path: Path) -> None:
    chance = random.Random(7)
    sizes = [(3, 3), (7, 5), (40, 6), (25, 14)]
    tables = [table(chance, n, *size) for n, size in enumerate(sizes)]
    document = Document(language, (Heading(1, (Span("一、产出"),), "s1"), *tables))
    data = json.dumps(report_data(document, head(language), {}, {}), ensure_ascii=False)
    found = tmp_path / "found"
    found.mkdir()
    for path in FOLDER.glob("*.typ"):
        shutil.copy(path, found)
    words = (found / "tables.typ").read_text(encoding="utf-8")
    assert GIVEN in words
    (found / "tables.typ").write_text(words.replace(GIVEN, ""), encoding="utf-8")
    assert typeset(data, FOLDER) == typeset(data, found)


def measured(texts: list[str], language: str) -> list[list[float]]:
    template: Any = MEASURED.encode()
    found: Any = typst.query(
        template,
        "<measured>",
        field="value",
        one=True,
        font_paths=[font_path().parent],
        ignore_system_fonts=True,
        sys_inputs={"texts": json.dumps(texts), "font": FAMILY, "language": language},
    )
    return json.loads(found)


def least_room_em(text: str) -> float:
    return next(room / 4 for room in range(4 * MOST_EM) if fits_a_line(text, room / 4))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_fits_a_line_for_sure_does_and_is_as_high_as_any_other_line(language: str) -> None:
    chance = random.Random(7)
    texts = [
        "".join(chance.choices([*WORDS, " "], k=chance.randint(1, 8))).strip() or "1"
        for _ in range(400)
    ]
    sizes = measured(["1", *texts], language)
    line = sizes[0][1]
    for text, (width, height) in zip(texts, sizes[1:], strict=True):
        assert width <= (least_room_em(text) + HAIR_EM) * POINTS, text
        assert height == pytest.approx(line), text
