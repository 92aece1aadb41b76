"""Knows which kernel runs a notebook, and in which environment; runs no notebook."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import ClassVar

import zmq
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning import KernelProvisionerFactory
from traitlets import Dict, Type, default

from shequ_eval.evidence.documents import ENVIRONMENT as SOURCES
from shequ_eval.reporting.kernels.prompt_client import PromptClient
from shequ_eval.reporting.kernels.warm_kernel import PROVISIONER, WarmProvisioner
from shequ_eval.vocabulary.narrative import ENVIRONMENT as PARAMETERS_FOLDER
from shequ_eval.vocabulary.narrative import PARAMETERS

KERNEL_NAME = "python3"
SVG_SWITCH = "SHEQU_EVAL_SVG"


@dataclass(frozen=True)
class Kernels:
    """Which kernels run notebooks: forked or fresh, how much they may hold, how long a cell runs.

    `memory` is in bytes (Linux only), `cell_seconds` in seconds; 0 sets no bound.
    """

    warm: bool = False
    memory: int = 0
    cell_seconds: int = 0


FRESH = Kernels()


class InterpreterKernelManager(AsyncKernelManager):
    """Starts the kernel of the running interpreter, whatever kernels the user has installed."""

    client_factory = Type(PromptClient)
    provisioner_config: ClassVar[dict[str, object]] = {}

    @default("kernel_spec_manager")
    def _only_the_native_kernel(self) -> KernelSpecManager:
        # NOTE: known by its entry point too; a package installed before that was added has none.
        known = KernelProvisionerFactory.instance().provisioners
        module = f"{WarmProvisioner.__module__}:{WarmProvisioner.__name__}"
        group = KernelProvisionerFactory.GROUP_NAME
        known.setdefault(PROVISIONER, EntryPoint(PROVISIONER, module, group))
        return _NativeKernel(kernel_dirs=[], provisioner_config=self.provisioner_config)

    @default("transport_encryption")
    def _encrypted_where_possible(self) -> str:
        """What a kernel says stays between the two; without this each kernel warns of it."""
        return "auto" if zmq.has("curve") else "disabled"


class _NativeKernel(KernelSpecManager):
    """The kernel of this interpreter, had from the package's own provisioner."""

    provisioner_config = Dict()

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        spec = super().get_kernel_spec(kernel_name)
        stanza = {"provisioner_name": PROVISIONER, "config": dict(self.provisioner_config)}
        spec.metadata = {**spec.metadata, "kernel_provisioner": stanza}
        return spec


def manager_class(kernels: Kernels) -> type[InterpreterKernelManager]:
    """A manager of kernels of that sort, as a class, which is what papermill asks for."""
    config = {"warm": kernels.warm, "memory": kernels.memory}
    return type("KernelManager", (InterpreterKernelManager,), {"provisioner_config": config})


@contextmanager
def kernel_environment(
    data_root: Path, svg: bool, parameters: Path | None = None
) -> Iterator[None]:
    """The environment that a kernel started inside this block inherits.

    It finds the data at `data_root`, the evaluator's narrative in the folder `parameters` (by
    default that beside the data, whatever this process was told), and the source documents where
    the caller finds them. It draws SVG beside PNG where `svg` asks for it, never sees MPLBACKEND,
    and neither reads the user's IPython settings nor writes into their history.
    """
    with tempfile.TemporaryDirectory(prefix="shequ-eval-", ignore_cleanup_errors=True) as home:
        beside = parameters or data_root.parent / PARAMETERS
        wanted = {
            "SHEQU_EVAL_DATA": str(data_root.resolve()),
            PARAMETERS_FOLDER: str(beside.resolve()),
            SVG_SWITCH: "1" if svg else "0",
        }
        with _environment(wanted | {"IPYTHONDIR": home}):
            yield


@contextmanager
def _environment(wanted: dict[str, str]) -> Iterator[None]:
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
