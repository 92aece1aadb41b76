"""Twenty-two zones and zones of long names: every figure of a report is drawn, and can be read."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from matplotlib import rc_context
from matplotlib.text import Text

from shequ_eval.analysis.audit import audit_sources
from shequ_eval.analysis.boundary_fit import fit_boundaries
from shequ_eval.analysis.comparability import compare_pairs, figures_to_compare
from shequ_eval.analysis.coverage import coverage_matrix, rows_to_cover
from shequ_eval.analysis.intensity import build_intensity
from shequ_eval.analysis.mechanisms import review_mechanisms
from shequ_eval.analysis.rates import recomputed_rates
from shequ_eval.analysis.targets import hold_targets
from shequ_eval.evidence.boundaries import read_boundaries
from shequ_eval.evidence.study import Study, study_of
from shequ_eval.exhibits.audit_figure import draw_audit_cards
from shequ_eval.exhibits.coverage_columns import zones_in_order
from shequ_eval.exhibits.coverage_figure import draw_coverage
from shequ_eval.exhibits.exhibit import MIME, Exhibit
from shequ_eval.exhibits.figure_tables import mechanisms_by_aspect
from shequ_eval.exhibits.intensity_figure import draw_intensity
from shequ_eval.exhibits.layout import text_mm
from shequ_eval.exhibits.maps.locator_figure import draw_locator
from shequ_eval.exhibits.mechanism_figure import draw_mechanisms
from shequ_eval.exhibits.multiples_figure import draw_multiples
from shequ_eval.exhibits.one_basis_figure import draw_one_basis
from shequ_eval.exhibits.parts import parts_of
from shequ_eval.exhibits.rug_figure import MOST_ZONES, draw_rug
from shequ_eval.exhibits.style import print_style
from shequ_eval.exhibits.targets_figure import draw_targets
from shequ_eval.exhibits.timeline_figure import draw_timeline
from shequ_eval.exhibits.zone_names import name_lines
from shequ_eval.exhibits.zone_reasons import districts_in_words
from shequ_eval.vocabulary.codebook import Codebook, Language

pytestmark = pytest.mark.slow  # each figure is drawn for 22 zones and more
DATA = Path(__file__).resolve().parents[2] / "data"
FIVE = ["nanjing", "lishui", "zhenhai", "jiangbei", "jiexiu"]
TABLES = (
    "zones", "evidence", "observations", "all_evidence", "all_observations", "denominators",
    "missing_numbers", "mechanisms",
)  # fmt: skip
SHORT = {"zh": "示例{}", "en": "Demo {}"}
LONG = {"zh": "示例经济技术开发片区第{:02d}", "en": "Demo Economic Development Q{:03d}"}
PRINTED_MM = 196.0  # of a page, beside caption and notes
LEAST_POINTS = 4.8  # the style's smallest: a number that has no room in a panel


@cache
def crowd(language: Language, count: int, names: str) -> Study:
    """示例数据: the five zones again and again under invented names, as one report's study."""
    chosen = {"report_id": "crowd", "as_of": "2026-11-24", "title": "示例", "zones": FIVE}
    study = study_of(DATA, chosen | {"language": language})
    models = {f"demo{n:02d}": FIVE[n % len(FIVE)] for n in range(count)}
    held: dict[str, Any] = {name: _again(getattr(study, name), models) for name in TABLES}
    forms = LONG if names == "long" else SHORT
    zones = held["zones"].reset_index(drop=True)
    zones[f"short_{language}"] = [forms[language].format(n) for n in range(count)]
    zones["parent_zone"] = ""
    book = study.codebook
    wide = Codebook(
        book.indicators, book.families, zones, book.labels, book.standards, book.comparability,
        book.sets,
    )  # fmt: skip
    held["zones"] = zones.set_index("zone_id", drop=False)
    return replace(
        study,
        codebook=wide,
        parameters=study.parameters.model_copy(update={"zones": list(models)}),
        **held,
    )


def _again(table: pd.DataFrame, models: dict[str, str]) -> pd.DataFrame:
    """The rows of each model zone, once for every zone that is made after it."""
    parts = [
        table[table["zone_id"].eq(model)].assign(zone_id=zone) for zone, model in models.items()
    ]
    return pd.concat(parts, ignore_index=True)


def coverage(study: Study) -> Exhibit:
    return draw_coverage(families(study), study.codebook, study.language)


def indicators(study: Study) -> Exhibit:
    rows = rows_to_cover(study.codebook, "indicator_id", study.observations)
    table = coverage_matrix(study.observations, study.missing_numbers, rows, level="indicator_id")
    return draw_coverage(table, study.codebook, study.language, level="indicator")


def families(study: Study) -> pd.DataFrame:
    rows = rows_to_cover(study.codebook, "family_id")
    return coverage_matrix(study.all_observations, study.missing_numbers, rows)


