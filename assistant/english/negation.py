"""Negation: which words of a text are negated, and whether a text negates anything."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from assistant.english.lexicon import Lexicon
from assistant.english.spans import TakenCharacters
from index import Word

_CUE = re.compile(
    r"\b(?:not|no|never|none of|neither|nor|nobody|no one|nothing|nowhere|without|cannot|"
    r"fail(?:s|ed|ing)? to|refus(?:es|ed|ing) to|declin(?:es|ed|ing) to|unable to|"
    r"den(?:y|ies|ied|ying)(?: that)?|impossible to|lack(?:s|ed|ing)?|rather than|instead of|"
    r"hardly|scarcely|barely|rarely|seldom|far from|unlikely to|free (?:of|from))\b|n[’']t\b",
    re.IGNORECASE,
)
# Phrases with the words of a negation that negate nothing.
_NO_CUE = re.compile(
    r"\bnot (?:only|just|merely|simply|solely|least)\b|\bno matter\b|\bor not\b|\bno\. ?\d"
    r"|\b(?:no|not) (?:more|less|fewer|later|earlier) than\b|\bno doubt\b|\bnothing but\b"
    r"|\bnot until\b",
    re.IGNORECASE,
)
_CLAUSE_END = re.compile(
    r"[;:()]|[.!?]\s|, (?!however|in|at|of)|\b(?:but|although|though|while|whereas|because|which|"
    r"who|unless|since|until|so that)\b",
    re.IGNORECASE,
)
# After these a second word is negated too: "no army was sent" says that nothing was sent.
_REACHES_TWO = re.compile(
    r"\b(?:no|none|neither|nor|nobody|no one|nothing|without)\b", re.IGNORECASE
)
_WEAK_CUE = re.compile(r"without|instead of|rather than|lack\w*|free \w+|far from", re.IGNORECASE)
_EXCLUSION = re.compile(r"\b(?:except|no|not|other than|outside|without)\b|n[’']t\b", re.IGNORECASE)
# The words that the confidence of an answer was learned with.
_NEGATION = re.compile(
    r"\b(?:not|no|never|none|nor|without|cannot|except|unlike|least|fail\w*|refus\w*)\b|n[’']t\b",
    re.IGNORECASE,
)


def find_negated_words(text: str, words: Sequence[Word], lexicon: Lexicon) -> dict[int, str]:
    """Return the positions of negated words, each with the words that negate it.

    The next word after a negation in the same clause is negated, after "no" and the like the next
    two. Stop words and adverbs are skipped.

    Args:
        text: the text.
        words: its words in order.
        lexicon: the word lists, stemmed as the words are.
    """
    skipped = lexicon.stop_words | lexicon.skipped_after_negation
    candidates = [
        position
        for position, word in enumerate(words)
        if word.term not in skipped and not text[word.start : word.end].lower().endswith("ly")
    ]
    starts = [words[position].start for position in candidates]
    clause_ends = [match.start() for match in _CLAUSE_END.finditer(text)]
    no_cues = TakenCharacters(text, (match.span() for match in _NO_CUE.finditer(text)))
    negated: dict[int, str] = {}
    for cue in _CUE.finditer(text):
        if no_cues.overlaps(cue.start(), cue.start() + 1):
            continue
        next_end = bisect_left(clause_ends, cue.end())
        stop = clause_ends[next_end] if next_end < len(clause_ends) else len(text)
        first = bisect_left(starts, cue.end())
        reach = 2 if _REACHES_TWO.fullmatch(cue[0]) else 1
        for position in candidates[first : first + reach]:
            if words[position].start < stop:
                negated[position] = cue[0]
    return negated


def contains_negation(text: str) -> bool:
    """Tell whether a text says that something is not so."""
    return _NEGATION.search(text) is not None


def contains_exclusion(text: str) -> bool:
    """Tell whether a text sets something apart: "countries outside the EU"."""
    return _EXCLUSION.search(text) is not None


def is_weak_cue(cue: str) -> bool:
    """Tell whether a negation concerns one detail: "without help", but not "never"."""
    return _WEAK_CUE.fullmatch(cue) is not None
