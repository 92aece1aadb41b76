"""Knows the part of a report that only its evaluator can write, section by section; prints none.

One file a report, `<report_id>/narrative.md` beside its parameter file. A section begins with
`## <id>` and may bear a title after it; the ids are those of `SECTIONS`. Numbers stand in it only
as references to what the report computed: `{{zhenhai-2319}}` prints the figure, with its origin.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from shequ_eval.vocabulary.nearest import did_you_mean
from shequ_eval.vocabulary.told_faults import FaultsError

FILE = "narrative.md"
PARAMETERS = "parameters"
ENVIRONMENT = "SHEQU_EVAL_PARAMETERS"
SECTIONS: dict[str, tuple[str, str]] = {
    "process": ("评价工作过程", "How the evaluation was carried out"),
    "findings": ("综合评价意见", "Overall findings"),
    "experience": ("主要经验及做法", "Experience and good practice"),
    "problems": ("存在的问题", "Problems"),
    "causes": ("原因分析", "Causes"),
    "recommendations": ("有关建议", "Recommendations"),
    "other": ("其他需要说明的问题", "Other matters"),
}
_HEADING = re.compile(r"^##\s+(\S+)(.*)$")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_REFERENCE = re.compile(r"\{\{[^{}\n]*\}\}")
# Years, days and document numbers name things; whatever else is written in digits is a number.
_NAMES = re.compile(
    r"〔\d{4}〕\s*\d+\s*号|第\s*\d+\s*[条款章]"
    r"|(?<!\d)(?:19|20)\d\d\s*年(?:\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*日)?)?"
    r"|(?<!\d)(?:19|20)\d\d(?:-\d{1,2}){0,2}(?!\d)|^\s*\d{1,2}\.\s",
    re.MULTILINE,
)
_DIGIT = re.compile(r"[0-9０-９]+")


class NarrativeError(FaultsError):
    """A narrative that cannot be printed; one line a fault, all of them."""


class Reference(NamedTuple):
    """A `{{key}}` of a narrative, and where it stands: file and line, section."""

    key: str
    place: str
    section: str

    @property
    def words(self) -> str:
        """Where it stands and what it says, to begin a message with."""
        return f"{self.place}: 节 section {self.section}: {{{{{self.key}}}}}"


def narrative_file(parameters: Path, report_id: str) -> Path:
    """Where the narrative of a report lies: beside its parameter file, in a folder of its id.

    `parameters` is the folder of the parameter file. This alone decides it, for whoever validates,
    sums, sends or prints a narrative.
    """
    return parameters / report_id / FILE


def parameters_folder(data_root: Path) -> Path:
    """The folder of the parameter file of the report that this process works on.

    A run names it to its kernels by the environment variable `SHEQU_EVAL_PARAMETERS`. Elsewhere,
    as in JupyterLab, it is `parameters` beside the data.
    """
    named = os.environ.get(ENVIRONMENT)
    return Path(named) if named else data_root.parent / PARAMETERS


def read_narrative(path: Path) -> dict[str, str]:
    """The evaluator's words by section; nothing where there is no file.

    Raises
    ------
    NarrativeError
        The file is not UTF-8, a section is unknown or given twice, words stand before the first
        section, or a number is typed instead of referred to; every fault with its line.
    """
    return parse_narrative(_text_of(path), _where(path)) if path.is_file() else {}


def read_references(path: Path) -> list[Reference]:
    """The references of a narrative in their order; none where there is no file.

    Raises
    ------
    NarrativeError
        The file is not UTF-8.
    """
    return list(references_in(_text_of(path), _where(path))) if path.is_file() else []


def references_in(text: str, where: str = FILE) -> Iterator[Reference]:
    r"""Every `{{key}}` of a narrative with its line and section; those in comments are left out.

    >>> for found in references_in("<!-- {{a}}\n-->\n## causes\n见 {{zhenhai-2319}} 与 {{ b }}。"):
    ...     print(found.words)
    narrative.md:4: 节 section causes: {{zhenhai-2319}}
    narrative.md:4: 节 section causes: {{b}}
    """
    section = ""
    for number, line in enumerate(_lines(text), start=1):
        heading = _HEADING.match(line)
        section = heading[1] if heading else section
        for found in _REFERENCE.findall(line):
            yield Reference(found[2:-2].strip(), f"{where}:{number}", section)


def _lines(text: str) -> list[str]:
    # NOTE: a comment becomes as many empty lines as it had, so that line numbers stay right.
    return _COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), text).splitlines()


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        words = f"{_where(path)}: 不是 UTF-8 not UTF-8; 请另存为 UTF-8"
        raise NarrativeError([words]) from None


def _where(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


def parse_narrative(text: str, where: str = FILE) -> dict[str, str]:
    r"""The words of a narrative by section; comments are left out.

    >>> parse_narrative("## problems 存在的问题\n\n登记口径不明，见 {{zhenhai-2319}}。")
    {'problems': '登记口径不明，见 {{zhenhai-2319}}。'}
    """
    faults: list[str] = []
    sections: dict[str, list[str]] = {}
    here = ""
    for number, line in enumerate(_lines(text), start=1):
        heading = _HEADING.match(line)
        if heading:
            here = heading[1]
            faults += _heading_faults(f"{where}:{number}", here, sections)
            sections.setdefault(here, [])
        elif here:
            sections[here].append(line)
            faults += _typed(f"{where}:{number}", line)
        elif line.strip() and not line.startswith("# "):
            faults.append(f"{where}:{number}: 文字在第一节之前 words before the first `## section`")
    if faults:
        raise NarrativeError(faults)
    return {key: words for key, held in sections.items() if (words := "\n".join(held).strip())}


def narrative_template(report_id: str, sections: Mapping[str, tuple[str, str]] = SECTIONS) -> str:
    """An empty narrative with every section, for an evaluator to fill in."""
    head = (
        f"# {report_id}\n\n"
        "<!-- 评价人撰写；空节在报告里印“待评价人填写”。数字不手打，只写引用 {{编号}}。\n"
        "     编号：先生成一次报告，再用 shequ-eval trace outputs/<report_id> 印出的数，\n"
        "     方括号里就是；或在网页报告里点开那个数。\n"
        "     Written by the evaluator; an empty section says so. Numbers only as {{id}}: make\n"
        "     the report once, then shequ-eval trace outputs/<report_id> NUMBER prints the id in\n"
        "     brackets; or click on the number in report.html. -->\n"
    )
    return head + "".join(f"\n## {key} {zh} {en}\n" for key, (zh, en) in sections.items())


def _heading_faults(place: str, key: str, sections: Mapping[str, object]) -> list[str]:
    if key not in SECTIONS:
        return [f"{place}: 节 section {key!r}: {did_you_mean(key, SECTIONS)}"]
    return [f"{place}: 节 section {key!r} 重复 is given twice"] if key in sections else []


def _typed(place: str, line: str) -> list[str]:
    bare = _NAMES.sub("", _REFERENCE.sub("", line))
    return [
        f"{place}: 数字 number {found}: 请写引用 write a reference {{{{编号 id}}}}"
        for found in _DIGIT.findall(bare)
    ]
