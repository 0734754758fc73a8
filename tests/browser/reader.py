"""Someone who reads the page: what they do, and what the page did meanwhile."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Dialog, Locator, Page, expect


class Reader:
    """A person before the page."""

    def __init__(self, page: Page, address: str, leave: Callable[[], None] | None = None) -> None:
        self.page = page
        self.address = address
        self.leave = leave or page.close
        self.requests: list[str] = []
        self.errors: list[str] = []
        self.dialogs: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("dialog", self._dismiss)
        page.set_default_timeout(20_000)

    def _dismiss(self, dialog: Dialog) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def open(self, entering: tuple[str, str] | None = None) -> None:
        self.page.goto(self.address)
        if entering:
            self.page.get_by_label("Name").fill(entering[0])
            self.page.get_by_label("Password").fill(entering[1])
            self.page.get_by_role("button", name="Log in").click()
        expect(self.box).to_be_visible()

    @property
    def box(self) -> Locator:
        return self.page.get_by_label("Question", exact=True).locator("visible=true").last

    @property
    def replies(self) -> Locator:
        """Replies that are finished."""
        return self.page.locator(".reply:not(.stage)")

    @property
    def pane(self) -> Locator:
        return self.page.get_by_role("complementary")

    @property
    def lit(self) -> Locator:
        return self.pane.locator("mark.lit")

    def ask(self, question: str) -> Locator:
        """Type a question, and wait for its reply."""
        before = self.replies.count()
        self.box.fill(question)
        self.box.press("Enter")
        expect(self.replies).to_have_count(before + 1)
        return self.replies.last

    def foreign_requests(self) -> list[str]:
        """What was fetched from anywhere but the page's own server."""
        own = (self.address, "data:", "blob:" + self.address)
        return [url for url in self.requests if not url.startswith(own)]
