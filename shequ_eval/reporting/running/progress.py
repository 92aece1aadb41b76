"""Knows how the course of a run is told in plain lines: what runs, what is left, the time."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TextIO


class Progress:
    """Tells a stream what starts and ends; `clock` gives seconds and is replaced in tests."""

    def __init__(
        self, stream: TextIO, total: int = 0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._stream, self._total, self._clock = stream, total, clock
        self._begun = clock()
        self._started: dict[str, float] = {}
        self._ended = self._failed = 0

    def started(self, name: str) -> None:
        """A piece of work has begun."""
        self._started[name] = self._clock()
        self._say(f"[{self._ended}/{self._total}] 开始 start  {name}")

    def ended(self, name: str, fault: str | None = None) -> None:
        """A piece of work has ended, well or with a fault."""
        self._ended += 1
        self._failed += bool(fault)
        now = self._clock()
        took, elapsed = now - self._started.pop(name, self._begun), now - self._begun
        how = "失败 failed" if fault else "完成 done "
        left = self._total - self._ended
        self._say(
            f"[{self._ended}/{self._total}] {how} {name}  {took:.1f} s  "
            f"余 left {left}  已用 elapsed {clock_face(elapsed)}{self._pace(elapsed, left)}"
            f"{f'  失败 failed {self._failed}' if self._failed else ''}"
        )
        if fault:
            self._say(fault)

    def expect(self, pieces: int) -> None:
        """So many pieces of work are to come."""
        self._total += pieces

    def skipped(self, pieces: int) -> None:
        """Some pieces of work will not be done."""
        self._total -= pieces

    def say(self, line: str) -> None:
        """A line of its own."""
        self._say(line)

    def _pace(self, elapsed: float, left: int) -> str:
        # NOTE: the first ends say little, since kernels start cold; two are the least.
        if left <= 0 or self._ended < 2 or elapsed <= 0:
            return ""
        time_left, rate = clock_face(elapsed / self._ended * left), 60 * self._ended / elapsed
        return f"  约剩 about {time_left}  每分钟 per minute {rate:.1f}"

    def _say(self, line: str) -> None:
        self._stream.write(line + "\n")
        self._stream.flush()


def clock_face(seconds: float) -> str:
    """Seconds as minutes and seconds.

    >>> clock_face(61.4), clock_face(3725)
    ('1:01', '1:02:05')
    """
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"
