"""A survey's figures are what the counts say, and nothing small is left to be worked out."""

from __future__ import annotations

import os
from math import sqrt
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import yaml

from shequ_eval.analysis.satisfaction import Satisfaction, survey_figures, survey_results
from shequ_eval.analysis.survey.estimates import domain_estimates
from shequ_eval.analysis.survey.measures import domains_of, mean_of
from shequ_eval.analysis.survey.of_responses import sample_of_responses
from shequ_eval.evidence.findings import DataError
from shequ_eval.evidence.responses.read import read_responses, read_zone_survey, read_zone_surveys
from shequ_eval.reporting.survey.example import write_example_survey

REFERENCE = "SHEQU_EVAL_REFERENCE"


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Satisfaction:
    root = tmp_path_factory.mktemp("data")
    write_example_survey(root / "surveys")
    responses = read_zone_survey(root, "shili")
    assert responses is not None
    return survey_results(responses)


def with_spec(folder: Path, spec: dict[str, Any], rows: pd.DataFrame) -> Satisfaction:
    rows.to_csv(folder / "answers.csv", index=False, encoding="utf-8")
    path = folder / "mapping.yaml"
    path.write_text(yaml.safe_dump(spec, allow_unicode=True), encoding="utf-8")
    return survey_results(read_responses(path))


def small_spec(**changed: Any) -> dict[str, Any]:
    return {
        "survey_id": "small", "zone_id": "shili", "title_zh": "示例数据", "title_en": "Example",
        "fieldwork": "2026", "data": "answers.csv", "scales": {"five": {"low": 1, "high": 5}},
        "items": [{"id": "all", "column": "q", "scale": "five", "dimension": "overall"}],
        "labels": {"street": "street", "community": "community"}, "numbers": {"w": "w"},
        "design": {"weights": "w"}, "street": "street", "community": "community",
        "overall": "all",
    } | changed  # fmt: skip


def small_rows(sizes: dict[tuple[str, str], int]) -> pd.DataFrame:
    rng = np.random.default_rng(5)
    rows = [
        {"street": street, "community": community, "q": int(rng.integers(1, 6)), "w": 1}
        for (street, community), size in sizes.items()
        for _ in range(size)
    ]
    return pd.DataFrame(rows)


def test_streets_and_communities_add_up_to_the_zone_before_anything_is_withheld(
    tmp_path: Path,
) -> None:
    sizes = {("A", "a"): 20, ("A", "b"): 30, ("B", "c"): 25, ("B", "d"): 15}
    told = with_spec(tmp_path, small_spec(), small_rows(sizes))
    assert told.communities is not None and told.streets is not None
    for table in (told.streets, told.communities):
        assert table["withheld"].eq("").all()
        assert table["n"].sum() == told.zone["n"].iloc[0] == 90
        whole = (table["n"] * table["estimate"]).sum() / 90  # all weights are 1
        assert whole == pytest.approx(told.zone["estimate"].iloc[0])


def test_a_small_community_and_what_tells_on_it_lose_every_number(example: Satisfaction) -> None:
    table = example.communities
    assert table is not None
    gone = table[table["withheld"].ne("")]
    assert sorted(gone["withheld"]) == ["few_answers", "tells_on_another"]
    assert gone["street"].nunique() == 1
    assert gone.select_dtypes("number").isna().all(axis=None)
    kept = table[table["withheld"].eq("")]
    assert (kept["n"] >= example.mapping.suppress_below).all()


def test_the_withheld_number_cannot_be_had_from_street_and_neighbours(
    example: Satisfaction,
) -> None:
    communities, streets = example.communities, example.streets
    assert communities is not None and streets is not None
    gone = communities[communities["withheld"].ne("")]
    street = gone["street"].iloc[0]
    total = streets.set_index("street").loc[street, "n"]
    known = communities.loc[communities["street"].eq(street), "n"].sum()
    assert len(gone) == 2 and total - known >= 10  # two unknowns share what is left


def test_a_street_that_is_withheld_loses_its_answers_in_the_coverage_too(tmp_path: Path) -> None:
    sizes = {("A", "a"): 4, ("B", "b"): 30, ("C", "c"): 40}
    (tmp_path / "frame.csv").write_text(
        "street,community,households,issued\nA,a,90,9\nB,b,90,60\nC,c,90,60\n", "utf-8"
    )
    told = with_spec(tmp_path, small_spec(frame="frame.csv"), small_rows(sizes))
    assert told.coverage is not None and told.streets is not None
    gone = set(told.streets.loc[told.streets["withheld"].ne(""), "street"])
    assert "A" in gone and len(gone) == 2
    shown = told.coverage.set_index("street")["answered"]
    assert shown[list(gone)].isna().all() and shown[""] == 74


