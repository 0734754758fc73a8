"""The type of answer that a question asks for: a date, a number, a person, a location, a reason."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum

_MONTH = (
    "January|February|March|April|May|June|July|August|September|October|November|December|"
    "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
)
_NUMBER_WORD = (
    "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|hundred|thousand|million|"
    "billion|half|third|quarter"
)


class AnswerType(StrEnum):
    """The type of answer that a question asks for."""

    DATE = "date"
    NUMBER = "number"
    PERSON = "person"
    PLACE = "place"
    REASON = "reason"
    MANNER = "manner"
    THING = "thing"
    OTHER = "other"


# How a question of each type is worded; the first match decides.
_QUESTION_PATTERNS = (
    (  # “*When* did it begin?”, “In *what year*?”
        AnswerType.DATE,
        r"\b(?:when|(?:what|which) (?:year|date|day|month|decade|century|time))\b",
    ),
    (  # “*How many* people?”, “*What percentage*?”
        AnswerType.NUMBER,
        r"\bhow (?:many|much|long|old|far|large|big|tall|high|often|fast|deep|wide|late|early)\b"
        r"|\bwhat (?:percentage|percent|number|amount|population|proportion|fraction)\b",
    ),
    (  # “*Who* resigned?”, “*Which company*?”
        AnswerType.PERSON,
        r"\b(?:who|whom|whose)\b|\b(?:what|which) (?:person|man|woman|king|author|scientist|"
        r"company|organi[sz]ation|group|team)\b",
    ),
    (  # “*Where* is it?”, “*Which city*?”
        AnswerType.PLACE,
        r"\bwhere\b|\b(?:what|which) (?:country|city|state|place|region|county|area|town|island|"
        r"river|continent|district|street|location)\b",
    ),
    (AnswerType.REASON, r"\bwhy\b|\bwhat (?:reason|cause)"),
    (AnswerType.MANNER, r"\bhow\b"),
    (AnswerType.THING, r"\b(?:what|which)\b"),
)
_COMPILED_PATTERNS = tuple(
    (kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _QUESTION_PATTERNS
)

# A date: “January 2, 2022”, “2 January”, “1914–18”, “950 AD”, “10th century”, “Monday”,
# “2022-01-05”
_DATE = re.compile(
    rf"\b(?:{_MONTH})\b\.?(?: \d{{1,2}}(?:st|nd|rd|th)?\b)?(?:,? \d{{4}}\b)?"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th)? (?:{_MONTH})\b(?:,? \d{{4}}\b)?"
    r"|\b(?:1\d|20)\d\d(?:[–-]\d{2,4})?s?\b|\b\d{1,4} ?(?:BCE?|AD|CE)\b"
    r"|\b(?:\d{1,2}|[a-z]+)(?:st|nd|rd|th) (?:and \d{1,2}(?:st|nd|rd|th) )?centur(?:y|ies)\b"
    r"|\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|\b\d{4}-\d{2}-\d{2}\b"
)
# A number with its unit of size: “$5.8 million”, “3%”, “two dozen”
_NUMBER = re.compile(
    rf"(?:[$€£¥]?\b\d(?:[\d.,]*\d)?(?: ?%)?|\b(?:{_NUMBER_WORD})\b)"
    r"(?:[ -](?:hundred|thousand|million|billion|trillion|dozen|percent|per cent)\b)*",
    re.IGNORECASE,
)
# A sequence of capitalised words: “Nikol Pashinyan”, “Bank of the West”
_NAME = re.compile(
    r"\b[A-Z][\w’'-]*(?:\.(?= [A-Z]))?(?:[ ](?:(?:of|the|de|von|van|al|bin|la|du)[ ]){0,2}"
    r"[A-Z][\w’'-]*(?:\.(?= [A-Z]))?)*"
)
# A word that introduces a reason: “because of high prices”
_REASON = re.compile(
    r"\b(?:because|due to|since|in order to|as a result|so that|therefore|caused?|led to)\b",
    re.IGNORECASE,
)
_ANSWER_PATTERNS = {
    AnswerType.DATE: _DATE,
    AnswerType.NUMBER: _NUMBER,
    AnswerType.PERSON: _NAME,
    AnswerType.PLACE: _NAME,
    AnswerType.REASON: _REASON,
}
_WORD = re.compile(r"\w+")
# Words that are capitalised because they begin a sentence: “*However, the* Senate …”
_SENTENCE_OPENING = re.compile(
    r"(?:(?:The|A|An|In|On|At|By|For|From|With|After|Before|During|Since|As|And|But|Or|If|When|"
    r"While|Although|Though|Because|However|Later|According|He|She|It|They|We|I|You|His|Her|Its|"
    r"Their|This|That|These|Those|There|Then|Some|Many|Most|All|Both|Each|Of|To) ?)+\b"
)


def answer_type_of(question: str) -> AnswerType:
    """Return the type of answer that a question asks for."""
    matching = (kind for kind, pattern in _COMPILED_PATTERNS if pattern.search(question))
    return next(matching, AnswerType.OTHER)


def candidates(kind: AnswerType, question: str, sentence: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of a sentence that could be the answer, by their pattern.

    A span whose words all occur in the question is skipped. Types without a pattern have no spans.
    """
    pattern = _ANSWER_PATTERNS.get(kind)
    if pattern is None:
        return
    question_words = words_of(question)
    for match in pattern.finditer(sentence):
        start, end = match.span()
        if pattern is _NAME:
            opening = _SENTENCE_OPENING.match(sentence, start, end)
            start = opening.end() if opening else start
            if _DATE.search(sentence, start, end):
                continue
        words = words_of(sentence[start:end])
        if words and not words <= question_words:
            yield start, end


def words_of(text: str) -> set[str]:
    """Return the words of a text in lower case."""
    return {word.lower() for word in _WORD.findall(text)}
