"""Fixtures of the tests of the assistant."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import Assistant, Settings
from assistant.verifying import Checker


@pytest.fixture(scope="session")
def quoth(seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """An assistant over the seeds."""
    home = tmp_path_factory.mktemp("quoth") / "home"
    with Assistant.open(seeds, home=home, settings=Settings()) as quoth:
        yield quoth


@pytest.fixture(scope="session")
def checker(quoth: Assistant) -> Checker:
    """A checker with the word statistics of the seeds."""
    return Checker(quoth.library)
