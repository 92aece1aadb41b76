from __future__ import annotations

import re
from typing import Any

import nbformat
import pytest

from shequ_eval.exhibits.bases import BASES
from shequ_eval.exhibits.exhibit import MIME
from shequ_eval.reporting.build_report import report_page
from shequ_eval.reporting.document.build import build_document
from shequ_eval.reporting.html.input_names import INPUT_NAMES, input_name
from shequ_eval.reporting.html.report_body import Body, report_body
from shequ_eval.reporting.html.report_head import ReportHead

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="10pt" height="5pt"><g id="a"/></svg>'


def exhibit(kind: str, key: str, **given: Any) -> dict[str, Any]:
    return {
        MIME: {
            "exhibit_id": key,
            "kind": kind,
            "title": f"{key} 的发现",
            "subtitle": "单位：家",
            "notes": ["点为普查年。"],
            "source": "来源：镇海区材料",
            "columns": ["地区", "家数", "年份"],
            "rows": [["镇海区", 10392, 2017], ["溧水区", "未提供", 2022], ["溧水区", 35, 2021]],
            "sentences": [],
            "rests_on": ["示例"],
        }
        | given,
        "text/plain": "plain",
    }


def shown(*bundles: dict[str, Any], source: str = "draw(secret_code)", tags: Any = ()) -> Any:
    cell = nbformat.v4.new_code_cell(source, metadata={"tags": list(tags)})
    cell.outputs = [nbformat.v4.new_output("display_data", data=bundle) for bundle in bundles]
    return cell


def words(source: str, *tags: str) -> Any:
    return nbformat.v4.new_markdown_cell(source, metadata={"tags": list(tags)})


@pytest.fixture(scope="module")
def notebook() -> Any:
    noisy = shown({"text/html": "<b>not an exhibit</b>"})
    noisy.outputs.append(nbformat.v4.new_output("stream", name="stderr", text="UserWarning"))
    return nbformat.v4.new_notebook(
        cells=[
            words("# 笔记本自己的题目"),
            shown(source="zones = 1", tags=["parameters"]),
            words("## 一、结论\n\n镇海 392 家[镇海-2319]。\n\n### （一）依据", "lang-zh"),
            words("## 1 In short\n\nOnly English.", "lang-en"),
            words("## 二、共有\n\n见[民政部](https://example.org/a)。"),
            noisy,
            shown(exhibit("figure", "fig-one") | {"image/svg+xml": SVG}),
            shown(exhibit("table", "tab-one", notes=["见 <b>"])),
            shown(exhibit("figure", "fig-two") | {"image/png": "iVBORw0KGgo="}),
            shown(exhibit("text", "said", sentences=["**不可比**，不排名。", "第二段。"])),
            shown(exhibit("table", "hidden"), tags=["remove-report"]),
        ]
    )


@pytest.fixture(scope="module")
def body(notebook: Any) -> Body:
    return report_body(build_document(notebook, "zh"))


def test_no_code_no_printed_line_and_no_other_output_reaches_a_report(body: Body) -> None:
    for absent in ("secret_code", "zones = 1", "UserWarning", "not an exhibit", "hidden", "plain"):
        assert absent not in body.html


def test_a_report_speaks_one_language_and_what_has_none_is_in_both(
    notebook: Any, body: Body
) -> None:
    english = report_body(build_document(notebook, "en"))

    assert "一、结论" in body.html
    assert "Only English" not in body.html
    assert "Only English" in english.html
    assert "一、结论" not in english.html
    assert "二、共有" in body.html
    assert "二、共有" in english.html


def test_the_notebooks_own_title_gives_way_to_the_reports(body: Body) -> None:
    assert "笔记本自己的题目" not in body.html


def test_the_contents_list_two_levels_with_anchors_that_exist(body: Body) -> None:
    assert [(h.anchor, h.words) for h in body.contents] == [("s1", "一、结论"), ("s2", "二、共有")]
    assert [(h.anchor, h.words) for h in body.contents[0].below] == [("s1-1", "（一）依据")]
    assert '<h3 id="s1-1">（一）依据</h3>' in body.html


def test_figures_and_tables_are_numbered_apart_in_the_order_of_the_notebook(
    notebook: Any, body: Body
) -> None:
    numbers = re.findall(r'<span class="which">([^<]+)</span>', body.html)

    assert numbers == ["图 2-1", "表 2-1", "图 2-2"]
    assert "Figure 2-2" in report_body(build_document(notebook, "en")).html


