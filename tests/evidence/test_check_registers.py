"""Each fault of a register's row is named with its place; sound rows are silent."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

from shequ_eval.evidence.checks import check_package
from shequ_eval.evidence.findings import Finding

KEPT = {"kept_by": "示例数据"}
SOUND: dict[str, dict[str, str]] = {
    "projects": KEPT
    | {
        "project_id": "lishui-p01", "zone_id": "lishui", "mechanism_id": "m02",
        "scheme_id": "lishui_purchase_programme", "title": "示例项目", "tender": "open",
        "budget_yuan": "100000", "contract_yuan": "95000", "paid_yuan": "90000",
        "needs_on": "2021-01-05", "goal_on": "2021-01-20", "tender_on": "2021-02-10",
        "started_on": "2021-03-01",
        "evaluated_on": "2021-09-01", "followed_up_on": "2021-10-01", "due_on": "2021-12-31",
        "completed_on": "2021-12-20", "accepted": "yes",
    },
    "funds": KEPT
    | {
        "fund_year_id": "lishui-f01", "zone_id": "lishui", "title": "示例资金", "year": "2021",
        "scheme_id": "lishui_purchase_programme", "approved_yuan": "200000",
        "paid_in_yuan": "180000", "spent_yuan": "90000",
    },
    "review": KEPT
    | {
        "review_id": "lishui-v01", "zone_id": "lishui", "mechanism_id": "m10",
        "project_id": "lishui-p01", "stage": "mid_term", "reviewed_on": "2021-09-01",
        "reviewer": "示例机构", "independent": "yes", "result": "rectify",
    },
    "panel_scores": {"score_id": "lishui-v01-e1", "review_id": "lishui-v01", "score": "86"},
    "requests": KEPT
    | {
        "request_id": "lishui-q01", "zone_id": "lishui", "received_on": "2021-05-01",
        "accepted": "yes", "due_on": "2021-05-15", "closed_on": "2021-05-10", "resolved": "yes",
        "confirmed": "yes",
    },
    "organisations": KEPT
    | {
        "organisation_id": "lishui-o01", "zone_id": "lishui", "title": "示例组织",
        "registration": "登记", "registered_on": "2019-01-01", "rating": "3A",
        "rated_on": "2021-01-01", "checked_year": "2021",
    },
}  # fmt: skip


KEYS = {
    "projects": "p", "funds": "f", "review": "v", "panel_scores": "e", "requests": "q",
    "organisations": "o",
}  # fmt: skip
# register, cells of an otherwise sound row, and the places and rules that must be told of it.
FAULTS: list[tuple[str, dict[str, str], set[tuple[str, str]]]] = [
    ("projects", {"goal_on": "2020-12-31"}, {("goal_on", "days-out-of-order")}),
    ("projects", {"followed_up_on": "2021-01-01"}, {("followed_up_on", "days-out-of-order")}),
    ("projects", {"completed_on": "2021-02-01"}, {("completed_on", "days-out-of-order")}),
    ("projects", {"completed_on": ""}, {("accepted", "accepted-without-completed_on")}),
    ("projects", {"completed_on": "2021-02-30"}, {("completed_on", "period")}),
    ("projects", {"tender": "sealed"}, {("tender", "constraint-error")}),
    ("projects", {"scheme_id": "lishui_purchase"}, {("scheme_id", "unknown-scheme")}),
    ("projects", {"scheme_id": "jiangbei_purchase"}, {("scheme_id", "scheme-of-another-zone")}),
    ("projects", {"mechanism_id": "m45"}, {("mechanism_id", "mechanism-of-another-zone")}),
    ("projects", {"mechanism_id": "m99"}, {("mechanism_id", "foreign-key")}),
    (
        "projects",
        {"paid_yuan": "100001"},
        {
            ("paid_yuan", "paid_yuan-above-budget_yuan"),
            ("paid_yuan", "paid_yuan-above-contract_yuan"),
        },
    ),
    (
        "projects",
        {"contract_yuan": "100001"},
        {("contract_yuan", "contract_yuan-above-budget_yuan")},
    ),
    ("projects", {"needs_on": "2018/1/1"}, {("needs_on", "constraint-error")}),
    ("funds", {"fund_year_id": "jiangbei-f01"}, {("fund_year_id", "id-of-another-zone")}),
    ("funds", {"spent_yuan": "-1"}, {("spent_yuan", "constraint-error")}),
    ("funds", {"spent_yuan": "180001"}, {("spent_yuan", "spent_yuan-above-paid_in_yuan")}),
    ("funds", {"paid_in_yuan": "200001"}, {("paid_in_yuan", "paid_in_yuan-above-approved_yuan")}),
    (
        "funds",
        {"approved_yuan": "", "paid_in_yuan": "", "spent_yuan": ""},
        {("approved_yuan", "fund-year-without-number")},
    ),
    ("review", {"project_id": "lishui-p77"}, {("project_id", "foreign-key")}),
    (
        "review",
        {"review_id": "jiangbei-v01", "zone_id": "jiangbei", "mechanism_id": "m45"},
        {("project_id", "project-of-another-zone")},
    ),
    ("panel_scores", {"score_id": "lishui-v02-e1"}, {("score_id", "score-of-another-review")}),
    ("panel_scores", {"score": "101"}, {("score", "constraint-error")}),
    ("requests", {"closed_on": "2021-04-01"}, {("closed_on", "days-out-of-order")}),
    ("requests", {"due_on": "2021-04-01"}, {("due_on", "days-out-of-order")}),
    (
        "requests",
        {"closed_on": ""},
        {("resolved", "resolved-without-closed_on"), ("confirmed", "confirmed-without-closed_on")},
    ),
    ("requests", {"received_on": "2021/5/1"}, {("received_on", "constraint-error")}),
    ("requests", {"accepted": "no"}, {("resolved", "resolved-though-not-accepted")}),
    ("requests", {"resolved": "no"}, {("confirmed", "confirmed-though-not-resolved")}),
    ("requests", {"accepted": "no", "closed_on": "", "resolved": "", "confirmed": ""}, set()),
    ("requests", {"kept_by": "示例数据，抽样"}, {("kept_by", "sample-without-size")}),
    ("requests", {"kept_by": "示例数据，随机抽样 60/869"}, {("kept_by", "sample-size-differs")}),
    ("requests", {"kept_by": "示例数据，随机抽样 1/869"}, set()),
    ("organisations", {"registration": "备案"}, {("rating", "rating-of-a-filed-organisation")}),
    ("organisations", {"registration": "备案", "rating": "", "rated_on": ""}, set()),
    ("organisations", {"rated_on": ""}, {("rating", "rating-without-rated_on")}),
    ("organisations", {"rating": ""}, {("rated_on", "rated_on-without-rating")}),
    ("organisations", {"rated_on": "2018-01-01"}, {("rated_on", "days-out-of-order")}),
]


def rows_of(register: str) -> list[dict[str, str]]:
    """A sound row, then one row a fault, each with an id of its own."""
    sound = SOUND[register]
    key = next(iter(k for k in sound if k.endswith("_id") and k != "zone_id"))
    rows = [sound]
    for number, cells in enumerate((c for name, c, _ in FAULTS if name == register), start=2):
        stem = "lishui-v01" if register == "panel_scores" else "lishui"
        tail = str(number) if register == "panel_scores" else f"{number:02d}"
        rows.append(sound | {key: f"{stem}-{KEYS[register]}{tail}"} | cells)
    return rows


@pytest.fixture(scope="module")
def told(data_root: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Finding]:
    """What one check says of all the faults at once; every row is 示例."""
    root = tmp_path_factory.mktemp("faults") / "data"
    shutil.copytree(data_root, root, ignore=shutil.ignore_patterns("tidy", "documents"))
    for name in SOUND:
        path = root / "registers" / f"{name}.csv"
        header = path.read_text(encoding="utf-8").splitlines()[0].split(",")
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, header, restval="", lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows_of(name))
    return check_package(root)


def test_a_sound_row_of_every_register_is_silent(told: list[Finding]) -> None:
    assert [finding for finding in told if finding.row == 2] == []


@pytest.mark.parametrize("place", range(len(FAULTS)), ids=lambda n: f"{FAULTS[n][0]}-{n}")
def test_each_fault_is_told_once_at_its_cell(place: int, told: list[Finding]) -> None:
    register, _, expected = FAULTS[place]
    row = 3 + [name for name, _, _ in FAULTS[:place]].count(register)
    found = [f for f in told if f.file == f"registers/{register}.csv" and f.row == row]
    assert {(f.column, f.rule) for f in found} == expected
    assert len(found) == len(expected)


def test_what_may_be_and_wants_a_word_is_a_warning_and_all_else_an_error(
    told: list[Finding],
) -> None:
    above = {finding.rule for finding in told if finding.severity == "warning"}
    assert above == {
        "paid_yuan-above-budget_yuan",
        "spent_yuan-above-paid_in_yuan",
        "paid_in_yuan-above-approved_yuan",
        "contract_yuan-above-budget_yuan",
        "paid_yuan-above-contract_yuan",
        "confirmed-though-not-resolved",
        "rating-of-a-filed-organisation",
        "sample-without-size",
    }


@pytest.mark.parametrize("found", ["2021-02-30", "2018/1/1"])
def test_a_day_of_a_wrong_form_is_told_the_form_of_a_day_and_no_other(
    found: str, told: list[Finding]
) -> None:
    (finding,) = [f for f in told if f.file == "registers/projects.csv" and f.found == found]
    words = f"{finding.allowed} {finding.remedy}"
    assert "年-月-日，如 2021-06-30 (year-month-day, e.g. 2021-06-30)" in words
    assert "EDTF" not in words and "[0-9]" not in words
