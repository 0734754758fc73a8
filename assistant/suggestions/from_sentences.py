"""Questions that sentences answer, made from their words where these have a plain shape."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
_WHEN = rf"(?:on|in) (?:(?:the )?\d{{1,2}} )?(?:(?:{_MONTH})\b|\d{{4}}\b)"
_WORD = r"[\w’'-]+"
_NAME = rf"[A-Z]{_WORD}"
_SUBJECT = rf"(?P<subject>(?:{_NAME})(?: {_WORD}){{0,6}}?)"
_DONE = r"(?:\w+ed|born|built|found|held|made|won|written|sent|taken|given|seen|shot|struck)"
_INFINITIVES = {
    **{"began": "begin", "ended": "end", "started": "start", "opened": "open"},
    **{"closed": "close", "died": "die", "arrived": "arrive", "happened": "happen"},
}
_PRONOUN = re.compile(
    r"(?:He|She|It|They|We|I|You|This|That|These|Those|There|Here|His|Her|Its|Their|Our|Who|What|"
    r"In|On|At|By|For|From|With|After|Before|During|Since|As|And|But|Or|If|When|While|Although|"
    r"According|However|Also|Some|Many|Most|All|Both|Each|Later|Another|Such|One)\b"
)
_PERSON = re.compile(
    r"(?:a|an|the) (?:[\w-]+ ){0,3}?(?:\w+(?:ist|ician|man|woman|author|ographer)|president|king|"
    r"queen|poet|writer|actor|actress|singer|leader|minister|emperor|philosopher|engineer|player|"
    r"commander|general|bishop|pope|prince|princess)\b",
    re.IGNORECASE,
)
_DATED = re.compile(rf"{_SUBJECT} (?P<verb>{'|'.join(_INFINITIVES)}) {_WHEN}")
_DATED_PASSIVE = re.compile(rf"{_SUBJECT} (?P<verb>was|were) (?P<done>(?:first )?{_DONE}) {_WHEN}")
_COUNTED = re.compile(
    r"\d[\d.,]*(?: (?:thousand|million|billion|hundred))? "
    r"(?P<what>(?:[a-z-]+ ){0,2}(?:[a-z]+s|people|men|women|children)) "
    rf"(?P<verb>were|have been|had been) (?P<done>{_DONE})\b"
)
_DEFINED = re.compile(
    rf"(?P<subject>(?:The )?{_NAME}(?: (?:(?:of|the|for|and) )*{_NAME}){{0,4}}) "
    r"(?P<verb>is|was|are|were) (?P<what>(?:an?|the|one of) .+)"
)
_NAMED = re.compile(rf"(?<=[a-z,;] )(?:the )?(?:{_NAME}(?: (?:of (?:the )?)?{_NAME})+)")
_NO_UNIT = re.compile(r"(?:percent|per|hours|minutes|seconds|days|weeks|months|years|times)\b")


def questions_of(sentence: str, text: str) -> Iterator[str]:
    """Yield questions that a sentence answers; none where it has no plain shape.

    Args:
        sentence: one sentence.
        text: where it stands; tells names from what a sentence only begins with.

    Example:
        >>> list(questions_of("Protests in Kazakhstan began on January 2.", "Many protests."))
        ['When did protests in Kazakhstan begin?']
    """
    plain = " ".join(sentence.split()).strip('“”" ')
    counted = _COUNTED.search(plain)
    if counted and not _NO_UNIT.match(counted["what"]):
        yield f"How many {counted['what']} {counted['verb']} {counted['done']}?"
    if _PRONOUN.match(plain):
        return
    if dated := _DATED.match(plain):
        verb = _INFINITIVES[dated["verb"]]
        yield f"When did {_inside(dated['subject'], text)} {verb}?"
    elif dated := _DATED_PASSIVE.match(plain):
        yield f"When {dated['verb']} {_inside(dated['subject'], text)} {dated['done']}?"
    elif defined := _DEFINED.match(plain):
        asks = "Who" if _PERSON.match(defined["what"]) else "What"
        yield f"{asks} {defined['verb']} {_inside(defined['subject'], text)}?"


def names_in(text: str) -> list[str]:
    """Return the names of several words in a text, most frequent first."""
    return [name for name, _ in Counter(_NAMED.findall(text)).most_common()]


def question_about(name: str) -> str:
    """Return a question about a name.

    Example:
        >>> question_about("the Security Council")
        'What is said about the Security Council?'
    """
    return f"What is said about {name}?"


def _inside(subject: str, text: str) -> str:
    """Return the subject of a sentence as it is written inside one."""
    first, _, rest = subject.partition(" ")
    is_plain = first in {"The", "A", "An"} or re.search(rf"\b{first.lower()}\b", text)
    return f"{first.lower()} {rest}".strip() if is_plain else subject
