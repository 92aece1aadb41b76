"""What differs between the Chinese and the English edition of the same documents: marks, names."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import nbformat
import pytest

from shequ_eval.exhibits.exhibit import MIME
from shequ_eval.reporting.build_report import report_page
from shequ_eval.reporting.document.blocks import Figure
from shequ_eval.reporting.document.build import build_document
from shequ_eval.reporting.html.page_words import WORDS
from shequ_eval.reporting.html.report_head import ReportHead, read_head
from shequ_eval.reporting.paper.front_matter import answerable, provenance, provenance_line
from shequ_eval.reporting.paper.paper_words import PAPER_WORDS
from shequ_eval.vocabulary.codebook import Codebook
from shequ_eval.vocabulary.parameters import parse_parameters

CURLY = "“”‘’"


def head(language: str) -> ReportHead:
    words: dict[str, object] = {field.name: "" for field in fields(ReportHead)}
    words |= {"report_id": "zhenhai", "title": "The “one + N” list", "language": language}
    words |= {"publication": "internal", "dated": "2018", "data_version": "0.1.0"}
    words |= {"zones": ("Zhenhai",), "as_of": "2026-11-24"}
    return ReportHead(**words)  # type: ignore[arg-type]


def notebook() -> nbformat.NotebookNode:
    payload = {
        "exhibit_id": "fig", "kind": "figure", "title": "The “1+N” rule.", "subtitle": "",
        "notes": ["The district’s own."], "source": "Data: coded facts.", "columns": ["“a”"],
        "rows": [["‘b’"]], "sentences": [], "rests_on": ["observations"],
    }  # fmt: skip
    cell = nbformat.v4.new_code_cell("")
    cell.outputs = [nbformat.v4.new_output("display_data", data={MIME: payload})]
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("## “Words”"), cell])


def test_an_english_page_has_straight_quotation_marks_and_a_chinese_one_its_own() -> None:
    pages = {
        language: report_page(build_document(notebook(), language), head(language), {})
        for language in ("zh", "en")
    }

    assert not set(CURLY) & set(pages["en"])
    assert set(CURLY) <= set(pages["zh"])
    assert re.search(r'aria-label="[^"]*The &#34;1\+N&#34; rule', pages["en"])


@pytest.mark.parametrize(("language", "other"), [("zh", ". "), ("en", "。")])
def test_what_is_heard_of_a_picture_has_the_stops_of_its_language(
    language: str, other: str
) -> None:
    blocks = build_document(notebook(), language).blocks
    (said,) = [block.alternative for block in blocks if isinstance(block, Figure)]

    assert other not in said
    assert said.endswith("Data: coded facts")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_date_has_one_name_on_the_page_and_on_the_cover(language: str) -> None:
    page = report_page(build_document(notebook(), language), head(language), {})
    (named,) = [fact.label for fact in provenance(head(language)) if fact.value == "2026-11-24"]

    assert f"<dt>{named}</dt><dd>2026-11-24</dd>" in page
    assert f"{named}{WORDS[language]['colon']}2026-11-24" in provenance_line(head(language))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_paper_and_page_say_the_same_of_what_both_name(language: str) -> None:
    page, paper = WORDS[language], PAPER_WORDS[language]

    assert {fact.value for fact in answerable(head(language))} == {page["to_fill_in"]}
    assert {name for name in page.keys() & paper.keys() if page[name] != paper[name]} <= {"origins"}


def test_the_head_of_a_report_tells_when_its_own_sources_appeared(
    project: Path, codebook: Codebook
) -> None:
    parameters = parse_parameters(
        {
            "report_id": "z",
            "title": "z",
            "title_en": "z",
            "zones": ["zhenhai"],
            "as_of": "2026-11-24",
        },
        codebook,
    )

    assert read_head(parameters, project / "data").dated == "2018"
