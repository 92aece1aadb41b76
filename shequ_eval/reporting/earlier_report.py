"""Knows which earlier report a report is compared with, and whether it can be; compares nothing.

A parameter names its folder. It is an input like any other: what is read of it has a checksum.
"""

from __future__ import annotations

from pathlib import Path

from shequ_eval.reporting.crate.record import CRATE, read_record

COMPARED_WITH = "compared_with"
_READ = (CRATE, "notebooks/*.ipynb", "inputs/*.csv")


def earlier_folder(given: str, parameter_file: Path) -> Path | None:
    """The folder that a parameter names, from the folder of its file on; None where it is empty."""
    return parameter_file.parent / given if given else None


def earlier_files(folder: Path | None) -> dict[str, Path]:
    """The files of an earlier report that a comparison reads, by the names that a crate gives them.

    Its crate is among them whether it is there or not, so that a lack is noticed.
    """
    if folder is None:
        return {}
    found = {path for pattern in _READ for path in folder.glob(pattern)} | {folder / CRATE}
    names = {path.relative_to(folder).as_posix(): path for path in sorted(found)}
    return {f"{COMPARED_WITH}/{name}": path for name, path in names.items()}


def earlier_faults(folder: Path | None, language: str, out: Path | None = None) -> list[str]:
    """Why a report in `language` made in `out` cannot be compared with the report in `folder`.

    It must be whole, in the same language, and not lie in `out`: what lies there changes with each
    run and is pruned, and a report that depends on it would never be finished. A `language` that
    is not known yet is "". What is said is to be told of the key `compared_with`.
    """
    if folder is None:
        return []
    if out is not None and folder.resolve().is_relative_to(out.resolve()):
        return [
            _fault(folder, "在输出目录里，会变、会被清理；请先复制到别处")
            + " lies in the output folder, where reports change and are pruned; copy it elsewhere"
        ]
    record = read_record(folder)
    if record is None:
        return [_fault(folder, f"读不到报告 {CRATE}") + " no report can be read there"]
    altered = record.altered(folder)
    if altered:
        named = ", ".join(altered[:5])
        return [_fault(folder, "不是生成时的样子") + f" is not as it was made: {named}"]
    if language and record.parameters.get("language") != language:
        found = record.parameters.get("language")
        return [_fault(folder, f"language 为 {found!r}，应为 must be {language!r}")]
    return []


def _fault(folder: Path, words: str) -> str:
    return f"{folder}: {words}"
