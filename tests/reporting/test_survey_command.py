"""From a specification on disk to the CSV, by every way that the rows may take."""

from __future__ import annotations

import os
from pathlib import Path
from textwrap import dedent

import numpy as np
import pandas as pd
import pyreadstat
import pytest
from click.testing import CliRunner, Result

from shequ_eval.commands.survey import survey
from shequ_eval.evidence import survey_cells
from shequ_eval.evidence.survey_cells import parts_of
from shequ_eval.reporting.survey.run import run_survey_spec
from shequ_eval.vocabulary.survey_spec import OUTPUT_COLUMNS

SPEC = """\
data: [answers.parquet]
design: {weights: w, strata: street, clusters: [community, home], population_sizes: [N1, N2]}
estimates:
  - {id: overall, kind: mean, variable: score, by: [zone, wave]}
  - {id: top2, kind: share, variable: score, values: [4, 5], by: wave, where: "age >= 18"}
  - {id: total, kind: total, variable: members}
  - {id: burden, kind: ratio, numerator: score, denominator: members, by: zone}
contrasts:
  - {id: change, of: overall, first: {wave: 2}, second: {wave: 1}}
  - {id: zones, of: burden, first: {zone: 东}, second: {zone: 西}}
"""


def answers(rows: int = 3000) -> pd.DataFrame:
    """Simulated answers: 2 zones, 12 streets, 60 communities, homes in each, two waves."""
    generator = np.random.default_rng(11)
    street = generator.integers(0, 12, rows)
    community = street * 5 + generator.integers(0, 5, rows)
    score = generator.integers(1, 6, rows).astype(float)
    score[generator.random(rows) < 0.05] = np.nan
    return pd.DataFrame(
        {
            "street": street,
            "community": [f"社区{number:03d}" for number in community],
            "home": community * 1000 + generator.integers(0, 20, rows),
            "N1": 30,
            "N2": 400,
            "zone": np.where(street < 6, "东", "西"),
            "wave": generator.integers(1, 3, rows),
            "age": generator.integers(10, 90, rows),
            "members": generator.integers(1, 7, rows),
            "score": score,
            "w": generator.uniform(0, 20, rows),
        }
    )


def estimate(folder: Path, spec: str, *options: str) -> Result:
    (folder / "spec.yaml").write_text(dedent(spec), encoding="utf-8")
    out = folder / "out" / "estimates.csv"
    arguments = ["estimate", str(folder / "spec.yaml"), "--out", str(out), *options]
    return CliRunner().invoke(survey, arguments)


def written(folder: Path) -> pd.DataFrame:
    return pd.read_csv(folder / "out" / "estimates.csv")


