"""Knows how a condition on rows is written, and its parts; looks at no row.

A condition is `column op value` (==, !=, <, <=, >, >=, in, not in) joined by and, or, not and
brackets; a column whose name is no plain word stands in `backticks`. What people are used to from
pandas and SQL means the same: &, |, ~ for and, or, not; = for ==; <> for !=; AND, OR, NOT, IN;
18 <= age < 60.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Value = str | int | float | bool
OPERATORS = {
    ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=",
    ast.In: "in", ast.NotIn: "not in",
}  # fmt: skip
FLIPPED = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
WORDS = {"&": "and", "|": "or", "~": "not", "=": "==", "AND": "and", "OR": "or", "NOT": "not",
         "IN": "in"}  # fmt: skip
HOW = (
    "写法如 write for example: age >= 18 and zone in ['A', 'B']；"
    "列名有空格或符号时加反引号 put a column's name with spaces in `backticks`"
)


class RowFilterError(ValueError):
    """A condition that cannot be read; says where and how it is written."""


@dataclass(frozen=True)
class Compared:
    """One comparison of a column with a value, or with several (`in`, `not in`)."""

    column: str
    operator: str
    values: tuple[Value, ...]


@dataclass(frozen=True)
class Joined:
    """Several conditions joined by `and` or `or`."""

    how: str
    parts: tuple[Condition, ...]


@dataclass(frozen=True)
class Negated:
    """A condition that must not hold."""

    part: Condition


Condition = Compared | Joined | Negated


def parse_condition(written: str | Mapping[str, Any] | Sequence[Any]) -> Condition:
    """A condition from its text, or from a mapping of columns to a value or a list of values.

    Of a list of conditions all must hold.

    Raises
    ------
    RowFilterError
        It is not such a condition.

    Examples
    --------
    >>> parse_condition("age >= 18")
    Compared(column='age', operator='>=', values=(18,))
    >>> parse_condition({"wave": [1, 2]})
    Compared(column='wave', operator='in', values=(1, 2))
    """
    if isinstance(written, Mapping):
        return _of_mapping(written)
    if not isinstance(written, str):
        return _joined("and", [parse_condition(part) for part in written])
    names: list[str] = []

    def plain(match: re.Match[str]) -> str:
        names.append(match.group(1))
        return f"_quoted_{len(names) - 1}_"

    try:
        tree = ast.parse(_in_plain_words(re.sub(r"`([^`]+)`", plain, written.strip())), mode="eval")
    except (SyntaxError, ValueError, tokenize.TokenError):
        raise RowFilterError(f"{written!r}: {HOW}") from None
    return _Reader(names, written).condition(tree.body)


def texts_of(value: Value) -> tuple[str, ...]:
    """The ways in which a value may be written in a column of text.

    >>> texts_of(4), texts_of(True)
    (('4',), ('true', 'True', 'TRUE'))
    """
    if isinstance(value, bool):
        small = str(value).lower()
        return small, small.capitalize(), small.upper()
    return (str(value),)


def columns_of(condition: Condition) -> list[str]:
    """The columns that a condition looks at, each once, in order.

    >>> columns_of(parse_condition("a == 1 or (b == 2 and a == 3)"))
    ['a', 'b']
    """
    if isinstance(condition, Compared):
        return [condition.column]
    parts = [condition.part] if isinstance(condition, Negated) else list(condition.parts)
    return list(dict.fromkeys(column for part in parts for column in columns_of(part)))


def _in_plain_words(written: str) -> str:
    """The same condition with and, or, not, in and == for what stands for them elsewhere.

    >>> _in_plain_words("zone = 'A & B' & ~(age<>3)")
    "zone == 'A & B' and not ( age != 3 ) "
    """
    told, before = "", ""
    for token in tokenize.generate_tokens(io.StringIO(written).readline):
        word = token.string
        if before in ("<", "&", "|") and word == {"<": ">", "&": "&", "|": "|"}[before]:
            told = told.removesuffix("< ") + ("!= " if before == "<" else "")
        elif token.type in (tokenize.OP, tokenize.NAME):
            told += f"{WORDS.get(word, word)} "
        elif token.type in (tokenize.NUMBER, tokenize.STRING, tokenize.ERRORTOKEN):
            told += f"{word} "
        before = word
    return told.replace(" . ", ".")


def _joined(how: str, parts: list[Condition]) -> Condition:
    if not parts:
        raise RowFilterError(f"where: {HOW}")
    return parts[0] if len(parts) == 1 else Joined(how, tuple(parts))


def _of_mapping(written: Mapping[str, Any]) -> Condition:
    parts: list[Condition] = []
    for column, value in written.items():
        values = tuple(value) if isinstance(value, (list, tuple)) else (value,)
        if not values or not all(isinstance(v, (str, int, float, bool)) for v in values):
            raise RowFilterError(
                f"{column}: 应为一个值或一列值 must be a value or a list of values"
            )
        parts.append(Compared(str(column), "in", values))
    return _joined("and", parts)


@dataclass(frozen=True)
class _Reader:
    names: list[str]
    written: str

    def condition(self, node: ast.expr) -> Condition:
        if isinstance(node, ast.BoolOp):
            how = "and" if isinstance(node.op, ast.And) else "or"
            return Joined(how, tuple(self.condition(value) for value in node.values))
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            return Negated(self.condition(node.operand))
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
            told = zip(sides[:-1], node.ops, sides[1:], strict=True)
            return _joined("and", [self.compared(*each) for each in told])
        raise RowFilterError(f"{self.written!r}: {HOW}")

    def compared(self, left: ast.expr, sign: ast.cmpop, right: ast.expr) -> Condition:
        operator = OPERATORS.get(type(sign))
        if isinstance(left, ast.Constant) and operator in FLIPPED:
            left, right, operator = right, left, FLIPPED[operator]
        if operator is None:
            raise RowFilterError(f"{self.written!r}: {HOW}")
        return Compared(self.column(left), operator, self.values(right, operator.endswith("in")))

    def column(self, node: ast.expr) -> str:
        if isinstance(node, ast.Attribute):  # a dotted name is one name
            return f"{self.column(node.value)}.{node.attr}"
        if not isinstance(node, ast.Name):
            raise RowFilterError(f"{self.written!r}: {HOW}")
        quoted = re.fullmatch(r"_quoted_(\d+)_", node.id)
        return self.names[int(quoted.group(1))] if quoted else node.id

    def values(self, node: ast.expr, several: bool) -> tuple[Value, ...]:
        try:
            found = ast.literal_eval(node)
        except ValueError:
            raise RowFilterError(
                f"{self.written!r}: 文字加引号 put text in quotes; {HOW}"
            ) from None
        values = tuple(found) if several and isinstance(found, (list, tuple, set)) else (found,)
        if several == (not isinstance(found, (list, tuple, set))) or not all(
            isinstance(value, (str, int, float, bool)) for value in values
        ):
            raise RowFilterError(f"{self.written!r}: {HOW}")
        return values
