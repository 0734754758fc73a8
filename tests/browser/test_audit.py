"""The page as axe-core sees it, which audits WCAG: nothing is wrong, in any of its states."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from typing import Any

import pytest
from playwright.sync_api import expect

from .reader import Reader

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
AUDIT = """async (rules) => {
  const found = await axe.run(document, { runOnly: rules, resultTypes: ["violations"] });
  return found.violations.map(({ id, help, nodes }) =>
    [id, help, nodes.map((node) => `${node.html.slice(0, 160)} ${node.failureSummary}`)]);
}"""
QUESTION = "How many criminal cases were initiated?"
PLACES = [
    ("light", {"width": 1280, "height": 800}),
    ("dark", {"width": 1280, "height": 800}),
    ("light", {"width": 360, "height": 740}),
]


def violations(reader: Reader) -> list[Any]:
    """Return what is wrong with the page as it is now."""
    # Half-shown is half-transparent, which is no contrast that anybody reads by.
    reader.page.add_style_tag(content="*{animation:none!important;transition:none!important}")
    reader.page.evaluate(AXE)
    found: list[Any] = reader.page.evaluate(AUDIT, list(RULES))
    return found


@pytest.mark.parametrize(("scheme", "size"), PLACES)
def test_nothing_is_wrong_in_any_state(
    open_page: Callable[..., Reader], address: str, scheme: str, size: dict[str, int]
) -> None:
    reader = open_page(address, color_scheme=scheme, viewport=size)
    page = reader.page
    expect(page.locator(".examples button").first).to_be_visible()
    assert not violations(reader)
    reader.ask(QUESTION)
    reader.ask("What is the capital of Australia?")
    reader.ask("why " * 2_000)
    page.get_by_role("button", name="Not good").first.click()
    assert not violations(reader)
    page.locator("a.cite").first.click()
    expect(reader.lit).to_be_visible()
    reader.pane.get_by_label("Find in this source").fill("police")
    expect(reader.pane.locator("#find-count")).to_contain_text("1 of")
    assert not violations(reader)
    reader.pane.get_by_role("button", name="All sources").click()
    reader.pane.get_by_text("Add sources").click()
    expect(reader.pane.get_by_role("listitem")).to_have_count(1)
    assert not violations(reader)
    reader.pane.get_by_role("button", name="Close").click()
    if size["width"] < 500:
        page.get_by_role("button", name="Conversations", exact=True).click()
    page.get_by_role("button", name="More about").first.click()
    assert not violations(reader)
    page.keyboard.press("Escape")
    if size["width"] > 500:
        page.get_by_role("button", name="Keyboard shortcuts").click()
        assert not violations(reader)
        page.keyboard.press("Escape")
    page.get_by_role("button", name="Settings").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert not violations(reader)


@pytest.mark.parametrize(("scheme", "size"), PLACES)
def test_nothing_is_wrong_with_a_page_that_is_a_picture(
    open_page: Callable[..., Reader], paged_address: str, scheme: str, size: dict[str, int]
) -> None:
    reader = open_page(paged_address, color_scheme=scheme, viewport=size)
    reader.ask("Where is the treasure of the village buried?").locator("a.cite").first.click()
    reader.pane.get_by_role("button", name="Pages", exact=True).click()
    expect(reader.pane.locator(".lines i")).to_have_count(2)
    assert not violations(reader)
