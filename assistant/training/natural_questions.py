"""Question sets over real files: questions as people ask them, with the passages that answer.

A set is `NAME.questions.jsonl` beside `NAME/files/`. A row has `question`, `messages` (the turns
before), `answerable`, `gold` (a list of parts, each a list of accepted passages with `file` and
`quote`; `~~` is between the two ends of a long one) and `short` (accepted short answers with `|`
between, or null).
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index import Span

# Markup counts neither in a text nor in an accepted passage.
_TAG = re.compile(r"</?[A-Za-z][^<>\n]{0,300}>")
_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class NaturalQuestion:
    """A question over the files of a set.

    Attributes:
        id, type: as in the row.
        text: the question.
        messages: what the person said before, oldest first.
        answerable: whether the files answer it.
        gold: accepted passages, each a file name and its words.
        short: accepted short answers; none where a short answer makes no sense.
    """

    id: str
    type: str
    text: str
    messages: tuple[str, ...]
    answerable: bool
    gold: tuple[tuple[str, str], ...]
    short: tuple[str, ...]

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> NaturalQuestion:
        """Return the question of a row."""
        said = (each["content"] for each in row["messages"] if each["role"] == "user")
        gold = ((each["file"], each["quote"]) for part in row["gold"] for each in part)
        short = tuple(filter(None, (row["short"] or "").split("|")))
        is_answerable = bool(row["answerable"])
        return cls(
            row["id"], row["type"], row["question"], tuple(said), is_answerable, tuple(gold), short
        )


def read_natural(folder: Path) -> Iterator[tuple[str, Path, list[NaturalQuestion]]]:
    """Yield the name of each set of a folder, the folder of its files, and its questions."""
    for path in sorted(folder.glob("*.questions.jsonl")):
        name = path.name.removesuffix(".questions.jsonl")
        lines = path.read_text("utf-8").splitlines()
        yield (
            name,
            folder / name / "files",
            [NaturalQuestion.of(json.loads(line)) for line in lines],
        )


class Letters:
    """The letters and digits of a text, for comparing it with words that were typed by hand."""

    def __init__(self, text: str) -> None:
        """Take a text."""
        hidden = {at for tag in _TAG.finditer(text) for at in range(*tag.span())}
        kept = [
            (letter, at)
            for at, each in enumerate(text)
            if at not in hidden
            for letter in each.casefold()
            if letter.isalnum()
        ]
        self._letters = "".join(letter for letter, _ in kept)
        self._at = [at for _, at in kept]

    def spans_of(self, gold: str) -> list[Span]:
        """Return where an accepted passage is, as (first letter, letter after the last)."""
        ends = [self._found(part) for part in gold.split("~~")]
        spans = [span for part in ends for span in part]
        if len(ends) > 1 and ends[-1]:
            spans += [(one[1], ends[-1][0][0]) for one in ends[0] if one[1] < ends[-1][0][0]]
        return spans

    def in_text(self, span: Span) -> Span:
        """Return the offsets in the text of a span that `spans_of` returned; it is not empty."""
        return self._at[span[0]], self._at[span[1] - 1] + 1

    def holds(self, quote: Span, gold: Span) -> bool:
        """Return whether a quote, in offsets of the text, contains half of an accepted passage."""
        start, end = (bisect_left(self._at, each) for each in quote)
        common = min(end, gold[1]) - max(start, gold[0])
        return common >= _SHARE * (gold[1] - gold[0]) > 0

    def _found(self, words: str) -> list[Span]:
        bare = Letters(words)._letters
        if not bare:
            return []
        found = re.finditer(f"(?={re.escape(bare)})", self._letters)
        return [(each.start(), each.start() + len(bare)) for each in found]
