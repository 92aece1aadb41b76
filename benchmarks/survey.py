"""How fast survey estimates are, how much memory they take, and how often their intervals hold.

    python benchmarks/survey.py                        all of it, in a few minutes
    python benchmarks/survey.py --stream-rows 50000000 answers larger than memory
    python benchmarks/survey.py --only coverage        simulation from the apipop population
    python benchmarks/survey.py --only models          regressions beside statsmodels

Data are simulated from a fixed seed but for the coverage, which needs the reference folder
(SHEQU_EVAL_REFERENCE). `svy` is compared with where it is installed. Nothing is asserted but the
equality of results.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from survey_models import models

from shequ_eval.analysis.survey.build_design import survey_design
from shequ_eval.analysis.survey.estimates import domain_estimates
from shequ_eval.analysis.survey.make_replicates import Method, make_replicates
from shequ_eval.analysis.survey.measures import domains_of, mean_of, total_of
from shequ_eval.reporting.survey.run import run_survey_spec

STRATA, UNITS, DOMAINS, SEED = 200, 20, 2000, 20261124
CHUNK, GROUP = 1_000_000, 250_000
NOMINAL = 0.95
SPEC = """\
data: answers.parquet
design: {weights: weight, strata: stratum, clusters: psu}
estimates:
  - {id: satisfaction, kind: mean, variable: score, by: community}