def test_one_community_alone_has_households_as_its_sample(example: Satisfaction) -> None:
    table = example.communities
    assert table is not None
    kept = table[table["withheld"].eq("")]
    assert (kept["df"] == kept["n"] - 1).all()
    assert example.zone["df"].iloc[0] == 24  # 28 communities less 4 streets


def test_the_order_of_sheets_changes_no_figure(tmp_path: Path) -> None:
    rows = small_rows({("A", "a"): 20, ("A", "b"): 30, ("B", "c"): 25, ("B", "d"): 15})
    folders = [tmp_path / name for name in ("one", "two")]
    told = []
    for folder, table in zip(folders, (rows, rows.sample(frac=1, random_state=3)), strict=True):
        folder.mkdir()
        told.append(with_spec(folder, small_spec(), table))
    for name in ("zone", "streets", "communities"):
        pd.testing.assert_frame_equal(getattr(told[0], name), getattr(told[1], name))


def test_the_example_counts_both_stages_of_its_sample(example: Satisfaction) -> None:
    answers = example.responses.answers
    assert example.mapping.design.clusters == ["community", "response_id"]
    given = answers["sat_overall"].notna()
    weights, values = answers["frame_weight"].where(given, 0), answers["sat_overall"].fillna(0)
    mean = (weights * values).sum() / weights.sum()
    # The influence of every sheet, and the textbook's two terms (Cochran 1977, section 11.8).
    scores = weights * (values - mean) / weights.sum()
    first = second = 0.0
    for _, street in answers.groupby("street"):
        totals = scores[street.index].groupby(street["community"]).sum()
        n, there = len(totals), street["frame_communities"].iloc[0]
        first += (1 - n / there) * n * totals.var()
        for _, community in street.groupby("community"):
            m, households = len(community), community["frame_households"].iloc[0]
            second += n / there * (1 - m / households) * m * scores[community.index].var()
    everyone = domains_of([], np.ones(len(answers), dtype=bool))
    design = sample_of_responses(example.responses).design
    found = domain_estimates(design, mean_of(answers["sat_overall"].to_numpy()), everyone)
    assert found["std_error"].iloc[0] == pytest.approx(sqrt(first + second))
    assert sqrt(first) < 0.8 * sqrt(first + second)  # what a forgotten second stage would print


def test_streets_and_communities_keep_the_order_of_the_frame(example: Satisfaction) -> None:
    assert example.streets is not None and example.communities is not None
    numerals = [name[4] for name in example.streets["street"]]
    assert numerals == list("一二三四")
    places = list(zip(example.communities["street"], example.communities["community"], strict=True))
    frame = example.responses.frame
    assert frame is not None
    listed = list(zip(frame["street"], frame["community"], strict=True))
    assert places == [place for place in listed if place in set(places)]


def test_a_sheet_without_any_answer_has_not_responded(tmp_path: Path) -> None:
    rows = small_rows({("A", "a"): 20, ("B", "b"): 20}).astype({"q": object})
    rows.loc[:4, "q"] = None
    (tmp_path / "frame.csv").write_text(
        "street,community,households,issued\nA,a,90,40\nB,b,90,40\n", "utf-8"
    )
    told = with_spec(tmp_path, small_spec(frame="frame.csv"), rows)
    assert told.coverage is not None
    assert told.coverage["answered"].tolist() == [15, 20, 35]


def test_a_community_of_equal_answers_is_not_ranked(tmp_path: Path) -> None:
    rows = small_rows({("A", "a"): 20, ("A", "b"): 30, ("B", "c"): 25})
    rows.loc[rows["community"].eq("a"), "q"] = 5
    told = with_spec(tmp_path, small_spec(), rows).communities
    assert told is not None
    ranked = told.set_index("community")["rank_low"].notna()
    assert ranked.to_dict() == {"a": False, "b": True, "c": True}


def test_what_a_method_refuses_is_kept_with_its_reason(tmp_path: Path) -> None:
    told = with_spec(tmp_path, small_spec(), small_rows({("A", "a"): 40}))
    assert told.positions is None and told.drivers is None
    assert told.refused["ranks.street"].rule == "two_domains"
    assert told.refused["ranks.community"].rule == "two_domains"


def test_all_answers_alike_leave_no_alpha_and_no_spread(tmp_path: Path) -> None:
    rows = small_rows({("A", "a"): 20, ("B", "b"): 20}).assign(q=4, p=4, r=4)
    items = [
        {"id": name, "column": name, "scale": "five", "dimension": dimension}
        for name, dimension in (("q", "overall"), ("p", "safety"), ("r", "safety"))
    ]
    told = with_spec(tmp_path, small_spec(items=items, overall="q"), rows)
    assert told.zone[["estimate", "std_error"]].iloc[0].tolist() == [4.0, 0.0]
    assert told.reliability["alpha"].isna().all()
    assert told.reliability["refused"].notna().all()
    assert "drivers" in told.refused


