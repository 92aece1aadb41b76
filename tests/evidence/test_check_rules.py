"""Each rule of the checker, planted beside all the others: each is found and nothing else is."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

from shequ_eval.evidence.checks import check_package
from shequ_eval.evidence.findings import Finding

DATA = Path(__file__).parents[2] / "data"

ZHENHAI = "zones/zhenhai/evidence.csv"
LISHUI = "zones/lishui/evidence.csv"
NANJING = "zones/nanjing/evidence.csv"
JIANGBEI = "zones/jiangbei/evidence.csv"
GDP = "nanjing.gdp.2015"

# file, id of the row, {column: cell written}, {(column of the finding, rule)}
WITHIN_A_ROW = [
    (ZHENHAI, "zhenhai-0801", {"value": "773"}, {("value", "value-outside-bounds")}),
    (
        ZHENHAI,
        "zhenhai-4361",  # 17.8万元
        {"value": "17800", "low": "17800", "high": "17800"},
        {("value", "value-unlike-words")},
    ),
    (ZHENHAI, "zhenhai-0791", {"low": "0"}, {("value", "exact-with-spread")}),
    (ZHENHAI, "zhenhai-1416", {"value": ""}, {("value", "qualifier-without-bound")}),
    (
        ZHENHAI,
        "zhenhai-3848",
        {"low": "", "low_closed": ""},
        {("low", "qualifier-without-bound")},
    ),
    (
        ZHENHAI,
        "zhenhai-4107",
        {"high": "", "high_closed": ""},
        {("high", "qualifier-without-bound")},
    ),
    (ZHENHAI, "zhenhai-2225", {"high_closed": "true"}, {("high_closed", "bound-flag")}),
    (ZHENHAI, "zhenhai-4050", {"value": "25000"}, {("value", "range-with-value")}),
    (ZHENHAI, "zhenhai-0845", {"low": "", "low_closed": ""}, {("value", "nothing-stated")}),
    (ZHENHAI, "zhenhai-2319", {"period_basis": ""}, {("period_basis", "period-basis")}),
    (ZHENHAI, "zhenhai-1145", {"end": "1145"}, {("end", "span-order")}),
    (ZHENHAI, "zhenhai-1160", {"end": "1166"}, {("end", "span-length")}),
    (ZHENHAI, "zhenhai-3527", {"period": "2017-02-30"}, {("period", "period")}),
    (
        ZHENHAI,
        "zhenhai-4465",
        {"cumulative_over": "2017/2013"},
        {("cumulative_over", "period-order")},
    ),
    ("zones/denominators.csv", "nanjing.area.2020", {"value": "0"}, {("value", "not-above-zero")}),
    (
        "zones/denominators.csv",
        GDP,
        {"year": "2016"},
        {("denominator_id", "id-form")},
    ),
    (
        "codebook/indicators.csv",
        "incubation_bases",
        {"dimension": "input"},
        {("dimension", "dimension-of-family")},
    ),
    ("sources/missing_numbers.csv", "x03", {"gap": "1"}, {("gap", "gap-before-start")}),
    (
        "codebook/indicators.csv",
        "reform_tasks",
        {"never_compare": "true"},
        {("never_compare", "never-compare")},
    ),
    ("coding/second_coding.csv", "s01", {"value": "4_0"}, {("value", "number-form")}),
    ("coding/second_coding.csv", "s48", {"low": "61"}, {("low", "low-above-high")}),
]

BETWEEN_TABLES = [
    (ZHENHAI, "zhenhai-3018", {"low": "-1"}, {("low", "natural-limit")}),
    (ZHENHAI, "zhenhai-3494", {"evidence_id": "zhenhi-3494"}, {("evidence_id", "id-form")}),
    (LISHUI, "lishui-0549", {"zone_id": "zhenhai"}, {("zone_id", "zone-folder")}),
    (NANJING, "nanjing-0349", {"evidence_id": "lishui-0388"}, {("evidence_id", "id-form")}),
    (LISHUI, "lishui-0388", {}, {("evidence_id", "duplicate-id")}),
    (NANJING, "nanjing-2772", {}, {("second_reading", "dispute-mark")}),
    (
        "coding/disputes.csv",
        "d02",
        {"evidence_id": "nanjing-2773"},
        {("evidence_id", "dispute-of-no-evidence")},
    ),
    ("coding/disputes.csv", "d15", {"coded": "planned"}, {("coded", "dispute-misquotes")}),
    (
        "coding/disputes.csv",
        "d18",
        {"read_otherwise": "每个社区每年"},
        {("read_otherwise", "dispute-unknown-code")},
    ),
    (
        JIANGBEI,
        "jiangbei-1408",
        {"second_reading": "disputed"},
        {("second_reading", "dispute-mark")},
    ),
    (JIANGBEI, "jiangbei-0434", {"second_reading": "agreed"}, {("second_reading", "dispute-mark")}),
    ("zones/zones.csv", "lishui", {"parent_zone": "zhenhai"}, {("parent_zone", "parent-zone")}),
    ("sources/missing_numbers.csv", "x04", {"gap": "99999"}, {("gap", "beyond-the-text")}),
    ("codebook/mechanisms.csv", "m01", {"start": "99999"}, {("start", "beyond-the-text")}),
]

OF_THE_SCHEMA = [
    (ZHENHAI, "zhenhai-3435", {"low_closed": "yes"}, {("low_closed", "type-error")}),
    (ZHENHAI, "zhenhai-3445", {"status": "actuel"}, {("status", "constraint-error")}),
    (ZHENHAI, "zhenhai-3863", {"period": "2017年"}, {("period", "constraint-error")}),
    (ZHENHAI, "zhenhai-4314", {"statement_zh": ""}, {("statement_zh", "constraint-error")}),
    ("sources/missing_numbers.csv", "x05", {"start": "-3"}, {("start", "constraint-error")}),
    (ZHENHAI, "zhenhai-4394", {"indicator_id": "grids_bsic"}, {("indicator_id", "foreign-key")}),
    (
        "codebook/families.csv",
        "purchase_spending",
        {"position": "1"},
        {("position", "unique-error")},
    ),
    ("zones/zones.csv", "jiangbei", {"adcode": "50010"}, {("adcode", "constraint-error")}),
]

PLANTED = [*WITHIN_A_ROW, *BETWEEN_TABLES, *OF_THE_SCHEMA]


@pytest.fixture(scope="module")
def damaged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the real data with every fault of PLANTED in it."""
    root = tmp_path_factory.mktemp("rules") / "data"
    shutil.copytree(DATA, root, ignore=shutil.ignore_patterns("tidy", "documents"))
    for file, row_id, cells, _ in reversed(PLANTED):
        write_cells(root / file, row_id, cells)
    return root


