"""Knows how a shaded map or grid of tiles is said: finding, notes, table; shades nothing."""

from __future__ import annotations

import pandas as pd

from shequ_eval.exhibits.maps.shading import Measure, Shades
from shequ_eval.exhibits.words import headed, say
from shequ_eval.vocabulary.codebook import Language

PLACES = {
    "province": ("个省级行政区", "province-level units"),
    "district": ("个区县", "districts and counties"),
    "street": ("个街道、镇", "streets and towns"),
}


def value_title(values: pd.Series, measure: Measure, kind: str, language: Language) -> str:
    """Between what and what the measure lies, in how many places, and how many have no value."""
    known = values.dropna().astype(float)
    places = f"{len(known)} " + say(language, *PLACES[kind])
    close = "%" if measure.unit == "%" else ""
    ends = [measure.number(end) + close for end in (known.min(), known.max())]
    span = say(language, " 至 ", " to ").join(ends)
    title = say(
        language,
        f"{places}的{measure.title('zh')}：{span}",
        f"{measure.title('en')} in {places}: {span}",
    )
    missing = len(values) - len(known)
    lacking = say(language, f"；{missing} 个无数据", f"; no data for {missing}")
    mark = say(language, "（示例数据）", " (demonstration data)") if measure.demonstration else ""
    title = title[:1].upper() + title[1:]
    return title + lacking * bool(missing) + mark


def value_subtitle(measure: Measure, shades: Shades, tiles: bool, language: Language) -> str:
    """What is shown and how the classes are cut."""
    what = measure.heading(language)
    what = what[:1].upper() + what[1:]
    cut = (
        say(
            language,
            "按分位数分档，至多五档，各档地方数大致相等。",
            "Shades by quantiles, five at most, with about as many places in each.",
        )
        if len(shades.ranges) > 1
        else say(language, "只有一档，不分深浅。", "One shade only.")
    )
    place = say(
        language, "一格一地，不表示位置与面积。", "One tile a place; it shows no position or area."
    )
    return (
        say(language, f"{what}。", f"{what}. ")
        + cut
        + say(language, "", " ") * tiles
        + (place * tiles)
    )


def value_notes(
    shades: Shades, missing: int, why: str, unnamed: bool, language: Language, outlined: str = ""
) -> tuple[str, ...]:
    """That darker is more and not better, that no data is not zero, and why there are tiles.

    `outlined` says which outlines are drawn in ink, and what their values are.
    """
    notes = [
        say(
            language,
            "颜色深只表示数值大，不表示好；邻近地方的差别未作检验。",
            "Darker is more, not better; differences between places have not been tested.",
        )
    ]
    if missing:
        notes.append(
            say(language, "斜线为无数据，不是零。", "Hatched: no data, which is not zero.")
        )
    if unnamed:
        notes.append(
            say(
                language,
                "放不下的名称见表。",
                "Places without room for a name stand in the table.",
            )
        )
    return tuple(note for note in [why, outlined, *notes] if note)


def outlined_words(table: pd.DataFrame, measure: Measure, language: Language) -> str:
    """Which places the report's own lie in, with their values; nothing where none is outlined."""
    if table.empty:
        return ""
    missing = say(language, "无数据", "no data")
    close = "%" if measure.unit == "%" else ""
    parts = [
        f"{row['name']} "
        + (missing if pd.isna(row["value"]) else measure.number(row["value"]) + close)
        for row in table.to_dict("records")
    ]
    told = say(language, "、", ", ").join(parts)
    return say(
        language,
        f"黑框为所评各地所在的省级行政区：{told}。",
        f"Outlined in black: where the places of this report lie: {told}.",
    )


def how_shaded(language: Language) -> str:
    """How the numbers of such an exhibit were made."""
    return say(
        language,
        "按代码连接的原数，分位数分档；地方数为清点所得",
        "values joined by code, cut at quantiles; places counted",
    )


def value_source(measure: Measure, language: Language) -> str:
    """Where the values come from."""
    return say(language, f"数据：{measure.source}。", f"Data: {measure.source}.")


def value_data(table: pd.DataFrame, measure: Measure, language: Language) -> pd.DataFrame:
    """One row a place: code, name, value; in the order of the codes, never of the values."""
    missing = say(language, "无数据", "no data")
    heading = measure.heading(language)
    rows = [
        headed(language, ("代码", "Code", row["adcode"]), ("名称", "Name", row["name"]))
        | {heading: missing if pd.isna(row["value"]) else measure.number(row["value"])}
        for row in table.sort_values("adcode").to_dict("records")
    ]
    return pd.DataFrame(rows)
