"""The ladder of mechanisms: what its cells, its foot, its title and its table say."""

from __future__ import annotations

import pandas as pd
import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle

from shequ_eval.analysis.mechanisms import COLUMNS, STATES
from shequ_eval.exhibits import style
from shequ_eval.exhibits.exhibit import Exhibit, picture
from shequ_eval.exhibits.mechanism_figure import draw_mechanisms
from shequ_eval.exhibits.mechanism_words import (
    mechanisms_paragraph,
    mechanisms_table,
    mechanisms_text,
    shown,
)
from shequ_eval.vocabulary.codebook import Codebook


def review(**statuses: tuple[str, str, str, str]) -> pd.DataFrame:
    """Mechanisms of one type each in turn; a status for each of the four states."""
    places = {
        "m01": ("zhenhai", "relief", "网格"),
        "m02": ("zhenhai", "relief", "减负"),
        "m03": ("lishui", "relief", "减负"),
        "m04": ("lishui", "relief", "减负"),
    }
    rows = [
        dict.fromkeys(COLUMNS, "")
        | {
            "mechanism_id": key, "zone_id": places[key][0], "aspect": places[key][1],
            "type": places[key][2], "title_zh": f"机制{key}", "title_en": f"Mechanism {key}",
            "state": state, "status": status, "awaits_second_coder": status == "traced",
            "evidence_ids": "zhenhai-0801" if status == "traced" else "",
        }
        for key, four in statuses.items()
        for state, status in zip(STATES, four, strict=True)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=COLUMNS)


NONE = "not_provided"


def small() -> pd.DataFrame:
    return review(
        m01=("traced", "masked_in_source", NONE, NONE),
        m02=(NONE, "traced", "traced", "denied"),
        m03=("planned", NONE, NONE, NONE),
        m04=("planned", "traced", NONE, NONE),
    )


def boxes(exhibit: Exhibit) -> list[tuple[str, str, bool]]:
    assert exhibit.figure is not None
    found = [p for p in exhibit.figure.axes[0].patches if isinstance(p, Rectangle)]
    return [
        (
            to_hex(p.get_facecolor()).upper(),
            to_hex(p.get_edgecolor()).upper(),
            p.get_hatch() is not None,
        )
        for p in found
    ]


def words_of(exhibit: Exhibit) -> list[str]:
    assert exhibit.figure is not None
    return [text.get_text() for text in exhibit.figure.axes[0].texts]


def test_each_status_has_a_look_of_its_own(codebook: Codebook) -> None:
    drawn = boxes(draw_mechanisms(small(), codebook, "zh"))
    legend = 1
    assert drawn.count((style.BLUE, style.BLUE, False)) == legend + 4  # traced: solid
    assert drawn.count((style.TINT, style.BLUE, False)) == legend + 1  # described: tint
    assert drawn.count((style.PAPER, style.BLUE, False)) == legend + 1  # planned: hollow
    assert drawn.count((style.PAPER, style.CRIMSON, False)) == legend + 1  # denied
    assert sum(hatched for _, _, hatched in drawn) == legend + 1  # lost: hatched
    assert len(drawn) == 6 * legend + 3 * 4


def test_the_legend_names_only_what_is_drawn(codebook: Codebook) -> None:
    plain = review(m01=("traced", NONE, NONE, NONE))
    words = words_of(draw_mechanisms(plain, codebook, "zh"))
    assert "有事实为证" in words
    assert "只有计划" not in words
    assert "核查为无" not in words


def test_a_zone_without_a_type_has_no_cells_there(codebook: Codebook) -> None:
    cells = shown(small())
    assert len(cells) == 3 * 4
    assert set(cells.loc[cells["zone_id"] == "lishui", "type"]) == {"减负"}


def test_a_rule_without_trace_is_described_and_other_states_are_not(codebook: Codebook) -> None:
    cells = shown(review(m02=(NONE, NONE, NONE, NONE)))
    assert cells["status"].tolist() == ["described", NONE, NONE, NONE]


def test_the_table_says_of_a_cell_what_the_figure_says(codebook: Codebook) -> None:
    told = review(m01=(NONE, "traced", NONE, NONE), m02=(NONE, NONE, NONE, NONE))
    figure = draw_mechanisms(told, codebook, "zh").data
    table = mechanisms_table(told, codebook, "zh").data
    assert table["有制度"].tolist() == ["材料写有（未见文件）"] * 2
    assert set(figure.loc[figure["步骤"] == "有制度", "痕迹"]) == {"材料写有（未见文件）"}
    assert set(table["有成效"]) == {"未提供"}


