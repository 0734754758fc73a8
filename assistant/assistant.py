"""The path of a question: understand it, search, choose quotes, answer or refuse."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Collection, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

from assistant.answer_options import DEFAULT_OPTIONS, AnswerOptions
from assistant.answering.extractor import Extract, Extractor
from assistant.answering.overview import overview_of
from assistant.conversation import ConversationStore
from assistant.conversation.conversation import Conversation
from assistant.models import LanguageModel, open_model
from assistant.reply import Answer, Event, Finished, Refusal, Remark, Reply, Stated, Understood
from assistant.settings import Settings
from assistant.sources.opening import folders_of
from assistant.sources.synced_library import SyncedLibrary
from assistant.sources.uploads import Additions
from assistant.suggestions.suggestions import follow_ups, suggestions
from assistant.turn import Turn
from assistant.understanding.follow_ups import Understanding
from assistant.understanding.interpreter import (
    Interpreter,
    OverviewRequest,
    SmallTalk,
    StandaloneQuestion,
    VagueQuestion,
)
from assistant.understanding.limits import validated
from assistant.understanding.vagueness import ask_back
from assistant.verifying import Checker
from assistant.writing import Writer
from index import (
    FileState,
    Folders,
    IndexingError,
    Library,
    ProgressListener,
    QuotedPage,
    RankedPassage,
    Source,
    SourceText,
    Span,
    SyncReport,
)


class Assistant:
    """Answers questions about folders of documents with quotes from them.

    Safe for use by several threads. No request leaves the machine unless the settings name a remote
    embedder, model or Chroma server.

    Example:
        >>> from assistant import Assistant, Answer
        >>> with Assistant.open("seeds/") as quoth:
        ...     reply = quoth.ask("When did the protests in Kazakhstan begin?")
        >>> isinstance(reply, Answer), reply.quotes[0].text[:42], reply.quotes[0].marked_text
        (True, 'Protests in Kazakhstan began on January 2.', 'January 2')
    """

    def __init__(self, documents: SyncedLibrary, model: LanguageModel | None = None) -> None:
        """Answer from an open library and close it in the end; use `Assistant.open` instead."""
        self.documents = documents
        self._extractor = Extractor(documents.library)
        self._interpreter = Interpreter(documents.library, self._extractor.confidence)
        self._writer = _writer_of(model, documents)
        self._store: ConversationStore | None = None
        self._opening_store = threading.Lock()

    @classmethod
    def open(
        cls,
        folders: str | Path | Iterable[str | Path],
        *,
        home: str | Path | None = None,
        settings: Settings | None = None,
        progress: ProgressListener | None = None,
        model: LanguageModel | None = None,
    ) -> Assistant:
        """Open the library of one or several folders, and sync it with them.

        Args:
            folders: the folders of documents: one path, or several.
            home: folder of the library's files; by default `.quoth/NAME` beside the first folder.
            settings: the settings; by default those of `Settings.read`.
            progress: called with the progress of the sync.
            model: the language model that writes answers; by default the one of the settings.

        Raises:
            IndexingError: a folder or the home cannot be used; the message says what to do.
            SettingError: a setting is not valid.
            NotInstalled: the model of the settings needs a package that is not installed.
        """
        settings = settings or Settings.read()
        document_folders = folders_of(folders)
        document_folders.check()  # now, so that no home is created for a missing folder
        if model is None and settings.model:
            model = open_model(
                settings.model, window=settings.model_window, patience=settings.model_seconds
            )
        documents = SyncedLibrary.open(document_folders, home, settings)
        try:
            documents.refresh(progress)
            return cls(documents, model)
        except BaseException:
            documents.close()
            raise

    # The path of a question.

    def stream(
        self,
        question: str,
        turns: Sequence[Turn] = (),
        *,
        sources: Collection[str] | None = None,
        options: AnswerOptions = DEFAULT_OPTIONS,
    ) -> Iterator[Event]:
        """Yield events while a question is answered; the last one, `Finished`, has the reply.

        Args:
            question: the question.
            turns: the turns before it, oldest first.
            sources: ids of the sources to answer from; None for all.
            options: overrides of the settings for this question.

        Raises:
            EmptyQuestion, QuestionTooLong: the question has no words, or too many.
        """
        question = validated(question, self.library)
        most_quotes = options.quotes or self.settings.quotes
        threshold = self.threshold if options.threshold is None else options.threshold
        writer = self._writer if options.with_model else None

        meaning = self._interpreter.interpret(question, turns, writer.model if writer else None)
        yield Understood(meaning.question)
        reply: Reply
        match meaning:
            case SmallTalk(remark=remark):
                reply = remark
            case OverviewRequest():
                overview = Extract.of(overview_of(self.library, most_quotes, sources))
                reply = yield from _written(writer, meaning.question, overview, threshold)
            case VagueQuestion():
                reply = ask_back(meaning.question, self.library, sources)
            case StandaloneQuestion(query=query):
                chosen = None if sources is None else frozenset(sources)
                query = replace(query, sources=chosen)
                extract = yield from self._extractor.extract(query, most_quotes, threshold)
                reply = yield from _written(writer, meaning.question, extract, threshold)
        if not isinstance(reply, Remark):
            reply = replace(reply, question=meaning.question)
        yield Finished(reply)

    def ask(
        self,
        question: str,
        *,
        sources: Collection[str] | None = None,
        options: AnswerOptions = DEFAULT_OPTIONS,
    ) -> Reply:
        """Return the reply to a standalone question; arguments and errors are those of `stream`."""
        events = self.stream(question, sources=sources, options=options)
        return next(event.reply for event in events if isinstance(event, Finished))

    async def aask(self, question: str) -> Reply:
        """Return the reply to a question without blocking the event loop."""
        return await asyncio.to_thread(self.ask, question)

    def conversation(self, messages: Sequence[Mapping[str, str]] = ()) -> Conversation:
        """Begin a conversation, or continue one that is given as messages.

        Args:
            messages: the messages, oldest first, each with `role` (`user` or `assistant`) and
                `content`.

        Raises:
            ValueError: a message has another role or no content.
        """
        return Conversation.from_messages(self, messages)

    def search(self, question: str, *, limit: int = 5) -> tuple[RankedPassage, ...]:
        """Return the best passages for a question, best first, whether or not they answer it.

        Raises:
            EmptyQuestion, QuestionTooLong: the question has no words, or too many.
        """
        return self.search_after((), question, limit=limit)

    def search_after(
        self, turns: Sequence[Turn], question: str, *, limit: int = 5
    ) -> tuple[RankedPassage, ...]:
        """Return the best passages for a question that follows some turns, best first."""
        understanding = self.understand(validated(question, self.library), turns)
        return self.library.search(understanding.query(), limit=limit)

    def understand(self, question: str, turns: Sequence[Turn] = ()) -> Understanding:
        """Return how a question is understood after some turns, without a language model."""
        return self._interpreter.understand(question, turns)

    @property
    def threshold(self) -> float:
        """The minimum confidence of an answer, in [0, 1], according to the settings."""
        precision = self.settings.precision
        if precision is None:
            return self.settings.threshold
        return self._extractor.weights.threshold_for(precision)

    @property
    def model(self) -> str:
        """The name of the language model; empty if there is none."""
        return self._writer.model.name if self._writer else ""

    def suggestions(self, *, limit: int = 4) -> tuple[str, ...]:
        """Return a few questions that the sources answer; possibly none."""
        return suggestions(self, limit)

    def follow_ups(
        self, turns: Sequence[Turn], *, limit: int = 3, sources: Collection[str] | None = None
    ) -> tuple[str, ...]:
        """Return a few questions to ask next, which the sources answer; possibly none."""
        return follow_ups(self, turns, limit, sources)

    @property
    def conversations(self) -> ConversationStore:
        """The conversations that are stored in the home; opened on first use."""
        with self._opening_store:
            if self._store is None:
                self._store = ConversationStore.open(
                    self.library.home, self.library.origin, self.library.add_notice
                )
            return self._store

    def close(self) -> None:
        """Close the library and the stored conversations."""
        if self._store is not None:
            self._store.close()
        self.documents.close()

    def __enter__(self) -> Self:
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

    # The documents, as `SyncedLibrary` describes them.

    @property
    def folders(self) -> Folders:
        """The folders of documents."""
        return self.documents.folders

    @property
    def library(self) -> Library:
        """The library."""
        return self.documents.library

    @property
    def settings(self) -> Settings:
        """The settings."""
        return self.documents.settings

    @property
    def report(self) -> SyncReport | None:
        """The report of the last sync."""
        return self.documents.report

    @property
    def additions(self) -> Additions:
        """The uploaded documents."""
        return self.documents.additions

    def sources(self) -> list[Source]:
        """Return the sources, by location."""
        return self.documents.sources()

    def files(self) -> list[FileState]:
        """Return every file of the folders with its state, by location."""
        return self.documents.files()

    def origin(self, source_id: str) -> SourceText:
        """Return a source with its text; raises SourceNotFound."""
        return self.documents.origin(source_id)

    def text(self, source_id: str) -> str:
        """Return the canonical text of a source; raises SourceNotFound."""
        return self.documents.text(source_id)

    def path_of(self, source: Source) -> Path:
        """Return the file that contains a source; raises VanishedFile."""
        return self.documents.path_of(source)

    def quoted_pages(
        self, source_id: str, span: Span, *, width: int = 1200
    ) -> tuple[QuotedPage, ...]:
        """Return images of the PDF pages of a span; see `SyncedLibrary.quoted_pages`."""
        return self.documents.quoted_pages(source_id, span, width=width)

    def web_address(self, source_id: str) -> str:
        """Return the canonical address of a web page; see `SyncedLibrary.web_address`."""
        return self.documents.web_address(source_id)

    def refresh(self, progress: ProgressListener | None = None) -> SyncReport:
        """Sync the library with the folders; see `SyncedLibrary.refresh`."""
        return self.documents.refresh(progress)

    def follow(
        self, *, progress: ProgressListener | None = None, stop: threading.Event | None = None
    ) -> Iterator[SyncReport | IndexingError]:
        """Sync whenever the folders change, until `stop` is set; see `SyncedLibrary.follow`."""
        return self.documents.follow(progress=progress, stop=stop)


def _writer_of(model: LanguageModel | None, documents: SyncedLibrary) -> Writer | None:
    if model is None:
        return None
    is_kept = documents.settings.unsupported == "mark"
    return Writer(model, Checker(documents.library), keep_unsupported=is_kept)


def _written(
    writer: Writer | None, question: str, extract: Extract, threshold: float
) -> Generator[Stated, None, Answer | Refusal]:
    """Return an answer as the writer words it, and yield its statements; without one, as it is."""
    if writer is None or not isinstance(extract.reply, Answer):
        return extract.reply
    return (yield from writer.write(question, extract.sentences, extract.reply, threshold))
