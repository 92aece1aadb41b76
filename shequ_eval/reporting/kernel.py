"""Knows which kernel runs a notebook, and in which environment; runs no notebook."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import zmq
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from traitlets import default

from shequ_eval.evidence.documents import ENVIRONMENT as SOURCES
from shequ_eval.exhibits.exhibit import SVG_SWITCH

KERNEL_NAME = "python3"


class InterpreterKernelManager(AsyncKernelManager):
    """Starts the kernel of the running interpreter, whatever kernels the user has installed."""

    @default("kernel_spec_manager")
    def _only_the_native_kernel(self) -> KernelSpecManager:
        return KernelSpecManager(kernel_dirs=[])

    @default("transport_encryption")
    def _encrypted_where_possible(self) -> str:
        """What a kernel says stays between the two; without this each kernel warns of it."""
        return "auto" if zmq.has("curve") else "disabled"


@contextmanager
def kernel_environment(data_root: Path, svg: bool) -> Iterator[None]:
    """The environment that a kernel started inside this block inherits.

    It finds the data at `data_root` and the source documents where the caller finds them, draws
    SVG beside PNG where `svg` asks for it, and never sees MPLBACKEND.
    """
    wanted = {"SHEQU_EVAL_DATA": str(data_root.resolve()), SVG_SWITCH: "1" if svg else "0"}
    if os.environ.get(SOURCES):
        wanted[SOURCES] = str(Path(os.environ[SOURCES]).resolve())
    before = dict(os.environ)
    # NOTE: MPLBACKEND=agg silently removes every figure from an executed notebook.
    os.environ.pop("MPLBACKEND", None)
    os.environ.update(wanted)
    try:
        yield
    finally:
        for key in (*wanted, "MPLBACKEND"):
            if key in before:
                os.environ[key] = before[key]
            else:
                os.environ.pop(key, None)
