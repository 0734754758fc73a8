"""What the documents are about, asked in many ways, and told in their own words."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant import Answer, Assistant, Refusal, Settings
from assistant.understanding.request import asks_for_overview


@pytest.mark.parametrize(
    "question",
    [
        "Summarise this",
        "Please summarize the article.",
        "What is this about?",
        "what are these documents about",
        "What does the document say?",
        "Give me an overview",
        "What are the main points of the text?",
        "tl;dr",
        "Can you sum it up, please?",
    ],
)
def test_question_about_the_whole_is_known(question: str) -> None:
    assert asks_for_overview(question)


@pytest.mark.parametrize(
    "question",
    [
        "What is the state of emergency about?",
        "What are the main points on liquefied gas?",
        "What does Tokayev say?",
        "Who wrote the summary?",
        "",
    ],
)
def test_question_about_one_thing_is_not(question: str) -> None:
    assert not asks_for_overview(question)


def test_summary_quotes_central_sentences_in_reading_order(quoth: Assistant) -> None:
    reply = quoth.ask("What is this about?")
    assert isinstance(reply, Answer)
    assert reply.is_summary
    assert reply.quotes[0].text.startswith("More than 5 thousand people were detained")
    assert [quote.start for quote in reply.quotes] == sorted(quote.start for quote in reply.quotes)
    assert 1 < len(reply.quotes) <= quoth.settings.quotes
    assert 0 < reply.confidence < 1


def test_summary_of_several_sources_quotes_each(tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    for name in (
        "Wombats dig long burrows under the hills.",
        "Koalas sleep in trees all day long.",
    ):
        (folder / f"{name[:5]}.txt").write_text(
            f"{name} They are found in Australia and eat plants."
        )
    with Assistant.open(folder, settings=Settings()) as quoth:
        reply = quoth.ask("Summarise these documents")
    assert isinstance(reply, Answer)
    assert {quote.source.location for quote in reply.quotes} == {"Womba.txt", "Koala.txt"}


def test_summary_of_nothing_is_a_refusal(tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    with Assistant.open(tmp_path / "documents", settings=Settings()) as quoth:
        assert isinstance(quoth.ask("Summarise this"), Refusal)
