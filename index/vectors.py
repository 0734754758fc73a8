"""The vectors of the passages, in Chroma; the one module that imports chromadb."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from functools import wraps
from pathlib import Path
from threading import RLock
from typing import Any, Concatenate, ParamSpec, TypeVar
from urllib.parse import urlsplit

import chromadb
import numpy as np
from chromadb.config import Settings as ChromaSettings
from chromadb.errors import ChromaError
from httpx import HTTPError
from numpy.typing import NDArray

from index.errors import HomeCorrupt, StoreUnreachable, VectorsDamaged

_COLLECTION = "quoth-passages"
# Chroma refuses reads of more than about 32,000 rows: "too many SQL variables".
_PAGE = 5_000


Connect = Callable[[], Any]
_Parameters = ParamSpec("_Parameters")
_Result = TypeVar("_Result")
_Method = Callable[Concatenate["Vectors", _Parameters], _Result]


def _held(method: _Method[_Parameters, _Result]) -> _Method[_Parameters, _Result]:
    """Let one thread at a time use Chroma, and begin anew once where it trips."""

    @wraps(method)
    def held(
        self: Vectors, /, *arguments: _Parameters.args, **named: _Parameters.kwargs
    ) -> _Result:
        with self._lock:
            try:
                try:
                    return method(self, *arguments, **named)
                except ChromaError:
                    self.refresh()
                    return method(self, *arguments, **named)
            except HTTPError as error:
                raise StoreUnreachable("The Chroma server does not answer any more.") from error
            except ChromaError as error:
                kind = VectorsDamaged if self._folder else HomeCorrupt
                raise kind(f"The library's vectors cannot be read: {error}.") from error

    return held


def _settings() -> ChromaSettings:
    """Return settings that no `.env` of the working folder has a say in."""
    unread: dict[str, Any] = {"_env_file": None}
    return ChromaSettings(anonymized_telemetry=False, **unread)


class Vectors:
    """Vectors of length 1 under passage ids, compared by cosine. Safe for several threads."""

    def __init__(self, connect: Connect, name: str, folder: Path | None = None) -> None:
        """Begin with what `connect` gives; use `Vectors.open` or `Vectors.connect`."""
        self._connect = connect
        self._name = name
        self._folder = folder
        self._lock = RLock()
        self._begin()

    @classmethod
    def open(cls, folder: Path) -> Vectors:
        """Open the vectors of a folder, making them if there are none.

        Raises:
            HomeCorrupt: the files are damaged.
        """
        folder.mkdir(parents=True, exist_ok=True)
        settings = _settings()

        def connect() -> Any:  # noqa: ANN401 Chroma's client has no public type
            return chromadb.PersistentClient(path=str(folder), settings=settings)

        try:
            return cls(connect, _COLLECTION, folder)
        except (ChromaError, ValueError, OSError) as error:
            raise HomeCorrupt(f"The vectors of the library in {folder} cannot be read.") from error

    @classmethod
    def connect(cls, url: str, name: str) -> Vectors:
        """Use a Chroma server, under a collection name of the library's own.

        Raises:
            StoreUnreachable: the server does not answer.
        """
        parts = urlsplit(url)
        settings = _settings()
        is_secure = parts.scheme == "https"
        host, port = parts.hostname or "localhost", parts.port or (443 if is_secure else 8000)
        try:
            return cls(
                lambda: chromadb.HttpClient(host, port, ssl=is_secure, settings=settings), name
            )
        except (ChromaError, ValueError, HTTPError) as error:
            raise StoreUnreachable(f"The Chroma server at {url} does not answer.") from error

    def _begin(self) -> None:
        self._client = self._connect()
        self._collection = self._client.get_or_create_collection(
            self._name, embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
        )
        self._batch = min(_PAGE, int(self._client.get_max_batch_size()))

    def refresh(self) -> None:
        """Begin anew: embedded Chroma does not see what other processes have written since."""
        with self._lock:
            self._client.close()
            self._begin()

    def clear(self) -> None:
        """Throw the files away, damaged as they may be, and begin anew; a server's stay.

        They are set aside as a whole first: killed meanwhile, it leaves all of them or none.
        """
        if self._folder is None:
            return
        with self._lock:
            self._client.close()
            aside = self._folder.with_name(f"{self._folder.name}.damaged")
            shutil.rmtree(aside, ignore_errors=True)
            self._folder.rename(aside)
            self._folder.mkdir()
            self._begin()
            shutil.rmtree(aside, ignore_errors=True)

    def close(self) -> None:
        """Release the files."""
        with self._lock:
            self._client.close()

    @_held
    def put(self, passages: Sequence[int], vectors: NDArray[np.float32]) -> None:
        """Store a vector a passage, replacing what was there."""
        for first in range(0, len(passages), self._batch):
            ids = [str(passage) for passage in passages[first : first + self._batch]]
            self._collection.upsert(ids=ids, embeddings=vectors[first : first + self._batch])

    @_held
    def remove(self, passages: Sequence[int]) -> None:
        """Remove passages; one that is not there is no error."""
        for first in range(0, len(passages), self._batch):
            self._collection.delete(ids=[str(p) for p in passages[first : first + self._batch]])

    @_held
    def count(self) -> int:
        """Return how many passages have a vector."""
        return int(self._collection.count())

    def passages(self) -> Iterator[int]:
        """Yield the passages that have a vector, a page at a time."""
        offset = 0
        while page := self._page(offset):
            yield from page
            offset += len(page)

    @_held
    def _page(self, offset: int) -> list[int]:
        return list(map(int, self._collection.get(include=[], limit=_PAGE, offset=offset)["ids"]))

    @_held
    def present(self, passages: Sequence[int]) -> set[int]:
        """Return which of some passages have a vector."""
        found: set[int] = set()
        for first in range(0, len(passages), self._batch):
            ids = [str(passage) for passage in passages[first : first + self._batch]]
            found.update(map(int, self._collection.get(ids=ids, include=[])["ids"]))
        return found

    @_held
    def search(
        self, vector: NDArray[np.float32], limit: int, among: Sequence[int] | None = None
    ) -> list[tuple[int, float]]:
        """Return the passages nearest to a vector with their cosine, best first.

        Args:
            vector: the direction to look in.
            limit: most passages.
            among: only these passages; None for all.
        """
        if among is None:
            return self._nearest(vector, min(limit, self.count()))
        found: list[tuple[int, float]] = []
        for first in range(0, len(among), self._batch):
            ids = [str(passage) for passage in among[first : first + self._batch]]
            found += self._nearest(vector, min(limit, len(ids)), ids=ids)
        return sorted(found, key=lambda pair: -pair[1])[:limit]

    def _nearest(
        self, vector: NDArray[np.float32], limit: int, **among: list[str]
    ) -> list[tuple[int, float]]:
        if limit < 1:
            return []
        found = self._collection.query(
            query_embeddings=vector[np.newaxis], n_results=limit, include=["distances"], **among
        )
        pairs = zip(found["ids"][0], found["distances"][0], strict=True)
        return [(int(passage), 1.0 - float(distance)) for passage, distance in pairs]

    @_held
    def fetch(self, passages: Sequence[int]) -> dict[int, NDArray[np.float32]]:
        """Return the vectors of passages; one that has none is left out."""
        found: dict[int, NDArray[np.float32]] = {}
        for first in range(0, len(passages), self._batch):
            ids = [str(passage) for passage in passages[first : first + self._batch]]
            page = self._collection.get(ids=ids, include=["embeddings"])
            rows = np.asarray(page["embeddings"], dtype=np.float32)
            found.update(zip(map(int, page["ids"]), rows, strict=True))
        return found
