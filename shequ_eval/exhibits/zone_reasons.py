"""Knows how verdicts and reasons are said with the zones that each concerns; judges no pair."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from shequ_eval.analysis.comparability import VERDICTS
from shequ_eval.exhibits.words import counted_words, listed, reason_words, say
from shequ_eval.vocabulary.codebook import Codebook, Language

# Another zone, the verdict on the two and the reasons.
Told = tuple[str, str, tuple[str, ...]]
MOST_NAMES = 3  # more zones than these are counted


def zones_in_words(zones: Sequence[str], codebook: Codebook, language: Language) -> str:
    """The names of a few zones, else how many they are.

    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> book = read_codebook(find_data_root())
    >>> zones_in_words(["zhenhai", "lishui"], book, "zh"), zones_in_words(["a"] * 4, book, "en")
    ('镇海、溧水', '4 zones')
    """
    if len(zones) > MOST_NAMES:
        return say(language, f"{len(zones)} 地", counted_words(len(zones), "zone", "zones"))
    return say(language, "、", ", ").join(codebook.title("short", zone, language) for zone in zones)


def verdicts_in_words(told: Sequence[Told], codebook: Codebook, language: Language) -> str:
    """The verdict on a zone beside the others: one word for all, else with whom which.

    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> book = read_codebook(find_data_root())
    >>> one = ("lishui", "cannot_be_told", ("registration_unstated",))
    >>> verdicts_in_words([one], book, "zh")
    '无从判断'
    >>> verdicts_in_words([one, ("jiangbei", "comparable", ())], book, "zh")
    '与江北可比；与溧水无从判断'
    """
    groups = {
        verdict: [zone for zone, own, _ in told if own == verdict]
        for verdict in VERDICTS
        if any(own == verdict for _, own, _ in told)
    }
    if len(groups) == 1:
        return codebook.label("verdict", next(iter(groups)), language)
    parts = []
    for verdict, zones in groups.items():
        names = zones_in_words(zones, codebook, language)
        word = codebook.label("verdict", verdict, language)
        parts.append(say(language, f"与{_spaced(names)}{word}", f"with {names}: {word}"))
    return listed(parts, language)


def reasons_in_words(told: Sequence[Told], codebook: Codebook, language: Language) -> str:
    """Every reason on a zone beside the others, with whom where it is not with all of them.

    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> book = read_codebook(find_data_root())
    >>> told = [("lishui", "cannot_be_told", ("registration_unstated",)),
    ...         ("jiangbei", "not_comparable", ("registration_unstated", "period_gap"))]
    >>> reasons_in_words(told, book, "zh")
    '登记或备案未说明；期间相差过大（与江北）'
    """
    zones_of: dict[str, list[str]] = {}
    for zone, _, reasons in told:
        for reason in reasons:
            zones_of.setdefault(reason, []).append(zone)
    return listed(_reasons(zones_of, len(told), codebook, language), language)


def _reasons(
    zones_of: dict[str, list[str]], of: int, codebook: Codebook, language: Language
) -> Iterable[str]:
    for reason, zones in zones_of.items():
        word = codebook.label("reason", reason, language)
        if len(zones) < of:
            names = zones_in_words(zones, codebook, language)
            word += say(language, f"（与{_spaced(names)}）", f" (with {names})")
        yield word


def _spaced(names: str) -> str:
    """Names behind a Chinese word: a space before a number.

    >>> _spaced("镇海、溧水"), _spaced("12 地")
    ('镇海、溧水', ' 12 地')
    """
    return f" {names}" if names[:1].isascii() else names


def deciding_first(told: Sequence[Told]) -> list[Told]:
    """What is told of a zone beside the others, that which lets most through first.

    >>> gap, open_ = ("b", "not_comparable", ()), ("c", "cannot_be_told", ())
    >>> [zone for zone, _, _ in deciding_first([gap, open_])]
    ['c', 'b']
    """
    return sorted(told, key=lambda one: VERDICTS.index(one[1]))


def among_themselves(
    against: Mapping[str, Sequence[Told]], codebook: Codebook, language: Language
) -> tuple[str, str]:
    """The verdict on zones among themselves and the reasons: one word for all pairs, else counted.

    `against` holds, of each zone, what is told of it beside others; only the zones that are in it
    are spoken of. Empty words for no pair.

    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> book = read_codebook(find_data_root())
    >>> undated = ("c", "cannot_be_told", ("period_missing",))
    >>> told = {"a": [("b", "comparable", ()), undated], "b": [undated], "c": []}
    >>> among_themselves(told, book, "zh")
    ('3 对中可比 1 对、无从判断 2 对', '未写时间（2 对）')
    >>> among_themselves({"a": told["a"], "c": []}, book, "en")
    ('cannot be determined', 'undated')
    """
    pairs = {
        frozenset((zone, other)): (verdict, reasons)
        for zone, told in against.items()
        for other, verdict, reasons in told
        if other in against
    }
    verdicts = [verdict for verdict, _ in pairs.values()]
    counts = Counter(reason for _, reasons in pairs.values() for reason in reasons)
    reasons = [
        codebook.label("reason", reason, language)
        + ("" if count == len(pairs) else say(language, f"（{count} 对）", f" ({count})"))
        for reason, count in counts.items()
    ]
    told = [(verdict, verdicts.count(verdict)) for verdict in VERDICTS if verdict in verdicts]
    words = [codebook.label("verdict", verdict, language) for verdict, _ in told]
    if len(told) < 2:
        return "".join(words), listed(reasons, language)
    zh = "、".join(f"{word} {count} 对" for word, (_, count) in zip(words, told, strict=True))
    en = ", ".join(f"{word} {count}" for word, (_, count) in zip(words, told, strict=True))
    head = say(language, f"{len(pairs)} 对中{zh}", f"of {len(pairs)} pairs: {en}")
    return head, listed(reasons, language)


def verdicts_among(rates: pd.DataFrame) -> set[str]:
    """The verdicts on the districts of a table of rates among themselves.

    >>> told = [("b", "comparable", ()), ("far", "not_comparable", ("tier",))]
    >>> rows = [("a", told, "comparable"), ("b", [], "comparable")]
    >>> verdicts_among(pd.DataFrame(rows, columns=["zone_id", "against", "verdict"]))
    {'comparable'}
    """
    zones = set(rates["zone_id"].astype(str))
    among = {verdict for told in rates["against"] for zone, verdict, _ in told if zone in zones}
    return among or set(rates["verdict"])


def districts_in_words(
    rates: pd.DataFrame, codebook: Codebook, language: Language
) -> tuple[str, str]:
    """The verdict on the districts of a table of rates among themselves, and the reasons.

    Where one word holds for all pairs the reasons are those of all districts together, with what
    their printed rates leave unsaid; else verdicts and reasons are counted by pairs.

    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> book = read_codebook(find_data_root())
    >>> gap = [("b", "not_comparable", ("period_gap",))]
    >>> rates = pd.DataFrame({"zone_id": ["a", "b"], "against": [gap, []],
    ...     "verdict": "not_comparable", "reasons": [("period_gap", "basis_unstated")] * 2})
    >>> districts_in_words(rates, book, "zh")
    ('不可比', '期间相差过大；人口口径未说明')
    """
    own = rates[["zone_id", "against", "verdict", "reasons"]].to_dict("records")
    against = {str(row["zone_id"]): row["against"] for row in own}
    if len(verdicts_among(rates)) > 1:
        return among_themselves(against, codebook, language)
    word = codebook.label("verdict", str(own[0]["verdict"]), language)
    return word, reason_words(own[0]["reasons"], codebook, language)
