"""What a sheet suggests: numbers as the tables write them, periods, bases, indicators, reasons.

Every sentence here is 示例数据, written for these tests.
"""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from shequ_eval.evidence.coding.context import context_of
from shequ_eval.evidence.coding.periods import period_of
from shequ_eval.evidence.coding.suggestions import Adviser, Suggestion, is_plan_title
from shequ_eval.evidence.coding.terms import learn_terms
from shequ_eval.evidence.quantities import find_quantities
from shequ_eval.evidence.tables import read_tables
from shequ_eval.vocabulary.codebook import Codebook
from shequ_eval.vocabulary.coding_cues import CodingCues, read_coding_cues


@pytest.fixture(scope="module")
def tables(data_root: Path) -> dict[str, pd.DataFrame]:
    return read_tables(data_root)


@pytest.fixture(scope="module")
def adviser(data_root: Path, codebook: Codebook, tables: dict[str, pd.DataFrame]) -> Adviser:
    cues = read_coding_cues(data_root)
    return Adviser(codebook, cues, tables["units"], tables["evidence"])


def advice(adviser: Adviser, text: str, words: str, published: str = "") -> Suggestion:
    found = next(q for q in find_quantities(text) if q.text == words)
    return adviser.suggest(found, context_of(text, found.start, found.end), published)


@pytest.mark.parametrize(
    ("text", "words", "cells"),
    [
        ("登记社会组织400家。", "400家", ("400", "400", "400", "true", "true", "exact")),
        ("志愿者300余人。", "300余人", ("300", "300", "", "true", "", "approx_over")),
        ("服务超过200人次。", "超过200人次", ("200", "200", "", "false", "", "approx_over")),
        ("用房不少于500平方米。", "不少于500平方米", ("500", "500", "", "true", "", "at_least")),
        ("配备2-5名社工。", "2-5名", ("", "2", "5", "true", "true", "range")),
        ("培训数千名社工。", "数千名", ("", "1000", "9999", "true", "true", "vague")),
        ("投入近1亿元。", "近1亿元", ("100000000", "", "100000000", "", "true", "approx_near")),
        ("建成3.5万平方米。", "3.5万平方米", ("35000",) * 3 + ("true", "true", "exact")),
    ],
)
def test_a_figure_is_said_in_the_columns_of_the_evidence_table(
    adviser: Adviser, text: str, words: str, cells: tuple[str, ...]
) -> None:
    found = advice(adviser, text, words).cells
    columns = ("value", "low", "high", "low_closed", "high_closed", "qualifier")
    assert tuple(found[column] for column in columns) == cells


def test_a_share_ends_at_its_natural_limits(adviser: Adviser) -> None:
    cells = advice(adviser, "居民诉求解决率近80%。", "近80%").cells
    assert (cells["low"], cells["high"], cells["qualifier"]) == ("0", "80", "approx_near")


@pytest.mark.parametrize(
    ("text", "at", "published", "edtf", "basis"),
    [
        ("截至2020年底，共有", None, "", "2020", "text"),
        ("截至2020年6月30日，共有", None, "", "2020-06-30", "text"),
        ("2020年上半年，共有", None, "", "2020-01/2020-06", "text"),
        ("2018-2020年，共投入", None, "", "2018/2020", "text"),
        ("2016年起，每年", None, "", "2016/..", "text"),
        ("近三年，共投入", None, "2021-03-05", "2018/2020", "text_relative"),
        ("去年，共投入", None, "2021-03-05", "2020", "text_relative"),
        ("今年，共投入", None, "2021-10", "2021", "text_relative"),
        ("目前，共有", None, "2021-03-05", "2020", "inferred"),
        ("目前，共有", None, "", "", ""),
        ("近三年，共投入", None, "", "", ""),
        ("较上年上升", None, "2021-03-05", "", ""),
        ("2019年通过。2020年共有", None, "", "2020", "text"),
        ("2019年通过。共有", None, "", "2019", "inferred"),
        ("2019年通过。\n共有", None, "", "", ""),
        ("13月2020年13月1日共有", None, "", "2020", "text"),
    ],
)
def test_a_period_is_what_the_words_before_the_figure_say(
    text: str, at: None, published: str, edtf: str, basis: str
) -> None:
    period = period_of(context_of(text + "42个", len(text), len(text) + 3), published)
    assert (period.edtf, period.basis) == (edtf, basis)


