"""The lost numbers that the grammar reports in the documents are those a person wrote down."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from shequ_eval.evidence.documents import find_documents, find_text
from shequ_eval.evidence.quantities import find_quantities
from shequ_eval.evidence.tables import read_tables

DOCUMENTS = ["nanjing_doc", "lishui_doc", "zhenhai_doc", "jiangbei_doc", "jiexiu_doc"]


@pytest.mark.skipif(
    "SHEQU_EVAL_SOURCES" not in os.environ, reason="the source documents are not here"
)
@pytest.mark.parametrize("source_id", DOCUMENTS)
def test_a_document_has_lost_the_counts_and_years_that_the_table_holds(
    source_id: str, data_root: Path
) -> None:
    tables = read_tables(data_root)
    file = tables["sources"].set_index("source_id").at[source_id, "file"]
    text = find_text(find_documents(data_root), str(file))
    assert text is not None
    rows = tables["missing_numbers"].query("source_id == @source_id and type in ['count', 'year']")
    lost = [q.start for q in find_quantities(text) if "number_missing" in q.flags]
    assert lost == rows["gap"].tolist()
