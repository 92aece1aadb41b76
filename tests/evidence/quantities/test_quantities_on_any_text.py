"""What holds for every text: offsets, sentences, width, and that nothing raises or runs away."""

from __future__ import annotations

import cn2an
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from shequ_eval.evidence.quantities import find_quantities
from shequ_eval.evidence.quantities.numerals import parse_numeral

WORDS = """
0 1 3 12 2017 1.5 1,200 一 二 两 三 十 百 千 万 亿 半 数 几 点 廿 〇 壹 余 多 来 个 名 家 人 年 月
日 天 小时 元 % ‰ 平方米 级 届 期 分 分之 倍 成 折 项 次 大 第 每 近 约 超过 不少于 以上 左右 至
到 - — ~ : + 、 ， ( ) “ ” 接入 路 块 花 用户 APP 幢 比 结构 调整为 以来 余万元 ≥ < 破 达 翻 番 起
最后 第1、 1:2:3 个亿 只有 去年的 由 降至 共有 全覆盖 过 社区 部门 居民 资金 百分点 A G60 版 号
圈 / ． ％ １ ¥ ￥ （含 （不含 （元） （户） ） | 积分 万元 亿元 后 内 不到 提前 补贴 将近
排名从 上升至 压缩到 小区 大厦 东
"""
CLAUSES = st.lists(st.sampled_from(WORDS.split()), max_size=14).map("".join)
PROSE = st.lists(st.one_of(CLAUSES, st.sampled_from("。；！？\n")), max_size=8).map("".join)
NUMERALS = "一二三十百千万亿零两几数半余多来个名年第每％%0123456789.,：:-至到、+/"
ANY_TEXT = st.one_of(PROSE, st.text(max_size=60), st.text(NUMERALS, max_size=40))
HALF = {0xFF01 + n: 0x21 + n for n in range(94)} | {0x3000: 0x20}


@given(ANY_TEXT)
@settings(max_examples=150, deadline=None)
def test_offsets_slice_back_to_the_text_in_order_and_apart(text: str) -> None:
    found = find_quantities(text)
    assert [text[q.start : q.end] for q in found] == [q.text for q in found]
    ends = [0, *(q.end for q in found)]
    assert all(q.start >= end for q, end in zip(found, ends, strict=False))
    assert all(q.end > q.start for q in found)


@given(ANY_TEXT)
@settings(max_examples=150, deadline=None)
def test_bounds_hold_the_value_and_stand_in_order(text: str) -> None:
    for q in find_quantities(text):
        stated = [n for n in (q.low, q.value, q.high) if n is not None]
        assert stated == sorted(stated)
        assert stated or {"number_missing", "contradictory", "several_terms"} & set(q.flags)


@given(st.lists(CLAUSES, min_size=1, max_size=5), st.sampled_from("。；！？\n"))
@settings(max_examples=150, deadline=None)
def test_the_figures_of_a_text_are_those_of_its_sentences(parts: list[str], stop: str) -> None:
    sentences = [part + stop for part in parts]
    summed, at = [], 0
    for sentence in sentences:
        summed += [(q.start + at, q.end + at, *q[2:11]) for q in find_quantities(sentence)]
        at += len(sentence)
    whole = [(q.start, q.end, *q[2:11]) for q in find_quantities("".join(sentences))]
    assert whole == summed


@given(ANY_TEXT)
@settings(max_examples=150, deadline=None)
def test_folding_the_width_changes_nothing(text: str) -> None:
    def without_text(words: str) -> list[tuple[object, ...]]:
        return [(q.start, q.end, *q[3:6], *q[7:]) for q in find_quantities(words)]

    folded = text.translate(HALF)
    assert without_text(text) == without_text(folded)


