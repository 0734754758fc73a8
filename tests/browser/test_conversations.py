"""Conversations that are kept: listed, found again, renamed, deleted, asked otherwise."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from assistant import Assistant, Event, Turn
from assistant.answer_options import DEFAULT_OPTIONS, AnswerOptions

from .conftest import SEEDS, serving
from .reader import Reader

QUESTION = "How many criminal cases were initiated?"
OTHER = "When did the protests in Kazakhstan begin?"
WIDE = {"width": 1280, "height": 800}


def _past(reader: Reader) -> Locator:
    return reader.page.get_by_role("navigation", name="Conversations")


def _titles(reader: Reader) -> Locator:
    return _past(reader).locator("li > a")


@pytest.fixture
def person(open_page: Callable[..., Reader], address: str) -> Reader:
    """Somebody who has never been here, and has asked two things in two conversations."""
    reader = open_page(address, viewport=WIDE)
    reader.ask(QUESTION)
    reader.page.get_by_role("button", name="New conversation").click()
    expect(reader.page.locator(".asked")).to_have_count(0)
    reader.ask(OTHER)
    expect(_titles(reader)).to_have_text([OTHER, QUESTION])
    return reader


def test_list_opens_a_conversation_and_search_finds_it(person: Reader) -> None:
    expect(_past(person).locator("[aria-current]")).to_have_text(OTHER)
    _titles(person).nth(1).click()
    expect(person.page.locator(".asked")).to_have_text([QUESTION])
    expect(_past(person).locator("[aria-current]")).to_have_text(QUESTION)
    person.page.get_by_label("Search conversations").fill("PROTESTS in")
    expect(_titles(person)).to_have_text([OTHER])
    person.page.get_by_label("Search conversations").fill("zebra")
    expect(_past(person)).to_contain_text("No conversation has these words.")


def test_conversation_is_renamed_deleted_and_brought_back(person: Reader) -> None:
    past = _past(person)
    past.get_by_role("button", name=f"More about “{OTHER}”").click()
    past.get_by_role("button", name="Rename").click()
    past.get_by_label("Title").fill("<b>January</b>")
    past.get_by_label("Title").press("Enter")
    expect(_titles(person)).to_have_text(["<b>January</b>", QUESTION])
    past.get_by_role("button", name="More about “<b>January").click()
    past.get_by_role("button", name="Delete").click()
    expect(_titles(person)).to_have_text([QUESTION])
    expect(person.page.get_by_role("region", name="The library")).to_be_visible()
    person.page.locator("#notice").get_by_role("button", name="Undo").click()
    expect(_titles(person)).to_have_text(["<b>January</b>", QUESTION])
    expect(person.page.locator(".asked")).to_have_text([OTHER])


def test_refreshed_list_keeps_its_open_entries(person: Reader) -> None:
    past = _past(person)
    past.get_by_role("button", name=f"More about “{OTHER}”").click()
    past.get_by_role("button", name="Delete").focus()
    _list_anew(person)
    expect(past.get_by_role("button", name="Delete")).to_be_focused()

    past.get_by_role("button", name="Rename").click()
    past.get_by_label("Title").fill("January")
    _list_anew(person)
    past.get_by_label("Title").press("Enter")
    expect(_titles(person)).to_have_text(["January", QUESTION])


def _list_anew(person: Reader) -> None:
    with person.page.expect_response("**/page/conversations?words=*"):
        person.page.evaluate("document.dispatchEvent(new Event('quoth:pane'))")
    person.page.wait_for_timeout(200)


@pytest.mark.parametrize("kind", ["Markdown", "HTML", "JSON"])
def test_conversation_is_exported(person: Reader, kind: str) -> None:
    _past(person).get_by_role("button", name=f"More about “{OTHER}”").click()
    with person.page.expect_download() as download:
        _past(person).get_by_role("link", name=kind).click()
    ending = "md" if kind == "Markdown" else kind.lower()
    name = download.value.suggested_filename
    assert name == f"when-did-the-protests-in-kazakhstan-begin.{ending}"
    assert OTHER in download.value.path().read_text("utf-8")


def test_print_shows_the_whole_conversation_and_no_controls(person: Reader) -> None:
    person.ask(QUESTION)
    person.page.emulate_media(media="print")
    for shown in person.page.locator(".words").all():
        expect(shown).to_be_visible()
    for control in ("#top button", "#past", "#asking", ".acts", "#pane"):
        expect(person.page.locator(f"{control} >> visible=true")).to_have_count(0)
    height = "document.querySelector('#chat [role=log]')"
    assert person.page.evaluate(f"{height}.scrollHeight - {height}.clientHeight") <= 1


def test_list_is_still_there_after_printing(person: Reader) -> None:
    assert person.page.pdf(format="A4").startswith(b"%PDF")
    expect(_titles(person)).to_have_text([OTHER, QUESTION])
    expect(_past(person)).to_be_visible()
    person.page.set_viewport_size({"width": 360, "height": 740})
    expect(_past(person)).to_be_hidden()
    person.page.set_viewport_size(WIDE)
    expect(_past(person)).to_be_visible()


def test_another_browser_sees_a_conversation_by_its_address_and_not_the_list(
    person: Reader, open_page: Callable[..., Reader], address: str
) -> None:
    other = open_page(address, viewport=WIDE)
    expect(_past(other)).to_contain_text("What you ask will be listed here.")
    other.page.goto(person.page.url)
    expect(other.page.locator(".asked")).to_have_text([OTHER])
    expect(_titles(other)).to_have_count(0)


def test_another_browser_can_read_and_not_change_a_conversation(
    person: Reader, open_page: Callable[..., Reader], address: str
) -> None:
    other = open_page(address, viewport=WIDE)
    other.page.goto(person.page.url)
    expect(other.page.locator(".asked")).to_have_text([OTHER])
    problem = other.ask(QUESTION)
    expect(problem).to_contain_text("somebody else’s: here it can only be read. Begin a new one")
    expect(other.box).to_have_value(QUESTION)
    other.page.get_by_role("button", name="Not good").click()
    expect(other.page.locator("#notice")).to_contain_text("somebody else’s")
    name = person.page.url.partition("conversation=")[2]
    path = f"page/conversations/{name}"
    for method, rest in (("PUT", "/title"), ("DELETE", ""), ("POST", "/restore")):
        request = f"fetch('{path}{rest}', {{ method: '{method}', body: '{{\"title\": \"x\"}}',"
        request += " headers: { 'Content-Type': 'application/json' } }).then((told) => told.status)"
        assert other.page.evaluate(request) == 404
    other.page.get_by_role("button", name="New conversation").click()
    expect(other.page.locator(".asked")).to_have_count(0)
    other.ask(QUESTION)
    person.page.reload()
    expect(person.page.locator(".asked")).to_have_text([OTHER])
    expect(_titles(person)).to_have_text([OTHER, QUESTION])


def test_list_covers_a_phone_until_it_is_put_away(person: Reader) -> None:
    page = person.page
    page.set_viewport_size({"width": 360, "height": 740})
    expect(_past(person)).to_be_hidden()
    show = page.get_by_role("button", name="Conversations", exact=True)
    show.click()
    expect(page.get_by_label("Search conversations")).to_be_focused()
    page.keyboard.press("Escape")
    expect(_past(person)).to_be_hidden()
    expect(show).to_be_focused()
    show.click()
    _titles(person).nth(1).click()
    expect(_past(person)).to_be_hidden()
    expect(page.locator(".asked")).to_have_text([QUESTION])


def test_edited_question_replaces_the_old_one(person: Reader) -> None:
    person.ask("What did the participants of the rallies oppose?")
    person.page.get_by_role("button", name="Edit").first.click()
    expect(person.box).to_have_value(OTHER)
    expect(person.page.locator("#above")).to_contain_text("will be replaced")
    person.page.get_by_role("button", name="Cancel").click()
    expect(person.box).to_have_value("")
    expect(person.page.locator("#above")).to_be_hidden()
    person.page.get_by_role("button", name="Edit").first.click()
    person.box.fill(QUESTION)
    person.box.press("Enter")
    expect(person.page.locator(".asked")).to_have_text([QUESTION])
    expect(person.replies).to_have_count(1)
    expect(_titles(person)).to_have_text([QUESTION, QUESTION])
    person.page.get_by_role("button", name="Ask again").click()
    expect(person.page.locator(".reply.stage")).to_have_count(0)
    expect(person.page.locator(".asked")).to_have_text([QUESTION])
    person.page.reload()
    expect(person.page.locator(".asked")).to_have_text([QUESTION])


def test_reply_is_judged_with_a_word_why(person: Reader) -> None:
    bad = person.page.get_by_role("button", name="Not good")
    expect(bad).to_have_attribute("aria-pressed", "false")
    bad.click()
    expect(bad).to_have_attribute("aria-pressed", "true")
    expect(person.page.get_by_label("Why?")).to_be_focused()
    person.page.keyboard.type("It is <b>old</b>")
    person.page.keyboard.press("Enter")
    expect(person.page.locator("#notice")).to_contain_text("Thank you.")
    person.page.reload()
    expect(bad).to_have_attribute("aria-pressed", "true")


class Slow(Assistant):
    """Waits before its replies until it is told to go on, and fails when it is told to."""

    go_on = threading.Event()
    fails = False

    def stream(
        self,
        question: str,
        turns: Sequence[Turn] = (),
        *,
        sources: Collection[str] | None = None,
        options: AnswerOptions = DEFAULT_OPTIONS,
    ) -> Iterator[Event]:
        for event in super().stream(question, turns, sources=sources, options=options):
            yield event
            self.go_on.wait(60)
            if self.fails:
                raise RuntimeError("The slow assistant was told to fail.")


@pytest.fixture(scope="module")
def slow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Slow, str]]:
    with (
        Slow.open(SEEDS, home=tmp_path_factory.mktemp("home")) as quoth,
        serving(quoth) as address,
    ):
        yield quoth, address


def test_answer_is_stopped_and_the_question_comes_back(
    slow: tuple[Slow, str], open_page: Callable[..., Reader]
) -> None:
    quoth, address = slow
    quoth.go_on.set()
    reader = open_page(address, viewport=WIDE)
    reader.ask(QUESTION)
    quoth.go_on.clear()
    reader.box.fill(OTHER)
    reader.box.press("Enter")
    expect(reader.page.locator(".asked")).to_have_count(2)
    expect(reader.page.get_by_role("button", name="Ask", exact=True)).to_be_hidden()
    reader.page.get_by_role("button", name="Stop").click()
    quoth.go_on.set()
    expect(reader.page.locator(".asked")).to_have_text([QUESTION])
    expect(reader.box).to_have_value(OTHER)
    reader.box.press("Enter")
    expect(reader.replies).to_have_count(2)


def test_question_is_asked_again_after_a_failure(
    slow: tuple[Slow, str], open_page: Callable[..., Reader]
) -> None:
    quoth, address = slow
    quoth.go_on.set()
    quoth.fails = True
    reader = open_page(address, viewport=WIDE)
    problem = reader.ask(QUESTION)
    expect(problem).to_contain_text("Something went wrong inside Quoth.")
    quoth.fails = False
    problem.get_by_role("button", name="Try again").click()
    expect(reader.page.locator(".reply.answer")).to_be_visible()
    expect(reader.page.locator(".asked")).to_have_count(1)


def test_restart_of_the_program_loses_nothing(
    open_page: Callable[..., Reader], tmp_path: Path
) -> None:
    with Assistant.open(SEEDS, home=tmp_path) as quoth, serving(quoth) as address:
        reader = open_page(address, viewport=WIDE)
        words = reader.ask(QUESTION).locator(".words").all_inner_texts()
        query = reader.page.url.partition("?")[2]
        reader.page.close()
    with Assistant.open(SEEDS, home=tmp_path) as quoth, serving(quoth) as address:
        again = open_page(address, at=reader.page.context)
        expect(_titles(again)).to_have_text([QUESTION])
        again.page.goto(f"{address}?{query}")
        expect(again.replies.locator(".words")).to_have_text(words)
        again.ask(OTHER)
