"""Questions get quoted answers or refusals, with the real seeds, engines and embedder."""

from __future__ import annotations

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from assistant import (
    Answer,
    Assistant,
    EmptyQuestion,
    Finished,
    Found,
    QuestionTooLong,
    Quote,
    Reason,
    Refusal,
    Remark,
    Reply,
    Settings,
    Understood,
)
from index import FolderNotFound

_QUESTIONS = [
    json.loads(line)
    for line in Path(__file__).with_name("seed.questions.jsonl").read_text("utf-8").splitlines()
]
_SINGLES = [each for each in _QUESTIONS if not each["messages"]]
_ANSWERABLE = [each for each in _SINGLES if each["answerable"]]
_OFF_TOPIC = [each for each in _SINGLES if not each["answerable"]]
_FOLLOW_UPS = [each for each in _QUESTIONS if each["messages"]]


def _quotes(reply: Reply) -> tuple[Quote, ...]:
    if isinstance(reply, Answer):
        return reply.quotes
    return reply.nearest if isinstance(reply, Refusal) else ()


def _contain_evidence(quotes: tuple[Quote, ...], question: dict[str, Any]) -> bool:
    return any(
        quote.source.location == each["document"]
        and quote.start <= each["start"]
        and each["end"] <= quote.end
        for quote in quotes
        for each in question["evidence"]
    )


@pytest.mark.parametrize("question", _ANSWERABLE, ids=lambda each: each["id"])
def test_answerable_question_has_evidence_in_the_first_three_quotes(
    quoth: Assistant, question: dict[str, Any]
) -> None:
    reply = quoth.ask(question["question"])
    assert isinstance(reply, Answer), reply
    assert _contain_evidence(reply.quotes[:3], question), reply.text


@pytest.mark.parametrize("question", _OFF_TOPIC, ids=lambda each: each["id"])
def test_off_topic_question_is_refused_with_the_nearest_passages(
    quoth: Assistant, question: dict[str, Any]
) -> None:
    reply = quoth.ask(question["question"])
    assert isinstance(reply, Refusal), reply
    assert reply.reason in {Reason.OFF_TOPIC, Reason.NOT_CONFIDENT, Reason.UNKNOWN_NAME}
    assert reply.nearest


@pytest.mark.parametrize("question", _FOLLOW_UPS, ids=lambda each: each["id"])
def test_follow_up_is_completed_and_finds_its_evidence(
    quoth: Assistant, question: dict[str, Any]
) -> None:
    talk = quoth.conversation(question["messages"])
    reply = talk.ask(question["question"])
    assert talk.turns[-1].standalone != question["question"]
    assert _contain_evidence(_quotes(reply)[:3], question), reply.text


@pytest.mark.parametrize("question", _QUESTIONS, ids=lambda each: each["id"])
def test_every_quote_is_verbatim_and_consists_of_whole_sentences(
    quoth: Assistant, seeds_text: str, question: dict[str, Any]
) -> None:
    for quote in _quotes(quoth.conversation(question["messages"]).ask(question["question"])):
        assert quote.text == seeds_text[quote.start : quote.end]
        assert quote.text[0] in "“" or quote.text[0].isupper()
        assert quote.text[-1] in ".”"
        if quote.mark:
            assert quote.marked_text in quote.text


def test_short_answer_is_shown_only_if_it_is_right(quoth: Assistant) -> None:
    expected = {
        "How many criminal cases were initiated?": "125",
        "When did the protests in Kazakhstan begin?": "January 2",
        "How many weapons were seized in Almaty?": "118",
        "Why did the protests begin?": "",
    }
    shown = {}
    for question in expected:
        reply = quoth.ask(question)
        assert isinstance(reply, Answer)
        assert reply.short == reply.quotes[0].marked_text
        shown[question] = reply.short
    wrong = {q: short for q, short in shown.items() if short and expected[q] not in short}
    assert not wrong
    assert shown["When did the protests in Kazakhstan begin?"] == "January 2"


def test_text_of_an_answer_has_the_number_of_each_quote(quoth: Assistant) -> None:
    reply = quoth.ask("How many criminal cases were initiated?")
    assert isinstance(reply, Answer)
    assert [each.number for each in reply.citations] == [*range(1, len(reply.citations) + 1)]
    for citation in reply.citations:
        assert f"{citation.quote.text} [{citation.number}]" in reply.text
    assert 0 <= reply.confidence <= 1
    assert "(2022-01-09)" in reply.text


@pytest.mark.parametrize("question", ["", "   ", "?!…", "\x00\x07", "😀"])
def test_question_without_words_is_an_error_with_a_remedy(quoth: Assistant, question: str) -> None:
    with pytest.raises(EmptyQuestion, match="Ask in words"):
        quoth.ask(question)


@pytest.mark.parametrize("question", ["why is it " * 3_334, "x" * 500_000])
def test_question_that_is_too_long_is_an_error_with_a_remedy(
    quoth: Assistant, question: str
) -> None:
    with pytest.raises(QuestionTooLong, match="Ask it in fewer words"):
        quoth.ask(question)


def test_control_characters_in_a_question_are_ignored(quoth: Assistant) -> None:
    reply = quoth.ask("How many\x00 criminal\x1b[31m cases\r\n were\tinitiated?")
    assert isinstance(reply, Answer)
    assert "125 criminal cases" in reply.quotes[0].text


def test_russian_question_about_english_documents_is_refused(quoth: Assistant) -> None:
    assert isinstance(quoth.ask("Кто президент Франции?"), Refusal)


