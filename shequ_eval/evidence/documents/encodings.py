"""Knows in which encoding the bytes of a text are; knows nothing of what they say."""

from __future__ import annotations

import codecs
import re

# NOTE: GB18030 decodes almost any bytes; a UTF-8 file with a few damaged characters must not be
# taken for one, so a file that is nine tenths good UTF-8 counts as damaged UTF-8.
DAMAGED_SHARE = 0.1
UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
GB18030 = "GB18030 (GBK)"
DECLARED = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([A-Za-z0-9_\-]+)""", re.I)
DECLARED_IN_XML = re.compile(rb"""^\s*<\?xml[^>]{0,100}encoding\s*=\s*["']([A-Za-z0-9_\-]+)""")
HEAD = 4096
# NOTE: pages that declare GB2312 or GBK use characters beyond them; GB18030 holds both.
WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "x-gbk": "gb18030"}


def looks_like(raw: bytes) -> str:
    r"""The encoding that bytes which are not UTF-8 seem to be in.

    Examples
    --------
    >>> looks_like("指标,单位".encode("gbk"))
    'GB18030 (GBK)'
    >>> looks_like(b"\xff\xfe" + "指标".encode("utf-16-le"))
    'UTF-16'
    """
    if raw.startswith(UTF16_MARKS) or b"\x00" in raw:
        return "UTF-16"
    lenient = raw.decode("utf-8", errors="replace")
    beyond_ascii = sum(character > "\x7f" for character in lenient)
    if lenient.count("\ufffd") <= DAMAGED_SHARE * beyond_ascii:
        return "损坏的 UTF-8 (damaged UTF-8)"
    try:
        raw.decode("gb18030")
    except UnicodeDecodeError:
        return "未知编码 (unknown)"
    return GB18030


def decoded(raw: bytes) -> str:
    r"""The text of these bytes: UTF-8 with or without its mark, UTF-16 with its mark, GB18030.

    Line ends stay as they are; the mark is no character of the text.

    Raises
    ------
    UnicodeDecodeError
        The bytes are none of them, or damaged UTF-8.

    Examples
    --------
    >>> decoded(b"\xef\xbb\xbf42" + "个".encode())
    '42个'
    >>> decoded("42个社区".encode("gb18030"))
    '42个社区'
    """
    if raw.startswith(UTF16_MARKS):
        return raw.decode("utf-16")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        if looks_like(raw) != GB18030:
            raise
    return raw.decode("gb18030")


def decoded_page(raw: bytes) -> str:
    """The text of a web page: as `decoded`, unless the page itself declares another encoding.

    Raises
    ------
    UnicodeDecodeError
        Neither what the page declares nor what it looks like fits its bytes.
    """
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        found = DECLARED.search(raw[:HEAD]) or DECLARED_IN_XML.search(raw[:HEAD])
    name = found.group(1).decode("ascii").lower() if found else ""
    try:
        return raw.decode(WIDER.get(name, name)) if name else decoded(raw)
    except (LookupError, UnicodeDecodeError):
        return decoded(raw)
