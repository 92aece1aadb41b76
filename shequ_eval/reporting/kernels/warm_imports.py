"""Knows what a process imports before kernels are forked from it; forks none."""

from __future__ import annotations

import gc
import importlib
import pkgutil
import warnings
from contextlib import suppress
from typing import Any

PREPARED = (
    "ipykernel.kernelapp",
    "ipykernel.debugger",
    "tornado.platform.asyncio",
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.logger",
    "IPython.core.magics",
    "IPython.core.magics.ast_mod",
    "IPython.core.magics.execution",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "matplotlib.pyplot",
    "matplotlib_inline.backend_inline",
    "pandas",
    "pandas.core.methods.to_dict",
    "psutil",
    "pyarrow.pandas_compat",
    "sqlite3",
    "geopandas",
    "statsmodels.api",
    "shequ_eval.evidence.study",
)
PREPARED_FLOORS = ("shequ_eval.analysis", "shequ_eval.exhibits")


def prepare() -> None:
    """Import what kernels need; a module that cannot be imported is left to the notebook to name.

    The package's own upper floors come with it, since the key of a parent covers their source.
    """
    gc.disable()  # what is imported stays: looking through it again and again takes a tenth
    with warnings.catch_warnings():
        for name in PREPARED:
            _try_import(name)
        for floor in PREPARED_FLOORS:
            package = _try_import(floor)
            for found in pkgutil.walk_packages(getattr(package, "__path__", []), f"{floor}."):
                _try_import(found.name)
        _find_backends()
    gc.collect()
    gc.freeze()  # the pages of what is here already stay shared
    gc.enable()


def _find_backends() -> None:
    """Let matplotlib look through the installed packages for backends now, not in each kernel."""
    with suppress(ImportError):
        from matplotlib.backends.registry import backend_registry  # noqa: PLC0415

        backend_registry.list_all()


def _try_import(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except Exception:
        return None
