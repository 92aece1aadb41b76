"""Knows the 34 provinces as equal tiles: one tile each, no position, area or boundary."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from shequ_eval.exhibits.layout import Page, text_mm, wrap_text
from shequ_eval.exhibits.style import BLUE, GRID, INK, INK_2, MARK_LINE, NOTE, TINT
from shequ_eval.exhibits.words import say
from shequ_eval.vocabulary.codebook import Language

SIZES = (NOTE, 5.6, 4.8)  # of names on a tile; nothing smaller is printed
ROWS, COLUMNS = 8, 8


@dataclass(frozen=True)
class ProvinceTile:
    """A province's names and its column and row on the grid, from the upper left."""

    zh: str
    en: str
    column: int
    row: int


TILES: dict[str, ProvinceTile] = {
    "110000": ProvinceTile("北京", "Beijing", 5, 2),
    "120000": ProvinceTile("天津", "Tianjin", 6, 2),
    "130000": ProvinceTile("河北", "Hebei", 5, 3),
    "140000": ProvinceTile("山西", "Shanxi", 4, 2),
    "150000": ProvinceTile("内蒙古", "Inner Mongolia", 5, 1),
    "210000": ProvinceTile("辽宁", "Liaoning", 7, 2),
    "220000": ProvinceTile("吉林", "Jilin", 7, 1),
    "230000": ProvinceTile("黑龙江", "Heilongjiang", 7, 0),
    "310000": ProvinceTile("上海", "Shanghai", 7, 4),
    "320000": ProvinceTile("江苏", "Jiangsu", 6, 4),
    "330000": ProvinceTile("浙江", "Zhejiang", 6, 5),
    "340000": ProvinceTile("安徽", "Anhui", 5, 4),
    "350000": ProvinceTile("福建", "Fujian", 5, 6),
    "360000": ProvinceTile("江西", "Jiangxi", 5, 5),
    "370000": ProvinceTile("山东", "Shandong", 6, 3),
    "410000": ProvinceTile("河南", "Henan", 4, 3),
    "420000": ProvinceTile("湖北", "Hubei", 4, 4),
    "430000": ProvinceTile("湖南", "Hunan", 4, 5),
    "440000": ProvinceTile("广东", "Guangdong", 4, 6),
    "450000": ProvinceTile("广西", "Guangxi", 3, 6),
    "460000": ProvinceTile("海南", "Hainan", 3, 7),
    "500000": ProvinceTile("重庆", "Chongqing", 3, 4),
    "510000": ProvinceTile("四川", "Sichuan", 2, 4),
    "520000": ProvinceTile("贵州", "Guizhou", 3, 5),
    "530000": ProvinceTile("云南", "Yunnan", 2, 5),
    "540000": ProvinceTile("西藏", "Xizang", 1, 4),
    "610000": ProvinceTile("陕西", "Shaanxi", 3, 3),
    "620000": ProvinceTile("甘肃", "Gansu", 2, 3),
    "630000": ProvinceTile("青海", "Qinghai", 1, 3),
    "640000": ProvinceTile("宁夏", "Ningxia", 3, 2),
    "650000": ProvinceTile("新疆", "Xinjiang", 0, 2),
    "710000": ProvinceTile("台湾", "Taiwan", 7, 6),
    "810000": ProvinceTile("香港", "Hong Kong", 5, 7),
    "820000": ProvinceTile("澳门", "Macao", 4, 7),
}


@dataclass(frozen=True)
class Tile:
    """What a tile shows: its words from top to bottom, and how it is filled and outlined."""

    words: tuple[str, ...]
    strong: str = ""  # in bold, under the words
    fill: str = GRID
    ink: str = INK_2
    strong_ink: str = INK
    edge: str = "none"
    hatch: str | None = None


@dataclass(frozen=True)
class Grid:
    """Where tiles stand on the page, in mm."""

    left: float
    top: float
    width: float
    height: float
    gap: float = 0.8

    def middle(self, column: int, row: int) -> tuple[float, float]:
        """The left edge and the middle of a tile.

        >>> Grid(0, 0, 10, 8).middle(1, 1)
        (10.8, 12.8)
        """
        return (
            self.left + column * (self.width + self.gap),
            self.top + row * (self.height + self.gap) + self.height / 2,
        )


def province_of(adcode: str) -> str:
    """The code of the province that a code lies in.

    >>> province_of("330211"), province_name("330211", "en")
    ('330000', 'Zhejiang')
    """
    return adcode[:2] + "0000"


def province_name(adcode: str, language: Language) -> str:
    """The short name of the province that a code lies in, or that it lies in none.

    >>> province_name("999999", "zh")
    '不在任何省'
    """
    tile = TILES.get(province_of(adcode))
    if tile is None:
        return say(language, "不在任何省", "in no province")
    return say(language, tile.zh, tile.en)


def draw_provinces(page: Page, grid: Grid, shown: Mapping[str, Tile], language: Language) -> float:
    """All 34 tiles; those in `shown` as given, the others with their names; the y below them."""
    for adcode, place in TILES.items():
        plain = Tile(plain_words(adcode, language))
        x, y = grid.middle(place.column, place.row)
        draw_tile(page, shown.get(adcode, plain), x, y, grid)
    return grid.top + ROWS * (grid.height + grid.gap)


def plain_words(adcode: str, language: Language) -> tuple[str, ...]:
    """A province's name; under Hainan's, that it stands for the islands too."""
    name = province_name(adcode, language)
    if adcode != "460000":
        return (name,)
    return (name, say(language, "含南海诸岛", "with islands"))


def marked(province: str, zones: str) -> Tile:
    """A tile that holds zones: their names in bold under the province's."""
    return Tile((province,), strong=zones, fill=TINT, edge=BLUE)


def draw_tile(page: Page, tile: Tile, x: float, y: float, grid: Grid) -> None:
    """One tile with its left edge at `x` and its middle at `y`; words as large as fit."""
    page.box(
        x,
        y,
        grid.width,
        grid.height,
        facecolor=tile.fill,
        edgecolor=tile.edge,
        linewidth=MARK_LINE if tile.edge != "none" else 0.0,
        hatch=tile.hatch,
        zorder=2,
    )
    lines = [(*row, False) for words in tile.words for row in _fitted(words, grid.width - 0.6)]
    lines += [(*row, True) for row in _fitted(tile.strong, grid.width - 0.6) if tile.strong]
    step = min(3.1, (grid.height - 0.6) / len(lines))
    first = y - (len(lines) - 1) * step / 2
    for place, (words, size, bold) in enumerate(lines):
        colour = tile.strong_ink if bold else tile.ink
        middle, halo = x + grid.width / 2, tile.hatch is not None
        page.text(middle, first + place * step, words, size, colour, bold, "center", halo)


def _fitted(words: str, width: float) -> list[tuple[str, float]]:
    """Words at the greatest size that fits, on two lines at the smallest where none does."""
    for size in SIZES:
        if text_mm(words, size) <= width:
            return [(words, size)]
    return [(row, SIZES[-1]) for row in wrap_text(words, width, SIZES[-1])]