def same(one: pd.DataFrame, two: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(one, two, rtol=1e-10, atol=1e-12)


def test_the_table_has_the_columns_that_are_promised_in_their_order(tmp_path: Path) -> None:
    answers().to_parquet(tmp_path / "answers.parquet")
    assert estimate(tmp_path, SPEC).exit_code == 0
    table = written(tmp_path)
    head, tail = list(OUTPUT_COLUMNS[:3]), list(OUTPUT_COLUMNS[3:])
    assert list(table.columns) == [*head, "zone", "wave", *tail]
    assert table["id"].tolist() == (
        ["overall"] * 4 + ["top2"] * 2 + ["total"] + ["burden"] * 2 + ["change"] * 2 + ["zones"]
    )
    raw = (tmp_path / "out" / "estimates.csv").read_bytes()
    assert b"\r" not in raw and b",false," in raw


def test_rows_streamed_from_parquet_give_what_rows_in_memory_give(tmp_path: Path) -> None:
    answers().to_parquet(tmp_path / "answers.parquet", row_group_size=700)
    assert estimate(tmp_path, SPEC, "--no-stream").exit_code == 0
    memory = written(tmp_path)
    assert estimate(tmp_path, SPEC, "--stream").exit_code == 0
    same(written(tmp_path), memory)
    first = (tmp_path / "out" / "estimates.csv").read_bytes()
    estimate(tmp_path, SPEC, "--stream")
    assert (tmp_path / "out" / "estimates.csv").read_bytes() == first


@pytest.mark.parametrize(
    "design",
    [
        "{clusters: [community, home], population_sizes: [N1, N2]}",
        "{weights: w, clusters: [community, home], population_sizes: 70}",
        "{weights: w, strata: zone, clusters: street, lonely_psu: average}",
        "{weights: w, clusters: community, population_sizes: N1}",
        "{weights: w, strata: wave, clusters: community, nested: true, lonely_psu: centre}",
    ],
)
def test_streamed_rows_give_the_same_for_every_design(tmp_path: Path, design: str) -> None:
    data = answers(900).assign(N1=70)
    data["homes_there"] = data.groupby("community")["home"].transform("nunique")
    data.assign(N2=data["homes_there"] * 3).to_parquet(tmp_path / "answers.parquet")
    spec = f"""\
        data: answers.parquet
        design: {design}
        estimates:
          - {{id: a, kind: mean, variable: score, by: [zone, wave]}}
          - {{id: b, kind: share, variable: score, values: [1, 2, 3, 4, 5], by: zone}}
        """
    tables = []
    for option in ("--no-stream", "--stream"):
        result = estimate(tmp_path, spec, option)
        assert result.exit_code == 0, result.output
        tables.append(written(tmp_path))
    same(*tables)
    warned = tables[0]["note"].fillna("").str.contains("按全数调查计")
    assert warned.eq("population_sizes" in design).all()  # homes hold several rows too


def test_a_cluster_gives_what_one_machine_gives(tmp_path: Path) -> None:
    distributed = pytest.importorskip("distributed")
    data = answers()
    data.iloc[:1700].to_parquet(tmp_path / "one.parquet", row_group_size=400)
    data.iloc[1700:].to_parquet(tmp_path / "two.parquet")
    spec = SPEC.replace("[answers.parquet]", "'*.parquet'")
    assert estimate(tmp_path, spec, "--no-stream").exit_code == 0
    memory = written(tmp_path)
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=2, processes=False, dashboard_address=":0"
    ) as cluster:
        result = estimate(tmp_path, spec, "--scheduler", cluster.scheduler_address)
    assert result.exit_code == 0, result.output
    same(written(tmp_path), memory)


def test_row_groups_are_dealt_out_whole_and_once(tmp_path: Path) -> None:
    answers(1000).to_parquet(tmp_path / "a.parquet", row_group_size=100)
    parts = parts_of([tmp_path / "a.parquet"], rows=250)
    assert [group for part in parts for group in part.groups] == list(range(10))
    assert [part.first_row for part in parts] == [0, 300, 600, 900]


def test_splitting_a_file_changes_nothing(tmp_path: Path) -> None:
    data = answers()
    data.to_csv(tmp_path / "whole.csv", index=False)
    data.iloc[:5].to_csv(tmp_path / "part1.csv", index=False)
    data.iloc[5:].to_csv(tmp_path / "part2.csv", index=False)
    estimate(tmp_path, SPEC.replace("answers.parquet", "whole.csv"))
    whole = written(tmp_path)
    estimate(tmp_path, SPEC.replace("answers.parquet", "part1.csv, part2.csv"))
    same(written(tmp_path), whole)


def test_labels_keep_their_leading_zeros(tmp_path: Path) -> None:
    data = answers(200).assign(zone=[f"{n % 3:04d}" for n in range(200)])
    data.to_csv(tmp_path / "answers.csv", index=False)
    result = estimate(
        tmp_path,
        """\
        data: answers.csv
        design: {weights: w}
        estimates: [{id: a, kind: mean, variable: score, by: zone}]
        contrasts: [{id: b, of: a, first: {zone: "0002"}, second: {zone: "0000"}}]
        """,
    )
    assert result.exit_code == 0, result.output
    table = pd.read_csv(tmp_path / "out" / "estimates.csv", dtype=str)
    assert table["zone"].tolist()[:3] == ["0000", "0001", "0002"]


