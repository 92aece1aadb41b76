"""Lost numbers and repeated passages are found by place; what is whole is left alone."""

from __future__ import annotations

import os
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shequ_eval.evidence.documents import find_documents, find_text
from shequ_eval.evidence.tables import read_tables
from shequ_eval.evidence.text_gaps import TextGap, find_text_gaps
from shequ_eval.evidence.text_repeats import find_repeated_passages

PLACES = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"


def document(data_root: Path, source_id: str) -> str:
    if "SHEQU_EVAL_SOURCES" not in os.environ:
        pytest.skip("SHEQU_EVAL_SOURCES is unset: the source documents are not here")
    sources = read_tables(data_root)["sources"].set_index("source_id")
    text = find_text(find_documents(data_root), str(sources.at[source_id, "file"]))
    if text is None:
        pytest.skip(f"the document of {source_id} is not in SHEQU_EVAL_SOURCES")
    return text


@pytest.mark.parametrize(
    ("text", "gap"),
    [
        ("活动达场", 3),
        ("共有名党员", 2),
        ("划分成个网格", 3),
        ("生活的项服务", 3),
        ("全市个街道", 2),
        ("个", None),
        ("共有3名党员", None),
        ("活动达三场", None),
        ("生活的项目", None),
        ("他的名字", None),
        ("划分成条块", None),
    ],
)
def test_a_measure_word_that_nothing_counts_is_a_gap(text: str, gap: int | None) -> None:
    assert find_text_gaps(text) == ([] if gap is None else [TextGap(gap, "count")])


@pytest.mark.parametrize(
    ("text", "gap"),
    [("较年底上升", 1), ("，年改造", 1), ("从年1月", 1), ("2015年底", None), ("，年度", None)],
)
def test_a_year_without_its_number_is_a_gap(text: str, gap: int | None) -> None:
    assert find_text_gaps(text) == ([] if gap is None else [TextGap(gap, "year")])


@given(number=st.integers(min_value=1, max_value=10**6))
def test_a_number_taken_out_of_a_sentence_is_found_where_it_was(number: int) -> None:
    before, after = "到社区报到的党员共有", "名，活动按时开展。"
    assert find_text_gaps(f"{before}{number}{after}") == []
    assert find_text_gaps(before + after) == [TextGap(len(before), "count")]


def test_the_gaps_of_the_document_are_those_of_the_table(data_root: Path) -> None:
    missing = read_tables(data_root)["missing_numbers"]
    lost = missing[missing["source_id"].eq("nanjing_doc") & missing["type"].isin(["count", "year"])]
    found = find_text_gaps(document(data_root, "nanjing_doc"))
    assert len(found) == 13
    assert [(gap.gap, gap.type) for gap in found] == list(
        zip(lost["gap"], lost["type"], strict=True)
    )


@pytest.mark.parametrize("source_id", ["lishui_doc", "zhenhai_doc", "jiangbei_doc", "jiexiu_doc"])
def test_a_document_that_lost_no_number_has_no_gap(data_root: Path, source_id: str) -> None:
    assert find_text_gaps(document(data_root, source_id)) == []


def test_the_document_that_repeats_its_body_is_told_by_place(data_root: Path) -> None:
    text = document(data_root, "jiangbei_doc")
    (passage,) = find_repeated_passages(text)
    assert passage.length > 1000
    first = text[passage.first : passage.first + passage.length]
    assert "".join(first.split())[:200] == "".join(text[passage.again :].split())[:200]
    evidence = pd.Series(read_tables(data_root)["evidence"].query("zone_id == 'jiangbei'")["start"])
    assert (evidence < passage.again).all()


def test_no_passage_of_the_other_documents_is_repeated(data_root: Path) -> None:
    assert find_repeated_passages(document(data_root, "zhenhai_doc")) == []


@given(
    body=st.permutations(PLACES).map("".join),
    between=st.permutations("一二三四五六七八九十").map("".join),
    gap=st.sampled_from(["", " ", "\n\u3000"]),
)
def test_a_planted_repetition_is_found_whatever_the_white_space(
    body: str, between: str, gap: str
) -> None:
    again = f"{body[:8]}{gap}{body[8:]}"
    (passage,) = find_repeated_passages(f"{body}{between}{again}", least_length=len(body))
    assert (passage.first, passage.again) == (0, len(body) + len(between))
    assert passage.length == len(again)


@given(body=st.permutations(PLACES).map("".join))
def test_a_text_that_says_all_once_has_no_repetition(body: str) -> None:
    assert find_repeated_passages(body, least_length=2) == []


def test_a_least_length_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="above zero"):
        find_repeated_passages("甲乙", least_length=0)
