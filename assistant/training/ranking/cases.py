"""Cases to learn from: questions asked of libraries, with which of their sentences are right."""

from __future__ import annotations

import tempfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant import Assistant, Quote, Settings
from assistant.answering.extractor import PASSAGES_READ
from assistant.answering.headings import with_what_follows
from assistant.answering.quotes import quotes_from
from assistant.answering.sentence_ranking import Ranking, SentenceRanker, ordered
from assistant.answering.weights import Weights
from assistant.evaluating import holds
from assistant.training.natural_questions import Letters, NaturalQuestion, read_natural
from assistant.training.question_sets import Asked, assistant_of, read_set, small_libraries, swapped
from assistant.turn import Turn
from index import CrossEncoder, Span

ANSWERABLE = ("answerable", "follow-up", "natural", "natural follow-up")
FOLDS = 8
_QUOTES = 6
# How many questions of each kind are taken; all of them would take hours and teach no more.
_ANSWERABLE = 600
_ADVERSARIAL = 600
_SWAPPED = 200
_FOREIGN = 120
_SMALL = 12


@dataclass(frozen=True, slots=True)
class Gold:
    """The accepted spans of one question, by the id of their source.

    Attributes:
        spans: accepted spans of each source; of a text with letters, in its letters.
        letters: of sources whose passages were typed by hand; a quote is right that contains half
            of one of them. Otherwise it must contain a span, or be in a longer one.
    """

    spans: Mapping[str, Sequence[Span]] = field(default_factory=dict)
    letters: Mapping[str, Letters] = field(default_factory=dict)

    def is_right(self, source: str, quote: Span) -> bool:
        """Return whether a quote of a source is accepted."""
        spans = self.spans.get(source, ())
        if source in self.letters:
            return any(self.letters[source].holds(quote, each) for each in spans)
        return any(holds(quote, each) for each in spans)


@dataclass(frozen=True, slots=True)
class Case:
    """A question of a kind, asked of a library.

    Attributes:
        kind: one of `ANSWERABLE`, or why there is no answer.
        library: which documents it was asked of.
        fold: of the questions that are learned from and held out together, from 0.
        type: the type of the question, where the set has types.
        gold: what is accepted.
        short: accepted short answers.
        ranking: the ranked sentences.
        right: the (source, start, end) of the sentences whose quotes would be right.
    """

    kind: str
    library: str
    fold: int
    type: str
    gold: Gold
    short: tuple[str, ...]
    ranking: Ranking
    right: frozenset[tuple[str, int, int]]

    @classmethod
    def of(
        cls,
        kind: str,
        library: str,
        fold: int,
        type_: str,
        gold: Gold,
        short: tuple[str, ...],
        ranking: Ranking,
    ) -> Case:
        """Return a case, looking once which of its sentences are right."""
        right = set()
        for each in ranking.sentences:
            origin = each.passage.passage.origin
            if origin.source.id in gold.spans:
                quote = with_what_follows(origin, each.start, each.end)
                if gold.is_right(origin.source.id, quote):
                    right.add((origin.source.id, each.start, each.end))
        return cls(kind, library, fold, type_, gold, short, ranking, frozenset(right))

    @property
    def is_answerable(self) -> bool:
        """Whether the library holds an answer."""
        return self.kind in ANSWERABLE

    def hits(self) -> NDArray[np.float64]:
        """Return 1 for each sentence whose quote would be right, else 0, in the ranking's order."""
        spans = ((s.passage.source.id, s.start, s.end) for s in self.ranking.sentences)
        return np.array([span in self.right for span in spans], float)

    def reordered(self, weights: NDArray[np.float64]) -> Case:
        """Return the case with its sentences in the order of other weights."""
        ranking = ordered(self.ranking.question, self.ranking.sentences, weights)
        return replace(self, ranking=ranking)

    def quotes(self) -> list[Quote]:
        """Return the quotes, best first."""
        return quotes_from(self.ranking, _QUOTES)

    def right_quotes(self) -> list[bool]:
        """Return whether each quote, best first, is right."""
        return [
            self.gold.is_right(each.source.id, (each.start, each.end)) for each in self.quotes()
        ]


