"""The questionnaires are forms that KoboToolbox and ODK take, in two languages, without names."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from shequ_eval.reporting.survey.form import form_bytes, with_places, write_survey_form
from shequ_eval.vocabulary.identifiers import kind_of_column
from shequ_eval.vocabulary.survey_topics import TOPIC_TABLE
from shequ_eval.vocabulary.xlsform import LABELS, XlsForm, XlsFormError, form_faults, read_xlsform

FORMS = ["resident", "worker"]


@pytest.fixture(params=FORMS)
def form(request: pytest.FixtureRequest, data_root: Path) -> XlsForm:
    return read_xlsform(data_root / "surveys" / "instruments" / request.param)


@pytest.fixture
def resident(data_root: Path) -> XlsForm:
    return read_xlsform(data_root / "surveys" / "instruments" / "resident")


def test_every_dimension_is_asked_and_importance_stands_beside_performance(form: XlsForm) -> None:
    names = list(form.survey["name"])
    judged = {name[4:] for name in names if name.startswith("sat_")} - {"overall"}
    weighed = {name[4:] for name in names if name.startswith("imp_")}
    assert judged == weighed and len(judged) == 10
    assert "sat_overall" in names


def test_the_resident_form_asks_every_topic_of_the_codebook(resident: XlsForm) -> None:
    asked = {name[4:] for name in resident.survey["name"] if name.startswith("sat_")}
    assert asked - {"overall"} == {topic for topic, *_ in TOPIC_TABLE}
    dimensions = {dimension for _, dimension, _, _ in TOPIC_TABLE}
    assert dimensions == {"services", "facilities", "consultation", "safety", "burden"}


def test_no_question_asks_for_what_names_a_person(form: XlsForm) -> None:
    assert [name for name in form.survey["name"] if kind_of_column(name)] == []


def test_the_two_languages_say_different_words_everywhere(form: XlsForm) -> None:
    for table in (form.survey, form.choices):
        said = table[table[LABELS[0]].ne("")]
        alike = said[said[LABELS[0]].eq(said[LABELS[1]])]
        assert alike[LABELS[0]].map(str.isascii).all()


def changed(form: XlsForm, sheet: str, line: int, column: str, value: str) -> XlsForm:
    table = getattr(form, sheet).copy()
    table.loc[line - 2, column] = value
    return replace(form, **{sheet: table})


def line_of(form: XlsForm, name: str) -> int:
    return int(form.survey.index[form.survey["name"].eq(name)][0]) + 2


@pytest.mark.parametrize(
    ("name", "column", "value", "words"),
    [
        ("sat_hall", "type", "select_one fife", "no list 'fife'"),
        ("sat_hall", "type", "selct_one five", "unknown type"),
        ("sat_hall", "name", "sat hall", "not a name"),
        ("sat_hall", "name", "sat_space", "twice 'sat_space'"),
        ("sat_hall", LABELS[1], "", "no words"),
        ("sat_hall", "relevant", "${used_hal} = '1'", "no question 'used_hal'"),
        ("sat_hall", "relevant", "${used_hall} = '2'", "no choice '2'"),
        ("sat_hall", "relevant", "selected(${took_part}, 'clubs')", "no choice 'clubs'"),
        ("sat_hall", "relevant", "selcted(${took_part}, 'vote')", "unknown function 'selcted'"),
        ("sat_hall", "relevant", "(${used_hall} = '1'", "brackets do not match"),
        ("sat_hall", "relevant", "${used_hall} = '1", "open quotation mark"),
        ("sat_hall", "required", "maybe", "must be yes or empty"),
        ("place", "type", "note", "nothing to end"),
    ],
)
def test_a_fault_of_a_form_is_told_with_sheet_and_line(
    resident: XlsForm, name: str, column: str, value: str, words: str
) -> None:
    line = line_of(resident, name)
    faults = form_faults(changed(resident, "survey", line, column, value))
    assert any(words in fault.sentence() for fault in faults)
    if words != "nothing to end":
        assert {fault.line for fault in faults if words in fault.words} & {line, line + 2}


def test_faults_of_choices_and_settings_are_told(resident: XlsForm) -> None:
    twice = changed(resident, "choices", 3, "name", "5")
    spaced = changed(resident, "choices", 3, "name", "a b")
    tongue = changed(resident, "settings", 2, "default_language", "Chinese")
    told = [[fault.sheet for fault in form_faults(f)] for f in (twice, spaced, tongue)]
    assert told[0] == ["choices"] and "choices" in told[1] and told[2] == ["settings"]
    no_label = replace(resident, choices=resident.choices.drop(columns=LABELS[0]))
    assert [fault.column for fault in form_faults(no_label)] == [LABELS[0]]


def test_a_group_that_is_not_ended_is_told(resident: XlsForm) -> None:
    survey = resident.survey[resident.survey["type"].ne("end_group")]
    faults = form_faults(replace(resident, survey=survey.reset_index(drop=True)))
    assert len([fault for fault in faults if "is not ended" in fault.words]) == 5


def test_the_workbook_holds_the_three_sheets_as_text_the_same_bytes_each_time(
    form: XlsForm, tmp_path: Path
) -> None:
    raw = form_bytes(form)
    assert raw == form_bytes(form)
    path = tmp_path / "form.xlsx"
    path.write_bytes(raw)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["survey", "choices", "settings"]
    for name, table in form.sheets().items():
        cells = [[c.value or "" for c in row] for row in book[name].iter_rows(min_row=2)]
        assert cells == table.to_numpy().tolist()
        assert all(isinstance(c, str) for row in cells for c in row)


def test_a_frame_becomes_the_choices_of_streets_and_communities(
    resident: XlsForm, tmp_path: Path, data_root: Path
) -> None:
    frame = tmp_path / "frame.csv"
    frame.write_text("street,community,households\n甲街,一,9\n甲街,二,9\n乙街,三,9\n", "utf-8")
    out = write_survey_form("resident", data_root, tmp_path / "r.xlsx", frame)
    choices = pd.read_excel(out, "choices", dtype=str, keep_default_na=False)
    places = choices[choices["list_name"].isin(["street", "community"])]
    assert places["name"].tolist() == ["甲街", "乙街", "一", "二", "三"]
    assert places["street"].tolist() == ["", "", "甲街", "甲街", "乙街"]
    with pytest.raises(XlsFormError, match="with a space"):
        with_places(resident, pd.DataFrame({"street": ["甲 街"], "community": ["一"]}))


def test_a_folder_without_a_sheet_is_refused(tmp_path: Path) -> None:
    with pytest.raises(XlsFormError, match="no such file"):
        read_xlsform(tmp_path)


def test_the_form_and_the_made_up_export_have_the_same_questions(resident: XlsForm) -> None:
    import numpy as np

    from shequ_eval.analysis.simulated_survey import simulate_survey

    grouped, inside = set(), ""
    for row in resident.survey.to_dict("records"):
        inside = row["name"] if row["type"] == "begin_group" else inside
        grouped.add(f"{inside}/{row['name']}")
    export = simulate_survey(np.random.default_rng(1)).export
    made_up = {"person/contact_phone"}
    asked = {c for c in export if c.count("/") == 1} - made_up
    assert asked and asked <= grouped
