"""The vectors of the passages' tokens, compressed, in a SQLite file of their own.

They are derived: whatever is missing is made again from the passage.

A vector of length 1 is stored in four bits a number: fifteen even steps about zero. A number of
such a vector of d numbers spreads by 1/√d, so the steps need no learning; what lies further out
than 2.7 of these is cut to that.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.database import Database, Recipe
from index.embedding import TokenStates
from index.errors import Part
from index.home import remove_database
from index.passage import Passage

_VERSION = 1
# Rows in the order they come fill the pages; in the order of their passages, a third is empty.
_TABLES = """
    CREATE TABLE token (place INTEGER PRIMARY KEY, passage INTEGER, bounds BLOB, vectors BLOB);
    CREATE UNIQUE INDEX token_of_passage ON token (passage)
"""
# Well below SQLite's limit of 32,766 variables in a statement.
_VARIABLES = 10_000
# A row has some 40 kB: fewer, larger pages to read.
_PAGE = 65_536
_MOST = 7
_SPREADS = 2.7


def compressed(vectors: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Return two numbers a byte: (vectors, dimensions / 2) for (vectors, dimensions)."""
    steps = np.rint(vectors * (_MOST * math.sqrt(vectors.shape[1]) / _SPREADS))
    levels = (np.clip(steps, -_MOST, _MOST) + _MOST).astype(np.uint8)
    packed: NDArray[np.uint8] = levels[:, 0::2] << 4 | levels[:, 1::2]
    return packed


def expanded(packed: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return the vectors, of about length 1, that were compressed."""
    levels = np.empty((len(packed), packed.shape[1] * 2), np.uint8)
    np.right_shift(packed, 4, out=levels[:, 0::2])
    np.bitwise_and(packed, 15, out=levels[:, 1::2])
    step = _SPREADS / _MOST / math.sqrt(levels.shape[1])
    return (levels.astype(np.float32) - np.float32(_MOST)) * np.float32(step)


@dataclass(frozen=True, slots=True, eq=False)
class PassageTokens:
    """The tokens of one passage.

    Attributes:
        vectors: two numbers a byte, (tokens, dimensions / 2); see `compressed`.
        bounds: the first token of each sentence and the one after its last, (sentences, 2).
    """

    vectors: NDArray[np.uint8]
    bounds: NDArray[np.uint16]

    @classmethod
    def of(cls, passage: Passage, states: TokenStates) -> PassageTokens:
        """Compress the tokens of a passage."""
        starts, ends = states.spans[:, 0], states.spans[:, 1]
        spans = np.array(passage.sentences, np.int64).reshape(-1, 2) - passage.start
        firsts = np.searchsorted(starts, spans[:, 0])
        lasts = np.searchsorted(ends, spans[:, 1], side="right")
        bounds = np.stack([firsts, np.maximum(firsts, lasts)], axis=1).astype(np.uint16)
        return cls(compressed(states.vectors), bounds)


class TokenVectors:
    """Tokens under passage ids. Safe for use by several threads."""

    def __init__(self, database: Database, dimensions: int) -> None:
        """Wrap an open database; use `TokenVectors.open`."""
        self._database = database
        self._dimensions = dimensions

    @classmethod
    def open(cls, path: Path, dimensions: int, *, is_writable: bool = True) -> TokenVectors:
        """Open the tokens of a library, vectors of so many numbers each; make them if need be.

        Raises:
            PartDamaged: the file is damaged or of another version.
            HomeUnwritable: it cannot be opened or written.
        """
        recipe = Recipe(
            *(path, _TABLES, _VERSION, Part.TOKENS),
            durable=False,
            page=_PAGE,
            is_writable=is_writable,
        )
        return cls(Database(recipe), dimensions)

    def renew(self) -> None:
        """Remove the file and begin with an empty one."""
        self._database.renew(remove_database)

    def problem(self) -> str:
        """Return what is wrong with the file by a check of all of it; empty where nothing is."""
        return self._database.check()

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def settle(self) -> None:
        """Let the file be no larger than it need be."""
        self._database.settle()

    def put(self, tokens: Iterable[tuple[int, PassageTokens]]) -> None:
        """Store the tokens of passages, replacing what was there."""
        rows = [(each, one.bounds.tobytes(), one.vectors.tobytes()) for each, one in tokens]
        with self._database.transaction():
            self._database.many("INSERT OR REPLACE INTO token VALUES (NULL, ?, ?, ?)", rows)

    def remove(self, passages: Iterable[int]) -> None:
        """Remove passages; one that is not there is no error."""
        with self._database.transaction():
            self._database.many("DELETE FROM token WHERE passage = ?", [(p,) for p in passages])

    def count(self) -> int:
        """Return how many passages have tokens."""
        row = self._database.one("SELECT count(*) FROM token")
        return int(row[0]) if row else 0

    def passages(self) -> list[int]:
        """Return the passages that have tokens."""
        return [row[0] for row in self._database.all("SELECT passage FROM token")]

    def present(self, passages: Sequence[int]) -> set[int]:
        """Return which of some passages have tokens."""
        return {row[0] for row in self._rows("passage", passages)}

    def fetch(self, passages: Sequence[int]) -> dict[int, PassageTokens]:
        """Return the tokens of passages; one that has none, or damaged ones, is left out."""
        rows = self._rows("passage, bounds, vectors", passages)
        read = {passage: self._read(bounds, vectors) for passage, bounds, vectors in rows}
        return {passage: tokens for passage, tokens in read.items() if tokens is not None}

    def _read(self, bounds: object, vectors: object) -> PassageTokens | None:
        """Return the tokens of a row; None where a bound leads out of them."""
        width = self._dimensions // 2
        if not isinstance(bounds, bytes) or not isinstance(vectors, bytes):
            return None
        if len(bounds) % 4 or len(vectors) % width:
            return None
        tokens = PassageTokens(
            np.frombuffer(vectors, np.uint8).reshape(-1, width),
            np.frombuffer(bounds, np.uint16).reshape(-1, 2),
        )
        is_inside = not tokens.bounds.size or tokens.bounds.max() <= len(tokens.vectors)
        return tokens if is_inside else None

    def _rows(self, columns: str, passages: Sequence[int]) -> list[tuple[int, bytes, bytes]]:
        found: list[tuple[int, bytes, bytes]] = []
        for first in range(0, len(passages), _VARIABLES):
            page = passages[first : first + _VARIABLES]
            marks = ",".join("?" * len(page))
            query = f"SELECT {columns} FROM token WHERE passage IN ({marks})"
            found += self._database.all(query, page)
        return found
