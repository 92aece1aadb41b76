"""Knows where a title breaks by its sense, in lines of about one length; knows no report."""

from __future__ import annotations

import re
from itertools import combinations, pairwise

from shequ_eval.reporting.document.grid import width_em

MOST_LINES = 3
SHORTEST_EM = 4.0
# Words that begin what kind of report it is: the best place for a new line.
_KIND = re.compile(
    r"(?=第三方评[估价]|比较评[估价]|绩效评[估价]|[中终]期评[估价]|年度评[估价]|评[估价]报告)"
)
_AFTER_POINT = re.compile(r"(?<=[，、：；》）])")
_BLANK = re.compile(r"(?<=\s)(?=\S)")
_WITHIN = re.compile(r"(?<=[\u4e00-\u9fff])(?=[\u4e00-\u9fff])")
_NO_HAN = re.compile(r"[^\u4e00-\u9fff]")
_COSTS = ((_KIND, 0.0), (_AFTER_POINT, 1.0), (_BLANK, 1.0), (_WITHIN, 6.0))


def lines_by_sense(title: str, room_em: float, shortest_em: float = SHORTEST_EM) -> list[str]:
    """The title in as few lines as hold it; one of more than `MOST_LINES` in one piece.

    >>> lines_by_sense("镇海区社区治理和服务创新实验区第三方评估报告", 19)
    ['镇海区社区治理和服务创新实验区', '第三方评估报告']
    >>> lines_by_sense("Community governance in five places: a comparison", 16)
    ['Community governance in', 'five places: a comparison']
    >>> lines_by_sense("镇海评价报告", 19)
    ['镇海评价报告']
    >>> lines_by_sense("状态、期间、等级", 7, 2.0), lines_by_sense("同一口径复算", 5, 2.0)
    (['状态、', '期间、等级'], ['同一口径', '复算'])
    """
    if width_em(title) <= room_em:
        return [title]
    costs = {
        found.start(): cost
        for pattern, cost in reversed(_COSTS)
        for found in pattern.finditer(title)
    }
    for count in range(2, MOST_LINES + 1):
        ways = [
            (_cost(lines, [costs[place] + _odd(title, place, costs) for place in places]), lines)
            for places in combinations(sorted(costs), count - 1)
            for lines in (_cut(title, places),)
            if all(shortest_em <= width_em(line) <= room_em for line in lines)
        ]
        if ways:
            return min(ways, key=lambda way: (way[0], -width_em(way[1][0])))[1]
    return [title]


def _cut(title: str, places: tuple[int, ...]) -> list[str]:
    ends = (0, *places, len(title))
    return [title[start:end].strip() for start, end in pairwise(ends)]


def _odd(title: str, place: int, costs: dict[int, float]) -> float:
    """What a break may cost that cuts a Chinese word: most words have two characters."""
    within = costs[place] == _COSTS[-1][1]
    return float(len(_NO_HAN.split(title[:place])[-1]) % 2) if within else 0.0


def _cost(lines: list[str], breaks: list[float]) -> float:
    """How ill the breaks stand, and a little for lines of different lengths."""
    widths = [width_em(line) for line in lines]
    return sum(breaks) + 1.5 * (max(widths) - min(widths)) / max(widths)
