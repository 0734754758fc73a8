"""Statements that their quotes support, made from sentences, questions and written answers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from assistant.training.verifying.rewordings import REWORDINGS, reword

Span = tuple[int, int]
_WINDOW = 3  # sentences on each side that are quotes too
_MOST_QUOTES = 20
_REWORDED_AGAIN = 0.5  # share of the statements from sentences that are reworded in a second way
_REWORDED = 0.3  # share of the statements from questions that are reworded
_WORDS_OF_PROSE = range(6, 46)  # words of a sentence that is used
_MARKUP = re.compile(r"[<>|{}\\\[\]]|https?:|[a-z][A-Z][a-z]+[A-Z]")


@dataclass(frozen=True, slots=True)
class Example:
    """A statement with its quotes and whether these support it.

    Attributes:
        kind: how it was made.
        statement: the text.
        cited: positions of the quotes that it cites.
        quotes: the document, start and end of each quote.
        question: the question that it answers, or empty.
        document: the name of its document; the folds keep a document together.
        is_supported: whether the quotes support it.
    """

    kind: str
    statement: str
    cited: tuple[int, ...]
    quotes: tuple[tuple[str, int, int], ...]
    question: str
    document: str
    is_supported: bool = True


@dataclass(frozen=True, slots=True)
class Document:
    """A document with the spans of its sentences."""

    name: str
    text: str
    spans: tuple[Span, ...]

    def sentence(self, number: int) -> str:
        """Return a sentence in one line."""
        return " ".join(self.text[slice(*self.spans[number])].split())

    def window(self, number: int) -> tuple[tuple[int, ...], tuple[tuple[str, int, int], ...]]:
        """Return the position of a sentence among those around it, and these as quotes."""
        first = max(0, number - _WINDOW)
        spans = self.spans[first : number + _WINDOW + 1]
        return (number - first,), tuple((self.name, *span) for span in spans)

    def sentence_with(self, start: int, end: int) -> int | None:
        """Return the number of the sentence that contains a span, or None."""
        found = (n for n, (a, b) in enumerate(self.spans) if a <= start and end <= b)
        return next(found, None)


def from_sentences(document: Document, random: Random, most: int) -> Iterator[Example]:
    """Yield statements that reword some of a document's sentences."""
    usable = [n for n in range(len(document.spans)) if _is_prose(document.sentence(n))]
    for number in sorted(random.sample(usable, min(most, len(usable)))):
        before = document.sentence(number - 1) if number else ""
        for kind in random.sample(sorted(REWORDINGS), len(REWORDINGS)):
            made = REWORDINGS[kind](document.sentence(number), before, random)
            if made:
                if random.random() < _REWORDED_AGAIN:
                    made = reword(made, random, excluded=kind)
                cited, quotes = document.window(number)
                yield Example(kind, made, cited, quotes, "", document.name)
                break


def _is_prose(sentence: str) -> bool:
    has_form = sentence[0].isupper() and sentence[-1] == "." and not _MARKUP.search(sentence)
    return len(sentence.split()) in _WORDS_OF_PROSE and has_form


def from_questions(path: Path, documents: dict[str, Document], random: Random) -> Iterator[Example]:
    """Yield questions turned into statements by their answers, with the sentence that answers."""
    rows = [row for row in read_rows(path) if row["answerable"] and row["evidence"]]
    for row in rows:
        evidence = row["evidence"][0]
        document = documents[evidence["document"]]
        number = document.sentence_with(evidence["start"], evidence["end"])
        made = state(row["question"], row["answers"][0])
        if made is None or number is None:
            continue
        if not _stands_alone(row["question"], document.sentence(number)):
            continue
        if random.random() < _REWORDED:
            made = reword(made, random, excluded="")
        cited, quotes = document.window(number)
        yield Example("question", made, cited, quotes, row["question"], document.name)


