"""The assistant: understand the question, search, choose quotes, answer or refuse."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Collection, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from assistant.adding import added_folder
from assistant.archive import Archive
from assistant.confidence import confidence_of
from assistant.conversation import Conversation
from assistant.correcting import corrected
from assistant.deciding import decide
from assistant.evidence import EvidenceRanker
from assistant.forms import Form, request_of
from assistant.keeping import Keeper
from assistant.manner import USUAL, Manner
from assistant.opening import folders_of, home_of, open_library
from assistant.questions import checked
from assistant.quoting import quotes_from
from assistant.remarks import remark_on
from assistant.reply import Answer, Event, Finished, Found, Refusal, Reply, Understood
from assistant.rewriting import Understanding, understand
from assistant.settings import Settings
from assistant.suggestions import follow_ups, suggestions
from assistant.summarising import asks_for_summary, summary_of
from assistant.telling import Finding, comparison_of, points_on
from assistant.turn import Turn
from assistant.vagueness import ask_back, names_nothing, or_ask_back
from assistant.weights import Weights
from index import Folders, Library, ProgressListener, Query, RankedPassage

PASSAGES_READ = 15


class Assistant(Keeper):
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
        super().__init__(folders, library, settings)
        self._archive: Archive | None = None
        self._opening = threading.Lock()
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
            assistant = cls(found.with_added(added_folder(library.home)), library, settings)
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
        manner: Manner = USUAL,
    ) -> Iterator[Event]:
        """Yield what happens on the way to a reply; the last event carries it.

        Args:
            question: the question.
            turns: what was said before.
            sources: ids of the sources to answer from; None for all.
            manner: how it is to be answered, where otherwise than is set.

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
            summary = summary_of(self.library, manner.quotes or self.settings.quotes, sources)
            yield Finished(replace(summary, question=question))
            return
        understood = self.understand(question, turns)
        yield Understood(understood.question)
        query = replace(understood.query(), sources=None if sources is None else frozenset(sources))
        if not query.earlier and names_nothing(self.library.words(question)):
            back = ask_back(question, self.library, sources)
            yield Finished(replace(back, question=question))
            return
        reply = yield from self._reply_to(query, manner)
        yield Finished(replace(reply, question=query.text))

    @property
    def threshold(self) -> float:
        """The least confidence of an answer, as it is set or as the precision that is set asks."""
        precision = self.settings.precision
        if precision is None:
            return self.settings.threshold
        return self._weights.threshold_for(precision)

    def _reply_to(self, query: Query, manner: Manner) -> Generator[Found, None, Answer | Refusal]:
        """Yield what is found; return what the sources say, in the form that is asked for."""
        most = manner.quotes or self.settings.quotes
        threshold = self.threshold if manner.threshold is None else manner.threshold
        request = request_of(query.text)
        if request.form is not Form.FACT and not self.library.is_empty():
            findings = []
            for subject in request.subjects:
                findings.append((yield from self._find(replace(query, text=subject))))
            if request.form is Form.COMPARISON:
                return comparison_of(findings, most, threshold)
            points = points_on(findings[0], most, threshold)
            if points is not None:
                return points
        found = yield from self._find(query)
        quotes = quotes_from(found.ranking, most)
        reply = decide(quotes, found.confidence, threshold, is_empty=self.library.is_empty())
        return reply if query.earlier else or_ask_back(reply, query.text)

    def _find(self, query: Query) -> Generator[Found, None, Finding]:
        """Yield the passages for a query; return how well their sentences answer it."""
        asked = self.library.analyse(query)
        passages = self.library.search(asked, limit=PASSAGES_READ)
        yield Found(passages)
        ranking = self._ranker.rank(asked, passages)
        return Finding(query.text, ranking, confidence_of(ranking, self._weights))

    def ask(
        self,
        question: str,
        *,
        sources: Collection[str] | None = None,
        manner: Manner = USUAL,
    ) -> Reply:
        """Return the reply to a question that stands alone.

        Args:
            question: the question.
            sources: ids of the sources to answer from; None for all.
            manner: how it is to be answered, where otherwise than is set.

        Raises:
            EmptyQuestion, QuestionTooLong: there is nothing to answer, or too much.
        """
        return _reply_of(self.stream(question, sources=sources, manner=manner))

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

    def understand(self, question: str, turns: Sequence[Turn] = ()) -> Understanding:
        """Return what a question means after some turns, with misspelt names mended.

        Where what comes out does not fit the embedder, the question is left as it is.
        """
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
    def archive(self) -> Archive:
        """The conversations that are kept in the library's home; opened when first asked for."""
        with self._opening:
            if self._archive is None:
                self._archive = Archive.open(self.library.home, self.library.origin)
            return self._archive

    def close(self) -> None:
        """Release the library's files, and those of the conversations."""
        if self._archive is not None:
            self._archive.close()
        super().close()

    def _fits(self, text: str) -> bool:
        return self.library.lengths([text])[0] <= self.library.window


def _reply_of(events: Iterator[Event]) -> Reply:
    return next(event.reply for event in events if isinstance(event, Finished))
