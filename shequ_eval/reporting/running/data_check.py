"""Knows in which process the data of a run are checked; what a fault is stands elsewhere."""

from __future__ import annotations

from pathlib import Path

from shequ_eval.analysis.survey.of_responses import survey_faults
from shequ_eval.evidence.checks import check_package
from shequ_eval.evidence.findings import DataError, Finding
from shequ_eval.reporting.faults import ReportingFault
from shequ_eval.reporting.running.faulty_zones import SHARED, ByZone, all_of, errors_by_zone
from shequ_eval.reporting.running.worker_process import DeadWorkerError, Worker, worker_context

# NOTE: the tables of thousands of zones leave 0.4 GB of scattered memory behind, which a process
# gives back only by ending. For a few zones a second process would take longer than the check.
MANY_ZONES = 100


def errors_in_data(data_root: Path) -> ByZone:
    """The errors of single zones.

    Raises
    ------
    DataError
        There are errors in what all zones share; names these and every other.
    ReportingFault
        The process that checks many zones was ended from outside.
    """
    several = len(list((data_root / "zones").glob("*/"))) > MANY_ZONES
    findings = _found_apart(data_root) if several else found_in_data(data_root)
    owned = errors_by_zone(findings, data_root)
    if SHARED in owned:
        raise DataError(all_of(owned))
    return owned


def found_in_data(data_root: Path) -> list[Finding]:
    """What the package's own check and that of the surveys find, warnings too."""
    return [*check_package(data_root), *survey_faults(data_root)]


def _found_apart(data_root: Path) -> list[Finding]:
    worker = Worker(worker_context())
    try:
        found: list[Finding] = worker.do(found_in_data, (data_root,))
    except DeadWorkerError:
        raise ReportingFault(
            "核对数据的进程意外退出，可能内存不足。"
            " The process that checks the data died, perhaps for want of memory."
        ) from None
    except BaseException:  # a Ctrl-C too
        worker.terminate()
        raise
    finally:
        worker.end()
    return found
