"""Makes questions from sentences of a simple form, which these sentences answer."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
# A time: “on January 2”, “on 2 January”, “in 1889”
_WHEN = rf"(?:on|in) (?:(?:the )?\d{{1,2}} )?(?:(?:{_MONTH})\b|\d{{4}}\b)"
_WORD = r"[\w’'-]+"
_NAME = rf"[A-Z]{_WORD}"
# A subject of at most seven words that begins with a capital: “Protests in Iran”
_SUBJECT = rf"(?P<subject>(?:{_NAME})(?: {_WORD}){{0,6}}?)"
_PARTICIPLE = r"(?:\w+ed|born|built|found|held|made|won|written|sent|taken|given|seen|shot|struck)"
_INFINITIVES = {
    **{"began": "begin", "ended": "end", "started": "start", "opened": "open"},
    **{"closed": "close", "died": "die", "arrived": "arrive", "happened": "happen"},
}
# A first word that is no name, so that a question from it would not be clear: “*He* was born …”
_UNCLEAR_START = re.compile(
    r"(?:He|She|It|They|We|I|You|This|That|These|Those|There|Here|His|Her|Its|Their|Our|Who|What|"
    r"In|On|At|By|For|From|With|After|Before|During|Since|As|And|But|Or|If|When|While|Although|"
    r"According|However|Also|Some|Many|Most|All|Both|Each|Later|Another|Such|One)\b"
)
# The start of a description of a person: “*an American agronomist*”, “*the president* of …”
_PERSON = re.compile(
    r"(?:a|an|the) (?:[\w-]+ ){0,3}?(?:\w+(?:ist|ician|man|woman|author|ographer)|president|king|"
    r"queen|poet|writer|actor|actress|singer|leader|minister|emperor|philosopher|engineer|player|"
    r"commander|general|bishop|pope|prince|princess)\b",
    re.IGNORECASE,
)
# “*Protests in Iran began on January* 2”
_DATED = re.compile(rf"{_SUBJECT} (?P<verb>{'|'.join(_INFINITIVES)}) {_WHEN}")
# “*The Eiffel Tower was completed in 1889*”
_DATED_PASSIVE = re.compile(
    rf"{_SUBJECT} (?P<verb>was|were) (?P<done>(?:first )?{_PARTICIPLE}) {_WHEN}"
)
# “About *300 soldiers were killed*”
_COUNTED = re.compile(
    r"\d[\d.,]*(?: (?:thousand|million|billion|hundred))? "
    r"(?P<what>(?:[a-z-]+ ){0,2}(?:[a-z]+s|people|men|women|children)) "
    rf"(?P<verb>were|have been|had been) (?P<done>{_PARTICIPLE})\b"
)
# “*The Moon is the only satellite of the Earth*”
_DEFINED = re.compile(
    rf"(?P<subject>(?:The )?{_NAME}(?: (?:(?:of|the|for|and) )*{_NAME}){{0,4}}) "
    r"(?P<verb>is|was|are|were) (?P<what>(?:an?|the|one of) .+)"
)
# A name of several words inside a sentence: “… led *the Security Council* and …”
_LONG_NAME = re.compile(rf"(?<=[a-z,;] )(?:the )?(?:{_NAME}(?: (?:of (?:the )?)?{_NAME})+)")
# A unit, which is measured instead of counted: “*hours* were spent”
_UNIT = re.compile(r"(?:percent|per|hours|minutes|seconds|days|weeks|months|years|times)\b")


def questions_of(sentence: str, text: str) -> Iterator[str]:
    """Yield questions that a sentence answers; none if its form is not simple.

    Args:
        sentence: one sentence.
        text: its context; a first word that also occurs in lower case there is no name.

    Example:
        >>> list(questions_of("Protests in Kazakhstan began on January 2.", "Many protests."))
        ['When did protests in Kazakhstan begin?']
    """
    plain = " ".join(sentence.split()).strip('“”" ')
    counted = _COUNTED.search(plain)
    if counted and not _UNIT.match(counted["what"]):
        yield f"How many {counted['what']} {counted['verb']} {counted['done']}?"
    if _UNCLEAR_START.match(plain):
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
    """Return the names of more than one word in a text, most frequent first."""
    return [name for name, _ in Counter(_LONG_NAME.findall(text)).most_common()]


def question_about(name: str) -> str:
    """Return a question about a name.

    Example:
        >>> question_about("the Security Council")
        'What is said about the Security Council?'
    """
    return f"What is said about {name}?"


def _inside(subject: str, text: str) -> str:
    """Return the subject of a sentence with the capitals that it has inside a sentence."""
    first, _, rest = subject.partition(" ")
    is_no_name = first in {"The", "A", "An"} or re.search(rf"\b{first.lower()}\b", text)
    return f"{first.lower()} {rest}".strip() if is_no_name else subject