LONG = 2_000
RUNS = """
9 一 1,111, 1- 一至 十 半 百分之 三分之一 每 近 一个、 分别1、 1. 1: 第 多 万 数 壹 全覆盖 共有名
从年1月 增长到 最多 （ A1 1+ 1/ 0 超过 不少于三 二〇 几百 由3个 较1人 12个月 5级 万人
¥1 1(含1) 1(户) (元):1 后3天内 年审批压缩 金万元， 区个， 补贴近1 排名从1位 小区1栋 1米不到
“三个 第1、 1:1: 1/4， 5、6个 3千多万 3个亿 年“ 入余万元 APP1个 最后1米 分为个 号3幢 翻一番多 达百
"""


@pytest.mark.parametrize("run", [*RUNS.split(), " ", "1 "])
def test_a_long_run_without_a_break_takes_steps_in_proportion(
    run: str, count_steps: object
) -> None:
    short, long = (count_steps(run * (n // len(run))) for n in (LONG, 4 * LONG))
    assert long <= 6 * short + 1000


@given(pair=st.tuples(st.sampled_from(WORDS.split()), st.sampled_from(RUNS.split())))
@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_two_tokens_in_turn_take_steps_in_proportion(
    pair: tuple[str, str], count_steps: object
) -> None:
    run = "".join(pair)
    short, long = (count_steps(run * (n // len(run))) for n in (LONG, 4 * LONG))
    assert long <= 6 * short + 1000


@pytest.mark.parametrize("text", ["9" * 100_000 + "元", "一" * 100_000 + "个", "甲" * 1_000_000])
def test_very_long_input_is_read_to_its_end(text: str) -> None:
    assert find_quantities(text + "，共30家")[-1].value == 30


@given(st.integers(min_value=0, max_value=10**15), st.sampled_from(["low", "up"]))
@settings(max_examples=80, deadline=None)
def test_chinese_integers_are_read_as_by_cn2an(number: int, script: str) -> None:
    assert parse_numeral(cn2an.an2cn(number, script)) == number


LOOSELY = [("零", ""), ("零", "〇"), ("一十", "十"), ("二", "两"), ("两", "二")]


@given(
    st.lists(st.tuples(st.integers(1, 9), st.integers(0, 15)), min_size=1, max_size=5),
    st.sampled_from(["low", "up"]),
    st.sampled_from(LOOSELY),
)
@settings(max_examples=200, deadline=None)
def test_numerals_written_loosely_are_read_as_by_cn2an(
    digits: list[tuple[int, int]], script: str, change: tuple[str, str]
) -> None:
    number = sum({place: digit * 10**place for digit, place in digits}.values())
    numeral = cn2an.an2cn(number, script).replace(*change)
    try:
        expected = cn2an.cn2an(numeral, "smart")
    except (ValueError, KeyError):  # what cn2an does not parse, or breaks on, is not compared
        assume(False)
    assert parse_numeral(numeral) == expected


@given(st.integers(min_value=0, max_value=10**9), st.integers(min_value=1, max_value=99))
@settings(max_examples=100, deadline=None)
def test_decimals_that_cn2an_writes_are_read_back(whole: int, hundredths: int) -> None:
    written = f"{whole}.{hundredths:02d}"
    assert parse_numeral(cn2an.an2cn(written)) == float(written)


SMART = """
一百二 两百五 一万三 三千五 1百23 1千2百 3万5千 三万五 十五 一二三 二零二一 一九 三亿五千万 负五十
一千零五 12.5万 3.6亿 零点五 一万亿 两万亿 一亿零三百 幺三五 壹佰贰拾叁 四亿七万
八百一万九百八
"""


@pytest.mark.parametrize("numeral", SMART.split())
def test_what_cn2an_reads_smartly_is_read_the_same(numeral: str) -> None:
    assert parse_numeral(numeral) == pytest.approx(cn2an.cn2an(numeral, "smart"))


@given(st.integers(min_value=3, max_value=10**12))
@settings(max_examples=150, deadline=None)
def test_a_written_number_of_households_is_found_with_its_value(number: int) -> None:
    numeral = cn2an.an2cn(number)
    found = find_quantities(f"全区共{numeral}户")
    assert [(q.text, q.value) for q in found] == [(f"{numeral}户", number)]