@pytest.mark.parametrize(
    ("text", "words", "per"),
    [
        ("每万人拥有社会组织8家。", "8家", "10k_residents"),
        ("每个社区每年20万元。", "20万元", "community_year"),
        ("每个城市社区配备2名社工，每个农村社区配备1名社工。", "1名", "rural_community"),
        ("共有社区42个。", "42个", ""),
    ],
)
def test_a_base_is_one_of_the_codes_of_the_table(
    adviser: Adviser, text: str, words: str, per: str
) -> None:
    assert advice(adviser, text, words).cells["per"] == per


def test_a_plan_is_not_an_achievement_and_a_standard_is_not_spending(adviser: Adviser) -> None:
    plan = advice(adviser, "到2022年，社会工作者总数达到2000人。", "2000人").cells
    assert (plan["status"], plan["change"], plan["period"]) == ("planned", "target", "2022")
    rule = advice(adviser, "按照每个社区20万元的标准安排专项资金。", "20万元").cells
    assert rule["status"] == "standard"
    assert advice(adviser, "2020年投入860万元。", "860万元").cells["status"] == "actual"


def test_a_figure_of_a_pilot_is_not_one_of_the_whole_zone(adviser: Adviser) -> None:
    text = "某街道试点线上申请，办理49件。"
    assert advice(adviser, text, "49件").cells["scope"] == "pilot"


def test_the_narrow_scope_of_another_place_is_not_taken_over(
    adviser: Adviser, tables: dict[str, pd.DataFrame]
) -> None:
    """The only rate of resolved requests so far is that of a place's self-governance stations."""
    coded = tables["evidence"].set_index("indicator_id")["scope"]
    assert set(coded.loc[["request_resolution_rate"]]) == {"stations"}

    elsewhere = adviser.of_indicator("request_resolution_rate", "%")
    assert elsewhere["scope"] == "unstated"
    text = "小区自治站收集的居民诉求解决率94.9%。"
    assert advice(adviser, text, "94.9%").cells["scope"] == "stations"


def test_registered_and_filed_are_told_apart(adviser: Adviser) -> None:
    text = "登记社会组织400家，备案社区社会组织1200家。"
    assert advice(adviser, text, "400家").cells["registration"] == "登记"
    assert advice(adviser, text, "1200家").cells["registration"] == "备案"
    assert advice(adviser, "共有社区42个。", "42个").cells["registration"] == ""


def test_an_indicator_is_suggested_with_the_words_that_speak_for_it(adviser: Adviser) -> None:
    found = advice(adviser, "全区注册志愿者25000余人。", "25000余人")
    assert found.cells["indicator_id"] == "volunteers_registered"
    assert found.cells["unit"] == "人"
    assert "注册志愿者" in found.reason
    assert "单位相同" in found.reason


def test_what_has_been_coded_before_is_learnt_and_nothing_else(codebook: Codebook) -> None:
    units = pd.DataFrame({"unit": ["个"], "quantity": ["count"]})
    rows = {"indicator_id": ["grids_basic"], "statement_zh": ["萤火虫小站数"]}
    context = context_of("建成萤火虫小站42个。", 7, 10)

    def best(evidence: pd.DataFrame) -> list[str]:
        index = learn_terms(codebook.indicators, codebook.families, units, evidence)
        return [candidate.indicator_id for candidate in index.rank(context, "个")[:1]]

    assert best(pd.DataFrame(rows)) == ["grids_basic"]
    assert best(pd.DataFrame(rows).iloc[:0]) != ["grids_basic"]


