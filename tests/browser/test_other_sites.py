"""Links from other sites, and the cookies of other programs, take nothing away from a person."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Page, expect

from assistant import Assistant
from assistant.page.passwords import Passwords, keep_password

from .conftest import SEEDS, serving
from .reader import Reader

QUESTION = "How many criminal cases were initiated?"
PASSWORD = "a long password"
FOREIGN = ['prefs={"theme":"dark"}', "foo[bar]=1"]


@pytest.fixture
def other_site() -> Iterator[str]:
    """Another site, which links to any address that follows its own."""

    class Linking(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # noqa: N802 the name is that of the library
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(f'<a href="{self.path[1:]}">go</a>'.encode())

        def log_message(self, *_: object) -> None:
            return

    with HTTPServer(("127.0.0.1", 0), Linking) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        # Another name for this machine is another site.
        yield f"http://localhost:{server.server_port}/"
        server.shutdown()
        thread.join()


def _follow(page: Page, other_site: str, address: str) -> None:
    page.goto(other_site + address)
    page.get_by_role("link", name="go").click()
    page.wait_for_url(f"{address}*")


def test_link_from_another_site_leaves_the_list_of_conversations(
    open_page: Callable[..., Reader], tmp_path: Path, other_site: str
) -> None:
    with Assistant.open(SEEDS, home=tmp_path) as assistant, serving(assistant) as address:
        reader = open_page(address, viewport={"width": 1280, "height": 800})
        reader.ask(QUESTION)
        expect(reader.page.locator("#past li > a")).to_have_text([QUESTION])
        _follow(reader.page, other_site, address)
        expect(reader.page.locator("#past li > a")).to_have_text([QUESTION])
        reader.page.reload()
        expect(reader.page.locator("#past li > a")).to_have_text([QUESTION])
        reader.requests.clear()


def test_foreign_cookies_leave_the_list_of_conversations(
    open_page: Callable[..., Reader], tmp_path: Path
) -> None:
    with Assistant.open(SEEDS, home=tmp_path) as assistant, serving(assistant) as address:
        reader = open_page(address, viewport={"width": 1280, "height": 800})
        reader.ask(QUESTION)
        reader.page.evaluate("(all) => all.forEach((each) => { document.cookie = each; })", FOREIGN)
        reader.page.reload()
        expect(reader.page.locator("#past li > a")).to_have_text([QUESTION])


def test_person_who_follows_a_link_or_has_foreign_cookies_stays_logged_in(
    open_page: Callable[..., Reader], tmp_path: Path, other_site: str
) -> None:
    keep_password(tmp_path / "people", "Ada", PASSWORD)
    passwords = Passwords.read(tmp_path / "people")
    with (
        Assistant.open(SEEDS, home=tmp_path / "home") as assistant,
        serving(assistant, passwords=passwords) as address,
    ):
        reader = open_page(address, entering=("Ada", PASSWORD))
        reader.page.evaluate("(all) => all.forEach((each) => { document.cookie = each; })", FOREIGN)
        _follow(reader.page, other_site, address)
        expect(reader.box).to_be_visible()
        reader.requests.clear()
