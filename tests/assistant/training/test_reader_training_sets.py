"""Groups from the public question sets, on small made-up ones."""

from __future__ import annotations

import pytest

pytest.importorskip("sklearn", reason="needs the extra `training`")

from assistant.training.reader.groups import (  # noqa: E402
    DOUBTFUL,
    NEGATIVE,
    POSITIVE,
    LabelledPassage,
)
from assistant.training.reader.training_sets import (  # noqa: E402
    Neighbours,
    groups_of,
    lacks_answer,
    with_sentences,
    with_spans,
)

TEXT = "The pool opens at seven. Dogs stay out. Since 1990 it opens at seven on Sundays too."


def row_of(question: str, passage: str, answer: str) -> dict[str, object]:
    start = passage.index(answer) if answer else 0
    answers = [{"start": start, "end": start + len(answer)}] if answer else []
    return {
        "question": question,
        "passage": passage,
        "title": "Town_pool%21",
        "answers": answers,
        "evidence": [],
    }


def test_span_labels_its_sentence_and_makes_its_repetition_doubtful() -> None:
    example = with_spans(row_of("When does it open?", TEXT, "seven"))
    assert example.passage.labels == (POSITIVE, NEGATIVE, DOUBTFUL)
    assert [TEXT[a:b] for a, b in example.passage.answers] == ["seven"]
    assert example.title == "Town pool!"
    assert example.answers == ("seven",)


def test_passage_without_an_answer_is_negative() -> None:
    example = with_spans(row_of("Who built it?", TEXT, ""))
    assert example.passage.labels == (NEGATIVE,) * 3
    assert not example.passage.is_answering


def test_sentences_are_labelled_as_in_the_row() -> None:
    sentences = ["It opens at seven.", "Dogs stay out."]
    row = {"question": "dogs?", "title": "", "sentences": sentences, "labels": [0, 1]}
    passage = with_sentences(row).passage
    assert [passage.text[a:b] for a, b in passage.sentences] == sentences
    assert passage.labels == (NEGATIVE, POSITIVE)


def test_neighbours_are_similar_and_without_the_answer() -> None:
    texts = ["The pool opens at seven.", "The pool has a slide.", "A recipe for bread.", TEXT]
    examples = [with_spans(row_of("When does the pool open?", each, "")) for each in texts]
    asked = with_spans(row_of("When does the pool open?", texts[0], "seven"))
    (near,) = Neighbours(examples).of([asked])
    assert [each.passage.text for each in near][0] == texts[1]
    assert TEXT not in [each.passage.text for each in near]
    assert not lacks_answer(examples[3], asked)
    assert lacks_answer(examples[2], asked)


def test_groups_are_the_same_for_the_same_seed() -> None:
    texts = [f"Pool {number} opens at {number} o'clock. It has water." for number in range(10, 30)]
    examples = [with_spans(row_of("When does it open?", each, each[17:19])) for each in texts]
    groups = list(groups_of("pools", examples, 0.5, 12, seed=1))
    assert groups == list(groups_of("pools", examples, 0.5, 12, seed=1))
    assert groups != list(groups_of("pools", examples, 0.5, 12, seed=2))
    assert len(groups) == 12
    assert all(group.weight == 0.5 and group.origin == "pools" for group in groups)
    passages = [each for group in groups for each in group.passages]
    assert all(isinstance(each, LabelledPassage) for each in passages)
    assert len(passages) > len(groups)
    for group in groups:
        assert sum(each.is_answering for each in group.passages) <= 1
