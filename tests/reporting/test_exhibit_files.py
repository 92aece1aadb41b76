from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import nbformat
import pytest
from openpyxl import load_workbook

from shequ_eval.exhibits.exhibit import MIME
from shequ_eval.reporting.exhibit_files import harmless, write_exhibits
from shequ_eval.reporting.faults import ReportingFault
from shequ_eval.reporting.found_exhibits import exhibits_in


def payload(**given: Any) -> dict[str, Any]:
    empty = {"subtitle": "", "notes": [], "source": "", "columns": [], "rows": [], "sentences": []}
    return empty | {"exhibit_id": "rates", "kind": "table", "title": "每万人"} | given


def notebook_showing(*bundles: dict[str, Any]) -> Any:
    cell = nbformat.v4.new_code_cell("show")
    cell.outputs = [nbformat.v4.new_output("display_data", data=bundle) for bundle in bundles]
    return nbformat.v4.new_notebook(cells=[cell])


def test_a_table_becomes_a_csv_that_excel_opens_in_chinese(tmp_path: Path) -> None:
    rows = [["镇海区", 15.43, "=HYPERLINK()"], ["溧水区", "", "含,号"]]
    found = exhibits_in(
        "01_evidence",
        notebook_showing({MIME: payload(columns=["地区", "每万人", "注"], rows=rows)}),
    )

    path, book = write_exhibits("01_evidence", found, tmp_path)

    assert [path.name, book.name] == ["01_evidence.rates.csv", "01_evidence.rates.xlsx"]
    content = path.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in content
    with path.open(encoding="utf-8-sig", newline="") as stream:
        assert list(csv.reader(stream)) == [
            ["地区", "每万人", "注"],
            ["镇海区", "15.43", "'=HYPERLINK()"],
            ["溧水区", "", "含,号"],
        ]


def test_a_table_becomes_a_sheet_with_numbers_as_numbers_and_no_formula(tmp_path: Path) -> None:
    rows = [["镇海区", 15.43, "=HYPERLINK()\x07"], ["溧水区", "", "含,号"]]
    given = {MIME: payload(columns=["地区", "每万人", "注"], rows=rows, notes=["注一"])}

    _, path = write_exhibits("t", exhibits_in("t", notebook_showing(given)), tmp_path)
    again = write_exhibits("t", exhibits_in("t", notebook_showing(given)), tmp_path / "again")[1]

    sheet = load_workbook(path).worksheets[0]
    cells = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3, max_row=5)]
    assert cells == [
        ["地区", "每万人", "注"],
        ["镇海区", 15.43, "=HYPERLINK()"],
        ["溧水区", None, "含,号"],
    ]
    assert sheet["C4"].data_type == "s"
    assert sheet["A1"].value == "每万人"
    assert path.read_bytes() == again.read_bytes()


def test_a_figure_leaves_its_numbers_and_both_pictures(tmp_path: Path) -> None:
    figure = payload(kind="figure", exhibit_id="one-basis", columns=["家"], rows=[[392]])
    bundle = {MIME: figure, "image/png": "iVBORw0KGgo=\n", "image/svg+xml": ["<svg>", "</svg>"]}

    write_exhibits("zone_report", exhibits_in("a", notebook_showing(bundle)), tmp_path)

    assert (tmp_path / "zone_report.one-basis.png").read_bytes() == b"\x89PNG\r\n\x1a\n"
    assert (tmp_path / "zone_report.one-basis.svg").read_text(encoding="utf-8") == "<svg></svg>"
    assert (tmp_path / "zone_report.one-basis.csv").is_file()


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("+86 574", "'+86 574"),
        ("-cmd", "'-cmd"),
        ("\t=1", "'\t=1"),
        ("＝1+1", "'＝1+1"),
        ("-0.5", "-0.5"),
        ("+0.23", "+0.23"),
        ("-1,234.5", "-1,234.5"),
        ("+12.5%", "+12.5%"),
        ("−0.5", "−0.5"),
        ("社会组织", "社会组织"),
        (-3, -3),
        ("", ""),
    ],
)
def test_only_text_that_a_spreadsheet_would_run_is_quoted(
    cell: str | int, written: str | int
) -> None:
    assert harmless(cell) == written


def test_two_exhibits_of_one_id_are_refused() -> None:
    with pytest.raises(ReportingFault, match=r"a\.ipynb: .*rates"):
        exhibits_in("a", notebook_showing({MIME: payload()}, {MIME: payload()}))


@pytest.mark.parametrize("bad", ["../report", "表一", "", "a/b"])
def test_an_id_that_could_leave_its_folder_is_refused(bad: str) -> None:
    with pytest.raises(ReportingFault, match="exhibit_id"):
        exhibits_in("a", notebook_showing({MIME: payload(exhibit_id=bad)}))


def test_other_outputs_are_no_exhibits() -> None:
    assert exhibits_in("a", notebook_showing({"text/html": "<b>x</b>"})) == []
