"""Knows the checksum of a file and of the package's source; reads no meaning in them."""

from __future__ import annotations

import hashlib
from pathlib import Path

import shequ_eval

LEFT_BEHIND = (".DS_Store", "Thumbs.db", "desktop.ini")


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file's bytes, as hexadecimal digits."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def checksums_in(folder: Path) -> dict[str, str]:
    """The SHA-256 of every file below `folder` by its path with slashes.

    Hidden files count too; only what desktops and office programs leave behind does not.
    """
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*")}
    return {
        name: sha256_of(path)
        for name, path in sorted(found.items())
        if path.is_file() and path.name not in LEFT_BEHIND and not path.name.startswith("~$")
    }


def package_digest(folder: Path | None = None) -> str:
    """One SHA-256 over the names and bytes of all source files of the package."""
    root = folder or Path(shequ_eval.__file__).parent
    digest = hashlib.sha256()
    for name, path in sorted(files_under(root).items()):
        if "__pycache__" not in path.parts:
            digest.update(f"{name}\0{sha256_of(path)}\n".encode())
    return digest.hexdigest()


def files_under(root: Path) -> dict[str, Path]:
    """The files below `root` by their path with slashes, without hidden and lock files."""
    files = {path.relative_to(root).as_posix(): path for path in root.rglob("*") if path.is_file()}
    return {
        name: path
        for name, path in files.items()
        if not any(part.startswith((".", "~$")) for part in name.split("/"))
    }
