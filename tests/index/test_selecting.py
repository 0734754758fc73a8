"""Patterns and `.gitignore` files say which files are documents."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from index import Library, Outcome, PatternUnusable, Selection


def _write(folder: Path, files: Mapping[str, str]) -> Path:
    for name, words in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(words)
    return folder


def _taken(library: Library, folder: Path, selection: Selection) -> list[str]:
    library.sync(folder, selection=selection)
    return [source.location for source in library.sources()]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A folder whose files all say something else."""
    names = ("a.txt", "b.md", "notes/c.txt", "notes/old/d.txt", "build/e.txt", "build/keep/f.md")
    return _write(tmp_path / "tree", {name: f"This is the file {name}." for name in names})


@pytest.mark.parametrize(
    ("include", "exclude", "taken"),
    [
        ((), ("*.md",), ["a.txt", "build/e.txt", "notes/c.txt", "notes/old/d.txt"]),
        (("*.md",), (), ["b.md", "build/keep/f.md"]),
        (("notes/",), ("old/",), ["notes/c.txt"]),
        (("*.txt", "!notes/**"), ("/build",), ["a.txt"]),
        (("nothing",), (), []),
    ],
)
def test_patterns_choose_files(
    library: Library, tree: Path, include: tuple[str, ...], exclude: tuple[str, ...], taken: object
) -> None:
    assert _taken(library, tree, Selection(include, exclude)) == taken


def test_gitignore_is_respected_and_the_nearest_decides(library: Library, tree: Path) -> None:
    _write(tree, {".gitignore": "/build/\n*.txt\n!a.txt\n", "notes/.gitignore": "!c.txt\n!\\\n"})
    assert _taken(library, tree, Selection()) == ["a.txt", "b.md", "notes/c.txt"]
    everything = _taken(library, tree, Selection(gitignore=False))
    assert len(everything) == 6


def test_what_is_ignored_is_told_and_leaves_the_library(library: Library, tree: Path) -> None:
    library.sync(tree)
    (tree / ".gitignore").write_text("build/\n/a.txt\n")
    report = library.sync(tree)
    assert report.ignored == ("a.txt", "build/")
    assert report.removed == 3
    states = {file.location: file.outcome for file in library.files(report)}
    assert states["build/"] is states["a.txt"] is Outcome.IGNORED
    assert states["b.md"] is Outcome.READY


def test_states_say_why_a_file_failed(library: Library, tree: Path) -> None:
    (tree / "empty.txt").touch()
    report = library.sync(tree)
    failed = [file for file in library.files(report) if file.outcome is Outcome.FAILED]
    assert [file.location for file in failed] == ["empty.txt"]
    assert "contains no text" in failed[0].reason


def test_pattern_that_is_none_is_refused(library: Library, tree: Path) -> None:
    with pytest.raises(PatternUnusable, match="'!' is no pattern"):
        library.sync(tree, selection=Selection(exclude=("!",)))
