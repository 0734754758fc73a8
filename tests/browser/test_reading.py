"""From a citation to the quote where it stands, and back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from .reader import Reader

QUESTION = "How many criminal cases were initiated?"


@pytest.fixture
def answer(reader: Reader) -> Locator:
    return reader.ask(QUESTION)


def test_citation_opens_the_source_scrolled_to_the_lit_quote(
    reader: Reader, answer: Locator
) -> None:
    for number in range(answer.locator("a.cite").count()):
        answer.locator("a.cite").nth(number).click()
        expect(reader.lit).to_have_text(answer.locator(".words").nth(number).inner_text())
        expect(reader.lit).to_be_in_viewport(ratio=0.9)
    expect(reader.pane.get_by_role("heading")).not_to_be_empty()
    expect(reader.pane).to_contain_text("9 January 2022")


def test_quote_stands_in_its_surroundings(reader: Reader, answer: Locator) -> None:
    answer.locator("a.cite").first.click()
    expect(reader.pane).to_contain_text("The CSTO peacekeepers help Kazakhstani law enforcement")


def test_next_and_previous_go_through_the_quotes_of_the_reply(
    reader: Reader, answer: Locator
) -> None:
    words = answer.locator(".words").all_inner_texts()
    answer.locator("a.cite").first.click()
    for text in (*words[1:], words[0]):
        reader.pane.get_by_role("button", name="Next quote").click()
        expect(reader.lit).to_have_text(text)
    reader.pane.get_by_role("button", name="Previous quote").click()
    expect(reader.lit).to_have_text(words[-1])
    expect(reader.pane).to_contain_text(f"Quote {len(words)} of {len(words)}")


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_keyboard_alone_asks_opens_a_quote_and_returns(reader: Reader, key: str) -> None:
    page = reader.page
    expect(reader.box).to_be_focused()
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    expect(reader.replies).to_have_count(1)
    citation = reader.replies.locator("a.cite").last
    for _ in range(20):
        page.keyboard.press("Shift+Tab")
        if citation.evaluate("node => node === document.activeElement"):
            break
    expect(citation).to_be_focused()
    page.keyboard.press(key)
    expect(reader.lit).to_be_in_viewport()
    expect(reader.pane.get_by_role("region")).to_be_focused()
    page.keyboard.press("Escape")
    expect(reader.pane).to_be_hidden()
    expect(citation).to_be_focused()


def test_focus_is_always_visible(reader: Reader, answer: Locator) -> None:
    answer.locator("a.cite").first.focus()
    for _ in range(8):
        reader.page.keyboard.press("Tab")
        focused = reader.page.evaluate_handle("document.activeElement")
        outline = "node => node === document.body ? 'none' : getComputedStyle(node).outlineStyle"
        unseen = focused.evaluate("node => node === document.body")
        assert unseen or focused.evaluate(outline) == "solid", focused.evaluate("n => n.outerHTML")


def test_sources_are_listed_and_open(reader: Reader) -> None:
    reader.page.get_by_role("button", name="Sources", exact=True).click()
    expect(reader.pane.get_by_role("listitem")).to_have_count(1)
    expect(reader.pane).to_contain_text("000_cd0475b9a63e25ad.txt")
    reader.pane.get_by_role("listitem").get_by_role("button").click()
    expect(reader.pane).to_contain_text("Protests in Kazakhstan began on January 2.")
    reader.pane.get_by_role("button", name="All sources").click()
    expect(reader.pane.get_by_role("listitem")).to_have_count(1)
    reader.page.keyboard.press("Escape")
    expect(reader.page.get_by_role("button", name="Sources", exact=True)).to_be_focused()


def test_long_source_opens_at_the_quote_and_grows_both_ways(
    open_page: Callable[..., Reader], serve: Callable[[Path], str], tmp_path: Path
) -> None:
    lines = [f"Entry {n} of the ledger lists {n * 7} barrels of oil." for n in range(1_400)]
    lines[800] = "The lighthouse keeper of Skerryvore owned a tame heron called Admiral."
    (tmp_path / "ledger.txt").write_text("\n\n".join(lines), "utf-8")
    reader = open_page(serve(tmp_path))
    answer = reader.ask("What was the tame heron of the lighthouse keeper called?")
    answer.locator("a.cite").first.click()
    expect(reader.lit.filter(has_text="heron called Admiral")).to_be_in_viewport()
    body = reader.pane.locator(".text")
    few = body.locator("p").count()
    assert few < len(lines)
    for name in ("Earlier in this source", "Later in this source"):
        button = reader.pane.get_by_role("button", name=name)
        while button.is_visible():
            shown = body.locator("p").count()
            button.click()
            expect(body.locator("p")).not_to_have_count(shown)
            expect(button.and_(reader.page.locator(":disabled"))).to_have_count(0)
    assert body.locator("p").all_inner_texts() == lines