"""


def answers(rows: int, generator: np.random.Generator) -> pd.DataFrame:
    """Simulated answers: strata, primary sampling units in them, communities across them."""
    stratum = generator.integers(0, STRATA, rows)
    return pd.DataFrame(
        {
            "stratum": stratum,
            "psu": stratum * UNITS + generator.integers(0, UNITS, rows),
            "community": generator.integers(0, DOMAINS, rows),
            "weight": generator.uniform(1, 9, rows),
            "score": generator.integers(1, 6, rows).astype(float),
        }
    )


def best(work: Callable[[], object], times: int = 5) -> float:
    """Seconds of the quickest of several runs."""
    found = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return min(found)


def one_pass(data: pd.DataFrame) -> np.ndarray:
    """The weighted means of all domains and nothing else: one pass in numpy."""
    weight, domain = data["weight"].to_numpy(), data["community"].to_numpy()
    above = np.bincount(domain, weight * data["score"].to_numpy(), DOMAINS)
    return above / np.bincount(domain, weight, DOMAINS)


def with_errors(data: pd.DataFrame) -> pd.DataFrame:
    """Design, means, standard errors and intervals of all domains."""
    design = survey_design(data["weight"], data["stratum"], [data["psu"]])
    domains = domains_of([data["community"]], np.ones(len(data), bool))
    return domain_estimates(design, mean_of(data["score"].to_numpy()), domains)


def frame(rows: int, peer_rows: int) -> None:
    """Rows in memory, against one pass and, where it is installed, svy."""
    data = answers(rows, np.random.default_rng(SEED))
    print(f"\n== {rows:,} rows in memory, {STRATA} strata × {UNITS} units, {DOMAINS:,} domains ==")
    plain, ours = best(lambda: one_pass(data)), best(lambda: with_errors(data))
    print(f"one numpy pass, means only     {plain * 1e3:10.1f} ms")
    print(f"shequ-eval, design and errors  {ours * 1e3:10.1f} ms   {ours / plain:.1f} passes")
    print(f"peak memory of a process that does only this: {peak('frame', rows)}")
    if importlib.util.find_spec("svy") is None:
        print("svy: 未安装 not installed, not compared")
    else:
        beside_svy(data.head(peer_rows))


def beside_svy(data: pd.DataFrame) -> None:
    """The same estimates by svy in the same run, and how far they are from ours."""
    import polars  # noqa: PLC0415
    import svy  # noqa: PLC0415

    ours = best(lambda: with_errors(data))
    start = time.perf_counter()
    drawn = svy.Design(stratum="stratum", psu="psu", wgt="weight")
    sample = svy.Sample(data=polars.from_pandas(data), design=drawn)
    found = sample.estimation.mean(y="score", by="community")
    seconds = time.perf_counter() - start
    theirs = found.to_polars().to_pandas().sort_values("community")["se"].to_numpy()
    apart = np.nanmax(np.abs(theirs / with_errors(data)["std_error"].to_numpy() - 1))
    print(
        f"{len(data):,} rows: svy {seconds:.2f} s, shequ-eval {ours:.3f} s, {seconds / ours:.0f} ×"
    )
    print(f"standard errors apart by at most {apart:.1e}")


def stream(rows: int, folder: Path) -> None:
    """Answers in Parquet that are not read whole, in a process of its own."""
    print(f"\n== {rows:,} rows streamed from Parquet ==")
    write_parquet(rows, folder / "answers.parquet")
    (folder / "spec.yaml").write_text(SPEC, encoding="utf-8")
    size = (folder / "answers.parquet").stat().st_size
    print(f"file {size / 1e9:.2f} GB; as numbers in memory {rows * 40 / 1e9:.2f} GB")
    start = time.perf_counter()
    memory = peak("stream", rows, folder)
    print(f"whole process {time.perf_counter() - start:.1f} s, peak memory {memory}")


def cluster(rows: int, folder: Path) -> None:
    """The same on a Dask cluster of this machine, and in memory: are the results equal?"""
    print(f"\n== {rows:,} rows: in memory, streamed, and on a cluster ==")
    write_parquet(rows, folder / "answers.parquet")
    spec = folder / "spec.yaml"
    spec.write_text(SPEC, encoding="utf-8")
    tables = {
        "memory": run_survey_spec(spec, stream=False).estimates,
        "stream": run_survey_spec(spec, stream=True).estimates,
    }
    if importlib.util.find_spec("distributed") is None:
        print("distributed: 未安装 not installed")
    else:
        from distributed import LocalCluster  # noqa: PLC0415

        with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=":0") as workers:
            tables["cluster"] = run_survey_spec(spec, scheduler=workers.scheduler_address).estimates
    for name, table in tables.items():
        apart = (table["std_error"] / tables["memory"]["std_error"] - 1).abs().max()
        print(f"{name:8} {len(table)} domains, standard errors apart by at most {apart:.1e}")


def write_parquet(rows: int, path: Path) -> None:
    """Simulated answers, a chunk at a time."""
    generator = np.random.default_rng(SEED)
    schema = pa.Table.from_pandas(answers(1, generator), preserve_index=False).schema
    with pq.ParquetWriter(path, schema) as writer:
        for start in range(0, rows, CHUNK):
            chunk = answers(min(CHUNK, rows - start), generator)
            table = pa.Table.from_pandas(chunk, schema=schema, preserve_index=False)
            writer.write_table(table, row_group_size=GROUP)


def peak(task: str, rows: int, folder: Path | None = None) -> str:
    """Peak resident memory of a fresh process that does one task."""
    if importlib.util.find_spec("resource") is None:
        return "此系统不能量 cannot be measured on this system"
    command = [sys.executable, __file__, "--task", task, "--rows", str(rows)]
    command += ["--folder", str(folder)] if folder else []
    done = subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8")
    return done.stdout.strip()


def task(name: str, rows: int, folder: Path | None) -> None:
    """What `peak` measures."""
    import resource  # noqa: PLC0415

    start = time.perf_counter()
    if name == "frame":
        with_errors(answers(rows, np.random.default_rng(SEED)))
    elif folder is not None:
        run_survey_spec(folder / "spec.yaml", stream=True)
    seconds = time.perf_counter() - start
    kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    unit = 1 if sys.platform == "darwin" else 1024
    print(f"{kilobytes * unit / 1e9:.2f} GB (work {seconds:.1f} s)")


def coverage(samples: int) -> None:
    """How often intervals of samples from the apipop population hold the population's figure."""
    reference = os.environ.get("SHEQU_EVAL_REFERENCE")
    if not reference:
        print("\ncoverage: SHEQU_EVAL_REFERENCE is not set; left out")
        return
    schools = pd.read_csv(Path(reference) / "survey" / "apipop.csv")
    schools = schools[schools["enroll"].notna()].reset_index(drop=True)
    print(f"\n== coverage of {NOMINAL:.0%} intervals, {samples} samples of apipop ==")
    print(f"{'sample':38} {'figure':13} {'method':10} {'coverage':>9} {'nominal':>8}")
    rows_of = {unit: np.asarray(rows) for unit, rows in schools.groupby("dnum").indices.items()}
    for units in (5, 15, 40, 100):
        drawn = [clusters(rows_of, units, seed) for seed in range(samples)]
        told(
            f"{units} districts of {len(rows_of)}, all their schools", schools, drawn, len(rows_of)
        )
    plain = [simple(len(schools), 200, seed) for seed in range(samples)]
    told(f"200 schools of {len(schools):,}", schools, plain, len(schools), rows=True)


