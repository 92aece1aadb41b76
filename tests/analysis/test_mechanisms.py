"""The review of mechanisms: what makes a state traced, planned, lost, denied or not provided."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from shequ_eval.analysis.mechanisms import (
    STATES,
    ladder,
    review_mechanisms,
    traced_counts,
)
from shequ_eval.evidence.study import Study
from shequ_eval.evidence.tables import read_tables


def mechanisms() -> pd.DataFrame:
    return pd.DataFrame(
        [
            ["m01", "z", "z_doc", "relief", "网格", "网格", "grids"],
            ["m02", "z", "z_doc", "relief", "网格", "减负", "relief"],
            ["m03", "y", "y_plan", "services", "设施", "设施", "premises"],
        ],
        columns=["mechanism_id", "zone_id", "source_id", "aspect", "type", "title_zh", "title_en"],
    )


def sources() -> pd.DataFrame:
    return pd.DataFrame(
        {"source_id": ["z_doc", "y_plan"], "kind": ["self_report_official", "plan_official"]}
    )


def evidence() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "evidence_id": ["z-0001", "z-0002", "z-0003"],
            "status": ["actual", "planned", "standard"],
        }
    )


def links(*rows: tuple[str, str, str, str]) -> pd.DataFrame:
    table = pd.DataFrame(list(rows), columns=["mechanism_id", "state", "evidence_id", "missing_id"])
    return table.assign(second_reading="unread", note="")


def statuses(
    given: pd.DataFrame, answers: pd.DataFrame | None = None
) -> dict[tuple[str, str], str]:
    review = review_mechanisms(mechanisms(), given, evidence(), sources(), answers)
    return {(row["mechanism_id"], row["state"]): row["status"] for row in review.to_dict("records")}


def answer(value: str) -> pd.DataFrame:
    return pd.DataFrame(
        [["m01", "carried_out", value, "张三", "2021-06-30", "见名册"]],
        columns=["mechanism_id", "state", "value", "who", "on", "text"],
    )


def test_without_links_nothing_is_traced_and_only_a_plans_rule_is_planned() -> None:
    found = statuses(links())
    assert found.pop(("m03", "has_rule")) == "planned"
    assert set(found.values()) == {"not_provided"}
    assert len(found) == 3 * 4 - 1


@pytest.mark.parametrize(
    ("evidence_id", "missing_id", "status"),
    [
        ("z-0001", "", "traced"),
        ("z-0002", "", "planned"),
        ("z-0003", "", "traced"),
        ("", "x01", "masked_in_source"),
        ("z-9999", "", "not_provided"),
    ],
)
def test_a_state_has_the_status_of_its_evidence(
    evidence_id: str, missing_id: str, status: str
) -> None:
    found = statuses(links(("m01", "has_rule", evidence_id, missing_id)))
    assert found["m01", "has_rule"] == status
    assert found["m01", "carried_out"] == "not_provided"


def test_a_trace_beside_a_plan_and_a_lost_number_is_a_trace() -> None:
    given = links(
        ("m01", "has_rule", "z-0002", ""),
        ("m01", "has_rule", "z-0001", ""),
        ("m01", "has_rule", "", "x01"),
    )
    assert statuses(given)["m01", "has_rule"] == "traced"
    row = review_mechanisms(mechanisms(), given, evidence(), sources()).iloc[0]
    assert (row["evidence_ids"], row["missing_ids"]) == ("z-0002 z-0001", "x01")


def test_an_evaluators_yes_is_a_trace_with_name_date_and_text() -> None:
    review = review_mechanisms(mechanisms(), links(), evidence(), sources(), answer("有"))
    row = review[review["status"] == "traced"].iloc[0]
    assert (row["mechanism_id"], row["state"]) == ("m01", "carried_out")
    assert (row["who"], row["on"], row["note"]) == ("张三", "2021-06-30", "见名册")


def test_an_evaluators_no_overrules_the_sources_but_their_evidence_stays_named() -> None:
    given = links(("m01", "carried_out", "z-0001", ""))
    review = review_mechanisms(mechanisms(), given, evidence(), sources(), answer("无"))
    row = review[review["state"].eq("carried_out") & review["mechanism_id"].eq("m01")].iloc[0]
    assert (row["status"], row["evidence_ids"]) == ("denied", "z-0001")


def test_not_checked_changes_nothing() -> None:
    assert statuses(links(), answer("未核查")) == statuses(links())


def test_the_ladder_shows_the_strongest_of_a_type_and_counts_its_mechanisms() -> None:
    given = links(("m02", "carried_out", "z-0001", ""))
    table = ladder(review_mechanisms(mechanisms(), given, evidence(), sources()))
    cell = table[table["zone_id"].eq("z") & table["state"].eq("carried_out")].iloc[0]
    assert (cell["status"], cell["n"]) == ("traced", 2)
    assert len(table) == 2 * 4


def test_counts_stand_state_by_state_and_no_column_sums_them() -> None:
    given = links(("m01", "carried_out", "z-0001", ""), ("m02", "has_rule", "z-0003", ""))
    counts = traced_counts(review_mechanisms(mechanisms(), given, evidence(), sources()))
    assert list(counts.columns) == list(STATES)
    assert counts.loc["z"].tolist() == [1, 1, 0, 0]
    assert counts.loc["y"].tolist() == [0, 0, 0, 0]


def test_all_fifty_three_mechanisms_are_reviewed_and_jiexiu_is_only_planned(
    five_zones: Study, data_root: Path
) -> None:
    tables = read_tables(data_root)
    review = review_mechanisms(
        five_zones.mechanisms, tables["mechanism_evidence"], tables["evidence"], five_zones.sources
    )
    assert review["mechanism_id"].nunique() == 53
    assert len(review) == 53 * 4
    jiexiu = review[review["zone_id"] == "jiexiu"]
    assert set(jiexiu.loc[jiexiu["state"] == "has_rule", "status"]) == {"planned"}
    assert set(jiexiu.loc[jiexiu["state"] != "has_rule", "status"]) == {"not_provided"}
    lost = review[review["status"] == "masked_in_source"]
    assert lost["mechanism_id"].tolist() == ["m18", "m25"]


def test_every_trace_of_the_five_zones_names_evidence_and_awaits_a_second_coder(
    five_zones: Study, data_root: Path
) -> None:
    tables = read_tables(data_root)
    review = review_mechanisms(
        five_zones.mechanisms, tables["mechanism_evidence"], tables["evidence"], five_zones.sources
    )
    traced = review[review["status"] == "traced"]
    assert traced["evidence_ids"].ne("").all()
    assert traced["awaits_second_coder"].all()


def test_no_deed_rests_on_a_standard(data_root: Path) -> None:
    tables = read_tables(data_root)
    tied = tables["mechanism_evidence"].merge(tables["evidence"], on="evidence_id")
    assert set(tied.loc[tied["status"] == "standard", "state"]) == {"has_rule"}
