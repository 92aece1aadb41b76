"""A report as a tree of blocks: order, numbering, references, and the origin of every number."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import nbformat
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shequ_eval.exhibits.exhibit import MIME, Exhibit
from shequ_eval.exhibits.narrative import evaluator_words
from shequ_eval.exhibits.trace import counted, plain, traced
from shequ_eval.reporting.document.blocks import Document, Figure, Paragraph, Table, text_of
from shequ_eval.reporting.document.build import build_document
from shequ_eval.reporting.document.numbers import quantities_in
from shequ_eval.reporting.document.words import blocks_of
from shequ_eval.reporting.faults import ReportingFault
from shequ_eval.reporting.html.page_words import WORDS
from shequ_eval.vocabulary.narrative import Reference, parse_narrative, references_in

EVIDENCE = pd.DataFrame(
    [
        {"编号": "zhenhai-2319", "说的是什么": "社会组织数", "数值": "392 家", "原词": "392家"},
        {"编号": "zhenhai-2365", "说的是什么": "每万人", "数值": "15.43 个", "原词": "15.43个"},
    ]
)
ORIGINS = Exhibit("origins", "origins", "出处", EVIDENCE)


def document(
    *parts: str | Exhibit, language: str = "zh", narrative: Sequence[Reference] = ()
) -> Document:
    cells = [
        nbformat.v4.new_markdown_cell(part) if isinstance(part, str) else cell_of(part)
        for part in (*parts, ORIGINS)
    ]
    notebook = nbformat.v4.new_notebook(cells=cells)
    return build_document(notebook, language, narrative=narrative)


def cell_of(exhibit: Exhibit) -> Any:
    cell = nbformat.v4.new_code_cell("draw()")
    data = {MIME: exhibit.payload(), "text/plain": exhibit.title}
    cell.outputs = [nbformat.v4.new_output("display_data", data=data)]
    return cell


def said(*sentences: str, **given: Any) -> Exhibit:
    return Exhibit("said", "text", "一段话", sentences=sentences, **given)


def traces(document: Document) -> dict[str, str]:
    return {span.text: span.trace for words in document.words() for span in words if span.trace}


def test_a_number_beside_its_evidence_is_traced_to_it() -> None:
    found = document(said("镇海有 392 家[zhenhai-2319]，每万人 15.43 个[zhenhai-2365]。"))

    assert traces(found) == {"392": "zhenhai-2319", "15.43": "zhenhai-2365"}
    assert found.origins["zhenhai-2319"].facts[1] == ("数值", "392 家")


def test_a_number_that_its_evidence_does_not_state_fails_the_report_by_name() -> None:
    with pytest.raises(ReportingFault, match=r"said: 393（镇海有 393 家"):
        document(said("镇海有 393 家[zhenhai-2319]。"))


def test_every_untraced_number_is_named_at_once() -> None:
    with pytest.raises(ReportingFault) as failed:
        document(said("共 5 份，其中 2 份无期。", "又有 7 项。"))

    assert [line.strip()[:7] for line in str(failed.value).splitlines()[1:]] == [
        "said: 5",
        "said: 2",
        "said: 7",
    ]


def test_years_dates_documents_and_codes_are_no_numbers_to_trace() -> None:
    text = "2017年，民发〔2017〕191号，m14，2013—2017，2020-02-25，330211，每 per 10,000"

    assert traces(document(said(text))) == {}


def test_a_counted_number_says_what_was_counted_and_where() -> None:
    found = document(said(f"共 {counted(5, 'sources', '来源份数', 'sources')} 份。"))

    origin = found.origins["count.sources"]
    assert origin.facts == ((WORDS["zh"]["what"], "来源份数"),)
    assert origin.inputs == ("sources",)


def test_a_computed_number_brings_the_numbers_it_was_made_from() -> None:
    rate = traced("7.7", "rate.zhenhai", "zhenhai-2319", formula="392 ÷ 510,462 × 10,000 = 7.6793")

    found = document(said(f"复算为 {rate}。"))

    assert set(found.origins) == {"rate.zhenhai", "zhenhai-2319"}
    assert ("算法", "392 ÷ 510,462 × 10,000 = 7.6793") in found.origins["rate.zhenhai"].facts


def test_a_mark_inside_emphasis_and_lists_keeps_its_number() -> None:
    number = traced("7.7", "rate.a_b_c", formula="x")

    found = document(said(f"- 甲：**{number} 家**；\n- 乙：未提供"))

    assert traces(found) == {"7.7": "rate.a_b_c"}


def test_strong_words_that_end_in_a_stop_before_chinese_are_strong() -> None:
    [paragraph] = blocks_of("**状态。**实际与计划，**合计：**甲。")

    assert isinstance(paragraph, Paragraph)
    assert [s.text for s in paragraph.words if s.strong] == ["状态", "合计"]
    assert text_of(paragraph.words) == "状态。实际与计划，合计：甲。"


def test_a_reference_prints_the_number_and_a_figure_by_its_label() -> None:
    table = Exhibit("zones", "table", "各地", pd.DataFrame({"地区": ["镇海"], "数": ["未提供"]}))

    found = document("## 一、结论\n\n见{{zones}}，有 {{zhenhai-2319}}。", table)

    paragraph = next(block for block in found.blocks if isinstance(block, Paragraph))
    assert text_of(paragraph.words) == "见表 1-1，有 392 家。"
    assert [(s.target, s.trace) for s in paragraph.words if s.target or s.trace] == [
        ("zones", ""),
        ("", "zhenhai-2319"),
    ]


def test_a_reference_that_leads_nowhere_fails_the_report_by_name() -> None:
    with pytest.raises(ReportingFault, match="zhenhai-9999"):
        document("有 {{zhenhai-9999}}。")


SCORED = Exhibit(
    "scores",
    "table",
    "评分",
    pd.DataFrame({"项目": ["示例项目（示例数据）"], "得分": ["42.5 分"]}),
    rests_on=("registers",),
)


def test_an_evaluator_cites_a_cell_that_has_no_name_by_its_row_and_column() -> None:
    narrative = {"findings": "得 {{scores.1.2}}（{{scores.1.1}}），见{{scores}}。"}

    found = document("## 一、评分", SCORED, evaluator_words(narrative, "findings", "zh"))

    paragraph = next(block for block in found.blocks if isinstance(block, Paragraph))
    assert text_of(paragraph.words) == "得 42.5 分（示例项目（示例数据）），见表 1-1。"
    assert [(s.text, s.trace) for s in paragraph.words if s.trace] == [("42.5 分", "scores.1")]
    assert "scores.1" in found.origins


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("scores.1", "{{scores.1.列}}: 1 项目, 2 得分"),
        ("scores.2.1", "no number or exhibit of that name"),
        ("scores.1.3", "no number or exhibit of that name"),
        ("zhenhai-23199", "did you mean zhenhai-2319?"),
    ],
)
def test_a_lost_reference_of_a_narrative_names_its_line_its_section_and_what_it_could_be(
    key: str, said: str
) -> None:
    held = f"## causes\n\n口径不一，见 {{{{{key}}}}}。"
    words = evaluator_words(parse_narrative(held), "causes", "zh")

    with pytest.raises(ReportingFault) as refused:
        document(SCORED, words, narrative=[*references_in(held, "mine/narrative.md")])

    assert f"mine/narrative.md:3: 节 section causes: {{{{{key}}}}}" in str(refused.value)
    assert said in str(refused.value)


def test_an_evaluators_section_prints_its_words_or_says_that_they_are_owed() -> None:
    narrative = {"causes": "登记口径不一，见 {{zhenhai-2319}}。"}

    found = document(
        evaluator_words(narrative, "causes", "zh"), evaluator_words(narrative, "other", "zh")
    )

    paragraphs = [block for block in found.blocks if isinstance(block, Paragraph)]
    assert [(text_of(p.words), p.role) for p in paragraphs] == [
        ("登记口径不一，见 392 家。", "body"),
        ("〔待评价人填写〕", "awaited"),
    ]


def test_figures_and_tables_are_numbered_by_chapter_and_appendices_by_their_own_name() -> None:
    rows = pd.DataFrame({"地区": ["镇海"]})
    found = document(
        "## 一、甲",
        Exhibit("a", "table", "甲表", rows),
        "## 附录一　证据",
        Exhibit("b", "table", "乙表", rows),
        Exhibit("c", "figure", "丙图", rows),
    )

    labels = [block.label for block in found.blocks if isinstance(block, Figure | Table)]
    assert labels == ["表 1-1", "表 附一-1", "图 附一-1"]


def test_a_row_without_its_own_mark_rests_on_the_evidence_in_it() -> None:
    rows = pd.DataFrame({"算式": ["392 ÷ 15.43 = 25.4"], "证据": ["[zhenhai-2319][zhenhai-2365]"]})

    found = document(Exhibit("sums", "table", "算", rows))

    assert traces(found)["392"] == "zhenhai-2319"
    assert traces(found)["25.4"] == "sums.1"
    assert found.origins["sums.1"].inputs == ("zhenhai-2319", "zhenhai-2365")


def test_a_caption_never_takes_its_origin_from_a_cell_that_says_the_same() -> None:
    rows = pd.DataFrame({"地区": ["镇海"], "家": ["392 [zhenhai-2319]"]})

    with pytest.raises(ReportingFault, match="t: 392（392 个数中"):
        document(Exhibit("t", "table", "392 个数中没有一个可比", rows))
    counted_by = Exhibit("t", "table", "392 个数中没有一个可比", rows, rests_on=("observations",))
    table = next(block for block in document(counted_by).blocks if isinstance(block, Table))
    assert [s.trace for s in table.title if s.trace] == ["t.title.1"]


def test_a_number_is_its_evidences_only_in_the_same_kind_of_unit() -> None:
    found = document(said("登记 392 家、达 392%[zhenhai-2319]。", rests_on=("observations",)))

    numbers = [(s.text, s.trace) for words in found.words() for s in words if s.trace]
    assert numbers == [("392", "zhenhai-2319"), ("392", "said.1")]


def test_each_counted_number_of_a_sentence_has_an_origin_that_names_it() -> None:
    sentence = "依据 2 份来源：实际 57 条、计划 1 条；18 条是口号。"

    found = document(said(sentence, rests_on=("observations",), how="清点行数"))

    told = {key: dict(origin.facts) for key, origin in found.origins.items()}
    assert traces(found) == {"2": "said.1", "57": "said.2", "1": "said.3", "18": "said.4"}
    assert told["said.2"] == {WORDS["zh"]["what"]: "一段话：实际 57 条", "算法": "清点行数"}


def test_the_origin_of_a_row_names_the_row_and_its_columns_and_no_code() -> None:
    rows = pd.DataFrame({"代码": ["540000"], "名称": ["西藏"], "电梯（%）": ["7.9"]})

    found = document(Exhibit("map", "figure", "5 省", rows, rests_on=("provinces",)))

    assert found.origins["map.1"].facts[0][1] == "西藏：电梯（%）"


def test_places_ranks_and_digits_inside_names_are_no_quantities() -> None:
    rows = pd.DataFrame(
        {
            "次序": ["1", "2"],
            "指标": ["4A级社会组织数", "每个社区（3000人以下）的组织"],
            "位置": ["349–353", "17"],
            "说": [
                "4A 级，见 https://51a.net/16246，第 4021 字，? @1188",
                "每个社区（3000人以下）的组织",
            ],
        }
    )

    assert traces(document(Exhibit("t", "table", "表", rows))) == {}


def test_a_name_with_digits_hides_no_other_number() -> None:
    rows = pd.DataFrame({"指标": ["每个社区（3000人以下）的组织"], "数": ["3000 家"]})

    with pytest.raises(ReportingFault, match="t 1: 3000"):
        document(Exhibit("t", "table", "表", rows))


def test_a_row_of_evidence_is_the_home_of_its_number_and_of_what_else_it_says() -> None:
    rows = pd.DataFrame({"编号": ["zhenhai-2319"], "数值": ["392 家"], "备注": ["又作 400 家"]})

    found = document(said("登记 392 家[zhenhai-2319]。"), Exhibit("evidence", "table", "证", rows))

    assert traces(found) == {"392": "zhenhai-2319", "400": "zhenhai-2319"}
    assert found.origins["zhenhai-2319"].home == "row-zhenhai-2319"


def test_only_one_table_holds_the_row_of_evidence() -> None:
    rows = pd.DataFrame({"编号": ["zhenhai-2319", "zhenhai-2365"], "数值": ["392 家", "15.43"]})
    doubts = pd.DataFrame({"证据": ["zhenhai-2319"], "理由": ["差 7 家"]})

    found = document(
        Exhibit("disputes", "table", "异议", doubts), Exhibit("evidence", "table", "证", rows)
    )

    tables = [block for block in found.blocks if isinstance(block, Table)]
    anchors = [anchor for table in tables for anchor in table.grid.row_anchors if anchor]
    assert anchors == ["row-zhenhai-2319", "row-zhenhai-2365"]
    assert traces(found)["7"] == "disputes.1"


def test_a_row_of_a_register_is_at_home_in_its_table() -> None:
    rows = pd.DataFrame({"地区": ["镇海"], "缺什么": ["5 个数字"]})

    found = document(Exhibit("missing_numbers", "table", "原文缺失", rows))

    assert {key: origin.home for key, origin in found.origins.items()} == {
        "missing_numbers.1": "missing_numbers"
    }


@given(st.text(alphabet="0123456789,.万亿%–—− 年家镇海a-[]（）", max_size=60))
def test_numbers_lie_in_the_text_in_order_and_apart(text: str) -> None:
    found = quantities_in(text)

    assert all(text[q.start : q.end].strip("+−-")[0].isdigit() for q in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


@given(st.text(alphabet="甲乙 *_`[]()#-1.\n<&", max_size=80))
def test_any_markdown_becomes_blocks(markdown: str) -> None:
    for block in blocks_of("x " + markdown):
        assert block is not None


@given(st.text(alphabet="甲乙0123 家。", max_size=20), st.text(alphabet="甲0123。", max_size=20))
def test_taking_the_marks_out_leaves_the_text(before: str, after: str) -> None:
    assert plain(before + traced("392", "a-001") + after) == before + "392" + after


def test_one_run_gives_a_report_one_page_and_the_methods_each_with_their_origins() -> None:
    def tagged(source: str, *tags: str) -> Any:
        return nbformat.v4.new_markdown_cell(source, metadata={"tags": list(tags)})

    short = cell_of(Exhibit("short", "text", "短", sentences=("392 家[zhenhai-2319]。",)))
    short.metadata["tags"] = ["one-page"]
    cells = [tagged("报告"), short, tagged("方法", "methods"), cell_of(ORIGINS)]
    notebook = nbformat.v4.new_notebook(cells=cells)

    told = {
        part: ["".join(text_of(words) for words in Document("zh", (block,)).words())
               for block in build_document(notebook, "zh", part).blocks]
        for part in ("report", "one-page", "methods")
    }  # fmt: skip

    assert told == {
        "report": ["报告", "方法"],
        "one-page": ["392 家[zhenhai-2319]。"],
        "methods": ["方法"],
    }
    assert "zhenhai-2319" in build_document(notebook, "zh", "one-page").origins
