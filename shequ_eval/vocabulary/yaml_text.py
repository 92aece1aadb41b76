"""Knows how YAML text is parsed, quickly where libyaml is there; knows no file and no key."""

from __future__ import annotations

from typing import Any

import yaml

TIMESTAMP = "tag:yaml.org,2002:timestamp"


class _DaysAsWritten(yaml.SafeLoader):
    """YAML in which a day is the text that is written, whether any calendar has it or not."""


_DaysAsWritten.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != TIMESTAMP]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_QUICK: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def yaml_of(text: str) -> Any:
    r"""What YAML text holds, as `yaml.safe_load` reads it, some eight times faster.

    libyaml parses; what it refuses is read once more by PyYAML's own parser, whose messages and
    marks are the ones that people find when they search for them.

    Raises
    ------
    yaml.YAMLError
        The text is not YAML; most such errors carry a `problem_mark`.
    ValueError
        A value has the form of a date or a number and is none.

    Examples
    --------
    >>> yaml_of("zones: [zhenhai, lishui]\nas_of: 2026-11-24")
    {'zones': ['zhenhai', 'lishui'], 'as_of': datetime.date(2026, 11, 24)}
    """
    try:
        return yaml.load(text, Loader=_QUICK)
    except yaml.YAMLError:
        return yaml.safe_load(text)


def yaml_as_written(text: str) -> Any:
    """What YAML text holds, its days as text where one of them is on no calendar.

    Whoever reads it then names that day and its place instead of a fault of the whole text.

    Raises
    ------
    yaml.YAMLError
        The text is not YAML.

    Examples
    --------
    >>> yaml_as_written("as_of: 2026-02-30"), yaml_as_written("n: 3")
    ({'as_of': '2026-02-30'}, {'n': 3})
    """
    try:
        return yaml_of(text)
    except ValueError:
        return yaml.load(text, Loader=_DaysAsWritten)


def yaml_nodes(text: str) -> yaml.Node | None:
    r"""The tree of nodes of YAML text, each with its marks; None for an empty text.

    Raises
    ------
    yaml.YAMLError
        The text is not YAML.

    Examples
    --------
    >>> yaml_nodes("a:\n  b: 1").value[0][1].start_mark.line
    1
    """
    return yaml.compose(text, Loader=_QUICK)


def line_of(text: str, key: str) -> int | None:
    r"""The line of a key path in YAML, or of the nearest key above it that is there.

    >>> text = "id: a\nrows:\n  - id: b\n    points: 5\n"
    >>> line_of(text, "rows.0.points"), line_of(text, "rows.0.level1"), line_of(text, "")
    (4, 3, None)
    """
    node, line = yaml_nodes(text), None
    for part in key.split(".") if key else []:
        found = _below(node, part)
        if found is None:
            break
        line, node = found
    return line


def _below(node: yaml.Node | None, part: str) -> tuple[int, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        for name, value in node.value:
            if name.value == part:
                return name.start_mark.line + 1, value
    if isinstance(node, yaml.SequenceNode) and part.isdigit() and int(part) < len(node.value):
        below = node.value[int(part)]
        return below.start_mark.line + 1, below
    return None