def test_faults_of_the_design_are_told_not_swallowed(tmp_path: Path) -> None:
    rows = small_rows({("A", "a"): 20, ("B", "b"): 20})
    rows["w"] = rows["w"].astype(float)
    rows.loc[3, "w"] = -1
    with pytest.raises(DataError) as error:
        with_spec(tmp_path, small_spec(), rows)
    assert "answers.csv" in str(error.value)


def test_a_zone_without_a_survey_or_without_its_answers_has_none(tmp_path: Path) -> None:
    assert read_zone_survey(tmp_path, "shili") is None
    assert survey_figures(read_zone_surveys(tmp_path, ["shili", "zhenhai"])) == []
    export, *_ = write_example_survey(tmp_path / "surveys")
    found = survey_figures(read_zone_surveys(tmp_path, ["zhenhai", "shili"]))
    assert [survey.mapping.zone_id for survey in found] == ["shili"]
    export.unlink()
    assert read_zone_survey(tmp_path, "shili") is None


def test_a_mapping_in_the_folder_of_another_zone_is_refused(tmp_path: Path) -> None:
    write_example_survey(tmp_path / "surveys")
    (tmp_path / "surveys" / "shili").rename(tmp_path / "surveys" / "zhenhai")
    with pytest.raises(DataError, match="other_zone"):
        read_zone_survey(tmp_path, "zhenhai")


def test_the_made_up_survey_is_the_same_bytes_from_one_seed_and_marked_everywhere(
    tmp_path: Path,
) -> None:
    first = write_example_survey(tmp_path / "one", seed=3)
    second = write_example_survey(tmp_path / "two", seed=3)
    other = write_example_survey(tmp_path / "three", seed=4)
    raw = [[path.read_bytes() for path in paths] for paths in (first, second, other)]
    assert raw[0] == raw[1] and raw[0][0] != raw[2][0]
    assert "示例数据" in (tmp_path / "one/shili/mapping.yaml").read_text(encoding="utf-8")
    streets = pd.read_csv(tmp_path / "one/shili/frame.csv")["street"]
    assert streets.str.contains("示例数据").all()
    with pytest.raises(FileExistsError):
        write_example_survey(tmp_path / "one", seed=3)


# The housing survey of Copenhagen (Madsen 1976) ------------------------------------------------


def test_the_copenhagen_survey_is_estimated_as_its_counts_say(tmp_path: Path) -> None:
    folder = os.environ.get(REFERENCE)
    if not folder:
        pytest.skip(f"{REFERENCE} is not set")
    counts = pd.read_csv(Path(folder) / "survey" / "copenhagen_housing.csv")
    rows = counts.loc[counts.index.repeat(counts["Freq"])].assign(w=1)
    words = {"Low": 1, "Medium": 2, "High": 3}
    spec = small_spec(
        scales={"three": {"low": 1, "high": 3, "words": words}},
        items=[{"id": "sat", "column": "Sat", "scale": "three", "dimension": "overall"}],
        labels={"housing": "Type", "influence": "Infl"},
        street="housing",
        community=None,
        overall="sat",
    )
    told = with_spec(tmp_path, spec, rows)
    n = 1681
    zone = told.zone.iloc[0]
    assert (zone["n"], counts["Freq"].sum()) == (n, n)
    high = counts.loc[counts["Sat"].eq("High"), "Freq"].sum() / n
    assert zone["share"] == pytest.approx(high)
    score = counts["Sat"].map(words)
    mean = (score * counts["Freq"]).sum() / n
    spread = ((score - mean) ** 2 * counts["Freq"]).sum() / (n - 1)
    assert zone["estimate"] == pytest.approx(mean)
    assert zone["std_error"] == pytest.approx(sqrt(spread / n))
    assert told.streets is not None
    by_type = counts.assign(total=score * counts["Freq"]).groupby("Type")[["total", "Freq"]].sum()
    found = told.streets.set_index("housing")
    expected = by_type["total"] / by_type["Freq"]
    assert found["estimate"].to_dict() == pytest.approx(expected.to_dict())
    assert found["n"].to_dict() == by_type["Freq"].to_dict()
    # Tower blocks are the most satisfied, terraced houses the least, and the survey can tell.
    assert found["rank_high"].idxmin() == "Tower" and found["rank_low"].idxmax() == "Terrace"
