"""The assistant: understand the question, search, choose quotes, answer or refuse."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Collection, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from assistant.answer_options import DEFAULT_OPTIONS, AnswerOptions
from assistant.answering.extractor import Extract, Extractor, extract_of
from assistant.answering.overview import asks_for_summary, summary_of
from assistant.conversation import ConversationStore
from assistant.conversation.conversation import Conversation
from assistant.models import LanguageModel, open_model
from assistant.reply import Answer, Event, Finished, Refusal, Reply, Stated, Understood
from assistant.settings import Settings
from assistant.sources.opening import folders_of, home_of, open_library
from assistant.sources.synced_library import SyncedLibrary
from assistant.sources.uploads import added_folder
from assistant.suggestions.suggestions import follow_ups, suggestions
from assistant.turn import Turn
from assistant.understanding.follow_ups import Understanding, understand
from assistant.understanding.limits import checked
from assistant.understanding.small_talk import remark_on
from assistant.understanding.spelling import corrected
from assistant.understanding.vagueness import ask_back, names_nothing
from assistant.verifying import Checker
from assistant.writing import Writer, restate
from index import Folders, Library, ProgressListener, RankedPassage


class Assistant(SyncedLibrary):
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

    def __init__(
        self,
        folders: Folders,
        library: Library,
        settings: Settings,
        model: LanguageModel | None = None,
    ) -> None:
        """Wrap an open library; use `Assistant.open`."""
        super().__init__(folders, library, settings)
        self._store: ConversationStore | None = None
        self._opening = threading.Lock()
        self._extractor = Extractor(library)
        self._writer = _writer_of(model, library, settings)

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
        """Build or refresh the library of a folder, or of several, then open it.

        Args:
            folders: the documents: a path, or several.
            home: where the library's files are kept; by default `.quoth/NAME` beside the folder.
            settings: what a person may choose; by default what `Settings.read` finds.
            progress: is told how far the reading is.
            model: writes answers in its own words; by default the one that the settings name, and
                none where they name none.

        Raises:
            IndexingError: the folder or the home cannot be used; the message says what to do.
            SettingError: a setting cannot be used.
            NotInstalled: the model that the settings name needs what is not installed.
        """
        settings = settings or Settings.read()
        found = folders_of(folders)
        found.check()  # before there is a home of what is not there
        if model is None and settings.model:
            model = open_model(
                settings.model, window=settings.model_window, patience=settings.model_seconds
            )
        library = open_library(home_of(found, home or settings.home), settings)
        try:
            assistant = cls(found.with_added(added_folder(library.home)), library, settings, model)
            assistant.report = assistant.refresh(progress)
        except BaseException:
            library.close()
            raise
        return assistant

    def stream(
        self,
        question: str,
        turns: Sequence[Turn] = (),
        *,
        sources: Collection[str] | None = None,
        options: AnswerOptions = DEFAULT_OPTIONS,
    ) -> Iterator[Event]:
        """Yield what happens on the way to a reply; the last event carries it.

        Args:
            question: the question.
            turns: what was said before.
            sources: ids of the sources to answer from; None for all.
            options: how it is to be answered, where otherwise than is set.

        Raises:
            EmptyQuestion, QuestionTooLong: there is nothing to answer, or too much.
        """
        question = checked(question, self.library)
        remark = remark_on(question, self.library.sources)
        if remark is not None:
            yield Understood(question)
            yield Finished(remark)
            return
        most = options.quotes or self.settings.quotes
        writer = self._writer if options.with_model else None
        if asks_for_summary(question):
            yield Understood(question)
            summary = extract_of(summary_of(self.library, most, sources))
            reply = yield from _written(writer, question, summary, self.threshold)
            yield Finished(replace(reply, question=question))
            return
        understood = self.understand(question, turns, writer)
        yield Understood(understood.question)
        query = replace(understood.query(), sources=None if sources is None else frozenset(sources))
        if not query.earlier and names_nothing(self.library.words(question)):
            back = ask_back(question, self.library, sources)
            yield Finished(replace(back, question=question))
            return
        threshold = self.threshold if options.threshold is None else options.threshold
        extract = yield from self._extractor.extract(query, most, threshold)
        reply = yield from _written(writer, query.text, extract, threshold)
        yield Finished(replace(reply, question=query.text))

    @property
    def threshold(self) -> float:
        """The least confidence of an answer, as it is set or as the precision that is set asks."""
        precision = self.settings.precision
        if precision is None:
            return self.settings.threshold
        return self._extractor.weights.threshold_for(precision)

    def ask(
        self,
        question: str,
        *,
        sources: Collection[str] | None = None,
        options: AnswerOptions = DEFAULT_OPTIONS,
    ) -> Reply:
        """Return the reply to a question that stands alone.

        Args:
            question: the question.
            sources: ids of the sources to answer from; None for all.
            options: how it is to be answered, where otherwise than is set.

        Raises:
            EmptyQuestion, QuestionTooLong: there is nothing to answer, or too much.
        """
        return _reply_of(self.stream(question, sources=sources, options=options))

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
        understood = self.understand(checked(question, self.library), turns)
        return self.library.search(understood.query(), limit=limit)

    @property
    def model(self) -> str:
        """The name of the language model that writes; empty where none does."""
        return self._writer.model.name if self._writer else ""

    def understand(
        self, question: str, turns: Sequence[Turn] = (), writer: Writer | None = None
    ) -> Understanding:
        """Return what a question means after some turns, with misspelt names mended.

        Where what comes out does not fit the embedder, the question is left as it is. A writer's
        model is asked too where the question leans on the turns, and followed where the sources
        seem to answer what it makes of it at least as well.
        """
        plain = self._understand(question, turns)
        if writer is None or not plain.leans:
            return plain
        told = restate(writer.model, question, turns)
        if not told or not self._fits(told):
            return plain
        other = replace(plain, question=told)
        sure, surer = (self._extractor.confidence(each.query()) for each in (plain, other))
        return other if surer >= sure else plain

    def _understand(self, question: str, turns: Sequence[Turn]) -> Understanding:
        understood = understand(corrected(question, self.library), turns)
        if not self._fits(understood.question):
            return Understanding(question)
        earlier = understood.earlier
        while earlier and not self._fits(" ".join(earlier)):
            earlier = earlier[1:]
        said = understood.said if self._fits(understood.said) else ""
        return replace(understood, earlier=earlier, said=said)

    def suggestions(self, *, limit: int = 4) -> tuple[str, ...]:
        """Return a few questions, made of what the sources say, that they answer; maybe none."""
        return suggestions(self, limit)

    def follow_ups(
        self, turns: Sequence[Turn], *, limit: int = 3, sources: Collection[str] | None = None
    ) -> tuple[str, ...]:
        """Return a few questions to ask after some turns, which the sources answer; maybe none."""
        return follow_ups(self, turns, limit, sources)

    @property
    def conversations(self) -> ConversationStore:
        """The conversations that are kept in the library's home; opened when first asked for."""
        with self._opening:
            if self._store is None:
                self._store = ConversationStore.open(
                    self.library.home, self.library.origin, self.library.add_notice
                )
            return self._store

    def close(self) -> None:
        """Release the library's files, and those of the conversations."""
        if self._store is not None:
            self._store.close()
        super().close()

    def _fits(self, text: str) -> bool:
        return self.library.lengths([text])[0] <= self.library.window


def _writer_of(model: LanguageModel | None, library: Library, settings: Settings) -> Writer | None:
    if model is None:
        return None
    return Writer(model, Checker(library), keep_unsupported=settings.unsupported == "mark")


def _written(
    writer: Writer | None, question: str, extract: Extract, threshold: float
) -> Generator[Stated, None, Answer | Refusal]:
    """Yield the statements of a writer, if there is one; return the reply."""
    if writer is None or not isinstance(extract.reply, Answer):
        return extract.reply
    return (yield from writer.write(question, extract.sentences, extract.reply, threshold))


def _reply_of(events: Iterator[Event]) -> Reply:
    return next(event.reply for event in events if isinstance(event, Finished))