def test_money_is_never_suggested_for_a_count_of_things_with_the_same_words(
    adviser: Adviser,
) -> None:
    text = "购买社区服务项目"
    money = advice(adviser, f"{text}860万元。", "860万元").cells["indicator_id"]
    things = advice(adviser, f"{text}86项。", "86项").cells["indicator_id"]
    assert (money, things) == ("purchase_spending_yuan", "purchase_projects")


def test_a_document_is_a_plan_by_its_first_line(data_root: Path) -> None:
    cues = read_coding_cues(data_root)
    assert is_plan_title("\n示例区社区治理实施方案\n为了……", cues)
    assert not is_plan_title("示例区情况通报\n实施方案已印发", cues)


def test_every_code_that_is_suggested_is_one_of_the_evidence_table(data_root: Path) -> None:
    cues: CodingCues = read_coding_cues(data_root)
    schema = json.loads((data_root / "schemas/evidence.json").read_text(encoding="utf-8"))
    allowed = {f["name"]: f.get("constraints", {}).get("enum", []) for f in schema["fields"]}
    assert {cue.code for cue in cues.per} <= set(allowed["per"])
    for column in ("status", "scope", "registration", "population_basis"):
        assert set(getattr(cues, column)) <= set(allowed[column])
    assert set(allowed["per"]) == {cue.code for cue in cues.per}


def test_a_context_of_a_text_without_a_break_is_short() -> None:
    text = "社" * 100_000
    context = context_of(text, 50_000, 50_003)
    assert len(context.sentence) < 1_000
    assert context.sentence[context.at : context.at + 3] == context.words


def test_every_column_that_may_be_disputed_has_its_words(
    data_root: Path, codebook: Codebook
) -> None:
    schema = json.loads((data_root / "schemas/disputes.json").read_text(encoding="utf-8"))
    (column,) = (field for field in schema["fields"] if field["name"] == "column")
    assert set(column["constraints"]["enum"]) <= set(codebook.labels["doubt_column"])


def test_a_year_that_is_over_is_no_plan(adviser: Adviser) -> None:
    text = "社会工作者由2019年的640人增加到2022年的1530人。"
    cells = advice(adviser, text, "1530人", "2023-03-05").cells
    assert (cells["status"], cells["change"], cells["period"]) == ("actual", "level", "2022")
    assert advice(adviser, text, "640人", "2023-03-05").cells["period"] == "2019"
    unknown = advice(adviser, text, "1530人").cells
    assert unknown["status"] == "actual"
    over = advice(adviser, "到2020年，全区共建成社区42个。", "42个", "2023-03-05").cells
    assert over["status"] == "actual"


def test_a_year_to_come_makes_a_plan_of_the_whole_sentence(adviser: Adviser) -> None:
    text = (
        "到2025年，全区社区综合服务设施持续改善，居民议事、物业联动、应急服务等场景全部纳入清单管理，"
        "各街道广泛参与，并形成可推广的经验做法，达标率达到100%。"
    )
    cells = advice(adviser, text, "100%", "2023-03-05").cells
    assert (cells["status"], cells["change"], cells["period"]) == ("planned", "target", "2025")
    assert advice(adviser, text, "100%", "2026-01-05").cells["status"] == "actual"


@pytest.mark.parametrize(
    ("text", "words", "change"),
    [
        ("社区工作台账压减近六成。", "近六成", "decrease"),
        ("社区证明事项精简40%。", "40%", "decrease"),
        ("办理时限缩短3天。", "3天", "decrease"),
        ("社会组织数量比上年增长12.5%。", "12.5%", "growth_rate"),
        ("满意度较2021年提高2.1个百分点。", "2.1个百分点", "increase"),
    ],
)
def test_a_change_goes_the_way_its_verb_says(
    adviser: Adviser, text: str, words: str, change: str
) -> None:
    assert advice(adviser, text, words).cells["change"] == change


