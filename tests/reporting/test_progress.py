from __future__ import annotations

import io
from collections.abc import Iterator

from shequ_eval.reporting.running.progress import Progress


def told(*seconds: float) -> tuple[io.StringIO, Progress]:
    times: Iterator[float] = iter(seconds)
    stream = io.StringIO()
    return stream, Progress(stream, 4, clock=lambda: next(times))


def test_progress_says_what_runs_what_is_left_and_the_time() -> None:
    stream, progress = told(0, 0, 10, 10, 70)

    progress.started("zhenhai/01_evidence")
    progress.ended("zhenhai/01_evidence")
    progress.started("zhenhai/zone_report")
    progress.ended("zhenhai/zone_report")

    lines = stream.getvalue().splitlines()
    assert lines[0] == "[0/4] 开始 start  zhenhai/01_evidence"
    assert "zhenhai/01_evidence  10.0 s  余 left 3  已用 elapsed 0:10" in lines[1]
    assert "约剩" not in lines[1]
    assert (
        "60.0 s  余 left 2  已用 elapsed 1:10  约剩 about 1:10  每分钟 per minute 1.7" in lines[3]
    )


def test_a_fault_is_told_where_it_happens() -> None:
    stream, progress = told(0, 0, 1)

    progress.started("lishui/zone_report")
    progress.ended("lishui/zone_report", "zone_report.ipynb: ValueError")

    assert "失败 failed lishui/zone_report" in stream.getvalue()
    assert "  失败 failed 1\n" in stream.getvalue()
    assert stream.getvalue().endswith("zone_report.ipynb: ValueError\n")


def test_work_that_will_not_be_done_is_not_left() -> None:
    stream, progress = told(0, 0, 1)
    progress.started("lishui/zone_report")
    progress.skipped(1)

    progress.ended("lishui/zone_report")

    assert "[1/3]" in stream.getvalue()
    assert "余 left 2" in stream.getvalue()
