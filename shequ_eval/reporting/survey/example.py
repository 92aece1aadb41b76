"""Knows how a made-up survey is laid out as a real one would be; makes up no answer itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import yaml
from openpyxl import Workbook

from shequ_eval.analysis.simulated_survey import (
    ACTIVITIES,
    MARK,
    TOPICS,
    SimulatedSurvey,
    simulate_survey,
)
from shequ_eval.evidence.responses.read import MAPPING, RESPONSES
from shequ_eval.evidence.workbooks import kept_as_text
from shequ_eval.reporting.files.workbooks import workbook_bytes
from shequ_eval.vocabulary.survey_topics import DIMENSION_OF, TITLES

SEED = 2026


def write_example_survey(folder: Path, zone_id: str = "shili", seed: int = SEED) -> list[Path]:
    """A simulated KoboToolbox export, its frame and its mapping, under `folder`.

    `folder`/`zone_id` has the mapping and the frame, `folder`/responses/`zone_id` the export.
    Everything is marked 示例数据; the same seed gives the same bytes.

    Raises
    ------
    FileExistsError
        One of the files is there already; nothing is written.
    """
    told = simulate_survey(np.random.default_rng(seed))
    own, answers = folder / zone_id, folder / RESPONSES / zone_id
    contents = {
        answers / "export.xlsx": _workbook(told.export),
        own / "frame.csv": _csv(told.frame),
        own / MAPPING: example_mapping(zone_id, told),
    }
    there = [path for path in contents if path.exists()]
    if there:
        names = ", ".join(str(path) for path in there)
        raise FileExistsError(f"{names}: 已存在，不覆盖 is there already and stays")
    for path, content in contents.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(f".tmp-{path.name}")
        temporary.write_bytes(content)
        temporary.replace(path)
    return list(contents)


def example_mapping(zone_id: str, told: SimulatedSurvey) -> bytes:
    """The mapping of a simulated export, with a comment beside every part, as UTF-8."""
    spec: dict[str, Any] = {
        "survey_id": f"{zone_id}_example",
        "zone_id": zone_id,
        "title_zh": f"居民满意度调查（{MARK}）",
        "title_en": "Resident satisfaction survey (example data)",
        "fieldwork": "2026-05-06/2026-06-05",
        "demonstration": True,
        "data": f"../{RESPONSES}/{zone_id}/export.xlsx",
        "frame": "frame.csv",
        "response_id": "_uuid",
        "scales": {
            "five": {"low": 1, "high": 5, "missing": [9]},
            "yes_no": {"low": 0, "high": 1},
        },
        "items": _items(),
        "selects": [{"id": "took_part", "column": "took_part", "options": list(ACTIVITIES)}],
        "labels": {"street": "street", "community": "community", "age_group": "age_group"},
        "design": {
            "weights": "frame_weight",
            "strata": ["street"],
            "clusters": ["community", "response_id"],
            "population_sizes": ["frame_communities", "frame_households"],
        },
        "street": "street",
        "community": "community",
        "overall": "sat_overall",
        "skips": [{"column": "used_hall", "values": [0], "empty": ["sat_hall"]}],
        "quality": {"start": "start", "end": "end", "least_seconds": 120, "alike_items": 8},
        "suppress_below": 10,
    }
    return yaml.safe_dump(spec, allow_unicode=True, sort_keys=False, width=100).encode("utf-8")


def _items() -> list[dict[str, str]]:
    items = [
        {
            "id": "sat_overall", "column": "sat_overall", "scale": "five", "dimension": "overall",
            "asks": "performance", "title_zh": "总体满意", "title_en": "Overall",
        },
        {
            "id": "used_hall", "column": "used_hall", "scale": "yes_no",
            "dimension": "services", "asks": "other",
        },
        {
            "id": "knows_council", "column": "knows_council", "scale": "yes_no",
            "dimension": "consultation", "asks": "awareness",
            "title_zh": "知道居民议事会", "title_en": "Knows the residents' council",
        },
    ]  # fmt: skip
    for prefix, asks in (("sat", "performance"), ("imp", "importance")):
        for topic in TOPICS:
            zh, en = TITLES[topic]
            items.append(
                {
                    "id": f"{prefix}_{topic}", "column": f"{prefix}_{topic}", "scale": "five",
                    "dimension": DIMENSION_OF[topic], "asks": asks, "topic": topic,
                    "title_zh": zh, "title_en": en,
                }
            )  # fmt: skip
    return items


def _workbook(table: pd.DataFrame) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = MARK
    sheet.append(list(table.columns))
    for row in table.itertuples(index=False):
        sheet.append([kept_as_text(cell) if isinstance(cell, str) else cell for cell in row])
    return workbook_bytes(book)


def _csv(table: pd.DataFrame) -> bytes:
    return table.to_csv(index=False, lineterminator="\n").encode("utf-8")
