"""Draws the pictures of the page that the README shows: python -m tests.browser.screenshots."""

from __future__ import annotations

import io
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, expect, sync_playwright

from assistant import Assistant

from .conftest import QUIET, SEEDS, serving
from .program import chromium
from .reader import Reader

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
QUESTION = "How many criminal cases were initiated?"
TITLE = "Kazakhstan in January"
PRINT = "@page { size: A5; margin: 16mm } body { font: 11pt/1.5 serif } h1 { font-size: 18pt }"
COLOURS = 128  # which nobody misses, and which halves the files
WIDE = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 780}


def main() -> None:
    """Ask the seeds a question on a wide screen, light and dark, on a phone, and of a PDF."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(QUIET))
        with _served(SEEDS, Path(folder, "home")) as address:
            for scheme in ("light", "dark"):
                _draw(browser, address, scheme, scheme, WIDE, opened=True)
            _draw(browser, address, "phone", "light", PHONE, opened=False)
        printed = _printed(browser, Path(folder, "printed"))
        with _served(printed, Path(folder, "other home")) as address:
            _draw(browser, address, "pages", "light", WIDE, opened=True, paged=True)
        browser.close()


@contextmanager
def _served(folder: Path, home: Path) -> Iterator[str]:
    with Assistant.open(folder, home=home) as quoth, serving(quoth) as address:
        yield address


def _printed(browser: Browser, folder: Path) -> Path:
    """Print the seeds as a PDF that says it was made on their day, not on the picture's."""
    folder.mkdir()
    _, _, text = next(SEEDS.glob("*.txt")).read_text("utf-8").strip().split(" ", 2)
    words = "".join(f"<p>{escape(each)}</p>" for each in text.split("\n\n"))
    page = browser.new_page()
    page.set_content(f"<title>{TITLE}</title><style>{PRINT}</style><h1>{TITLE}</h1>{words}")
    made = page.pdf(prefer_css_page_size=True)
    page.close()
    made = re.sub(rb"(Date \(D:)\d{8}", rb"\g<1>20220109", made)
    (folder / "january.pdf").write_bytes(made)
    return folder


def _draw(
    browser: Browser,
    address: str,
    name: str,
    scheme: str,
    size: dict[str, int],
    *,
    opened: bool,
    paged: bool = False,
) -> None:
    page = browser.new_page(color_scheme=scheme, viewport=size)  # type: ignore[arg-type] # a dict
    reader = Reader(page, address)
    reader.open()
    reply = reader.ask(QUESTION)
    if opened:
        reply.locator("a.cite").first.click()
        expect(reader.lit.first).to_be_visible()
        if paged:
            reader.pane.get_by_role("button", name="Pages", exact=True).click()
            expect(reader.pane.locator(".lines i").first).to_be_visible()
        page.mouse.move(5, size["height"] - 5)
    page.wait_for_timeout(500)
    picture = Image.open(io.BytesIO(page.screenshot()))
    picture.convert("RGB").quantize(COLOURS).save(FOLDER / f"{name}.png", optimize=True)
    page.close()


if __name__ == "__main__":
    main()
