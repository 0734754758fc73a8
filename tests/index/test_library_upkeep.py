"""A library after interruptions, odd names and other folders."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from index import Folders, HomeUnwritable, Library, Progress
from index.catalogue import State
from tests.index.fakes import GAS, WordEmbedder
from tests.index.killing import disagreements


def _locations(library: Library) -> list[str]:
    return [source.location for source in library.sources()]


def test_interrupted_sync_goes_on_in_the_same_library(library: Library, folder: Path) -> None:
    def interrupt(_: Progress) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        library.sync(folder, listener=interrupt)
    assert library.sync(folder).failures == ()
    assert _locations(library) == ["gas.txt", "moon.md"]


def test_failure_whose_remedy_was_taken_is_tried_again(library: Library, folder: Path) -> None:
    os.utime(folder / "gas.txt", (1, 1))
    assert len(library.sync(folder, largest=10).failures) == 2
    assert library.sync(folder).failures == ()
    assert len(library.sources()) == 2


def test_swapped_files_are_told_apart(library: Library, folder: Path) -> None:
    for name, words in (("one.txt", "Wombats dig."), ("two.txt", "Koalas nap.")):
        (folder / name).write_text(words)
        os.utime(folder / name, (1, 1))
    library.sync(folder)
    (folder / "one.txt").rename(folder / "x")
    (folder / "two.txt").rename(folder / "one.txt")
    (folder / "x").rename(folder / "two.txt")
    library.sync(folder)
    assert library.search("wombats", limit=1)[0].source.location == "two.txt"


def test_another_folder_in_the_same_home_replaces_the_first(
    library: Library, tmp_path: Path
) -> None:
    for name, words in (("one", "Wombats dig."), ("two", "Koalas nap.")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.txt").write_text(words)
        os.utime(tmp_path / name / "a.txt", (1, 1))
        library.sync(tmp_path / name)
    assert [source.title for source in library.sources()] == ["Koalas nap."]


def test_names_that_look_alike_are_kept_apart(library: Library, tmp_path: Path) -> None:
    (tmp_path / "odd").mkdir()
    (tmp_path / "odd" / "a\nb.txt").write_text("A real newline.")
    (tmp_path / "odd" / r"a\x0ab.txt").write_text("A backslash.")
    library.sync(tmp_path / "odd")
    assert len(library.sources()) == 2
    for source in library.sources():
        path = Folders.of(tmp_path / "odd").path_of(source.location)
        assert path.read_text() == library.origin(source.id).text


def test_long_comment_between_paragraphs_does_not_overfill_a_passage(
    library: Library, folder: Path
) -> None:
    words = "comment " * 1_200
    (folder / "notes.md").write_text(
        f"First.\n\n<!-- {words} -->\n\nSecond.\n\n<b>Third</b> one.\n"
    )
    assert library.sync(folder).failures == ()
    texts = [each.text for each in library.search("first second third", limit=50)]
    assert any("Third" in text for text in texts)
    assert not any("comment" in text for text in texts)


def test_home_that_is_the_folder_itself_is_refused(tmp_path: Path) -> None:
    with (
        Library.open(tmp_path / "home", WordEmbedder()) as library,
        pytest.raises(HomeUnwritable, match="is the folder of documents itself"),
    ):
        library.sync(tmp_path / "home")


def test_question_with_a_lone_surrogate_is_searched(library: Library, folder: Path) -> None:
    library.sync(folder)
    assert library.search("gas \ud800 prices", limit=10**18)[0].text == GAS


def _tear(home: Path) -> None:
    """Leave the vectors as a kill does that comes while Chroma writes its files."""
    (metadata,) = (home / "vectors").glob("*/index_metadata.pickle")
    metadata.write_bytes(metadata.read_bytes()[: metadata.stat().st_size // 2])


def _write_many(folder: Path) -> None:
    """Write so many passages that Chroma has files of its own."""
    folder.mkdir()
    for number in range(3):
        words = "\n\n".join(f"Lamp {number} of harbour {n} is a fact. " * 40 for n in range(400))
        (folder / f"{number}.txt").write_text(words, "utf-8")


def _is_found(library: Library) -> bool:
    return "harbour 399" in library.search("lamp 2 of harbour 399", limit=1)[0].text


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with many documents and the home of their library, to be copied."""
    root = tmp_path_factory.mktemp("whole")
    _write_many(root / "documents")
    with Library.open(root / "home", WordEmbedder()) as library:
        library.sync(root / "documents")
    return root


@pytest.fixture
def torn(whole: Path, tmp_path: Path) -> Iterator[Path]:
    """A home whose vectors are torn, of a folder `documents` beside it."""
    shutil.copytree(whole, tmp_path, dirs_exist_ok=True)
    home = tmp_path / "home"
    _tear(home)
    yield home
    assert not list(home.glob("vectors.damaged*"))


def test_torn_vectors_are_made_again_by_the_next_search(torn: Path) -> None:
    with Library.open(torn, WordEmbedder()) as library:
        assert _is_found(library)
        assert disagreements(library) == []


def test_torn_vectors_are_made_again_by_the_next_sync(torn: Path) -> None:
    folder = torn.parent / "documents"
    (folder / "0.txt").write_text("The lamp is a fact.")
    with Library.open(torn, WordEmbedder()) as library:
        assert library.sync(folder).failures == ()
        assert disagreements(library) == []
        assert _is_found(library)


def test_torn_vectors_are_made_again_with_what_was_left_unfinished(torn: Path) -> None:
    with Library.open(torn, WordEmbedder()) as library:
        catalogue = library._stores.catalogue
        with catalogue.transaction():
            catalogue.mark([library.sources()[0].id], State.PENDING)
    with Library.open(torn, WordEmbedder()) as library:
        assert disagreements(library) == []
        assert len(library.sources()) == 3
        assert _is_found(library)
