"""Knows when a kernel that has just begun can be spoken to; starts none and runs no cell."""

from __future__ import annotations

import math
import time
from queue import Empty

from jupyter_client.asynchronous.client import AsyncKernelClient

REPLY_SECONDS = 1.0
PUBLISHED_SECONDS = 0.2


class PromptClient(AsyncKernelClient):
    """A client for which a kernel is ready once it has answered and published something.

    The client of `jupyter_client` waits in addition until nothing has been published for 0.2 s.
    Here that is of no use: nbclient passes over what was published for another request.
    """

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Wait for the kernel's first answer, at most `timeout` seconds.

        Raises
        ------
        RuntimeError
            The kernel died or did not answer in time; in the words of `jupyter_client`, by which
            callers know them.
        """
        deadline = time.monotonic() + (math.inf if timeout is None else timeout)
        while not await self._has_answered():
            if not await self.is_alive():
                raise RuntimeError("Kernel died before replying to kernel_info")
            if time.monotonic() > deadline:
                raise RuntimeError(f"Kernel didn't respond in {timeout:.0f} seconds")

    async def _has_answered(self) -> bool:
        """Whether a request is answered and something published, so that both channels stand."""
        self.kernel_info()
        try:
            reply = await self.shell_channel.get_msg(timeout=REPLY_SECONDS)
            if reply["msg_type"] != "kernel_info_reply":
                return False
            await self.iopub_channel.get_msg(timeout=PUBLISHED_SECONDS)
        except Empty:
            return False
        self._handle_kernel_info_reply(reply)
        return True
