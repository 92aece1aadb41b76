"""Knows how the server that workers are forked from imports quickly; says not what it imports.

It is imported there before anything else. Whoever is forked from there collects garbage again.
"""

from __future__ import annotations

import gc
import sys

# NOTE: jsonschema, with which notebooks are checked, compiles on import a grammar for the format
# `iri` (rfc3987-syntax 1.1: 1.6 s of processor time); no schema of a notebook asks for it.
SPARED = ("rfc3987_syntax",)

for _name in SPARED:
    sys.modules.setdefault(_name, None)  # type: ignore[arg-type]

gc.disable()  # what is imported stays: looking through it again and again is a tenth of the time
