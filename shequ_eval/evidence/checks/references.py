"""Knows what must agree between tables and folders; judges no row by itself.

A rule that looks from one table into another is silent while the other cannot be read whole:
its faults are told already, and every row that points at it would only echo them.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from shequ_eval.evidence.checks.marking import looked_up, mark, numbers
from shequ_eval.evidence.checks.tables import Package, Table
from shequ_eval.evidence.findings import Finding

CHARACTER_COLUMNS = {
    "evidence": "end",
    "second_coding": "end",
    "missing_numbers": "gap",
    "mechanisms": "start",
}


def check_references(data_root: Path, package: Package) -> list[Finding]:
    """Everything that one table or folder says of another."""
    return [
        *_evidence_in_its_zone(package),
        *_ids_used_in_two_files(package),
        *_natural_limits(package),
        *_parents(package),
        *_beyond_the_text(package),
        *_columns_without_explanation(package),
        *_zones_without_evidence(package),
        *_evidence_files_not_declared(data_root, package),
    ]


def _evidence_in_its_zone(package: Package) -> list[Finding]:
    return [
        finding
        for table in package.of_kind("evidence")
        if table.has("evidence_id", "zone_id")
        for finding in [*_rows_of_another_zone(table), *_ids_of_another_zone(table)]
    ]


def _rows_of_another_zone(table: Table) -> list[Finding]:
    zones, folder = table.frame["zone_id"], table.declared.folder
    return mark(
        table,
        zones.ne(folder) & zones.ne(""),
        "zone_id",
        "zone-folder",
        lambda row: folder,
        "把该行移到所属地区的文件夹 move the row to the folder of its zone",
    )


def _ids_of_another_zone(table: Table) -> list[Finding]:
    zones, prefix = table.frame["zone_id"], table.frame["evidence_id"].str.rsplit("-", n=1).str[0]
    return mark(
        table,
        prefix.ne(zones) & zones.eq(table.declared.folder),
        "evidence_id",
        "id-form",
        lambda row: f"{row['zone_id']}-…（{row['zone_id']} 加四位起始位置 and a four-digit start）",
        "编号以地区编号开头 the id starts with the id of its zone",
    )


def _ids_used_in_two_files(package: Package) -> list[Finding]:
    findings: list[Finding] = []
    first: dict[str, tuple[str, int]] = {}
    for table in package.of_kind("evidence"):
        ids = table.frame["evidence_id"]
        findings += mark(
            table,
            pd.Series([bool(each) and each in first for each in ids], ids.index, dtype=bool),
            "evidence_id",
            "duplicate-id",
            lambda row: (
                f"不重复，{first[row['evidence_id']][0]} 第 "
                f"{first[row['evidence_id']][1]} 行已用 (each id once over all zones)"
            ),
            "改编号或删去重复行 renumber or delete the row",
        )
        for row, evidence_id in ids.items():
            first.setdefault(evidence_id, (table.file, int(str(row))))
    return findings


def _natural_limits(package: Package) -> list[Finding]:
    if not package.is_whole("indicators", "indicator_id", "natural_low", "natural_high"):
        return []
    limits = package.stacked("indicators").drop_duplicates("indicator_id")
    spans = dict(
        zip(
            limits["indicator_id"],
            limits["natural_low"] + " … " + limits["natural_high"],
            strict=True,
        )
    )
    findings: list[Finding] = []
    for table in package.piled("evidence"):
        if not table.has("indicator_id"):
            continue
        ids = table.frame["indicator_id"]
        smallest = looked_up(ids, limits["indicator_id"], limits["natural_low"])
        largest = looked_up(ids, limits["indicator_id"], limits["natural_high"])
        for column in ("value", "low", "high"):
            cells = numbers(table.frame[column])
            findings += mark(
                table,
                (cells < smallest) | (cells > largest),
                column,
                "natural-limit",
                lambda row: f"{spans[row['indicator_id']]} ({row['indicator_id']})",
                "对照原词，或改 codebook/indicators.csv 的自然界限 "
                "mend it by the words, or mend the limits in codebook/indicators.csv",
            )
    return findings


def _parents(package: Package) -> list[Finding]:
    return [
        finding
        for table in package.of_kind("zones")
        if table.has("zone_id", "parent_zone", "tier")
        for finding in _parents_that_are_no_city(table)
    ]


def _parents_that_are_no_city(table: Table) -> list[Finding]:
    zones, parents = table.frame["zone_id"], table.frame["parent_zone"]
    cities = sorted(zones[table.frame["tier"].eq("city")])
    return mark(
        table,
        parents.isin(zones) & (~parents.isin(cities) | parents.eq(zones)),
        "parent_zone",
        "parent-zone",
        lambda row: f"另一个 tier 为 city 的地区 another zone of tier city: {', '.join(cities)}",
        "上级地区是市；没有就留空 a parent is a city; leave it empty where there is none",
    )


def _beyond_the_text(package: Package) -> list[Finding]:
    if not package.is_whole("sources", "source_id", "characters"):
        return []
    sources = package.stacked("sources").drop_duplicates("source_id")
    characters = dict(zip(sources["source_id"], sources["characters"], strict=True))
    findings: list[Finding] = []
    for kind, column in CHARACTER_COLUMNS.items():
        for table in package.piled(kind):
            if not table.has("source_id", column):
                continue
            ids = table.frame["source_id"]
            lengths = looked_up(ids, sources["source_id"], sources["characters"])
            findings += mark(
                table,
                numbers(table.frame[column]) > lengths,
                column,
                "beyond-the-text",
                lambda row: (
                    f"≤ {characters[row['source_id']]}（{row['source_id']} 的字符数 characters）"
                ),
                "位置是解码后全文的字符，不是字节 positions count characters, not bytes",
            )
    return findings


def _columns_without_explanation(package: Package) -> list[Finding]:
    if not package.is_whole("provinces_columns", "column"):
        return []
    explained = set(package.stacked("provinces_columns")["column"]) | {"adcode", "province"}
    return [
        Finding(
            file=table.file,
            row=1,
            column=column,
            rule="column-without-explanation",
            severity="error",
            found=column,
            allowed="context/provinces_columns.csv 中的列 (a column explained there)",
            remedy="在 context/provinces_columns.csv 加一行 add a row to it",
        )
        for table in package.of_kind("provinces")
        for column in table.declared.columns
        if column not in explained
    ]


def _zones_without_evidence(package: Package) -> list[Finding]:
    if not package.is_described:
        return []
    folders = {table.folder for table in package.declared if table.kind == "evidence"}
    return [
        finding
        for table in package.of_kind("zones")
        if table.has("zone_id")
        for finding in mark(
            table,
            ~table.frame["zone_id"].isin(folders | {""}),
            "zone_id",
            "zone-without-evidence",
            lambda row: (
                f"zones/{row['zone_id']}/evidence.csv 列入 datapackage.json "
                "(a resource of datapackage.json)"
            ),
            "照其他地区加一个资源；没有文件，缺失会被当作未提供 "
            "add a resource like those of the other zones",
        )
    ]


def _evidence_files_not_declared(data_root: Path, package: Package) -> list[Finding]:
    if not package.is_described:
        return []
    declared = {table.file for table in package.declared}
    files = [path.relative_to(data_root).as_posix() for path in data_root.glob("zones/*/*.csv")]
    return [
        Finding(
            file=file,
            row=None,
            column="",
            rule="file-not-declared",
            severity="error",
            found="datapackage.json 没有列出 (not in datapackage.json)",
            allowed="datapackage.json 的一个资源 (a resource of datapackage.json)",
            remedy="照其他地区加一个资源，否则不会被读取 "
            "add a resource like those of the other zones, or the file is never read",
        )
        for file in sorted(set(files) - declared)
    ]
