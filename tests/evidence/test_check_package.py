"""Every kind of bad input that data can bring, each told with its place and its remedy."""

from __future__ import annotations

import csv
import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shequ_eval.evidence.checks import check_package
from shequ_eval.evidence.checks.declared import read_declared
from shequ_eval.evidence.checks.figures import check_figures
from shequ_eval.evidence.checks.tables import Package, Table, read_package
from shequ_eval.evidence.findings import Finding

DATA = Path(__file__).parents[2] / "data"
ZHENHAI = "zones/zhenhai/evidence.csv"

Plant = Callable[[str, str, str, str], int]


@pytest.fixture(autouse=True)
def _no_documents(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SHEQU_EVAL_SOURCES", raising=False)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the real data, to be damaged."""
    copy = tmp_path / "data"
    shutil.copytree(DATA, copy, ignore=shutil.ignore_patterns("tidy", "documents"))
    return copy


@pytest.fixture
def plant(root: Path) -> Plant:
    """Write a cell, found by the row's id, and return the row as a spreadsheet numbers it."""

    def write(file: str, row_id: str, column: str, cell: str) -> int:
        rows = read_rows(root / file)
        number = next(i for i, row in enumerate(rows) if row[0] == row_id)
        rows[number][rows[0].index(column)] = cell
        write_rows(root / file, rows)
        return number + 1

    return write


def read_rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))


