"""Knows which references of a narrative name no row of the data; knows no computed number.

A reference with the form of an evidence id or of a denominator's is one of these rows or a
mistake, which can be told before anything runs. The names of exhibits and of computed numbers are
known only when the notebooks have run.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

from shequ_eval.evidence.findings import DataError
from shequ_eval.evidence.tables import EVIDENCE, is_of_others, read_descriptor, read_table
from shequ_eval.reporting.document.homes import is_evidence_id
from shequ_eval.vocabulary.narrative import Reference
from shequ_eval.vocabulary.nearest import nearest_name

DENOMINATORS = "denominators"
WHERE = "编号见 shequ-eval trace 或网页报告里点开的数字 ids: trace, or a click in report.html"
_DENOMINATOR = re.compile(r"([^\W.-]+)\.([^\W.-]+)\.(?:19|20)\d\d")


def unknown_references(
    references: Sequence[Reference], data_root: Path, zones: Collection[str] | None
) -> list[str]:
    """One line for each reference to a row that the data of these zones (None: of all) lack."""
    of_evidence = [one for one in references if is_evidence_id(one.key)]
    told = _lost(of_evidence, _evidence_ids(data_root, zones)) if of_evidence else []
    of_places = [one for one in references if _DENOMINATOR.fullmatch(one.key)]
    if of_places:
        known = _ids(data_root, DENOMINATORS, "denominator_id", zones)
        # NOTE: count.portraits.2017 would be a computed number: only measures of places count.
        measures = {key.split(".")[1] for key in known}
        told += _lost([one for one in of_places if one.key.split(".")[1] in measures], known)
    return told


def reference_words(key: str, where: str, known: Iterable[str]) -> str:
    """That nothing is called so, and what comes nearest; `where` it stands, or only what it says.

    >>> said = reference_words("zhenhai-2391", "{{zhenhai-2391}}", ["zhenhai-2319", "lishui-0001"])
    >>> said.split("；")[1]
    '是否指 did you mean zhenhai-2319?'
    """
    near = nearest_name(key, known)
    hint = f"；是否指 did you mean {near}?" if near else ""
    return f"{where}: 没有这个编号 no number or exhibit of that name{hint}；{WHERE}"


def _lost(references: Iterable[Reference], known: Collection[str]) -> list[str]:
    if not known:
        return []  # the data cannot be read; the check says why
    return [
        reference_words(one.key, one.words, known) for one in references if one.key not in known
    ]


def _evidence_ids(data_root: Path, zones: Collection[str] | None) -> set[str]:
    names = [found["name"] for found in read_descriptor(data_root)["resources"]]
    tables = [name for name in names if name.startswith(f"{EVIDENCE}_")]
    own = [name for name in tables if zones is None or not is_of_others(name, zones)]
    return {key for name in own for key in _ids(data_root, name, "evidence_id", None)}


def _ids(data_root: Path, table: str, column: str, zones: Collection[str] | None) -> set[str]:
    """The ids of a table, none where it cannot be read."""
    try:
        return set(read_table(data_root, table, zones)[column])
    except (DataError, KeyError):
        return set()
