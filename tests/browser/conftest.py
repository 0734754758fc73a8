"""A real Chromium, and a real page over a real library, both on this machine alone."""

from __future__ import annotations

import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

from assistant import Assistant
from assistant.page import build_app
from assistant.page.passwords import Passwords
from assistant.page.serving import server_config

from .program import MISSING, chromium
from .reader import Reader

SEEDS = Path(__file__).parents[2] / "seeds"
VILLAGE = Path(__file__).parents[1] / "index" / "files" / "village.pdf"
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

# What is waited for comes, though other work may keep both cores for a while.
expect.set_options(timeout=20_000)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = chromium()
    if program is None:
        pytest.skip(MISSING)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture(scope="session", autouse=True)
def browser_first(request: pytest.FixtureRequest) -> None:
    """Start the browser before any page, whichever test is the first.

    Gradio would make an event loop of its own and never close it, where there is none yet.
    """
    if chromium() is not None:
        request.getfixturevalue("browser")


@contextmanager
def serving(
    assistant: Assistant, *, passwords: Passwords | None = None, port: int = 0
) -> Iterator[str]:
    """Serve the page of an assistant on a port, by default any free one, and give its address."""
    with socket.create_server(("127.0.0.1", port)) as listener:
        server = uvicorn.Server(server_config(build_app(assistant, passwords=passwords)))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
        finally:
            server.should_exit = server.force_exit = True
            thread.join()


Serve = Callable[[Path], str]


@pytest.fixture(scope="session")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serve]:
    """Index a folder and serve the page over it until the end of the tests."""
    with ExitStack() as stack:

        def start(folder: Path) -> str:
            home = tmp_path_factory.mktemp("home")
            assistant = stack.enter_context(Assistant.open(folder, home=home))
            return stack.enter_context(serving(assistant))

        yield start


@pytest.fixture(scope="session")
def address(serve: Serve) -> str:
    """The page over the seeds."""
    return serve(SEEDS)


@pytest.fixture(scope="session")
def paged_address(serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page over a PDF of three pages."""
    folder = tmp_path_factory.mktemp("paged")
    shutil.copy(VILLAGE, folder)
    return serve(folder)


@pytest.fixture(scope="session")
def desk(browser: Browser) -> Iterator[BrowserContext]:
    """A browser on a desk, which keeps what it has fetched from test to test."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    yield context
    context.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Reader]]:
    """Open an address, as a new person or in their browser, and watch what the page does."""
    readers: list[Reader] = []

    def open_page(
        address: str,
        *,
        at: BrowserContext | None = None,
        entering: tuple[str, str] | None = None,
        **options: object,
    ) -> Reader:
        context = at or browser.new_context(**options)  # type: ignore[arg-type]
        readers.append(Reader(context.new_page(), address, leave=None if at else context.close))
        readers[-1].open(entering)
        return readers[-1]

    yield open_page
    for reader in readers:
        reader.leave()
    assert not [error for reader in readers for error in reader.errors]
    assert not [request for reader in readers for request in reader.foreign_requests()]


@pytest.fixture
def reader(open_page: Callable[..., Reader], address: str, desk: BrowserContext) -> Reader:
    """Someone who has opened the page over the seeds at a desk."""
    return open_page(address, at=desk)