class Gatherer:
    """Asks questions of libraries and keeps the rankings."""

    def __init__(self) -> None:
        """Load the cross-encoder once."""
        self._encoder = CrossEncoder.open()
        self._weights = Weights.learned()

    def gather(self, sets: Path, natural: Path) -> Iterator[tuple[str, Iterator[Case]]]:
        """Yield, for each library, its name and its cases: questions to it, and to others."""
        yield from self._natural(natural)
        yield from self._of_sets(sets)

    def _natural(self, folder: Path) -> Iterator[tuple[str, Iterator[Case]]]:
        every = list(read_natural(folder))
        for number, (name, files, questions) in enumerate(every):
            others = [q for q in every[number - 1][2] if q.answerable and not q.messages]
            foreign = [
                replace(each, answerable=False, gold=(), type="foreign") for each in others[:_SMALL]
            ]
            yield name, self._of_natural(name, number, files, [*questions, *foreign])

    def _of_natural(
        self, name: str, number: int, files: Path, questions: Sequence[NaturalQuestion]
    ) -> Iterator[Case]:
        with (
            tempfile.TemporaryDirectory() as home,
            Assistant.open(files, home=Path(home) / "home", settings=Settings()) as quoth,
        ):
            letters = {each.id: Letters(quoth.text(each.id)) for each in quoth.sources()}
            for each in questions:
                yield from self._natural_case(quoth, name, number, each, letters)

    def _natural_case(
        self,
        quoth: Assistant,
        library: str,
        number: int,
        asked: NaturalQuestion,
        letters: Mapping[str, Letters],
    ) -> Iterator[Case]:
        talk = quoth.conversation()
        for message in asked.messages:
            talk.ask(message)
        spans = {
            each.id: [
                span
                for file, words in asked.gold
                if each.location.endswith(file)
                for span in letters[each.id].spans_of(words)
            ]
            for each in quoth.sources()
        }
        kind = asked.type if asked.type == "foreign" else "near topic"
        if asked.answerable:
            kind = "natural follow-up" if asked.messages else "natural"
        ranking = self._ranked(quoth, asked.text, talk.turns)
        if ranking.sentences:
            gold = Gold(spans, letters)
            yield Case.of(kind, library, number % FOLDS, asked.type, gold, asked.short, ranking)

    def _of_sets(self, folder: Path) -> Iterator[tuple[str, Iterator[Case]]]:
        random = np.random.default_rng(0)
        squad, answerable, adversarial = read_set(folder, "squad2")
        mtrag, government, _ = read_set(folder, "mtrag-un")
        _, follow_ups, unanswered = read_set(folder, "mtrag-un", conversations=True)
        various, quotesum, _ = read_set(folder, "quotesum")
        articles = sorted({each.document for each in answerable})

        def some(asked: Sequence[Asked], most: int) -> list[Asked]:
            chosen = random.choice(len(asked), min(most, len(asked)), replace=False)
            return [asked[place] for place in chosen]

        picked = some(answerable, _FOREIGN)
        elsewhere = [
            replace(before, text=other.text, evidence=())
            for before, other in zip(follow_ups, picked, strict=False)
        ]
        texts = " ".join(squad.values())
        of_squad = [
            *_of_kind("answerable", some(answerable, _ANSWERABLE)),
            *_of_kind("adversarial", some(adversarial, _ADVERSARIAL)),
            *_of_kind("foreign", some([*government, *quotesum], _FOREIGN)),
            *_of_kind("foreign follow-up", some(follow_ups, _FOREIGN)),
            *swapped(some(answerable, _SWAPPED), answerable, texts),
        ]
        of_mtrag = [
            *_of_kind("answerable", government),
            *_of_kind("foreign", picked),
            *_of_kind("follow-up", follow_ups),
            *_of_kind("unanswered follow-up", unanswered),
            *_of_kind("foreign follow-up", elsewhere),
        ]
        of_various = [*_of_kind("answerable", quotesum), *_of_kind("foreign", picked)]
        yield "squad2", self._cases("squad2", squad, of_squad, articles)
        yield "mtrag-un", self._cases("mtrag-un", mtrag, of_mtrag, articles)
        yield "quotesum", self._cases("quotesum", various, of_various, articles)
        for number, (documents, small) in enumerate(small_libraries(squad, answerable)):
            yield f"a page {number}", self._cases("a page", documents, small[::3], articles)

    def _cases(
        self,
        library: str,
        documents: dict[str, str],
        questions: Sequence[tuple[str, Asked]],
        articles: Sequence[str],
    ) -> Iterator[Case]:
        with assistant_of(documents) as (quoth, names):
            ids = {names[each.location]: each.id for each in quoth.sources()}
            for kind, asked in questions:
                spans: dict[str, list[Span]] = {}
                for document, start, end in asked.evidence:
                    if document in ids:
                        spans.setdefault(ids[document], []).append((start, end))
                turns = quoth.conversation(asked.messages).turns
                ranking = self._ranked(quoth, asked.text, turns)
                if ranking.sentences:
                    fold = _fold(asked.document, articles)
                    yield Case.of(kind, library, fold, "", Gold(spans), asked.answers, ranking)

    def _ranked(self, quoth: Assistant, question: str, turns: Sequence[Turn]) -> Ranking:
        query = quoth.library.analyse(quoth.understand(question, turns).query())
        ranker = SentenceRanker(quoth.library, self._weights, self._encoder)
        return ranker.rank(query, quoth.library.search(query, limit=PASSAGES_READ))


def _of_kind(kind: str, questions: Iterable[Asked]) -> Iterator[tuple[str, Asked]]:
    return ((kind, each) for each in questions)


def _fold(document: str, articles: Sequence[str]) -> int:
    """Return the fold: each of the eight articles is one, and the others are spread over them."""
    if document in articles:
        return articles.index(document) % FOLDS
    return zlib.crc32(document.encode()) % FOLDS
