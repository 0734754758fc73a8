"""Statements that quotes support, made from sentences and questions as a model rewords them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from assistant.training.verifying.rewording import REWORDINGS, reworded

Span = tuple[int, int]
_WINDOW = 3
_MOST_QUOTES = 20
_MARKUP = re.compile(r"[<>|{}\\\[\]]|https?:|[a-z][A-Z][a-z]+[A-Z]")


@dataclass(frozen=True, slots=True)
class Example:
    """A statement with its quotes and whether these support it.

    Attributes:
        kind: how it was made.
        statement: the text.
        claimed: places of the quotes that it points at.
        quotes: the document and span of each quote.
        question: what it answers; empty where nothing was asked.
        document: what it is kept together by.
        is_supported: whether the quotes support it.
    """

    kind: str
    statement: str
    claimed: tuple[int, ...]
    quotes: tuple[tuple[str, int, int], ...]
    question: str
    document: str
    is_supported: bool = True


@dataclass(frozen=True, slots=True)
class Sentences:
    """A document as sentences."""

    document: str
    text: str
    spans: tuple[Span, ...]

    def said(self, place: int) -> str:
        """Return a sentence in one line."""
        return " ".join(self.text[slice(*self.spans[place])].split())

    def window(self, place: int) -> tuple[tuple[int, ...], tuple[tuple[str, int, int], ...]]:
        """Return the place of a sentence among those around it, and these as quotes."""
        first = max(0, place - _WINDOW)
        spans = self.spans[first : place + _WINDOW + 1]
        return (place - first,), tuple((self.document, *span) for span in spans)

    def holding(self, start: int, end: int) -> int | None:
        """Return which sentence holds a span, or None."""
        found = (n for n, (a, b) in enumerate(self.spans) if a <= start and end <= b)
        return next(found, None)


def from_sentences(document: Sentences, random: Random, most: int) -> Iterator[Example]:
    """Yield statements made from some of a document's sentences."""
    usable = [n for n in range(len(document.spans)) if _is_plain(document.said(n))]
    for place in sorted(random.sample(usable, min(most, len(usable)))):
        before = document.said(place - 1) if place else ""
        for kind in random.sample(sorted(REWORDINGS), len(REWORDINGS)):
            made = REWORDINGS[kind](document.said(place), before, random)
            if made:
                if random.random() < 0.5:
                    made = reworded(made, random, but=kind)
                claimed, quotes = document.window(place)
                yield Example(kind, made, claimed, quotes, "", document.document)
                break


def _is_plain(sentence: str) -> bool:
    words = sentence.split()
    is_prose = sentence[0].isupper() and sentence[-1] == "." and not _MARKUP.search(sentence)
    return 6 <= len(words) <= 45 and is_prose


def from_questions(
    path: Path, documents: dict[str, Sentences], random: Random
) -> Iterator[Example]:
    """Yield questions with their answers put in, beside the sentence that answers."""
    rows = [row for row in lines(path) if row["answerable"] and row["evidence"]]
    for row in rows:
        evidence = row["evidence"][0]
        document = documents[evidence["document"]]
        place = document.holding(evidence["start"], evidence["end"])
        made = stated(row["question"], row["answers"][0])
        if made is None or place is None or not _is_near(row["question"], document.said(place)):
            continue
        if random.random() < 0.3:
            made = reworded(made, random, but="")
        claimed, quotes = document.window(place)
        yield Example("question", made, claimed, quotes, row["question"], document.document)


def _is_near(question: str, sentence: str) -> bool:
    """Tell whether a sentence has half of what is asked: others lean on the sentences around."""
    wanted = {word[:4] for word in _words(question) if not _ASKING.fullmatch(word)}
    held = {word[:4] for word in _words(sentence)}
    return len(wanted & held) >= 0.5 * len(wanted)


