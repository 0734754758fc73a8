"""The limits of the page's server, in one place; each is a guess unless its comment says more."""

from __future__ import annotations

from dataclasses import dataclass

# Lengths of single fields, in characters.
LONGEST_WORDS = 500  # what is searched for
LONGEST_TITLE = 500  # of a conversation; the store keeps fewer
LONGEST_COMMENT = 5_000
LONGEST_NAME = 4_000  # path of an added document
LONGEST_TEXT = 5_000_000  # that is pasted
LONGEST_SESSION = 64  # Gradio's own have 11
MOST_CHOSEN = 50_000  # ids of sources that are chosen or left out


@dataclass(frozen=True, slots=True)
class Limits:
    """What the server takes from its clients.

    Attributes:
        connections: most at a time. The usual limit of 1,024 descriptors must have room for them
            and for the library's files.
        header_seconds: longest time from the first byte of a request, or from connecting, to the
            end of its headers.
        header_bytes: most that they have.
        idle_seconds: longest time that a connection stays open between two requests.
        body_seconds: longest wait for the next part of a body.
        body_rate: least bytes a second of a body, once `body_seconds` have passed.
        send_seconds: longest wait for a client to take the next part of an answer.
        json_bytes: most in the body of a request that has no limit of its own in `body_bytes`.
        body_bytes: most in a body by the start of its path; the first that fits counts.
        json_depth: most arrays and objects inside one another; the page sends four.
        uploads: most at a time.
        upload_bytes: most that all uploads at a time have together; a larger one comes alone.
        questions: most that are answered at a time; the others wait.
        waiting_questions: most that wait.
        logins: most that wait for their password to be checked, of all and of one address.
        retry_seconds: when to try again, for those who are refused because others were first.
    """

    connections: int = 800
    header_seconds: float = 10
    header_bytes: int = 64_000
    idle_seconds: int = 15
    body_seconds: float = 20
    body_rate: int = 20_000
    send_seconds: float = 60
    json_bytes: int = 64_000
    body_bytes: tuple[tuple[str, int], ...] = (
        ("/login", 4_000),
        ("/page/added/text", 4 * LONGEST_TEXT),
        ("/page/choice", 4_000_000),
        ("/page/conversations", 4_000_000),
        ("/gradio_api/queue/join", 4_000_000),
    )
    json_depth: int = 20
    uploads: int = 6
    upload_bytes: int = 250_000_000
    questions: int = 20
    waiting_questions: int = 200
    logins: int = 40
    logins_an_address: int = 4
    retry_seconds: int = 2

    def body_limit(self, path: str) -> int:
        """Return the most bytes that the body of a request for a path may have."""
        found = (most for start, most in self.body_bytes if path.startswith(start))
        return next(found, self.json_bytes)


LIMITS = Limits()
