"""A returned sheet is read again where its rows point to: the words, the figures, long paragraphs.

Every sentence here is 示例数据, written for these tests.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from shequ_eval.evidence.coding.columns import TEXT_COLUMNS, header_codes, read_vocabulary
from shequ_eval.evidence.coding.draft import Draft, draft_of, read_documents
from shequ_eval.evidence.coding.figures import numbers_of
from shequ_eval.evidence.coding.read_sheet import CodingSheet, SheetRow
from shequ_eval.evidence.coding.reread import Reread
from shequ_eval.evidence.coding.suggestions import Adviser
from shequ_eval.evidence.coding.texts import LONGEST_CELL
from shequ_eval.evidence.quantities import find_quantities
from shequ_eval.evidence.tables import read_tables
from shequ_eval.vocabulary.codebook import Codebook

SENTENCES = (
    "登记社会组织{0}家，其中4A级{1}家。",
    "用房不少于{0}平方米，覆盖率分别不低于{1}%、70%；满意度由{1}分升至{0}分。",
    "建成服务站{0}个，近{1}%的问题在社区解决。",
)


@pytest.fixture(scope="module")
def draft(data_root: Path, codebook: Codebook, tmp_path_factory: pytest.TempPathFactory) -> Draft:
    """The draft of a text with an indented, a very long and a short paragraph."""
    long = "".join(SENTENCES[n % 3].format(100 + n, 10 + n % 80) for n in range(90))
    path = tmp_path_factory.mktemp("document") / "通报.txt"
    path.write_text(f"示例区通报（示例数据）\n　　共有社区42个。\n{long}\n完。\n", encoding="utf-8")
    tables = read_tables(data_root)
    vocabulary = read_vocabulary(data_root, codebook, tables["units"], tables["evidence"])
    adviser = Adviser(codebook, vocabulary.cues, tables["units"], tables["evidence"])
    documents = read_documents([path])
    return draft_of(documents, "jiexiu", tables, adviser, vocabulary, find_quantities)


def returned(draft: Draft, has_texts: bool) -> tuple[Reread, list[SheetRow]]:
    """The sheet as a spreadsheet gives it back: cells without the blanks at their ends."""
    texts = [
        SheetRow(number, {code: cells.get(code, "").strip() for code in TEXT_COLUMNS})
        for number, cells in enumerate(draft.texts, start=2)
    ]
    rows = [
        SheetRow(number, {code: cells.get(code, "").strip() for code in header_codes()})
        for number, cells in enumerate(draft.rows, start=2)
    ]
    sheet = CodingSheet("s", tuple(rows), (), tuple(texts) if has_texts else (), "s")
    return Reread(sheet), rows


def test_no_part_of_a_paragraph_is_longer_than_a_cell_shows_and_none_is_lost(draft: Draft) -> None:
    parts = [cells["text"] for cells in draft.texts if cells["paragraph"] == "3"]
    assert len(parts) > 3
    assert max(map(len, parts)) <= LONGEST_CELL
    assert all(part.endswith(("。", "；")) for part in parts)
    assert sum(map(len, parts)) == len("".join(parts)) > 3 * LONGEST_CELL


@pytest.mark.parametrize("has_texts", [True, False])
def test_every_figure_is_read_again_as_it_was_issued(draft: Draft, has_texts: bool) -> None:
    reread, rows = returned(draft, has_texts)
    assert len(rows) > 150
    apart = []
    for row in rows:
        span = int(row.get("start")), int(row.get("end"))
        found = reread.figure(row, span)
        numbers = numbers_of(found[0]) if found else {}
        issued = {name: row.get(f"{name}?") for name in ("value", "low", "high")}
        same = all(numbers.get(name) in {cell, ""} for name, cell in issued.items())
        if reread.words(row, span) != row.get("value_text") or not same:
            apart.append((row.get("value_text"), issued, numbers))
    assert apart == []


def test_words_are_found_in_the_paragraph_that_is_named_and_in_no_other(draft: Draft) -> None:
    reread, _ = returned(draft, has_texts=True)
    source = draft.sources[0]["source_id"]
    assert len(reread.places(source, "2", "社区")) == 1
    assert reread.places(source, "4", "社区") == []
    assert len(reread.places(source, "3", "满意度")) == 30
    assert reread.places("other", "2", "社区") == []


def test_a_span_that_holds_two_figures_is_no_figure(draft: Draft) -> None:
    reread, rows = returned(draft, has_texts=True)
    row = next(row for row in rows if row.get("value_text") == "100家")
    start = int(row.get("start"))
    assert reread.figure(row, (start, start + 4)) is not None
    assert reread.figure(row, (start, start + 14)) is None
    assert reread.alone("14家") is not None
    assert reread.alone("14家、15家") is None and reread.alone("社区") is None