def timeline(study: Study) -> Exhibit:
    dated = figures_to_compare(study.observations, study.codebook)
    return draw_timeline(dated, study.codebook, study.language, study.standards)


def targets(study: Study) -> Exhibit:
    held = hold_targets(study.observations, study.standards, study.codebook)
    return draw_targets(held, study.codebook, study.language)


def money(study: Study) -> Exhibit:
    return _intensity(study, "money_per_resident")


def counts(study: Study) -> Exhibit:
    return _intensity(study, "count_per_10k")


def _intensity(study: Study, kind: str) -> Exhibit:
    tables = study.observations, study.denominators, study.zones, study.codebook
    return draw_intensity(build_intensity(*tables, kind), study.codebook, study.language, kind)


def one_basis(study: Study) -> Exhibit:
    rates = recomputed_rates(study.observations, study.denominators, study.zones, study.codebook)
    return draw_one_basis(rates, study.codebook, study.language)


def rug(study: Study) -> Exhibit:
    return draw_rug(families(study), study.codebook, study.language)


def locator(study: Study) -> Exhibit:
    boundaries = read_boundaries()
    fits = fit_boundaries(study.zones, study.denominators, boundaries)
    return draw_locator(
        study.zones, fits, study.all_observations, boundaries, study.codebook, study.language
    )


def tiles(study: Study) -> Exhibit:
    boundaries = read_boundaries()
    fits = fit_boundaries(study.zones, study.denominators, boundaries)
    tables = study.zones, fits, study.all_observations, boundaries
    return draw_locator(*tables, study.codebook, study.language, "public")


def audit(study: Study) -> Exhibit:
    audit_rules, power = study.audit_rules, study.codebook.comparability.power_assumptions
    found = audit_sources(
        study.all_observations, study.denominators, study.relations, study.missing_numbers,
        audit_rules, power,
    )  # fmt: skip
    return draw_audit_cards(found, study.denominators, audit_rules, study.codebook, study.language)


def mechanisms(study: Study) -> Exhibit:
    kept = ["mechanism_id", "zone_id"]
    links = study.mechanism_evidence.merge(study.mechanisms[kept], on="mechanism_id")
    links = links.assign(mechanism_id=links["zone_id"] + links["mechanism_id"])
    described = study.mechanisms.assign(
        mechanism_id=study.mechanisms["zone_id"] + study.mechanisms["mechanism_id"]
    )
    review = review_mechanisms(described, links, study.all_evidence, study.sources)
    return draw_mechanisms(review, study.codebook, study.language)


def multiples(study: Study) -> Exhibit:
    told = figures_to_compare(study.observations, study.codebook)
    pairs = compare_pairs(told, study.codebook)
    return draw_multiples(
        told, pairs, study.codebook, study.language, "output", study.parameters.zones
    )


FIGURES = [
    coverage, multiples, timeline, targets, money, counts, one_basis, rug, locator, tiles,
    mechanisms, audit,
]  # fmt: skip
CROWDS = [
    ("en", 22, "long"),
    pytest.param("zh", 22, "long"),
    pytest.param("zh", 22, "short"),
    pytest.param("en", 22, "short"),
    pytest.param("zh", 6, "long"),
    pytest.param("en", 6, "long"),
]


@pytest.mark.parametrize("draw", FIGURES)
@pytest.mark.parametrize(("language", "count", "names"), CROWDS)
def test_no_number_of_zones_and_no_length_of_a_name_keeps_a_figure_from_its_page(
    draw: Callable[[Study], Exhibit], language: Language, count: int, names: str
) -> None:
    for exhibit in parts_of(draw(crowd(language, count, names))):
        if draw is rug and count > MOST_ZONES:  # it is for one page, which has no room for it
            assert (exhibit.kind, exhibit.figure, exhibit.sentences) == ("text", None, ())
            continue
        assert exhibit.figure is not None
        assert least_type(exhibit) >= LEAST_POINTS
        if draw is not audit:
            assert height_mm(exhibit) <= PRINTED_MM


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_matrix_of_indicators_is_parted_by_rows_and_says_each_once(language: Language) -> None:
    parts = parts_of(indicators(crowd(language, 22, "short")))
    assert len(parts) > 1
    column = "指标" if language == "zh" else "Indicator"
    told = [name for part in parts for name in part.data[column][:-1]]
    study = crowd(language, 22, "short")
    rows = rows_to_cover(study.codebook, "indicator_id", study.observations)
    assert sorted(told) == sorted(study.codebook.title("indicator", row, language) for row in rows)
    assert max(height_mm(part) for part in parts) <= PRINTED_MM


def least_type(exhibit: Exhibit) -> float:
    """The smallest type in a picture, in points."""
    assert exhibit.figure is not None
    return min(
        float(text.get_fontsize()) for text in exhibit.figure.axes[0].texts if text.get_text()
    )


