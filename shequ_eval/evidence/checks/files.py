"""Knows whether the bytes of a data file can be read as text; knows nothing of what they mean.

UTF-8 is required. A byte order mark and CRLF line ends are tolerated with a warning: Excel
writes both, and neither changes a cell.
"""

from __future__ import annotations

import codecs
from pathlib import Path

import yaml

from shequ_eval.evidence.documents.encodings import looks_like
from shequ_eval.evidence.findings import Finding
from shequ_eval.vocabulary.yaml_text import yaml_of

SAVE_AS_UTF8 = (
    "用编辑器打开（编码选 {encoding}），另存为 UTF-8；Excel 选 “CSV UTF-8” "
    "open it as {encoding} and save it as UTF-8 (Excel: CSV UTF-8)"
)


def read_text(data_root: Path, file: str) -> tuple[str | None, list[Finding]]:
    """The text of a file, without its byte order mark, and what is wrong with its bytes.

    `file` is relative to the data root, with forward slashes. The text is None where the file
    is missing or not UTF-8; line ends are kept as they are.
    """
    path = data_root / file
    if not path.is_file():
        return None, [_missing_file(file)]
    raw = path.read_bytes()
    unreadable = _encoding_finding(file, raw)
    if unreadable is not None:
        return None, [unreadable]
    return raw.decode("utf-8-sig"), _tolerated(file, raw)


def check_yaml(data_root: Path) -> list[Finding]:
    """Every YAML file of the codebook must parse; the line and character of a fault are named."""
    findings: list[Finding] = []
    for path in sorted((data_root / "codebook").glob("*.y*ml")):
        file = path.relative_to(data_root).as_posix()
        text, faults = read_text(data_root, file)
        findings += faults
        if text is not None:
            findings += _yaml_findings(file, text)
    return findings


def _yaml_findings(file: str, text: str) -> list[Finding]:
    try:
        yaml_of(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, character = (mark.line + 1, str(mark.column + 1)) if mark else (None, "")
        return [broken_syntax(file, "yaml", line, character, error.problem or str(error))]
    except (yaml.YAMLError, ValueError) as error:
        return [broken_syntax(file, "yaml", None, "", str(error))]
    return []


def broken_syntax(
    file: str, language: str, line: int | None, character: str, problem: str
) -> Finding:
    """The finding for a YAML or JSON file that does not parse; `column` is the character."""
    return Finding(
        file=file,
        row=line,
        column=character,
        rule=language,
        severity="error",
        found=problem,
        allowed=f"可解析的 {language.upper()} / {language.upper()} that parses",
        remedy="改正该行该字符附近的缩进、冒号、引号或逗号 "
        "mend the indentation, colon, quote or comma near this line and character",
    )


def _missing_file(file: str) -> Finding:
    return Finding(
        file=file,
        row=None,
        column="",
        rule="missing-file",
        severity="error",
        found="没有这个文件 no such file",
        allowed="datapackage.json 列出的每个文件都在 every file that datapackage.json names",
        remedy="放回文件，或从 datapackage.json 删去该资源 "
        "put the file back or take its resource out of datapackage.json",
    )


def _encoding_finding(file: str, raw: bytes) -> Finding | None:
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        place = f"第 {line} 行起不是 UTF-8 (not UTF-8 from line {line})"
    else:
        if "\x00" not in text:
            return None
        place = "含空字节 (contains NUL bytes)"
    encoding = looks_like(raw)
    return Finding(
        file=file,
        row=None,
        column="",
        rule="encoding",
        severity="error",
        found=f"{place}，像是 looks like {encoding}",
        allowed="UTF-8",
        remedy=SAVE_AS_UTF8.format(encoding=encoding),
    )


def _tolerated(file: str, raw: bytes) -> list[Finding]:
    findings = []
    if raw.startswith(codecs.BOM_UTF8):
        findings.append(
            Finding(
                file=file,
                row=1,
                column="",
                rule="byte-order-mark",
                severity="warning",
                found="文件开头有 BOM (starts with a byte order mark)",
                allowed="不带 BOM 的 UTF-8 / UTF-8 without BOM",
                remedy="照常读取；另存为不带 BOM 的 UTF-8 即可消除 "
                "read as it is; save as UTF-8 without BOM to be rid of this",
            )
        )
    if b"\r" in raw:
        findings.append(
            Finding(
                file=file,
                row=None,
                column="",
                rule="line-ends",
                severity="warning",
                found="CRLF 行尾 (CRLF line ends)",
                allowed="LF 行尾 / LF line ends",
                remedy="照常读取；以 LF 行尾另存即可消除 "
                "read as it is; save with LF line ends to be rid of this",
            )
        )
    return findings
