"""Every figure from the bundled data: one zone, five zones, both languages, the same bytes."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from shequ_eval.analysis.coverage import coverage_matrix, rows_to_cover
from shequ_eval.analysis.intensity import build_intensity
from shequ_eval.analysis.rates import recomputed_rates
from shequ_eval.analysis.sample_size import sizes_for_published_change
from shequ_eval.analysis.targets import hold_targets
from shequ_eval.evidence.study import Study, study_of
from shequ_eval.exhibits.coverage_figure import draw_coverage
from shequ_eval.exhibits.exhibit import Exhibit, picture
from shequ_eval.exhibits.intensity_figure import draw_intensity
from shequ_eval.exhibits.one_basis_figure import draw_one_basis
from shequ_eval.exhibits.sample_size_figure import draw_sample_sizes
from shequ_eval.exhibits.targets_figure import draw_targets
from shequ_eval.exhibits.timeline_figure import draw_timeline

DATA = Path(__file__).resolve().parents[2] / "data"
FIVE = ("nanjing", "lishui", "zhenhai", "jiangbei", "jiexiu")
KB = 1024


@cache
def read(zones: tuple[str, ...], language: str) -> Study:
    chosen = {
        "report_id": "figures",
        "as_of": "2026-11-24",
        "title": "图",
        "zones": list(zones),
        "language": language,
    }
    return study_of(DATA, chosen)


@cache
def matrix(zones: tuple[str, ...], level: str) -> pd.DataFrame:
    study = read(zones, "zh")
    rows = rows_to_cover(study.codebook, level, study.observations)
    return coverage_matrix(study.observations, study.missing_numbers, rows, level=level)


def coverage(study: Study) -> Exhibit:
    table = matrix(tuple(study.parameters.zones), "family_id")
    return draw_coverage(table, study.codebook, study.language)


def indicators(study: Study) -> Exhibit:
    table = matrix(tuple(study.parameters.zones), "indicator_id")
    return draw_coverage(table, study.codebook, study.language, level="indicator")


def one_basis(study: Study) -> Exhibit:
    rates = recomputed_rates(study.observations, study.denominators, study.zones, study.codebook)
    return draw_one_basis(rates, study.codebook, study.language)


def timeline(study: Study) -> Exhibit:
    return draw_timeline(study.evidence, study.codebook, study.language, study.standards)


def targets(study: Study) -> Exhibit:
    held = hold_targets(study.observations, study.standards, study.codebook)
    return draw_targets(held, study.codebook, study.language)


def money(study: Study) -> Exhibit:
    return _intensity(study, "money_per_resident")


def counts(study: Study) -> Exhibit:
    return _intensity(study, "count_per_10k")


def _intensity(study: Study, kind: str) -> Exhibit:
    table = build_intensity(
        study.observations, study.denominators, study.zones, study.codebook, kind
    )
    return draw_intensity(table, study.codebook, study.language)


def sample_sizes(study: Study) -> Exhibit:
    assumed = study.codebook.comparability.power_assumptions
    return draw_sample_sizes(
        sizes_for_published_change(study.observations, assumed), study.codebook, study.language
    )


FIGURES = [coverage, indicators, one_basis, timeline, targets, money, counts, sample_sizes]


@cache
def of_five(draw: Callable[[Study], Exhibit], language: str) -> Exhibit:
    """A figure of the five zones, drawn once for all that only look at it."""
    return draw(read(FIVE, language))


# The English edition shares all but its words, which are looked at with the slow tests.
LANGUAGES = ["zh", pytest.param("en", marks=pytest.mark.slow)]
# A city and the zone of the fewest figures; the others differ in how many figures they have.
ALONE = [
    zone if zone in {"nanjing", "jiexiu"} else pytest.param(zone, marks=pytest.mark.slow)
    for zone in FIVE
]


@pytest.mark.parametrize("draw", FIGURES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_five_zones_are_drawn_in_both_languages(
    draw: Callable[[Study], Exhibit], language: str
) -> None:
    exhibit = of_five(draw, language)
    assert exhibit.kind == "figure"
    assert exhibit.title
    assert exhibit.source
    assert len(exhibit.data)
    assert exhibit.exhibit_id.isascii()


@pytest.mark.parametrize("draw", FIGURES)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("zone", ALONE)
def test_one_zone_alone_is_drawn_or_told_in_words(
    draw: Callable[[Study], Exhibit], language: str, zone: str
) -> None:
    exhibit = draw(read((zone,), language))
    if exhibit.kind == "text":
        assert exhibit.sentences
        assert exhibit.figure is None
    else:
        assert exhibit.figure is not None


def test_a_printed_rate_moves_on_residents_and_no_order_is_drawn_from_it() -> None:
    title = of_five(one_basis, "zh").title
    assert title == "换到同一口径：镇海由印出的 15.43 变为 7.4"


@pytest.mark.parametrize("draw", [coverage, one_basis, timeline, targets, money])
def test_a_picture_is_small_enough_for_a_report(draw: Callable[[Study], Exhibit]) -> None:
    figure = of_five(draw, "zh").figure
    assert figure is not None
    assert len(picture(figure, "png")) < 120 * KB


@pytest.mark.slow
def test_a_picture_stays_the_same_when_it_is_saved_twice() -> None:
    study = read(FIVE, "zh")
    for draw in (coverage, one_basis, timeline, targets, money, sample_sizes):
        one, two = draw(study).figure, draw(study).figure
        assert one is not None
        assert two is not None
        for layout in ("png", "svg"):
            first = picture(one, layout)
            assert first == picture(one, layout)
            assert first == picture(two, layout)


DIGEST = """
import sys
sys.path.insert(0, {here!r})
from {module} import picture_digest
print(picture_digest())
"""


def picture_digest() -> str:
    """A fingerprint of two pictures, PNG and SVG, for another process to compare with."""
    study = read(("zhenhai", "lishui"), "zh")
    figures = [exhibit.figure for exhibit in (timeline(study), one_basis(study))]
    parts = [picture(f, layout) for f in figures if f for layout in ("png", "svg")]
    return hashlib.sha256(b"".join(parts)).hexdigest()


@pytest.mark.slow
def test_another_process_draws_the_same_bytes() -> None:
    here = Path(__file__)
    code = DIGEST.format(here=str(here.parent), module=here.stem)
    path = {"PYTHONPATH": os.pathsep.join(sys.path), "PYTHONHASHSEED": "7"}
    found = subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        env=os.environ | path,
    )
    assert found.stdout.strip() == picture_digest()


def test_a_svg_has_its_words_as_words_and_asks_for_no_remote_file() -> None:
    figure = of_five(coverage, "zh").figure
    assert figure is not None
    text = picture(figure, "svg").decode("utf-8")
    assert ">实际</text>" in text
    assert "@font-face" not in text
