"""Compares one statement with quotes taken as one text."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock

import numpy as np

from assistant.english.lexicon import Lexicon
from assistant.reply import Quote
from assistant.verifying.alignment import Alignment
from assistant.verifying.analysed_text import AnalysedText, Floats, analyse, join
from assistant.verifying.assessment import Assessment
from assistant.verifying.closeness import Closeness, closeness_features, farthest_word
from assistant.verifying.fault import Fault, FaultKind
from assistant.verifying.quote_context import QuoteContext
from assistant.verifying.rules import Comparison, first_fault
from index import Library

# Analysed texts that are kept: those of several answers with all their quotes. A guess.
_MOST_KEPT = 400


class Assessor:
    """Assesses statements beside quotes. Safe for use by several threads."""

    def __init__(self, library: Library, closeness: Closeness) -> None:
        """Assess with what a library knows of words, and with learned weights."""
        self.closeness = closeness
        self._library = library
        self._lexicon = Lexicon.of(library.words)
        self._kept: OrderedDict[str, AnalysedText] = OrderedDict()
        self._lock = Lock()

    def assess(
        self,
        statement: AnalysedText,
        positions: Sequence[int],
        quotes: Sequence[Quote],
        question: str,
    ) -> Assessment:
        """Return what a statement is worth beside quotes taken as one text.

        Args:
            statement: the statement, analysed.
            positions: the positions of the quotes, for the result.
            quotes: the quotes, at least one.
            question: the question.
        """
        pair, context = self.compare(statement, quotes, question)
        comparison = Comparison(pair, context, self.meaning_of)
        covered = comparison.facts.covered
        features = closeness_features(pair, covered)
        probability = self.closeness.chance.of(features)
        fault = first_fault(comparison)
        if fault is None and probability < self.closeness.threshold:
            word = farthest_word(pair, covered)
            fault = Fault(FaultKind.DISSIMILAR, word) if word else Fault(FaultKind.UNRELATED)
        return Assessment(tuple(positions), fault, features, probability)

    def compare(
        self, statement: AnalysedText, quotes: Sequence[Quote], question: str
    ) -> tuple[Alignment, QuoteContext]:
        """Return a statement beside quotes taken as one text, and their context."""
        quote = join([self.analyse(each.text) for each in quotes])
        return Alignment(statement, quote), QuoteContext.of_all(quotes, question)

    def is_supported(self, assessment: Assessment) -> bool:
        """Tell whether the quotes that a statement cites support it."""
        has_passed = assessment.probability >= self.closeness.threshold
        return assessment.fault is None and has_passed

    def analyse(self, text: str) -> AnalysedText:
        """Return a text analysed; recent texts are kept."""
        with self._lock:
            if text in self._kept:
                self._kept.move_to_end(text)
                return self._kept[text]
        analysed = analyse(self._library, self._lexicon, text)
        with self._lock:
            self._kept[text] = analysed
            while len(self._kept) > _MOST_KEPT:
                self._kept.popitem(last=False)
        return analysed

    def terms(self, text: str) -> frozenset[str]:
        """Return the words of a text, stemmed, without analysing their meaning."""
        return frozenset(word.term for word in self._library.words(text))

    def meaning_of(self, word: str) -> Floats:
        """Return the direction of a word taken alone, (dimensions,), of length 1."""
        alone = self.analyse(word)
        direction: Floats = alone.token_weights @ alone.token_vectors
        return direction / max(float(np.linalg.norm(direction)), 1e-6)
