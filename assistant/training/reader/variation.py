"""Random variations of questions and passages, so that training sees what people type and have.

The chances are guesses, made by looking at some hundred groups.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.training.reader.groups import POSITIVE, LabelledPassage
from index import Span

_BEFORE = (
    "can you please tell me ", "please tell me: ", "hi, ", "hello, ", "hey ", "i wonder ",
    "do you know ", "quick question: ", "could you tell me ", "sorry, ", "so ", "just wondering, ",
    "I would like to know: ", "please, ", "ok and ",
)  # fmt: skip
_AFTER = (" thanks", ", please", " thank you!", " please?", " thx", ", any idea?", " cheers")
_FILES = ("notes", "reviews", "thread", "document", "page", "report", "export", "text", "index")
_SUFFIXES = (".txt", ".html", ".md", ".pdf", ".docx", ".csv", ".htm", ".rst")
_LONGEST_FILE_NAME = 40


def as_typed(question: str, dice: random.Random) -> str:
    """Return a question as people type it: often in lower case, at times with polite words."""
    if dice.random() < 0.4:
        question = question.lower().rstrip("?").strip()
    if dice.random() < 0.1:
        question = dice.choice(_BEFORE) + question if dice.random() < 0.6 else question
        question += dice.choice(_AFTER) if dice.random() < 0.5 else ""
    return question.upper() if dice.random() < 0.03 else question


def with_surroundings(passage: LabelledPassage, title: str, dice: random.Random) -> LabelledPassage:
    """Return a passage with an invented line of surroundings.

    At times only that line names the subject and the text says “it”, as in a document whose
    heading has to be read to understand a sentence. At times the line is empty.
    """
    name = re.sub(r"\W+", "-", title.lower()).strip("-")[:_LONGEST_FILE_NAME]
    file = (name or dice.choice(_FILES)) + dice.choice(_SUFFIXES)
    chance = dice.random()
    if not title:
        return replace(passage, surroundings=file if chance < 0.3 else "")
    if chance < 0.2:
        return passage
    if chance < 0.4:
        passage = without_subject(passage, title)
    return replace(passage, surroundings=title if dice.random() < 0.5 else f"{title} · {file}")


def without_subject(passage: LabelledPassage, title: str) -> LabelledPassage:
    """Return a passage that says “it” for its title, except inside a short answer."""
    pattern = rf"(?i)\b(?:the )?{re.escape(title)}\b(?!['’]s)"
    found = [match.span() for match in re.finditer(pattern, passage.text)]
    mentions = [
        (start, end)
        for start, end in found
        if not any(start < right and left < end for left, right in passage.answers)
    ]
    if not mentions:
        return passage
    pieces, last = [], 0
    moved = list(range(len(passage.text) + 1))  # the new offset of each old one
    for start, end in mentions:
        pieces += [passage.text[last:start], "it"]
        shift = moved[end] - (moved[start] + 2)
        moved[start + 1 : end] = [moved[start]] * (end - start - 1)
        moved[end:] = [offset - shift for offset in moved[end:]]
        last = end
    return replace(
        passage,
        text="".join([*pieces, passage.text[last:]]),
        sentences=_mapped(passage.sentences, moved),
        answers=_mapped(passage.answers, moved),
    )


def _mapped(spans: Sequence[Span], offsets: Sequence[int]) -> tuple[Span, ...]:
    return tuple((offsets[start], offsets[end]) for start, end in spans)


def cropped(passage: LabelledPassage, longest: int, dice: random.Random) -> LabelledPassage:
    """Return neighbouring sentences of at most so many characters, one that answers among them.

    A passage that is short enough, or has a single sentence, is returned as it is.
    """
    if len(passage.text) <= longest or len(passage.sentences) < 2:
        return passage
    answering = [number for number, label in enumerate(passage.labels) if label == POSITIVE]
    first = last = dice.choice(answering or range(len(passage.sentences)))
    while True:
        back, forward = first > 0, last + 1 < len(passage.sentences)
        if not back and not forward:
            break
        step = dice.choice([*[-1] * back, *[1] * forward])
        left, right = (first - 1, last) if step < 0 else (first, last + 1)
        if passage.sentences[right][1] - passage.sentences[left][0] > longest:
            break
        first, last = left, right
    return _between(passage, first, last)


def _between(passage: LabelledPassage, first: int, last: int) -> LabelledPassage:
    start, end = passage.sentences[first][0], passage.sentences[last][1]
    sentences = passage.sentences[first : last + 1]
    answers = [each for each in passage.answers if start <= each[0] and each[1] <= end]
    return replace(
        passage,
        text=passage.text[start:end],
        sentences=tuple((left - start, right - start) for left, right in sentences),
        labels=passage.labels[first : last + 1],
        answers=tuple((left - start, right - start) for left, right in answers),
    )
