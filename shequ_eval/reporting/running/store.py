"""Knows how reports and inputs are kept at an fsspec address, each whole or not at all; makes none.

A report lies in a folder called by its crate's checksum, and a pointer that is written last says
which folder is current: whoever reads meanwhile finds the last whole report, and an upload that was
cut short changes nothing. `fsspec` comes with the extra `cluster`; other addresses than files need
its drivers, such as s3fs.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from shequ_eval.reporting.crate.record import CRATE, read_record
from shequ_eval.reporting.faults import ReportingFault
from shequ_eval.reporting.files.checksums import checksums_in, sha256_of

POINTER = "current.json"
REPORTS = "reports"


class StoreFault(ReportingFault):
    """An address that cannot be used, or what lies there is not what it should be."""


class Store:
    """The files below one address.

    Raises
    ------
    StoreFault
        `fsspec` or the driver for the address is not installed, or the address is malformed.
    """

    def __init__(self, address: str) -> None:
        self.address = address.rstrip("/")
        try:
            from fsspec.core import (  # type: ignore[import-untyped,unused-ignore]  # noqa: PLC0415
                url_to_fs,  # an extra
            )
        except ImportError:
            raise StoreFault(
                "没有安装 fsspec。 Not installed: python -m pip install 'shequ-eval[cluster]'"
            ) from None
        try:
            self._files, self._root = url_to_fs(self.address)
        except (ImportError, ValueError, OSError) as error:
            raise StoreFault(f"{address}: 不能用作存储 cannot be used: {error}") from None

    def put(self, name: str, content: bytes) -> None:
        """Write one file; `StoreFault` where that cannot be."""
        self._try(self._write, name, content)

    def get(self, name: str) -> bytes | None:
        """The bytes of one file, None where there is none."""
        try:
            found: bytes = self._files.cat_file(self._at(name))
        except FileNotFoundError:
            return None
        except Exception as error:  # each driver raises errors of its own
            raise self._fault(error) from None
        return found

    def publish(self, folder: Path) -> bool:
        """Upload a finished report, its crate last and the pointer after it; False if it is there.

        Raises
        ------
        StoreFault
            The folder is no whole report, or it cannot be uploaded.
        """
        record = read_record(folder)
        if record is None or record.altered(folder):
            raise StoreFault(f"{folder}: 不是完整的报告，不上传 no whole report, not uploaded")
        pointer = {"crate": CRATE, "sha256": sha256_of(folder / CRATE)}
        words = json.dumps(pointer | {"folder": pointer["sha256"][:16]}, indent=1).encode()
        at = f"{REPORTS}/{record.report_id}"
        if self.get(f"{at}/{POINTER}") == words:
            return False
        self._try(self._upload, folder, f"{at}/{pointer['sha256'][:16]}")
        self._try(self._write, f"{at}/{POINTER}", words)
        return True

    def fetch(self, report_id: str, folder: Path) -> None:
        """Download the current report into `folder`, which is new, and check every file.

        Raises
        ------
        StoreFault
            There is none, or a file is not as it was made.
        """
        at = f"{REPORTS}/{report_id}"
        words = self.get(f"{at}/{POINTER}")
        if words is None:
            raise StoreFault(f"{self.address}: 没有报告 no report {report_id}")
        pointer = json.loads(words)
        self._try(self._download, f"{at}/{pointer['folder']}", folder)
        record = read_record(folder)
        wrong = [CRATE] if record is None else record.altered(folder)
        if wrong or sha256_of(folder / CRATE) != pointer["sha256"]:
            named = ", ".join(wrong or [CRATE])
            raise StoreFault(f"{self.address}/{at}: 不是生成时的样子 not as it was made: {named}")

    def _upload(self, folder: Path, at: str) -> None:
        names = [name for name in checksums_in(folder) if name != CRATE]
        for name in sorted({str(Path(name).parent.as_posix()) for name in names}):
            self._files.makedirs(self._at(f"{at}/{name}"), exist_ok=True)
        # NOTE: in one call, so that a driver can send many files at a time.
        sources = [str(folder / name) for name in names]
        self._files.put(sources, [self._at(f"{at}/{name}") for name in names])
        self._write(f"{at}/{CRATE}", (folder / CRATE).read_bytes())

    def _download(self, at: str, folder: Path) -> None:
        root = self._at(at)
        for found in sorted(self._files.find(root)):
            target = folder / found.removeprefix(root).lstrip("/")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(self._files.cat_file(found))

    def _write(self, name: str, content: bytes) -> None:
        # NOTE: beside it and then moved, since a file on a disk is not written at once.
        place = self._at(name)
        self._files.makedirs(place.rpartition("/")[0], exist_ok=True)
        self._files.pipe_file(f"{place}.new", content)
        self._files.mv(f"{place}.new", place)

    def _at(self, name: str) -> str:
        return f"{self._root.rstrip('/')}/{name}"

    def _try(self, call: Any, *arguments: Any) -> None:
        try:
            call(*arguments)
        except Exception as error:  # each driver raises errors of its own
            raise self._fault(error) from None

    def _fault(self, error: Exception) -> StoreFault:
        reason = str(error) or type(error).__name__
        return StoreFault(f"{self.address}: 存储不可用 the storage cannot be used: {reason}")
