"""Questions to go on with, and links that lead back to a conversation."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from .reader import Reader
from .test_audit import QUESTION, violations


def test_question_to_go_on_with_is_asked_by_a_click(reader: Reader) -> None:
    first = reader.ask(QUESTION)
    suggested = first.locator(".follow-ups").get_by_role("button")
    expect(suggested.first).to_be_visible()
    assert not violations(reader)
    question = suggested.first.inner_text()
    suggested.first.click()
    expect(reader.page.locator(".asked")).to_have_text([QUESTION, question])
    expect(reader.page.locator(".reply.answer")).to_have_count(2)
    expect(reader.replies.first.locator(".follow-ups")).to_have_count(0)
    shown = reader.replies.last.locator(".follow-ups").get_by_role("button")
    expect(shown.first).to_be_visible()
    assert not {QUESTION, question} & set(shown.all_inner_texts())


def test_refusal_has_no_questions_to_go_on_with(reader: Reader) -> None:
    reader.ask(QUESTION)
    expect(reader.page.locator(".follow-ups")).to_be_visible()
    reader.ask("What is the capital of Australia?")
    expect(reader.page.locator(".follow-ups")).to_have_count(0)


def test_questions_to_go_on_with_are_there_again_after_a_reload(reader: Reader) -> None:
    reader.ask(QUESTION)
    suggested = reader.page.locator(".follow-ups").get_by_role("button")
    expect(suggested.first).to_be_visible()
    words = suggested.all_inner_texts()
    reader.page.reload()
    expect(suggested).to_have_text(words)


def test_address_with_a_conversation_and_a_quote_opens_both(
    reader: Reader, open_page: Callable[..., Reader], address: str
) -> None:
    reader.ask(QUESTION).locator("a.cite").nth(1).click()
    expect(reader.lit).to_be_visible()
    words, whole = reader.lit.inner_text(), reader.page.url
    other = open_page(address)
    other.page.goto(whole)
    expect(other.lit).to_have_text(words)
    expect(other.page.locator(".asked")).to_have_text([QUESTION])
    other.pane.get_by_role("button", name="Close").click()
    assert other.page.url == whole.partition("#")[0]