def write_rows(path: Path, rows: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows(rows)


def only(findings: list[Finding]) -> Finding:
    assert len(findings) == 1, findings
    return findings[0]


def place(finding: Finding) -> tuple[str, int | None, str]:
    return finding.file, finding.row, finding.column


def checksums(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_clean_data_gives_no_error_and_no_warning_and_nothing_is_written(root: Path) -> None:
    before = checksums(root)
    assert check_package(root) == []
    assert checksums(root) == before


def test_a_wrong_header_is_told_once_and_names_the_column_that_was_meant(root: Path) -> None:
    rows = read_rows(root / ZHENHAI)
    expected = ",".join(rows[0])
    rows[0][rows[0].index("unit")] = "unitt"
    write_rows(root / ZHENHAI, rows)
    finding = only(check_package(root))
    assert place(finding) == (ZHENHAI, 1, "unitt")
    assert finding.rule == "header"
    assert finding.found == expected.replace(",unit,", ",unitt,")
    assert finding.allowed == expected
    assert "'unitt' → 'unit'" in finding.remedy


@pytest.mark.parametrize(("separator", "name"), [(";", "分号"), ("\t", "制表符")])
def test_a_table_that_a_spreadsheet_parted_otherwise_is_told_once_and_how_to_save_it(
    root: Path, separator: str, name: str
) -> None:
    rows = read_rows(root / ZHENHAI)
    with (root / ZHENHAI).open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, delimiter=separator, lineterminator="\n").writerows(rows)

    finding = only(check_package(root))

    assert (finding.rule, place(finding)) == ("separator", (ZHENHAI, 1, ""))
    assert name in finding.found
    assert "CSV UTF-8" in finding.remedy


def test_a_column_that_is_gone_is_told_once_and_hides_no_other_fault(
    root: Path, plant: Plant
) -> None:
    row = plant(ZHENHAI, "zhenhai-0801", "status", "actuel")
    rows = read_rows(root / ZHENHAI)
    gone = rows[0].index("high")
    write_rows(root / ZHENHAI, [line[:gone] + line[gone + 1 :] for line in rows])
    assert [place(finding) for finding in check_package(root)] == [
        (ZHENHAI, 1, "high"),
        (ZHENHAI, row, "status"),
    ]


def test_a_text_in_a_number_column_is_told_with_its_cell(root: Path, plant: Plant) -> None:
    row = plant(ZHENHAI, "zhenhai-2225", "value", "八十")
    finding = only(check_package(root))
    assert place(finding) == (ZHENHAI, row, "value")
    assert finding.rule == "type-error"
    assert finding.found == "八十"
    assert finding.allowed.startswith("数字")


def test_an_unknown_unit_names_the_file_of_units(root: Path, plant: Plant) -> None:
    row = plant(ZHENHAI, "zhenhai-1775", "unit", "平方公尺")
    finding = only(check_package(root))
    assert place(finding) == (ZHENHAI, row, "unit")
    assert finding.rule == "foreign-key"
    assert finding.found == "平方公尺"
    assert "codebook/units.csv" in finding.allowed


def test_low_above_high_is_told_once(root: Path, plant: Plant) -> None:
    row = plant(ZHENHAI, "zhenhai-1720", "low", "70")
    finding = only(check_package(root))
    assert place(finding) == (ZHENHAI, row, "low")
    assert finding.rule == "low-above-high"
    assert finding.found == "70"
    assert finding.allowed == "≤ high = 60"


def test_a_duplicate_id_is_told_once_with_the_row_that_has_it(root: Path) -> None:
    rows = read_rows(root / ZHENHAI)
    write_rows(root / ZHENHAI, [*rows, rows[4]])
    finding = only(check_package(root))
    assert place(finding) == (ZHENHAI, len(rows) + 1, "evidence_id")
    assert finding.rule == "primary-key"
    assert finding.found == rows[4][0]
    assert "5" in finding.allowed


def test_an_unknown_zone_names_the_nearest_known_one(root: Path, plant: Plant) -> None:
    row = plant(ZHENHAI, "zhenhai-0801", "zone_id", "zhenhei")
    finding = only(check_package(root))
    assert place(finding) == (ZHENHAI, row, "zone_id")
    assert finding.rule == "foreign-key"
    assert finding.found == "zhenhei"
    assert "zones/zones.csv" in finding.allowed
    assert finding.allowed.endswith("zhenhai?")


def test_a_file_in_gbk_is_told_once_with_how_to_save_it(root: Path) -> None:
    path = root / ZHENHAI
    text = path.read_text(encoding="utf-8").replace("m²", "平方米")
    path.write_bytes(text.encode("gb18030"))
    finding = only(check_package(root))
    assert place(finding) == (ZHENHAI, None, "")
    assert finding.rule == "encoding"
    assert "GB18030" in finding.found
    assert finding.allowed == "UTF-8"
    assert "CSV UTF-8" in finding.remedy


def test_a_file_with_one_damaged_character_is_not_taken_for_gbk(root: Path) -> None:
    raw = (root / ZHENHAI).read_bytes()
    middle = raw.index("社区".encode(), len(raw) // 2)
    (root / ZHENHAI).write_bytes(raw[:middle] + raw[middle + 1 :])
    finding = only(check_package(root))
    line = raw.count(b"\n", 0, middle) + 1
    assert f"line {line}" in finding.found
    assert "damaged UTF-8" in finding.found


def test_a_byte_order_mark_is_tolerated_with_a_warning(root: Path, plant: Plant) -> None:
    row = plant(ZHENHAI, "zhenhai-1720", "low", "70")
    path = root / ZHENHAI
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    warning, error = check_package(root)
    assert (place(warning), warning.severity) == ((ZHENHAI, 1, ""), "warning")
    assert warning.rule == "byte-order-mark"
    assert "BOM" in warning.found
    assert "UTF-8" in warning.allowed
    assert (place(error), error.severity) == ((ZHENHAI, row, "low"), "error")


def test_crlf_line_ends_are_tolerated_with_a_warning(root: Path, plant: Plant) -> None:
    row = plant(ZHENHAI, "zhenhai-1720", "low", "70")
    path = root / ZHENHAI
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    warning, error = check_package(root)
    assert (place(warning), warning.severity) == ((ZHENHAI, None, ""), "warning")
    assert warning.rule == "line-ends"
    assert "CRLF" in warning.found
    assert "LF" in warning.allowed
    assert (place(error), error.severity) == ((ZHENHAI, row, "low"), "error")


@pytest.mark.parametrize(
    ("column", "wide", "half"),
    [("value", "３９２", "392"), ("start", "２３１９", "2319"), ("unit", "％", "%")],
)
def test_full_width_characters_are_told_with_their_half_width_form(
    root: Path, plant: Plant, column: str, wide: str, half: str
) -> None:
    row = plant(ZHENHAI, "zhenhai-2319", column, wide)
    finding = only(check_package(root))
    assert place(finding) == (ZHENHAI, row, column)
    assert finding.rule == "full-width"
    assert finding.found == wide
    assert "half-width" in finding.allowed
    assert finding.remedy.endswith(half)


def test_a_full_width_id_is_told_once_and_not_by_every_table_that_refers_to_it(
    root: Path, plant: Plant
) -> None:
    row = plant("zones/zones.csv", "zhenhai", "zone_id", "ｚhenhai")
    finding = only(check_package(root))
    assert place(finding) == ("zones/zones.csv", row, "zone_id")
    assert finding.remedy.endswith("zhenhai")


def test_a_broken_yaml_is_told_with_line_and_character(root: Path) -> None:
    (root / "codebook" / "broken.yaml").write_text("a: 1\nb: [1, 2\nc: 3\n", encoding="utf-8")
    finding = only(check_package(root))
    assert finding.file == "codebook/broken.yaml"
    assert (finding.row, finding.column) == (3, "2")
    assert finding.rule == "yaml"
    assert "YAML" in finding.allowed


def test_a_broken_datapackage_json_is_told_with_line_and_character(root: Path) -> None:
    path = root / "datapackage.json"
    path.write_text('{\n  "name": "x",\n  oops\n}\n', encoding="utf-8")
    finding = only(check_package(root))
    assert place(finding) == ("datapackage.json", 3, "3")
    assert finding.rule == "json"


def test_a_datapackage_json_that_names_nothing_is_told(root: Path) -> None:
    (root / "datapackage.json").write_text("null\n", encoding="utf-8")
    finding = only(check_package(root))
    assert place(finding) == ("datapackage.json", None, "resources")
    assert finding.rule == "package-error"


def test_a_missing_file_is_told_once_and_not_by_the_rows_that_refer_to_it(root: Path) -> None:
    (root / "zones" / "zones.csv").unlink()
    finding = only(check_package(root))
    assert place(finding) == ("zones/zones.csv", None, "")
    assert finding.rule == "missing-file"


def test_an_unclosed_quote_is_told_at_the_row_where_it_opens(root: Path) -> None:
    rows = read_rows(root / "codebook/units.csv")
    lines = [",".join(row) for row in rows]
    lines[3] = lines[3].replace(",", ',"', 1)
    (root / "codebook/units.csv").write_text("\n".join(lines) + "\n", encoding="utf-8", newline="")
    finding = only(check_package(root))
    assert place(finding) == ("codebook/units.csv", 4, "")
    assert finding.rule == "csv"


def test_a_broken_schema_is_told_at_its_file(root: Path) -> None:
    path = root / "schemas" / "units.json"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"string"', '"strng"', 1), encoding="utf-8")
    finding = only(check_package(root))
    assert place(finding) == ("schemas/units.json", None, "")
    assert "strng" in finding.found


def test_tables_without_a_single_row_are_checked_without_a_crash(root: Path) -> None:
    for path in root.rglob("*.csv"):
        write_rows(path, read_rows(path)[:1])
    assert {finding.rule for finding in check_package(root)} == {"column-without-explanation"}


def test_files_without_a_single_byte_are_told_one_by_one(root: Path) -> None:
    files = sorted(path for path in root.rglob("*.csv"))
    for path in files:
        path.write_bytes(b"")
    told = [(finding.file, finding.row, finding.rule) for finding in check_package(root)]
    assert told == [(path.relative_to(root).as_posix(), 1, "header") for path in files]


def test_a_folder_without_a_data_package_cannot_be_checked(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"无法检查.*nothing can be checked"):
        check_package(tmp_path)


def test_five_different_faults_planted_at_once_are_all_found(root: Path, plant: Plant) -> None:
    low = plant(ZHENHAI, "zhenhai-1720", "low", "70")
    zone = plant("zones/lishui/evidence.csv", "lishui-0549", "zone_id", "lishuy")
    wide = plant("zones/denominators.csv", "nanjing.area.2020", "value", "６５８７")
    text = plant("sources/missing_numbers.csv", "x03", "gap", "somewhere")
    units = root / "codebook/units.csv"
    units.write_bytes(units.read_text(encoding="utf-8").encode("gb18030"))
    assert [(*place(finding), finding.rule) for finding in check_package(root)] == [
        ("codebook/units.csv", None, "", "encoding"),
        ("sources/missing_numbers.csv", text, "gap", "type-error"),
        ("zones/denominators.csv", wide, "value", "full-width"),
        ("zones/lishui/evidence.csv", zone, "zone_id", "foreign-key"),
        (ZHENHAI, low, "low", "low-above-high"),
    ]


@pytest.fixture(scope="module")
def real_package() -> Package:
    declared, findings = read_declared(DATA)
    package, more = read_package(DATA, declared)
    assert findings + more == []
    return package


@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_any_row_whose_low_is_moved_above_high_is_found_with_its_row(
    real_package: Package, data: st.DataObject
) -> None:
    table = data.draw(st.sampled_from(real_package.of_kind("evidence")))
    bounded = table.frame.index[table.frame["high"].ne("")]
    row = data.draw(st.sampled_from([int(number) for number in bounded]))
    above = data.draw(st.integers(min_value=1, max_value=10**6))
    frame = table.frame.copy()
    frame.loc[row, "low"] = str(float(frame.loc[row, "high"]) + above)
    alone = Package((table.declared,), (Table(table.declared, frame),))
    found = [place(finding) for finding in check_figures(alone) if finding.rule == "low-above-high"]
    assert found == [(table.file, row, "low")]


def test_files_of_one_schema_are_told_each_with_its_own_row(root: Path, plant: Plant) -> None:
    places = {
        (f"zones/{zone}/evidence.csv", plant(f"zones/{zone}/evidence.csv", first, column, cell))
        for zone, first, column, cell in (
            ("zhenhai", read_rows(root / ZHENHAI)[9][0], "value", "many"),
            ("jiexiu", read_rows(root / "zones/jiexiu/evidence.csv")[4][0], "status", "finished"),
        )
    }
    found = {(each.file, each.row) for each in check_package(root)}
    assert found == places


def test_a_key_is_unique_within_its_file_alone(root: Path) -> None:
    """Two questionnaires share a schema and name the same answers."""
    files = [f"surveys/instruments/{form}/choices.csv" for form in ("resident", "worker")]
    resident, worker = (read_rows(root / file) for file in files)
    assert {tuple(row[:2]) for row in resident[1:]} & {tuple(row[:2]) for row in worker[1:]}
    write_rows(root / files[1], [*worker, worker[3]])
    (repeated,) = check_package(root)
    assert (repeated.file, repeated.row) == (files[1], len(worker) + 1)
    assert "第 4 行" in repeated.allowed
