"""What the tests of a library share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from index import Library
from tests.index.fakes import GAS, MOON, WordEmbedder
from tests.index.killing import Nursery


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two documents in a folder."""
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "gas.txt").write_text(GAS)
    (folder / "moon.md").write_text(f"# About the Moon\n\n{MOON}")
    return folder


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """An open, empty library."""
    with Library.open(tmp_path / "home", WordEmbedder()) as library:
        yield library


@pytest.fixture(scope="session")
def nursery() -> Iterator[Nursery]:
    """Runs syncs in processes of their own."""
    with Nursery.open() as nursery:
        yield nursery
