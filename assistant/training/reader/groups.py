"""Groups, the examples that the cross-encoder is trained on, and their files."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from index import Span

POSITIVE, NEGATIVE, DOUBTFUL = 1, 0, -1
"""Labels of a sentence: it answers; it does not; it may, so it counts neither way."""

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class LabelledPassage:
    """A passage whose sentences are labelled for one question.

    Attributes:
        surroundings: the line of title, section and file; may be empty.
        text: its text.
        sentences: the spans of its sentences.
        labels: for each sentence `POSITIVE`, `NEGATIVE` or `DOUBTFUL`.
        answers: the spans of accepted short answers; none where only sentences are labelled.
    """

    surroundings: str
    text: str
    sentences: tuple[Span, ...]
    labels: tuple[int, ...]
    answers: tuple[Span, ...] = ()

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> LabelledPassage:
        """Return the passage of a row of a file."""
        spans = {key: tuple(map(tuple, row[key])) for key in ("sentences", "answers")}
        return cls(row["surroundings"], row["text"], labels=tuple(row["labels"]), **spans)

    @property
    def is_answering(self) -> bool:
        """Whether a sentence is labelled as an answer."""
        return POSITIVE in self.labels

    def without_answer(self) -> LabelledPassage:
        """Return the passage for a question that it does not answer."""
        negative = (NEGATIVE,) * len(self.labels)
        return LabelledPassage(self.surroundings, self.text, self.sentences, negative)


@dataclass(frozen=True, slots=True)
class Group:
    """A question with the passages over which its scores are normalised.

    Attributes:
        question: the question.
        passages: one or more; none of them has to answer.
        weight: the factor of its loss.
        origin: the name of the set that it is from.
    """

    question: str
    passages: tuple[LabelledPassage, ...]
    weight: float
    origin: str


def read_rows(path: Path) -> list[Row]:
    """Return the rows of a file of gzipped JSON lines."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def write_rows(rows: Iterable[Row], path: Path) -> int:
    """Write rows as gzipped JSON lines, the same bytes each time; return how many."""
    lines = [json.dumps(row, ensure_ascii=False) + "\n" for row in rows]
    path.write_bytes(gzip.compress("".join(lines).encode(), mtime=0))
    return len(lines)


def write_groups(groups: Iterable[Group], path: Path) -> int:
    """Write groups to a file; return how many."""
    return write_rows(map(asdict, groups), path)


def read_groups(path: Path) -> list[Group]:
    """Return the groups of a file that `write_groups` wrote."""
    return [
        Group(
            row["question"],
            tuple(map(LabelledPassage.of, row["passages"])),
            row["weight"],
            row["origin"],
        )
        for row in read_rows(path)
    ]
