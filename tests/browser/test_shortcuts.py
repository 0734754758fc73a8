"""Every shortcut that the help sheet names does what it says there."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import pytest
from playwright.sync_api import Locator, expect

from .reader import Reader
from .test_audit import QUESTION

Try = Callable[[Reader], None]
_Function = TypeVar("_Function", bound=Try)
TRIES: dict[str, Try] = {}


@pytest.fixture
def reader(open_page: Callable[..., Reader], address: str) -> Reader:
    """Somebody who has an answer before them, and the focus on nothing."""
    reader = open_page(address, viewport={"width": 1280, "height": 800})
    reader.ask(QUESTION)
    reader.box.evaluate("node => node.blur()")
    return reader


def shortcut(keys: str) -> Callable[[_Function], _Function]:
    """Mark the try of a shortcut, which is named as in the sheet."""

    def mark(attempt: _Function) -> _Function:
        TRIES[keys] = attempt
        return attempt

    return mark


def _is_lit(reader: Reader, number: int) -> None:
    words = reader.replies.first.locator(".words").nth(number).inner_text()
    expect(reader.lit).to_have_text(words)


def _open_quote(reader: Reader) -> None:
    reader.replies.first.locator("a.cite").first.click()
    _is_lit(reader, 0)


def _past(reader: Reader) -> Locator:
    return reader.page.get_by_role("navigation", name="Conversations")


@shortcut("/")
def _to_the_question(reader: Reader) -> None:
    reader.page.keyboard.press("/")
    expect(reader.box).to_be_focused()
    expect(reader.box).to_have_value("")


@shortcut("n")
def _new_conversation(reader: Reader) -> None:
    before = reader.page.url
    reader.page.keyboard.press("n")
    expect(reader.page.locator(".asked")).to_have_count(0)
    expect(reader.box).to_be_focused()
    assert reader.page.url != before


@shortcut("c")
def _conversations(reader: Reader) -> None:
    expect(_past(reader)).to_be_visible()
    reader.page.keyboard.press("c")
    expect(_past(reader)).to_be_hidden()
    reader.page.keyboard.press("c")
    expect(_past(reader)).to_be_visible()


@shortcut("s")
def _sources(reader: Reader) -> None:
    reader.page.keyboard.press("s")
    expect(reader.pane.get_by_role("heading", name="Sources")).to_be_visible()
    reader.page.keyboard.press("s")
    expect(reader.pane).to_be_hidden()


@shortcut("f")
def _find(reader: Reader) -> None:
    _open_quote(reader)
    reader.page.keyboard.press("f")
    expect(reader.pane.get_by_label("Find in this source")).to_be_focused()
    expect(reader.pane.get_by_label("Find in this source")).to_have_value("")


@shortcut("[")
def _previous_quote(reader: Reader) -> None:
    _open_quote(reader)
    reader.page.keyboard.press("[")
    _is_lit(reader, -1)


@shortcut("]")
def _next_quote(reader: Reader) -> None:
    _open_quote(reader)
    reader.page.keyboard.press("]")
    _is_lit(reader, 1)


@shortcut("p")
def _pages(reader: Reader) -> None:
    _open_quote(reader)
    reader.page.keyboard.press("p")
    _is_lit(reader, 0)  # a text has no pages; test_pages has a document that does


@shortcut("?")
def _help(reader: Reader) -> None:
    reader.page.keyboard.press("?")
    expect(reader.page.get_by_role("dialog", name="Keyboard")).to_be_visible()


@shortcut("Enter")
def _ask_and_open(reader: Reader) -> None:
    reader.box.fill("When did the protests in Kazakhstan begin?")
    reader.box.press("Enter")
    expect(reader.replies).to_have_count(2)
    reader.replies.first.locator("a.cite").first.press("Enter")
    _is_lit(reader, 0)


@shortcut("Shift Enter")
def _another_line(reader: Reader) -> None:
    reader.box.fill("How many")
    reader.box.press("Shift+Enter")
    reader.page.keyboard.type("criminal cases?")
    expect(reader.box).to_have_value("How many\ncriminal cases?")
    expect(reader.page.locator(".asked")).to_have_count(1)


@shortcut("Escape")
def _close(reader: Reader) -> None:
    _open_quote(reader)
    reader.page.keyboard.press("Escape")
    expect(reader.pane).to_be_hidden()
    reader.page.keyboard.press("?")
    reader.page.keyboard.press("Escape")
    expect(reader.page.get_by_role("dialog")).to_be_hidden()


@pytest.mark.parametrize("keys", TRIES)
def test_shortcut_does_what_the_help_says(reader: Reader, keys: str) -> None:
    TRIES[keys](reader)


def test_every_shortcut_of_the_sheet_is_tried_here(reader: Reader) -> None:
    reader.page.get_by_role("button", name="Keyboard shortcuts").click()
    rows = reader.page.get_by_role("dialog").get_by_role("row")
    expect(rows.first).to_be_visible()
    named = [" ".join(row.locator("kbd").all_inner_texts()) for row in rows.all()]
    assert sorted(named) == sorted(TRIES)


def test_single_keys_are_only_letters_where_a_person_types_or_has_put_them_off(
    reader: Reader,
) -> None:
    single = "".join(keys for keys in TRIES if len(keys) == 1)
    reader.box.press_sequentially(single)
    expect(reader.box).to_have_value(single)
    reader.page.get_by_role("button", name="Keyboard shortcuts").click()
    reader.page.get_by_label("Shortcuts of a single key").uncheck()
    reader.page.get_by_role("dialog").get_by_role("button", name="Close").click()
    reader.page.keyboard.type(single)
    expect(reader.pane).to_be_hidden()
    expect(reader.page.get_by_role("dialog")).to_be_hidden()
    expect(_past(reader)).to_be_visible()
    expect(reader.page.locator(".asked")).to_have_count(1)
