"""A library kept equal to its folders, and what is in it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from assistant.settings import Settings
from assistant.sources.opening import selection_of
from assistant.sources.uploads import Additions, added_folder
from index import (
    FileState,
    Folders,
    IndexingError,
    Library,
    ProgressListener,
    QuotedPage,
    Reader,
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
    """Keeps an open library equal to its folders and tells what is in it."""

    def __init__(self, folders: Folders, library: Library, settings: Settings) -> None:
        """Keep a library, which is closed with this."""
        self.folders = folders
        self.settings = settings
        self.library = library
        self.report: SyncReport | None = None
        self._largest = int(settings.max_file_mb * 1_000_000)
        self._reader = Reader(settings.max_file_seconds, languages=settings.ocr)
        self.additions = Additions(added_folder(library.home), self._largest, self._reader)

    def sources(self) -> list[Source]:
        """Return what is in the library, by location."""
        return self.library.sources()

    def origin(self, source_id: str) -> SourceText:
        """Return a source with its canonical text.

        Raises:
            SourceNotFound: the library has no source with this id.
        """
        return self.library.origin(source_id)

    def text(self, source_id: str) -> str:
        """Return the canonical text of a source, which every offset refers to.

        Raises:
            SourceNotFound: the library has no source with this id.
        """
        return self.library.origin(source_id).text

    def path_of(self, source: Source) -> Path:
        """Return the file that a source was read from, or that holds it.

        Raises:
            VanishedFile: it is not there any more.
        """
        return holder_of(self.folders, source.location)[1]

    def quoted_pages(
        self, source_id: str, span: Span, *, width: int = 1200
    ) -> tuple[QuotedPage, ...]:
        """Return the pages of a PDF that a span stands on, as pictures with its lines marked.

        Args:
            source_id: of the source; one that is no PDF has no pages.
            span: offsets into the canonical text, in code points, end exclusive.
            width: of the pictures, in pixels.

        Raises:
            SourceNotFound: the library has no source with this id.
            UnreadableFile: its file is gone, has changed, or cannot be drawn.
        """
        origin = self.library.origin(source_id)
        content = fetch(self.folders, origin.source.location, limit=self._largest)
        return tuple(quoted_pages(origin, content, span, self._reader, width=width))

    def web_address(self, source_id: str) -> str:
        """Return where on the web a page says that it stands; empty where it does not, or is none.

        It is read from the file and never asked for.

        Raises:
            SourceNotFound: the library has no source with this id.
            UnreadableFile: its file is gone, has changed, or cannot be read.
        """
        source = self.library.origin(source_id).source
        if not is_web_page(source):
            return ""
        return web_address(source, fetch(self.folders, source.location, limit=self._largest))

    def files(self) -> list[FileState]:
        """Return every file of the folders and what became of it, by location."""
        return self.library.files(self.report)

    def refresh(self, progress: ProgressListener | None = None) -> SyncReport:
        """Make the library equal to the folders again.

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
        """Keep the library equal to the folders as they change, until `stop` is set.

        Yields what each sync did, the first at once; and an error instead where one failed, such as
        a folder that is missing for a while: it is tried again until it succeeds.

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
        """Return itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close it."""
        self.close()
