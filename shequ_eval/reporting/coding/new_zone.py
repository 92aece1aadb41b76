"""Knows what a new zone consists of and makes it, every open cell marked 待填; invents no fact."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shequ_eval.evidence.checks.placeholders import TO_FILL
from shequ_eval.reporting.coding.zone_form import form_bytes
from shequ_eval.reporting.faults import ReportingFault
from shequ_eval.reporting.files.staging import csv_rows, csv_text, replace_file
from shequ_eval.vocabulary.data_root import DESCRIPTOR
from shequ_eval.vocabulary.nearest import did_you_mean

ZONE_ID = re.compile(r"[a-z][a-z0-9_]*")
ZONES = "zones/zones.csv"
NOTES = """---
zone_id: {zone_id}
grade: {mark}
grade_reason: {mark}
graded_on: {mark}
---

# 这些数字能信到什么程度 · How far these figures can be trusted

{mark}：来源是什么，缺什么，编码时作了哪些判断，怎样才能升级。
{mark}: the sources, what is missing, which judgements were made, what would raise the grade.
"""
PARAMETERS = """# 一个文件，一份报告 One file, one report: shequ-eval run parameters/{zone_id}.yaml
report_id: {zone_id}
title: {title}
title_en: "" # the title of an English edition; empty: the title above
zones: [{zone_id}]
indicators: all # all, a named set of data/codebook/indicator_sets.yaml, or a list of indicator ids
periods: [] # EDTF intervals such as 2013/2017; empty: all
denominator_basis: resident # resident (常住) or registered (户籍)
language: zh # zh or en
publication: internal # internal (内部稿) or public (公开稿)
passages: false # true prints the words round each figure, where the documents are present
style: official # official (公文) or plain (论文)
cover: {{client: "", evaluator: "", lead_evaluator: "", report_date: ""}} # 封面 cover
overrides: [] # refusals that the evaluator overrules: {{indicator, zones, reason, by}}
as_of: "{mark}" # the day on which commitments are judged, such as 2026-11-24
mid_term_day: "" # day of the mid-term evaluation that this report follows up; empty: none
compared_with: "" # folder of an earlier report, from this file on, to list what moved since
notebooks: [01_evidence, zone_report]
"""


class ZoneFault(ReportingFault):
    """A zone that cannot be made or filled in."""


@dataclass(frozen=True)
class NewZone:
    """The files that were made or extended, and the form to fill in."""

    written: list[Path]
    form: Path


def make_zone(zone_id: str, data_root: Path, form: Path | None = None) -> NewZone:
    """Make the folder of a zone, its rows, its parameters file and a form to fill in.

    Nothing that exists is written over; the descriptor, by which the zone is known, comes last.

    Raises
    ------
    ZoneFault
        The id is not a lower-case ASCII word, or the zone is there already.
    FileExistsError
        The form or the parameters file exists.
    """
    form = form or Path(f"zone_{zone_id}.xlsx")
    parameters = data_root.parent / "parameters" / f"{zone_id}.yaml"
    _check(zone_id, data_root, form, parameters)
    contents = _contents(zone_id, data_root)
    for file, text in contents.items():
        replace_file(data_root / file, text.encode("utf-8"))
    text = PARAMETERS.format(zone_id=zone_id, title=f"{TO_FILL}（{zone_id}）", mark=TO_FILL)
    replace_file(parameters, text.encode("utf-8"))
    with form.open("xb") as stream:
        stream.write(form_bytes(zone_id, data_root))
    return NewZone([*(data_root / file for file in contents), parameters], form)


def _check(zone_id: str, data_root: Path, form: Path, parameters: Path) -> None:
    if not ZONE_ID.fullmatch(zone_id):
        raise ZoneFault(
            f"ZONE {zone_id!r}: 小写英文字母开头，只含字母、数字、下划线 "
            "starts with a lower-case letter; letters, digits and _ only, such as zhenhai"
        )
    ids = [row[0] for row in csv_rows((data_root / ZONES).read_bytes())[1:] if row]
    if zone_id in ids or (data_root / "zones" / zone_id).exists():
        raise ZoneFault(
            f"ZONE {zone_id}: 已有这个地区 is there already; "
            f"填写用 fill it in with: shequ-eval new zone {zone_id} --fill FORM"
        )
    for path in (form, parameters):
        if path.exists():
            raise FileExistsError(f"{path.name} 已存在，不覆盖 exists and is not written over")


def _contents(zone_id: str, data_root: Path) -> dict[str, str]:
    """The new contents of the data's files, the descriptor last."""
    fields = _fields(data_root, "evidence")
    raw = (data_root / ZONES).read_bytes().decode("utf-8-sig")
    row = [
        zone_id if field["name"] == "zone_id"
        else TO_FILL if field.get("constraints", {}).get("required") else ""
        for field in _fields(data_root, "zones")
    ]  # fmt: skip
    return {
        f"zones/{zone_id}/evidence.csv": csv_text([[field["name"] for field in fields]]),
        f"zones/{zone_id}/notes.md": NOTES.format(zone_id=zone_id, mark=TO_FILL),
        ZONES: raw.rstrip("\r\n") + "\n" + csv_text([row]),
        DESCRIPTOR: _described(zone_id, data_root),
    }


def _described(zone_id: str, data_root: Path) -> str:
    """The descriptor with the zone's evidence after that of the other zones."""
    package = json.loads((data_root / DESCRIPTOR).read_text(encoding="utf-8"))
    resources: list[dict[str, Any]] = package["resources"]
    places = [n for n, r in enumerate(resources) if r.get("schema") == "schemas/evidence.json"]
    resource = {
        "name": f"evidence_{zone_id}",
        "title": f"证据：{zone_id} / Evidence: {zone_id}",
        "description": f"一行是 {zone_id} 的来源中的一个数字及其原词。 One row is one figure that "
        f"the sources of {zone_id} state, with its own words.",
        "path": f"zones/{zone_id}/evidence.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "profile": "tabular-data-resource",
        "schema": "schemas/evidence.json",
    }
    resources.insert(places[-1] + 1 if places else len(resources), resource)
    return json.dumps(package, ensure_ascii=False, indent=2) + "\n"


def _fields(data_root: Path, name: str) -> list[dict[str, Any]]:
    text = (data_root / "schemas" / f"{name}.json").read_text(encoding="utf-8")
    fields: list[dict[str, Any]] = json.loads(text)["fields"]
    return fields


def known_zone(zone_id: str, data_root: Path) -> None:
    """Refuse an id that is not in zones.csv.

    Raises
    ------
    ZoneFault
        There is no such zone; names the nearest.
    """
    ids = [row[0] for row in csv_rows((data_root / ZONES).read_bytes())[1:] if row]
    if zone_id not in ids:
        raise ZoneFault(f"ZONE {zone_id}: {did_you_mean(zone_id, ids)}")
