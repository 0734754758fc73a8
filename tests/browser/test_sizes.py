"""From the narrowest screen to the largest, no line is too long and nothing sticks out."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from .reader import Reader
from .test_audit import QUESTION, violations

SIZES = [{"width": 3840, "height": 2160}, {"width": 360, "height": 740}]
# What is drawn beside the window, or within a part that a person would have to scroll sideways.
STICKING_OUT = """() => {
  const isShown = (node) => node.checkVisibility() && !node.closest(".unseen, .skip, [inert]");
  const wide = [document.documentElement, ...document.querySelectorAll(
    "#top, #past-list, #chat [role=log], #asking, #pane-bar, #pane-find, #pane-body, #help")]
    .filter((node) => isShown(node) && node.scrollWidth > node.clientWidth + 1);
  const beside = [...document.querySelectorAll("button, input, a, p, h2, blockquote")]
    .filter(isShown).filter((node) => {
      const { left, right, width } = node.getBoundingClientRect();
      return width && (left < 0 || right > innerWidth);
    });
  return [...wide, ...beside].map((node) => node.outerHTML.slice(0, 160));
}"""
LINE = """node => {
  const zero = document.createElement("span");
  Object.assign(zero.style, { position: "absolute", whiteSpace: "nowrap" });
  zero.textContent = "0".repeat(100);
  node.append(zero);
  const one = zero.getBoundingClientRect().width / 100;
  zero.remove();
  return node.getBoundingClientRect().width / one;
}"""


@pytest.mark.parametrize("size", SIZES, ids=["4K", "phone"])
def test_nothing_sticks_out_and_no_line_is_too_long(
    open_page: Callable[..., Reader], address: str, size: dict[str, int]
) -> None:
    reader = open_page(address, viewport=size)
    page = reader.page

    def is_in_order() -> None:
        assert page.evaluate(STICKING_OUT) == []
        assert not violations(reader)

    expect(page.locator(".examples button").first).to_be_visible()
    is_in_order()
    reader.ask("What is the capital of Australia?")
    answer = reader.ask(QUESTION)
    expect(page.locator(".follow-ups button").first).to_be_visible()
    for part in (".lead blockquote", ".asked"):
        assert page.locator(part).last.evaluate(LINE) < 90
    is_in_order()
    answer.locator("a.cite").first.click()
    expect(reader.lit).to_be_in_viewport()
    assert reader.pane.locator(".text p").first.evaluate(LINE) < 90
    is_in_order()
    reader.pane.get_by_role("button", name="All sources").click()
    reader.pane.get_by_text("Add sources").click()
    expect(reader.pane.get_by_role("listitem")).to_have_count(1)
    is_in_order()
    reader.pane.get_by_role("button", name="Close").click()
    expect(reader.pane).to_be_hidden()
    if size["width"] > 500:
        page.get_by_role("button", name="Keyboard shortcuts").click()
        is_in_order()
        page.get_by_role("dialog").get_by_role("button", name="Close").click()
    else:
        page.get_by_role("button", name="Conversations", exact=True).click()
    page.get_by_role("button", name="More about").first.click()
    expect(page.get_by_role("button", name="Rename")).to_be_visible()
    is_in_order()
