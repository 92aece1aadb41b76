"""How often a coding sheet suggests what the coder chose, with the coder's own zone left out.

For each zone the adviser learns from the other zones' evidence and from the codebook, reads the
zone's documents, and is held against what was coded there. Needs the source documents: name their
folder in SHEQU_EVAL_SOURCES. Run: python benchmarks/coding_suggestions.py
"""

from __future__ import annotations

import os
import sys
from collections import defaultdict
from pathlib import Path

import pandas as pd

from shequ_eval.evidence.coding.context import context_of
from shequ_eval.evidence.coding.suggestions import Adviser, is_plan_title
from shequ_eval.evidence.documents import find_text
from shequ_eval.evidence.quantities import find_quantities
from shequ_eval.evidence.tables import read_tables
from shequ_eval.vocabulary.codebook import read_codebook
from shequ_eval.vocabulary.coding_cues import read_coding_cues
from shequ_eval.vocabulary.data_root import find_data_root

COLUMNS = ("status", "period", "per", "registration", "scope", "unit", "qualifier", "change")
COMPARED_KINDS = ("quantity", "implicit")
VERBOSE = "-v" in sys.argv


def main() -> None:
    folder = os.environ.get("SHEQU_EVAL_SOURCES")
    if not folder:
        sys.exit("SHEQU_EVAL_SOURCES 未设：没有来源文件可读 the source documents are not at hand")
    print("\n".join(table_lines(measured(find_data_root(), Path(folder)))))


def table_lines(counts: dict[str, tuple[int, int]]) -> list[str]:
    rows = [
        f"| {name} | {right} | {of} | {100 * right / of:.0f} % |"
        for name, (right, of) in counts.items()
    ]
    head = "| 建议 suggestion | 与编码者一致 as the coder | 数字 figures | 比例 share |"
    return [head, "|---|---:|---:|---:|", *rows]


def measured(root: Path, folder: Path) -> dict[str, tuple[int, int]]:
    codebook, cues, tables = read_codebook(root), read_coding_cues(root), read_tables(root)
    evidence = tables["evidence"]
    sources = tables["sources"].set_index("source_id")
    hits: dict[str, list[bool]] = defaultdict(list)
    for zone_id in evidence["zone_id"].unique():
        others = evidence[evidence["zone_id"] != zone_id]
        adviser = Adviser(codebook, cues, tables["units"], others)
        elsewhere = set(others["indicator_id"])
        mine = evidence[evidence["zone_id"].eq(zone_id) & evidence["kind"].isin(COMPARED_KINDS)]
        for source_id, coded in mine.groupby("source_id"):
            text = find_text([folder], str(sources.at[source_id, "file"])) or ""
            found = list(find_quantities(text))
            is_plan = is_plan_title(text, cues)
            for row in coded.to_dict("records"):
                at = [q for q in found if q.start < row["end"] and row["start"] < q.end]
                hits["数字找到 figure found"].append(bool(at))
                if not at:
                    continue
                context = context_of(text, at[0].start, at[0].end)
                published = str(sources.at[source_id, "published"])
                advice = adviser.suggest(at[0], context, published, is_plan)
                record(hits, row, advice, row["indicator_id"] in elsewhere)
                if VERBOSE:
                    explain(row, advice)
    return {name: (sum(found), len(found)) for name, found in sorted(hits.items(), key=_order)}


def _order(item: tuple[str, list[bool]]) -> tuple[bool, bool]:
    return item[0].startswith("`"), not item[0].startswith("数字")


def record(hits: dict[str, list[bool]], row: dict, advice: object, is_elsewhere: bool) -> None:
    suggested = advice.cells["indicator_id"]
    ids = [candidate.indicator_id for candidate in advice.candidates]
    wanted = row["indicator_id"]
    where = "也在别处编过 coded elsewhere too" if is_elsewhere else "只在本地 coded here only"
    for name in ("全部 all", where):
        hits[f"指标，第一个候选 indicator, first（{name}）"].append(wanted in ids[:1])
        hits[f"指标，前三个候选 indicator, of three（{name}）"].append(wanted in ids)
        if suggested:
            title = "指标，给出建议的 indicator, where one is suggested"
        else:
            title = "指标，留空时第一个候选 indicator, first where none is suggested"
        hits[f"{title}（{name}）"].append(wanted in ids[:1])
    for column in COLUMNS:
        hits[f"`{column}`"].append(advice.cells.get(column, "") == row[column])


def explain(row: dict, advice: object) -> None:
    cells = advice.cells
    for column in ("indicator_id", *COLUMNS):
        if cells.get(column, "") != row[column] and not pd.isna(row[column]):
            print(
                row["evidence_id"], row["value_text"], column, "coded", repr(row[column]),
                "suggested", repr(cells.get(column, "")), dict(advice.grounds),
            )  # fmt: skip


if __name__ == "__main__":
    main()
