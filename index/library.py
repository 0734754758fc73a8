"""The indexed sources of one home: catalogue, vectors and words as one."""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from index.centrality import CentralSentence, central_sentences
from index.embedding import Embedder, TokenEmbedder
from index.errors import (
    DiskFull,
    HomeBusy,
    HomeUnwritable,
    IndexingError,
    Part,
    PartDamaged,
)
from index.folders import Folders
from index.home import (
    is_writable,
    make_home,
    make_private,
    needing_room,
    sole_writer,
)
from index.known_files import look_again
from index.late_interaction import Matches
from index.machine import share_freed_memory
from index.mending import Mender
from index.opening import open_stores, open_unwritable
from index.passage import RankedPassage
from index.patterns import Selection
from index.progress import ProgressListener
from index.query import AnalysedQuery, Query
from index.reading import FileReader
from index.report import Failure, FileState, SyncReport, is_passed_over, states_of
from index.searching import Searcher
from index.source import Source, SourceText
from index.splitting import Splitter
from index.storing import Stores
from index.syncing import Sync
from index.words import Word

if TYPE_CHECKING:
    from index.llamaindex import LibraryRetriever

# About what the embedder's window of 256 takes; the comparison is in docs/evaluation.md.
_PASSAGE_TOKENS = 200
_LARGEST_FILE = 100_000_000
_EVERYTHING = Selection()


