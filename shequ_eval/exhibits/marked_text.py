"""Knows how a text is shown with its figures marked and read; judges none and codes none.

It shows what a coder would be offered: the words, what they say and what is doubtful. Whether a
figure belongs to an indicator is for the coding desk and for people.
"""

from __future__ import annotations

import re

import pandas as pd

from shequ_eval.evidence.quantities import Quantity, find_quantities
from shequ_eval.evidence.quantities.quantity import Number
from shequ_eval.evidence.quantities.short_reading import amount, bases
from shequ_eval.exhibits.exhibit import Exhibit
from shequ_eval.exhibits.numbers import plain_number
from shequ_eval.exhibits.words import headed, listed, say, unit_words
from shequ_eval.vocabulary.codebook import Codebook, Language

_MARKDOWN = re.compile(r"[\\`*_{}\[\]<>#|~]")
HOW = ("由数字语法从所给文字读出", "read from the given text by the grammar of quantities")


def marked_text(
    text: str, codebook: Codebook, language: Language, demonstration: bool = False
) -> Exhibit:
    """A text, line by line, each figure in bold and followed by what it says.

    Lines without a figure stay, so that the text can be read. `demonstration` says on it that the
    text was made up.

    Examples
    --------
    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> marked_text("投入300余万元。", read_codebook(find_data_root()), "en").sentences
    ('投入**300余万元**⟨≥3,000,000 yuan⟩。',)
    """
    found = find_quantities(text)
    lines: list[str] = []
    at = 0
    for line in text.splitlines(keepends=True):
        inside = [quantity for quantity in found if at <= quantity.start < at + len(line)]
        lines.append(_marked(text, at, at + len(line), inside, codebook, language))
        at += len(line)
    title = say(
        language, f"文中有 {len(found)} 个数字", f"The text holds {len(found)} figures"
    ) + _mark(demonstration, language)
    kept = tuple(line for line in lines if line)
    sentences = (f"**{title}**", *kept) if demonstration else kept
    return Exhibit("marked_text", "text", title, sentences=sentences, how=say(language, *HOW))


def figures_in_text(
    text: str, codebook: Codebook, language: Language, demonstration: bool = False
) -> Exhibit:
    """The figures of a text, a row a figure: own words, what they say, base, role, doubts.

    Examples
    --------
    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> book = read_codebook(find_data_root())
    >>> table = figures_in_text("每个社区不少于2名社工，近80%", book, "zh").data
    >>> table[["原词", "数值或界限", "单位", "每"]].values.tolist()
    [['不少于2名', '≥2', '人', '/社区'], ['近80%', '≤80', '%', '']]
    """
    rows = [
        headed(
            language,
            ("原词", "Own words", quantity.text),
            ("数值或界限", "Number or bounds", amount(quantity, _number)),
            ("单位", "Unit", unit_words(quantity.unit_id, language)),
            ("每", "Per", bases(quantity, lambda unit: unit_words(unit, language))),
            ("作用", "Role", codebook.label("figure_role", quantity.role, language)),
            ("疑点", "Doubts", _doubts(quantity, codebook, language)),
        )
        for quantity in find_quantities(text)
    ]
    title = say(language, "每个数字怎样读", "How each figure is read")
    return Exhibit(
        "figures_in_text",
        "table",
        title + _mark(demonstration, language),
        pd.DataFrame(rows),
        how=say(language, *HOW),
    )


def _marked(
    text: str, start: int, stop: int, inside: list[Quantity], codebook: Codebook, language: Language
) -> str:
    pieces: list[str] = []
    for quantity in inside:
        said = [amount(quantity, _number), unit_words(quantity.unit_id, language)]
        said += [
            bases(quantity, lambda unit: unit_words(unit, language)),
            _doubts(quantity, codebook, language),
        ]
        pieces.append(_escaped(text[start : quantity.start]))
        pieces.append(f"**{_escaped(quantity.text)}**⟨{' '.join(part for part in said if part)}⟩")
        start = quantity.end
    return "".join([*pieces, _escaped(text[start:stop])]).strip()


def _doubts(quantity: Quantity, codebook: Codebook, language: Language) -> str:
    return listed((codebook.label("figure_flags", f, language) for f in quantity.flags), language)


def _number(number: Number) -> str:
    return plain_number(round(number, 4))


def _escaped(words: str) -> str:
    r"""The words as markdown prints them unchanged.

    >>> _escaped("1+N[*]")
    '1+N\\[\\*\\]'
    """
    return _MARKDOWN.sub(r"\\\g<0>", words)


def _mark(demonstration: bool, language: Language) -> str:
    return say(language, "（示例数据）", " (demonstration data)") if demonstration else ""
