"""Knows why a document cannot be read and what to do then; reads nothing."""

from __future__ import annotations

from shequ_eval.evidence.findings import DataError, Finding, Severity

READABLE = ".txt .docx .pdf .html .htm"


def doubt(file: str, rule: str, found: str, allowed: str, remedy: str) -> Finding:
    """A finding that does not keep the document from being read."""
    return _finding(file, rule, "warning", found, allowed, remedy)


def refusal(file: str, rule: str, found: str, allowed: str, remedy: str) -> DataError:
    """The one error that says why this document is not read."""
    return DataError([_finding(file, rule, "error", found, allowed, remedy)])


def empty(file: str, found: str) -> DataError:
    """The document holds no word."""
    return refusal(
        file, "empty", found, "有文字的文件 a document with words",
        "检查是否下载完整，或是否给错了文件 see whether it was fetched whole, or is the wrong file",
    )  # fmt: skip


def no_text_layer(file: str, pages: int) -> DataError:
    """The pages are pictures."""
    return refusal(
        file, "no-text", f"{pages} 页，没有一个文字 pages and not one character",
        "带文字层的 PDF a PDF with a text layer",
        "这是扫描件：先做文字识别（OCR），核对后另存为 DOCX 或 TXT "
        "this is a scan: run OCR, proofread it, save it as DOCX or TXT",
    )  # fmt: skip


def encrypted(file: str) -> DataError:
    """The document asks for a password."""
    return refusal(
        file, "encrypted", "加密 encrypted", "不设密码的文件 a document without a password",
        "在原程序里打开，去掉密码后另存 open it where it was made and save it without a password",
    )  # fmt: skip


def damaged(file: str, kind: str, error: Exception) -> DataError:
    """The bytes are not whole."""
    return refusal(
        file, "damaged", type(error).__name__, f"完整的 a whole {kind.upper()}",
        "重新下载，或在原程序里打开后另存 fetch it again, or open it and save it anew",
    )  # fmt: skip


def _finding(
    file: str, rule: str, severity: Severity, found: str, allowed: str, remedy: str
) -> Finding:
    return Finding(file, None, "", f"document-{rule}", severity, found, allowed, remedy)
