from __future__ import annotations

import json
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import nbformat
import papermill
import psutil
import pytest
from jupyter_client.provisioning import KernelProvisionerFactory
from nbclient import NotebookClient
from nbclient.exceptions import CellTimeoutError, DeadKernelError

from shequ_eval.reporting.kernels import warm_kernel
from shequ_eval.reporting.kernels.execute import NotebookFailed, execute_notebook
from shequ_eval.reporting.kernels.kernel import FRESH, Kernels
from shequ_eval.reporting.kernels.warm_kernel import (
    ADDRESS,
    PROVISIONER,
    WarmParent,
    can_fork,
    forked_kernel,
)
from shequ_eval.reporting.kernels.warm_key import warm_key

pytestmark = pytest.mark.skipif(not can_fork(), reason="kernels are forked on Linux only")
DRAW = """import os
import matplotlib.pyplot as plt
plt.plot([1, 3, 2])
plt.show()
print(os.getcwd() == os.path.realpath("."), zones)"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("notebooks")


@pytest.fixture(scope="module")
def parent(folder: Path) -> Iterator[WarmParent]:
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("MPLBACKEND", raising=False)
        parent = WarmParent(os.environ, str(folder.resolve()))
        patch.setenv(ADDRESS, parent.address)
        yield parent
        parent.close()


def notebook_at(folder: Path, name: str, *sources: str) -> Path:
    given = nbformat.v4.new_code_cell("zones = []", metadata={"tags": ["parameters"]}, id="given")
    cells = [given, *(nbformat.v4.new_code_cell(s, id=f"c{i}") for i, s in enumerate(sources))]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), folder / f"{name}.ipynb")
    return folder / f"{name}.ipynb"


def executed(path: Path, kernels: Kernels) -> bytes:
    target = path.parent / "out" / path.name
    execute_notebook(path, {"zones": ["zhenhai"]}, path.parent, target, kernels)
    return target.read_bytes()


def children(parent: WarmParent) -> list[psutil.Process]:
    return psutil.Process(parent._process.pid).children()


def within(seconds: float, holds: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + seconds
    while not holds() and time.monotonic() < deadline:
        time.sleep(0.05)
    return holds()


def sleeping(parent: WarmParent, folder: Path) -> warm_kernel.ForkedKernel:
    """A forked process that waits: a kernel whose connection file is a pipe that never speaks."""
    os.mkfifo(folder / f"fifo{time.monotonic_ns()}")
    fifo = max(folder.glob("fifo*"))
    kernel = forked_kernel(["-f", str(fifo)], os.environ, str(folder))
    assert kernel is not None
    return kernel


def test_a_forked_kernel_gives_the_bytes_of_a_fresh_one_figures_too(
    parent: WarmParent, folder: Path
) -> None:
    path = notebook_at(folder, "draws", DRAW)

    warm = executed(path, Kernels(warm=True))

    assert b"image/png" in warm
    assert b"True ['zhenhai']" in warm
    assert warm == executed(path, FRESH)


def test_a_kernel_comes_from_the_prepared_process_and_leaves_with_its_notebook(
    parent: WarmParent, folder: Path
) -> None:
    path = notebook_at(
        folder, "tells", "import os, sys; print(os.getppid(), 'pandas' in sys.modules)"
    )

    told = executed(path, Kernels(warm=True)).decode("utf-8")

    assert f"{parent._process.pid} True" in told
    assert within(5, lambda: not children(parent))


def test_a_kernel_imports_next_to_nothing_before_its_first_cell(
    parent: WarmParent, folder: Path
) -> None:
    """`sys.modules` keeps the order of imports; the package's upper floors are prepared last."""
    source = """import sys
names = list(sys.modules)
last = max(i for i, name in enumerate(names) if name.startswith("shequ_eval.exhibits"))
print(*names[last + 1 :])"""
    path = notebook_at(folder, "imports", source)

    told = json.loads(executed(path, Kernels(warm=True)))["cells"][-1]["outputs"][0]["text"]

    late = "".join(told).split()
    assert len(late) <= 2, late


def test_two_kernels_do_not_draw_the_same_numbers(parent: WarmParent, folder: Path) -> None:
    source = "import random, numpy; print(random.random(), numpy.random.rand())"
    path = notebook_at(folder, "draws_numbers", source)

    one, other = (executed(path, Kernels(warm=True)) for _ in range(2))

    words = [json.loads(b)["cells"][-1]["outputs"][0]["text"] for b in (one, other)]
    first, second = (" ".join("".join(text).split()).split(" ") for text in words)
    assert first[0] != second[0]
    assert first[1] != second[1]


