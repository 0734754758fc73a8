"""Sentences and passages: exact offsets, nothing lost, nothing beyond the window."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import Block, TokenEmbedder, read_bytes
from index.sentences import split_sentences
from index.splitting import Draft, Splitter
from index.tokens import count_tokens
from tests.index.fakes import WordEmbedder


def _sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text, 0, len(text))]


@pytest.mark.parametrize(
    "sentence",
    [
        "Dr. Smith met Mr. Jones and Ms. Green at 5 p.m. on Jan. 5.",
        "It cost 3.5 million, i.e. 98.6 percent, e.g. for the U.S. rights.",
        "“Is it so? It is.” was all that he said.",
        "He asked for help in overcoming the threat … After that, nobody came.",
        "See Fig. 3 and No. 7 of J. K. Rowling vs. Mrs. Brown.",
    ],
)
def test_sentence_is_not_broken_inside(sentence: str) -> None:
    assert _sentences(f"Before. {sentence} After.") == ["Before.", sentence, "After."]


def test_sentences_of_the_seed_are_whole(seeds_text: str) -> None:
    found = _sentences(seeds_text)
    assert "Protests in Kazakhstan began on January 2." in found
    assert any(
        each.startswith("“At present") and each.endswith("statement says.") for each in found
    )


def _splitter(window: int = 40) -> Splitter:
    return Splitter(30, window, WordEmbedder(window=window).lengths)


def _covered(drafts: list[Draft]) -> set[int]:
    return {place for draft in drafts for place in range(draft.start, draft.end)}


def test_passages_hold_whole_sentences_near_the_budget() -> None:
    text = " ".join(f"Sentence number {number} says a little thing." for number in range(60))
    drafts = _splitter().split(text, [Block(0, len(text))])
    assert all(text[start:end].endswith("thing.") for d in drafts for start, end in d.sentences)
    assert all(max(count_tokens([text[d.start : d.end]])) <= 30 for d in drafts)
    assert len(drafts) > 10


def test_heading_goes_with_what_follows_and_is_no_sentence() -> None:
    opening = "Some words to begin with here, and then even more of them to fill up."
    text = f"{opening}\n\nTopic\n\nIts text."
    blocks = [Block(0, 69), Block(71, 76, heading=True), Block(78, 87)]
    last = _splitter().split(text, blocks)[-1]
    assert text[last.start : last.end] == "Topic\n\nIts text."
    assert [text[start:end] for start, end in last.sentences] == ["Its text."]


ADVERSARIAL = {
    "one sentence of 5,000 words": "word " * 5_000,
    "no spaces": "abcdefghij" * 2_000,
    "only digits": "0123456789" * 2_000,
    "spaced digits": "12345 " * 3_000,
    "Chinese": "我们的问题是这个世界上最重要的事情之一" * 300,
    "emoji": "😀👩‍👩‍👧🇰🇿" * 1_000,
    "mixed": ("x" * 700 + " ") * 20 + "End.",
    "combining marks": "e\u0301" * 3_000,
    "punctuation": "?!" * 3_000 + " a",
}


@pytest.mark.parametrize("name", ADVERSARIAL)
def test_passages_of_adversarial_text_fit_the_real_window(name: str, minilm: TokenEmbedder) -> None:
    text = ADVERSARIAL[name]
    drafts = Splitter(200, minilm.window, minilm.lengths).split(text, [Block(0, len(text))])
    texts = [text[draft.start : draft.end] for draft in drafts]
    assert max(minilm.lengths(texts)) <= minilm.window
    seen = _covered(drafts)
    assert all(place in seen for place, each in enumerate(text) if not each.isspace())
    assert minilm.embed(texts[:3]).shape == (min(3, len(texts)), minilm.dimensions)


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=st.sampled_from("ab. \n?!…“”Z5-"), max_size=600))
def test_every_word_of_any_text_is_in_exactly_one_passage(text: str) -> None:
    if not any(each.isalnum() for each in text):
        return
    reading = read_bytes(text.encode(), name="a.txt")
    drafts = _splitter(window=8).split(reading.text, reading.blocks)
    places = [place for draft in drafts for place in range(draft.start, draft.end)]
    assert len(places) == len(set(places))
    start = reading.blocks[0].start
    words = {place for place in range(start, len(text)) if not reading.text[place].isspace()}
    assert words <= set(places)
    assert all(
        draft.start <= left < right <= draft.end
        for draft in drafts
        for left, right in draft.sentences
    )
