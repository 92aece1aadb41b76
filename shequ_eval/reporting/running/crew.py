"""Knows who does the work of a run: processes here, with kernels kept warm, or a cluster."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from shequ_eval.reporting.kernels.kernel import Kernels
from shequ_eval.reporting.kernels.machine import default_jobs, kernel_bytes
from shequ_eval.reporting.kernels.warm_kernel import ADDRESS, CANNOT_FORK, WarmParent, can_fork
from shequ_eval.reporting.running.far_work import INPUTS
from shequ_eval.reporting.running.history import KEPT
from shequ_eval.reporting.running.pack import Pack
from shequ_eval.reporting.running.store import Store
from shequ_eval.reporting.running.workers import Crew, Processes

CELL_SECONDS = 600
FEWEST_FOR_WARM = 4  # preparing costs as much as the imports of a few kernels


@dataclass(frozen=True)
class Choices:
    """How a run goes about its work; the reports that it makes do not depend on them.

    `jobs` are done at a time (by default twice as many as there are cores); a kernel may hold
    `memory` bytes (by default its share of the machine); a cell may take `cell_seconds`;
    `scheduler` is the address of a Dask cluster; `store` is an fsspec address to which finished
    reports are copied, and from which the workers of a cluster read; `force` makes unchanged
    reports too, `why` tells what decided; `kept` earlier runs of each report stay.
    """

    jobs: int | None = None
    memory: int = 0
    cell_seconds: int = CELL_SECONDS
    scheduler: str = ""
    store: str = ""
    force: bool = False
    why: bool = False
    kept: int = KEPT


@contextmanager
def crew_for(
    choices: Choices,
    notebooks: int,
    folder: Path,
    tell: Callable[[str], None],
    pack: Callable[[], Pack] | None = None,
) -> Iterator[tuple[Crew, Kernels]]:
    """Those who do the work, and the kernels that they use for so many notebooks of a folder.

    `pack` gives the run's inputs, which are sent where a cluster reads them from a store.
    """
    if choices.scheduler:
        from shequ_eval.reporting.running.cluster import Sent, cluster_crew  # noqa: PLC0415

        sent = None
        if choices.store and pack:
            packed = pack()
            _send(choices.store, packed)
            sent = Sent(choices.store, packed.digest)
        with cluster_crew(choices.scheduler, tell, sent) as crew:
            yield crew, Kernels(can_fork(), choices.memory, choices.cell_seconds)
        return
    jobs = choices.jobs or default_jobs()
    memory = choices.memory or kernel_bytes(jobs)
    if notebooks < FEWEST_FOR_WARM or not can_fork():
        if notebooks >= FEWEST_FOR_WARM:
            tell(CANNOT_FORK)
        yield Processes(jobs), Kernels(False, memory, choices.cell_seconds)
        return
    with _warm_parent(folder):
        yield Processes(jobs), Kernels(True, memory, choices.cell_seconds)


def _send(address: str, packed: Pack) -> None:
    store, name = Store(address), f"{INPUTS}/{packed.digest}.zip"
    if store.get(name) != packed.content:  # not there yet, or damaged
        store.put(name, packed.content)


@contextmanager
def _warm_parent(folder: Path) -> Iterator[None]:
    """A prepared process to which all workers of this run turn for their kernels."""
    parent, before = WarmParent(os.environ, str(folder.resolve())), os.environ.get(ADDRESS)
    os.environ[ADDRESS] = parent.address
    try:
        yield
    finally:
        del os.environ[ADDRESS]
        if before is not None:
            os.environ[ADDRESS] = before
        parent.close()
