"""Knows which columns of a file name people, drops them, or keeps them as salted codes.

Only what a mapping names is kept at all. A kept column that looks as if it named people is a
fault until the mapping says why it does not (`identifiers.harmless`) or hashes it.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from shequ_eval.evidence.findings import DataError, Finding
from shequ_eval.evidence.responses.columns import FoundColumns, own_name
from shequ_eval.evidence.responses.raw import RawResponses
from shequ_eval.vocabulary.identifiers import Kind, kind_of_cell, kind_of_column, look_like_names
from shequ_eval.vocabulary.survey_mapping import MappingSpec

SALT_SWITCH = "SHEQU_EVAL_SALT_FILE"
LEAST_SALT = 16  # bytes
REMEDY = (
    "从映射中去掉，或写入 identifiers.hash；确实无关个人的写入 identifiers.harmless 并说明理由"
    " take it out of the mapping, hash it, or say under harmless why it names nobody"
)


def people_in(raw: RawResponses, known_places: frozenset[str] = frozenset()) -> dict[str, Kind]:
    """Every header whose column names people, with what it holds; by name, shape, or surnames.

    >>> cells = pd.DataFrame({"q1": ["5"], "tel": [""], "note": ["电 13812345678"]})
    >>> people_in(RawResponses("a.csv", "", cells))
    {'tel': 'phone', 'note': 'phone'}
    """
    found: dict[str, Kind] = {}
    for header in map(str, raw.cells.columns):
        kind = kind_of_column(own_name(header)) or _kind_by_content(
            raw.cells[header], header in known_places
        )
        if kind is not None:
            found[header] = kind
    return found


def _kind_by_content(cells: pd.Series, is_place: bool) -> Kind | None:
    given = cells[cells.ne("")]
    for text in given.unique():
        if len(text) > 6 and (kind := kind_of_cell(text)) is not None:
            return kind
    if not is_place and look_like_names(given.tolist()):
        return "name"
    return None


def people_findings(
    spec: MappingSpec, raw: RawResponses, found: FoundColumns, people: dict[str, Kind]
) -> Iterator[Finding]:
    """Columns that name people: a warning where they are dropped or hashed, else a fault."""
    hashed = {found.header[column] for column in spec.identifiers.hash if column in found.header}
    harmless = {h for column in spec.identifiers.harmless if (h := found.header.get(column))}
    kept = set(found.headers()) - hashed - harmless
    for header, kind in people.items():
        if header in harmless:
            continue
        is_kept = header in kept
        yield Finding(
            raw.file, None, header, "survey-names_people", "error" if is_kept else "warning",
            kind, "不保留 not kept" if is_kept else "已略去或加盐散列 dropped or hashed",
            REMEDY if is_kept else "",
        )  # fmt: skip


def read_salt(default: Path) -> bytes | None:
    """The salt in the file that the environment names, or else in `default`; None for none.

    Raises
    ------
    DataError
        The salt is shorter than sixteen bytes, or the file that is named is not there.
    """
    named = os.environ.get(SALT_SWITCH)
    path = Path(named) if named else default
    if not path.is_file():
        if named:
            raise _no_salt(path.name, "文件不在 no such file")
        return None
    salt = path.read_bytes().strip()
    if len(salt) < LEAST_SALT:
        raise _no_salt(path.name, f"{len(salt)} 字节 bytes")
    return salt


def hashed_columns(
    spec: MappingSpec, raw: RawResponses, found: FoundColumns, salt: bytes | None
) -> pd.DataFrame:
    """A code for each person named in the columns to hash, the same in every wave with one salt.

    HMAC-SHA-256, sixteen hexadecimal digits; spaces and hyphens do not count. "" has no code.

    Raises
    ------
    DataError
        Something is to be hashed and there is no salt.
    """
    wanted = [column for column in spec.identifiers.hash if column in found.header]
    if wanted and salt is None:
        raise _no_salt(raw.file, "没有盐 no salt")
    codes = {
        f"{own_name(column)}_code": raw.cells[found.header[column]].map(
            lambda cell: code_of(cell, salt or b"") if cell else None
        )
        for column in wanted
    }
    return pd.DataFrame(codes, index=raw.cells.index, dtype=object)


def code_of(text: str, salt: bytes) -> str:
    """The salted code of an identifier.

    >>> code_of("138 1234-5678", b"0" * 16) == code_of("13812345678", b"0" * 16)
    True
    """
    plain = "".join(text.split()).replace("-", "").casefold()
    return hmac.new(salt, plain.encode("utf-8"), hashlib.sha256).hexdigest()[:16]


def _no_salt(file: str, found: str) -> DataError:
    allowed = f"至少 {LEAST_SALT} 字节的盐 a salt of {LEAST_SALT} bytes or more"
    remedy = (
        f"随机写一行存为 data/surveys/responses/salt.txt，或用 {SALT_SWITCH} 指向输出之外的文件"
        f" save a random line as data/surveys/responses/salt.txt, or name a file in {SALT_SWITCH}"
    )
    return DataError([Finding(file, None, "", "survey-no_salt", "error", found, allowed, remedy)])
