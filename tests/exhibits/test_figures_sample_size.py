"""Sample sizes: assumed values are called so, and the title gives the span of the table."""

from __future__ import annotations

import pandas as pd
import pytest

from shequ_eval.analysis.sample_size import sample_size_table
from shequ_eval.exhibits.exhibit import Exhibit
from shequ_eval.exhibits.sample_size_figure import draw_sample_sizes
from shequ_eval.vocabulary.codebook import Codebook, PowerAssumptions


def sizes(*spreads: float, effects: tuple[float, ...] = (1.0, 1.5, 2.0)) -> pd.DataFrame:
    assumed = PowerAssumptions(
        standard_deviations=spreads, design_effects=effects, alpha=0.05, power=0.8
    )
    return sample_size_table(0.23, assumed)


def words_of(exhibit: Exhibit) -> list[str]:
    assert exhibit.figure is not None
    return [text.get_text() for text in exhibit.figure.axes[0].texts]


def test_the_title_gives_the_least_and_the_most_of_the_table(codebook: Codebook) -> None:
    table = sizes(10, 15, 20)
    assert draw_sample_sizes(table, codebook, "zh").title == (
        "要看出 0.23 分的变化，每次调查约需 2.97 万至 23.74 万名受访者"
    )
    assert "29,700 to 237,400" in draw_sample_sizes(table, codebook, "en").title


def test_a_small_size_is_not_rounded_away(codebook: Codebook) -> None:
    table = sizes(10).assign(change=5.0, respondents_per_wave=[63, 95, 126])
    assert "63 to 126" in draw_sample_sizes(table, codebook, "en").title


def test_every_assumed_value_is_called_assumed(codebook: Codebook) -> None:
    words = words_of(draw_sample_sizes(sizes(10, 15), codebook, "zh"))
    assert {"假定标准差 10", "假定标准差 15"} <= set(words)
    assert any(word.startswith("变化 0.23 分；假定显著性水平 0.05") for word in words)
    assert all(
        column.startswith(("假定", "变化", "显著性", "检验功效", "每次"))
        for column in draw_sample_sizes(sizes(10), codebook, "zh").data.columns
    )


def test_every_size_has_its_number_and_design_effect_beside_it(codebook: Codebook) -> None:
    table = sizes(15)
    words = words_of(draw_sample_sizes(table, codebook, "zh"))
    assert {"66,800", "100,200", "133,500", "deff 1.0", "deff 1.5", "deff 2.0"} <= set(words)


def test_assumed_sizes_are_ticks_and_never_the_disc_of_a_fact(codebook: Codebook) -> None:
    figure = draw_sample_sizes(sizes(15), codebook, "zh").figure
    assert figure is not None
    markers = {x.get_marker() for x in figure.axes[0].lines if x.get_marker() not in ("None", None)}
    assert markers == {"|"}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    "table",
    [
        sizes(15, effects=(1.0,)),
        sizes(10, 10.5, 11, effects=(1.0, 1.02, 1.05, 1.25, 3.0)),
        sizes(1, 30, 100),
    ],
)
def test_close_and_distant_sizes_keep_their_labels_apart(
    codebook: Codebook, table: pd.DataFrame, language: str
) -> None:
    assert draw_sample_sizes(table, codebook, language).figure is not None  # type: ignore[arg-type]


def test_another_change_or_power_has_a_panel_of_its_own(codebook: Codebook) -> None:
    two = pd.concat([sizes(15), sizes(15).assign(power=0.9)])
    words = words_of(draw_sample_sizes(two, codebook, "zh"))
    assert sum("检验功效" in word for word in words) == 2


def test_no_published_change_is_words_and_not_a_picture(codebook: Codebook) -> None:
    exhibit = draw_sample_sizes(sizes(15).iloc[:0], codebook, "zh")
    assert exhibit.kind == "text"
    assert "没有公布得分的变化" in exhibit.sentences[0]
