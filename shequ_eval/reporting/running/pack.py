"""Knows what workers need that share no disk with a run: one archive of its inputs; sends none.

The archive is called by its checksum, holds what the reports read and nothing of this machine, and
is unpacked once on each machine.
"""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from shequ_eval.reporting.crate.inputs import SALT, parameter_files
from shequ_eval.reporting.earlier_report import earlier_files
from shequ_eval.reporting.faults import ReportingFault
from shequ_eval.reporting.files.checksums import files_under
from shequ_eval.reporting.plan import ReportPlan

EPOCH = (1980, 1, 1, 0, 0, 0)
DATA, NOTEBOOKS, EARLIER = "data", "notebooks", "compared_with"
_LEFT_OUT = ("tidy/", "sources/documents/")


@dataclass(frozen=True)
class Pack:
    """The archive of a run's inputs and its SHA-256."""

    content: bytes
    digest: str


def pack_inputs(plans: Sequence[ReportPlan], data_root: Path) -> Pack:
    """The data, the notebooks, the parameter files with their narratives, earlier reports compared.

    Source documents are not sent, since they are not ours to give away.

    Raises
    ------
    ReportingFault
        A report quotes the source documents; names every one.
    """
    quoting = [plan.report_id for plan in plans if plan.passages]
    if quoting:
        raise ReportingFault(
            f"passages: true 的报告要读来源文件，来源文件不送到 --store: {', '.join(quoting)} "
            "(these quote the source documents, which are not sent to a store)"
        )
    files = {f"{DATA}/{name}": path for name, path in files_under(data_root).items()}
    files = {
        name: path
        for name, path in files.items()
        if name != f"{DATA}/{SALT}" and not name.startswith(tuple(f"{DATA}/{p}" for p in _LEFT_OUT))
    }
    for plan in plans:
        files |= parameter_files(plan)
        files |= {f"{NOTEBOOKS}/{path.name}": path for path in plan.notebooks}
        named = earlier_files(plan.compared_with)
        files |= {f"{EARLIER}/{plan.report_id}/{k.partition('/')[2]}": v for k, v in named.items()}
    content = archive_of({name: path.read_bytes() for name, path in files.items()})
    return Pack(content, hashlib.sha256(content).hexdigest())


def archive_of(files: Mapping[str, bytes]) -> bytes:
    """The files as one archive, the same bytes each time."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 3
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, files[name], compresslevel=1)
    return buffer.getvalue()


def unpacked(content: bytes, digest: str) -> Path:
    """The folder of this machine that holds the archive's files; unpacked where it is not whole.

    Raises
    ------
    ReportingFault
        The archive is not the one of that checksum.
    """
    if hashlib.sha256(content).hexdigest() != digest:
        raise ReportingFault(f"inputs/{digest}: 不是原来的内容 not what was sent")
    place = cache_folder() / digest[:16]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if is_unpacked(place, archive):
            return place
        place.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=f".{digest[:16]}-", dir=place.parent))
        archive.extractall(beside)
        if place.exists():
            # NOTE: whoever reads a damaged copy now would fail either way.
            place.rename(beside.with_name(f"{beside.name}-old"))
        try:
            beside.rename(place)
        except OSError:  # another worker was faster
            shutil.rmtree(beside, ignore_errors=True)
        shutil.rmtree(beside.with_name(f"{beside.name}-old"), ignore_errors=True)
    return place


def is_unpacked(place: Path, archive: zipfile.ZipFile) -> bool:
    """Whether every file of the archive lies there with its length; cleaners of /tmp take some."""
    for entry in archive.infolist():
        path = place / entry.filename
        if not path.is_file() or path.stat().st_size != entry.file_size:
            return False
    return True


def cache_folder() -> Path:
    """Where workers of this user keep unpacked archives on their own disk."""
    user = os.getuid() if hasattr(os, "getuid") else "user"
    return Path(tempfile.gettempdir()) / f"shequ-eval-cache-{user}"