def clusters(rows_of: dict[int, np.ndarray], units: int, seed: int) -> np.ndarray:
    generator = np.random.default_rng([SEED, units, seed])
    chosen = generator.choice(np.array(sorted(rows_of)), units, replace=False)
    return np.concatenate([rows_of[unit] for unit in chosen])


def simple(population: int, rows: int, seed: int) -> np.ndarray:
    return np.random.default_rng([SEED, rows, seed]).choice(population, rows, replace=False)


def told(
    name: str, schools: pd.DataFrame, drawn: list[np.ndarray], population: int, rows: bool = False
) -> None:
    """One line a figure and method: how often the interval held."""
    methods: list[Method | None] = [None, "JK1", "bootstrap"]
    truth = {"mean api00": schools["api00"].mean(), "total enroll": schools["enroll"].sum()}
    for figure, true in truth.items():
        for method in methods:
            held = [covers(schools.iloc[r], figure, true, method, population, rows) for r in drawn]
            label = "Taylor" if method is None else method
            print(f"{name:38} {figure:13} {label:10} {np.mean(held):9.1%} {NOMINAL:8.1%}")


def covers(
    sample: pd.DataFrame,
    figure: str,
    true: float,
    method: Method | None,
    population: int,
    rows: bool,
) -> bool:
    units = [] if rows else [sample["dnum"].to_numpy()]
    drawn = len(sample) if rows else sample["dnum"].nunique()
    weights, sizes = np.full(len(sample), population / drawn), np.full(len(sample), population)
    design = survey_design(weights, clusters=units, population_sizes=[sizes])
    replicates = None if method is None else make_replicates(design, method, replicates=200)
    column = sample["api00" if figure.startswith("mean") else "enroll"].to_numpy(float)
    measure = mean_of(column) if figure.startswith("mean") else total_of(column)
    everyone = domains_of([], np.ones(len(sample), bool))
    found = domain_estimates(design, measure, everyone, replicates=replicates).iloc[0]
    return bool(found["low"] <= true <= found["high"])


def main() -> None:
    """Parse and run."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", choices=["frame", "stream", "cluster", "coverage", "models"])
    parser.add_argument("--rows", type=int, default=1_200_000)
    parser.add_argument("--peer-rows", type=int, help="rows for svy, which takes 19 GB for 1.2M")
    parser.add_argument("--stream-rows", type=int, default=5_000_000)
    parser.add_argument("--model-rows", type=int, default=20_000)
    parser.add_argument("--samples", type=int, default=500)
    parser.add_argument("--task", help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.task:
        task(given.task, given.rows, given.folder)
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        parts: dict[str, Callable[[], None]] = {
            "frame": lambda: frame(given.rows, given.peer_rows or given.rows),
            "stream": lambda: stream(given.stream_rows, folder),
            "cluster": lambda: cluster(given.rows, folder),
            "coverage": lambda: coverage(given.samples),
            "models": lambda: models(given.model_rows),
        }
        for name, part in parts.items():
            if given.only in {None, name}:
                part()


if __name__ == "__main__":
    main()
