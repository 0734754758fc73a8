"""Asking every question of a set, and keeping what came back."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.assistant import Assistant
from assistant.errors import AnswerFileUnreadable
from assistant.evaluating.outcomes import Evaluation, Outcome, Quoted, Span
from assistant.evaluating.questions import Document, Question, read_lines, write_documents
from assistant.reply import Answer, Finished, Quote, Refusal, Reply, Understood
from assistant.settings import Settings
from assistant.sources.opening import folders_of, home_of
from assistant.sources.uploads import ADDED_FOLDER, is_added
from index import RankedPassage

Advance = Callable[[int, int, str], None]
_DEPTH = 20


def evaluate(
    questions: Path,
    documents: Path | None,
    folder: Path | None,
    settings: Settings,
    advance: Advance,
    home: Path | None = None,
) -> Evaluation:
    """Ask every question and return the outcomes.

    Args:
        questions: JSON Lines of `Question`.
        documents: JSON Lines with `id` and `text`; they are indexed in a folder of their own.
        folder: the documents as files, whose locations are the ids; used where `documents` is
            None; by default the folder that the questions are in.
        settings: how to answer.
        advance: called with the number of questions asked, and of all.
        home: where the library of the folder is kept; documents added to it are included. By
            default beside the folder.

    Raises:
        AnswerFileUnreadable: a file is not in this form, the message naming the line, or says of
            no question whether it can be answered, or names added documents that are not there.
    """
    asked = [each for each in read_lines(questions, Question) if each.answerable is not None]
    if not asked:
        raise AnswerFileUnreadable(
            f"{questions} does not say of any question whether it can be answered.",
            "Fill in answerable and evidence; see docs/evaluation.md for the form.",
        )
    with tempfile.TemporaryDirectory(prefix="quoth-evaluate-") as scratch:
        names: dict[str, str] = {}
        root = folder or questions.parent
        if documents is not None:
            root = Path(scratch) / "documents"
            names = write_documents(read_lines(documents, Document), root)
        else:
            kept = home_of(folders_of(root), home or settings.home) / ADDED_FOLDER
            _bring(kept, Path(scratch) / "home" / ADDED_FOLDER, questions, asked)
        with Assistant.open(root, home=Path(scratch) / "home", settings=settings) as quoth:
            run = _Run.over(quoth, names)
            outcomes = []
            for done, question in enumerate(asked, 1):
                outcomes.append(run.ask(question))
                advance(done, len(asked), "")
    return Evaluation(name=questions.name, threshold=quoth.threshold, outcomes=tuple(outcomes))


def _bring(added: Path, here: Path, questions: Path, asked: Sequence[Question]) -> None:
    """Copy what was added to the library, if anything was."""
    if added.is_dir():
        try:
            shutil.copytree(added, here, ignore=shutil.ignore_patterns(".*"))
        except OSError as error:
            raise AnswerFileUnreadable(f"{added} cannot be copied: {error}.") from error
    elif any(is_added(span.document) for each in asked for span in each.evidence):
        raise AnswerFileUnreadable(
            f"{questions} names documents that were added to a library, and {added} is not there.",
            "Say with --home where that library is kept.",
        )


@dataclass(frozen=True, slots=True)
class _Run:
    """An open library, and the ids of its documents by location."""

    quoth: Assistant
    names: Mapping[str, str]
    sources: Mapping[str, str]

    @classmethod
    def over(cls, quoth: Assistant, names: Mapping[str, str]) -> _Run:
        """Begin; `sources` are the ids of the library's sources by those of the documents."""
        sources = {names.get(each.location, each.location): each.id for each in quoth.sources()}
        return cls(quoth, names, sources)

    def ask(self, question: Question) -> Outcome:
        talk = self.quoth.conversation(question.messages)
        passages = talk.search(question.question, limit=_DEPTH)
        began = time.perf_counter()
        events = list(talk.stream(question.question))
        seconds = time.perf_counter() - began
        reply = next(each.reply for each in events if isinstance(each, Finished))
        understood = next(each.question for each in events if isinstance(each, Understood))
        return Outcome(
            id=question.id,
            question=question.question,
            understood=understood,
            follows=bool(question.messages),
            answerable=bool(question.answerable),
            evidence=tuple(map(self._words, question.evidence)),
            reply=_kind(reply),
            confidence=_chance(reply),
            quotes=tuple(map(self._quoted, _quotes(reply))),
            ranks=self._ranks(question.evidence, passages),
            seconds=seconds,
        )

    def _name(self, location: str) -> str:
        return self.names.get(location, location)

    def _words(self, span: Span) -> Quoted:
        source = self.sources.get(span.document)
        text = self.quoth.text(source)[span.start : span.end] if source else ""
        return Quoted(span=span, text=text)

    def _quoted(self, quote: Quote) -> Quoted:
        document = self._name(quote.source.location)
        return Quoted(
            span=Span(document=document, start=quote.start, end=quote.end),
            text=quote.text,
            verbatim=self.quoth.text(quote.source.id)[quote.start : quote.end] == quote.text != "",
        )

    def _ranks(
        self, evidence: Sequence[Span], passages: Sequence[RankedPassage]
    ) -> tuple[tuple[int, ...], ...]:
        lengths = {self._name(each.source.location): each.source.length for each in passages}
        whole = all(
            each.start == 0 and each.end >= lengths.get(each.document, 0) - 1 for each in evidence
        )
        ranks: list[tuple[int, ...]] = []
        seen: set[str] = set()
        for ranked in passages:
            document = self._name(ranked.source.location)
            if whole and document in seen:
                continue
            seen.add(document)
            found = (
                place
                for place, each in enumerate(evidence)
                if each.document == document and each.start < ranked.end and ranked.start < each.end
            )
            ranks.append(tuple(found))
        return tuple(ranks)


def _kind(reply: Reply) -> str:
    if isinstance(reply, Answer):
        return "answer"
    return str(reply.reason) if isinstance(reply, Refusal) else "remark"


def _chance(reply: Reply) -> float | None:
    """Return the chance that the first quote answers; a summary and a remark have none."""
    if isinstance(reply, Refusal) or (isinstance(reply, Answer) and not reply.is_summary):
        return reply.confidence
    return None


def _quotes(reply: Reply) -> tuple[Quote, ...]:
    if isinstance(reply, Answer):
        return reply.quotes
    return reply.nearest if isinstance(reply, Refusal) else ()
