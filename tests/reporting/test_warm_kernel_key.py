from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from shequ_eval.reporting.files.checksums import package_digest
from shequ_eval.reporting.kernels import warm_key
from shequ_eval.reporting.kernels.warm_key import RESTED_NS, source_digest


@pytest.fixture
def package(tmp_path: Path) -> Path:
    (tmp_path / "deep" / "er").mkdir(parents=True)
    (tmp_path / "a.py").write_text("x = 1\n", "utf-8")
    (tmp_path / "deep" / "er" / "b.py").write_text("y = 1\n", "utf-8")
    return tmp_path


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The folders whose files were read, in order."""
    read: list[Path] = []

    def noted(folder: Path) -> str:
        read.append(folder)
        return package_digest(folder)

    monkeypatch.setattr(warm_key, "package_digest", noted)
    return read


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Set the clock of the key, in nanoseconds from now."""

    def set_clock(nanoseconds: int) -> None:
        now = time.time_ns() + nanoseconds
        monkeypatch.setattr(warm_key.time, "time_ns", lambda: now)

    return set_clock


def write_again(path: Path) -> None:
    """Other words of the same length, with the times of last writing that were there before."""
    look = path.stat()
    path.write_text(path.read_text("utf-8").replace("1", "2"), "utf-8")
    os.utime(path, ns=(look.st_atime_ns, look.st_mtime_ns))


def write_beside(path: Path) -> None:
    """The same words in a new file that takes the place of the old one."""
    path.with_suffix(".new").write_text("z = 3\n", "utf-8")
    path.with_suffix(".new").replace(path)


CHANGES: dict[str, Callable[[Path], object]] = {
    "written, same length and time": lambda root: write_again(root / "deep" / "er" / "b.py"),
    "another in its place": lambda root: write_beside(root / "a.py"),
    "added": lambda root: (root / "deep" / "c.py").touch(),
    "removed": lambda root: (root / "a.py").unlink(),
    "renamed": lambda root: (root / "a.py").rename(root / "c.py"),
    "longer": lambda root: (root / "a.py").write_text("x = 10\n", "utf-8"),
}


def test_a_package_that_rests_is_read_once(
    package: Path, reads: list[Path], later: Callable[[int], None]
) -> None:
    later(2 * RESTED_NS)

    first, second = source_digest(package), source_digest(package)

    assert first == second == package_digest(package)
    assert reads == [package]


def test_the_source_is_that_of_the_whole_package() -> None:
    assert source_digest() == package_digest()


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_whatever_changes_in_a_package_changes_its_digest_at_once(
    package: Path, later: Callable[[int], None], change: Callable[[Path], object]
) -> None:
    later(2 * RESTED_NS)
    before = source_digest(package)
    assert before == source_digest(package)

    change(package)

    assert source_digest(package) == package_digest(package) != before


@pytest.mark.parametrize("clock", [0, -(10**12)], ids=["just written", "clock set back"])
def test_a_file_that_has_not_rested_is_read_every_time(
    package: Path, reads: list[Path], later: Callable[[int], None], clock: int
) -> None:
    """One that changes twice within a tick of the disk's clock could not be told by its looks."""
    later(clock)

    assert source_digest(package) == source_digest(package) == package_digest(package)
    assert reads == [package, package]


def test_what_python_compiles_beside_the_source_is_no_change(
    package: Path, reads: list[Path], later: Callable[[int], None]
) -> None:
    later(2 * RESTED_NS)
    before = source_digest(package)

    (package / "__pycache__").mkdir()
    (package / "__pycache__" / "a.pyc").write_bytes(b"x")

    assert source_digest(package) == before
    assert reads == [package]