def test_small_domains_are_withheld_with_their_differences(tmp_path: Path) -> None:
    data = answers(200)
    data.loc[:4, "zone"] = "小"
    data.to_csv(tmp_path / "answers.csv", index=False)
    spec = """\
        data: answers.csv
        design: {weights: w}
        estimates: [{id: a, kind: mean, variable: age, by: zone}]
        contrasts: [{id: b, of: a, first: {zone: 东}, second: {zone: 小}}]
        """
    assert estimate(tmp_path, spec).exit_code == 0
    table = written(tmp_path).set_index(["id", "zone"])
    small = table[table["suppressed"]]
    assert set(small.index.get_level_values("id")) == {"a", "b"}
    assert small[["estimate", "std_error", "low", "high", "deff"]].isna().all(axis=None)
    assert table.loc[("a", "东"), "estimate"] > 0


def test_a_test_of_independence_is_written_beside_the_estimates(tmp_path: Path) -> None:
    answers(400).to_csv(tmp_path / "answers.csv", index=False)
    spec = SPEC.replace("answers.parquet", "answers.csv").replace(
        "design: {", "design: {nested: true, "
    )
    result = estimate(tmp_path, spec + "tests: [{id: t, rows: zone, columns: wave}]\n")
    assert result.exit_code == 0, result.output
    tests = pd.read_csv(tmp_path / "out" / "estimates.tests.csv")
    assert 0 <= tests["p"].iloc[0] <= 1 and tests["cells_df"].iloc[0] == 1


def test_every_fault_of_data_is_told_at_once_and_the_old_table_stands(tmp_path: Path) -> None:
    answers().to_parquet(tmp_path / "answers.parquet")
    estimate(tmp_path, SPEC)
    before = (tmp_path / "out" / "estimates.csv").read_bytes()
    data = answers()
    data.loc[3, "w"] = -1.0
    data["score"] = data["score"].astype(object).where(data.index != 8, "满意")
    data.loc[data["street"].eq(0), "N1"] = 2
    data.to_csv(tmp_path / "answers.csv", index=False)
    spec = SPEC.replace("answers.parquet", "answers.csv").replace("[4, 5]", "[非常满意]")
    result = estimate(tmp_path, spec)
    assert result.exit_code == 1
    for words in (
        "answers.csv 第5行 列 w: negative_weight",
        "answers.csv 第10行 列 score: not_a_number",
        "population_below_sample",
        "no_such_answer",
    ):
        assert words in result.output
    assert (tmp_path / "out" / "estimates.csv").read_bytes() == before
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["estimates.csv"]


def test_faults_are_found_in_streamed_rows_too(tmp_path: Path) -> None:
    data = answers()
    data.loc[3, "w"] = -1.0
    data.loc[7, "w"] = np.nan
    data["members"] = data["members"].astype(str)
    data.to_parquet(tmp_path / "answers.parquet")
    result = estimate(tmp_path, SPEC, "--stream")
    assert result.exit_code == 1
    assert "answers.parquet 第5行 列 w: negative_weight" in result.output
    assert "answers.parquet 第9行 列 w: missing" in result.output
    assert "列 members: not_a_number" in result.output


def test_a_fault_in_the_second_file_is_told_by_that_file_s_row(tmp_path: Path) -> None:
    data = answers(100)
    data.iloc[:60].to_csv(tmp_path / "one.csv", index=False)
    data.iloc[60:].assign(w=-1.0).head(1).to_csv(tmp_path / "two.csv", index=False)
    result = estimate(
        tmp_path,
        """\
        data: [one.csv, two.csv]
        design: {weights: w}
        estimates: [{id: a, kind: mean, variable: age}]
        """,
    )
    assert "two.csv 第2行 列 w: negative_weight" in result.output


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("data: [answers.parquet]", "data: gone.parquet"), "no_such_file"),
        (("variable: members", "variable: member"), "did you mean members?"),
        (("zone: 西", "zone: 南"), "no_such_domain"),
        (("age >= 18", "age >= 180"), "where_holds_nowhere"),
    ],
)
def test_what_the_data_have_not_got_is_told(
    tmp_path: Path, change: tuple[str, str], words: str
) -> None:
    answers().to_parquet(tmp_path / "answers.parquet")
    for option in ("--no-stream", "--stream"):
        result = estimate(tmp_path, SPEC.replace(*change), option)
        assert result.exit_code == 1 and words in result.output, option