def test_no_trace_is_said_in_words_and_not_as_four_zeros(codebook: Codebook) -> None:
    exhibit = draw_mechanisms(review(m01=(NONE, NONE, NONE, NONE)), codebook, "zh")
    assert exhibit.title == "1 项机制，没有一项留下痕迹"


def test_the_title_counts_mechanisms_state_by_state(codebook: Codebook) -> None:
    exhibit = draw_mechanisms(small(), codebook, "zh")
    title = "4 项机制留下的痕迹：1 项有制度、2 项有执行、1 项有成效、0 项有评价"
    assert exhibit.title == title
    assert draw_mechanisms(small(), codebook, "en").title.startswith(
        "4 mechanisms: evidence of a rule for 1, implementation for 2, an effect for 1, an"
    )


def test_the_foot_counts_each_state_of_each_zone_and_adds_nothing(codebook: Codebook) -> None:
    words = words_of(draw_mechanisms(small(), codebook, "zh"))
    place = words.index("有痕迹的机制数")
    assert words[place + 1 :] == ["1", "1", "1", "0", "0", "1", "0", "0"]


def test_the_paragraph_says_of_each_zone_which_steps_left_a_trace_and_what_is_planned(
    codebook: Codebook,
) -> None:
    first, second = mechanisms_paragraph(small(), codebook, "zh")
    assert first == (
        "镇海：材料写到 2 项机制，留下痕迹的：有制度的 1 项、有执行的 1 项、有成效的 1 项。"
    )
    assert second.endswith("有执行的 1 项；只有计划的 2 项。")
    assert mechanisms_text(small(), codebook, "en").sentences[0] == (
        "Zhenhai describes 2 mechanisms. The document gives evidence of a rule for 1, "
        "implementation for 1, an effect for 1, an evaluation for none."
    )


def test_the_table_names_evidence_or_the_person_who_checked(codebook: Codebook) -> None:
    table = small()
    denied = table["status"] == "denied"
    table.loc[denied, ["who", "on", "note"]] = ["张三", "2021-06-30", "未见报告"]
    data = mechanisms_table(table, codebook, "zh").data
    assert list(data.columns) == ["地区", "编号", "机制", "有制度", "有执行", "有成效", "有评价"]
    assert data["有制度"][0] == "有事实为证 [zhenhai-0801]"
    assert data["有评价"][1] == "核查为无；张三，2021-06-30；未见报告"
    assert data["有执行"][0] == "原文缺失"


def test_the_notes_say_how_many_links_await_a_second_coder(codebook: Codebook) -> None:
    assert "4 格待第二编码" in draw_mechanisms(small(), codebook, "zh").notes[1]
    read = small().assign(awaits_second_coder=False)
    assert len(draw_mechanisms(read, codebook, "zh").notes) == 1


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_picture_has_the_same_bytes_twice(codebook: Codebook, language: str) -> None:
    first, second = (
        draw_mechanisms(small(), codebook, language).figure  # type: ignore[arg-type]
        for _ in range(2)
    )
    assert first is not None
    assert second is not None
    assert picture(first, "png") == picture(second, "png")


def test_a_review_without_mechanisms_is_words_and_not_a_picture(codebook: Codebook) -> None:
    exhibit = draw_mechanisms(small().iloc[:0], codebook, "zh")
    assert (exhibit.kind, exhibit.figure) == ("text", None)
    assert exhibit.sentences == ("没有登记的机制。",)


def test_the_table_given_is_not_changed(codebook: Codebook) -> None:
    table = small()
    draw_mechanisms(table, codebook, "zh")
    pd.testing.assert_frame_equal(table, small())


def test_one_place_alone_takes_the_page_and_names_its_steps_in_full(codebook: Codebook) -> None:
    alone = draw_mechanisms(review(m01=("traced", NONE, NONE, NONE)), codebook, "zh")
    many = draw_mechanisms(small(), codebook, "zh")
    assert alone.figure is not None
    right = max(patch.get_x() + patch.get_width() for patch in alone.figure.axes[0].patches)
    assert right > 0.75 * style.PAGE_MM
    assert "有制度" in [text.get_text() for text in alone.figure.axes[0].texts]
    assert "制（制度）" not in alone.subtitle
    heads = [text.get_text() for text in many.figure.axes[0].texts] if many.figure else []
    assert ("制（制度）" in many.subtitle) is ("制" in heads)
