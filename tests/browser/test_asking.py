"""Asking, and what comes back."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, expect

from .reader import Reader

# The short answer to this is almost sure; so it is marked.
MARKED = "How many criminal cases have been initiated?"
QUESTION = "How many criminal cases were initiated?"
OFF_TOPIC = "What is the capital of Australia?"


def test_page_shows_the_sources_and_example_questions(reader: Reader) -> None:
    welcome = reader.page.get_by_role("region", name="The library")
    expect(welcome.locator(".sources li")).to_have_count(1)
    expect(welcome).to_contain_text("9 January 2022")
    expect(welcome).to_contain_text("4.2 kB")
    expect(welcome.locator(".examples button").first).to_be_visible()


def test_example_question_is_answered_when_it_is_clicked(reader: Reader) -> None:
    reader.page.locator(".examples button").first.click()
    expect(reader.page.locator(".reply.answer")).to_be_visible()
    expect(reader.page.get_by_role("region", name="The library")).to_be_hidden()


def test_answer_shows_quotes_with_their_numbers_source_and_date(reader: Reader) -> None:
    answer = reader.ask(QUESTION)
    expect(answer).to_have_class(re.compile("answer"))
    expect(answer.locator(".lead")).to_contain_text("125 criminal cases")
    expect(answer.locator(".lead")).to_contain_text("9 January 2022")
    expect(answer.locator(".lead .cite")).to_contain_text("[1]")
    expect(answer.locator(".confidence")).to_contain_text("the answer.")
    expect(answer.locator(".confidence")).to_have_attribute("title", re.compile(r"0\.\d\d|1\.00"))


def test_part_of_the_quote_that_answers_is_marked(reader: Reader) -> None:
    answer = reader.ask(MARKED)
    expect(answer.locator(".lead mark")).to_contain_text("125")


def test_further_quote_has_a_label_that_compares_it_with_the_first(reader: Reader) -> None:
    answer = reader.ask(MARKED)
    expect(answer.locator(".standing")).to_have_text(["Also says “125”"])
    expect(answer.locator(".lead .standing")).to_have_count(0)


def test_refusal_looks_unlike_an_answer_and_shows_the_nearest_passages(reader: Reader) -> None:
    reader.ask(QUESTION)
    refusal = reader.ask(OFF_TOPIC)
    expect(refusal).to_have_class(re.compile("refusal"))
    expect(refusal).to_contain_text("No answer found")
    border = "node => parseFloat(getComputedStyle(node).borderLeftWidth)"
    assert refusal.evaluate(border) > 0
    assert reader.replies.first.evaluate(border) == 0
    expect(refusal.locator(".confidence, .lead")).to_have_count(0)


def test_nearest_passage_of_a_refusal_opens_in_its_source(reader: Reader) -> None:
    refusal = reader.ask("Who won the football championship in Kazakhstan in 1998?")
    expect(refusal).to_have_class(re.compile("refusal"))
    expect(refusal).to_contain_text("Nearest passages")
    words = refusal.locator(".near .words").first.inner_text()
    refusal.locator("a.cite").first.click()
    expect(reader.lit).to_have_text(words)


def test_greeting_gets_a_remark_without_quotes(reader: Reader) -> None:
    remark = reader.ask("Hello")
    expect(remark).to_have_class(re.compile("remark"))
    expect(remark.locator("a")).to_have_count(0)


def test_follow_up_shows_its_standalone_question(reader: Reader) -> None:
    reader.ask("Who is the President of Kazakhstan?")
    expect(reader.replies.first.locator(".understood")).to_have_count(0)
    reply = reader.ask("What did he do on January 5?")
    expect(reply.locator(".understood")).to_contain_text("Understood as")
    expect(reply.locator(".understood")).to_contain_text("President")


@pytest.mark.parametrize("nothing", ["", "   ", "\n"])
def test_empty_question_does_nothing(reader: Reader, nothing: str) -> None:
    reader.box.fill(nothing)
    reader.page.get_by_role("button", name="Ask", exact=True).click()
    reader.ask(QUESTION)
    expect(reader.page.locator(".asked")).to_have_count(1)


def test_question_that_is_too_long_is_explained_and_stays_in_the_box(reader: Reader) -> None:
    long = "why " * 10_000
    problem = reader.ask(long)
    expect(problem).to_have_class(re.compile("problem"))
    expect(problem).to_contain_text("fewer words")
    expect(reader.box).to_have_value(long)
    reader.box.fill(QUESTION)
    reader.box.press("Enter")
    expect(reader.page.locator(".reply.answer")).to_be_visible()
    expect(problem).not_to_have_class(re.compile("problem"))


def test_newest_question_is_scrolled_to_the_top(reader: Reader) -> None:
    for question in (QUESTION, "When did the protests in Kazakhstan begin?", QUESTION):
        reader.ask(question)
    expect(reader.page.locator(".asked").last).to_be_in_viewport()
    expect(reader.replies.last.locator(".lead")).to_be_in_viewport()


def test_reload_keeps_the_conversation(reader: Reader) -> None:
    reader.ask(QUESTION)
    reader.ask(OFF_TOPIC)
    reader.page.reload()
    expect(reader.replies).to_have_count(2)
    expect(reader.page.locator(".asked").first).to_have_text(QUESTION)
    reader.replies.first.locator("a.cite").first.click()
    expect(reader.lit).to_be_in_viewport()


def test_two_tabs_are_two_conversations(
    open_page: Callable[..., Reader], address: str, reader: Reader, desk: BrowserContext
) -> None:
    other = open_page(address, at=desk)
    reader.ask(QUESTION)
    other.ask(OFF_TOPIC)
    assert reader.page.url != other.page.url
    expect(reader.page.locator(".asked")).to_have_text([QUESTION])
    expect(other.page.locator(".asked")).to_have_text([OFF_TOPIC])


def test_new_conversation_starts_empty_and_back_returns_to_the_old_one(reader: Reader) -> None:
    reader.ask(QUESTION)
    reader.page.get_by_role("button", name="New conversation").click()
    expect(reader.page.get_by_role("region", name="The library")).to_be_visible()
    expect(reader.page.locator(".asked")).to_have_count(0)
    reader.page.go_back()
    expect(reader.page.locator(".asked")).to_have_text([QUESTION])