class Library:
    """Sources that can be searched. Safe for use by several threads.

    A part of the home that is damaged is made again when that is noticed, and the work at hand is
    done once more; `notices` then says so.

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

    def __init__(self, home: Path, stores: Stores, *, is_writable: bool = True) -> None:
        """Join open stores; use `Library.open`."""
        self.home = home
        self.embedder = stores.embedder
        self.is_writable = is_writable
        self._stores = stores
        self._searcher = Searcher(stores)
        self._mender = Mender(home, stores, is_writable)
        self._scratch: tempfile.TemporaryDirectory[str] | None = None

    @classmethod
    def open(
        cls,
        home: Path,
        embedder: Embedder,
        *,
        reader: TokenEmbedder | None = None,
        chroma: str | None = None,
    ) -> Library:
        """Open the library of a home, making it if there is none, and mend what is damaged.

        A home that may not be written can still be searched; then nothing is kept.

        Args:
            home: the folder that contains the library's files.
            embedder: turns text into vectors; the one the library was made with.
            reader: embeds passages and questions by token for late interaction; by default the
                embedder, if it can, and otherwise the search goes without.
            chroma: address of a Chroma server for the vectors, for example
                ``http://localhost:8000``; None keeps them in the home.

        Raises:
            HomeUnwritable: the home cannot be made.
            DiskFull: there is no room for its files.
            NewerHome: a newer version of Quoth wrote it.
            HomeBusy: it needs mending and another process is writing it.
            EmbedderMismatch: it was made with another embedder.
        """
        share_freed_memory()
        home = home.resolve()
        make_home(home)
        if reader is None and isinstance(embedder, TokenEmbedder):
            reader = embedder
        if not is_writable(home):
            return cls._open_unwritable(home, embedder, reader, chroma)
        was_open = make_private(home)
        with needing_room(home):
            stores, damaged = open_stores(home, embedder, reader, chroma)
            library = cls(home, stores)
            if was_open and not library.is_empty():
                library.add_notice(f"{home} could be read by other users; now only by you.")
            library._mender.tell(damaged)
            library._mend()
        make_private(home)
        return library

    @classmethod
    def _open_unwritable(
        cls, home: Path, embedder: Embedder, reader: TokenEmbedder | None, chroma: str | None
    ) -> Library:
        scratch = tempfile.TemporaryDirectory(prefix="quoth-")
        try:
            stores = open_unwritable(home, Path(scratch.name), embedder, reader, chroma)
            library = cls(home, stores, is_writable=False)
            # What the catalogue would have to note cannot be finished.
            with suppress(HomeUnwritable):
                stores.mend()
        except BaseException:
            scratch.cleanup()
            raise
        library._scratch = scratch
        library.add_notice(
            f"{home} cannot be written: it is searched as it is, and nothing is kept."
        )
        return library

    def add_notice(self, notice: str) -> None:
        """Let `notices` return a sentence once."""
        self._mender.notices.append(notice)

    def notices(self) -> tuple[str, ...]:
        """Return what a person should know and has not been shown yet, a sentence each."""
        shown = tuple(self._mender.notices)
        del self._mender.notices[: len(shown)]
        return shown

    def close(self) -> None:
        """Release the files; the library cannot be used afterwards."""
        self._stores.vectors.close()
        if self._stores.tokens:
            self._stores.tokens.close()
        self._stores.catalogue.close()
        if self._scratch is not None:
            self._scratch.cleanup()

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

        Where the home cannot be written, the library stays as it is, and the report says so.

        Args:
            folders: where the documents are; sources from elsewhere leave the library.
            selection: which files are documents.
            listener: is given the progress, after each file and while large files are embedded.
            largest: most bytes of a file that are read.
            reader: reads the files, and is closed at the end; by default one with a usual limit.

        Raises:
            FolderNotFound, FolderUnreadable: a folder is not there or may not be listed; the
                library is as it was.
            FoldersOverlap: one folder is inside another.
            PatternUnusable: the selection has a pattern that is not valid.
            HomeBusy: another process is writing this library.
            DiskFull: there is no room for the library's files; the next sync goes on from here.
        """
        folders = folders if isinstance(folders, Folders) else Folders.of(folders)
        if self.home in folders.paths:
            raise HomeUnwritable(f"{self.home} is the folder of documents itself.")
        if not self.is_writable:
            return self._unsynced()

        def run() -> SyncReport:
            return self._sync(folders, selection, listener, largest, reader)

        with sole_writer(self.home):
            report = self._mender.with_whole_parts(run, self._mender.renew)
            self._mender.sync_again = lambda: self._sync(folders, selection, None, largest, reader)
            if not report.is_idle:
                self._stores.settle()
                make_private(self.home)
        return replace(report, notices=self.notices())

    def _unsynced(self) -> SyncReport:
        """Return the report of a sync that may not write."""
        failures = tuple(Failure(*each) for each in self.failures().items())
        unchanged = sum(not each.failure for each in self._stores.catalogue.files().values())
        return SyncReport(0, unchanged, 0, 0, failures, 0.0, notices=self.notices())

    def _sync(
        self,
        folders: Folders,
        selection: Selection,
        listener: ProgressListener | None,
        largest: int,
        reader: FileReader | None,
    ) -> SyncReport:
        """Sync with the home locked."""
        self._catch_up()
        if problem := self._stores.catalogue.lost_rows():
            raise PartDamaged(Part.CATALOGUE, problem)
        if not self._stores.is_whole():
            self._mender.tell(self._stores.mend())
        splitter = Splitter(_PASSAGE_TOKENS, self.window, self.lengths)
        with reader or FileReader() as reader:
            look_again(self._stores.catalogue, f"{largest} bytes, {reader.limits}")
            run = Sync(self._stores, splitter, reader, largest, listener)
            return run.run(folders, selection, without=self.home)

    def analyse(self, query: Query | str) -> AnalysedQuery:
        """Return a query with its vector, words and tokens, as `search` and `matches` take it.

        Raises:
            TextTooLong: the question does not fit the embedder's window.
        """

        def work() -> AnalysedQuery:
            self._catch_up()
            return self._searcher.analyse(Query.of(query))

        return self._mender.whole(work)

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
        return tuple(self._mender.whole(lambda: self._searcher.search(analysed, limit)))

    def matches(self, asked: AnalysedQuery, passages: Sequence[RankedPassage]) -> list[Matches]:
        """Return how well each passage, and each sentence of it, matches the question's tokens."""
        return self._mender.whole(lambda: self._searcher.matches(asked, passages))

    def sources(self) -> list[Source]:
        """Return what is in the library, by location."""
        return self._mender.whole(self._stores.catalogue.sources)

    def origin(self, source: str) -> SourceText:
        """Return a source with its canonical text.

        Raises:
            SourceNotFound: the library has no source with this id.
        """
        return self._mender.whole(lambda: self._stores.catalogue.text(source))

    def failures(self) -> dict[str, str]:
        """Return the files that the last sync could not read, with the reasons."""
        catalogue = self._stores.catalogue
        files = self._mender.whole(lambda: catalogue.files() | catalogue.members())
        return {
            name: entry.failure
            for name, entry in sorted(files.items())
            if entry.failure and not is_passed_over(entry.failure)
        }

    def files(self, report: SyncReport | None = None) -> list[FileState]:
        """Return every file and its state, by location.

        Args:
            report: of the last sync; without it, ignored files are left out.
        """
        return self._mender.whole(lambda: states_of(self._stores.catalogue, report))

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
        """Return whether there is nothing to find."""
        return self.count_passages() == 0

    def passages_a_source(self) -> dict[str, int]:
        """Return how many passages each source has, by its id."""
        return self._mender.whole(self._stores.catalogue.passages_a_source)

    def count_passages(self) -> int:
        """Return how many passages can be found."""
        return self._mender.whole(self._stores.words.count)

    def words(self, text: str) -> list[Word]:
        """Return the words of a text as the index knows them, with their offsets."""
        return self._stores.words.analyse(text)

    def central_sentences(
        self, *, limit: int = 6, sources: Collection[str] | None = None
    ) -> list[CentralSentence]:
        """Return the sentences most typical of the library, or of some sources."""

        def work() -> list[CentralSentence]:
            self._catch_up()
            return central_sentences(self._stores, limit, sources)

        return self._mender.whole(work)

    def unknown(self, words: Sequence[Word]) -> list[Word]:
        """Return those words whose term no passage has."""
        terms = [word.term for word in words]
        frequencies = self._mender.whole(lambda: self._stores.words.frequencies(terms))
        return [word for word in words if not frequencies[word.term]]

    def spelled_like(self, word: Word) -> str | None:
        """Return the word of the library one letter from one that it lacks, or None."""
        return self._mender.whole(lambda: self._searcher.spelled_like(word))

    def as_retriever(self, *, limit: int = 10) -> LibraryRetriever:
        """Return this library's search as a LlamaIndex retriever of at most so many passages."""
        from index.llamaindex import LibraryRetriever

        return LibraryRetriever(lambda question: self.search(question, limit=limit))

    def _catch_up(self) -> None:
        """See what another process has written since the last search.

        On a full disk, for example, Chroma cannot be opened again: then what is open serves on,
        and the next search tries again.
        """
        if not self._stores.catalogue.has_changed():
            return
        try:
            self._stores.vectors.refresh()
            self._stores.words.refresh()
            self._stores.check_engines()
        except IndexingError as error:
            self._stores.catalogue.look_again()
            if not isinstance(error, DiskFull | HomeUnwritable):
                raise

    def _mend(self) -> None:
        """Finish what a crash left, unless another process is at it; readers need not wait."""
        with suppress(PartDamaged):
            if self._stores.is_whole():
                return
        with suppress(HomeBusy), sole_writer(self.home):
            self._mender.tell(self._stores.mend())