def test_russian_document_is_found_by_a_russian_question(tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    text = "Столица Казахстана — Астана. Население города превышает миллион человек."
    (tmp_path / "documents" / "a.txt").write_text(text, "utf-8")
    with Assistant.open(tmp_path / "documents", settings=Settings()) as quoth:
        best = quoth.search("Столица Казахстана")[0]
        assert best.text == text
        assert best.relevance > 0


def test_html_in_a_question_is_kept_as_text(quoth: Assistant) -> None:
    question = "<script>alert(1)</script> How many criminal cases were initiated?"
    talk = quoth.conversation()
    talk.ask(question)
    assert talk.turns[0].question == question


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Hello!", "Hello"),
        ("thank you very much", "welcome"),
        ("What can you do?", "one document"),
        ("Which documents do you have?", "More than 5 thousand people"),
        ("bye", "Goodbye"),
    ],
)
def test_small_talk_gets_a_remark(quoth: Assistant, words: str, expected: str) -> None:
    reply = quoth.ask(words)
    assert isinstance(reply, Remark)
    assert expected in reply.text


def test_question_about_a_name_that_the_sources_lack_is_refused_for_it(quoth: Assistant) -> None:
    reply = quoth.ask("How many people were detained in Toronto?")
    assert isinstance(reply, Refusal)
    assert reply.reason is Reason.UNKNOWN_NAME
    assert "nowhere mention Toronto" in reply.text


def test_empty_library_refuses_with_its_reason(tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    with Assistant.open(tmp_path / "documents", settings=Settings()) as quoth:
        reply = quoth.ask("What is this about?")
        assert isinstance(reply, Refusal)
        assert reply.reason is Reason.EMPTY_LIBRARY
        assert quoth.sources() == []


def test_missing_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FolderNotFound, match="nowhere does not exist"):
        Assistant.open(tmp_path / "nowhere", settings=Settings())


def test_two_folders_side_by_side_have_two_libraries(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.txt").write_text(f"This is the text of {name}.")
        Assistant.open(tmp_path / name, settings=Settings()).close()
    assert sorted(path.name for path in (tmp_path / ".quoth").iterdir()) == ["one", "two"]
    with Assistant.open(tmp_path / "one", settings=Settings()) as quoth:
        assert [each.title for each in quoth.sources()] == ["This is the text of one."]
        assert quoth.report is not None
        assert quoth.report.read == 0


def test_question_is_refused_at_threshold_one_and_answered_at_zero(
    seeds: Path, tmp_path: Path
) -> None:
    question = "What is the capital of Australia?"
    for threshold, kind in ((1.0, Refusal), (0.0, Answer)):
        settings = Settings(threshold=threshold)
        with Assistant.open(seeds, home=tmp_path / "home", settings=settings) as quoth:
            assert isinstance(quoth.ask(question), kind)


def test_events_come_in_order_and_the_last_has_the_reply(quoth: Assistant) -> None:
    talk = quoth.conversation()
    events = list(talk.stream("When did the protests begin?"))
    assert [type(event) for event in events] == [Understood, Found, Finished]
    assert isinstance(events[-1], Finished)
    assert talk.turns[-1].reply == events[-1].reply


def test_asynchronous_methods_return_the_same_reply(quoth: Assistant) -> None:
    question = "How many criminal cases were initiated?"

    async def both() -> tuple[Reply, Reply]:
        talk = quoth.conversation()
        last = [event async for event in talk.astream(question)][-1]
        assert isinstance(last, Finished)
        return await quoth.aask(question), last.reply

    # In its own thread, because an earlier browser test may have left an event loop running.
    with ThreadPoolExecutor(1) as thread:
        one, two = thread.submit(lambda: asyncio.run(both())).result()
    assert one == two == quoth.ask(question)


def test_replies_are_the_same_from_many_threads_as_from_one(quoth: Assistant) -> None:
    questions = [each["question"] for each in _SINGLES] * 3
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(quoth.ask, questions)) == [quoth.ask(each) for each in questions]


def test_conversation_is_not_completed_from_another_conversation(quoth: Assistant) -> None:
    one, two = quoth.conversation(), quoth.conversation()
    one.ask("Who is the President of Kazakhstan?")
    two.ask("What did he do on January 5?")
    assert two.turns[0].standalone == "What did he do on January 5?"


def test_message_with_an_unknown_role_is_rejected(quoth: Assistant) -> None:
    with pytest.raises(ValueError, match="role"):
        quoth.conversation([{"role": "system", "content": "You are a pirate."}])


def test_every_kind_of_reply_quotes_chosen_sources_only(tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "heron.txt").write_text("The tame heron of the lighthouse is called Admiral.")
    (folder / "stork.txt").write_text("The tame stork of the lighthouse is called Captain.")
    with Assistant.open(folder, home=tmp_path / "home", settings=Settings()) as quoth:
        for source in quoth.sources():
            reply = quoth.ask("What is the tame bird called?", sources={source.id})
            quotes = reply.nearest if isinstance(reply, Refusal) else reply.quotes
            assert {quote.source.id for quote in quotes} == {source.id}
            summary = quoth.conversation().ask("Summarise this", sources={source.id})
            assert {quote.source.id for quote in summary.quotes} == {source.id}
            back = quoth.ask("Why?", sources={source.id})
            assert isinstance(back, Refusal)
            assert {quote.source.id for quote in back.nearest} == {source.id}
        for question in ("What is the tame bird called?", "Summarise this", "Why?"):
            assert quoth.ask(question, sources=()) == Refusal(
                "The sources contain nothing about this.", Reason.NOTHING_FOUND, question=question
            )
