"""The assistant: understand the question, search, choose quotes, answer or refuse."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import TracebackType

from assistant.confidence import confidence_of
from assistant.conversation import Conversation
from assistant.correcting import corrected
from assistant.deciding import decide
from assistant.evidence import EvidenceRanker
from assistant.opening import folders_of, home_of, open_library, selection_of
from assistant.questions import checked
from assistant.quoting import quotes_from
from assistant.remarks import remark_on
from assistant.reply import Answer, Event, Finished, Found, Reply, Understood
from assistant.rewriting import Understanding, understand
from assistant.settings import Settings
from assistant.summarising import asks_for_summary, summary_of
from assistant.turn import Turn
from assistant.weights import Weights
from index import (
    FileState,
    Folders,
    IndexingError,
    Library,
    ProgressListener,
    QuotedPage,
    RankedPassage,
    Reader,
    Source,
    SourceText,
    Span,
    SyncReport,
    fetch,
    holder_of,
    quoted_pages,
)
from prompts import render

_PASSAGES_READ = 10


class Assistant:
    """Answers questions about a folder of documents with quotes from them.

    Safe for use by several threads. Nothing leaves the machine unless the settings name a remote
    embedder or a Chroma server elsewhere.

    Example:
        >>> from assistant import Assistant, Answer
        >>> with Assistant.open("seeds/") as quoth:
        ...     reply = quoth.ask("When did the protests in Kazakhstan begin?")
        >>> isinstance(reply, Answer), reply.quotes[0].text[:42], reply.quotes[0].marked_text
        (True, 'Protests in Kazakhstan began on January 2.', 'January 2')
    """

    def __init__(self, folders: Folders, library: Library, settings: Settings) -> None:
        """Wrap an open library; use `Assistant.open`."""
        self.folders = folders
        self.settings = settings
        self.library = library
        self.report: SyncReport | None = None
        self._largest = int(settings.max_file_mb * 1_000_000)
        self._reader = Reader(settings.max_file_seconds, languages=settings.ocr)
        self._weights = Weights.learned()
        self._ranker = EvidenceRanker(library, self._weights)

    @classmethod
    def open(
        cls,
        folders: str | Path | Iterable[str | Path],
        *,
        home: str | Path | None = None,
        settings: Settings | None = None,
        progress: ProgressListener | None = None,
    ) -> Assistant:
        """Build or refresh the library of a folder, or of several, then open it.

        Args:
            folders: the documents: a path, or several.
            home: where the library's files are kept; by default `.quoth/NAME` beside the folder.
            settings: what a person may choose; by default what `Settings.read` finds.
            progress: is told how far the reading is.

        Raises:
            IndexingError: the folder or the home cannot be used; the message says what to do.
            SettingError: a setting cannot be used.
        """
        settings = settings or Settings.read()
        found = folders_of(folders)
        found.check()  # before there is a home of what is not there
        library = open_library(home_of(found, home or settings.home), settings)
        try:
            assistant = cls(found, library, settings)
            assistant.report = assistant.refresh(progress)
        except BaseException:
            library.close()
            raise
        return assistant

    def stream(self, question: str, turns: Sequence[Turn] = ()) -> Iterator[Event]:
        """Yield what happens on the way to a reply; the last event carries it.

        Raises:
            EmptyQuestion, QuestionTooLong: there is nothing to answer, or too much.
        """
        question = checked(question, self.library)
        remark = remark_on(question, self.library.sources)
        if remark is not None:
            yield Understood(question)
            yield Finished(remark)
            return
        if asks_for_summary(question):
            yield Understood(question)
            yield Finished(summary_of(self.library, self.settings.quotes))
            return
        understood = self._understand(question, turns)
        yield Understood(understood.question)
        query = self.library.analyse(understood.query())
        passages = self.library.search(query, limit=_PASSAGES_READ)
        yield Found(passages)
        ranking = self._ranker.rank(query, passages)
        quotes = quotes_from(ranking, self.settings.quotes)
        confidence = confidence_of(ranking, self._weights)
        is_empty = self.library.is_empty()
        yield Finished(decide(quotes, confidence, self.settings.threshold, is_empty=is_empty))

    def ask(self, question: str) -> Reply:
        """Return the reply to a question that stands alone.

        Raises:
            EmptyQuestion, QuestionTooLong: there is nothing to answer, or too much.
        """
        return _reply_of(self.stream(question))

    async def aask(self, question: str) -> Reply:
        """Return the reply to a question without holding up the event loop."""
        return await asyncio.to_thread(self.ask, question)

    def conversation(self, messages: Sequence[Mapping[str, str]] = ()) -> Conversation:
        """Begin a conversation, or go on with one told as messages.

        Args:
            messages: each with `role` (`user` or `assistant`) and `content`, oldest first.

        Raises:
            ValueError: a message has another role or no content.
        """
        return Conversation.from_messages(self, messages)

    def search(self, question: str, *, limit: int = 5) -> tuple[RankedPassage, ...]:
        """Return the passages that answer best, best first, without deciding whether they do.

        Raises:
            EmptyQuestion, QuestionTooLong: there is nothing to search for, or too much.
        """
        return self.search_after((), question, limit=limit)

    def search_after(
        self, turns: Sequence[Turn], question: str, *, limit: int = 5
    ) -> tuple[RankedPassage, ...]:
        """Return the passages for a question that was asked after some turns, best first."""
        understood = self._understand(checked(question, self.library), turns)
        return self.library.search(understood.query(), limit=limit)

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

    def quoted_pages(self, source_id: str, span: Span) -> tuple[QuotedPage, ...]:
        """Return the pages of a PDF that a span stands on, as pictures with its lines marked.

        Raises:
            SourceNotFound: the library has no source with this id.
            UnreadableFile: its file is gone, has changed, or cannot be drawn.
        """
        origin = self.library.origin(source_id)
        content = fetch(self.folders, origin.source.location, limit=self._largest)
        return tuple(quoted_pages(origin, content, span, self._reader))

    def files(self) -> list[FileState]:
        """Return every file of the folders and what became of it, by location."""
        return self.library.files(self.report)

    def examples(self) -> tuple[str, ...]:
        """Return a few questions that this library answers; none where it answers none of ours."""
        asked = render("examples").splitlines()
        return tuple(each for each in asked if each and isinstance(self.ask(each), Answer))

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

    def __enter__(self) -> Assistant:
        """Return the assistant."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the assistant."""
        self.close()

    def _understand(self, question: str, turns: Sequence[Turn]) -> Understanding:
        """Correct and complete a question, if what comes out fits the embedder."""
        understood = understand(corrected(question, self.library), turns)
        if not self._fits(understood.question):
            return Understanding(question)
        earlier = understood.earlier
        while earlier and not self._fits(" ".join(earlier)):
            earlier = earlier[1:]
        said = understood.said if self._fits(understood.said) else ""
        return replace(understood, earlier=earlier, said=said)

    def _fits(self, text: str) -> bool:
        return self.library.lengths([text])[0] <= self.library.window


def _reply_of(events: Iterator[Event]) -> Reply:
    return next(event.reply for event in events if isinstance(event, Finished))
