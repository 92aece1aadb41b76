from __future__ import annotations

from pathlib import Path

import pytest

from shequ_eval.vocabulary.narrative import (
    SECTIONS,
    NarrativeError,
    narrative_template,
    parse_narrative,
    read_narrative,
)


def test_a_report_without_a_narrative_has_no_section(tmp_path: Path) -> None:
    assert read_narrative(tmp_path / "narrative.md") == {}


def test_the_template_holds_every_section_and_reads_as_empty() -> None:
    template = narrative_template("zhenhai")

    assert [line.split()[1] for line in template.splitlines() if line.startswith("## ")] == list(
        SECTIONS
    )
    assert parse_narrative(template) == {}


def test_a_typed_number_is_refused_and_a_reference_a_year_and_a_document_number_are_not() -> None:
    words = "## problems\n2017年起，民发〔2017〕191号要求登记；{{zhenhai-2319}} 家。\n1. 第一项\n"

    assert parse_narrative(words)["problems"].startswith("2017年起")
    with pytest.raises(NarrativeError) as refused:
        parse_narrative(words + "共有 392 家，占 ７ 成。")
    assert refused.value.faults == (
        "narrative.md:4: 数字 number 392: 请写引用 write a reference {{编号 id}}",
        "narrative.md:4: 数字 number ７: 请写引用 write a reference {{编号 id}}",
    )


def test_every_fault_is_named_with_its_line_at_once(tmp_path: Path) -> None:
    path = tmp_path / "zhenhai" / "narrative.md"
    path.parent.mkdir()
    path.write_text(
        "<!-- 说明\n两行 -->\n前言\n## problem\n一\n## causes\n## causes\n", encoding="utf-8"
    )

    with pytest.raises(NarrativeError) as refused:
        read_narrative(path)

    places = [fault.split(": ")[0] for fault in refused.value.faults]
    assert places == ["zhenhai/narrative.md:3", "zhenhai/narrative.md:4", "zhenhai/narrative.md:7"]
    assert "problems" in refused.value.faults[1]


def test_a_file_in_another_encoding_is_one_clear_fault(tmp_path: Path) -> None:
    path = tmp_path / "narrative.md"
    path.write_bytes("## problems\n登记".encode("gb18030"))

    with pytest.raises(NarrativeError, match="UTF-8"):
        read_narrative(path)
