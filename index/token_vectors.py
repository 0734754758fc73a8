"""The vectors of the passages' tokens, compressed, in a SQLite file of their own.

They are derived: whatever is missing is made again from the passage.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.compression import compressed
from index.database import Database
from index.embedding import TokenStates
from index.passage import Passage

_VERSION = 1
# Rows in the order they come fill the pages; in the order of their passages, a third is empty.
_TABLES = """
    CREATE TABLE token (place INTEGER PRIMARY KEY, passage INTEGER, bounds BLOB, vectors BLOB);
    CREATE UNIQUE INDEX token_of_passage ON token (passage)
"""
_VARIABLES = 10_000
_PAGE = 65_536


@dataclass(frozen=True, slots=True, eq=False)
class PassageTokens:
    """The tokens of one passage.

    Attributes:
        vectors: two numbers a byte, (tokens, dimensions / 2); see `index.compression`.
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
    def open(cls, path: Path, dimensions: int) -> TokenVectors:
        """Open the tokens of a library, vectors of so many numbers each; make them if need be.

        Raises:
            HomeCorrupt: the file is damaged or of another version.
            HomeUnwritable: it cannot be opened or written.
        """
        database = Database.open(path, _TABLES, _VERSION, durable=False, page=_PAGE)
        return cls(database, dimensions)

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def settle(self) -> None:
        """Let the file be no larger than it need be."""
        self._database.settle()

    def put(self, tokens: Iterable[tuple[int, PassageTokens]]) -> None:
        """Store the tokens of passages, replacing what was there."""
        rows = [(each, held.bounds.tobytes(), held.vectors.tobytes()) for each, held in tokens]
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
        """Return the tokens of passages; one that has none is left out."""
        return {
            passage: PassageTokens(
                np.frombuffer(vectors, np.uint8).reshape(-1, self._dimensions // 2),
                np.frombuffer(bounds, np.uint16).reshape(-1, 2),
            )
            for passage, bounds, vectors in self._rows("passage, bounds, vectors", passages)
        }

    def _rows(self, columns: str, passages: Sequence[int]) -> list[tuple[int, bytes, bytes]]:
        found: list[tuple[int, bytes, bytes]] = []
        for first in range(0, len(passages), _VARIABLES):
            page = passages[first : first + _VARIABLES]
            marks = ",".join("?" * len(page))
            query = f"SELECT {columns} FROM token WHERE passage IN ({marks})"
            found += self._database.all(query, page)
        return found
