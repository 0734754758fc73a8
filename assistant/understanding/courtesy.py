"""The same question, however it is dressed: greetings, requests and thanks around it, capitals."""

from __future__ import annotations

import re

# What comes after “tell me” if that is courtesy: “tell me when …”, but not “tell me about …”.
_ASKED = (
    r"(?=\s*[:,–—-]|\s+(?:who|whom|whose|what|which|when|where|why|how|if|whether|is|are|was|were|do|"
    r"does|did|can|could|may|must|should|will|would|has|have|had)\b)"
)
# Each is a part of an opening: “Hi there! I was wondering, …”, “Could you please tell me: …”.
_OPENINGS = (
    # “Hello,” “Good morning!” “Excuse me,”
    r"(?:hi|hello|hey|good (?:morning|afternoon|evening|day)|greetings)"
    r"(?: there| all| everyone)?(?=\W)",
    r"(?:excuse me|sorry to bother you|quick question|one question|question)(?=\s*[:,.!–—-])",
    # “I was wondering,” “I'd like to know”
    r"i(?: was|’m|'m| am)?(?: just)? (?:wondering|curious|wonder)(?=\W)",
    r"i(?: would|’d|'d)? (?:like|want|need|love) to (?:know|ask|find out|understand)(?=\W)",
    # “Could you please tell me:” “Do you happen to know”
    r"(?:please[, ]+)?(?:can|could|would|will) you(?:[, ]+please)?[, ]+"
    r"(?:tell me|let me know|help me)" + _ASKED,
    r"(?:please[, ]+)?tell me" + _ASKED,
    r"(?:do|would) you (?:happen to )?know" + _ASKED,
    r"please(?=\W)",
    # “According to the documents,”
    r"(?:according to|in|from|based on) (?:the|these|your|my|our) "
    r"(?:documents?|sources?|files?|texts?)(?=\s*[:,])",
)
_OPENING = re.compile(rf"\s*(?:{'|'.join(_OPENINGS)})[\s,.:;!–—-]*", re.IGNORECASE)
_CLOSING = re.compile(
    r"[\s,.:;!?–—-]+(?:(?:many |kind )?thanks?(?: you)?(?: (?:a lot|so much|very much|in advance))*"
    r"|thx|cheers|please)[\s,.!]*$",
    re.IGNORECASE,
)
# Shorter questions may consist of courtesy alone, and are left to small talk.
_LEAST_WORDS = 2


def without_courtesy(question: str) -> str:
    """Return a question without greetings, requests and thanks around it, and not in capitals.

    What would be left with fewer than two words is returned as it is.

    Example:
        >>> without_courtesy("Hi! Could you please tell me: when does it open? Thanks!")
        'when does it open?'
        >>> without_courtesy("Tell me about herons.")
        'Tell me about herons.'
    """
    start = 0
    while (found := _OPENING.match(question, start)) and found.end() > start:
        start = found.end()
    bare = question[start:].strip()
    closing = _CLOSING.search(bare)
    if closing:
        mark = "?" if "?" in closing[0] else ""
        bare = bare[: closing.start()] + mark
    if len(bare.split()) < _LEAST_WORDS:
        bare = question
    return bare.lower() if bare.isupper() and len(bare.split()) > _LEAST_WORDS else bare
