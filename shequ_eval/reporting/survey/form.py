"""Knows how a questionnaire is written as one XLSX that KoboToolbox and ODK take; asks nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
from openpyxl import Workbook

from shequ_eval.evidence.responses.frame import read_frame
from shequ_eval.reporting.files.place import OutputFault
from shequ_eval.reporting.files.workbooks import workbook_bytes
from shequ_eval.vocabulary.xlsform import LABELS, XlsForm, XlsFormError, form_faults, read_xlsform

INSTRUMENTS = ("surveys", "instruments")
FORMS = ("resident", "worker")


def write_survey_form(name: str, data_root: Path, out: Path, frame: Path | None = None) -> Path:
    """Write a bundled questionnaire; with a frame, its streets and communities are the choices.

    Raises
    ------
    XlsFormError
        The questionnaire has a fault.
    DataError
        The frame cannot be read.
    OutputFault
        The file cannot be written.
    """
    form = read_xlsform(data_root.joinpath(*INSTRUMENTS, name))
    if frame is not None:
        form = with_places(form, read_frame(frame, ("street", "community", "households")))
    content = form_bytes(form)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        temporary = out.with_name(f".tmp-{out.name}")
        temporary.write_bytes(content)
        temporary.replace(out)
    except OSError as error:
        reason = error.strerror or str(error)
        raise OutputFault(f"{out}: 不能写 cannot be written: {reason}") from None
    return out


def with_places(form: XlsForm, frame: pd.DataFrame) -> XlsForm:
    """The form with a frame's streets, and communities where it asks for them, as choices.

    Raises
    ------
    XlsFormError
        A name holds a space, or two streets have a community of one name.
    """
    others = form.choices[~form.choices["list_name"].isin(["street", "community"])]
    asked = set(form.survey["type"])
    rows = [_choice("street", name, "") for name in dict.fromkeys(frame["street"])]
    if "select_one community" in asked:
        rows += [
            _choice("community", str(row["community"]), str(row["street"]))
            for row in frame.to_dict("records")
        ]
    places = pd.DataFrame(rows).reindex(columns=others.columns, fill_value="")
    found = replace(form, choices=pd.concat([others, places], ignore_index=True))
    if faults := form_faults(found):
        raise XlsFormError(form.name, faults)
    return found


def form_bytes(form: XlsForm) -> bytes:
    """The form as XLSX, every cell as text, the same bytes each time."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, table in form.sheets().items():
        sheet = book.create_sheet(name)
        for row in [list(table.columns), *table.to_numpy().tolist()]:
            sheet.append([cell or None for cell in row])
        for cells in sheet.iter_rows():
            for cell in cells:
                # NOTE: text even where it begins like a formula or is a number: 1 is a name here.
                cell.data_type = "s" if cell.value is not None else cell.data_type
    return workbook_bytes(book)


def _choice(list_name: str, name: str, street: str) -> dict[str, str]:
    return {"list_name": list_name, "name": name, **dict.fromkeys(LABELS, name), "street": street}
