"""The vectors of the passages, in Chroma; the one module that imports chromadb."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from threading import Lock, RLock, Thread
from typing import Any, ClassVar, Concatenate, ParamSpec, TypeVar
from urllib.parse import SplitResult, urlsplit

import chromadb
import numpy as np
from chromadb.api import ServerAPI
from chromadb.api.client import Client
from chromadb.config import Settings as ChromaSettings
from chromadb.config import System
from chromadb.errors import ChromaError
from chromadb.telemetry.product import ProductTelemetryClient
from httpx import HTTPError
from numpy.typing import NDArray

from index.errors import (
    HomeCorrupt,
    HomeUnwritable,
    IndexingError,
    Part,
    PartDamaged,
    StoreUnreachable,
)
from index.graph_checksums import SUMS_FILE, graph_problem, size_of_graph, write_checksums
from index.home import check_room, is_panic, is_passing, remove_folder

_COLLECTION = "quoth-passages"
# Chroma refuses reads of more than about 32,000 rows: "too many SQL variables".
_PAGE = 5_000
# Bytes of Chroma's graph that are compared with their checksums before it is opened: 0.2 s at
# 500 MB/s. More are compared in another thread meanwhile.
_MOST_CHECKED_AT_ONCE = 100_000_000
# A vector's length is 1; the sum of 384 rounded squares is off by less than this.
_ROUNDING = 0.01

_Parameters = ParamSpec("_Parameters")
_Result = TypeVar("_Result")
_Method = Callable[Concatenate["Vectors", _Parameters], _Result]


def _held(method: _Method[_Parameters, _Result]) -> _Method[_Parameters, _Result]:
    """Let one thread at a time use Chroma, and reopen it once where it fails."""

    @wraps(method)
    def held(
        self: Vectors, /, *arguments: _Parameters.args, **named: _Parameters.kwargs
    ) -> _Result:
        with self._lock, self._explained():
            if self._suspicion:
                raise PartDamaged(Part.VECTORS, self._suspicion)
            if self._store is None:
                self._store = self._connect()
            try:
                return method(self, *arguments, **named)
            except ChromaError:
                self._reopen()
                return method(self, *arguments, **named)

    return held


class _Store:
    """An open client of Chroma and its collection."""

    def __init__(self, client: Any, name: str) -> None:  # noqa: ANN401 it has no public type
        """Open the collection of a name, making it if there is none; the client is closed else."""
        try:
            self.collection = client.get_or_create_collection(
                name, embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
            )
            self.batch = min(_PAGE, int(client.get_max_batch_size()))
        except BaseException:
            client.close()
            raise
        self.close = client.close


class _Folders:
    """Opens folders, each time under another name of it.

    Chroma shares one system among the clients of a name in a process. Under another name the new
    one is opened, and proved to work, before the old one is closed.
    """

    _in_use: ClassVar[set[str]] = set()
    _guard: ClassVar[Lock] = Lock()

    @classmethod
    def open(cls, folder: Path) -> _Store:
        """Return the store in a folder."""
        with cls._guard:
            path = str(folder)
            while path in cls._in_use:
                path += "/."
            cls._in_use.add(path)
        try:
            store = _Store(_client_of(path), _COLLECTION)
        except BaseException:
            cls._in_use.discard(path)
            raise
        close = store.close

        def release() -> None:
            close()
            cls._in_use.discard(path)

        store.close = release
        return store


def _client_of(path: str) -> Client:
    settings = _settings()
    settings.is_persistent, settings.persist_directory = True, path
    # `PersistentClient` registers a system before it starts it, so that one that failed to start
    # is given to all who come after. This one is started first.
    system = System(settings)
    for needed in (ProductTelemetryClient, ServerAPI):
        system.instance(needed)
    system.start()
    return Client.from_system(system)


def _settings() -> ChromaSettings:
    """Return settings that no `.env` of the working folder has a say in."""
    unread: dict[str, Any] = {"_env_file": None}
    return ChromaSettings(anonymized_telemetry=False, **unread)


class Vectors:
    """Vectors of length 1 under passage ids, compared by cosine. Safe for several threads.

    Every method raises PartDamaged where the files turn out to be damaged, and StoreUnreachable
    where a server does not answer. The next call tries again.
    """

    def __init__(self, connect: Callable[[], _Store], folder: Path | None = None) -> None:
        """Begin with what `connect` gives; use `Vectors.open` or `Vectors.connect`."""
        self._connect = connect
        self._folder = folder
        self._lock = RLock()
        self._suspicion = ""
        self._is_sealed = folder is not None and (folder / SUMS_FILE).exists()
        self._store: _Store | None = connect()

    @classmethod
    def open(cls, folder: Path) -> Vectors:
        """Open the vectors of a folder, making them if there are none.

        Raises:
            PartDamaged: the files are damaged.
        """
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        is_small = size_of_graph(folder) <= _MOST_CHECKED_AT_ONCE
        problem = graph_problem(folder) if is_small else ""
        if problem:
            raise PartDamaged(Part.VECTORS, problem)
        with _explained(folder):
            vectors = cls(lambda: _Folders.open(folder), folder)
        if not is_small:
            Thread(target=vectors._suspect, name="checking vectors", daemon=True).start()
        return vectors

    @classmethod
    def connect(cls, url: str, name: str) -> Vectors:
        """Use a Chroma server, under a collection name of the library's own.

        Raises:
            StoreUnreachable: the server does not answer.
        """
        parts = urlsplit(url)
        settings = _settings()
        is_secure = parts.scheme == "https"
        try:
            host, port = parts.hostname or "localhost", parts.port or (443 if is_secure else 8000)
            return cls(
                lambda: _Store(
                    chromadb.HttpClient(host, port, ssl=is_secure, settings=settings), name
                )
            )
        except (ChromaError, ValueError, HTTPError) as error:
            where = _without_password(parts)
            raise StoreUnreachable(f"The Chroma server at {where} does not answer.") from error

    @contextmanager
    def _explained(self) -> Iterator[None]:
        with _explained(self._folder):
            yield

    def _opened(self) -> _Store:
        assert self._store is not None
        return self._store

    @property
    def _collection(self) -> Any:  # noqa: ANN401 Chroma's collection has no public type
        return self._opened().collection

    @property
    def _batch(self) -> int:
        return self._opened().batch

    def _suspect(self) -> None:
        """Compare the checksums of a large graph while others use it."""
        if self._folder is not None:
            self._suspicion = graph_problem(self._folder)

    def refresh(self) -> None:
        """Open the store again: embedded Chroma does not see what other processes have written.

        Where that fails, the store that was open stays in use.
        """
        with self._lock, self._explained():
            self._reopen()

    def _reopen(self) -> None:
        store = self._connect()
        if self._store is not None:
            self._store.close()
        self._store = store

    def clear(self) -> None:
        """Throw the files away, damaged as they may be, and begin anew; a server's stay.

        They are set aside as a whole first: killed meanwhile, it leaves all of them or none.
        """
        if self._folder is None:
            return
        with self._lock, self._explained():
            if self._store is not None:
                self._store.close()
            self._store = None
            remove_folder(self._folder)
            self._folder.mkdir(mode=0o700)
            self._suspicion, self._is_sealed = "", False
            self._store = self._connect()

    def close(self) -> None:
        """Release the files."""
        with self._lock:
            if self._store is not None:
                self._store.close()

    def seal(self) -> None:
        """Write down the checksums of the graph, which is not written again until they are gone."""
        if self._folder is None or self._is_sealed:
            return
        with self._lock:
            self._is_sealed = write_checksums(self._folder)

    def _unseal(self) -> None:
        if self._folder is not None:
            (self._folder / SUMS_FILE).unlink(missing_ok=True)
            self._is_sealed = False

    def problem(self) -> str:
        """Return what is wrong with the files by a look at all of them; empty where nothing is."""
        if self._folder is not None and (found := graph_problem(self._folder)):
            return found
        try:
            for first in self.passages():
                self.fetch([first])
        except HomeCorrupt as error:
            return error.what
        return ""

    @_held
    def put(self, passages: Sequence[int], vectors: NDArray[np.float32]) -> None:
        """Store a vector a passage, replacing what was there."""
        if passages:
            self._unseal()
        for first in range(0, len(passages), self._batch):
            ids = [str(passage) for passage in passages[first : first + self._batch]]
            self._collection.upsert(ids=ids, embeddings=vectors[first : first + self._batch])

    @_held
    def remove(self, passages: Sequence[int]) -> None:
        """Remove passages; one that is not there is no error."""
        if passages:
            self._unseal()
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
            if not _are_units(rows):
                raise PartDamaged(Part.VECTORS, "A vector of the library has an impossible length.")
            found.update(zip(map(int, page["ids"]), rows, strict=True))
        return found


def _are_units(rows: NDArray[np.float32]) -> bool:
    """Return whether each row has length 1, or 0 where a text had nothing to embed."""
    lengths = np.linalg.norm(rows, axis=1) if len(rows) else np.ones(1)
    return bool(np.all((np.abs(lengths - 1) < _ROUNDING) | (lengths == 0)))


@contextmanager
def _explained(folder: Path | None) -> Iterator[None]:
    """Raise an error of ours for one of Chroma's; DiskFull where that is why."""
    try:
        yield
    except HTTPError as error:
        raise StoreUnreachable("The Chroma server does not answer any more.") from error
    except (ChromaError, ValueError, OSError) as error:
        raise _explanation(folder, error) from error
    except BaseException as error:
        if not is_panic(error):
            raise
        raise _explanation(folder, error) from error


def _explanation(folder: Path | None, error: BaseException) -> IndexingError:
    if folder is None:
        return StoreUnreachable(f"The Chroma server does not serve the vectors: {error}.")
    check_room(folder.parent, error)
    what = f"The vectors of the library in {folder} cannot be read: {error}."
    if is_passing(error) and (folder / "chroma.sqlite3").exists():
        return HomeUnwritable(what, "Try again; if it stays so, restart Quoth.")
    return PartDamaged(Part.VECTORS, what)


def _without_password(address: SplitResult) -> str:
    """Return an address as it may be printed."""
    name, at, host = address.netloc.rpartition("@")
    user = name.partition(":")[0]
    return address._replace(netloc=f"{user}:***{at}{host}" if at else host, query="").geturl()