_ASKING = re.compile(r"what|who|which|when|where|how|many|the|was|were|did|does|are|and|for")
_AUX = "is|are|was|were|can|could|has|have|had|will|would|should|must|may|might"
_TURNS = (
    (
        rf"^(?:who|what) ((?:{_AUX}) .+|(?:[a-z]+ly )?(?!did|do|does|kinds?|types?|year|percent)"
        r"[a-z]+(?:s|ed|t|n|w|d|e|k)\b .+)$",
        "{answer} {0}",
    ),
    (rf"^(?:which|what) ([a-z]+(?: [a-z]+)?) ((?:{_AUX}) .+|[a-z]+ed .+)$", "{answer} {1}"),
    (r"^how many ((?!.*\b(?:did|do|does)\b).+)$", "{answer} {0}"),
    (
        rf"^(?:when|where) ({_AUX}) (.+) ([a-z]+(?:ed|en|lt|ld|wn|de|nd))$",
        "{1} {0} {2} {in}{answer}",
    ),
    (
        rf"^in (?:what|which) [a-z]+ ({_AUX}) (.+) ([a-z]+(?:ed|en|lt|ld|wn|de|nd))$",
        "{1} {0} {2} in {answer}",
    ),
    (
        r"^(?:what|who) (is|was|are|were) (the (?:name|title|capital|purpose|number) .+)$",
        "{1} {0} {answer}",
    ),
)


def stated(question: str, answer: str) -> str | None:
    """Return a question as the statement that its answer makes it; None where that is not simple.

    Example:
        >>> stated("Where is Normandy located?", "France")
        'Normandy is located in France.'
    """
    asked = question.strip().rstrip("? ").strip()
    if len(answer.split()) > 10 or not 4 <= len(asked.split()) <= 22:
        return None
    for pattern, shape in reversed(_TURNS):
        found = re.match(pattern, asked, re.IGNORECASE)
        if found:
            has_in = re.match(
                r"(?:in|on|at|by|near|from|during|after|the)\b", answer, re.IGNORECASE
            )
            text = shape.format(*found.groups(), answer=answer, **{"in": "" if has_in else "in "})
            return f"{text[0].upper()}{text[1:]}."
    return None


def from_references(path: Path, documents: dict[str, Sentences]) -> Iterator[Example]:
    """Yield the sentences of human answers, beside the sentences of the sources that they quote."""
    for row in lines(path):
        for part in re.split(r"(?<=[.!?] \])\s+|(?<=[.!?])\s+(?=[A-Z\[])", row["reference"]):
            plain = _without_marks(part)
            numbers = sorted(set(re.findall(r"\[ (\d+) ", part)))
            held = [
                documents[f"{row['id']}-{n}"] for n in numbers if f"{row['id']}-{n}" in documents
            ]
            if len(plain.split()) >= 5 and held:
                quotes = tuple((d.document, *span) for d in held for span in d.spans)[:_MOST_QUOTES]
                claimed = _nearest(plain, quotes, documents, len(held))
                yield Example("human", plain, claimed, quotes, row["question"], held[0].document)


def _without_marks(text: str) -> str:
    plain = " ".join(re.sub(r"\[ ?\d+ | ?\]", " ", text).split())
    plain = re.sub(r"\s+([.,;:!?)])", r"\1", plain).replace("( ", "(").replace(".,", ",")
    return plain.replace("..", ".")


def from_answers(path: Path, documents: dict[str, Sentences]) -> Iterator[Example]:
    """Yield the sentences of written answers, beside the sentences nearest to them in words."""
    for row in lines(path):
        if row.get("label") != "ANSWERABLE":
            continue
        held = [documents[each["document"]] for each in row["evidence"]]
        every = [(d.document, *span) for d in held for span in d.spans]
        for part in re.split(r"(?<=[.!?])\s+|\n+", row["answers"][0]):
            plain = part.strip(" -•*")
            if not 6 <= len(plain.split()) <= 45 or not plain.endswith("."):
                continue
            order = _nearest(plain, every, documents, _MOST_QUOTES)
            quotes = tuple(every[place] for place in order)
            claimed = tuple(range(min(2, len(quotes))))
            yield Example("written", plain, claimed, quotes, row["question"], held[0].document)


def _nearest(
    text: str,
    quotes: Sequence[tuple[str, int, int]],
    documents: dict[str, Sentences],
    most: int,
) -> tuple[int, ...]:
    wanted = _words(text)
    shares = [len(wanted & _words(documents[name].text[start:end])) for name, start, end in quotes]
    return tuple(sorted(range(len(quotes)), key=lambda place: -shares[place])[:most])


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w{3,}", text.lower()))


def lines(path: Path) -> list[dict[str, Any]]:
    """Return the rows of a file of JSON lines."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]