def height_mm(exhibit: Exhibit) -> float:
    assert exhibit.figure is not None
    return float(exhibit.figure.get_size_inches()[1]) * 25.4


def test_every_zone_stands_over_its_column_and_over_its_count() -> None:
    study = crowd("zh", 22, "short")
    exhibit = coverage(study)
    words = heads_of(exhibit)
    assert (words.count("示"), words.count("例")) == (22, 22)
    held = families(study).query("state == 'actual'").groupby("zone_id").size()
    foot = words[words.index("有实际值的行数") + 2 :]
    assert [int(count) for count in foot] == [
        int(held.get(zone, 0)) for zone in zones_in_order(families(study), study.codebook)
    ]


def heads_of(exhibit: Exhibit) -> list[str]:
    assert exhibit.figure is not None
    return [text.get_text() for text in exhibit.figure.axes[0].texts]


def test_more_zones_than_a_page_has_columns_are_parted_and_none_is_left_out() -> None:
    study = crowd("zh", 30, "short")
    parts = parts_of(coverage(study))
    zones = [column for part in parts for column in part.data.columns[2:]]
    assert sorted(zones) == sorted(f"示例{n}" for n in range(30))
    assert [part.exhibit_id for part in parts] == [
        "figure_coverage_family", "figure_coverage_family_2",
    ]  # fmt: skip


def test_a_few_zones_keep_the_years_in_their_cells() -> None:
    few, many = (coverage(crowd("zh", count, "short")) for count in (5, 22))
    assert any(re.fullmatch(r"约?20\d\d.*", words) for words in heads_of(few))
    assert not any(re.fullmatch(r"约?20\d\d.*", words) for words in heads_of(many))
    assert "所指年份在本图的数据表里" in many.subtitle
    assert "约" in " ".join(many.data.astype(str).to_numpy().ravel())


def test_each_part_of_a_parted_figure_shows_itself_in_a_notebook(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shown: list[str] = []

    def told(what: object, raw: bool = False) -> None:
        if isinstance(what, dict) and MIME in what:
            shown.append(what[MIME]["exhibit_id"])
        elif isinstance(what, Exhibit):
            what._ipython_display_()

    for place in ("exhibit", "parts"):
        monkeypatch.setattr(f"shequ_eval.exhibits.{place}.display", told)
    exhibit = timeline(crowd("zh", 22, "short"))
    exhibit._ipython_display_()
    assert shown == [part.exhibit_id for part in parts_of(exhibit)]
    assert len(shown) == 3
    assert all(part.rests_on for part in parts_of(exhibit)[1:])


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_mechanism_anywhere_is_said_once_and_never_an_empty_table(language: Language) -> None:
    study = crowd(language, 6, "short")
    exhibit = mechanisms_by_aspect(study.mechanisms.iloc[:0], study.codebook, language)
    assert (exhibit.kind, len(exhibit.sentences)) == ("text", 1)
    assert not {"（）", "()"} & {exhibit.title[-2:], *exhibit.notes}


@pytest.mark.parametrize("name", ["镇海", "万福经济开发区片区", "Wanfu Economic Development Ar"])
@pytest.mark.parametrize("width", [3.2, 8.0, 16.0, 40.0])
def test_a_name_takes_lines_and_loses_no_letter(name: str, width: float) -> None:
    rows = name_lines(name, width, 7.2)
    assert "".join(rows).replace(" ", "") == name.replace(" ", "")
    assert max(text_mm(row, 7.2) for row in rows) <= max(width, text_mm("区", 7.2))


def test_words_are_as_wide_wherever_they_are_measured() -> None:
    with rc_context({"text.hinting": "force_autohint"}):
        outside = text_mm.__wrapped__("原文写明 stated", 6.4)
    with print_style():
        assert text_mm.__wrapped__("原文写明 stated", 6.4) == outside


def test_every_part_of_the_rates_on_one_basis_gives_the_verdict_on_all_pairs() -> None:
    study = crowd("zh", 60, "short")
    rates = recomputed_rates(study.observations, study.denominators, study.zones, study.codebook)
    county = rates["zone_id"].map(study.codebook.zones["tier"]).eq("county")
    placed = rates["printed"].notna() | rates["value"].notna()
    verdict, _ = districts_in_words(rates[county & placed], study.codebook, "zh")
    districts = int((county & placed).sum())
    assert verdict.startswith(f"{districts * (districts - 1) // 2} 对中")

    parts = parts_of(draw_one_basis(rates, study.codebook, "zh"))

    assert len(parts) > 1
    for part in parts:
        assert part.figure is not None
        told = "".join(text.get_text() for text in part.figure.findobj(Text))
        assert verdict in told
