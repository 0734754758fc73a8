"""The cross-encoder that ships: one reading a passage, one a sentence, spans inside the text."""

from __future__ import annotations

from pathlib import Path

import pytest

from index import CrossEncoder, Passage, Source, SourceText, split_sentences
from index.cross_encoder import surroundings_of
from index.place import Place

TEXT = (
    "The lido opens at seven in the morning. Dogs are not allowed on the lawn. "
    "A season ticket costs 90 euros. The café sells ice cream."
)


@pytest.fixture(scope="module")
def encoder() -> CrossEncoder:
    return CrossEncoder.open(threads=1)


def passage_of(text: str, places: tuple[Place, ...] = (), start: int = 0) -> Passage:
    source = Source("0" * 64, "The baths", "town/baths.md", None, 1, len(text), "text/markdown")
    origin = SourceText(source, text, places)
    return Passage(origin, start, len(text), tuple(split_sentences(text, start, len(text))))


def test_sentence_that_answers_has_the_most_evidence(encoder: CrossEncoder) -> None:
    (reading,) = encoder.read("how much is a season ticket?", [passage_of(TEXT)])
    evidence = [each.evidence for each in reading.sentences]
    assert evidence.index(max(evidence)) == 2
    start, end = reading.sentences[2].short_answer
    assert "90" in TEXT[start:end]


def test_every_short_answer_is_inside_its_sentence(encoder: CrossEncoder) -> None:
    passage = passage_of(f"A heading\n\n{TEXT}", start=11)
    (reading,) = encoder.read("When does it open?", [passage])
    assert len(reading.sentences) == len(passage.sentences) == 4
    for (start, end), each in zip(passage.sentences, reading.sentences, strict=True):
        assert start <= each.short_answer[0] < each.short_answer[1] <= end


def test_reading_does_not_depend_on_the_passages_beside_it(encoder: CrossEncoder) -> None:
    question = "Are dogs allowed?"
    alone = encoder.read(question, [passage_of(TEXT)])
    beside = encoder.read(question, [passage_of("Nothing at all happened."), passage_of(TEXT)])
    assert alone == beside[1:]


def test_what_does_not_fit_the_row_is_read_as_no_answer(encoder: CrossEncoder) -> None:
    passage = passage_of(f"{'word ' * 400}. {TEXT}")
    (reading,) = encoder.read("how much is a season ticket?", [passage])
    assert len(reading.sentences) == len(passage.sentences)
    assert reading.sentences[-1].evidence < -10


def test_markers_of_the_model_in_a_text_are_text(encoder: CrossEncoder) -> None:
    (reading,) = encoder.read("[SEP] [CLS]?", [passage_of("[SEP] is a marker. [MASK] is another.")])
    assert len(reading.sentences) == 2


def test_surroundings_are_title_section_and_file() -> None:
    places = (Place(0, 5, "section", "Fees"), Place(5, len(TEXT), "section", "Rules"))
    assert surroundings_of(passage_of(TEXT, places)) == "The baths › Fees · baths.md"
    assert surroundings_of(passage_of(TEXT)) == "The baths · baths.md"


def test_model_stays_within_its_size() -> None:
    import index

    model = Path(index.__file__).parent / "minilm" / "reader.onnx"
    assert model.stat().st_size <= 25_000_000