@pytest.mark.parametrize("option", ["--no-stream", "--stream"])
@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda data: data.head(0), "no_rows"),
        (lambda data: data.assign(w=0.0), "no_weight"),
        (lambda data: data.assign(score=1.0), "no_such_answer"),
    ],
)
def test_data_on_which_nothing_can_rest_are_told_by_every_way(
    tmp_path: Path, change: object, words: str, option: str
) -> None:
    change(answers(200)).to_parquet(tmp_path / "answers.parquet")  # type: ignore[operator]
    one_stage = SPEC.replace("[community, home]", "community").replace("[N1, N2]", "N1")
    result = estimate(tmp_path, one_stage, option)
    assert result.exit_code == 1 and words in result.output


@pytest.mark.parametrize("option", ["--no-stream", "--stream"])
def test_rows_without_a_label_are_counted_in_a_warning(tmp_path: Path, option: str) -> None:
    data = answers()
    data["zone"] = data["zone"].where(data.index > 41)
    data.to_parquet(tmp_path / "answers.parquet")
    result = estimate(tmp_path, SPEC, option)
    assert result.exit_code == 0
    assert (
        "[warning] answers.parquet 列 zone, wave: no_domain: found 为 'overall: 42'"
        in result.output
    )


def test_true_and_false_are_found_however_they_are_written(tmp_path: Path) -> None:
    data = answers(300).assign(member=np.arange(300) % 3 == 0)
    spec = """\
        data: answers.FORMAT
        design: {weights: w, clusters: community}
        estimates:
          - {id: a, kind: share, variable: member, values: [true]}
          - {id: b, kind: mean, variable: age, where: "member == True"}
        """
    tables = []
    for form, options in (("parquet", ["--stream"]), ("parquet", []), ("csv", [])):
        data.to_parquet(tmp_path / "answers.parquet")
        data.assign(member=data["member"].map({True: "TRUE", False: "FALSE"})).to_csv(
            tmp_path / "answers.csv", index=False
        )
        result = estimate(tmp_path, spec.replace("FORMAT", form), *options)
        assert result.exit_code == 0, result.output
        tables.append(written(tmp_path))
    same(tables[0], tables[1])
    same(tables[0], tables[2])


@pytest.mark.parametrize("form", ["xlsx", "sav", "dta"])
def test_workbooks_and_statistical_files_give_what_a_csv_gives(tmp_path: Path, form: str) -> None:
    data = (
        answers(300)
        .drop(columns=["zone"])
        .assign(area=np.where(answers(300)["age"] > 40, "东", "西"))
    )
    spec = """\
        data: answers.FORMAT
        design: {weights: w, clusters: community}
        estimates:
          - {id: a, kind: mean, variable: score, by: [area, wave]}
          - {id: b, kind: share, variable: score, values: [4, 5], where: "age >= 18"}
        """
    data.to_csv(tmp_path / "answers.csv", index=False)
    writers = {
        "xlsx": lambda path: data.to_excel(path, index=False),
        "sav": lambda path: pyreadstat.write_sav(data, path),
        "dta": lambda path: pyreadstat.write_dta(data, path),
    }
    writers[form](tmp_path / f"answers.{form}")
    tables = []
    for kind in ("csv", form):
        result = estimate(tmp_path, spec.replace("FORMAT", kind))
        assert result.exit_code == 0, result.output
        tables.append(written(tmp_path))
    same(*tables)


def test_a_share_without_values_is_that_of_one_in_a_column_of_yes_and_no(tmp_path: Path) -> None:
    data = answers(300).assign(aware=answers(300)["age"] % 2)
    data.to_csv(tmp_path / "answers.csv", index=False)
    spec = """\
        data: answers.csv
        design: {weights: w}
        estimates:
          - {id: a, kind: share, variable: aware}
          - {id: b, kind: share, variable: aware, values: [1]}
        """
    assert estimate(tmp_path, spec).exit_code == 0
    table = written(tmp_path).drop(columns="id")
    assert table.iloc[0].equals(table.iloc[1])
    result = estimate(
        tmp_path,
        spec.replace("id: a, kind: share, variable: aware", "id: a, kind: share, variable: score"),
    )
    assert result.exit_code == 1 and "share_of_what" in result.output


