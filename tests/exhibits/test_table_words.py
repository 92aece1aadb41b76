"""Tables as a reader meets them: no empty column, no row twice, no number without its unit."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shequ_eval.analysis.comparability import compare_pairs, figures_to_compare
from shequ_eval.analysis.rates import recomputed_rates
from shequ_eval.analysis.targets import hold_standards, hold_targets
from shequ_eval.evidence.study import Study, study_of
from shequ_eval.exhibits.audit_tables import requests_of_audit
from shequ_eval.exhibits.comparison_tables import rates_table
from shequ_eval.exhibits.exhibit import MIME, Exhibit
from shequ_eval.exhibits.figure_tables import dimension_tables
from shequ_eval.exhibits.origins import origins
from shequ_eval.exhibits.pair_tables import refusals_table
from shequ_eval.exhibits.quantity_en import english_quantity
from shequ_eval.exhibits.request_tables import requests_table
from shequ_eval.exhibits.score_words import score_notes
from shequ_eval.exhibits.source_tables import (
    denominators_table,
    disputes_table,
    evidence_table,
    missing_table,
    sources_table,
    zones_table,
)
from shequ_eval.exhibits.source_words import document_number
from shequ_eval.exhibits.table_columns import filled_columns
from shequ_eval.exhibits.target_tables import standards_table, targets_table
from shequ_eval.exhibits.words import either
from shequ_eval.reporting.exhibit_files import write_exhibits
from shequ_eval.reporting.found_exhibits import exhibit_of
from shequ_eval.vocabulary.audit_rules import AuditRules
from shequ_eval.vocabulary.codebook import Codebook, Language

DATA = Path(__file__).resolve().parents[2] / "data"
FIVE = ("nanjing", "lishui", "zhenhai", "jiangbei", "jiexiu")
LANGUAGES: list[Language] = ["zh", "en"]
CHINESE = re.compile("[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def study() -> Callable[..., Study]:
    held: dict[tuple[str, ...], Study] = {}

    def read(*zones: str) -> Study:
        if zones not in held:
            given = {"report_id": "x", "as_of": "2026-11-24", "title": "题", "title_en": "x"}
            held[zones] = study_of(DATA, given | {"zones": list(zones)})
        return held[zones]

    return read


def tables_of(study: Study, language: Language) -> list[Exhibit]:
    """The tables whose columns a place or an edition may leave without a word."""
    book = study.codebook
    rates = recomputed_rates(study.observations, study.denominators, study.zones, book)
    return [
        zones_table(study.zones, book, language),
        sources_table(study.sources, book, language),
        evidence_table(study.evidence, book, language),
        denominators_table(study.denominators, book, language),
        disputes_table(study.disputes, book, language),
        missing_table(study.missing_numbers, book, language),
        rates_table(rates, book, language),
        origins(study.evidence, study.sources, study.denominators, study.standards, book, language),
    ]


@given(st.lists(st.dictionaries(st.sampled_from("abc"), st.sampled_from(["", "x"])), max_size=5))
def test_a_column_stays_where_one_row_at_least_says_something(rows: list[dict[str, str]]) -> None:
    kept = filled_columns(rows)
    assert set(kept.columns) == {key for row in rows for key, cell in row.items() if cell}
    assert len(kept) == len(rows) or kept.empty


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("zones", [FIVE, ("zhenhai",), ("jiexiu",)])
def test_no_table_has_a_column_that_is_empty_in_every_row(
    study: Callable[..., Study], zones: tuple[str, ...], language: Language
) -> None:
    for table in tables_of(study(*zones), language):
        for column in table.data.columns if len(table.data) else ():
            assert table.data[column].astype(str).ne("").any(), (table.exhibit_id, column)


def test_a_place_within_none_of_the_reports_places_says_so(study: Callable[..., Study]) -> None:
    several = zones_table(study(*FIVE).zones, study(*FIVE).codebook, "zh").data
    assert several.set_index("地区")["上级"].map(bool).all()
    alone = zones_table(study("zhenhai").zones, study("zhenhai").codebook, "zh").data
    assert "上级" not in alone.columns


def test_every_document_is_named_in_english_with_its_issuer(codebook: Codebook) -> None:
    numbered = [rule for rule in codebook.standards if rule.number.endswith(("号", "附件"))]
    assert len(numbered) > 10
    for rule in numbered:
        assert not CHINESE.search(document_number(rule.number, codebook, "en")), rule.id
        digits = re.findall(r"\d+", document_number(rule.number, codebook, "en"))
        assert digits == re.findall(r"\d+", rule.number)


def test_an_annex_is_not_set_off_by_a_typed_space(codebook: Codebook) -> None:
    assert not any("号 附件" in note for note in score_notes(codebook, 80, "zh"))
    assert any(", annex" in note for note in score_notes(codebook, 80, "en"))


@pytest.mark.parametrize("words", ["七网八网", "1+3", "早8晚8", "近", "以上", ""])
def test_words_that_are_not_wholly_understood_get_no_gloss(words: str) -> None:
    assert english_quantity(words) == ""


@given(st.integers(1, 99), st.integers(100, 999))
def test_a_gloss_keeps_every_number_of_the_words(low: int, high: int) -> None:
    gloss = english_quantity(f"不少于{low}-{high}平米")
    assert re.findall(r"\d+", gloss) == [str(low), str(high)]
    assert not CHINESE.search(gloss)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_of_the_table_of_rates_has_its_unit(
    study: Callable[..., Study], language: Language
) -> None:
    held = study(*FIVE)
    rates = recomputed_rates(held.observations, held.denominators, held.zones, held.codebook)
    table = rates_table(rates, held.codebook, language).data
    bare = re.compile(r"[\d,.]+(?:[ （(].*|)")
    for column in table.columns:
        if table[column].map(lambda cell: bool(bare.fullmatch(str(cell)))).any():
            units = {"zh": ("人", "家"), "en": ("persons", "Numerator")}[language]
            cells = column + "".join(table[column])
            assert any(unit in cells for unit in units), column


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_files_of_a_cut_list_hold_every_request_and_its_note_says_so(
    codebook: Codebook, language: Language, tmp_path: Path
) -> None:
    asked = [
        {
            "zone_id": zone, "rank": rank, "kind": "mechanism", "subject_id": "m03",
            "ask_for": f"名录{rank}", "ask_for_en": f"list {rank}", "evidence_ids": "",
            "points": 0.0, "comparisons": 0, "opens": 0, "cells": 4, "unlocks": 4.0,
        }
        for zone in ("lishui", "zhenhai")
        for rank in range(1, 8)
    ]  # fmt: skip
    named = pd.DataFrame({"mechanism_id": ["m03"], "title_zh": ["平台"], "title_en": ["platform"]})
    exhibit = requests_table(pd.DataFrame(asked), named, [], codebook, language, first=3)
    whole = requests_table(pd.DataFrame(asked), named, [], codebook, language)

    assert (len(exhibit.data), len(exhibit.file_data)) == (6, 14)
    assert "8" in exhibit.notes[-1]
    assert whole.notes == exhibit.notes[:-1]
    found = exhibit_of({MIME: exhibit.payload()})
    assert found is not None
    written = write_exhibits("report", [found], tmp_path)
    flat = next(path for path in written if path.suffix == ".csv")
    rows = list(csv.reader(flat.read_text(encoding="utf-8-sig").splitlines()))
    assert len(rows) == 1 + 14
    assert rows[1:] == [[str(cell) for cell in row] for row in whole.data.to_numpy().tolist()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_asked_for_reads_on_from_the_head_of_its_column(
    codebook: Codebook, language: Language
) -> None:
    words = [zh if language == "zh" else en for zh, en in codebook.labels["request_kind"].values()]
    assert not any(word.startswith(("补", "提供", "说明", "supply", "state")) for word in words)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_commitment_stands_in_one_row_whatever_number_of_bounds_speaks_of_it(
    study: Callable[..., Study], language: Language
) -> None:
    held = study(*FIVE)
    targets = hold_targets(held.observations, held.standards, held.codebook)
    table = targets_table(targets, held.codebook, language)

    assert len(targets) > len(table.data) == targets["evidence_ids"].nunique()
    assert not table.data.duplicated(list(table.data.columns[:-1])).any()
    start, end = ("（", "，") if language == "zh" else ("(", ",")
    notes = [f"{start}{either(note, language)}{end}" for note in targets["standard_note"] if note]
    said = "".join(table.data.iloc[:, 6])
    assert len(notes) > 2
    assert all(said.count(note) == notes.count(note) for note in notes)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_bound_of_a_standard_stands_in_one_row(
    study: Callable[..., Study], language: Language
) -> None:
    held = study(*FIVE)
    rules = hold_standards(held.observations, held.standards, held.zones)
    table = standards_table(rules, held.codebook, language).data
    assert not table.duplicated(list(table.columns[:3])).any()


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_undated_promise_gives_the_reason_that_the_table_of_standards_gives(
    study: Callable[..., Study], language: Language
) -> None:
    held = study("jiexiu")
    book = held.codebook
    targets = hold_targets(held.observations, held.standards, book)
    undated = targets[targets["against_standard"].eq("promise_undated")]
    rules = hold_standards(held.observations, held.standards, held.zones)
    rules = rules[rules["standard_id"].isin(undated["standard_id"])]

    reasons = set(standards_table(rules, book, language).data.iloc[:, -1])
    said = targets_table(undated, book, language).data.iloc[:, 7]

    assert reasons == {book.label("attainment", "not_in_force", language)}
    assert all(reason in words for reason in reasons for words in said)
    everywhere = undated.assign(standard_id="of_no_rule")
    assert not any(
        reason in words
        for reason in reasons
        for words in targets_table(everywhere, book, language).data.iloc[:, 7]
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_row_is_named_twice_over(study: Callable[..., Study], language: Language) -> None:
    held = study(*FIVE)
    colon = "：" if language == "zh" else ": "
    names = [
        name
        for dimension in ("input", "process", "output", "outcome")
        for table in dimension_tables(held.observations, held.codebook, language, dimension)
        for name in table.data.iloc[:, 1]
    ]
    told = [name.split(colon, 1) for name in names if colon in name]
    assert told
    assert not [parts for parts in told if parts[0].casefold() == parts[1].casefold()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_facts_that_are_compared_can_be_counted_in_the_table_of_all(
    study: Callable[..., Study], language: Language
) -> None:
    held = study("zhenhai")
    stated = evidence_table(held.evidence, held.codebook, language).data.iloc[:, 1]
    mark = "〔不作比较〕" if language == "zh" else "[not compared]"
    usable = figures_to_compare(held.observations, held.codebook)
    assert int((~stated.str.endswith(mark)).sum()) == len(usable) < len(stated)


def test_a_fact_is_known_by_the_name_that_figures_give_it(study: Callable[..., Study]) -> None:
    held = study(*FIVE)
    stated = evidence_table(held.evidence, held.codebook, "zh").data.set_index("编号").iloc[:, 0]
    usable = figures_to_compare(held.observations, held.codebook)
    for key, indicator in zip(usable["evidence_ids"], usable["indicator_id"], strict=True):
        title = held.codebook.title("indicator", indicator)
        statement = stated[key].partition("〔")[0]
        missing = set(title) - set(statement)
        assert not missing or f"〔指标：{title}〕" in stated[key], key


def test_disputes_stand_place_by_place_as_in_the_documents(study: Callable[..., Study]) -> None:
    held = study(*FIVE)
    table = disputes_table(held.disputes, held.codebook, "zh").data
    keys = [str(key).rpartition("-") for key in table["证据"]]
    order = [(FIVE.index(zone), int(start)) for zone, _, start in keys]
    assert order == sorted(order)
    assert not table["另一读法"].str.contains(r"\d{4}/\d{4}").any()


def test_pairs_of_one_indicator_stand_together(study: Callable[..., Study]) -> None:
    held = study(*FIVE)
    pairs = compare_pairs(figures_to_compare(held.observations, held.codebook), held.codebook)
    names = refusals_table(pairs, held.codebook, "zh").data["指标"]
    assert names.duplicated().any()
    assert int(names.ne(names.shift()).sum()) == names.nunique()


def test_what_an_audit_asks_of_one_place_stands_together(
    audited: pd.DataFrame, audit_rules: AuditRules, codebook: Codebook
) -> None:
    places = requests_of_audit(audited, audit_rules, codebook, "zh").data["地区"]
    assert int(places.ne(places.shift()).sum()) == places.nunique()


OWN_WORDS = {
    "zones/denominators.csv": ("source", "note"),
    "zones/zones.csv": ("note",),
    **{f"zones/{zone}/evidence.csv": ("note",) for zone in FIVE},
}


@pytest.mark.parametrize("file", OWN_WORDS)
def test_numbers_in_notes_are_written_as_everywhere_else(file: str) -> None:
    with (DATA / file).open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    address = re.compile(r"[\w.-]+\.(?:cn|com|net)[\w./-]*")
    for row in rows:
        for column in OWN_WORDS[file]:
            words = address.sub("", row[column])
            # Six digits behind the name of a district are its administrative code.
            assert not re.search(r"(?<![\d.,区])[1-9]\d{4,}", words), words
            assert not re.search(r"\d[×÷≈=≥≤]|[×÷≈=≥≤]\d", words), words
            assert not re.search(r"[\u4e00-\u9fff\d][;,](?=[\d\u4e00-\u9fff])(?!\d{3})", words)
