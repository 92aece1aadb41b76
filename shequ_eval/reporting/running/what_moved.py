"""Knows how a report tells which of its figures moved since an earlier one; compares none itself.

The section joins the executed report notebook, the only source of the documents, when all notebooks
have been executed: only then are all figures known.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, cast

import nbformat
import pandas as pd

from shequ_eval.exhibits.exhibit import Exhibit
from shequ_eval.exhibits.words import say
from shequ_eval.reporting.crate.inputs import versions
from shequ_eval.reporting.crate.record import CRATE, Record
from shequ_eval.reporting.earlier_report import COMPARED_WITH
from shequ_eval.reporting.kernels.saved_notebook import read_notebook, tags_of, write_notebook
from shequ_eval.reporting.plan import ReportPlan
from shequ_eval.reporting.running.changed_inputs import (
    ACTIONS,
    KINDS,
    ChangedInput,
    changes_between,
    record_in,
)
from shequ_eval.reporting.running.excerpts import excerpts
from shequ_eval.reporting.running.moved import EXHIBIT_ADDED, EXHIBIT_GONE, Moved, moved_between
from shequ_eval.reporting.running.report_figures import (
    WHAT_MOVED,
    Shown,
    numbers_in,
    shown_in,
)
from shequ_eval.vocabulary.codebook import Language

TAG = "what-moved"
SOURCE = """# 由 shequ-eval run 在全部 notebook 执行之后写入；shequ-eval diff 列出同样的内容
# written by shequ-eval run after all notebooks were executed; shequ-eval diff lists the same"""
_APPENDIX = re.compile(r"^## (?:附录|Appendix)", re.MULTILINE)
_NUMERALS, _LETTERS = "一二三四五六七八九十", "ABCDEFGHIJ"


def add_what_moved(plan: ReportPlan, folder: Path, inputs: Mapping[str, str]) -> None:
    """Write the section into the report notebook in `folder`; none where nothing is compared.

    Every notebook of the report and its `inputs/` stand in `folder`; `inputs` are the checksums of
    all that it is made from. A section that is there already is replaced.

    Raises
    ------
    ReportingFault, ValueError
        The earlier report cannot be read.
    """
    if plan.compared_with is None:
        return
    language = plan.parameters.language
    before, after = record_in(plan.compared_with), _record_of(plan, inputs)
    changed = changes_between(plan.compared_with, before, folder, after)
    shown = shown_in(folder)
    moved = list(moved_between(shown_in(plan.compared_with), shown, changed))
    causes = [one for one in changed if one.kind != "earlier"]
    exhibits = [
        _sentence(before, inputs, moved, causes, figures_in(shown), language),
        *([_causes_table(causes, language)] if moved and causes else []),
        *([_moved_table(moved, causes, plan.report_notebook.stem, language)] if moved else []),
    ]
    path = folder / "notebooks" / plan.report_notebook.name
    notebook = read_notebook(path)
    kept = [cell for cell in notebook.cells if TAG not in tags_of(cell)]
    notebook.cells = [*kept, *_cells(exhibits, _heading(kept, language), language)]
    write_notebook(notebook, path)


def figures_in(shown: Mapping[Any, Shown]) -> int:
    """How many cells and sentences of the exhibits hold a number."""
    lines = [line for exhibit in shown.values() for line in exhibit.lines]
    return sum(bool(numbers_in(cell)) for line in lines for cell in line.cells)


def _record_of(plan: ReportPlan, inputs: Mapping[str, str]) -> Record:
    """What the crate of the report in the making will say of its inputs."""
    parameters = plan.parameters.model_dump(mode="json")
    return Record(plan.report_id, plan.parameters.title, parameters, inputs, versions(), {}, 0)


def _heading(cells: Sequence[Any], language: Language) -> str:
    """The section is the last appendix, called by the next numeral or letter."""
    tag = f"lang-{language}"
    told = [
        cell.source for cell in cells if tag in tags_of(cell) and "one-page" not in tags_of(cell)
    ]
    place = sum(len(_APPENDIX.findall(source)) for source in told)
    zh, en = _NUMERALS[place : place + 1], _LETTERS[place : place + 1]
    return say(
        language,
        f"## 附录{zh}　与较早报告相比变动的数字",
        f"## Appendix {en}  Figures that moved since the earlier report",
    )


def _cells(exhibits: Sequence[Exhibit], heading: str, language: Language) -> list[Any]:
    tags = {"tags": [f"lang-{language}", TAG]}
    head = nbformat.v4.new_markdown_cell(heading, id=f"{TAG}-head", metadata=tags)
    outputs = [
        nbformat.v4.new_output("display_data", data=exhibit._repr_mimebundle_())
        for exhibit in exhibits
    ]
    body = nbformat.v4.new_code_cell(SOURCE, id=TAG, metadata={"tags": [TAG]}, outputs=outputs)
    return [head, body]


