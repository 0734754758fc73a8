"""Whatever becomes of one file of a home, the library is whole again and nothing is lost."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from index import Folders, HomeCorrupt, Library
from tests.index.damages import DAMAGES, files_of
from tests.index.fakes import GAS, WordEmbedder
from tests.index.killing import disagreements

PARTS = (
    *("catalogue.sqlite", "tokens.sqlite", "vectors/chroma.sqlite3", "vectors/checksums.json"),
    *("vectors/*/data_level0.bin", "vectors/*/header.bin", "vectors/*/index_metadata.pickle"),
    *("vectors/*/length.bin", "vectors/*/link_lists.bin", "words/meta.json"),
    *("words/.managed.json", "words/*.fast", "words/*.fieldnorm", "words/*.idx", "words/*.pos"),
    *("words/*.store", "words/*.term", "words/.tantivy-*.lock", "writer.lock"),
)
UPLOAD = "The tame heron is called Admiral, which is a fact."


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of documents and the home of its library, to be copied: every part has files."""
    root = tmp_path_factory.mktemp("whole")
    folder = root / "documents"
    folder.mkdir()
    (folder / "gas.txt").write_text(f"{GAS} It is a fact.")
    for number in range(1_000):
        # With more than a thousand passages in all, Chroma writes files of its own.
        (folder / f"{number}.txt").write_text(f"Lamp {number} is a fact.", "utf-8")
    added = root / "home" / "added"
    added.mkdir(parents=True)
    (added / "heron.txt").write_text(UPLOAD)
    with Library.open(root / "home", WordEmbedder()) as library:
        library.sync(_folders(root))
    return root


def _folders(root: Path) -> Folders:
    documents = (root / "documents").resolve()
    return Folders.of(documents).with_added(root / "home" / "added")


@pytest.fixture
def root(whole: Path, tmp_path: Path) -> Path:
    shutil.copytree(whole / "home", tmp_path / "home")
    (tmp_path / "documents").symlink_to(whole / "documents")
    return tmp_path


def _check(library: Library) -> None:
    assert library.search("lamp 519", limit=1)[0].text == "Lamp 519 is a fact."
    assert "liquefied gas" in library.search("liquefied gas prices", limit=1)[0].text
    assert library.search("tame heron Admiral", limit=1)[0].text == UPLOAD
    assert disagreements(library) == []


def _damaged(home: Path, part: str, damage: str) -> bool:
    files = sorted(home.glob(part))
    if not files:
        return False
    chance = random.Random(f"{part} {damage}")
    DAMAGES[damage](chance.choice(files), chance)
    return True


# Files with checksums are recognised alike: three of their damages are left to the benchmark.
_CHECKED = ("words/*.", "vectors/*/")
_CASES = [
    (part, damage)
    for part in PARTS
    for damage in DAMAGES
    if damage in ("deleted", "half", "flipped") or not part.startswith(_CHECKED)
]


@pytest.mark.parametrize(("part", "damage"), _CASES)
def test_library_is_whole_after_damage_to_one_file(root: Path, part: str, damage: str) -> None:
    assert _damaged(root / "home", part, damage)
    with Library.open(root / "home", WordEmbedder()) as library:
        library.sync(_folders(root))
        _check(library)
    assert (root / "home" / "added" / "heron.txt").read_text() == UPLOAD
    assert not list((root / "home").glob("*.damaged"))


def test_table_has_every_file_of_a_home(whole: Path) -> None:
    home = whole / "home"
    named = {path for part in PARTS for path in home.glob(part)}
    assert set(files_of(home)) == named


@pytest.fixture
def serving(root: Path) -> Iterator[Library]:
    """A library that is open, as in a server, while its files are damaged."""
    with Library.open(root / "home", WordEmbedder()) as library:
        library.sync(_folders(root))
        _check(library)
        yield library


@pytest.mark.parametrize("part", ["catalogue.sqlite", "tokens.sqlite"])
@pytest.mark.parametrize("damage", ["half", "zeroed", "overwritten"])
def test_damage_met_while_serving_is_mended_by_the_next_question(
    serving: Library, part: str, damage: str
) -> None:
    path = serving.home / part
    if damage == "overwritten":
        _overwrite_all_but_the_first_page(path)
    else:
        DAMAGES[damage](path, random.Random(1))
    _forget_what_was_read(serving)
    _check(serving)
    assert any(part in notice for notice in serving.notices())
    assert serving.notices() == ()


def _forget_what_was_read(library: Library) -> None:
    catalogue, tokens = library._stores.catalogue, library._stores.tokens
    assert tokens is not None
    catalogue._texts.clear()
    for database in (catalogue._database, tokens._database):
        database.run("PRAGMA shrink_memory")


def _overwrite_all_but_the_first_page(path: Path) -> None:
    content = path.read_bytes()
    page = int.from_bytes(content[16:18], "big") or 65_536
    page = 65_536 if page == 1 else page
    path.write_bytes(content[:page] + random.Random(2).randbytes(len(content) - page))


def test_damaged_text_is_read_again_from_its_document(root: Path) -> None:
    with sqlite3.connect(root / "home" / "catalogue.sqlite") as catalogue:
        catalogue.execute("UPDATE text SET body = substr(body, 1, 20)")
    with Library.open(root / "home", WordEmbedder()) as library:
        library.sync(_folders(root))
        _check(library)


def test_damaged_catalogue_without_folders_says_what_to_do(root: Path) -> None:
    with sqlite3.connect(root / "home" / "catalogue.sqlite") as catalogue:
        catalogue.execute("UPDATE text SET body = x'00'")
    with (
        Library.open(root / "home", WordEmbedder()) as library,
        pytest.raises(HomeCorrupt, match="Index its documents again"),
    ):
        library.search("liquefied gas")


def test_vectors_that_are_missing_are_made_again_by_the_search_that_meets_them(root: Path) -> None:
    with Library.open(root / "home", WordEmbedder()) as library:
        stores = library._stores
        (gas,) = [each.id for each in library.sources() if each.location == "gas.txt"]
        (passage,) = stores.catalogue.passage_ids([gas])
        kept = stores.vectors.fetch([stores.catalogue.passage_ids()[0]])
        stores.vectors.remove([passage])
        # As many as before, so that counting them shows nothing.
        stores.vectors.put([1], np.array(list(kept.values())))
        assert "liquefied gas" in library.search("liquefied gas prices", limit=1)[0].text
        (notice,) = library.notices()
        assert "missing" in notice
        assert disagreements(library) == []


def test_passages_that_the_catalogue_lost_are_read_again(root: Path) -> None:
    with sqlite3.connect(root / "home" / "catalogue.sqlite") as catalogue:
        gone = catalogue.execute("DELETE FROM source WHERE location = 'gas.txt'")
        assert gone.rowcount == 1
    with Library.open(root / "home", WordEmbedder()) as library:
        report = library.sync(_folders(root))
        _check(library)
    assert any("missing" in notice for notice in report.notices)


def test_no_message_says_to_delete_the_folder() -> None:
    assert "delete" not in HomeCorrupt.remedy.lower()
