"""A text with its figures marked; and an English word for every unit that a figure may have."""

from __future__ import annotations

import re
from pathlib import Path

from shequ_eval.evidence.quantities.units import COUNTED, UNITS
from shequ_eval.evidence.tables import read_tables
from shequ_eval.exhibits.marked_text import figures_in_text, marked_text
from shequ_eval.exhibits.units_en import UNITS_EN
from shequ_eval.vocabulary.codebook import Codebook

GRAMMAR = {unit.unit_id for unit in UNITS.values()} | set(COUNTED.split()) | {"比"}
TEXT = "社区42个，其中*示范*社区不少于20个。\n\n没有数字的一行。\n全区共有家社会组织。\n"
HAN = re.compile(r"[一-鿿]")


def test_a_text_taken_apart_again_is_the_text(codebook: Codebook) -> None:
    shown = "\n".join(marked_text(TEXT, codebook, "zh").sentences)
    without = re.sub(r"\*\*([^*]+)\*\*⟨[^⟩]+⟩", r"\1", shown).replace("\\*", "*")
    assert without.split() == TEXT.split()


def test_the_marks_say_bounds_and_lost_numbers_in_both_languages(codebook: Codebook) -> None:
    chinese, _, lost = marked_text(TEXT, codebook, "zh").sentences
    assert "**不少于20个**⟨≥20 个⟩" in chinese
    assert "**家**⟨? 家 数字缺失⟩" in lost
    assert "⟨? number missing⟩" in marked_text(TEXT, codebook, "en").sentences[2]


def test_what_was_made_up_says_so_and_what_was_not_does_not(codebook: Codebook) -> None:
    for show in (marked_text, figures_in_text):
        assert "示例数据" in show(TEXT, codebook, "zh", True).title
        assert "示例数据" not in show(TEXT, codebook, "zh").title


def test_a_text_without_figures_is_shown_and_has_no_rows(codebook: Codebook) -> None:
    assert marked_text("没有数字。", codebook, "zh").sentences == ("没有数字。",)
    assert figures_in_text("没有数字。", codebook, "zh").data.empty


def test_every_unit_of_the_grammar_and_of_the_codebook_has_an_english_word(data_root: Path) -> None:
    known = GRAMMAR | set(read_tables(data_root)["units"]["unit"])
    assert sorted(known - set(UNITS_EN)) == []
    assert [unit for unit, word in UNITS_EN.items() if HAN.search(word)] == []


def test_a_unit_that_is_found_may_be_coded(data_root: Path) -> None:
    read_as_share = {"成", "折"}
    coded = set(read_tables(data_root)["units"]["unit"])
    assert sorted(GRAMMAR - coded - read_as_share) == []
