"""What is wrong with the files of a home, by a check of all of them that changes none."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from index.catalogue import Catalogue
from index.errors import NewerHome, Part, PartDamaged
from index.graph_checksums import graph_problem
from index.home import CATALOGUE_FILE, TOKENS_FILE, VECTORS_FOLDER, WORDS_FOLDER, borrow
from index.token_vectors import TokenVectors
from index.vectors import Vectors
from index.words import words_problem


def problems_of(home: Path) -> dict[Part, str]:
    """Return what is wrong with each damaged part of a home; a part that is missing is not.

    Raises:
        NewerHome: a newer version of Quoth wrote it.
    """
    checks: dict[Part, tuple[Path, Callable[[Path], str]]] = {
        Part.CATALOGUE: (home / CATALOGUE_FILE, _catalogue),
        Part.VECTORS: (home / VECTORS_FOLDER, _vectors),
        Part.WORDS: (home / WORDS_FOLDER, words_problem),
        Part.TOKENS: (home / TOKENS_FILE, _tokens),
    }
    found = {part: _problem(path, check) for part, (path, check) in checks.items()}
    return {part: problem for part, problem in found.items() if problem}


def _problem(path: Path, check: Callable[[Path], str]) -> str:
    if not path.exists():
        return ""
    try:
        return check(path)
    except NewerHome:
        raise
    except PartDamaged as damage:
        return damage.what


def _catalogue(path: Path) -> str:
    with closing(Catalogue.open(path, is_writable=False)) as catalogue:
        if problem := catalogue.problem():
            return problem
        for source in catalogue.sources():
            catalogue.text(source.id)
            catalogue.passages_of(source.id)
    return ""


def _tokens(path: Path) -> str:
    # The check is of the file, whatever the vectors' length.
    with closing(TokenVectors.open(path, 2, is_writable=False)) as tokens:
        return tokens.problem()


def _vectors(folder: Path) -> str:
    if problem := graph_problem(folder):
        return problem
    with tempfile.TemporaryDirectory(prefix="quoth-") as scratch:
        copy = Path(scratch) / folder.name
        borrow(folder, copy)
        with closing(Vectors.open(copy)) as vectors:
            return vectors.problem()
