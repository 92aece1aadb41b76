"""Who coded a figure and who read it after: by the desk's log and the signed disputes alone."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from shequ_eval.evidence.coders import with_coders, with_indicators
from shequ_eval.evidence.study import study_of

FIGURES = pd.DataFrame(
    [
        ("e1", "s", 1, 3, "b", "agreed", "grids"),
        ("e2", "s", 9, 12, "b", "disputed", "orgs"),
        ("e3", "s", 20, 22, "b", "unread", "orgs"),
        ("e4", "t", 1, 3, "a", "agreed", "orgs"),
    ],
    columns=[
        "evidence_id", "source_id", "start", "end", "coder", "second_reading", "indicator_id",
    ],
)  # fmt: skip
LOG = FIGURES.head(3)[["source_id", "start", "end", "coder"]]


def disputes(*rows: tuple[str, str, str, str]) -> pd.DataFrame:
    columns = ["evidence_id", "column", "read_otherwise", "reason"]
    return pd.DataFrame(list(rows), columns=columns, dtype=str)


SIGNED = ("e2", "indicator_id", "grids", "按主管部门归类（c，2026-11-24）")


def test_a_signed_dispute_names_the_reader_of_its_whole_source() -> None:
    told = with_coders(FIGURES, LOG, disputes(SIGNED))
    assert told["second_coder"].tolist() == ["c", "c", "", ""]
    assert told["from_desk"].tolist() == [True, True, True, False]


def test_where_nobody_signed_no_reader_is_named_unless_one_other_coder_is_known() -> None:
    unsigned = ("e2", "period", "2017", "原文未写")
    assert set(with_coders(FIGURES, LOG, disputes(unsigned))["second_coder"]) == {""}
    other = LOG.iloc[[0]].assign(start=50, end=52, coder="d")
    told = with_coders(FIGURES, pd.concat([LOG, other]), disputes(unsigned))
    assert told["second_coder"].tolist() == ["d", "d", "", ""]
    third = other.assign(start=60, end=62, coder="c")
    told = with_coders(FIGURES, pd.concat([LOG, other, third]), disputes(unsigned))
    assert set(told["second_coder"]) == {""}


def test_at_the_desk_the_second_coder_chose_the_indicator_that_no_dispute_names() -> None:
    told = with_coders(FIGURES, LOG, disputes(SIGNED))
    second = FIGURES[["source_id", "start", "end"]]
    chosen = with_indicators(second, told, disputes(SIGNED))["indicator_id"]
    assert chosen.tolist() == ["grids", "grids", "orgs", ""]


@pytest.mark.parametrize("zone", ["zhenhai", "jiexiu"])
def test_the_bundled_zones_were_not_coded_at_the_desk(data_root: Path, zone: str) -> None:
    given = {"report_id": "x", "title": "x", "zones": [zone], "as_of": "2026-11-24"}
    study = study_of(data_root, given)
    assert not study.evidence["from_desk"].any()
    assert set(study.evidence["second_coder"]) == {""}
    assert set(study.second_coding["indicator_id"]) <= {""}
