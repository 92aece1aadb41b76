"""Times of running many reports, side by side with papermill and with a plain script.

    python benchmarks/running.py kernels --count 64
    python benchmarks/running.py unchanged
    python benchmarks/running.py one-row
    python benchmarks/running.py districts --counts 100 300 2844
    python benchmarks/running.py districts --counts 100 2844 --reports 100
    python benchmarks/running.py dask --count 100

`kernels` executes one notebook for every zone in turn; `districts` works on invented places with
invented figures (示例数据) in a temporary folder (`--place`), which needs about 1 MB a report.
Memory is that of all processes of a run together, each shared page counted once. The load of the
machine stands beside each time: on a busy one only the ratios say something, and of `districts`
the processor time, which is told where the run has a control group of its own. A peer that is not
installed is named as such.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import io
import itertools
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import nbformat
import papermill
from invented_districts import (
    LIBRARIES,
    PROJECT,
    READ,
    SHOW,
    parameters_of,
    project,
    small_notebook,
)
from measuring import Memory, group_processor_seconds, timed

from shequ_eval.reporting.kernels.execute import execute_notebook
from shequ_eval.reporting.kernels.kernel import kernel_environment
from shequ_eval.reporting.kernels.warm_imports import prepare
from shequ_eval.reporting.running.crew import Choices, crew_for
from shequ_eval.reporting.running.progress import Progress
from shequ_eval.reporting.running.workers import Unit, run_units

ZONES = ("nanjing", "lishui", "zhenhai", "jiangbei", "jiexiu")


def by_papermill(task: tuple[Path, dict[str, Any], Path]) -> None:
    """One notebook as papermill's API executes it, in a normal kernel."""
    notebook, parameters, target = task
    with kernel_environment(PROJECT / "data", svg=True):
        papermill.execute_notebook(
            notebook, target, parameters, kernel_name="python3", progress_bar=False
        )


def kernels(count: int, notebook: Path, jobs: int | None) -> None:
    """Compare one notebook executed `count` times: papermill, this package, a plain script."""
    with tempfile.TemporaryDirectory() as place:
        here = Path(place)
        zones = itertools.islice(itertools.cycle(ZONES), count)
        tasks = [
            (notebook, parameters_of(f"r{n}", zone), here / f"{n}.ipynb")
            for n, zone in enumerate(zones)
        ]

        def peer() -> None:
            with ProcessPoolExecutor(2) as pool:
                list(pool.map(by_papermill, tasks))

        base = timed("papermill's API, two processes", peer, count)
        ours = timed("warm kernels, processes of a run", lambda: _warm(tasks, jobs), count)
        floor = timed("floor: warm forks that run a plain script", lambda: _floor(tasks), count)
    print(f"papermill / warm {base / ours:.2f} (wanted: 4 or more)")
    print(f"warm / floor {ours / floor:.2f} (wanted: 1.5 or less)")


def _warm(tasks: list[tuple[Path, dict[str, Any], Path]], jobs: int | None) -> None:
    folder = tasks[0][0].parent
    with crew_for(Choices(jobs=jobs), len(tasks), folder, print) as (crew, chosen):
        data = PROJECT / "data"
        units = [
            Unit("x", target.stem, execute_notebook, (path, given, data, target, chosen))
            for path, given, target in tasks
        ]
        faults: list[str] = []

        def follow(unit: Unit, fault: str | None) -> list[Unit]:
            faults.extend([fault] if fault else [])
            return []

        run_units(units, crew, Progress(io.StringIO(), len(units)), follow)
    if faults:
        raise SystemExit(faults[0])


def _floor(tasks: list[tuple[Path, dict[str, Any], Path]]) -> None:
    """Two at a time, forked from a process that has imported everything, in no notebook at all."""
    pid = os.fork()
    if pid == 0:
        with kernel_environment(PROJECT / "data", svg=True):
            prepare()
            running = 0
            for notebook, given, _ in tasks:
                if running == 2:
                    _wait_well()
                    running -= 1
                running += 1
                if os.fork() == 0:
                    _plain_script(notebook, given)
            while running:
                _wait_well()
                running -= 1
        os._exit(0)
    if os.waitpid(pid, 0)[1]:
        raise SystemExit("the plain script failed")


def _wait_well() -> None:
    if os.wait()[1]:
        os._exit(1)


def _plain_script(notebook: Path, given: dict[str, Any]) -> None:
    """The cells one after the other; what a last line gives is drawn, as a notebook does."""
    code = 1
    try:
        names: dict[str, Any] = {}
        cells = [c for c in nbformat.read(notebook, as_version=4).cells if c.cell_type == "code"]
        with contextlib.redirect_stdout(io.StringIO()):
            for cell in cells:
                _exec(cell.source, names)
                if "parameters" in cell.metadata.get("tags", []):
                    names.update(given)
        code = 0
    finally:
        os._exit(code)


def _exec(source: str, names: dict[str, Any]) -> None:
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "cell", "exec"), names)
    if isinstance(last, ast.Expr):
        shown = eval(compile(ast.Expression(last.value), "cell", "eval"), names)
        getattr(shown, "_repr_mimebundle_", dict)()


