"""Knows how YAML text is parsed, quickly where libyaml is there; knows no file and no key."""

from __future__ import annotations

from typing import Any

import yaml

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
