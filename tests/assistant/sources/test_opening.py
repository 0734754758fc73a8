"""The home of a library: beside its first folder, one for each set of folders."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant import Assistant
from assistant.sources.opening import folders_of, home_of
from index import FolderNotFound


def test_home_is_beside_the_folder_and_named_after_it(tmp_path: Path) -> None:
    assert home_of(folders_of(tmp_path / "notes"), None) == tmp_path / ".quoth" / "notes"
    assert home_of(folders_of(tmp_path / "notes"), tmp_path / "home") == tmp_path / "home"


def test_several_folders_have_one_home_in_any_order(tmp_path: Path) -> None:
    home = home_of(folders_of([tmp_path / "notes", tmp_path / "papers"]), None)
    assert home.parent == tmp_path / ".quoth"
    assert home.name.startswith("notes+papers-")
    assert home == home_of(folders_of([str(tmp_path / "papers"), str(tmp_path / "notes")]), None)


def test_folders_with_the_same_names_in_other_parents_have_another_home(tmp_path: Path) -> None:
    here = home_of(folders_of([tmp_path / "notes", tmp_path / "papers"]), None)
    there = home_of(folders_of([tmp_path / "notes", tmp_path / "old" / "papers"]), None)
    assert here != there


def test_home_of_many_folders_with_long_names_can_be_created(tmp_path: Path) -> None:
    folders = folders_of([tmp_path / f"{number}{'long' * 50}" for number in range(9)])
    home_of(folders, None).mkdir(parents=True)


def test_missing_folder_gets_no_home(tmp_path: Path) -> None:
    with pytest.raises(FolderNotFound):
        Assistant.open([tmp_path, tmp_path.with_name("nowhere")])
    assert not (tmp_path.parent / ".quoth").exists()
