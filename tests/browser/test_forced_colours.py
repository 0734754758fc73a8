"""With the few colours of a person's own, as in Windows' contrast themes, nothing is lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from .reader import Reader
from .test_audit import QUESTION, violations

# The short answer to this is almost sure; so it is marked.
MARKED = "How many criminal cases have been initiated?"
NEAR = "Who won the football championship in Kazakhstan in 1998?"


@pytest.fixture
def reader(open_page: Callable[..., Reader], address: str) -> Reader:
    reader = open_page(address, forced_colors="active", viewport={"width": 1280, "height": 800})
    assert reader.page.evaluate("matchMedia('(forced-colors: active)').matches")
    return reader


def _style(part: Locator, name: str) -> str:
    return str(part.evaluate("(node, name) => getComputedStyle(node)[name]", name))


def test_marks_are_visible_in_forced_colours(reader: Reader) -> None:
    answer = reader.ask(MARKED)
    paper = _style(reader.page.locator("body"), "backgroundColor")
    assert _style(answer.locator(".words mark").first, "backgroundColor") != paper
    answer.locator("a.cite").first.click()
    expect(reader.lit).to_be_visible()
    other = reader.pane.locator("mark:not(.lit)").first
    assert _style(reader.lit, "backgroundColor") != paper
    assert _style(reader.lit, "outlineStyle") == "solid"
    assert _style(other, "outlineStyle") == "none"
    assert not violations(reader)


def test_refusal_differs_from_an_answer_in_forced_colours(reader: Reader) -> None:
    reader.ask(QUESTION)
    answer, refusal = reader.replies.first, reader.ask(NEAR)
    expect(refusal).to_contain_text("No answer found")
    assert _style(refusal, "borderLeftStyle") == "dotted"
    assert _style(answer, "borderLeftWidth") == "0px"
    expect(refusal.locator(".words mark")).to_have_count(0)  # it says nothing that is sure
    assert not violations(reader)


def test_focus_and_selection_have_outlines_in_forced_colours(reader: Reader) -> None:
    answer = reader.ask(QUESTION)
    paper = _style(reader.page.locator("body"), "backgroundColor")
    assert _style(reader.page.locator("#ask"), "borderTopWidth") != "0px"
    good = answer.get_by_role("button", name="Good", exact=True)
    assert _style(good, "borderTopWidth") == "0px"
    good.click()
    expect(good).to_have_attribute("aria-pressed", "true")
    assert _style(good, "borderTopWidth") != "0px"
    for part in (answer.locator("a.cite").first, reader.page.locator("#show-sources"), reader.box):
        part.focus()
        reader.page.keyboard.press("Shift")  # now it is the keyboard that is used
        assert _style(part, "outlineStyle") == "solid"
        assert _style(part, "outlineColor") != paper