@pytest.mark.parametrize(
    ("text", "words", "period"),
    [
        ("满意度较2021年提高2.1个百分点。", "2.1个百分点", ""),
        ("2022年满意度较2021年提高2.1个百分点。", "2.1个百分点", "2022"),
        ("满意度较2021年提高。台账减少30%。", "30%", ""),
        ("社会组织比2019年的300家多188家。", "300家", "2019"),
        ("社会组织比2019年的300家多188家。", "188家", ""),
    ],
)
def test_a_year_that_is_only_compared_with_is_no_period(
    adviser: Adviser, text: str, words: str, period: str
) -> None:
    assert advice(adviser, text, words, "2023-03-05").cells["period"] == period


def test_every_row_of_a_table_has_the_year_of_its_column(adviser: Adviser) -> None:
    text = (
        "项目\t2019年\t2020年数量\n注册志愿者\t700人\t900余人\n志愿服务组织\t7个\t39个\n另有42个。"
    )
    found = {
        words: advice(adviser, text, words).cells["period"]
        for words in ("700人", "900余人", "7个", "39个", "42个")
    }
    assert found == {
        "700人": "2019", "900余人": "2020", "7个": "2019", "39个": "2020", "42个": "",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "words", "unit"),
    [
        ("服务居民869件。", "869件", "件"),
        ("举办公益创投项目76个。", "76个", None),
        ("全区登记社会组织488个。", "488个", "家"),
        ("每个网格300至500户。", "300至500户", "户"),
    ],
)
def test_a_figure_keeps_its_own_unit_but_for_the_general_one(
    adviser: Adviser, text: str, words: str, unit: str | None
) -> None:
    found = advice(adviser, text, words).cells["unit"]
    assert found == unit if unit else found in {"个", "项"}


def test_a_unit_that_comes_from_the_indicator_is_said_in_the_reason(adviser: Adviser) -> None:
    found = advice(adviser, "收集居民诉求869件。", "869件")
    assert found.cells["indicator_id"] == "resident_requests_collected"
    assert found.cells["unit"] == "个"  # as the indicator is counted, so that zones compare
    assert found.grounds["unit"].startswith("件 → 个")
    assert "unit" not in advice(adviser, "登记社会组织400家。", "400家").grounds


def test_an_indicator_of_another_kind_of_thing_is_never_suggested(
    adviser: Adviser, tables: dict[str, pd.DataFrame]
) -> None:
    kinds = dict(zip(tables["units"]["unit"], tables["units"]["quantity"], strict=True))
    units = dict(
        zip(tables["indicators"]["indicator_id"], tables["indicators"]["unit"], strict=True)
    )
    for text, words in (
        ("全区常住人口638000人，登记社会组织若干。", "638000人"),
        ("购买服务项目满意度提高2.1个百分点。", "2.1个百分点"),
        ("志愿者累计服务时长46万小时。", "46万小时"),
        ("登记社会组织开展服务300场。", "300场"),
    ):
        cells = advice(adviser, text, words).cells
        chosen = cells["indicator_id"]
        assert chosen == "" or kinds[units[chosen]] == kinds[cells["unit"]]
    assert advice(adviser, "志愿者累计服务时长46万小时。", "46万小时").cells["per"] == ""


def test_what_the_codebook_has_no_indicator_for_is_left_to_the_coder(adviser: Adviser) -> None:
    for text, words in (
        ("专职网格员2310名。", "2310名"),
        ("老旧小区加装电梯312部。", "312部"),
        ("调解矛盾纠纷4310起。", "4310起"),
        ("下沉干部1460人到社区报到。", "1460人"),
    ):
        found = advice(adviser, text, words)
        assert found.cells["indicator_id"] == ""
        assert "choose" in found.reason
