"""A link from a quote to the web page that it is from, opened at the quote."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from .reader import Reader

QUESTION = "What is the tame heron called?"
SENTENCE = "The tame heron of the lighthouse is called Admiral."
WIDE = {"width": 1280, "height": 800}


class _Handler(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """A folder with a long page, and the address that it is served at and names as its own."""
    folder = tmp_path_factory.mktemp("web")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(folder)))
    address = f"http://127.0.0.1:{server.server_port}/heron.html"
    filling = "".join(f"<p>Entry {n} tells of gulls.</p>" for n in range(200))
    (folder / "heron.html").write_text(
        f'<html><head><title>Herons</title><link rel="canonical" href="{address}"></head>'
        f"<body><h1>Herons</h1>{filling}<p id=here>{SENTENCE}</p>{filling}</body></html>",
        "utf-8",
    )
    (folder / "stork.html").write_text("<h1>Storks</h1><p>The tame stork is Captain.</p>", "utf-8")
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield folder, address
    server.shutdown()
    thread.join()
    server.server_close()


def test_link_opens_the_web_page_at_the_quote(
    open_page: Callable[..., Reader],
    serve: Callable[[Path], str],
    web: tuple[Path, str],
    browser: Browser,
) -> None:
    reader = open_page(serve(web[0]), viewport=WIDE, permissions=["clipboard-write"])
    figure = reader.ask(QUESTION).locator("figure").first
    expect(figure).to_contain_text(SENTENCE)
    figure.hover()
    figure.get_by_role("button", name="Web link").click()
    link = figure.locator(".web-address a")
    expect(link).to_have_attribute("rel", "noopener noreferrer")
    target = link.inner_text()
    assert target.startswith(f"{web[1]}#:~:text=")
    assert link.get_attribute("href") == target
    page = browser.new_page(viewport=WIDE)
    page.goto(target)
    expect(page.locator("#here")).to_be_in_viewport()
    page.close()


def test_web_page_without_an_address_is_explained(
    open_page: Callable[..., Reader], serve: Callable[[Path], str], web: tuple[Path, str]
) -> None:
    reader = open_page(serve(web[0]), viewport=WIDE)
    figure = reader.ask("What is the tame stork called?").locator("figure").first
    expect(figure).to_contain_text("Captain")
    figure.hover()
    figure.get_by_role("button", name="Web link").click()
    expect(reader.page.locator("#notice")).to_contain_text("does not say its address on the web")


def test_source_that_is_no_web_page_has_no_such_link(reader: Reader) -> None:
    answer = reader.ask("How many criminal cases were initiated?")
    expect(answer.get_by_role("button", name="Web link")).to_have_count(0)
