"""Groups as rows of tokens.

The rows are exactly those of a running Quoth: `index.cross_encoder.rows_of` makes both, with the
tokenizer that ships. What is added here is where the labelled sentences and answers are in a row.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files

from assistant.training.reader.groups import Group, LabelledPassage
from index import Span
from index.cross_encoder import Row, rows_of
from index.onnx_embedding import open_tokenizer


@dataclass(frozen=True, slots=True)
class LabelledRow:
    """A row with its labels. A sentence that was cut off from the row is left out.

    Attributes:
        row: the tokens.
        sentences: the tokens of each sentence, as places in the row, end exclusive.
        labels: the label of each of these sentences.
        answers: the first and the last token of each accepted short answer.
    """

    row: Row
    sentences: tuple[Span, ...]
    labels: tuple[int, ...]
    answers: tuple[Span, ...]

    @property
    def text(self) -> Span:
        """The tokens of the passage's own text, end exclusive."""
        return self.row.start, self.row.start + len(self.row.offsets)


class RowEncoder:
    """Encodes groups with the tokenizer that ships."""

    def __init__(self) -> None:
        """Load the tokenizer."""
        content = (files("index.minilm") / "tokenizer.json").read_text(encoding="utf-8")
        self._tokenizer = open_tokenizer(content)

    def rows(self, question: str, passages: Sequence[tuple[str, str]]) -> list[Row]:
        """Return a row for each passage, given as its surroundings and its text."""
        return rows_of(self._tokenizer, question, passages)

    def labelled_rows(self, group: Group) -> list[LabelledRow]:
        """Return the rows of a group, without those that no sentence fits in."""
        texts = [(each.surroundings, each.text) for each in group.passages]
        rows = zip(self.rows(group.question, texts), group.passages, strict=True)
        labelled = [_labelled(row, passage) for row, passage in rows]
        return [each for each in labelled if each.sentences]


def _labelled(row: Row, passage: LabelledPassage) -> LabelledRow:
    spans = [tokens_in(row, *each) for each in passage.sentences]
    kept = [number for number, (start, end) in enumerate(spans) if start < end]
    answers = (_whole(row, *each) for each in passage.answers)
    return LabelledRow(
        row,
        tuple(spans[number] for number in kept),
        tuple(passage.labels[number] for number in kept),
        tuple(each for each in answers if each),
    )


def tokens_in(row: Row, start: int, end: int) -> Span:
    """Return the tokens that overlap a span of the passage, end exclusive; may be empty."""
    first = bisect_right(row.offsets, start, key=lambda each: each[1])
    last = bisect_left(row.offsets, end, key=lambda each: each[0])
    return row.start + first, row.start + max(first, last)


def _whole(row: Row, start: int, end: int) -> Span | None:
    """Return the first and the last token of a span, or None if some of it was cut off."""
    first, last = tokens_in(row, start, end)
    if first == last or end > row.offsets[-1][1]:
        return None
    return first, last - 1
