"""Of many zones a document tells pairs in groups, its files each of them; of few it lists all."""

from __future__ import annotations

import csv
import re
from itertools import combinations
from pathlib import Path

import pandas as pd
import pytest

from shequ_eval.analysis.comparability import compare_pairs, figures_to_compare
from shequ_eval.analysis.differences import allowed_differences, apply_overrides
from shequ_eval.analysis.examples import example_figure
from shequ_eval.evidence.study import Study
from shequ_eval.exhibits.exhibit import MIME
from shequ_eval.exhibits.pair_group_tables import MOST_ZONES_LISTED
from shequ_eval.exhibits.pair_tables import differences_table, refusals_table
from shequ_eval.reporting.exhibit_files import write_exhibits
from shequ_eval.reporting.found_exhibits import exhibit_of
from shequ_eval.vocabulary.codebook import Codebook, Language
from shequ_eval.vocabulary.parameters import Override

LANGUAGES: list[Language] = ["zh", "en"]
INDICATORS = ("grids_basic", "communities_total", "social_orgs_stock")


def many(codebook: Codebook, count: int) -> tuple[pd.DataFrame, Codebook]:
    """示例数据: invented districts; every fourth is undated, the last of them years later."""
    model = codebook.zones.loc["zhenhai"].to_dict() | {"parent_zone": ""}
    names = [
        model | {"zone_id": f"demo{n}", "short_zh": f"示例{n}", "short_en": f"Demo {n}"}
        for n in range(count)
    ]
    wide = Codebook(
        codebook.indicators, codebook.families, pd.DataFrame(names), codebook.labels,
        codebook.standards, codebook.comparability, codebook.sets,
    )  # fmt: skip
    rows = [
        example_figure()
        | {"zone_id": f"demo{n}", "observation_id": f"{key}.{n}", "indicator_id": key}
        | {"evidence_ids": f"demo{n}-{place}", "value": 10.0 + n, "low": 10.0 + n}
        | {"high": 10.0 + n, "absence": "", "registration": "登记"}
        | {"period": "" if n % 4 == 3 else "2022" if n == count - 1 else "2017"}
        for place, key in enumerate(INDICATORS)
        for n in range(count)
    ]
    return pd.DataFrame(rows), wide


def judged(figures: pd.DataFrame, book: Codebook, *overrides: Override) -> pd.DataFrame:
    return apply_overrides(compare_pairs(figures, book), overrides)


@pytest.mark.parametrize("language", LANGUAGES)
def test_twenty_zones_have_a_few_rows_that_count_every_pair(
    codebook: Codebook, language: Language
) -> None:
    figures, book = many(codebook, 20)
    table = refusals_table(judged(figures, book), book, language)
    pairs = 3 * 190
    assert len(table.data) <= 4 * len(INDICATORS)
    one = r"（(\d+) 对）" if language == "zh" else r"\((\d+) pairs?\)"
    counted = [int(n) for cell in table.data.iloc[:, 1] for n in re.findall(one, cell)]
    assert sum(counted) == pairs == len(table.file_data)
    assert str(pairs) in table.title
    assert str(pairs) in table.notes[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_files_of_a_table_in_groups_hold_each_pair_with_its_evidence(
    codebook: Codebook, language: Language, tmp_path: Path
) -> None:
    figures, book = many(codebook, 8)
    found = exhibit_of({MIME: refusals_table(judged(figures, book), book, language).payload()})
    assert found is not None
    written = write_exhibits("report", [found], tmp_path)
    flat = next(path for path in written if path.suffix == ".csv")
    head, *rows = csv.reader(flat.read_text(encoding="utf-8-sig").splitlines())
    assert len(head) == 4
    assert len(rows) == 3 * 28
    for key, place in zip(INDICATORS, range(3), strict=True):
        for one, two in combinations(range(8), 2):
            marks = f"[demo{one}-{place}]", f"[demo{two}-{place}]"
            (row,) = [row for row in rows if all(mark in row[1] for mark in marks)]
            assert row[0] == book.title("indicator", key, language)


def test_what_an_evaluator_overruled_stands_apart_with_reason_and_name(codebook: Codebook) -> None:
    figures, book = many(codebook, 8)
    why = "两地时间已与民政局逐项核对无误"
    override = Override(
        indicator="grids_basic", zones=["demo0", "demo3"], reason=why, by="评价人甲"
    )
    table = refusals_table(judged(figures, book, override), book, "zh").data
    (row,) = table[table["判断"].eq("评价人改判可比")].to_dict("records")
    assert row["改判理由与姓名"] == f"{why}（评价人甲）"
    assert "示例0" in row["地区"]
    assert "示例3" in row["地区"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_comparable_pairs_of_many_zones_are_counted_and_listed_in_the_files_alone(
    codebook: Codebook, language: Language, tmp_path: Path
) -> None:
    figures, book = many(codebook, 20)
    pairs = judged(figures, book)
    allowed = pairs["verdict"].eq("comparable").sum()
    exhibit = differences_table(allowed_differences(pairs, figures), book, language)
    assert exhibit.kind == "text"
    assert str(allowed) in exhibit.sentences[0]
    assert len(exhibit.data) == allowed > 100
    found = exhibit_of({MIME: exhibit.payload()})
    assert found is not None
    assert {path.suffix for path in write_exhibits("report", [found], tmp_path)} == {
        ".csv",
        ".xlsx",
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_two_exhibits_count_the_same_comparable_pairs(
    codebook: Codebook, language: Language
) -> None:
    """Also where a zone mentions one figure twice, which makes two pairs of figures and one."""
    figures, book = many(codebook, 20)
    twice = figures.tail(20).assign(observation_id=lambda table: table["observation_id"] + ".b")
    pairs = judged(pd.concat([figures, twice]).sort_values("zone_id", kind="stable"), book)
    title = refusals_table(pairs, book, language).title
    differences = allowed_differences(pairs, pd.concat([figures, twice]))
    sentence = differences_table(differences, book, language).sentences[0]
    said = re.findall(r"\d+", title)[1], re.findall(r"\d+", sentence)[0]
    assert said[0] == said[1]
    assert len(differences) > int(said[1])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_few_zones_keep_the_list_of_their_pairs(
    five_zones: Study, codebook: Codebook, language: Language
) -> None:
    figures, book = many(codebook, MOST_ZONES_LISTED)
    pairs = judged(figures, book)
    table = refusals_table(pairs, book, language)
    assert (len(table.data), table.notes, len(table.file_data)) == (len(pairs), (), 0)
    assert differences_table(allowed_differences(pairs, figures), book, language).kind == "table"
    own = figures_to_compare(five_zones.observations, codebook)
    listed = refusals_table(judged(own, codebook), codebook, language)
    assert list(listed.data.columns)[1] == ("两地" if language == "zh" else "Zones")
    assert listed.file_data.empty
