"""The kind of reply that a question requests, recognised by its wording.

Most questions request a fact. Others request everything on a subject, a comparison of two subjects,
or an overview of all documents.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class RequestKind(StrEnum):
    """The kind of reply: one fact, the points on a subject, or a comparison."""

    FACT = "fact"
    POINTS = "points"
    COMPARISON = "comparison"


@dataclass(frozen=True, slots=True)
class Request:
    """What a question requests.

    Attributes:
        kind: the kind of reply.
        subjects: what to search for: the whole question for a fact, one subject for points, two
            for a comparison.
    """

    kind: RequestKind
    subjects: tuple[str, ...]


# What may come before the request itself: “*Please*, *can you* list …”
_POLITE_OPENING = (
    r"^\W*(?:(?:please|quoth|so|ok|and|but|now|(?:can|could|would) you|i(?: would|'d) like to)\W+)*"
)
# What is requested on a subject: “the *main points* on …”, “a *short summary* of …”
_GIST = (
    r"(?:(?:main|key|most important|essential|central) )?(?:points?|facts?|ideas?|findings?|"
    r"information|details?|takeaways?)|gist|overview|(?:short |brief )?summary|outline"
)
# The documents, mentioned: “What do *these files* say about …?”
_DOCUMENTS = r"(?:the |these |your |my )?(?:documents?|sources?|texts?|articles?|files?)"
_POINTS_PATTERNS = tuple(
    re.compile(_POLITE_OPENING + pattern + r"(?P<subject>.+?)[\s?.!]*$", re.IGNORECASE)
    for pattern in (
        # “Tell me about X”
        r"(?:tell me|say|explain|describe|write)(?: \w+){0,2}? (?:about|more about|on) ",
        # “Summarise the part about X”
        r"(?:summari[sz]e|sum up|outline) (?:(?:the )?(?:part|section|passages?|bits?) "
        r"(?:about|on) |(?:what (?:is|was) said )?(?:about|on) )?",
        # “What are the main points on X?”
        rf"(?:what are |what is |give me |list |show me )?(?:the |an? )?(?:{_GIST}) "
        r"(?:about|on|regarding|concerning) ",
        # “What do the documents say about X?”
        rf"what (?:do|does|did) {_DOCUMENTS} (?:say|tell(?: me)?|know|report|write) "
        r"(?:about|on|of) ",
        # “What is known about X?”
        r"what (?:is|was|has been) (?:known|said|reported|written) (?:about|on|of) ",
        # “What happened on X?”; the preposition is part of the subject
        r"what happened (?=(?:on|in|at|during|after|before|to|with)\b)",
        # “List all X”
        r"(?:list|enumerate|name all|give me all|show me all) (?:all )?(?:of )?(?=\w)",
    )
)
_COMPARISON_PATTERNS = tuple(
    re.compile(_POLITE_OPENING + pattern + r"[\s?.!]*$", re.IGNORECASE)
    for pattern in (
        # “Compare X and Y”
        r"(?:compare|contrast) (?P<one>.+?) (?:and|with|to|against) (?P<other>.+?)",
        # “What is the difference between X and Y?”
        r"(?:what (?:is|are) |tell me |list |explain )?(?:the )?(?:main |key )?"
        r"(?:differences?|similarit(?:y|ies)|comparison) between (?P<one>.+?) and (?P<other>.+?)",
        # “How does X differ from Y?”
        r"how (?:do|does|did|is|are|was|were) (?P<one>.+?) "
        r"(?:differ|different|compare|compared) (?:from|to|with) (?P<other>.+?)",
        # “X vs. Y”
        r"(?P<one>.+?) (?:vs\.?|versus) (?P<other>.+?)",
    )
)

# All documents, mentioned: “Summarise *all the documents*”, “What is *this* about?”
_ALL = (
    r"(?:(?:all )?(?:this|it|that|these|them|everything|(?:all )?(?:the|this|these|your|my) "
    r"(?:\w+ )?(?:documents?|articles?|texts?|sources?|files?|pages?|folder|library|collection)))"
)
# An overview, mentioned: “What are the *main points*?”, “Give me an *outline*”
_SUMMARY = (
    r"(?:main|key|central|most important|essential) (?:points?|ideas?|messages?|topics?|facts?|"
    r"findings?|takeaways?)|gist|essence|overview|(?:short |brief )?summary|outline"
)
# “Summarise this”, “Sum it up”, “tl;dr”, “What is this about?”, “What do these say?”, “Give me the
# main points of these documents, please”
_OVERVIEW = re.compile(
    r"[\s,.!?]*(?:(?:please|quoth|can you|could you|so|ok)[\s,]+)*"
    rf"(?:summari[sz]e(?: {_ALL})?|sum (?:{_ALL} )?up|tl;?dr"
    rf"|what (?:is|are|'s) {_ALL} (?:all )?about|what (?:does|do) {_ALL} (?:say|tell|cover)"
    r"|(?:what (?:is|are) |give me |list |show me |tell me |write )?(?:the |an? )?"
    rf"(?:{_SUMMARY})(?: (?:of|in|from) {_ALL})?)"
    r"(?:[\s,]+(?:please|briefly|in short|for me))*[\s.!?]*$",
    re.IGNORECASE,
)


def asks_for_overview(question: str) -> bool:
    """Return whether a question asks what the documents as a whole are about."""
    return _OVERVIEW.match(question) is not None


def request_of(question: str) -> Request:
    """Return what a question requests; a fact unless its wording says otherwise.

    Example:
        >>> request_of("Compare Russia and Belarus").subjects
        ('Russia', 'Belarus')
    """
    for pattern in _COMPARISON_PATTERNS:
        if match := pattern.match(question):
            return Request(RequestKind.COMPARISON, (match["one"].strip(), match["other"].strip()))
    for pattern in _POINTS_PATTERNS:
        if match := pattern.match(question):
            return Request(RequestKind.POINTS, (match["subject"].strip(),))
    return Request(RequestKind.FACT, (question,))
