from __future__ import annotations

import sys
from pathlib import Path

import pytest

from shequ_eval.reporting.files import place
from shequ_eval.reporting.files.place import (
    OutputFault,
    check_writable,
    foreign_entries,
    put_in_place,
    staged_folder,
    tidy_up,
)

KNOWN = ("report.html", "manifest.json")


def folder_with(path: Path, words: str) -> Path:
    path.mkdir(parents=True, exist_ok=True)
    (path / "report.html").write_text(words, encoding="utf-8")
    return path


def words_in(folder: Path) -> str:
    return (folder / "report.html").read_text(encoding="utf-8")


def test_a_finished_folder_replaces_the_old_one_whole(tmp_path: Path) -> None:
    target = folder_with(tmp_path / "zhenhai", "old")
    (target / "manifest.json").write_text("{}", encoding="utf-8")
    staged = folder_with(staged_folder(target), "new")

    put_in_place(staged, target)

    assert words_in(target) == "new"
    assert [path.name for path in tmp_path.iterdir()] == ["zhenhai"]
    assert [path.name for path in target.iterdir()] == ["report.html"]


@pytest.mark.parametrize("in_one_step", [True, False])
def test_the_old_folder_is_kept_where_it_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, in_one_step: bool
) -> None:
    target = folder_with(tmp_path / "zhenhai", "old")
    staged = folder_with(staged_folder(target), "new")
    if not in_one_step:
        monkeypatch.setattr(place, "_exchange", lambda one, other: False)

    put_in_place(staged, target, tmp_path / "0001")

    assert words_in(target) == "new"
    assert words_in(tmp_path / "0001") == "old"
    assert not staged.exists()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux swaps two folders in one step")
def test_on_linux_there_is_a_whole_report_at_every_moment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = folder_with(tmp_path / "zhenhai", "old")
    staged = folder_with(staged_folder(target), "new")
    monkeypatch.setattr(place, "_rename", lambda old, new: pytest.fail("two steps"))

    put_in_place(staged, target)

    assert words_in(target) == "new"


def test_the_old_folder_comes_back_where_the_new_one_cannot_be_placed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = folder_with(tmp_path / "zhenhai", "old")
    staged = folder_with(staged_folder(target), "new")
    monkeypatch.setattr(place, "_exchange", lambda one, other: False)
    rename = Path.rename

    def fails_for_the_new(self: Path, to: Path) -> Path:
        if self == staged:
            raise OSError(16, "in use")
        return rename(self, to)

    monkeypatch.setattr(Path, "rename", fails_for_the_new)

    with pytest.raises(OutputFault, match="in use"):
        put_in_place(staged, target)

    assert words_in(target) == "old"


def test_a_locked_folder_is_tried_again_before_it_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = folder_with(tmp_path / "zhenhai", "old")
    staged = folder_with(staged_folder(target), "new")
    monkeypatch.setattr(place, "_exchange", lambda one, other: False)
    rename, tries = Path.rename, []

    def locked_once(self: Path, to: Path) -> Path:
        tries.append(self)
        if len(tries) == 1:
            raise PermissionError(13, "scanned")
        return rename(self, to)

    monkeypatch.setattr(Path, "rename", locked_once)
    monkeypatch.setattr(place.time, "sleep", lambda seconds: None)

    put_in_place(staged, target)

    assert words_in(target) == "new"


def test_what_an_interrupted_run_left_is_undone(tmp_path: Path) -> None:
    folder_with(tmp_path / ".tmp-zhenhai", "half")
    folder_with(tmp_path / ".old-zhenhai", "last good")
    folder_with(tmp_path / ".old-lishui", "older")
    folder_with(tmp_path / "lishui", "last good")

    tidy_up(tmp_path, KNOWN)

    assert sorted(path.name for path in tmp_path.iterdir()) == ["lishui", "zhenhai"]
    assert words_in(tmp_path / "zhenhai") == "last good"
    assert words_in(tmp_path / "lishui") == "last good"


def test_temporary_folders_of_others_are_left_alone(tmp_path: Path) -> None:
    foreign = tmp_path / ".tmp-theirs"
    foreign.mkdir()
    (foreign / "thesis.docx").write_text("precious", encoding="utf-8")

    tidy_up(tmp_path, KNOWN)

    assert (foreign / "thesis.docx").is_file()


def test_an_output_folder_with_a_file_in_its_way_is_refused_in_one_message(tmp_path: Path) -> None:
    (tmp_path / "outputs").write_text("a file", encoding="utf-8")

    with pytest.raises(OutputFault, match=r"不能写.*--out"):
        check_writable(tmp_path / "outputs" / "here")


def test_a_writable_folder_is_left_empty_by_the_check(tmp_path: Path) -> None:
    check_writable(tmp_path / "outputs")

    assert list((tmp_path / "outputs").iterdir()) == []


def test_files_that_bear_no_known_name_are_foreign(tmp_path: Path) -> None:
    folder = folder_with(tmp_path / "data", "x")
    (folder / "thesis.docx").write_text("precious", encoding="utf-8")
    (folder / ".DS_Store").write_text("", encoding="utf-8")

    assert foreign_entries(folder, KNOWN) == ["thesis.docx"]
    assert foreign_entries(tmp_path / "nowhere", KNOWN) == []
