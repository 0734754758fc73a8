"""Narrow and wide, dark and light."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from .reader import Reader

QUESTION = "How many criminal cases were initiated?"
# The short answer to this is almost sure; so it is marked.
MARKED = "How many criminal cases have been initiated?"
PHONE = {"width": 360, "height": 740}
CONTRAST = """
node => {
  const parse = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((part) => part / 255)
    .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
    .reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index], 0);
  let behind = node, back;
  do {
    back = parse(getComputedStyle(behind).backgroundColor);
    behind = behind.parentElement;
  } while (back[3] === 0 && behind);
  const [dark, bright] = [light(parse(getComputedStyle(node).color)), light(back)].sort();
  return (Math.max(dark, bright) + 0.05) / (Math.min(dark, bright) + 0.05);
}
"""


def test_phone_shows_everything_without_scrolling_sideways(
    open_page: Callable[..., Reader], address: str
) -> None:
    reader = open_page(address, viewport=PHONE, has_touch=True)
    sideways = "document.documentElement.scrollWidth > innerWidth"
    assert not reader.page.evaluate(sideways)
    answer = reader.ask(QUESTION)
    reader.ask("W" * 300)
    assert not reader.page.evaluate(sideways)
    answer = reader.replies.first
    answer.locator("a.cite").first.tap()
    expect(reader.lit).to_be_in_viewport()
    assert not reader.page.evaluate(sideways)
    reader.pane.get_by_role("button", name="Next quote").tap()
    expect(reader.lit).to_be_in_viewport()
    reader.pane.get_by_role("button", name="Close").tap()
    expect(reader.pane).to_be_hidden()
    expect(answer).to_be_visible()


def test_quote_that_is_tapped_is_not_covered_by_its_tip(
    open_page: Callable[..., Reader], address: str
) -> None:
    reader = open_page(address, viewport=PHONE, has_touch=True, is_mobile=True)
    answer = reader.ask(QUESTION)
    words = answer.locator(".words").all_inner_texts()
    reader.page.evaluate(
        """() => {
          window.tips = 0;
          new MutationObserver(() => { window.tips += !document.getElementById("tip").hidden; })
            .observe(document.getElementById("tip"), { attributeFilter: ["hidden"] });
        }"""
    )
    answer.locator("a.cite").first.tap()
    expect(reader.lit).to_have_text(words[0])
    for text in (*words[1:], words[0], words[1]):
        reader.pane.get_by_role("button", name="Next quote").tap()
        expect(reader.lit).to_have_text(text)
    expect(reader.page.get_by_role("tooltip")).to_be_hidden()
    assert reader.page.evaluate("window.tips") == 0


def test_pane_that_covers_the_conversation_keeps_the_keyboard_in_it(
    open_page: Callable[..., Reader], address: str
) -> None:
    reader = open_page(address, viewport=PHONE)
    reader.ask(QUESTION).locator("a.cite").first.click()
    expect(reader.lit).to_be_visible()
    for _ in range(8):
        reader.page.keyboard.press("Tab")
        inside = (
            "document.activeElement === document.body || !!document.activeElement.closest('#pane')"
        )
        assert reader.page.evaluate(inside)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_is_easy_to_see_in_the_colours_of_the_system(
    open_page: Callable[..., Reader], address: str, scheme: str
) -> None:
    reader = open_page(address, color_scheme=scheme, viewport={"width": 1280, "height": 800})
    dim = "parseInt(getComputedStyle(document.body).backgroundColor.match(/\\d+/)[0]) < 128"
    assert reader.page.evaluate(dim) == (scheme == "dark")
    parts = ["#holdings", "#show-sources", ".lede", ".examples button", ".about", "#ask"]
    for part in parts:
        assert reader.page.locator(part).first.evaluate(CONTRAST) >= 4.5, part
    reader.ask("What is the capital of Australia?")
    reader.ask(MARKED).locator("a.cite").first.click()
    parts = [".asked", ".reason", ".words", ".words mark", ".cite", ".confidence", "figcaption"]
    for part in [*parts, "#pane-count", "#pane-about", "mark.lit", ".text p", ".rubric"]:
        found = reader.page.locator(f"{part} >> visible=true").first
        assert found.evaluate(CONTRAST) >= 4.5, part


def test_chosen_colours_survive_a_reload(open_page: Callable[..., Reader], address: str) -> None:
    reader = open_page(address)
    dark = reader.page.get_by_role("button", name="Dark colours")
    expect(dark).to_have_attribute("aria-pressed", "false")
    dark.click()
    expect(dark).to_have_attribute("aria-pressed", "true")
    reader.page.reload()
    expect(dark).to_have_attribute("aria-pressed", "true")


def test_page_tells_its_language_title_and_landmarks(reader: Reader) -> None:
    assert reader.page.title() == "Quoth"
    assert reader.page.locator("html").get_attribute("lang") == "en"
    for landmark in ("banner", "main"):
        expect(reader.page.get_by_role(landmark)).to_have_count(1)
    expect(reader.page.get_by_role("heading", level=1)).to_have_text("Quoth")


def test_messages_are_named_for_those_who_listen(reader: Reader) -> None:
    reader.ask(QUESTION)
    expect(reader.page.get_by_role("group", name="Question")).to_have_count(1)
    expect(reader.page.get_by_role("group", name="Reply")).to_have_count(1)
    expect(reader.page.locator('[aria-label*="<"]')).to_have_count(0)


def test_nothing_of_gradio_shows(reader: Reader) -> None:
    reader.ask(QUESTION)
    for part in ("footer", ".icon-button-wrapper", ".toast-wrap > *"):
        expect(reader.page.locator(f"{part} >> visible=true")).to_have_count(0)
