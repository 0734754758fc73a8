"""A library that is kept in sync with its folders, and access to its sources."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from assistant.settings import Settings
from assistant.sources.opening import home_of, open_library, selection_of
from assistant.sources.uploads import Additions, added_folder
from index import (
    FileReader,
    FileState,
    Folders,
    IndexingError,
    Library,
    ProgressListener,
    QuotedPage,
    Source,
    SourceText,
    Span,
    SyncReport,
    fetch,
    holder_of,
    is_web_page,
    quoted_pages,
    web_address,
)


class SyncedLibrary:
    """An open library, the folders that it is synced with, and its uploads."""

    def __init__(self, folders: Folders, library: Library, settings: Settings) -> None:
        """Wrap an open library, which is closed with this; use `SyncedLibrary.open`."""
        self.folders = folders
        self.settings = settings
        self.library = library
        self.report: SyncReport | None = None
        self._largest = int(settings.max_file_mb * 1_000_000)
        self._reader = FileReader(settings.max_file_seconds, languages=settings.ocr)
        self.additions = Additions(added_folder(library.home), self._largest, self._reader)

    @classmethod
    def open(cls, folders: Folders, home: str | Path | None, settings: Settings) -> SyncedLibrary:
        """Open the library of some folders, as it is; `refresh` syncs it.

        Args:
            folders: the folders of documents.
            home: where the library's files are kept; None for the default of `home_of`.
            settings: which embedder, stores and files to use.

        Raises:
            IndexingError: the home cannot be used; the message says what to do.
        """
        library = open_library(home_of(folders, home or settings.home), settings)
        try:
            return cls(folders.with_added(added_folder(library.home)), library, settings)
        except BaseException:
            library.close()
            raise

    def sources(self) -> list[Source]:
        """Return the sources, by location."""
        return self.library.sources()

    def origin(self, source_id: str) -> SourceText:
        """Return a source with its canonical text.

        Raises:
            SourceNotFound: the library has no source with this id.
        """
        return self.library.origin(source_id)

    def text(self, source_id: str) -> str:
        """Return the canonical text of a source, to which all offsets refer.

        Raises:
            SourceNotFound: the library has no source with this id.
        """
        return self.library.origin(source_id).text

    def path_of(self, source: Source) -> Path:
        """Return the file that a source was read from, or the archive that contains it.

        Raises:
            VanishedFile: the file no longer exists.
        """
        return holder_of(self.folders, source.location)[1]

    def quoted_pages(
        self, source_id: str, span: Span, *, width: int = 1200
    ) -> tuple[QuotedPage, ...]:
        """Return the PDF pages that a span is on, as pictures with its lines marked.

        Args:
            source_id: id of the source; only a PDF has pages.
            span: offsets into the canonical text, in code points, end exclusive.
            width: width of the pictures in pixels.

        Raises:
            SourceNotFound: the library has no source with this id.
            UnreadableFile: its file is gone, has changed, or cannot be drawn.
        """
        origin = self.library.origin(source_id)
        content = fetch(self.folders, origin.source.location, limit=self._largest)
        return tuple(quoted_pages(origin, content, span, self._reader, width=width))

    def web_address(self, source_id: str) -> str:
        """Return the canonical address that a web page gives for itself, or an empty text.

        It is read from the file; nothing is requested from the web.

        Raises:
            SourceNotFound: the library has no source with this id.
            UnreadableFile: its file is gone, has changed, or cannot be read.
        """
        source = self.library.origin(source_id).source
        if not is_web_page(source):
            return ""
        return web_address(source, fetch(self.folders, source.location, limit=self._largest))

    def files(self) -> list[FileState]:
        """Return every file of the folders with its state, by location."""
        return self.library.files(self.report)

    def refresh(self, progress: ProgressListener | None = None) -> SyncReport:
        """Sync the library with the folders.

        Raises:
            FolderNotFound, FolderUnreadable, HomeBusy, DiskFull: see `index.errors`.
        """
        self.report = self.library.sync(
            self.folders,
            selection=selection_of(self.settings),
            listener=progress,
            largest=self._largest,
            reader=self._reader,
        )
        return self.report

    def follow(
        self, *, progress: ProgressListener | None = None, stop: threading.Event | None = None
    ) -> Iterator[SyncReport | IndexingError]:
        """Sync whenever the folders change, until `stop` is set.

        Yields the report of each sync, the first at once. A sync that fails, such as for a folder
        that is missing for a while, yields its error and is repeated until it succeeds.

        Raises:
            WatchUnavailable: this machine cannot watch the folders.
        """
        from index.watching import follow

        return follow(
            self.folders,
            lambda: self.refresh(progress),
            without=self.library.home,
            stop=stop or threading.Event(),
        )

    def close(self) -> None:
        """Release the library's files."""
        self._reader.close()
        self.library.close()

    def __enter__(self) -> Self:
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
