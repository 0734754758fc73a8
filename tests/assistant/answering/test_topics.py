"""Points on a subject, comparisons, and questions back."""

from __future__ import annotations

import pytest

from assistant import Answer, Assistant, Reason, Refusal, Settings
from assistant.answering.weights import Weights
from assistant.sources.synced_library import SyncedLibrary


def test_what_happened_on_a_day_is_told_from_that_day(quoth: Assistant) -> None:
    reply = quoth.ask("What happened on January 5?")
    assert isinstance(reply, Answer)
    assert reply.quotes[0].text.startswith("On January 5, the President")
    assert reply.heading == "What the sources say on this:"
    assert reply.text.startswith(reply.heading)


def test_a_day_that_no_quote_names_is_refused(quoth: Assistant) -> None:
    assert isinstance(quoth.ask("What happened on March 17?"), Refusal)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Tell me about the peacekeepers", "CSTO peacekeepers"),
        ("What do the documents say about gas prices?", "prices for liquefied gas"),
        ("List the countries of the CSTO", "CSTO"),
    ],
)
def test_points_name_their_subject(quoth: Assistant, question: str, words: str) -> None:
    reply = quoth.ask(question)
    assert isinstance(reply, Answer)
    assert words in reply.quotes[0].text


def test_points_on_a_foreign_subject_are_refused(quoth: Assistant) -> None:
    assert isinstance(quoth.ask("Tell me about sourdough bread"), Refusal)


def test_comparison_quotes_both(quoth: Assistant) -> None:
    reply = quoth.ask("Compare the protesters and the peacekeepers")
    assert isinstance(reply, Answer)
    assert "the protesters" in reply.heading
    quoted = " ".join(quote.text for quote in reply.quotes)
    assert "protesters" in quoted
    assert "peacekeepers" in quoted
    spans = [(quote.start, quote.end) for quote in reply.quotes]
    assert all(a[1] <= b[0] or b[1] <= a[0] for a in spans for b in spans if a != b)


def test_comparison_without_one_side_says_which(quoth: Assistant) -> None:
    reply = quoth.ask("Compare the peacekeepers and sourdough bread")
    assert isinstance(reply, Refusal)
    assert "sourdough bread" in reply.text
    assert "the peacekeepers" not in reply.text


@pytest.mark.parametrize("question", ["Why?", "Tell me more", "What about it?", "And then?"])
def test_question_that_names_nothing_gets_a_question_back(quoth: Assistant, question: str) -> None:
    reply = quoth.ask(question)
    assert isinstance(reply, Refusal)
    assert reply.reason is Reason.TOO_VAGUE
    assert reply.text.startswith("What do you mean by “")
    assert reply.nearest


def test_what_points_at_something_unnamed_is_asked_about(quoth: Assistant) -> None:
    reply = quoth.ask("When was this proclamation issued?")
    assert isinstance(reply, Refusal)
    assert reply.reason is Reason.TOO_VAGUE
    assert "“this proclamation”" in reply.text


def test_reply_carries_the_standalone_question(quoth: Assistant) -> None:
    talk = quoth.conversation()
    talk.ask("Who is the President of Kazakhstan?")
    reply = talk.ask("What did he do on January 5?")
    assert isinstance(reply, Answer)
    assert reply.question == talk.turns[-1].standalone
    assert reply.question.endswith("(he: the President of Kazakhstan)")


def test_numbered_quote_and_what_was_said_are_found_in_the_last_answer(quoth: Assistant) -> None:
    talk = quoth.conversation()
    first = talk.ask("What did the Ministry of Health say about doctors?")
    assert isinstance(first, Answer)
    reply = talk.ask("Who said that?")
    assert isinstance(reply, Answer)
    assert "(that: " in reply.question
    assert "Ministry of Health" in reply.quotes[0].text
    talk.ask("How many criminal cases were initiated?")
    reply = talk.ask("Tell me more about the second one")
    assert isinstance(reply, Answer)
    assert "(the second one: “At present, 125 criminal cases" in reply.question


def test_precision_takes_the_place_of_the_threshold(quoth: Assistant) -> None:
    weights = Weights.learned()
    assert weights.threshold_for(0.0) == 0.0
    threshold = weights.threshold_for(0.83)
    shares = dict(weights.precision)
    assert shares[threshold] >= 0.83 > max(s for t, s in shares.items() if t < threshold)
    assert weights.threshold_for(1.0) == weights.precision[-1][0]
    careful = Assistant(SyncedLibrary(quoth.folders, quoth.library, Settings(precision=1.0)))
    assert careful.threshold == weights.precision[-1][0]
    question = "Was anyone killed?"
    assert isinstance(quoth.ask(question), Answer)
    assert isinstance(careful.ask(question), Refusal)
