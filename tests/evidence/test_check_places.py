"""A ten-dash line that lost a dash, moved or broke is found before a map is drawn with it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from shequ_eval.evidence.checks.places import check_places
from shequ_eval.evidence.places import read_ten_dash_line


@pytest.fixture
def line(data_root: Path, tmp_path: Path) -> Path:
    (tmp_path / "places").mkdir()
    return Path(shutil.copy(data_root / "places/ten_dash_line.geojson", tmp_path / "places"))


def lose_a_dash(coordinates: list[Any]) -> list[Any]:
    return coordinates[:-1]


def swap_the_axes(coordinates: list[Any]) -> list[Any]:
    return [[[y, x] for x, y in dash] for dash in coordinates]


def test_the_bundled_line_is_whole(data_root: Path) -> None:
    assert check_places(data_root) == []


@pytest.mark.parametrize(
    ("damage", "rule", "found"), [(lose_a_dash, "dashes", "9"), (swap_the_axes, "extent", "")]
)
def test_a_damaged_line_is_named(
    line: Path, damage: Callable[[list[Any]], list[Any]], rule: str, found: str
) -> None:
    content = json.loads(line.read_text(encoding="utf-8"))
    geometry = content["features"][0]["geometry"]
    geometry["coordinates"] = damage(geometry["coordinates"])
    line.write_text(json.dumps(content), encoding="utf-8")
    (finding,) = check_places(line.parents[1])
    assert (finding.file, finding.rule) == ("places/ten_dash_line.geojson", rule)
    assert found in finding.found


@pytest.mark.parametrize("text", ["", "{", '{"type": "FeatureCollection", "features": []}'])
def test_a_line_without_geometry_is_an_error_not_a_crash(line: Path, text: str) -> None:
    line.write_text(text, encoding="utf-8")
    assert check_places(line.parents[1])


def test_data_without_the_line_are_no_fault_until_a_map_asks_for_it(tmp_path: Path) -> None:
    assert check_places(tmp_path) == []
    with pytest.raises(OSError, match="缺文件"):
        read_ten_dash_line(tmp_path)
