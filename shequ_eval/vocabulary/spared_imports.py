"""Knows which imports of libraries a start can do without; imports none of them."""

from __future__ import annotations

import sys

# NOTE: jsonschema, which notebooks and tables are checked with, compiles on import a grammar for
# the format `iri` (rfc3987-syntax 1.1: 1.6 s of processor time); no schema here asks for it.
SPARED = ("rfc3987_syntax",)


def spare_imports() -> None:
    """Have Python say of these modules that they are not there; call it before other imports.

    What is imported already stays.

    >>> spare_imports()
    >>> all(name in sys.modules for name in SPARED)
    True
    """
    for name in SPARED:
        sys.modules.setdefault(name, None)  # type: ignore[arg-type]
