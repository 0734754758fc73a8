"""Groups from the public question sets that `index/minilm/PROVENANCE.md` lists.

    python -m assistant.training.reader.training_sets SETS GROUPS.jsonl.gz

SETS has two folders of gzipped JSON lines; spans are offsets, end exclusive:

- `qa/NAME.jsonl.gz`: `question`, `passage`, `title`, `answers` and `evidence` (spans of the
  passage with `start` and `end`; no answers where the passage does not answer)
- `rank/NAME.jsonl.gz`: `question`, `title`, `sentences`, `labels` (1 for each that answers)

The negatives of a question are the passages of its set that are most similar to it.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from assistant.training.reader.groups import (
    DOUBTFUL,
    NEGATIVE,
    POSITIVE,
    Group,
    LabelledPassage,
    read_rows,
    write_groups,
)
from assistant.training.reader.variation import as_typed, cropped, with_surroundings
from index import Span, split_sentences

# For each set the most questions taken and the weight of each. Both are guesses from reading some
# rows of every set: natural questions over documents count, what is made by rule counts little.
QUESTIONS = {
    "squadshifts_new_wiki": (6500, 1.0),
    "squadshifts_reddit": (3600, 1.0),
    "squadshifts_amazon_reviews": (3000, 1.0),
    "fairytaleqa": (3000, 1.0),
    "qed_dev": (1351, 1.0),
    "covidqa": (900, 1.0),
    "tatqa": (697, 1.0),
    "clapnq_dev": (523, 1.0),
    "quoref_test_subset": (200, 0.7),
    "molweni_test": (250, 0.4),
    "condaqa": (450, 0.4),
    "qamr": (600, 0.6),
    "qasrl_filled": (300, 0.6),
    "squadshifts_lookalike": (500, 0.6),
    "fairytaleqa_lookalike": (250, 0.6),
    "covidqa_lookalike": (100, 0.5),
    "qasrl_unanswerable": (120, 0.4),
    "swapped_name": (500, 0.4),
}
SENTENCES = {
    "squad_train_sentences": (4200, 1.0),
    "selqa": (2200, 1.0),
    "conditionalqa_govuk": (900, 0.8),
}
# Longer answers, in characters, are sentences; their spans would teach the short answer nothing.
_LONGEST_SHORT_ANSWER = 120
# Characters that a passage is cropped to, as those of Quoth are at most about 1,000.
_CROPPED_TO = (350, 950)
_NEIGHBOURS = 12


@dataclass(frozen=True, slots=True)
class Example:
    """A row of a set, whether it labels spans or sentences.

    Attributes:
        question, title: as in the row.
        passage: the passage with its labels.
        answers: the words of the answers, in lower case.
    """

    question: str
    passage: LabelledPassage
    title: str
    answers: tuple[str, ...]


def with_spans(row: Mapping[str, Any]) -> Example:
    """Return a row of `qa`."""
    text = row["passage"]
    answers = [(each["start"], each["end"]) for each in row["answers"]]
    evidence = [(each["start"], each["end"]) for each in row["evidence"]] or answers
    sentences = tuple(split_sentences(text, 0, len(text)))
    words = {text[start:end].lower() for start, end in answers if end - start > 2}
    labels = tuple(_label(text, each, evidence, words) for each in sentences)
    short = tuple(each for each in answers if each[1] - each[0] <= _LONGEST_SHORT_ANSWER)
    passage = LabelledPassage("", text, sentences, labels, short)
    title = unquote(row.get("title", "")).replace("_", " ")
    return Example(row["question"], passage, title, tuple(words))


def with_sentences(row: Mapping[str, Any]) -> Example:
    """Return a row of `rank`."""
    spans: list[Span] = []
    start = 0
    for sentence in row["sentences"]:
        spans.append((start, start + len(sentence)))
        start += len(sentence) + 1
    labelled = zip(row["sentences"], row["labels"], strict=True)
    answers = tuple(sentence.lower() for sentence, label in labelled if label)
    text = " ".join(row["sentences"])
    passage = LabelledPassage("", text, tuple(spans), tuple(row["labels"]))
    return Example(row["question"], passage, row.get("title", ""), answers)


def _label(text: str, sentence: Span, evidence: Sequence[Span], words: set[str]) -> int:
    """Return the label of a sentence; one with the words of an answer elsewhere is doubtful."""
    start, end = sentence
    for left, right in evidence:
        if min(end, right) - max(start, left) >= min(0.5 * (end - start), right - left):
            return POSITIVE
    lower = text[start:end].lower()
    return DOUBTFUL if any(each in lower for each in words) else NEGATIVE


class Neighbours:
    """The passages of a set, by similarity to a question."""

    def __init__(self, examples: Sequence[Example]) -> None:
        """Index the passages of a set, each once."""
        self.passages = list({each.passage.text: each for each in examples}.values())
        self._vectorizer = TfidfVectorizer(sublinear_tf=True, stop_words="english")
        texts = (f"{each.title} {each.passage.text}" for each in self.passages)
        self._texts = self._vectorizer.fit_transform(texts)

    def of(self, examples: Sequence[Example]) -> Iterator[list[Example]]:
        """Yield, for each example, the most similar other passages without its answer."""
        for first in range(0, len(examples), 500):  # 500 rows of scores fit into memory
            batch = examples[first : first + 500]
            asked = self._vectorizer.transform(f"{each.question} {each.title}" for each in batch)
            scores = (asked @ self._texts.T).toarray()
            orders = np.argsort(-scores)[:, : 4 * _NEIGHBOURS]
            for example, order in zip(batch, orders, strict=True):
                found = (self.passages[number] for number in order)
                kept = [each for each in found if lacks_answer(each, example)]
                yield kept[:_NEIGHBOURS]


def lacks_answer(other: Example, example: Example) -> bool:
    """Return whether another passage contains neither this one nor one of its answers."""
    text = other.passage.text.lower()
    if example.passage.text.lower() in text:
        return False
    return not any(answer in text for answer in example.answers)


def groups_of(
    name: str, examples: list[Example], weight: float, most: int, seed: int
) -> Iterator[Group]:
    """Yield groups of a random sample of a set, with negatives from all of it."""
    dice = random.Random(f"{seed} {name}")
    neighbours = Neighbours(examples)
    sample = dice.sample(examples, min(most, len(examples)))
    for example, near in zip(sample, neighbours.of(sample), strict=True):
        chosen = _passages(example, near, neighbours.passages, dice)
        lengths = [dice.randint(*_CROPPED_TO) for _ in chosen]
        dice.shuffle(chosen)
        passages = tuple(
            cropped(with_surroundings(passage, title, dice), length, dice)
            for (passage, title), length in zip(chosen, lengths, strict=True)
        )
        if passages:
            yield Group(as_typed(example.question, dice), passages, weight, name)


def _passages(
    example: Example, near: Sequence[Example], every: Sequence[Example], dice: random.Random
) -> list[tuple[LabelledPassage, str]]:
    """Return passages with their titles: that of the example, and some without the answer."""
    # The nearest passage is the likeliest, the twelfth still occurs.
    picked = [min(int(dice.expovariate(0.35)), len(near) - 1)] if near else []
    if near and dice.random() < 0.12:
        picked.append(dice.randrange(len(near)))
    is_alone = not example.passage.is_answering and dice.random() < 0.5
    chosen = [example]
    if example.passage.is_answering and picked and dice.random() < 0.06:
        chosen = []  # similar passages alone: nothing answers
    negatives = [] if is_alone else [near[number] for number in dict.fromkeys(picked)]
    if dice.random() < 0.06 and lacks_answer(far := dice.choice(every), example):
        negatives.append(far)
    bare = [replace(each, passage=each.passage.without_answer()) for each in negatives]
    return [(each.passage, each.title) for each in (*chosen, *bare)]


def main() -> None:
    """Make the groups of all sets, in a random order."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    forms: tuple[tuple[str, Mapping[str, tuple[int, float]], Callable[..., Example]], ...] = (
        ("qa", QUESTIONS, with_spans),
        ("rank", SENTENCES, with_sentences),
    )
    groups: list[Group] = []
    for folder, sets, example_of in forms:
        for name, (most, weight) in sets.items():
            rows = read_rows(options.sets / folder / f"{name}.jsonl.gz")
            if len(rows) > 3 * most:
                rows = random.Random(options.seed).sample(rows, 3 * most)
            examples = [example_of(row) for row in rows]
            groups += groups_of(name, examples, weight, most, options.seed)
            print(f"{name}: {len(groups)} groups so far", flush=True)
    random.Random(options.seed).shuffle(groups)
    print(f"{write_groups(groups, options.target)} groups")


if __name__ == "__main__":
    main()
