"""Every figure marked in the YAML files here is found as they say, and none in the traps."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml

from shequ_eval.evidence.quantities import Base, find_quantities

FOLDER = Path(__file__).parent


def load_cases() -> ModuleType:
    spec = importlib.util.spec_from_file_location("figure_cases", FOLDER / "figure_cases.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


CASES = load_cases()
HELD_OUT = sorted(path.name for path in FOLDER.glob("held_out_*.yaml"))
TRAPS = yaml.safe_load((FOLDER / "traps.yaml").read_text(encoding="utf-8"))


def only(text: str) -> Any:
    found = find_quantities(text)
    assert len(found) == 1, [quantity.text for quantity in found]
    return found[0]


@pytest.mark.parametrize("case", CASES.read_cases("figures.yaml"), ids=lambda case: case.text[:24])
def test_the_figures_of_a_sentence_are_found_as_marked(case: Any) -> None:
    *_, faults = CASES.score([case], find_quantities)
    assert not faults


@pytest.mark.parametrize("name", HELD_OUT)
def test_sentences_kept_apart_from_the_grammar_reach_the_quality_asked_for(name: str) -> None:
    right, expected, found, faults = CASES.score(CASES.read_cases(name), find_quantities)
    assert 2 * right / (expected + found) >= 0.97, faults


@pytest.mark.parametrize("group", TRAPS)
def test_a_trap_holds_no_figure(group: str) -> None:
    found = {str(words): [q.text for q in find_quantities(str(words))] for words in TRAPS[group]}
    assert {words: texts for words, texts in found.items() if texts} == {}


def test_the_scorer_notices_a_wrong_bound_a_wrong_span_and_a_false_figure() -> None:
    case = CASES._case("投入[300余万元]", [">=3000000 元"])
    right = find_quantities(case.text)[0]
    spoilt: list[Callable[[Any], list[Any]]] = [
        lambda q: [q._replace(low=None)],
        lambda q: [q._replace(start=q.start + 1)],
        lambda q: [q._replace(unit_id="个")],
        lambda q: [q, q._replace(start=0)],
        lambda q: [],
    ]
    assert CASES.score([case], lambda text: [right])[3] == []
    assert all(CASES.score([case], lambda text, s=s: s(right))[3] for s in spoilt)


def test_bases_carry_their_counts() -> None:
    assert only("每年每千户34万元").per == (Base("年"), Base("户", 1000))
    assert only("每百户不低于30平方米").per == (Base("户", 100),)
    assert only("500元/平方米").per == (Base("平方米"),)
    assert only("户均增收3200元").per == (Base("户"),)
    assert only("每个城市社区配备18名").per == (Base("社区"),)
    assert only("每3个社区配备1名").per == (Base("社区", 3),)
    assert only("每万常住人口持证社工24名").per == (Base("人", 10000),)
    assert only("每千名老年人口养老床位40张").per == (Base("人", 1000),)
    assert only("每万户籍人口社工18人").per == (Base("人", 10000),)
    assert only("每千户籍家庭1个").per == (Base("户", 1000),)


def test_a_change_knows_its_base_and_both_of_its_ends() -> None:
    text = "较上年底上升0.23分"
    change = only(text)
    assert change.role == "change"
    assert text[slice(*change.other_end)] == "较上年底"
    first, last = find_quantities("办理时限由15天降至3天")
    assert (first.role, last.role) == ("from", "to")
    assert first.other_end == (last.start, last.end)
    assert last.other_end == (first.start, first.end)


def test_a_count_of_parts_is_structural() -> None:
    found = find_quantities("按照六大步骤，建设区、街道、社区三级平台，坚持三个导向，投入3万元")
    assert [q.role for q in found] == ["structural", "structural", "structural", "quantity"]


@pytest.mark.parametrize(
    ("text", "low_closed", "high_closed"),
    [
        ("10%以上", True, True),
        ("超过10%", False, True),
        ("500人以下", True, True),
        ("60分（不含）以下", True, False),
        ("60分（不含60分）以上", False, True),
        ("60分（含）以上", True, True),
        ("200米不到", True, False),
        ("不满500人", True, False),
        ("300余家", True, True),
        ("近300家", True, True),
    ],
)
def test_a_bound_says_whether_it_counts_itself(
    text: str, low_closed: bool, high_closed: bool
) -> None:
    found = only(text)
    assert (found.low_closed, found.high_closed) == (low_closed, high_closed)


def test_flags_say_what_is_not_printed_and_what_cannot_be() -> None:
    assert only("给予每个2-3万的补贴").flags == ("unit_inferred",)
    assert only("近半数以上").flags == ("contradictory",)
    assert only("服务全覆盖").flags == ("implicit",)
    lost = only("全市共有名党员")
    assert lost.flags == ("number_missing",)
    assert (lost.value, lost.low, lost.high) == (None, None, None)


def test_a_ratio_of_three_terms_is_one_figure_without_a_number() -> None:
    ratio = only("三次产业结构为2.0:43.3:54.7")
    assert (ratio.text, ratio.unit_id, ratio.flags) == ("2.0:43.3:54.7", "比", ("several_terms",))
    assert (ratio.value, ratio.low, ratio.high) == (None, None, None)


@pytest.mark.parametrize(
    "text",
    [
        "从年1月1日起",
        "，年“志愿服务日”",
        "较年底上升",
        "自年起施行",
        "规划（2021-年）",
        "。年上半年",
        "，年全面推行楼长制",
        "，年成立协会",
        "。年云山市民政局出台办法",
        "，年审批事项压缩到几项",
        "，年改造建设便民中心",
    ],
)
def test_a_year_without_its_digits_is_reported_as_lost(text: str) -> None:
    lost = only(text)
    assert (lost.text, lost.flags) == ("年", ("number_missing",))


@pytest.mark.parametrize(
    "text",
    [
        "，年底前完成",
        "。年度考核",
        "年均增长",
        "，年内建成",
        "，年中",
        "到年底",
        "，年轻人",
        "自年初",
        "年接待游客",
        "，年服务市民",
        "，年审批量压缩到原来的零头",
        "服务期限（年）",
        "，年改造",
    ],
)
def test_good_words_that_begin_with_year_have_lost_nothing(text: str) -> None:
    assert find_quantities(text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("划分为个网格", "个"),
        ("覆盖率达%", "%"),
        ("投入余万元", "余万元"),
        ("发放补贴金万元，", "万元"),
        ("自治旗个，", "个"),
        ("从不足家做起", "家"),
        ("由%升高", "%"),
    ],
)
def test_a_unit_that_nothing_counts_is_reported_as_lost(text: str, words: str) -> None:
    lost = only(text)
    assert (lost.text, lost.value, lost.flags) == (words, None, ("number_missing",))


def test_a_space_parts_thousands_only_where_three_digits_follow_each_time() -> None:
    assert only("投入2 345 678元").value == 2_345_678
    assert [q.value for q in find_quantities("2023 300家")] == [300]
    assert [q.value for q in find_quantities("共12 3456人")] == [3456]


def test_a_line_end_ends_a_sentence_also_inside_a_number() -> None:
    assert find_quantities("投入300余\n万元") == []


def test_a_figure_between_parts_the_bases_before_it_from_those_after() -> None:
    assert [q.per for q in find_quantities("人均2间、户均3万元")] == [(Base("人"),), (Base("户"),)]


def test_a_short_quotation_that_begins_with_a_numeral_is_a_slogan_unless_it_counts_parts() -> None:
    assert find_quantities("落实“三张清单”，推进“三所联动”") == []
    found = find_quantities("坚持“三个导向”，建设“三级平台”")
    assert [(q.text, q.role) for q in found] == [("三个", "structural"), ("三级", "structural")]
    assert [q.text for q in find_quantities("整理了三张清单")] == ["三张"]


def test_a_sentence_that_comes_again_flags_its_figures_as_repeated() -> None:
    sentence = "全区一百个社区实现党组织活动场所的规范化建设，新增活动室30间。"
    found = find_quantities(sentence + "另有一句话。" + sentence)
    assert ["repeated" in q.flags for q in found] == [False, False, True, True]


def test_a_list_shares_its_qualifier_but_not_with_another_unit() -> None:
    assert [q.low for q in find_quantities("分别不低于50%、70%")] == [50, 70]
    assert [q.high for q in find_quantities("分别不低于50%、70%")] == [None, None]
    assert [q.high for q in find_quantities("超过50家、70人")] == [None, 70]


def test_every_case_file_says_in_chinese_and_english_how_to_read_it() -> None:
    for name in ["figures.yaml", "traps.yaml", *HELD_OUT]:
        head = (FOLDER / name).read_text(encoding="utf-8").split("\n- ")[0]
        assert re.search("[一-鿿]", head) and re.search("[A-Za-z]{4}", head)
