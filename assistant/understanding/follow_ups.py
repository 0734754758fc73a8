"""Completes a follow-up from the turns before it, so that it can be understood alone.

What a pronoun refers to is added in brackets: "What did he do?" becomes "What did he do? (he: the
President)". The question's own words stay, so that the person sees how it was understood and the
search has both.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.reply import Answer, Quote, Remark
from assistant.turn import Turn
from index import Query

# A pronoun: “What did *he* do?”
_PERSON_PRONOUNS = "he|she|him|her|his|hers|himself|herself"
_THING_PRONOUNS = "it|its|they|them|their|theirs|itself|themselves"
_PRONOUN = re.compile(rf"\b({_PERSON_PRONOUNS}|{_THING_PRONOUNS})\b", re.IGNORECASE)
# Another word that refers back: “What does *that* mean?”, “Is *this city* large?”, “*the latter*”,
# “*the second one*”, “Who lives *there*?”
_DEMONSTRATIVE = re.compile(
    r"\b(?:this|that|these|those)(?=\s*(?:[?.!,]|$|\s(?:is|are|was|were|do|does|did|mean|happen)\b))"
    r"|\b(?:this|these|those) \w+|\bthat (?:country|city|place|person|man|woman|year|day|one)\b"
    r"|\bthe (?:same|others?|former|latter)\b|\bthe (?:first|second|third|last) one\b"
    r"|\b(?:there|then)\s*[?.!]*\s*$",
    re.IGNORECASE,
)
# The start of a question that continues another: “*And* in Almaty?”, “*What about* Russia?”
_CONTINUATION = re.compile(
    r"^\s*(?:and|but|or|so|also|what about|how about|what else|anything else|any others?|"
    r"more|go on|continue|tell me more|really|for example|such as)\b",
    re.IGNORECASE,
)
# An “it” that refers to nothing: “Is it possible to appeal?”, “How long does it take?”
_EXPLETIVE_IT = re.compile(
    r"\b(?:is|was|does|how (?:long|much|far) (?:does|did|is|will)) it (?:possible|true|necessary|"
    r"okay|ok|allowed|legal|safe|better|take|cost|rain)|\bwhat time is it\b|^\s*it is\b",
    re.IGNORECASE,
)
# A capitalised word that is not the first: “Did *Tokayev* resign?”
_NAME = re.compile(r"(?<=\S )[A-Z][\w’'-]+")
# The words that make a question of its topic: “*And how many* people?”, “*Tell me about* Rome”
_INTERROGATIVE = re.compile(
    r"^\s*(?:(?:and|but|so|also)\b)?\s*(?:(?:can|could) you |please )?"
    r"(?:(?:tell me|explain|describe|show me) )?(?:about )?"
    r"(?:(?:who|whom|whose|what|which|when|where|why|how)\b)?(?: (?:many|much|long|old|often)\b)?"
    r"\s*(?:(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should)\b)?\s*",
    re.IGNORECASE,
)
# The rest of a question from its first auxiliary verb on: “members of the forces *were killed*”
_PREDICATE = re.compile(
    r"\s+(?:is|are|was|were|be|been|do|does|did|has|have|had|can|could|will|would|should|may|"
    r"might|must)\b.*$",
    re.IGNORECASE,
)
# A reference to a quote by its number: “What does *the second quote* mean?”
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6}
_NUMBERED_QUOTE = re.compile(
    rf"\bthe ({'|'.join(_ORDINALS)}) (?:one|quote|passage|point|sentence)\b", re.IGNORECASE
)
# A question about the source of the last answer: “*Who said that*?”
_ATTRIBUTION = re.compile(
    r"\bwho (?:said|says|told|wrote|claim(?:s|ed)|report(?:s|ed)|stated|announced) "
    r"(that|this|it|so)\b\W*$",
    re.IGNORECASE,
)
# The numbers below are guesses. The interpreter drops whatever exceeds the embedder's window.
_QUOTE_LENGTH = 200  # characters of a quote that complete a question
_FEW_WORDS = 4  # a question with fewer words and no name is a follow-up: “How many?”
_TURNS_BACK = 3  # turns that influence the search
_REPLY_LENGTH = 400  # characters of the last reply that influence the search


@dataclass(frozen=True, slots=True)
class Understanding:
    """How a question was understood.

    Attributes:
        question: the standalone question.
        earlier_questions: the standalone questions before it, oldest first.
        last_reply: the beginning of the last reply.
        is_follow_up: whether the question cannot be understood without them.
    """

    question: str
    earlier_questions: tuple[str, ...] = ()
    last_reply: str = ""
    is_follow_up: bool = False

    def query(self) -> Query:
        """Return what to search for; a question typed without its mark is the same question."""
        mark = "?" if self.question[-1:].isalnum() else ""
        return Query(
            self.question + mark, self.earlier_questions, self.last_reply, self.is_follow_up
        )


def understand(question: str, turns: Sequence[Turn]) -> Understanding:
    """Return a question, completed if it is a follow-up, with the turns that influence its search.

    A question that can be understood alone keeps its text.
    """
    searched = [turn for turn in turns if not isinstance(turn.reply, Remark)]
    if not searched:
        return Understanding(question)
    last = searched[-1]
    earlier = tuple(turn.standalone for turn in searched[-_TURNS_BACK:])
    reply = last.reply_text[:_REPLY_LENGTH]
    completion = _quote_referred_to(question, last)
    is_follow_up = bool(completion) or _is_follow_up(question)
    if is_follow_up and not completion:
        completion = _topic_referred_to(question, last)
    standalone = f"{question.rstrip()} ({completion})" if completion else question
    return Understanding(standalone, earlier, reply, is_follow_up)


def reference_in(question: str) -> str:
    """Return the words of a question that refer to something unnamed; empty if there are none.

    Example:
        >>> reference_in("How large is this city?"), reference_in("How large is Almaty?")
        ('this city', '')
    """
    if not _is_follow_up(question):
        return ""
    reference = _DEMONSTRATIVE.search(question) or _PRONOUN.search(question)
    return reference.group(0).strip(" ?!.,") if reference else ""


def _is_follow_up(question: str) -> bool:
    """Return whether a question cannot be understood without the turns before it."""
    if _CONTINUATION.match(question):
        return True
    if len(question.split()) < _FEW_WORDS and not _NAME.search(question):
        return True
    if _DEMONSTRATIVE.search(question):
        return True
    pronoun = _PRONOUN.search(question)
    if pronoun is None or _EXPLETIVE_IT.search(question):
        return False
    return _NAME.search(question[: pronoun.start()]) is None


def _quote_referred_to(question: str, turn: Turn) -> str:
    """Return the quote of the last answer that a question refers to, labelled; or an empty text.

    “Who said that?” gives “that: Protests began on January 2.”
    """
    quotes = turn.reply.quotes if isinstance(turn.reply, Answer) else ()
    if numbered := _NUMBERED_QUOTE.search(question):
        number = _ORDINALS.get(numbered.group(1).lower(), 0)
        if number and number <= len(quotes):
            return f"{numbered.group(0).lower()}: {_beginning_of(quotes[number - 1])}"
        return ""
    attribution = _ATTRIBUTION.search(question)
    if attribution and quotes:
        return f"{attribution.group(1).lower()}: {_beginning_of(quotes[0])}"
    return ""


def _topic_referred_to(question: str, turn: Turn) -> str:
    """Return the topic of a turn, labelled with the pronoun of the question if it has one."""
    topic = _topic_of(turn)
    pronoun = _PRONOUN.search(question)
    return f"{pronoun.group(1).lower()}: {topic}" if pronoun and topic else topic


def _topic_of(turn: Turn) -> str:
    """Return the topic of a turn: its question without interrogatives, predicate and brackets."""
    question = re.sub(r"\s*\([^()]*\)\s*$", "", turn.standalone).strip(" ?!.")
    return _PREDICATE.sub("", _INTERROGATIVE.sub("", question, count=1)).strip() or question


def _beginning_of(quote: Quote) -> str:
    """Return the beginning of a quote in one line, up to the first bracket."""
    words = " ".join(quote.text.partition("(")[0].split())
    return words if len(words) <= _QUOTE_LENGTH else words[:_QUOTE_LENGTH].rpartition(" ")[0] + "…"
