"""Questions that leave open what they are about get a short question back."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from assistant.answering.features import FUNCTION_WORDS
from assistant.reply import Answer, Quote, Reason, Refusal
from assistant.understanding.follow_ups import pointer_in
from index import Library, Word
from prompts import render

_SHOWN = 3
# Words, as stemmed, that ask and name nothing that could be looked for.
_ASKING = re.compile(
    r"tell|explain|describ|show|give|say|said|mean|happen|know|thing|someth|anyth|els|pleas|list|"
    r"name|go|continu|realli|exampl|summar|detail|more|anoth|me|us"
)


def names_nothing(words: Sequence[Word]) -> bool:
    """Tell whether no word of a question names anything that could be looked for."""
    return bool(words) and all(
        word.term in FUNCTION_WORDS or _ASKING.fullmatch(word.term) for word in words
    )


def ask_back(
    question: str, library: Library, sources: Collection[str] | None = None
) -> Answer | Refusal:
    """Return a question back, with central passages of some sources that it could be about."""
    central = library.central_sentences(limit=_SHOWN, sources=sources)
    if not central:
        reason = Reason.EMPTY_LIBRARY if library.is_empty() else Reason.NOTHING_FOUND
        return Refusal(render(f"refusal/{reason}"), reason)
    nearest = tuple(Quote(each.passage.origin, each.start, each.end) for each in central)
    return _back(question.strip(" ?!."), nearest, 0.0)


def or_ask_back(reply: Answer | Refusal, question: str) -> Answer | Refusal:
    """Return a reply, or a question back in place of a refusal of what points at something unnamed.

    Args:
        reply: what came of the question.
        question: a question that was asked before any other.
    """
    words = pointer_in(question)
    is_refused = isinstance(reply, Refusal) and reply.reason in {
        Reason.OFF_TOPIC,
        Reason.NOT_CONFIDENT,
    }
    if not isinstance(reply, Refusal) or not is_refused or not words:
        return reply
    return _back(words, reply.nearest, reply.confidence)


def _back(words: str, nearest: tuple[Quote, ...], confidence: float) -> Refusal:
    reason = Reason.TOO_VAGUE
    return Refusal(render(f"refusal/{reason}", words=words), reason, nearest, confidence)
