"""The quick reading of YAML gives what PyYAML's own parser gives, its messages too."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from shequ_eval.vocabulary.yaml_text import yaml_nodes, yaml_of

PROJECT = Path(__file__).parents[2]
FILES = sorted([*PROJECT.glob("data/**/*.yaml"), *PROJECT.glob("parameters/*.yaml")])

_leaves = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
_trees = st.recursive(
    _leaves, lambda below: st.lists(below) | st.dictionaries(st.text(), below), max_leaves=20
)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_bundled_file_reads_the_same(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert yaml_of(text) == yaml.safe_load(text)


@given(_trees)
def test_any_tree_reads_the_same(tree: object) -> None:
    text = yaml.safe_dump(tree, allow_unicode=True)
    assert yaml_of(text) == yaml.safe_load(text)


@pytest.mark.parametrize(
    "text", ["a: [1, 2", "a: b: c", "a:\n\t- b", '"ends not', "a: 1\n b: 2", "\x00", "a: *b"]
)
def test_a_fault_has_the_message_and_place_of_pyyaml(text: str) -> None:
    with pytest.raises(yaml.YAMLError) as expected:
        yaml.safe_load(text)
    with pytest.raises(yaml.YAMLError) as found:
        yaml_of(text)
    assert str(found.value) == str(expected.value)


def test_nodes_know_the_lines_of_chinese_keys() -> None:
    node = yaml_nodes("# 说明\n分值:\n  初查: 50\n")
    assert isinstance(node, yaml.MappingNode)
    name, value = node.value[0]
    assert (name.value, name.start_mark.line, value.value[0][0].start_mark.line) == ("分值", 1, 2)