def test_a_figure_has_words_beside_its_picture_and_its_numbers_folded_under_it(body: Body) -> None:
    figure = body.html[body.html.index('id="fig-one"') :]
    figure = figure[: figure.index("</figure>")]

    assert "<svg" in figure
    assert 'aria-label="fig-one 的发现。来源：镇海区材料"' in figure
    for word in ("fig-one的发现", "单位：家", "点为普查年。", "来源：镇海区材料"):
        assert word in re.sub(r'aria-label="[^"]*"', "", figure)
    assert "<details><summary>数据 · 3 行</summary>" in figure
    assert re.search(r'<td class="number"><a class="n" [^>]*>10,392</a></td>', figure)


def test_a_figure_without_svg_falls_back_to_png(body: Body) -> None:
    assert (
        'alt="fig-two 的发现。来源：镇海区材料" src="data:image/png;base64,iVBORw0KGgo="'
        in body.html
    )


def test_years_have_no_comma_and_missing_words_stand_with_the_numbers(body: Body) -> None:
    assert "<td>2017</td>" in body.html
    assert '<td class="number absent">未提供</td>' in body.html


def test_a_first_cell_that_repeats_the_one_above_is_heard_but_not_seen(body: Body) -> None:
    again = '<tr class="again">\n<th scope="row"><span class="unseen">溧水区</span></th>'

    assert body.html.count(again) == 3
    assert body.html.count('<th scope="row">溧水区</th>') == 3


def test_a_table_has_its_caption_above_and_scopes_for_readers_that_hear_it(body: Body) -> None:
    table = body.html[body.html.index('id="tab-one"') :]
    table = table[: table.index("</figure>")]

    assert table.index("<figcaption>") < table.index("<table>")
    assert table.count('<th scope="col"') == 3
    assert table.count('<th scope="row"') == 3
    assert "<details>" not in table


def test_text_of_an_exhibit_is_escaped(body: Body) -> None:
    assert "见 &lt;b&gt;" in body.html


def test_sentences_become_paragraphs(body: Body) -> None:
    assert "<p><strong>不可比</strong>，不排名。</p>" in body.html
    assert "<p>第二段。</p>" in body.html


def test_evidence_numbers_stand_in_brackets_that_never_break(body: Body) -> None:
    assert '<span class="k">392家</span><span class="evidence">[镇海-2319]</span>' in body.html


def test_a_line_may_end_between_two_evidence_numbers_and_never_within_one() -> None:
    cells = [words("镇海[镇海-2319、镇海-2365][镇海-0801]。")]

    html = report_body(build_document(nbformat.v4.new_notebook(cells=cells), "zh")).html

    marks = [
        f'<span class="evidence">{mark}</span>'
        for mark in ("[镇海-2319、", "镇海-2365]", "[镇海-0801]")
    ]
    assert "<wbr>".join(marks) in html


def test_a_traced_number_holds_its_measure_word_and_no_typed_gap() -> None:
    rows = [["镇海区", "10,392 家，其余 5 %", 2017]]
    html = report_body(
        build_document(
            nbformat.v4.new_notebook(cells=[shown(exhibit("table", "t", rows=rows))]), "zh"
        )
    ).html

    assert re.search(r'<a class="n" href="#o\d+">10,392家</a>，其余', html)


@pytest.mark.parametrize(("language", "said"), [("zh", "数据 · 1 行"), ("en", "Data · 1 row")])
def test_one_row_is_one_row_in_both_languages(language: str, said: str) -> None:
    figure = exhibit("figure", "one", rows=[["镇海区", 5, 2017]]) | {"image/svg+xml": SVG}
    html = report_body(
        build_document(nbformat.v4.new_notebook(cells=[shown(figure)]), language)
    ).html

    assert f"<summary>{said}</summary>" in html


def test_every_table_that_numbers_rest_on_has_a_readers_name() -> None:
    held = {table for basis in BASES.values() for table in basis.tables}

    assert sorted(held - INPUT_NAMES.keys()) == []


def test_a_reader_meets_no_file_name_and_no_key_of_a_table() -> None:
    told = [input_name(key, language) for key in INPUT_NAMES for language in ("zh", "en")]

    assert [name for name in told if re.search(r"[_/*]|\.ya?ml", name)] == []


