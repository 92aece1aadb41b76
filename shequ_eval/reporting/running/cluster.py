"""Knows how units of work are done by the workers of a Dask cluster; starts no cluster.

The workers must have the same package and libraries, which is asked of them first. They see the
same paths as the run (a shared disk), or else read their inputs from a store and send back what
they make. `distributed` is an extra of this package.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from shequ_eval.reporting.build_report import EXECUTED
from shequ_eval.reporting.crate.inputs import package_digest, versions
from shequ_eval.reporting.faults import ReportingFault
from shequ_eval.reporting.running.far_work import (
    execute_far,
    finish_far,
    inputs_here,
    put_files,
)
from shequ_eval.reporting.running.work import execute_notebook
from shequ_eval.reporting.running.workers import Unit

CONNECT_SECONDS = 20
ATTEMPTS = 3
WAITING_FOR_EACH = 2  # one unit runs, the next is there already
_one_at_a_time = threading.Lock()


class ClusterFault(ReportingFault):
    """A cluster that cannot be reached or is not fit for this run."""


@dataclass(frozen=True)
class Sent:
    """Where workers that share no disk with the run find its inputs: a store and their checksum."""

    store: str
    digest: str


@contextmanager
def cluster_crew(
    address: str, tell: Callable[[str], None], sent: Sent | None = None
) -> Iterator[ClusterCrew]:
    """The workers of the cluster whose scheduler listens at `address`.

    Raises
    ------
    ClusterFault
        `distributed` is not installed, nobody answers, there are no workers, a worker has another
        version of the package or of a library, or it cannot read what was sent.
    """
    try:
        from distributed import Client  # noqa: PLC0415  (an extra)
    except ImportError:
        raise ClusterFault(
            "没有安装 distributed。 Not installed: python -m pip install 'shequ-eval[cluster]'"
        ) from None
    try:
        client = Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        raise ClusterFault(f"{address}: 连不上 Dask 调度器 no scheduler answers: {error}") from None
    try:
        workers = _fit_workers(client, address)
        if sent:
            _can_read(client, address, sent)
        tell(f"集群 cluster {address}: {workers} 个工作进程 workers")
        yield ClusterCrew(client, workers, sent)
    finally:
        client.close()


class ClusterCrew:
    """The workers as a run sees them. Work of a worker that dies is done again by another."""

    def __init__(self, client: Any, workers: int, sent: Sent | None = None) -> None:
        self.most = WAITING_FOR_EACH * workers
        self._client, self._sent = client, sent
        self._executor = client.get_executor(pure=False, retries=ATTEMPTS)

    def submit(self, unit: Unit) -> Future[Any]:
        """Hand a unit to the scheduler."""
        if self._sent is None:
            return self._begun(unit.call, *unit.arguments)
        far, arguments, keep = _far(unit)
        return after(self._begun(far, self._sent.store, self._sent.digest, *arguments), keep)

    def _begun(self, call: Callable[..., Any], *arguments: Any) -> Future[Any]:
        future: Future[Any] = self._executor.submit(alone, call, *arguments)
        return future

    def close(self) -> None:
        """Nothing is left to be ended: the cluster goes on without this run."""

    def stop(self) -> None:
        """Take back what no worker has begun; what is begun ends on its own and is not used."""
        self._executor.shutdown(wait=False)


def alone(call: Callable[..., Any], *arguments: Any) -> Any:
    """Do one unit at a time in a worker, however many threads it has.

    A notebook's environment and working folder belong to the whole process.
    """
    with _one_at_a_time:
        return call(*arguments)


def after(future: Future[Any], keep: Callable[[Any], object]) -> Future[Any]:
    """A future that has ended when what `future` gives has been kept here."""
    kept: Future[Any] = Future()

    def ended(done: Future[Any]) -> None:
        try:
            keep(done.result())
        except BaseException as error:  # whatever it is, the run is to hear of it
            kept.set_exception(error)
        else:
            kept.set_result(None)

    future.add_done_callback(ended)
    return kept


def _far(unit: Unit) -> tuple[Callable[..., bytes], tuple[Any, ...], Callable[[bytes], object]]:
    """A unit as a worker without the run's disk does it, and what is to be done with its bytes."""
    if unit.call is execute_notebook:
        path, parameters, _, target, kernels, *_ = unit.arguments
        target.parent.mkdir(parents=True, exist_ok=True)
        return execute_far, (path.name, parameters, kernels), target.write_bytes
    plan, folder, _, inputs = unit.arguments
    executed = {p.name: p.read_bytes() for p in sorted((folder / EXECUTED).glob("*.ipynb"))}
    return finish_far, (plan, executed, inputs), lambda archive: put_files(archive, folder)


def _can_read(client: Any, address: str, sent: Sent) -> None:
    """Let every worker fetch the inputs now, so that one that cannot is named before it works."""
    there: dict[str, str] = client.run(_fault_in_reading, sent.store, sent.digest)
    for worker, fault in sorted(there.items()):
        if fault:
            raise ClusterFault(f"{address}: 工作进程 worker {worker}: {fault}")


def _fault_in_reading(store: str, digest: str) -> str:
    try:
        inputs_here(store, digest)
    except (ReportingFault, OSError) as fault:
        return str(fault)
    return ""


def _fit_workers(client: Any, address: str) -> int:
    """How many workers there are, all of them with this package and these libraries."""
    here = (package_digest(), versions())
    there: dict[str, Any] = client.run(_what_is_installed)
    if not there:
        raise ClusterFault(f"{address}: 没有工作进程 the cluster has no workers")
    for worker, (digest, found) in there.items():
        named = here[1] | {"shequ-eval (source)": here[0]}
        other = found | {"shequ-eval (source)": digest}
        differing = sorted(name for name in named if named[name] != other.get(name))
        if differing:
            raise ClusterFault(
                f"{address}: 工作进程 worker {worker} 的版本不同 has other versions: "
                f"{', '.join(differing)}"
            )
    return len(there)


def _what_is_installed() -> tuple[str, dict[str, str]]:
    return package_digest(), versions()
