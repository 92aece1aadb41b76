"""Knows how to draw values as equal tiles: provinces on a fixed grid, other places by code."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
from matplotlib.figure import Figure

from shequ_eval.analysis.adcodes import AdcodeError
from shequ_eval.analysis.refusals import RefusedMethodError
from shequ_eval.exhibits.exhibit import Exhibit
from shequ_eval.exhibits.layout import Page
from shequ_eval.exhibits.maps.province_tiles import (
    TILES,
    Grid,
    Tile,
    draw_provinces,
    draw_tile,
    plain_words,
    province_name,
)
from shequ_eval.exhibits.maps.shading import (
    HATCH,
    Measure,
    Shades,
    refused,
    shade_legend,
    shades_of,
)
from shequ_eval.exhibits.maps.value_words import (
    how_shaded,
    value_data,
    value_notes,
    value_source,
    value_subtitle,
    value_title,
)
from shequ_eval.exhibits.style import GREY, INK, PAGE_MM, PAPER, RULE, print_style
from shequ_eval.vocabulary.codebook import Language

PROVINCES = Grid(0.2, 0.0, 19.2, 9.6)
PLACES = Grid(0.2, 0.0, 19.2, 9.6)
IN_A_ROW = 8


def draw_province_tiles(
    values: pd.DataFrame, measure: Measure, language: Language, why: str = ""
) -> Exhibit:
    """A measure over the 34 provinces as equal tiles, without any boundary.

    `values` has `adcode` (a province's) and `value`, missing where there is none; provinces
    without a row are missing too. `why` says why no map stands here. Fewer than eight values, or
    a total, give words instead.

    Raises
    ------
    AdcodeError
        No column `adcode`, or a code that is repeated or no province's.
    LayoutError, GlyphError
        The picture cannot be drawn without a fault.

    Examples
    --------
    >>> codes = list(TILES)[:8]
    >>> table = pd.DataFrame({"adcode": codes, "value": range(8)})
    >>> rate = Measure("rate", "比率", "Rate", "%", "2020", "示例数据", demonstration=True)
    >>> draw_province_tiles(table, rate, "zh").title
    '8 个省级行政区的比率：0.0% 至 7.0%；26 个无数据（示例数据）'
    """
    check_codes(values, "adcode", r"\d{6}", list(TILES))
    held = dict(zip(values["adcode"], values["value"], strict=True))
    table = pd.DataFrame(
        {
            "adcode": list(TILES),
            "name": [province_name(code, language) for code in TILES],
            "value": [held.get(code) for code in TILES],
        }
    )
    try:
        shades = shades_of(table["value"], measure)
    except RefusedMethodError as error:
        return refused(f"figure_tiles_{measure.measure_id}", measure, error, language)
    with print_style():
        figure = _provinces(table, shades, measure, language)
    return _exhibit(table, shades, measure, "province", figure, why, language)


def draw_place_tiles(
    values: pd.DataFrame,
    measure: Measure,
    language: Language,
    kind: str = "street",
    why: str = "",
) -> Exhibit:
    """A measure over streets and towns (or districts) as equal tiles, in the order of their codes.

    `values` has `adcode` (six digits of a district, nine of a street or town), `name_zh`,
    optionally `name_en`, and `value`. Nobody's position is known or claimed. Fewer than eight
    values are printed on tiles of one shade; a total, or no value at all, gives words instead.

    Raises
    ------
    AdcodeError
        A column is missing, or a code is malformed or repeated.
    LayoutError, GlyphError
        The picture cannot be drawn without a fault.

    Examples
    --------
    >>> table = pd.DataFrame({
    ...     "adcode": [f"33021100{n}" for n in range(1, 9)],
    ...     "name_zh": [f"示例{n}" for n in range(1, 9)],
    ...     "value": [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0],
    ... })
    >>> rate = Measure("rate", "满意率", "Satisfied", "%", "2017", "示例数据", demonstration=True)
    >>> draw_place_tiles(table, rate, "en").title
    'Satisfied in 8 streets and towns: 1.0% to 8.0% (demonstration data)'
    """
    digits = r"\d{9}" if kind == "street" else r"\d{6}"
    check_codes(values, "adcode", digits, None, ("name_zh",))
    names = values["name_zh"]
    if language == "en" and "name_en" in values:
        names = values["name_en"].where(values["name_en"].ne(""), names)
    table = values.assign(name=names).sort_values("adcode", ignore_index=True)
    try:
        shades = shades_of(table["value"], measure, least=1)
    except RefusedMethodError as error:
        return refused(f"figure_tiles_{measure.measure_id}", measure, error, language)
    with print_style():
        figure = _places(table, shades, measure, language)
    return _exhibit(table, shades, measure, kind, figure, why, language)


def check_codes(
    values: pd.DataFrame,
    column: str,
    pattern: str,
    allowed: list[str] | None,
    needed: tuple[str, ...] = (),
) -> None:
    """Refuse a table whose codes are missing, malformed, repeated or unknown; all faults at once.

    Raises
    ------
    AdcodeError
        Names every fault.
    """
    absent = [name for name in (column, *needed, "value") if name not in values]
    if absent:
        found = ", ".join(str(name) for name in values.columns)
        raise AdcodeError([f"缺列 missing column {name}; found 为: {found}" for name in absent])
    codes = values[column].astype(str)
    bad = ~codes.str.fullmatch(pattern)
    faults = [f"{code!r}: 应为 must be {pattern}" for code in codes[bad]]
    faults += [f"{code}: 重复 repeated" for code in sorted(set(codes[codes.duplicated()]))]
    if allowed is not None:
        faults += [f"{code}: 未知 unknown" for code in codes[~bad] if code not in allowed]
    if faults:
        raise AdcodeError(faults)


def _exhibit(
    table: pd.DataFrame, shades: Shades, measure: Measure, kind: str, figure: Figure, why: str,
    language: Language,
) -> Exhibit:  # fmt: skip
    missing = int(table["value"].isna().sum())
    return Exhibit(
        exhibit_id=f"figure_tiles_{measure.measure_id}",
        kind="figure",
        title=value_title(table["value"], measure, kind, language),
        subtitle=value_subtitle(measure, shades, True, language),
        notes=value_notes(shades, missing, why, False, language),
        source=value_source(measure, language),
        data=value_data(table, measure, language),
        figure=figure,
        rests_on=(measure.rests_on,),
        how=how_shaded(language),
    )


def _provinces(table: pd.DataFrame, shades: Shades, measure: Measure, language: Language) -> Figure:
    page = Page()
    top = _head(page, table, shades, measure, language)
    shown = {
        str(row["adcode"]): value_tile(
            plain_words(str(row["adcode"]), language)[:1], row["value"], shades, measure, language
        )
        for row in table.to_dict("records")
    }
    hainan = shown["460000"]
    shown["460000"] = replace(hainan, words=plain_words("460000", language))
    bottom = draw_provinces(page, replace(PROVINCES, top=top), shown, language)
    return page.finish(bottom + 0.6)


def _places(table: pd.DataFrame, shades: Shades, measure: Measure, language: Language) -> Figure:
    page = Page()
    grid = replace(PLACES, top=_head(page, table, shades, measure, language))
    for place, row in enumerate(table.to_dict("records")):
        x, y = grid.middle(place % IN_A_ROW, place // IN_A_ROW)
        tile = value_tile((str(row["name"]),), row["value"], shades, measure, language)
        draw_tile(page, tile, x, y, grid)
    rows = -(-len(table) // IN_A_ROW)
    return page.finish(grid.top + rows * (grid.height + grid.gap) + 0.6)


def _head(
    page: Page, table: pd.DataFrame, shades: Shades, measure: Measure, language: Language
) -> float:
    missing = bool(table["value"].isna().any())
    return shade_legend(page, 0.2, 3.8, shades, measure, missing, language, PAGE_MM)


def value_tile(
    words: tuple[str, ...], value: float | None, shades: Shades, measure: Measure,
    language: Language,
) -> Tile:  # fmt: skip
    """A tile with its name and its value; hatched and with 无数据 where there is none."""
    if value is None or pd.isna(value):
        return Tile(words, fill=PAPER, edge=GREY, hatch=HATCH, ink=INK)
    place = shades.of(float(value))
    ink = shades.inks[place]
    return Tile(
        words,
        strong=measure.number(float(value)),
        fill=shades.fills[place],
        ink=ink,
        strong_ink=ink,
        edge=RULE,
    )
