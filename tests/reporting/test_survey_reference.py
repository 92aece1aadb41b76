"""Published answers of R's survey package, asked for as anybody would: a YAML, a CSV, a command."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pytest
from click.testing import CliRunner

from shequ_eval.commands.survey import survey

REFERENCE = os.environ.get("SHEQU_EVAL_REFERENCE", "")
FOLDER = Path(REFERENCE) / "survey"
needs_reference = pytest.mark.skipif(
    not REFERENCE or not FOLDER.is_dir(), reason="SHEQU_EVAL_REFERENCE names no reference folder"
)

STRAT = "{weights: pw, strata: [stype], population_sizes: [fpc]}"
CLUS1 = "{weights: pw, clusters: [dnum], population_sizes: [fpc]}"
CLUS2 = "{clusters: [dnum, snum], population_sizes: [fpc1, fpc2]}"
CLUS2_WITH_REPLACEMENT = "{weights: pw, clusters: [dnum, snum]}"
POSTSTRATA = (
    "calibration: {method: poststratify, margins:"
    " [{columns: stype, totals: {E: 4421, H: 755, M: 1018}}]}"  # counted below from apipop
)
MEAN, TOTAL = "{id: a, kind: mean, variable: api00}", "{id: a, kind: total, variable: enroll}"

CASES = {
    "strat_mean_api00": ("apistrat", STRAT, MEAN),
    "clus1_mean_api00": ("apiclus1", CLUS1, MEAN),
    "clus2_mean_api00": ("apiclus2", CLUS2, MEAN),
    "clus2wr_mean_api00": ("apiclus2", CLUS2_WITH_REPLACEMENT, MEAN),
    "strat_total_enroll": ("apistrat", STRAT, TOTAL),
    "clus1_total_enroll": ("apiclus1", CLUS1, TOTAL),
    "clus2_total_enroll": ("apiclus2", CLUS2, TOTAL),
    "clus2wr_total_enroll": ("apiclus2", CLUS2_WITH_REPLACEMENT, TOTAL),
    "rep_JK1_mean": ("apiclus1", CLUS1[:-1] + ", replicates: {method: JK1}}", MEAN),
    "rep_JK1_mean_mse": ("apiclus1", CLUS1[:-1] + ", replicates: {method: JK1, mse: true}}", MEAN),
    "clus1_ps_mean": ("apiclus1", f"{CLUS1[:-1]}, {POSTSTRATA}}}", MEAN),
    "clus1_ps_total": ("apiclus1", f"{CLUS1[:-1]}, {POSTSTRATA}}}", TOTAL),
    "rclus1_ps_mean_mse": (
        "apiclus1",
        f"{CLUS1[:-1]}, {POSTSTRATA}, replicates: {{method: JK1, mse: true}}}}",
        MEAN,
    ),
    "lonely_certainty": ("apiclus1", "{weights: pw, strata: dnum, lonely_psu: certainty}", MEAN),
    "lonely_adjust": ("apiclus1", "{weights: pw, strata: dnum, lonely_psu: centre}", MEAN),
    "lonely_average": ("apiclus1", "{weights: pw, strata: dnum, lonely_psu: average}", MEAN),
    "mu284_total": (
        "mu284",
        "{clusters: [id1, id2], population_sizes: [n1, n2]}",
        "{id: a, kind: total, variable: y1}",
    ),
    "kigyo_srs": ("kigyo", "{weights: srs_w}", "{id: a, kind: mean, variable: uriage}"),
    "kigyo_pps": ("kigyo", "{weights: pps_w}", "{id: a, kind: mean, variable: uriage}"),
}
COLUMNS = {
    "est": "estimate", "mean": "estimate", "se": "std_error", "deff": "deff", "deff_wr": "deff",
}  # fmt: skip


def estimated(name: str, design: str, estimates: str, more: str = "") -> pd.DataFrame:
    with TemporaryDirectory() as folder:
        spec, out = Path(folder) / "SPEC.yaml", Path(folder) / "estimates.csv"
        data = os.path.relpath(FOLDER / f"{name}.csv", folder)  # paths are relative to the SPEC
        spec.write_text(
            f"data: {data}\ndesign: {design}\nestimates: [{estimates}]\n{more}", encoding="utf-8"
        )
        result = CliRunner().invoke(survey, ["estimate", str(spec), "--out", str(out)])
        assert result.exit_code == 0, result.output
        return pd.read_csv(out)


@cache
def answer(case: str) -> pd.Series:
    more = "deff: with_replacement\n" if case == "kigyo_pps" else ""
    return estimated(*CASES[case], more).iloc[0]


def published() -> list[dict]:
    if not REFERENCE or not FOLDER.is_dir():
        return []
    rows = pd.read_csv(FOLDER / "expected" / "expected_published.csv")
    return rows[rows["id"].isin(CASES)].to_dict("records")


@needs_reference
@pytest.mark.parametrize("row", published(), ids=lambda row: f"{row['id']}-{row['quantity']}")
def test_a_published_answer_is_met_by_the_command(row: dict) -> None:
    told = answer(row["id"])
    found = told["std_error"] ** 2 if row["quantity"] == "var" else None
    found = told[COLUMNS[row["quantity"]]] if found is None else found
    assert found == pytest.approx(row["value"], rel=0, abs=row["abs_tol"])


@needs_reference
def test_the_poststrata_are_those_of_the_population() -> None:
    counts = pd.read_csv(FOLDER / "apipop.csv")["stype"].value_counts()
    assert f"E: {counts['E']}, H: {counts['H']}, M: {counts['M']}" in POSTSTRATA


@needs_reference
def test_the_ratio_times_the_known_total_is_the_published_prediction() -> None:
    ratio = "{id: r, kind: ratio, numerator: api.stu, denominator: enroll}"
    told = estimated("apistrat", STRAT, ratio).iloc[0]
    there = pd.read_csv(FOLDER / "apipop.csv")["enroll"].sum()
    expected = pd.read_csv(FOLDER / "expected" / "expected_published.csv")
    wanted = expected[expected["id"].eq("strat_ratio_predict")].set_index("quantity")
    for quantity, column in (
        ("total_api.stu_given_enroll_pop", "estimate"), ("se", "std_error"),
    ):  # fmt: skip
        value, near = wanted.loc[quantity, ["value", "abs_tol"]]
        assert told[column] * there == pytest.approx(value, rel=0, abs=near)


@needs_reference
def test_a_lonely_unit_is_refused_unless_a_rule_is_named() -> None:
    with pytest.raises(AssertionError, match="lonely_psu"):
        estimated("apiclus1", "{weights: pw, strata: dnum}", MEAN)


@needs_reference
def test_domains_by_two_columns_and_a_condition_meet_the_same_rows_asked_for_alone() -> None:
    by = "{id: a, kind: mean, variable: api00, by: [stype, awards], where: \"comp.imp == 'Yes'\"}"
    table = estimated("apiclus1", CLUS1, by, "suppress_below: 0\n")
    assert list(table.columns[:5]) == ["id", "kind", "variable", "stype", "awards"]
    for row in table.to_dict("records"):
        where = f"comp.imp == 'Yes' and stype == '{row['stype']}' and awards == '{row['awards']}'"
        alone = f'{{id: a, kind: mean, variable: api00, where: "{where}"}}'
        told = estimated("apiclus1", CLUS1, alone, "suppress_below: 0\n").iloc[0]
        for column in ("estimate", "std_error", "low", "high", "df", "n", "n_psu", "deff"):
            assert told[column] == pytest.approx(row[column], nan_ok=True)


@needs_reference
def test_several_columns_of_strata_are_crossed_in_a_sample_of_one_stage() -> None:
    data = pd.read_csv(FOLDER / "apistrat.csv")
    kept = data.assign(both=data["stype"] + data["awards"])
    with TemporaryDirectory() as folder:
        kept.to_csv(Path(folder) / "kept.csv", index=False)
        tables = []
        for strata in ("[stype, awards]", "both"):
            spec, out = Path(folder) / "SPEC.yaml", Path(folder) / "e.csv"
            spec.write_text(
                f"data: kept.csv\ndesign: {{weights: pw, strata: {strata}}}\nestimates: [{MEAN}]\n",
                encoding="utf-8",
            )
            result = CliRunner().invoke(survey, ["estimate", str(spec), "--out", str(out)])
            assert result.exit_code == 0, result.output
            tables.append(pd.read_csv(out))
    pd.testing.assert_frame_equal(*tables)


@needs_reference
def test_several_quantiles_and_a_share_of_one_value_are_those_asked_for_one_by_one() -> None:
    several = "{id: q, kind: quantile, variable: api00, q: [0.25, 0.5, 0.75], by: stype}"
    table = estimated("apiclus1", CLUS1, several)
    assert table["note"].str.extract(r"q = ([\d.]+)")[0].unique().tolist() == [
        "0.25",
        "0.5",
        "0.75",
    ]
    for q, part in table.groupby(table["note"].str.extract(r"q = ([\d.]+)")[0].to_numpy()):
        one = estimated("apiclus1", CLUS1, several.replace("[0.25, 0.5, 0.75]", q))
        numbers = ["estimate", "std_error", "low", "high", "df", "n"]
        pd.testing.assert_frame_equal(
            one[numbers], part[numbers].reset_index(drop=True), check_dtype=False
        )
    share = estimated("apiclus1", CLUS1, "{id: s, kind: share, variable: comp.imp, values: 'Yes'}")
    listed = estimated("apiclus1", CLUS1, "{id: s, kind: share, variable: comp.imp, values: [Yes]}")
    pd.testing.assert_frame_equal(share, listed)


@needs_reference
@pytest.mark.parametrize(
    "where",
    [
        "\"stype = 'E' & awards = 'Yes'\"",
        "{stype: E, awards: [Yes]}",
        "[{stype: E}, \"awards == 'Yes'\"]",
    ],
)
def test_one_condition_in_three_ways_of_writing_gives_one_answer(where: str) -> None:
    plain = "\"stype == 'E' and awards == 'Yes'\""
    tables = [
        estimated("apistrat", STRAT, f"{{id: a, kind: mean, variable: api00, where: {one}}}")
        for one in (plain, where)
    ]
    pd.testing.assert_frame_equal(*tables)
