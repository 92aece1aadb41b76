from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path

from shequ_eval.reporting.running.run_lock import LOCK, alone_in

HOLDS = """import sys, time
from pathlib import Path
from shequ_eval.reporting.running.run_lock import alone_in
with alone_in(Path(sys.argv[1]), print):
    print("held", flush=True)
    time.sleep(60)"""


def test_two_runs_on_one_folder_take_turns_and_the_second_is_told(tmp_path: Path) -> None:
    inside: list[str] = []
    told: list[str] = []

    def work(name: str) -> None:
        with alone_in(tmp_path, told.append):
            inside.append(f"{name} in")
            time.sleep(0.3)
            inside.append(f"{name} out")

    threads = [threading.Thread(target=work, args=(name,)) for name in ("a", "b")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [line.split()[1] for line in inside] == ["in", "out", "in", "out"]
    assert len(told) == 1
    assert "waiting for another run" in told[0]
    assert list(tmp_path.iterdir()) == []


def test_a_run_that_is_killed_keeps_nobody_out(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLDS, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline().strip() == b"held"
        holder.kill()
        holder.wait()
    assert (tmp_path / LOCK).exists()

    with alone_in(tmp_path, lambda words: None):
        pass

    assert list(tmp_path.iterdir()) == []