def _stands_alone(question: str, sentence: str) -> bool:
    """Tell whether a sentence has half of the question's words; others need their neighbours."""
    wanted = {word[:4] for word in _words(question) if not _QUESTION_WORD.fullmatch(word)}
    found = {word[:4] for word in _words(sentence)}
    return len(wanted & found) >= 0.5 * len(wanted)


_QUESTION_WORD = re.compile(r"what|who|which|when|where|how|many|the|was|were|did|does|are|and|for")
_AUX = "is|are|was|were|can|could|has|have|had|will|would|should|must|may|might"
# How a question becomes a statement: a pattern, and a format of its groups and the answer.
_STATEMENTS = (
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


def state(question: str, answer: str) -> str | None:
    """Return question and answer as one statement; None where no pattern applies.

    Example:
        >>> state("Where is Normandy located?", "France")
        'Normandy is located in France.'
    """
    asked = question.strip().rstrip("? ").strip()
    if len(answer.split()) > 10 or not 4 <= len(asked.split()) <= 22:
        return None
    for pattern, shape in reversed(_STATEMENTS):
        found = re.match(pattern, asked, re.IGNORECASE)
        if found:
            has_in = re.match(
                r"(?:in|on|at|by|near|from|during|after|the)\b", answer, re.IGNORECASE
            )
            text = shape.format(*found.groups(), answer=answer, **{"in": "" if has_in else "in "})
            return f"{text[0].upper()}{text[1:]}."
    return None


def from_references(path: Path, documents: dict[str, Document]) -> Iterator[Example]:
    """Yield the sentences of human answers, with the sentences of the sources that they quote."""
    for row in read_rows(path):
        for part in re.split(r"(?<=[.!?] \])\s+|(?<=[.!?])\s+(?=[A-Z\[])", row["reference"]):
            plain = _without_marks(part)
            numbers = sorted(set(re.findall(r"\[ (\d+) ", part)))
            cited_documents = [
                documents[f"{row['id']}-{n}"] for n in numbers if f"{row['id']}-{n}" in documents
            ]
            if len(plain.split()) >= 5 and cited_documents:
                every = tuple((d.name, *span) for d in cited_documents for span in d.spans)
                quotes = every[:_MOST_QUOTES]
                cited = _nearest(plain, quotes, documents, len(cited_documents))
                name = cited_documents[0].name
                yield Example("human", plain, cited, quotes, row["question"], name)


def _without_marks(text: str) -> str:
    plain = " ".join(re.sub(r"\[ ?\d+ | ?\]", " ", text).split())
    plain = re.sub(r"\s+([.,;:!?)])", r"\1", plain).replace("( ", "(").replace(".,", ",")
    return plain.replace("..", ".")


def from_answers(path: Path, documents: dict[str, Document]) -> Iterator[Example]:
    """Yield the sentences of a model's answers, with the sentences that share most words."""
    for row in read_rows(path):
        if row.get("label") != "ANSWERABLE":
            continue
        sources = [documents[each["document"]] for each in row["evidence"]]
        every = [(d.name, *span) for d in sources for span in d.spans]
        for part in re.split(r"(?<=[.!?])\s+|\n+", row["answers"][0]):
            plain = part.strip(" -•*")
            if len(plain.split()) not in _WORDS_OF_PROSE or not plain.endswith("."):
                continue
            order = _nearest(plain, every, documents, _MOST_QUOTES)
            quotes = tuple(every[position] for position in order)
            cited = tuple(range(min(2, len(quotes))))
            yield Example("written", plain, cited, quotes, row["question"], sources[0].name)


def _nearest(
    text: str,
    quotes: Sequence[tuple[str, int, int]],
    documents: dict[str, Document],
    most: int,
) -> tuple[int, ...]:
    """Return the positions of the quotes that share most words with a text, most first."""
    wanted = _words(text)
    shares = [len(wanted & _words(documents[name].text[start:end])) for name, start, end in quotes]
    return tuple(sorted(range(len(quotes)), key=lambda position: -shares[position])[:most])


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w{3,}", text.lower()))


def read_rows(path: Path) -> list[dict[str, Any]]:
    """Return the rows of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]
