"""Knows whether a register that says it is a sample says how it was drawn; draws none.

A random sample ends its `kept_by` in 随机抽样 and the rows drawn over the rows in all; an interval
is given only to such a register.
"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from shequ_eval.evidence.checks.marking import mark
from shequ_eval.evidence.checks.tables import Table
from shequ_eval.evidence.findings import Finding
from shequ_eval.vocabulary.registers import SAMPLE_WORDS, sample_of

FORM = "随机抽样 60/869（抽取件数/总件数 rows drawn/rows in all）"


def check_samples(table: Table) -> list[Finding]:
    """Samples of another size than they say; a warning where one does not say how it was drawn.

    The rows of one zone with the same `kept_by` are one sample, and a fault of it is told once,
    at its first row.
    """
    if not table.has("kept_by", "zone_id"):
        return []
    kept: pd.Series = table.frame["kept_by"]
    first = ~table.frame.duplicated(["zone_id", "kept_by"])
    rows = table.frame.groupby(["zone_id", "kept_by"])["kept_by"].transform("size")
    drawn = {words: sample_of(words) for words in dict.fromkeys(kept)}
    wrong = [
        (said := drawn[words]) is not None and (said[0] != count or said[0] > said[1])
        for words, count in zip(kept, rows, strict=True)
    ]
    vague = [
        drawn[words] is None and any(word in words.lower() for word in SAMPLE_WORDS)
        for words in kept
    ]
    errors = mark(
        table,
        first & pd.Series(wrong, kept.index, dtype=bool),
        "kept_by",
        "sample-size-differs",
        lambda row: (
            f"随机抽样 {rows.at[row.name]}/…，抽取数不大于总数 (drawn as here, no more than all)"
        ),
        "抽取件数须等于同一留存处的行数 rows drawn are as many as rows with this kept_by",
    )
    told = mark(
        table,
        first & pd.Series(vague, kept.index, dtype=bool),
        "kept_by",
        "sample-without-size",
        lambda row: FORM,
        "随机抽的照此写，才给区间；不是随机抽的不能推到全部，在 note 说明 "
        "write it so for an interval; what was not drawn at random speaks for itself alone",
    )
    return errors + [replace(finding, severity="warning") for finding in told]
