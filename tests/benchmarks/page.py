"""The page as people wait for it: python -m tests.benchmarks.page [--visits 9] [--help].

Serves a library with a book of 300 pages in a process of its own, opens the page in a real Chromium
as a new person each time, clicks citations of the book, and lets ten people ask at once.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.benchmarks.asking import Replies, asked_at_once
from tests.benchmarks.corpus import SHARED, corpus_from_files, corpus_from_python
from tests.benchmarks.figures import percentile
from tests.browser.conftest import QUIET
from tests.browser.program import MISSING, chromium
from tests.index.pdfs import pdf

BIRDS = (
    *("heron", "stork", "puffin", "gannet", "curlew", "osprey", "plover", "dunlin", "petrel"),
    *("lapwing", "bittern", "avocet"),
)
NAMES = (
    *("Admiral", "Bosun", "Captain", "Duchess", "Emerald", "Falstaff", "Gulliver", "Hamlet"),
    *("Isolde", "Jasper", "Kepler", "Leander"),
)
_PAGES = 300
_LINES_A_PAGE, _LINE = 40, 80
_USABLE = """() => {
  const box = document.querySelector("#question textarea");
  if (!box || box.disabled || !box.checkVisibility()) return false;
  box.focus();
  return document.activeElement === box;
}"""
_PAINTED = "() => performance.getEntriesByType('paint').map((each) => each.startTime).sort()[0]"
# The quote is there once it is in view and a frame with it has been drawn.
_LIT = """(link) => new Promise((done) => {
  const [start, end] = link.hash.split("/").slice(2);
  const began = performance.now();
  const look = () => {
    const lit = document.querySelector(`#pane mark.lit[data-quote="${start}-${end}"]`);
    const { top, bottom } = lit?.getBoundingClientRect() ?? { top: -1, bottom: -1 };
    if (top < 0 || bottom > innerHeight) requestAnimationFrame(look);
    else requestAnimationFrame(() => done(performance.now() - began));
  };
  link.click();
  look();
})"""


def main() -> None:
    """Serve, visit, click and ask, and print what each took."""
    parser = argparse.ArgumentParser(prog="page", description=__doc__)
    parser.add_argument("--visits", type=int, default=9, help="new people who open the page")
    parser.add_argument("--people", type=int, default=10, help="how many ask at once")
    parser.add_argument("--rounds", type=int, default=10, help="questions that each of them asks")
    arguments = parser.parse_args()
    program = chromium()
    if program is None:
        sys.exit(MISSING)
    with (
        tempfile.TemporaryDirectory(prefix="page-", ignore_cleanup_errors=True) as scratch,
        sync_playwright() as playwright,
    ):
        root = Path(scratch)
        questions = _write_library(root, arguments.people * arguments.rounds)
        _index(root)
        browser = playwright.chromium.launch(executable_path=program, args=list(QUIET))
        with _served(root) as address:
            _print_visits([_visit(browser, address) for _ in range(arguments.visits)])
            _print_clicks(_clicks(browser, address))
            _print_replies(asked_at_once(address, questions, arguments.people))
        browser.close()
    print(f"{os.cpu_count()} cores; times vary with what else the machine does.")


def _write_library(root: Path, asked: int) -> list[str]:
    """Write documents and a book, and return questions about the documents."""
    documents, questions = (SHARED / f"squad2.{part}.jsonl" for part in ("documents", "questions"))
    if documents.exists():
        corpus = corpus_from_files(root, documents, questions, asked)
    else:
        corpus = corpus_from_python(root, asked)
    corpus.write()
    words = " ".join(text for _, text in sorted(corpus.texts.items())).split()
    (corpus.folder / "book.pdf").write_bytes(pdf(list(_pages(words)), title="A book"))
    texts = [question.text for question in corpus.questions]
    return [texts[number % len(texts)] for number in range(asked)]


def _pages(words: list[str]) -> Iterator[list[str]]:
    """Yield the lines of each page; those on birds stand on pages far from each other."""
    letters = [each for each in words if each.isascii()]
    apart = _PAGES // len(BIRDS)
    place = 0
    for page in range(_PAGES):
        lines = []
        for _ in range(_LINES_A_PAGE):
            line = ""
            while len(line) < _LINE:
                line = f"{line} {letters[place % len(letters)]}".strip()
                place += 1
            lines.append(line)
        if page % apart == 0 and page // apart < len(BIRDS):
            bird, name = BIRDS[page // apart], NAMES[page // apart]
            lines[20] = f". The tame {bird} of the lighthouse was called {name}."
        yield lines


def _index(root: Path) -> None:
    command = [sys.executable, "-m", "assistant", "index", str(root / "documents")]
    subprocess.run([*command, "--home", str(root / "home")], check=True, capture_output=True)


@contextmanager
def _served(root: Path) -> Iterator[str]:
    """Serve the page as the command does, and give its address once its port answers."""
    command = [sys.executable, "-m", "assistant", "serve", str(root / "documents")]
    options = ["--home", str(root / "home"), "--port", "0", "--no-browser"]
    with subprocess.Popen([*command, *options], stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            address = server.stdout.readline().strip()
            if not address:
                raise RuntimeError("The page was not served.")
            yield address
        finally:
            server.terminate()


def _visit(browser: Browser, address: str) -> tuple[float, float]:
    """Open the page as a new person; return the seconds until it can be used and is painted."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    began = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.wait_for_function(_USABLE, polling="raf")
    usable = time.perf_counter() - began
    painted = page.evaluate(_PAINTED) / 1000
    context.close()
    return usable, painted


def _clicks(browser: Browser, address: str) -> list[float]:
    """Return the milliseconds from a click on a citation of the book to the lit quote."""
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(address)
    page.wait_for_function(_USABLE)
    taken = []
    for number, (bird, name) in enumerate(zip(BIRDS, NAMES, strict=True), 1):
        page.locator("#question textarea").fill(f"What was the tame {bird} called?")
        page.keyboard.press("Enter")
        page.locator(".reply.answer").nth(number - 1).wait_for()
        lead = page.locator(".reply.answer").nth(number - 1).locator(".lead")
        if name not in lead.inner_text():
            raise RuntimeError(f"The {bird} was not found in the book.")
        taken.append(_click(page, number - 1))
    return taken + [_click(page, number) for number in range(len(BIRDS))]


def _click(page: Page, number: int) -> float:
    """Click the first citation of a reply, the pane being closed."""
    if page.locator("#pane").is_visible():
        page.locator("#pane-close").click()
    link = page.locator(".reply.answer").nth(number).locator(".lead a.cite")
    taken: float = link.evaluate(_LIT)
    return taken


def _print_visits(visits: list[tuple[float, float]]) -> None:
    usable, painted = zip(*visits, strict=True)
    print(f"page usable after, s: first {usable[0]:.2f}, median {statistics.median(usable):.2f}")
    print(f"first paint after, s: first {painted[0]:.2f}, median {statistics.median(painted):.2f}")


def _print_clicks(clicks: list[float]) -> None:
    median, most = statistics.median(clicks), max(clicks)
    print(f"click to lit quote, ms: median {median:.0f}, most {most:.0f} ({len(clicks)} clicks)")


def _print_replies(replies: Replies) -> None:
    seconds = replies.seconds
    p50, p95 = percentile(seconds, 0.5), percentile(seconds, 0.95)
    print(f"reply to each of {replies.people} who ask at once, s: p50 {p50:.2f}, p95 {p95:.2f}")
    print(f"  {len(seconds)} asked, {replies.answered} answered, {replies.failed} failed")


if __name__ == "__main__":
    main()