def command(root: Path, *arguments: str) -> Callable[[], None]:
    """`shequ-eval run` in a project, as a user calls it."""
    whole = [sys.executable, "-m", "shequ_eval", "run", "--data", str(root / "data"), *arguments]

    def call() -> None:
        done = subprocess.run(whole, cwd=root, check=False, capture_output=True)
        if done.returncode:
            raise SystemExit(done.stderr.decode("utf-8")[-2000:])

    return call


def unchanged() -> None:
    """All reports of the project with nothing changed."""
    with project() as root:
        timed("six reports, first run", command(root), 6)
        times = [timed("six reports, nothing changed", command(root), 6) for _ in range(3)]
    print(f"best {min(times):.2f} s (wanted: under 1)")


def one_row() -> None:
    """One evidence row changed, beside the two reports that it touches, forced."""
    with project() as root:
        timed("six reports, first run", command(root), 6)
        two = [str(root / "parameters" / f"{name}.yaml") for name in ("zhenhai", "comparison")]
        base = timed("the two affected reports alone, forced", command(root, "--force", *two), 2)
        path = root / "data" / "zones" / "zhenhai" / "evidence.csv"
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace(",agreed,\n", ",agreed,示例\n", 1), "utf-8")
        took = timed("all six after one row has changed", command(root), 2)
    print(f"ratio {took / base:.2f} (wanted: under 1.5)")


def districts(counts: list[int], jobs: int, place: Path | None, reports: int | None) -> None:
    """So many invented districts, one report each: the cost of one, and the most memory held.

    With `reports` only so many of them are made, which tells in minutes what a report costs among
    so many districts.
    """
    costs, computed, memories = [], [], []
    for count in counts:
        with project(count, place) as root:
            files = sorted(map(str, (root / "parameters").glob("*.yaml")))[:reports]
            wanted = len(files)
            call = command(root, "--jobs", str(jobs), *files)
            before = group_processor_seconds()
            with Memory() as memory:
                took = timed(f"{wanted} reports of {count} districts", call, wanted)
            after = group_processor_seconds()
            made = len(list((root / "outputs").glob("*/ro-crate-metadata.json")))
            if made != wanted:
                raise SystemExit(f"{made} of {wanted} reports were made")
            costs.append(took / wanted)
            memories.append(memory.most_mb)
            if before is not None and after is not None:
                computed.append((after - before) / wanted)
                print(f"  processor time {computed[-1]:.3f} s each")
            print(f"  most memory of all processes together {memory.most_mb:.0f} MB", flush=True)
            timed("the same, nothing changed", command(root, *files), wanted)
    print(f"cost of one, last to first {costs[-1] / costs[0]:.2f} (wanted: 0.9 to 1.1)")
    if computed:
        print(f"processor time of one, last to first {computed[-1] / computed[0]:.2f}")
    print(f"most memory, last to first {memories[-1] / memories[0]:.2f} (wanted: about 1)")


def dask(count: int, rounds: int = 2) -> None:
    """The same reports by processes of this machine and by a Dask cluster on it, in turns."""
    try:
        from distributed import LocalCluster  # noqa: PLC0415  (an extra)
    except ImportError:
        print("distributed: not installed")
        return
    # NOTE: here, since each worker of a run imports this file's own imports again.
    from shequ_eval.reporting.running.run import run_reports  # noqa: PLC0415

    with (
        project(count) as root,
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=":0") as cluster,
    ):
        files, data = sorted((root / "parameters").glob("*.yaml")), root / "data"

        def by(choices: Choices, out: str) -> Callable[[], Any]:
            return lambda: run_reports(files, data, root / out, choices, None, io.StringIO())

        for choices, out in ((Choices(jobs=2), "a"), (_on(cluster), "b")):
            run_reports(files[:4], data, root / out, choices, None, io.StringIO())  # imports
        here = (by(Choices(jobs=2, force=True), "a"), by(_on(cluster, force=True), "b"))
        times = [
            (timed("two processes here", here[0], count), timed("two Dask workers", here[1], count))
            for _ in range(rounds)
        ]
    base, took = (min(each) for each in zip(*times, strict=True))
    print(f"Dask adds {100 * (took / base - 1):.1f} % to the best of {rounds} (wanted: under 5)")


def _on(cluster: Any, force: bool = False) -> Choices:
    return Choices(scheduler=cluster.scheduler_address, force=force)


def main() -> None:
    """Run the comparison that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=["kernels", "unchanged", "one-row", "districts", "dask"])
    parser.add_argument("--count", type=int, default=64)
    parser.add_argument("--counts", type=int, nargs="+", default=[100, 300])
    parser.add_argument("--reports", type=int, help="make only so many of the districts' reports")
    parser.add_argument("--jobs", type=int)
    parser.add_argument("--place", type=Path, help="a folder with room for the reports")
    parser.add_argument("--notebook", help="a notebook of this project; default: a small one")
    given = parser.parse_args()
    if given.what == "kernels":
        with tempfile.TemporaryDirectory() as place:
            small = small_notebook(Path(place) / "zone.ipynb", LIBRARIES, READ, SHOW)
            named = PROJECT / "notebooks" / f"{given.notebook}.ipynb"
            kernels(given.count, named if given.notebook else small, given.jobs)
    elif given.what == "unchanged":
        unchanged()
    elif given.what == "one-row":
        one_row()
    elif given.what == "districts":
        districts(given.counts, given.jobs or 4, given.place, given.reports)
    else:
        dask(given.count)


if __name__ == "__main__":
    main()
