"""Asks back what a question is about if it does not name it."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from assistant.english.lexicon import LEXICON
from assistant.reply import Answer, Quote, Reason, Refusal
from assistant.understanding.follow_ups import reference_in
from index import Library, Word
from prompts import render

_SUGGESTED = 3  # passages that a question could be about, shown with the question back; a guess
# Stems of words that request something and name nothing to search for: “Please explain more.”
_REQUEST_WORD = re.compile(
    r"tell|explain|describ|show|give|say|said|mean|happen|know|thing|someth|anyth|els|pleas|list|"
    r"name|go|continu|realli|exampl|summar|detail|more|anoth|me|us"
)


def names_nothing(words: Sequence[Word]) -> bool:
    """Return whether no word of a question names anything to search for."""
    return bool(words) and all(
        word.term in LEXICON.stop_words or _REQUEST_WORD.fullmatch(word.term) for word in words
    )


def ask_back(question: str, library: Library, sources: Collection[str] | None = None) -> Refusal:
    """Return a refusal that asks what a question is about.

    Args:
        question: a question that names nothing to search for.
        library: its most central passages are shown, because the question could be about them.
        sources: ids of the sources that passages may come from; None for all.
    """
    central = library.central_sentences(limit=_SUGGESTED, sources=sources)
    if not central:
        reason = Reason.EMPTY_LIBRARY if library.is_empty() else Reason.NOTHING_FOUND
        return Refusal(render(f"refusal/{reason}"), reason)
    nearest = tuple(Quote(each.passage.origin, each.start, each.end) for each in central)
    return _too_vague(question.strip(" ?!."), nearest, 0.0)


def or_ask_back(reply: Answer | Refusal, question: str) -> Answer | Refusal:
    """Return a reply; in place of a refusal, ask what the question refers to if that is unnamed.

    Args:
        reply: the reply to the question.
        question: the first question of a conversation.
    """
    words = reference_in(question)
    if not words or not isinstance(reply, Refusal):
        return reply
    if reply.reason not in {Reason.OFF_TOPIC, Reason.NOT_CONFIDENT}:
        return reply
    return _too_vague(words, reply.nearest, reply.confidence)


def _too_vague(words: str, nearest: tuple[Quote, ...], confidence: float) -> Refusal:
    reason = Reason.TOO_VAGUE
    return Refusal(render(f"refusal/{reason}", words=words), reason, nearest, confidence)
