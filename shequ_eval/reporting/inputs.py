"""Knows the checksum of every file that a report is made from; reads no meaning in them."""

from __future__ import annotations

import hashlib
from importlib import metadata
from pathlib import Path
from platform import python_version

import shequ_eval
from shequ_eval.evidence.documents import find_documents
from shequ_eval.reporting.plan import ReportPlan

LOCKS = ("requirements.lock", "pylock.toml", "uv.lock", "environment.yml")
UNREAD = ("tidy", "sources/documents")
LIBRARIES = (
    "fonttools",
    "frictionless",
    "geopandas",
    "ipykernel",
    "matplotlib",
    "nbclient",
    "nbconvert",
    "numpy",
    "pandas",
    "papermill",
    "pyarrow",
    "pydantic",
    "statsmodels",
    "zhplot",
)


def inputs_of(plan: ReportPlan, data_root: Path) -> dict[str, str]:
    """SHA-256 of everything that this report reads, by a name that says nothing of the machine.

    The data files, the parameter file, the notebooks, the lock files where there are any, the
    package's source as one digest; and the source documents where the report quotes them.
    """
    named = {f"data/{name}": path for name, path in _data_files(data_root).items()}
    named |= {f"notebooks/{path.name}": path for path in plan.notebooks}
    named[f"parameters/{plan.parameter_file.name}"] = plan.parameter_file
    locks = {lock: data_root.parent / lock for lock in LOCKS}
    named |= {lock: path for lock, path in locks.items() if path.is_file()}
    if plan.parameters.passages:
        for folder in reversed(find_documents(data_root)):
            named |= {f"documents/{path.name}": path for path in folder.iterdir() if path.is_file()}
    checksums = {name: sha256_of(path) for name, path in named.items()}
    return checksums | {"shequ_eval (package source)": package_digest()}


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file's bytes, as hexadecimal digits."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def package_digest(folder: Path | None = None) -> str:
    """One SHA-256 over the names and bytes of all source files of the package."""
    root = folder or Path(shequ_eval.__file__).parent
    digest = hashlib.sha256()
    for name, path in sorted(_files_under(root).items()):
        if "__pycache__" not in path.parts:
            digest.update(f"{name}\0{sha256_of(path)}\n".encode())
    return digest.hexdigest()


def versions() -> dict[str, str]:
    """The versions of Python, this package and the libraries that a figure may depend on."""
    found = {"python": python_version(), "shequ-eval": shequ_eval.__version__}
    for name in LIBRARIES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            found[name] = "missing"
    return found


def _data_files(data_root: Path) -> dict[str, Path]:
    return {
        name: path
        for name, path in _files_under(data_root).items()
        if not any(name.startswith(f"{folder}/") for folder in UNREAD)
    }


def _files_under(root: Path) -> dict[str, Path]:
    files = {path.relative_to(root).as_posix(): path for path in root.rglob("*") if path.is_file()}
    return {
        name: path
        for name, path in files.items()
        if not any(part.startswith((".", "~$")) for part in name.split("/"))
    }
