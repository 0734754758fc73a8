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


def test_quote_is_shown_in_its_context(reader: Reader, answer: Locator) -> None:
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


def test_quote_appears_beside_a_citation_that_is_hovered_or_focused(
    reader: Reader, answer: Locator
) -> None:
    tip = reader.page.get_by_role("tooltip")
    second = answer.locator("a.cite").nth(1)
    second.hover()
    expect(tip).to_contain_text(answer.locator(".words").nth(1).inner_text())
    expect(second).to_have_attribute("aria-describedby", "tip")
    reader.page.keyboard.press("Escape")
    expect(tip).to_be_hidden()
    answer.locator("a.cite").first.focus()
    expect(tip).to_contain_text("9 January 2022")
    expect(tip).to_contain_text("At present, 125 criminal cases")  # what comes next in the source


def test_every_quote_of_the_conversation_is_marked_in_the_source(
    reader: Reader, answer: Locator
) -> None:
    quoted = answer.locator(".words").all_inner_texts()
    other = reader.ask("When did the protests in Kazakhstan begin?")
    other.locator("a.cite").first.click()
    expect(reader.lit).to_contain_text("began on January 2")
    for words in quoted:
        expect(reader.pane.locator("mark:not(.lit)", has_text=words)).to_have_count(1)


def test_words_are_found_in_a_source(reader: Reader, answer: Locator) -> None:
    answer.locator("a.cite").first.click()
    expect(reader.lit).to_be_visible()
    field = reader.pane.get_by_label("Find in this source")
    field.fill("csto PEACEKEEPERS")
    expect(reader.lit).to_have_text("CSTO peacekeepers")
    expect(reader.pane).to_contain_text("1 of 2")
    expect(reader.pane.locator("mark.place")).to_have_count(2)
    first = reader.lit.bounding_box()
    field.press("Enter")
    expect(reader.pane).to_contain_text("2 of 2")
    expect(reader.lit).to_be_in_viewport()
    assert reader.lit.bounding_box() != first
    field.fill("zebra")
    expect(reader.pane).to_contain_text("Nowhere")


def test_address_opens_a_quote(
    reader: Reader, answer: Locator, open_page: Callable[..., Reader], address: str
) -> None:
    answer.locator("a.cite").nth(1).click()
    expect(reader.lit).to_be_visible()
    words = reader.lit.inner_text()
    fragment = reader.page.url.partition("#")[2]
    assert fragment.startswith("quote/")
    reader.page.reload()
    expect(reader.lit).to_have_text(words)
    reader.pane.get_by_role("button", name="Close").click()
    assert "#" not in reader.page.url
    other = open_page(address)
    other.page.goto(f"{address}#{fragment}")
    expect(other.lit).to_have_text(words)
    expect(other.lit).to_be_in_viewport()


@pytest.mark.parametrize("kind", ["text", "Markdown"])
def test_quote_and_reply_are_copied_with_their_references(
    open_page: Callable[..., Reader], address: str, kind: str
) -> None:
    reader = open_page(address, permissions=["clipboard-read", "clipboard-write"])
    answer = reader.ask(QUESTION)
    words = answer.locator(".words").first.inner_text()
    figure = answer.locator("figure").first
    figure.hover()
    figure.get_by_role("button", name="Copy quote" if kind == "text" else "Markdown").click()
    expect(reader.page.locator("#notice")).to_contain_text("The quote is copied.")
    copied = reader.page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(f"“{words}”\n— More" if kind == "text" else f"> {words}\n>\n> — More")
    name = "Copy" if kind == "text" else "Copy as Markdown"
    answer.get_by_role("button", name=name, exact=True).click()
    expect(reader.page.locator("#notice")).to_contain_text("The reply is copied.")
    copied = reader.page.evaluate("navigator.clipboard.readText()")
    assert copied.lstrip("# ").startswith(QUESTION)
    figure.hover()
    figure.get_by_role("button", name="Link").click()
    expect(reader.page.locator("#notice")).to_contain_text("The link is copied.")
    link = reader.page.evaluate("navigator.clipboard.readText()")
    assert link.startswith(f"{address}#quote/")


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
