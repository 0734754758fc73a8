"""Draws the pictures of the page that the README shows: python -m tests.browser.screenshots."""

from __future__ import annotations

import tempfile
from pathlib import Path

from playwright.sync_api import Browser, expect, sync_playwright

from assistant import Assistant

from .conftest import QUIET, SEEDS, chromium, serving
from .reader import Reader

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
QUESTION = "How many criminal cases were initiated?"
WIDE = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 780}


def main() -> None:
    """Ask the seeds a question on a wide screen, light and dark, and on a phone."""
    FOLDER.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as home,
        Assistant.open(SEEDS, home=home) as quoth,
        serving(quoth) as address,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(QUIET))
        for scheme in ("light", "dark"):
            _draw(browser, address, scheme, scheme, WIDE, opened=True)
        _draw(browser, address, "phone", "light", PHONE, opened=False)
        browser.close()


def _draw(
    browser: Browser, address: str, name: str, scheme: str, size: dict[str, int], *, opened: bool
) -> None:
    page = browser.new_page(color_scheme=scheme, viewport=size)  # type: ignore[arg-type] # a dict
    reader = Reader(page, address)
    reader.open()
    reply = reader.ask(QUESTION)
    if opened:
        reply.locator("a.cite").first.click()
        expect(reader.lit).to_be_visible()
        page.mouse.move(5, size["height"] - 5)
    page.wait_for_timeout(500)
    page.screenshot(path=FOLDER / f"{name}.png")
    page.close()


if __name__ == "__main__":
    main()