def test_what_needs_memory_is_not_streamed(tmp_path: Path) -> None:
    answers().to_parquet(tmp_path / "answers.parquet")
    spec = SPEC + "tests: [{id: t, rows: zone, columns: wave}]\n"
    result = estimate(tmp_path, spec, "--stream")
    assert result.exit_code == 1 and "needs_memory" in result.output
    assert estimate(tmp_path, spec).exit_code == 0


def test_a_specification_that_cannot_be_used_leaves_with_2(tmp_path: Path) -> None:
    result = estimate(tmp_path, "data: a\n")
    assert result.exit_code == 2 and "design" in result.output


def test_no_cluster_at_the_address_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr(survey_cells, "ANSWER_WITHIN", "1s")
    answers(100).to_parquet(tmp_path / "answers.parquet")
    spec = tmp_path / "spec.yaml"
    spec.write_text(SPEC, encoding="utf-8")
    with pytest.raises(OSError):
        run_survey_spec(spec, scheduler="tcp://127.0.0.1:9")


def test_calibration_reads_its_totals_beside_the_specification(tmp_path: Path) -> None:
    answers(400).to_csv(tmp_path / "answers.csv", index=False)
    (tmp_path / "totals.csv").write_text(
        "zone,wave,total\n东,1,3000\n东,2,2000\n西,1,2500\n西,2,2500\n", encoding="utf-8"
    )
    result = estimate(
        tmp_path,
        """\
        data: answers.csv
        design:
          weights: w
          calibration:
            method: poststratify
            margins: [{columns: [zone, wave], totals: totals.csv}]
        estimates: [{id: a, kind: total, variable: N1, by: zone}]
        """,
    )
    assert result.exit_code == 0, result.output
    assert written(tmp_path)["estimate"].tolist() == pytest.approx([150000, 150000])
    assert written(tmp_path)["std_error"].max() < 1e-6 * 150000


def test_the_specification_in_the_documentation_works(project: Path, tmp_path: Path) -> None:
    told = (project / "docs" / "survey.md").read_text(encoding="utf-8")
    spec = told.split("```yaml\n")[1].split("```")[0]
    generator = np.random.default_rng(5)
    data = answers(2000).rename(columns={"score": "q1", "w": "weight"})
    data = data.assign(
        zone=generator.choice(["A", "B"], 2000),
        visits=generator.integers(0, 9, 2000),
        income=generator.integers(10, 99, 2000) * 100,
    )
    data.to_parquet(tmp_path / "answers.parquet")
    result = estimate(tmp_path, spec)
    assert result.exit_code == 0, result.output
    assert set(written(tmp_path)["id"]) == {
        "overall", "top2", "visits", "per_member", "median", "change",
    }  # fmt: skip


@pytest.mark.skipif(
    not os.environ.get("SHEQU_EVAL_REFERENCE"), reason="SHEQU_EVAL_REFERENCE is not set"
)
def test_a_published_two_stage_answer_comes_out_of_the_command(tmp_path: Path) -> None:
    data = Path(os.environ["SHEQU_EVAL_REFERENCE"]) / "survey" / "apiclus2.csv"
    result = estimate(
        tmp_path,
        f"""\
        data: '{data.as_posix()}'
        design: {{clusters: [dnum, snum], population_sizes: [fpc1, fpc2]}}
        estimates:
          - {{id: mean, kind: mean, variable: api00}}
          - {{id: total, kind: total, variable: enroll}}
        """,
    )
    assert result.exit_code == 0, result.output
    table = written(tmp_path).set_index("id")
    assert table.loc["mean", "std_error"] == pytest.approx(30.099, abs=5e-4)
    assert table.loc["total", "std_error"] == pytest.approx(799638, abs=0.5)
