"""Questions asked of libraries: the measured sentences, and which of them are right."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant import Quote
from assistant.answering.extractor import PASSAGES_READ
from assistant.answering.quotes import quotes_from
from assistant.answering.sentence_ranking import Ranking, SentenceRanker, ordered
from assistant.answering.weights import Weights
from assistant.evaluating import holds
from assistant.training.question_sets import Asked, assistant_of, read_set, small_libraries, swapped

ANSWERABLE = ("answerable", "follow-up")
FOLDS = 8
_QUOTES = 6
_SWAPPED = 400
_PICKED = 300


@dataclass(frozen=True, slots=True)
class Case:
    """A question of a kind, asked of a library.

    Attributes:
        kind: `answerable`, `follow-up`, or why there is no answer.
        library: which documents it was asked of.
        fold: of the questions that are learned from and held out together, from 0.
        asked: the question and the spans that answer it.
        ranking: the measured sentences.
        names: the document of each location in the library.
    """

    kind: str
    library: str
    fold: int
    asked: Asked
    ranking: Ranking
    names: Mapping[str, str]

    @property
    def is_answerable(self) -> bool:
        """Whether the library holds an answer."""
        return self.kind in ANSWERABLE

    def hits(self) -> NDArray[np.float64]:
        """Return 1 for each sentence that holds an answer, else 0, in the ranking's order."""
        spans = ((s.passage.source.location, s.start, s.end) for s in self.ranking.sentences)
        return np.array([self._holds(*span) for span in spans], float)

    def reordered(self, weights: NDArray[np.float64]) -> Case:
        """Return the case with its sentences in the order of other weights."""
        ranking = ordered(self.ranking.question, self.ranking.sentences, weights)
        return replace(self, ranking=ranking)

    def right_quotes(self) -> list[bool]:
        """Return whether each quote, best first, holds an answer."""
        quotes = quotes_from(self.ranking, _QUOTES)
        return [self._is_right(quote) for quote in quotes]

    def _is_right(self, quote: Quote) -> bool:
        return self._holds(quote.source.location, quote.start, quote.end)

    def _holds(self, location: str, start: int, end: int) -> bool:
        document = self.names[location]
        return any(
            document == other and holds((start, end), piece)
            for other, *piece in self.asked.evidence
        )


def gather(folder: Path) -> list[Case]:
    """Ask the questions of all sets, of their own documents and of others."""
    squad, answerable, adversarial = read_set(folder, "squad2")
    mtrag, government, _ = read_set(folder, "mtrag-un")
    _, follow_ups, unanswered = read_set(folder, "mtrag-un", conversations=True)
    various, quotesum, _ = read_set(folder, "quotesum")
    articles = sorted({each.document for each in answerable})
    random = np.random.default_rng(0)
    chosen = random.choice(len(answerable), _PICKED, replace=False)
    picked = [answerable[place] for place in chosen]
    elsewhere = [
        replace(before, text=other.text, evidence=())
        for before, other in zip(follow_ups, picked, strict=False)
    ]
    of_squad = [
        *_of_kind("answerable", answerable),
        *_of_kind("adversarial", adversarial),
        *_of_kind("foreign", [*government, *quotesum]),
        *_of_kind("foreign follow-up", follow_ups),
        *swapped(answerable, answerable, " ".join(squad.values()))[:_SWAPPED],
    ]
    of_mtrag = [
        *_of_kind("answerable", government),
        *_of_kind("foreign", picked),
        *_of_kind("follow-up", follow_ups),
        *_of_kind("unanswered follow-up", unanswered),
        *_of_kind("foreign follow-up", elsewhere),
    ]
    of_various = [*_of_kind("answerable", quotesum), *_of_kind("foreign", picked)]
    cases = list(_cases("squad2", squad, of_squad, articles))
    cases += _cases("mtrag-un", mtrag, of_mtrag, articles)
    cases += _cases("quotesum", various, of_various, articles)
    for documents, small in small_libraries(squad, answerable):
        cases += _cases("a page", documents, small, articles)
    return cases


def _of_kind(kind: str, questions: Iterable[Asked]) -> Iterator[tuple[str, Asked]]:
    return ((kind, each) for each in questions)


def _cases(
    library: str,
    documents: dict[str, str],
    questions: Sequence[tuple[str, Asked]],
    articles: Sequence[str],
) -> Iterator[Case]:
    with assistant_of(documents) as (quoth, names):
        ranker = SentenceRanker(quoth.library, Weights.learned())
        for kind, asked in questions:
            turns = quoth.conversation(asked.messages).turns
            query = quoth.library.analyse(quoth.understand(asked.text, turns).query())
            ranking = ranker.rank(query, quoth.library.search(query, limit=PASSAGES_READ))
            if ranking.sentences:
                yield Case(kind, library, _fold(asked.document, articles), asked, ranking, names)


def _fold(document: str, articles: Sequence[str]) -> int:
    """Return the fold: each of the eight articles is one, and the others are spread over them."""
    if document in articles:
        return articles.index(document) % FOLDS
    return zlib.crc32(document.encode()) % FOLDS