def test_an_evidence_number_leads_to_the_row_with_its_words_where_there_is_one() -> None:
    rows = [["镇海-2319", "392家"], ["镇海-2365", "15.43个"]]
    known = [["镇海-2319", "社会组织数", "392 家"], ["镇海-2365", "每万人", "15.43 家"]]
    cells = [
        words("镇海[镇海-2319]，溧水[溧水-1486]。"),
        shown(exhibit("origins", "origins", columns=["编号", "所指", "数值"], rows=known)),
        shown(exhibit("table", "evidence", columns=["编号", "原词"], rows=rows)),
        shown(exhibit("table", "doubts", columns=["编号", "异议"], rows=[["镇海-2319", "期间"]])),
    ]

    html = report_body(build_document(nbformat.v4.new_notebook(cells=cells), "zh")).html

    assert '[<a href="#row-镇海-2319">镇海-2319</a>]' in html
    assert html.count('id="row-镇海-2319"') == 1
    assert '<span class="evidence">[溧水-1486]</span>' in html


def test_an_address_is_written_out_and_not_linked(body: Body) -> None:
    assert "见民政部（https://example.org/a）。" in body.html
    assert 'href="http' not in body.html


def test_a_number_opens_the_note_of_its_origin_and_the_note_is_on_the_page(body: Body) -> None:
    opened = set(re.findall(r'class="n" href="#([^"]+)"', body.html))
    notes = set(re.findall(r'<div popover id="([^"]+)"', body.html))

    assert opened
    assert opened <= notes


def test_no_id_occurs_twice(body: Body) -> None:
    ids = re.findall(r'\sid="([^"]+)"', body.html)

    assert len(ids) == len(set(ids))


def test_the_page_says_its_language_its_status_and_what_it_was_made_from(notebook: Any) -> None:
    head = ReportHead("zhenhai", "镇海 <评估>", "zh", "internal", ("镇海区",), "2018", "0.1.0")

    page = report_page(
        build_document(notebook, "zh"), head, {"data/zones/zones.csv": "0123456789abcdef"}
    )

    assert page.startswith('<!DOCTYPE html>\n<html lang="zh-CN">')
    assert "<title>镇海 &lt;评估&gt;</title>" in page
    assert "内部稿" in page
    assert "报告标识 zhenhai" in page
    assert '<a href="#s1">一、结论</a>' in page
    assert '<a class="skip" href="#text">' in page
    assert "data/zones/zones.csv" in page
    assert "<code>0123456789ab</code>" in page
    assert page.count("<script") == 1
    assert "script-src 'sha256-" in page


@pytest.fixture(scope="module")
def filled(notebook: Any) -> ReportHead:
    return ReportHead(
        "zhenhai", "镇海", "zh", "internal", ("镇海区",), "2018", "0.1.0",
        evaluator="某评估中心", lead_evaluator="某人", as_of="2026-11-24",
    )  # fmt: skip


def test_the_head_names_who_asked_and_who_answers_and_what_is_still_owed(
    notebook: Any, filled: ReportHead
) -> None:
    page = report_page(build_document(notebook, "zh"), filled, {})

    assert '<dt>委托方</dt><dd class="awaited">〔待填写〕</dd>' in page
    assert "<dt>评价机构</dt><dd>某评估中心</dd>" in page
    assert "<dt>主评人</dt><dd>某人</dd>" in page
    assert "<dt>评价基准日</dt><dd>2026-11-24</dd>" in page


def test_a_report_can_be_signed_and_its_contents_lead_to_signatures_and_files(
    notebook: Any, filled: ReportHead
) -> None:
    page = report_page(build_document(notebook, "zh"), filled, {"data/zones.csv": "0" * 64})

    assert "<dt>主评人（签字）</dt><dd>某人</dd>" in page
    for anchor in ("signatures", "inputs"):
        assert page.count(f'<a href="#{anchor}">') == 1
        assert page.count(f'id="{anchor}"') == 1


def test_a_shorter_part_has_no_signatures_and_owes_nothing(
    notebook: Any, filled: ReportHead
) -> None:
    page = report_page(build_document(notebook, "zh"), filled, {}, "one-page")

    assert 'id="signatures"' not in page
    assert "待填写" not in page
    assert "某评估中心" in page
