"""Knows how a command meets what a user can put right, and where it finds the data."""

# ruff: noqa: PLC0415  (a command imports what it needs, so that --help is there at once)

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

CLEAN, FAULTS, CANNOT_RUN, INTERRUPTED = 0, 1, 2, 130

FOLDER = click.Path(path_type=Path, file_okay=False)
data_option = click.option(
    "--data",
    type=FOLDER,
    help="数据目录，其中有 datapackage.json（默认自动寻找）。"
    " The data folder, which holds datapackage.json (found by default).",
)


@contextmanager
def expected_faults() -> Iterator[None]:
    """Print a fault that a user can put right without a traceback, and leave with its code."""
    from shequ_eval.evidence.findings import DataError
    from shequ_eval.reporting.faults import ReportingFault

    try:
        yield
    except DataError as error:
        leave(f"数据有错。 The data have errors.\n{error}", FAULTS)
    except (ReportingFault, OSError) as error:
        leave(str(error), CANNOT_RUN)
    except KeyboardInterrupt:
        leave("已中断，上一次的报告没有动。 Interrupted; the last reports stand.", INTERRUPTED)


def leave(words: str, code: int) -> None:
    """Say why on the error stream and end with this exit code."""
    click.echo(words, err=True)
    sys.exit(code)


def data_root_of(data: Path | None) -> Path:
    """The data folder that was given, or the one that is found.

    Raises
    ------
    FileNotFoundError
        It holds no data package.
    """
    from shequ_eval.vocabulary.data_root import DESCRIPTOR, find_data_root

    if data is None:
        return find_data_root()
    if not (data / DESCRIPTOR).is_file():
        raise FileNotFoundError(f"{data}: 其中没有 holds no {DESCRIPTOR}")
    return data.resolve()


def shown(path: Path) -> str:
    """A path as seen from the working directory, or whole where it lies on another disk."""
    try:
        return os.path.relpath(path)
    except ValueError:
        return str(path)
