"""A follow-up becomes a standalone question: what it leans on is named, its words stay.

What a pronoun stands for is added in brackets, "What did he do? (he: the President)", rather than
put in its place: the reader sees what was understood, and the search has both.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.reply import Answer, Quote, Remark
from assistant.turn import Turn
from index import Query

_PERSON = "he|she|him|her|his|hers|himself|herself"
_THING = "it|its|they|them|their|theirs|itself|themselves"
_POINTER = re.compile(rf"\b({_PERSON}|{_THING})\b", re.IGNORECASE)
_DEMONSTRATIVE = re.compile(
    r"\b(?:this|that|these|those)(?=\s*(?:[?.!,]|$|\s(?:is|are|was|were|do|does|did|mean|happen)\b))"
    r"|\b(?:this|these|those) \w+|\bthat (?:country|city|place|person|man|woman|year|day|one)\b"
    r"|\bthe (?:same|others?|former|latter)\b|\bthe (?:first|second|third|last) one\b"
    r"|\b(?:there|then)\s*[?.!]*\s*$",
    re.IGNORECASE,
)
_OPENS_AS_FOLLOW_UP = re.compile(
    r"^\s*(?:and|but|or|so|also|what about|how about|what else|anything else|any others?|"
    r"more|go on|continue|tell me more|really|for example|such as)\b",
    re.IGNORECASE,
)
_EXPLETIVE = re.compile(
    r"\b(?:is|was|does|how (?:long|much|far) (?:does|did|is|will)) it (?:possible|true|necessary|"
    r"okay|ok|allowed|legal|safe|better|take|cost|rain)|\bwhat time is it\b|^\s*it is\b",
    re.IGNORECASE,
)
_NAME_BEFORE = re.compile(r"(?<=\S )[A-Z][\w’'-]+")
_ASKING = re.compile(
    r"^\s*(?:(?:and|but|so|also)\b)?\s*(?:(?:can|could) you |please )?"
    r"(?:(?:tell me|explain|describe|show me) )?(?:about )?"
    r"(?:(?:who|whom|whose|what|which|when|where|why|how)\b)?(?: (?:many|much|long|old|often)\b)?"
    r"\s*(?:(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should)\b)?\s*",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\s+(?:is|are|was|were|be|been|do|does|did|has|have|had|can|could|will|would|should|may|"
    r"might|must)\b.*$",
    re.IGNORECASE,
)
_NUMBERS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6}
_NUMBERED = re.compile(
    rf"\bthe ({'|'.join(_NUMBERS)}) (?:one|quote|passage|point|sentence)\b", re.IGNORECASE
)
_SAID_BY = re.compile(
    r"\bwho (?:said|says|told|wrote|claim(?:s|ed)|report(?:s|ed)|stated|announced) "
    r"(that|this|it|so)\b\W*$",
    re.IGNORECASE,
)
_OPENING = 200
_ONLY_WORDS = 4
_TURNS_BACK = 3
_SAID = 400


@dataclass(frozen=True, slots=True)
class Understanding:
    """What a question was understood as.

    Attributes:
        question: the standalone question.
        earlier: the questions before it, oldest first.
        said: how the last reply begins.
        leans: whether it needs them.
    """

    question: str
    earlier: tuple[str, ...] = ()
    said: str = ""
    leans: bool = False

    def query(self) -> Query:
        """Return what to search for."""
        return Query(self.question, self.earlier, self.said, self.leans)


def understand(question: str, turns: Sequence[Turn]) -> Understanding:
    """Return a question with what it leans on named; one that stands alone comes back untouched."""
    told = [turn for turn in turns if not isinstance(turn.reply, Remark)]
    if not told:
        return Understanding(question)
    earlier = tuple(turn.standalone for turn in told[-_TURNS_BACK:])
    said = told[-1].reply_text[:_SAID]
    meant = _meant(question, told[-1])
    if meant:
        return Understanding(f"{question.rstrip()} ({meant})", earlier, said, leans=True)
    topic = _topic(told[-1])
    if not _leans(question) or not topic:
        return Understanding(question, earlier, said, leans=_leans(question))
    pointer = _POINTER.search(question)
    label = f"{pointer.group(1).lower()}: " if pointer else ""
    standalone = f"{question.rstrip()} ({label}{topic})"
    return Understanding(standalone, earlier, said, leans=True)


def pointer_in(question: str) -> str:
    """Return the words of a question that point at what it does not name, or nothing."""
    if not _leans(question):
        return ""
    found = _DEMONSTRATIVE.search(question) or _POINTER.search(question)
    return found.group(0).strip(" ?!.,") if found else ""


def _meant(question: str, turn: Turn) -> str:
    """Return the quote of the last answer that a question points at, with a label, or nothing."""
    quotes = turn.reply.quotes if isinstance(turn.reply, Answer) else ()
    found = _NUMBERED.search(question)
    if found:
        number = _NUMBERS.get(found.group(1).lower(), 0)
        if number and number <= len(quotes):
            return f"{found.group(0).lower()}: {_opening(quotes[number - 1])}"
        return ""
    found = _SAID_BY.search(question)
    return f"{found.group(1).lower()}: {_opening(quotes[0])}" if found and quotes else ""


def _opening(quote: Quote) -> str:
    """Return how a quote begins, in one line and without brackets."""
    words = " ".join(quote.text.partition("(")[0].split())
    return words if len(words) <= _OPENING else words[:_OPENING].rpartition(" ")[0] + "…"


def _leans(question: str) -> bool:
    """Tell whether a question needs the turns before it to be understood."""
    if _OPENS_AS_FOLLOW_UP.match(question):
        return True
    words = question.split()
    if len(words) < _ONLY_WORDS and not _NAME_BEFORE.search(question):
        return True
    if _DEMONSTRATIVE.search(question):
        return True
    pointer = _POINTER.search(question)
    if pointer is None or _EXPLETIVE.search(question):
        return False
    return _NAME_BEFORE.search(question[: pointer.start()]) is None


def _topic(turn: Turn) -> str:
    """Return what the turn before was about: its question without the words that ask."""
    asked = re.sub(r"\s*\([^()]*\)\s*$", "", turn.standalone).strip(" ?!.")
    return _VERB.sub("", _ASKING.sub("", asked, count=1)).strip() or asked
