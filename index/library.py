"""The indexed sources of one home: catalogue, vectors and words as one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, TypeVar

from index.centrality import CentralSentence, central_sentences
from index.disk_space import needing_room
from index.embedding import Embedder, TokenEmbedder
from index.errors import HomeBusy, HomeUnwritable, VectorsDamaged
from index.folders import Folders
from index.known_files import look_again
from index.late_interaction import Matches
from index.locking import sole_writer
from index.memory import share_freed_memory
from index.opening import open_stores
from index.passage import RankedPassage
from index.patterns import Selection
from index.progress import ProgressListener
from index.query import AnalysedQuery, Query
from index.reading import FileReader
from index.report import FileState, SyncReport, is_passed_over, states_of
from index.searching import Searcher
from index.source import Source, SourceText
from index.splitting import Splitter
from index.storing import Stores
from index.syncing import Sync
from index.words import Word

if TYPE_CHECKING:
    from index.llamaindex import LibraryRetriever

_PASSAGE_TOKENS = 200
_LARGEST_FILE = 100_000_000
_EVERYTHING = Selection()
_Found = TypeVar("_Found")


class Library:
    """Sources that can be searched. Safe for use by several threads.

    Example:
        >>> from pathlib import Path
        >>> from tempfile import TemporaryDirectory
        >>> from index import Library, open_shipped
        >>> with TemporaryDirectory() as home, Library.open(Path(home), open_shipped()) as library:
        ...     _ = library.sync(Path("seeds"))
        ...     found = library.search("liquefied gas", limit=1)[0]
        >>> "liquefied gas" in found.text
        True
    """

    def __init__(self, home: Path, stores: Stores) -> None:
        """Join open stores; use `Library.open`."""
        self.home = home
        self.embedder = stores.embedder
        self._stores = stores
        self._searcher = Searcher(stores)

    @classmethod
    def open(
        cls,
        home: Path,
        embedder: Embedder,
        *,
        reader: TokenEmbedder | None = None,
        chroma: str | None = None,
    ) -> Library:
        """Open the library of a home, making it if there is none, and mend what a crash left.

        Args:
            home: the folder that holds the library's files.
            embedder: turns text into vectors; the one the library was made with.
            reader: tells the tokens of passages and questions apart for late interaction; by
                default the embedder, if it can, and otherwise the search goes without.
            chroma: address of a Chroma server for the vectors, for example
                ``http://localhost:8000``; None keeps them in the home.

        Raises:
            HomeUnwritable: the home cannot be made.
            DiskFull: there is no room for its files.
            HomeCorrupt: its files are damaged.
            HomeBusy: it needs mending and another process is writing it.
            EmbedderMismatch: it was made with another embedder.
        """
        share_freed_memory()
        home = home.resolve()
        try:
            home.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise HomeUnwritable(f"{home} cannot be made: {error.strerror}.") from error
        if reader is None and isinstance(embedder, TokenEmbedder):
            reader = embedder
        with needing_room(home):
            stores = open_stores(home, embedder, reader, chroma)
        library = cls(home, stores)
        library._mend()
        return library

    def close(self) -> None:
        """Release the files; the library cannot be used afterwards."""
        self._stores.vectors.close()
        if self._stores.tokens:
            self._stores.tokens.close()
        self._stores.catalogue.close()

    def __enter__(self) -> Library:
        """Return the library."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the library."""
        self.close()

    def sync(
        self,
        folders: Path | Sequence[Path] | Folders,
        *,
        selection: Selection = _EVERYTHING,
        listener: ProgressListener | None = None,
        largest: int = _LARGEST_FILE,
        reader: FileReader | None = None,
    ) -> SyncReport:
        """Make the library equal to the documents below a folder, or below several.

        Args:
            folders: where the documents are; what the library held of others leaves it.
            selection: which files are documents.
            listener: is told of progress, a file at a time and while large files are embedded.
            largest: most bytes of a file that are read.
            reader: reads the files, and is closed at the end; by default one with a usual limit.

        Raises:
            FolderNotFound, FolderUnreadable: a folder is not there or may not be listed; the
                library is as it was.
            FoldersOverlap: one folder is inside another.
            PatternUnusable: the selection has a pattern that is none.
            HomeBusy: another process is writing this library.
            DiskFull: there is no room for the library's files; the next sync goes on from here.
        """
        folders = folders if isinstance(folders, Folders) else Folders.of(folders)
        if self.home in folders.paths:
            raise HomeUnwritable(f"{self.home} is the folder of documents itself.")
        with sole_writer(self.home):
            self._catch_up()
            if not self._stores.is_whole():
                self._stores.mend()
            splitter = Splitter(_PASSAGE_TOKENS, self.window, self.lengths)
            with reader or FileReader() as reader:
                look_again(self._stores.catalogue, f"{largest} bytes, {reader.limits}")
                run = Sync(self._stores, splitter, reader, largest, listener)
                try:
                    report = run.run(folders, selection, without=self.home)
                except VectorsDamaged:
                    self._stores.restore_vectors()
                    report = run.run(folders, selection, without=self.home)
            if not report.is_idle:
                self._stores.settle()
            return report

    def analyse(self, query: Query | str) -> AnalysedQuery:
        """Return a query taken apart, as `search` and `matches` want it.

        Raises:
            TextTooLong: the question does not fit the embedder's window.
        """
        self._catch_up()
        return self._searcher.analyse(Query.of(query))

    def search(
        self, query: AnalysedQuery | Query | str, *, limit: int = 10
    ) -> tuple[RankedPassage, ...]:
        """Return the passages that answer best, by meaning, words and tokens, best first.

        Raises:
            TextTooLong: the question does not fit the embedder's window.
        """
        asked = query.query if isinstance(query, AnalysedQuery) else Query.of(query)
        if limit < 1 or not asked.text.strip():
            return ()
        analysed = query if isinstance(query, AnalysedQuery) else self.analyse(asked)
        return tuple(self._with_vectors(lambda: self._searcher.search(analysed, limit)))

    def matches(self, asked: AnalysedQuery, passages: Sequence[RankedPassage]) -> list[Matches]:
        """Return how well each passage, and each sentence of it, meets the question's tokens."""
        return self._searcher.matches(asked, passages)

    def sources(self) -> list[Source]:
        """Return what is in the library, by location."""
        return self._stores.catalogue.sources()

    def origin(self, source: str) -> SourceText:
        """Return a source with its canonical text.

        Raises:
            SourceNotFound: the library has no source with this id.
        """
        return self._stores.catalogue.text(source)

    def failures(self) -> dict[str, str]:
        """Return the files that the last sync could not read, with the reasons."""
        catalogue = self._stores.catalogue
        files = catalogue.files() | catalogue.members()
        return {
            name: entry.failure
            for name, entry in sorted(files.items())
            if entry.failure and not is_passed_over(entry.failure)
        }

    def files(self, report: SyncReport | None = None) -> list[FileState]:
        """Return every file and what became of it, by location.

        Args:
            report: of the last sync; without it, ignored files are not told.
        """
        return states_of(self._stores.catalogue, report)

    @property
    def window(self) -> int:
        """Most tokens of a passage or a question, by whichever embedder counts more."""
        return min(each.window for each in self._embedders())

    def lengths(self, texts: Sequence[str]) -> list[int]:
        """Return the tokens of each text, by whichever embedder counts more."""
        counts = [each.lengths(texts) for each in self._embedders()]
        return [max(each) for each in zip(*counts, strict=True)]

    def _embedders(self) -> tuple[Embedder, ...]:
        reader = self._stores.reader
        is_other = reader is not None and reader is not self.embedder
        return (self.embedder, reader) if reader is not None and is_other else (self.embedder,)

    def is_empty(self) -> bool:
        """Tell whether there is nothing to find."""
        return self.count_passages() == 0

    def passages_a_source(self) -> dict[str, int]:
        """Return how many passages each source has, by its id."""
        return self._stores.catalogue.passages_a_source()

    def count_passages(self) -> int:
        """Return how many passages can be found."""
        return self._stores.words.count()

    def words(self, text: str) -> list[Word]:
        """Return the words of a text as the index knows them, with their offsets."""
        return self._stores.words.analyse(text)

    def central_sentences(
        self, *, limit: int = 6, sources: Collection[str] | None = None
    ) -> list[CentralSentence]:
        """Return the sentences that tell best what the library, or some sources, are about."""
        self._catch_up()
        return self._with_vectors(lambda: central_sentences(self._stores, limit, sources))

    def unknown(self, words: Sequence[Word]) -> list[Word]:
        """Return those words whose term no passage has."""
        held = self._stores.words.frequencies(word.term for word in words)
        return [word for word in words if not held[word.term]]

    def spelled_like(self, word: Word) -> str | None:
        """Return the word of the library one letter from one that it lacks, or None."""
        return self._searcher.spelled_like(word)

    def as_retriever(self, *, limit: int = 10) -> LibraryRetriever:
        """Return this library's search as a LlamaIndex retriever of at most so many passages."""
        from index.llamaindex import LibraryRetriever

        return LibraryRetriever(self, limit)

    def _catch_up(self) -> None:
        """See what another process has written since the last search."""
        if self._stores.catalogue.has_changed():
            self._stores.vectors.refresh()
            self._stores.words.refresh()

    def _with_vectors(self, work: Callable[[], _Found]) -> _Found:
        """Return what comes of a search, with vectors made again where a kill has torn them."""
        try:
            return work()
        except VectorsDamaged:
            with sole_writer(self.home):
                self._stores.restore_vectors()
            return work()

    def _mend(self) -> None:
        """Finish what a crash left, unless another process is at it; readers need not wait."""
        if self._stores.is_whole():
            return
        try:
            with sole_writer(self.home):
                self._stores.mend()
        except HomeBusy:
            return
