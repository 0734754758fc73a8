"""Which kind of reply a question requests, recognised by its wording.

Most request a fact. Some request everything on a subject, some a comparison of two subjects, some
an overview of all documents.
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


_POLITE = (
    r"^\W*(?:(?:please|quoth|so|ok|and|but|now|(?:can|could|would) you|i(?: would|'d) like to)\W+)*"
)
_GIST = (
    r"(?:(?:main|key|most important|essential|central) )?(?:points?|facts?|ideas?|findings?|"
    r"information|details?|takeaways?)|gist|overview|(?:short |brief )?summary|outline"
)
_THESE = r"(?:the |these |your |my )?(?:documents?|sources?|texts?|articles?|files?)"
_POINTS = tuple(
    re.compile(_POLITE + shape + r"(?P<subject>.+?)[\s?.!]*$", re.IGNORECASE)
    for shape in (
        r"(?:tell me|say|explain|describe|write)(?: \w+){0,2}? (?:about|more about|on) ",
        r"(?:summari[sz]e|sum up|outline) (?:(?:the )?(?:part|section|passages?|bits?) "
        r"(?:about|on) |(?:what (?:is|was) said )?(?:about|on) )?",
        rf"(?:what are |what is |give me |list |show me )?(?:the |an? )?(?:{_GIST}) "
        r"(?:about|on|regarding|concerning) ",
        rf"what (?:do|does|did) {_THESE} (?:say|tell(?: me)?|know|report|write) (?:about|on|of) ",
        r"what (?:is|was|has been) (?:known|said|reported|written) (?:about|on|of) ",
        r"what happened (?=(?:on|in|at|during|after|before|to|with)\b)",
        r"(?:list|enumerate|name all|give me all|show me all) (?:all )?(?:of )?(?=\w)",
    )
)
_COMPARISONS = tuple(
    re.compile(_POLITE + shape + r"[\s?.!]*$", re.IGNORECASE)
    for shape in (
        r"(?:compare|contrast) (?P<one>.+?) (?:and|with|to|against) (?P<other>.+?)",
        r"(?:what (?:is|are) |tell me |list |explain )?(?:the )?(?:main |key )?"
        r"(?:differences?|similarit(?:y|ies)|comparison) between (?P<one>.+?) and (?P<other>.+?)",
        r"how (?:do|does|did|is|are|was|were) (?P<one>.+?) "
        r"(?:differ|different|compare|compared) (?:from|to|with) (?P<other>.+?)",
        r"(?P<one>.+?) (?:vs\.?|versus) (?P<other>.+?)",
    )
)

_ALL = (
    r"(?:(?:all )?(?:this|it|that|these|them|everything|(?:all )?(?:the|this|these|your|my) "
    r"(?:\w+ )?(?:documents?|articles?|texts?|sources?|files?|pages?|folder|library|collection)))"
)
_MAIN = (
    r"(?:main|key|central|most important|essential) (?:points?|ideas?|messages?|topics?|facts?|"
    r"findings?|takeaways?)|gist|essence|overview|(?:short |brief )?summary|outline"
)
_OVERVIEW = re.compile(
    r"[\s,.!?]*(?:(?:please|quoth|can you|could you|so|ok)[\s,]+)*"
    rf"(?:summari[sz]e(?: {_ALL})?|sum (?:{_ALL} )?up|tl;?dr"
    rf"|what (?:is|are|'s) {_ALL} (?:all )?about|what (?:does|do) {_ALL} (?:say|tell|cover)"
    rf"|(?:what (?:is|are) |give me |list |show me |tell me |write )?(?:the |an? )?(?:{_MAIN})"
    rf"(?: (?:of|in|from) {_ALL})?)"
    r"(?:[\s,]+(?:please|briefly|in short|for me))*[\s.!?]*$",
    re.IGNORECASE,
)


def asks_for_overview(question: str) -> bool:
    """Return whether a question asks what the documents as a whole are about."""
    return _OVERVIEW.match(question) is not None


def request_of(question: str) -> Request:
    """Return what a question requests; a fact unless its wording says otherwise."""
    for shape in _COMPARISONS:
        if found := shape.match(question):
            return Request(RequestKind.COMPARISON, (found["one"].strip(), found["other"].strip()))
    for shape in _POINTS:
        if found := shape.match(question):
            return Request(RequestKind.POINTS, (found["subject"].strip(),))
    return Request(RequestKind.FACT, (question,))
