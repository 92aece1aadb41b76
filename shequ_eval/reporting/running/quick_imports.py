"""Knows how the server that workers are forked from imports quickly; says not what it imports.

It is imported there before anything else. Whoever is forked from there collects garbage again.
"""

from __future__ import annotations

import gc

from shequ_eval.vocabulary.spared_imports import spare_imports

spare_imports()
gc.disable()  # what is imported stays: looking through it again and again is a tenth of the time