@pytest.mark.parametrize(
    ("source", "kernels", "words"),
    [
        ("import time\ntime.sleep(60)", Kernels(warm=True, cell_seconds=1), "not done after 1 s"),
        ("import os\nos.kill(os.getpid(), 9)", Kernels(warm=True), "the kernel died"),
        ("x = bytearray(10**10)", Kernels(warm=True, memory=2 * 10**9), "MemoryError"),
        ("x = bytearray(10**10)", Kernels(warm=False, memory=2 * 10**9), "MemoryError"),
    ],
    ids=["never ends", "is killed", "eats memory", "eats memory, fresh"],
)
def test_a_cell_that_ends_badly_is_named_and_its_kernel_is_gone(
    parent: WarmParent, folder: Path, source: str, kernels: Kernels, words: str
) -> None:
    path = notebook_at(folder, "bad", "1 + 1", source)

    with pytest.raises(NotebookFailed, match=words) as failed:
        executed(path, kernels)

    assert failed.value.cell == 3
    assert failed.value.source == source
    assert within(5, lambda: not children(parent))


@pytest.mark.slow
def test_papermill_and_nbclient_use_it_unchanged_through_a_kernelspec(
    parent: WarmParent, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = EntryPoint(
        PROVISIONER,
        "shequ_eval.reporting.kernels.warm_kernel:WarmProvisioner",
        KernelProvisionerFactory.GROUP_NAME,
    )
    known = KernelProvisionerFactory.instance().provisioners
    monkeypatch.setitem(known, PROVISIONER, entry)
    spec = {
        "argv": [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"],
        "display_name": "warm",
        "language": "python",
        "metadata": {"kernel_provisioner": {"provisioner_name": PROVISIONER}},
    }
    (tmp_path / "kernels" / "warm").mkdir(parents=True)
    (tmp_path / "kernels" / "warm" / "kernel.json").write_text(json.dumps(spec), "utf-8")
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    path = notebook_at(folder, "plain", "import os; print(os.getppid())")

    by_papermill = papermill.execute_notebook(
        str(path), None, kernel_name="warm", cwd=str(folder), progress_bar=False
    )
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(
        notebook, kernel_name="warm", resources={"metadata": {"path": str(folder)}}
    )
    by_nbclient = client.execute()

    for done in (by_papermill, by_nbclient):
        assert done.cells[-1].outputs[0].text.strip() == str(parent._process.pid)
    notebook.cells[-1].source = "import time; time.sleep(60)"
    with pytest.raises(CellTimeoutError):
        NotebookClient(notebook, kernel_name="warm", timeout=1).execute()
    notebook.cells[-1].source = "import os; os._exit(3)"
    with pytest.raises(DeadKernelError):
        NotebookClient(notebook, kernel_name="warm").execute()


def test_a_parent_refuses_whoever_sees_another_environment_or_code(
    parent: WarmParent, folder: Path
) -> None:
    def ask(key: str) -> Any:
        request = {"key": key, "arguments": [], "environment": {}, "folder": str(folder)}
        return warm_kernel._ask(parent.address, request)

    assert ask("0" * 64) is None
    assert ask(warm_key(os.environ | {"OMP_NUM_THREADS": "1"}, str(folder))) is None


def test_a_key_changes_with_all_that_is_read_while_importing_and_with_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = {"PATH": "/bin", "SHEQU_EVAL_DATA": "a", "JPY_PARENT_PID": "1"}
    key = warm_key(given, str(tmp_path))

    assert key == warm_key(given | {"SHEQU_EVAL_DATA": "b", "MPLBACKEND": "agg"}, str(tmp_path))
    assert key != warm_key(given | {"PATH": "/usr/bin"}, str(tmp_path))
    assert key != warm_key(given, str(tmp_path.parent))
    monkeypatch.setattr("shequ_eval.reporting.kernels.warm_key.source_digest", lambda: "0")
    assert key != warm_key(given, str(tmp_path))


def test_a_kernel_ends_with_whoever_asked_for_it(parent: WarmParent, folder: Path) -> None:
    kernel = sleeping(parent, folder)
    assert kernel.poll() is None

    kernel._connection.close()

    assert within(5, lambda: not children(parent))


def test_the_end_of_a_kernel_is_told_with_its_signal(parent: WarmParent, folder: Path) -> None:
    kernel = sleeping(parent, folder)

    kernel.kill()

    assert kernel.wait(timeout=5) == -signal.SIGKILL
    assert kernel.poll() == -signal.SIGKILL


def test_kernels_end_with_their_parent_however_it_dies(
    parent: WarmParent, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kernel = sleeping(parent, folder)
    process = psutil.Process(kernel.pid)

    os.kill(parent._process.pid, signal.SIGKILL)

    assert kernel.wait(timeout=5) == -signal.SIGKILL
    assert within(5, lambda: not process.is_running())
    with pytest.raises(OSError, match=r"refused|No such file"), socket.socket(socket.AF_UNIX) as s:
        s.connect(parent.address)


def test_where_nothing_can_be_forked_one_line_says_so_and_a_normal_kernel_runs(
    folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(warm_kernel, "can_fork", lambda: False)
    path = notebook_at(folder, "normal", "print(6 * 7)")

    assert b"42" in executed(path, Kernels(warm=True))
    assert [r.message for r in caplog.records if "warm" in r.message] == [warm_kernel.CANNOT_FORK]
