"""What a model writes is checked, numbered to quotes that are slices, or left out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from assistant import Answer, AnswerOptions, Assistant, Finished, Reason, Refusal, Settings, Stated
from assistant.models import ModelFailed
from assistant.reply import Reply
from index import count_tokens
from tests.assistant.scripted import ScriptedModel

GAS = (
    "date 2022-01-09\nThe gas riots\n\nProtests began on January 2 over the price of gas. "
    "President Tokayev dismissed the government on January 5. "
    "In Almaty, 125 criminal cases were opened and 5,000 people were detained."
)
SEA = (
    "date 2022-03-01\nThe sea\n\nThe Aral Sea has lost nine tenths of its water since 1960. "
    "The port of Moynaq now lies in a desert."
)
ASKED = "How many criminal cases were opened in Almaty?"


@contextmanager
def quoth_with(
    folder: Path, *replies: str | ModelFailed, **settings: object
) -> Iterator[tuple[Assistant, ScriptedModel]]:
    model = ScriptedModel(*replies)
    given = Settings.read(**settings)
    with Assistant.open(folder, home=folder.parent / "h", settings=given, model=model) as quoth:
        yield quoth, model


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "gas.txt").write_text(GAS, "utf-8")
    (folder / "sea.txt").write_text(SEA, "utf-8")
    return folder


def number_of(model: ScriptedModel, words: str) -> int:
    """Return the number under which the last prompt shows a sentence."""
    lines = model.prompts[-1].request.splitlines()
    (line,) = [line for line in lines if words in line]
    return int(line.partition("]")[0].removeprefix("["))


def ask(folder: Path, reply: str | ModelFailed, question: str = ASKED, **settings: object) -> Reply:
    with quoth_with(folder, reply, **settings) as (quoth, _):
        return quoth.ask(question)


def test_statement_cites_the_sentence_that_supports_it(folder: Path) -> None:
    with quoth_with(folder, "There were 125 criminal cases in Almaty [1].") as (quoth, model):
        reply = quoth.ask(ASKED)
    assert isinstance(reply, Answer)
    assert reply.is_written
    assert reply.text == "There were 125 criminal cases in Almaty. [1]"
    (quote,) = reply.quotes
    assert quote.text.startswith("In Almaty, 125 criminal cases")
    assert quote.origin.text[quote.start : quote.end] == quote.text
    assert number_of(model, "125 criminal")


@pytest.mark.parametrize("cites", ["", " [999]", " [0]"])
def test_statement_without_valid_citation_gets_the_one_that_supports_it(
    folder: Path, cites: str
) -> None:
    reply = ask(folder, f"In Almaty, 125 criminal cases were opened{cites}.")
    assert isinstance(reply, Answer)
    assert [quote.text[:14] for quote in reply.quotes] == ["In Almaty, 125"]


def test_wrong_citation_is_replaced_by_the_right_one(folder: Path) -> None:
    with quoth_with(folder, "x", "x") as (quoth, model):
        quoth.ask(ASKED)
        wrong = number_of(model, "Protests began")
    reply = ask(folder, f"In Almaty, 125 criminal cases were opened [{wrong}].")
    assert isinstance(reply, Answer)
    assert [quote.text[:14] for quote in reply.quotes] == ["In Almaty, 125"]
    assert reply.statements[0].reason


def test_unsupported_statement_is_removed_and_listed_with_its_reason(folder: Path) -> None:
    reply = ask(folder, "In Almaty, 125 criminal cases were opened [1]. It cost 77 lives [1].")
    assert isinstance(reply, Answer)
    assert "77" not in reply.text
    removed = reply.statements[1]
    assert (removed.is_shown, removed.is_supported, removed.citations) == (False, False, ())
    assert "77" in removed.reason


def test_unsupported_statement_is_marked_when_the_setting_says_so(folder: Path) -> None:
    told = "In Almaty, 125 criminal cases were opened [1]. It cost 77 lives [1]."
    reply = ask(folder, told, unsupported="mark")
    assert isinstance(reply, Answer)
    assert reply.text.endswith("(not supported by the sources)")
    assert [each.is_shown for each in reply.statements] == [True, True]


def test_quotes_are_the_answer_when_no_statement_is_supported(folder: Path) -> None:
    reply = ask(folder, "In Almaty, 126 criminal cases were opened [1].")
    assert isinstance(reply, Answer)
    assert not reply.is_written
    assert "125" in reply.quotes[0].text
    assert "supported" in reply.note
    assert "126" in reply.statements[0].text


@pytest.mark.parametrize("nonsense", ["", "…", "[1]", "\n\n\n", "<think>hm"])
def test_quotes_are_the_answer_when_the_model_writes_nothing(folder: Path, nonsense: str) -> None:
    reply = ask(folder, nonsense)
    assert isinstance(reply, Answer)
    assert (reply.is_written, "wrote no answer" in reply.note) == (False, True)


def test_quotes_are_the_answer_with_a_note_when_the_model_fails(folder: Path) -> None:
    reply = ask(folder, ModelFailed("The language model m cannot be reached.", retryable=True))
    assert isinstance(reply, Answer)
    assert "125" in reply.quotes[0].text
    assert reply.note.startswith("The language model m cannot be reached.")


@pytest.mark.parametrize(
    "told", ["NOT ANSWERED", "Not answered.", "The sentences do not mention how many there were."]
)
def test_question_is_refused_when_the_model_declines(folder: Path, told: str) -> None:
    reply = ask(folder, told)
    assert isinstance(reply, Refusal)
    assert reply.reason is Reason.NOT_ANSWERED
    assert "125" in reply.nearest[0].text


def test_model_is_not_called_when_the_sources_do_not_answer(folder: Path) -> None:
    with quoth_with(folder) as (quoth, _):
        assert isinstance(quoth.ask("Who painted the Mona Lisa?"), Refusal)


def test_model_is_not_called_when_the_options_exclude_it(folder: Path) -> None:
    with quoth_with(folder) as (quoth, _):
        reply = quoth.ask(ASKED, options=AnswerOptions(with_model=False))
    assert isinstance(reply, Answer)
    assert not reply.is_written


def test_suggestions_do_not_call_the_model(folder: Path) -> None:
    with quoth_with(folder, "There were 125 criminal cases in Almaty [1].") as (quoth, _):
        talk = quoth.conversation()
        talk.ask(ASKED)
        quoth.suggestions()
        quoth.follow_ups(talk.turns)


def test_statements_are_streamed_before_the_reply_is_finished(folder: Path) -> None:
    told = "In Almaty, 125 criminal cases were opened [1]. 5,000 people were detained [1]."
    with quoth_with(folder, told) as (quoth, _):
        events = list(quoth.stream(ASKED))
    stated = [event for event in events if isinstance(event, Stated)]
    assert [each.statement.is_supported for each in stated] == [True, True]
    assert isinstance(events[-1], Finished)
    for each in stated:
        assert set(each.statement.citations) <= {one.number for one in each.citations}


def test_closing_the_stream_stops_the_model(folder: Path) -> None:
    told = "In Almaty, 125 criminal cases were opened [1]. " + "And on it went. " * 50
    with quoth_with(folder, told) as (quoth, model):
        events = quoth.stream(ASKED)
        next(event for event in events if isinstance(event, Stated))
        events.close()  # type: ignore[attr-defined]
        assert model.stopped == 1


def test_model_that_repeats_itself_is_stopped(folder: Path) -> None:
    with quoth_with(folder, "In Almaty, 125 criminal cases were opened [1].\n" * 90) as (
        quoth,
        model,
    ):
        reply = quoth.ask(ASKED)
        assert model.stopped == 1
    assert isinstance(reply, Answer)
    assert len(reply.statements) == 1


def test_echo_of_the_instructions_is_ignored(folder: Path) -> None:
    with quoth_with(folder, "x") as (quoth, model):
        quoth.ask(ASKED)
    reply = ask(folder, f"{model.prompts[0].instructions}\nIn Almaty, 125 cases were opened [1].")
    assert isinstance(reply, Answer)
    assert [each.text for each in reply.statements] == ["In Almaty, 125 cases were opened."]


def test_prompt_and_reply_fit_a_small_window(tmp_path: Path) -> None:
    folder = tmp_path / "long"
    folder.mkdir()
    lines = [
        f"Harbour {n} of the gulf was opened in {1800 + n} by {'the crew ' * 12}."
        for n in range(60)
    ]
    (folder / "a.txt").write_text("\n\n".join(lines), "utf-8")
    model = ScriptedModel("NOT ANSWERED", window=2048)
    with Assistant.open(folder, home=tmp_path / "h", settings=Settings(), model=model) as quoth:
        quoth.ask("When was harbour 7 of the gulf opened by the crew?")
    (prompt,) = model.prompts
    told = [
        prompt.instructions,
        prompt.request,
        *(text for pair in prompt.examples for text in pair),
    ]
    assert sum(count_tokens(told)) < 2048 - 400
    assert prompt.request.count("Harbour") >= 1


def test_follow_up_is_rewritten_by_the_model_in_words_of_the_conversation(
    folder: Path,
) -> None:
    said = "President Tokayev dismissed the government on January 5 [1]."
    made = "When did President Tokayev dismiss the government?"
    with quoth_with(folder, said, made, said) as (quoth, _):
        talk = quoth.conversation()
        talk.ask("Who dismissed the government?")
        talk.ask("And when did he do it?")
    assert talk.turns[1].standalone == made


@pytest.mark.parametrize(
    "made",
    [
        "When did Genghis Khan conquer it?",
        "He did it on January 5.",
        "",
        ModelFailed("The language model m is down."),
    ],
)
def test_rewritten_follow_up_with_new_words_is_rejected(
    folder: Path, made: str | ModelFailed
) -> None:
    replies = ("There were 125 criminal cases in Almaty [1].", made, "NOT ANSWERED")
    with quoth_with(folder, *replies) as (quoth, _):
        talk = quoth.conversation()
        talk.ask(ASKED)
        list(talk.stream("And when did they begin?"))
    assert talk.turns[1].standalone.startswith("And when did they begin?")