@pytest.fixture(scope="module")
def findings(damaged: Path) -> list[Finding]:
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("SHEQU_EVAL_SOURCES", raising=False)
        return check_package(damaged)


def read_rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))


def write_rows(path: Path, rows: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows(rows)


def write_cells(path: Path, row_id: str, cells: dict[str, str]) -> None:
    rows = read_rows(path)
    row = next(row for row in rows if row[0] == row_id)
    for column, cell in cells.items():
        row[rows[0].index(column)] = cell
    write_rows(path, rows)


def row_number(file: str, row_id: str) -> int:
    """The row in the undamaged file; damage moves no row."""
    return 1 + next(i for i, row in enumerate(read_rows(DATA / file)) if row[0] == row_id)


def finding_at(findings: list[Finding], file: str, row_id: str, column: str) -> Finding:
    row = row_number(file, row_id)
    return next(f for f in findings if (f.file, f.row, f.column) == (file, row, column))


@pytest.mark.parametrize(
    ("file", "row_id", "expected"),
    [(file, row_id, expected) for file, row_id, _, expected in PLANTED],
    ids=[f"{rule}-{row_id}" for _, row_id, _, expected in PLANTED for _, rule in expected],
)
def test_the_rule_that_a_row_breaks_is_told_there(
    findings: list[Finding], file: str, row_id: str, expected: set[tuple[str, str]]
) -> None:
    row = row_number(file, row_id)
    told = {(f.column, f.rule) for f in findings if (f.file, f.row) == (file, row)}
    assert told == expected


def test_nothing_is_told_but_what_was_planted(findings: list[Finding]) -> None:
    planted = {(file, row_number(file, row_id)) for file, row_id, _, _ in PLANTED}
    assert {(finding.file, finding.row) for finding in findings} == planted
    assert len(findings) == sum(len(expected) for *_, expected in PLANTED)
    # Words may be misread; every other rule of a row is certain.
    warned = {finding.rule for finding in findings if finding.severity == "warning"}
    assert warned == {"value-unlike-words"}


@pytest.mark.parametrize(
    ("file", "row_id", "column", "found", "allowed"),
    [
        (ZHENHAI, "zhenhai-0801", "value", "773", "low = 772 … high = 772"),
        (ZHENHAI, "zhenhai-1160", "end", "1166", "1165"),
        (ZHENHAI, "zhenhai-3018", "low", "-1", "0 … 100"),
        (ZHENHAI, "zhenhai-3445", "status", "actuel", "actual | planned | standard"),
        (ZHENHAI, "zhenhai-3445", "status", "actuel", "nearest: actual?"),
        (ZHENHAI, "zhenhai-3863", "period", "2017年", "2015-01/2015-06"),
        (ZHENHAI, "zhenhai-4314", "statement_zh", "", "不可为空"),
        ("sources/missing_numbers.csv", "x05", "start", "-3", "≥ 0"),
        (ZHENHAI, "zhenhai-4394", "indicator_id", "grids_bsic", "nearest: grids_basic?"),
        (ZHENHAI, "zhenhai-3435", "low_closed", "yes", "true | false"),
        ("codebook/families.csv", "purchase_spending", "position", "1", "row 2 has it"),
        (LISHUI, "lishui-0549", "zone_id", "zhenhai", "lishui"),
        (LISHUI, "lishui-0388", "evidence_id", "lishui-0388", "zones/nanjing/evidence.csv"),
        ("coding/disputes.csv", "d02", "evidence_id", "nanjing-2773", "nearest: nanjing-277"),
        ("zones/zones.csv", "lishui", "parent_zone", "zhenhai", "nanjing"),
        ("zones/denominators.csv", "nanjing.area.2020", "value", "0", "> 0"),
        (
            "zones/denominators.csv",
            "nanjing.gdp.2015",
            "denominator_id",
            "nanjing.gdp.2015",
            "2016",
        ),
        ("sources/missing_numbers.csv", "x04", "gap", "99999", "4107"),
    ],
)
def test_a_finding_says_what_was_found_and_what_is_allowed(
    findings: list[Finding], file: str, row_id: str, column: str, found: str, allowed: str
) -> None:
    finding = finding_at(findings, file, row_id, column)
    assert finding.found == found
    assert allowed in finding.allowed
    assert finding.remedy


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("SHEQU_EVAL_SOURCES", raising=False)
    copy = tmp_path / "data"
    shutil.copytree(DATA, copy, ignore=shutil.ignore_patterns("tidy", "documents"))
    return copy


def test_what_concerns_whole_files_is_told_beside_each_other(root: Path) -> None:
    zones = read_rows(root / "zones/zones.csv")
    yuhang = dict(zip(zones[0], zones[-1], strict=True)) | {"zone_id": "yuhang", "adcode": "330110"}
    write_rows(root / "zones/zones.csv", [*zones, list(yuhang.values())])
    (root / "zones" / "yuhang").mkdir()
    shutil.copyfile(root / LISHUI, root / "zones" / "yuhang" / "evidence.csv")
    units = read_rows(root / "codebook/units.csv")
    write_rows(root / "codebook/units.csv", [*units, ["", ""], ["担"]])
    columns = read_rows(root / "context/provinces_columns.csv")
    columns[-1][0] = "gross_product"
    write_rows(root / "context/provinces_columns.csv", columns)
    told = [(f.file, f.row, f.column, f.rule) for f in check_package(root)]
    assert told == [
        ("codebook/units.csv", len(units) + 1, "", "blank-row"),
        ("codebook/units.csv", len(units) + 2, "", "row-length"),
        ("context/provinces.csv", 1, "gdp", "column-without-explanation"),
        ("zones/yuhang/evidence.csv", None, "", "file-not-declared"),
        ("zones/yuhang/notes.md", None, "", "missing-file"),
        ("zones/zones.csv", len(zones) + 1, "zone_id", "zone-without-evidence"),
    ]


def test_natural_limits_out_of_order_are_told_at_the_indicator_and_at_its_figure(
    root: Path,
) -> None:
    limits = {"natural_low": "9", "natural_high": "3"}
    write_cells(root / "codebook/indicators.csv", "community_fund_growth_rate", limits)
    told = {(f.file, f.row, f.column, f.rule) for f in check_package(root)}
    indicator = row_number("codebook/indicators.csv", "community_fund_growth_rate")
    figure = row_number(ZHENHAI, "zhenhai-3980")
    assert told == {
        ("codebook/indicators.csv", indicator, "natural_low", "low-above-high"),
        (ZHENHAI, figure, "value", "natural-limit"),
        (ZHENHAI, figure, "low", "natural-limit"),
        (ZHENHAI, figure, "high", "natural-limit"),
    }
