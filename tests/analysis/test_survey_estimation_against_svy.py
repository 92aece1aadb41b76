"""Estimates against svy, another implementation, where it is installed: equal to 1e-10."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from shequ_eval.analysis.survey.build_design import survey_design
from shequ_eval.analysis.survey.design import SurveyDesign
from shequ_eval.analysis.survey.estimates import domain_estimates
from shequ_eval.analysis.survey.measures import (
    Measure,
    domains_of,
    mean_of,
    ratio_of,
    share_of,
    total_of,
)

svy = pytest.importorskip("svy", reason="svy is not installed")
polars = pytest.importorskip("polars", reason="polars comes with svy")

FIGURES = {
    "est": "estimate", "se": "std_error", "lci": "low", "uci": "high", "deff": "deff",
    "df": "df", "n": "n",
}  # fmt: skip


def answers() -> pd.DataFrame:
    """Simulated: 6 strata of 3 to 5 communities of 4 to 9 homes."""
    generator = np.random.default_rng(17)
    rows = [
        {"stratum": s, "psu": 10 * s + p, "home": 1000 * s + 100 * p + h}
        for s in range(6)
        for p in range(int(generator.integers(3, 6)))
        for h in range(int(generator.integers(4, 10)))
    ]
    data = pd.DataFrame(rows)
    n = len(data)
    return data.assign(
        w=generator.uniform(1, 9, n),
        y=generator.normal(70, 12, n),
        x=generator.uniform(1, 5, n),
        top=generator.integers(0, 2, n),
        group=generator.choice(["a", "b", "c"], n),
        communities=data.groupby("stratum")["psu"].transform("nunique") * 4,
        homes=data.groupby("psu")["home"].transform("size") * 7,
    )


def designs(data: pd.DataFrame) -> dict[str, tuple[object, SurveyDesign]]:
    two = svy.PopSize(psu="communities", ssu="homes")
    return {
        "with replacement": (
            svy.Design(stratum="stratum", psu="psu", wgt="w"),
            survey_design(data["w"], data["stratum"], [data["psu"]]),
        ),
        "two stages": (
            svy.Design(stratum="stratum", psu="psu", ssu="home", wgt="w", pop_size=two),
            survey_design(
                data["w"],
                data["stratum"],
                [data["psu"], data["home"]],
                [data["communities"], data["homes"]],
            ),
        ),
    }


def equal(found: object, ours: pd.DataFrame) -> None:
    theirs = found.to_polars().to_pandas()  # type: ignore[attr-defined]
    for name, column in FIGURES.items():
        if name in theirs:
            expected = theirs[name].to_numpy(float)
            assert ours[column].to_numpy(float) == pytest.approx(expected, rel=1e-10), name


def ours_of(design: SurveyDesign, measure: Measure, data: pd.DataFrame, by: str) -> pd.DataFrame:
    return domain_estimates(design, measure, domains_of([data[by]], np.ones(len(data), bool)))


@pytest.mark.parametrize("name", ["with replacement", "two stages"])
def test_means_totals_ratios_and_shares_by_domain_equal_svy_s(name: str) -> None:
    data = answers()
    theirs, design = designs(data)[name]
    estimation = svy.Sample(polars.from_pandas(data), theirs).estimation
    y, x = data["y"].to_numpy(), data["x"].to_numpy()
    by = {"by": "group", "deff": "wor"}
    equal(estimation.mean("y", **by), ours_of(design, mean_of(y), data, "group"))
    equal(estimation.total("y", **by), ours_of(design, total_of(y), data, "group"))
    equal(estimation.ratio("y", "x", **by), ours_of(design, ratio_of(y, x), data, "group"))
    shares = estimation.prop("top", by="group").to_polars().to_pandas()
    shares = shares[shares["top"].astype(str).eq("1")]
    ours = ours_of(design, share_of(data["top"], [1]), data, "group")
    for name_, column in (
        ("est", "estimate"),
        ("se", "std_error"),
        ("lci", "low"),
        ("uci", "high"),
    ):
        assert ours[column].to_numpy() == pytest.approx(shares[name_].to_numpy(), rel=1e-10)


@pytest.mark.parametrize(
    ("theirs", "rule"), [("center", "centre"), ("scale", "average"), ("skip", "certainty")]
)
def test_the_rules_for_a_lonely_unit_equal_svy_s(theirs: str, rule: str) -> None:
    data = answers()
    data.loc[data["stratum"].eq(2), "psu"] = 20  # one community stands alone in its stratum
    drawn = svy.Design(stratum="stratum", psu="psu", wgt="w", singleton=theirs)
    estimation = svy.Sample(polars.from_pandas(data), drawn).estimation
    design = survey_design(
        data["w"],
        data["stratum"],
        [data["psu"]],
        lonely_psu=rule,  # type: ignore[arg-type]
    )
    y = data["y"].to_numpy()
    equal(estimation.mean("y", by="group"), ours_of(design, mean_of(y), data, "group"))
    equal(estimation.total("y", by="group"), ours_of(design, total_of(y), data, "group"))
