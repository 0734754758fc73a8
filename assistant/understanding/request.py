"""What form of reply a question asks for, told from its words.

Most ask for a fact. Some ask for whatever there is on a subject, to be told or listed; some for two
subjects side by side.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class RequestKind(StrEnum):
    """What is wanted."""

    FACT = "fact"
    POINTS = "points"
    COMPARISON = "comparison"


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for.

    Attributes:
        form: how it is to be told.
        subjects: what to look for: the question itself where it asks for a fact, two subjects
            where they are to be compared.
    """

    form: RequestKind
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


def request_of(question: str) -> Request:
    """Return what a question asks for."""
    for shape in _COMPARISONS:
        if found := shape.match(question):
            return Request(RequestKind.COMPARISON, (found["one"].strip(), found["other"].strip()))
    for shape in _POINTS:
        if found := shape.match(question):
            return Request(RequestKind.POINTS, (found["subject"].strip(),))
    return Request(RequestKind.FACT, (question,))
