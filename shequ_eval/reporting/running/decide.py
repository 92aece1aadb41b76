"""Knows whether a report must be made again, and what decides it; makes none.

The report that stands is its own cache: its crate names what it was made from and the checksum of
each of its files. Nothing heavy is imported here, so that a run with nothing to do ends at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from shequ_eval.reporting.crate.inputs import Asking, Read, versions
from shequ_eval.reporting.crate.record import Record, read_record
from shequ_eval.reporting.running.asked import asked_by, asked_twice

SHOWN = 6


@dataclass(frozen=True)
class Decision:
    """Whether one report is made again: it is, where there are reasons.

    `reusable` are the notebooks whose stored execution still holds.
    """

    parameter_file: Path
    report_id: str
    reasons: tuple[str, ...]
    inputs: Mapping[str, str] = field(default_factory=dict)
    reusable: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """The decision in one line, with what decided it."""
        name = self.report_id or self.parameter_file.name
        if not self.reasons:
            return f"{name}: 未变，不再执行 unchanged, not run again"
        more = f" …共 in all {len(self.reasons)}" if len(self.reasons) > SHOWN else ""
        return f"{name}: 执行 run: {'; '.join(self.reasons[:SHOWN])}{more}"


def decide(
    files: Sequence[Path], data_root: Path, notebooks: Path, out: Path, force: bool = False
) -> list[Decision]:
    """One decision a parameter file, in their order.

    A report is left as it stands where every file that it reads, the versions of the libraries
    and every file of its folder have the checksums that its crate names.
    """
    asked = [asked_by(file, notebooks) for file in files]
    clear = [one for one in asked if one is not None]
    if len(clear) < len(asked) or asked_twice(clear):
        return [Decision(file, "", ("参数待核 parameters to be read",)) for file in files]
    return decide_on(clear, data_root, out, force)


def decide_on(
    asked: Sequence[Asking], data_root: Path, out: Path, force: bool = False
) -> list[Decision]:
    """One decision a report, in their order; see `decide`."""
    read, installed = Read(data_root), versions()
    return [_decide(one, read, installed, out / one.report_id, force) for one in asked]


def _decide(
    asked: Asking, read: Read, installed: Mapping[str, str], folder: Path, force: bool
) -> Decision:
    try:
        inputs = read.of(asked)
    except OSError as error:
        return Decision(asked.parameter_file, asked.report_id, (str(error),))
    record = read_record(folder)
    if record is None:
        fault = "记录读不出 record unreadable" if folder.is_dir() else "还没有报告 no report yet"
        return Decision(asked.parameter_file, asked.report_id, (fault,), inputs)
    changed = [
        *changes(record.inputs, inputs, "输入 input"),
        *changes(record.versions, installed, "版本 version"),
    ]
    altered = record.altered(folder)
    reasons = [*changed, *(f"输出不同 output altered: {name}" for name in altered)]
    if force:
        return Decision(asked.parameter_file, asked.report_id, ("--force", *reasons), inputs)
    kept = reusable(record, inputs, installed, altered)
    return Decision(asked.parameter_file, asked.report_id, tuple(reasons), inputs, kept)


def changes(old: Mapping[str, str], new: Mapping[str, str], what: str) -> list[str]:
    """What differs between two mappings of names to checksums or versions, one line each.

    >>> changes({"a": "1", "b": "1"}, {"b": "2", "c": "1"}, "input")
    ['input 没有了 gone: a', 'input 变了 changed: b', 'input 新增 added: c']
    """
    return [
        f"{what} {_how(old.get(name), new.get(name))}: {name}"
        for name in sorted(old.keys() | new.keys())
        if old.get(name) != new.get(name)
    ]


def reusable(
    record: Record,
    inputs: Mapping[str, str],
    installed: Mapping[str, str],
    altered: Sequence[str],
) -> tuple[str, ...]:
    """The names of notebooks whose execution need not be repeated: only others have changed."""
    if {k: v for k, v in record.inputs.items() if not _is_notebook(k)} != {
        k: v for k, v in inputs.items() if not _is_notebook(k)
    } or record.versions != installed:
        return ()
    same = [k for k in inputs if _is_notebook(k) and record.inputs.get(k) == inputs[k]]
    return tuple(sorted(Path(k).name for k in same if k in record.outputs and k not in altered))


def _is_notebook(name: str) -> bool:
    return name.startswith("notebooks/")


def _how(old: str | None, new: str | None) -> str:
    if old is None:
        return "新增 added"
    return "没有了 gone" if new is None else "变了 changed"
