"""Which words of a text are said not to be so."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answering.features import FUNCTION_WORDS
from assistant.english.word_lists import words_of
from index import Word

_CUE = re.compile(
    r"\b(?:not|no|never|none of|neither|nor|nobody|no one|nothing|nowhere|without|cannot|"
    r"fail(?:s|ed|ing)? to|refus(?:es|ed|ing) to|declin(?:es|ed|ing) to|unable to|"
    r"den(?:y|ies|ied|ying)(?: that)?|impossible to|lack(?:s|ed|ing)?|rather than|instead of|"
    r"hardly|scarcely|barely|rarely|seldom|far from|unlikely to|free (?:of|from))\b|n[’']t\b",
    re.IGNORECASE,
)
_NO_CUE = re.compile(
    r"\bnot (?:only|just|merely|simply|solely|least)\b|\bno matter\b|\bor not\b|\bno\. ?\d"
    r"|\b(?:no|not) (?:more|less|fewer|later|earlier) than\b|\bno doubt\b|\bnothing but\b"
    r"|\bnot until\b",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r"[;:()]|[.!?]\s|, (?!however|in|at|of)|\b(?:but|although|though|while|whereas|because|which|"
    r"who|unless|since|until|so that)\b",
    re.IGNORECASE,
)
_PASSED_OVER = words_of("passed_over")
_CARRIES = re.compile(r"\b(?:no|none|neither|nor|nobody|no one|nothing|without)\b", re.IGNORECASE)


def negated_words(text: str, words: Sequence[Word]) -> dict[int, str]:
    """Return the places of words that are negated, each with the words that negate it.

    It is the word after what negates, where no other clause begins; after "no" and the like, the
    next as well, for "no army was sent" speaks of the sending.
    """
    spared = [found.span() for found in _NO_CUE.finditer(text)]
    found: dict[int, str] = {}
    for cue in _CUE.finditer(text):
        if any(start <= cue.start() < end for start, end in spared):
            continue
        ends = _ENDS.search(text, cue.end())
        stop = ends.start() if ends else len(text)
        reach = 2 if _CARRIES.fullmatch(cue[0]) else 1
        for place in _first_words(text, words, cue.end(), stop)[:reach]:
            found[place] = cue[0]
    return found


def _first_words(text: str, words: Sequence[Word], start: int, stop: int) -> list[int]:
    return [
        place
        for place, word in enumerate(words)
        if start <= word.start < stop
        and word.term not in FUNCTION_WORDS
        and word.term not in _PASSED_OVER
        and not text[word.start : word.end].lower().endswith("ly")
    ]
