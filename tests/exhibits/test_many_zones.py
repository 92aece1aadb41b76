"""Twenty-two zones and zones of long names: every figure of a report is drawn, and can be read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from shequ_eval.analysis.audit import audit_sources
from shequ_eval.analysis.boundary_fit import fit_boundaries
from shequ_eval.analysis.comparability import compare_pairs, figures_to_compare
from shequ_eval.analysis.coverage import coverage_matrix, rows_to_cover
from shequ_eval.analysis.intensity import build_intensity
from shequ_eval.analysis.mechanisms import review_mechanisms
from shequ_eval.analysis.peers import stand_among_peers
from shequ_eval.analysis.rates import recomputed_rates
from shequ_eval.analysis.targets import hold_targets
from shequ_eval.evidence.boundaries import read_boundaries
from shequ_eval.evidence.study import Study, study_of
from shequ_eval.exhibits.audit_figure import draw_audit_cards
from shequ_eval.exhibits.coverage_figure import draw_coverage
from shequ_eval.exhibits.exhibit import Exhibit
from shequ_eval.exhibits.intensity_figure import draw_intensity
from shequ_eval.exhibits.maps.locator_figure import draw_locator
from shequ_eval.exhibits.maps.zone_map_figure import draw_zone_maps
from shequ_eval.exhibits.mechanism_figure import draw_mechanisms
from shequ_eval.exhibits.multiples_figure import draw_multiples
from shequ_eval.exhibits.one_basis_figure import draw_one_basis
from shequ_eval.exhibits.rug_figure import draw_rug
from shequ_eval.exhibits.spines import draw_spines
from shequ_eval.exhibits.tartan_figure import draw_tartan
from shequ_eval.exhibits.targets_figure import draw_targets
from shequ_eval.exhibits.timeline_figure import draw_timeline
from shequ_eval.vocabulary.codebook import Codebook, Language

DATA = Path(__file__).resolve().parents[2] / "data"
FIVE = ["nanjing", "lishui", "zhenhai", "jiangbei", "jiexiu"]
TABLES = (
    "zones", "evidence", "observations", "all_evidence", "all_observations", "denominators",
    "missing_numbers", "mechanism_evidence",
)  # fmt: skip
SHORT = {"zh": "示例{}", "en": "Demo {}"}
LONG = {"zh": "示例经济技术开发片区第{:02d}", "en": "Demo Economic Development Q{:03d}"}
PRINTED_MM = 205.0  # of a page, beside caption and notes


@cache
def crowd(language: Language, count: int, names: str) -> Study:
    """示例数据: the five zones again and again under invented names, as one report's study."""
    chosen = {"report_id": "crowd", "as_of": "2026-11-24", "title": "示例", "zones": FIVE}
    study = study_of(DATA, chosen | {"language": language})
    models = {f"demo{n:02d}": FIVE[n % len(FIVE)] for n in range(count)}
    held = {name: _again(getattr(study, name), models) for name in TABLES}
    told = {"zh": f"short_{language}", "en": f"title_{language}"}.values()
    forms = LONG if names == "long" else SHORT
    zones = held["zones"].reset_index(drop=True)
    for column in told:
        zones[column] = [forms[language].format(n) for n in range(count)]
    zones["parent_zone"] = ""
    book = study.codebook
    wide = Codebook(
        book.indicators, book.families, zones, book.labels, book.standards, book.comparability,
        book.sets,
    )  # fmt: skip
    held["zones"] = zones.set_index("zone_id", drop=False)
    return replace(
        study, codebook=wide, parameters=replace(study.parameters, zones=tuple(models)), **held
    )


def _again(table: pd.DataFrame, models: dict[str, str]) -> pd.DataFrame:
    """The rows of each model zone, once for every zone that is made after it."""
    parts = [
        table[table["zone_id"].eq(model)].assign(zone_id=zone) for zone, model in models.items()
    ]
    return pd.concat(parts, ignore_index=True)


def coverage(study: Study) -> list[Exhibit]:
    return draw_coverage(families(study), study.codebook, study.language).parts


def indicators(study: Study) -> list[Exhibit]:
    rows = rows_to_cover(study.codebook, "indicator_id", study.observations)
    table = coverage_matrix(
        study.observations, study.missing_numbers, rows, level="indicator_id"
    )
    return draw_coverage(table, study.codebook, study.language, level="indicator").parts


def families(study: Study) -> pd.DataFrame:
    rows = rows_to_cover(study.codebook, "family_id")
    return coverage_matrix(study.all_observations, study.missing_numbers, rows)