def _sentence(
    before: Record,
    inputs: Mapping[str, str],
    moved: Sequence[Moved],
    causes: Sequence[ChangedInput],
    figures: int,
    language: Language,
) -> Exhibit:
    digest = inputs[f"{COMPARED_WITH}/{CRATE}"][:12]
    day = before.parameters.get("as_of", "")
    zh = (
        f"对照的是《{before.title}》（评价基准日 {day}，其 {CRATE} 的校验和以 {digest} 开头）。"
        f"本报告及工作底稿的展项共有 {figures} 处数字；与较早报告相比，变动、新增或删去的有 "
        f"{len(moved)} 处，所据材料有 {len(causes)} 项不同。"
    )
    en = (
        f"Compared with “{before.title}” (evaluation reference date {day}; the checksum of its "
        f"{CRATE} begins with {digest}). The exhibits of this report and its working papers hold "
        f"{figures} figures; {len(moved)} moved, came or went since, and {len(causes)} of the "
        "things that they are made from differ."
    )
    return _exhibit(WHAT_MOVED, "text", "", "", language, sentences=(say(language, zh, en),))


def _causes_table(causes: Sequence[ChangedInput], language: Language) -> Exhibit:
    at = 0 if language == "zh" else 1
    rows = [
        (_name(n), KINDS[one.kind][at], one.key, ACTIONS[one.action][at], one.detail)
        for n, one in enumerate(causes)
    ]
    columns = say(language, "编号 类别 名称 变动 由何到何", "id kind name change detail").split()
    title = say(language, "所据材料的不同", "What differs in what the reports are made from")
    table = pd.DataFrame(rows, columns=columns)
    return _exhibit(f"{WHAT_MOVED}_causes", "table", title, "", language, data=table)


def _moved_table(
    moved: Sequence[Moved], causes: Sequence[ChangedInput], report: str, language: Language
) -> Exhibit:
    names = {cause: _name(n) for n, cause in enumerate(causes)}
    rows: dict[tuple[str, ...], list[str]] = {}
    for one in moved:
        why = _why(one, names, language)
        old, new = excerpts(_said(one.old, language), _said(one.new, language))
        key = (one.title, one.which, old, new, one.by, why)
        rows.setdefault(key, []).append(one.notebook)
    place = [
        (*_where(title, notebooks, report, language), *rest)
        for (title, *rest), notebooks in rows.items()
    ]
    columns = say(
        language, "展项 哪一项 原 现 差 原因", "exhibit which before now difference cause"
    ).split()
    title = say(language, "变动的数字", "Figures that moved")
    note = say(
        language,
        "原因一栏的编号见上表；由数字的出处断不定的，写明是其中之一。",
        "Causes bear the ids of the table above; where the origin of a figure does not decide "
        "between several, one of them it is.",
    )
    table = pd.DataFrame(place, columns=columns)
    return _exhibit(f"{WHAT_MOVED}_figures", "table", title, note, language, data=table)


def _where(title: str, notebooks: list[str], report: str, language: Language) -> tuple[str]:
    papers = list(dict.fromkeys(name for name in notebooks if name != report))
    if report in notebooks or not papers:
        return (title,)
    named = ", ".join(papers)
    return (say(language, f"{title}（底稿 {named}）", f"{title} (working paper {named})"),)


def _why(moved: Moved, names: Mapping[ChangedInput, str], language: Language) -> str:
    if not moved.causes:
        return say(language, "不明", "unexplained")
    listed = say(language, "、", ", ").join(names[cause] for cause in moved.causes)
    if moved.is_certain:
        return listed
    if len(moved.causes) == len(names):
        return say(language, "上表之一", "one of the above")
    return say(language, f"{listed} 之一", f"one of {listed}")


def _said(words: str, language: Language) -> str:
    known = {" ".join(pair): say(language, *pair) for pair in (EXHIBIT_ADDED, EXHIBIT_GONE)}
    return known.get(words, words)


def _name(place: int) -> str:
    # NOTE: a letter before it, so that it reads as a name and not as one more figure.
    return f"c{place + 1}"


def _exhibit(
    exhibit_id: str, kind: str, title: str, note: str, language: Language, **given: Any
) -> Exhibit:
    how = say(
        language,
        "两份报告同一处的数字与所据材料，逐一对照",
        "figures of one place in both reports, and what they are made from, held together",
    )
    notes = (note,) if note else ()
    return Exhibit(
        exhibit_id,
        cast(Any, kind),
        title,
        notes=notes,
        rests_on=(COMPARED_WITH,),
        how=how,
        **given,
    )
