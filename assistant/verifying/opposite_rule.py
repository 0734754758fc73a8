"""Whether a statement says the opposite of its quotes: more for less, after for before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from assistant.verifying.alignment import Alignment
from assistant.verifying.analysed_text import AnalysedText
from assistant.verifying.fault import Fault, FaultKind

# Guesses: by how much the context of the opposite must be more similar than that of the word
# itself, and its least similarity where the quotes lack the word.
_MARGIN = 0.1
_LEAST_FIT = 0.3
_COMPARISON_LENGTH = 3  # words, in "earlier in time than"


def find_opposite_faults(pair: Alignment) -> list[Fault]:
    """Return the first word of a statement whose opposite the quotes have in its position.

    A superlative that the quotes lack is reported too.
    """
    statement, quote = pair.statement, pair.quote
    own_counts, quote_counts = Counter(statement.terms), Counter(quote.terms)
    for position, term in enumerate(statement.terms):
        opposites = {
            opposite
            for opposite in statement.lexicon.opposites.of(term)
            if quote_counts[opposite] > own_counts[opposite]
        }
        if not opposites:
            if term in statement.lexicon.superlatives and not pair.in_quote(position):
                return [Fault(FaultKind.UNSTATED, statement.written(position))]
            continue
        rivals = [p for p, each in enumerate(quote.terms) if each in opposites]
        same = [p for p, each in enumerate(quote.terms) if each == term]
        if _is_opposed(pair, position, same, rivals):
            other = quote.written(pair.best_in_context(position, rivals))
            return [Fault(FaultKind.OPPOSITE, statement.written(position), other)]
    return []


def _is_opposed(pair: Alignment, position: int, same: Sequence[int], rivals: Sequence[int]) -> bool:
    """Tell whether an opposite fits the position of a word better than the word itself.

    Args:
        pair: statement and quote.
        position: the word of the statement.
        same: where the quote has that word.
        rivals: where it has an opposite.
    """
    fits = {each: pair.context_similarity([position], [each]) for each in (*same, *rivals)}
    best = max(rivals, key=fits.__getitem__)
    if same:
        return fits[best] > max(fits[each] for each in same) + _MARGIN
    if fits[best] < _LEAST_FIT or _is_mirrored(pair, position, best):
        return False
    return (position in pair.statement.negated) == (best in pair.quote.negated)


def _is_mirrored(pair: Alignment, position: int, rival: int) -> bool:
    """Tell whether both say the same the other way round: "A before B" is "B after A"."""
    window = pair.statement.terms[position : position + _COMPARISON_LENGTH]
    if pair.statement.lexicon.order_words.isdisjoint(window):
        return False
    crossed = straight = 0.0
    for own in pair.statement.content_positions():
        same = pair.in_quote(own)
        if own == position or not same:
            continue
        side = _is_left(pair.statement, own, position)
        if all(side != _is_left(pair.quote, each, rival) for each in same):
            crossed += pair.statement.rarity[pair.statement.terms[own]]
        else:
            straight += pair.statement.rarity[pair.statement.terms[own]]
    return crossed > straight


def _is_left(text: AnalysedText, position: int, link: int) -> bool:
    """Tell whether a word is left of a link in plain word order: "after A, B" is "B after A"."""
    start, end = text.words[link].start, text.words[link].end
    sentence_start = text.text.rfind(". ", 0, start) + 1
    comma = text.text.find(",", end)
    begins_sentence = not text.text[sentence_start:start].strip(" \n")
    if comma >= 0 and begins_sentence:
        return text.words[position].start > comma
    return position < link
