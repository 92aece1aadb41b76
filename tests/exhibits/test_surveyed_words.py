"""What a report says of satisfaction where the documents are silent and a survey speaks."""

from __future__ import annotations

import pandas as pd
import pytest

from shequ_eval.evidence.study import Study
from shequ_eval.exhibits.figure_tables import zone_figures
from shequ_eval.exhibits.open_questions import what_cannot_be_said
from shequ_eval.vocabulary.codebook import Codebook

SILENT = "jiangbei"


def of_zone(table: pd.DataFrame) -> pd.DataFrame:
    return table[table["zone_id"].eq(SILENT)]


@pytest.mark.parametrize(("surveyed", "said"), [(False, "本节不作判断"), (True, "居民调查见下")])
def test_a_survey_that_follows_is_not_called_nothing(
    five_zones: Study, codebook: Codebook, surveyed: bool, said: str
) -> None:
    shown = zone_figures(
        of_zone(five_zones.observations), codebook, "zh", "satisfaction", surveyed=surveyed
    )
    assert shown.kind == "text" and said in shown.sentences[0]


@pytest.mark.parametrize("surveyed", [(), (SILENT,)])
def test_what_cannot_be_said_points_to_a_survey_only_where_there_is_one(
    five_zones: Study, codebook: Codebook, surveyed: tuple[str, ...]
) -> None:
    zones, none = of_zone(five_zones.zones), pd.DataFrame()
    words = what_cannot_be_said(
        of_zone(five_zones.observations), none, zones, codebook, "zh", surveyed
    ).sentences[0]
    assert ("居民调查见" in words) is bool(surveyed)


def test_a_comparison_says_which_of_its_places_have_a_survey(
    five_zones: Study, codebook: Codebook
) -> None:
    words = what_cannot_be_said(
        five_zones.observations, pd.DataFrame(), five_zones.zones, codebook, "zh", (SILENT,)
    ).sentences[0]
    assert "江北另有居民调查，见该地的报告" in words
    assert "效益与满意度" not in words
