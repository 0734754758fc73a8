"""What is inside archives, mailboxes and messages: each file a source of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from index.errors import Damaged, TooLarge, Trap, UnreadableFile
from index.locations import printable
from index.reading.formats import Format, format_of
from index.reading.mail import attachments
from index.reading.mailbox import messages
from index.reading.zipped import MOST_BYTES, MOST_MEMBERS, Zipped

_DEEPEST = 4
# What macOS adds to an archive about its files.
_ABOUT = "__MACOSX"
Opener = Callable[[bytes, str], Iterable[tuple[str, bytes]]]
"""Tells what is attached to a message of some name."""


@dataclass(frozen=True, slots=True)
class Part:
    """A file, or one inside it, that says something.

    Attributes:
        location: of the file, and after a slash the path inside it.
        kind: its format; None where it cannot be read.
        content: its bytes; empty where it cannot be read.
        failure: why it cannot be read.
    """

    location: str
    kind: Format | None
    content: bytes = field(repr=False)
    failure: UnreadableFile | None = None


def parts(content: bytes, *, name: str, limit: int, opener: Opener = attachments) -> Iterator[Part]:
    """Yield a file if it says something, then what is inside it, one at a time.

    Args:
        content: its bytes.
        name: its location.
        limit: most bytes of a file inside.
        opener: tells what is attached to a message.

    Raises:
        UnreadableFile: the file itself cannot be read; what is inside it tells so in its part.
    """
    return _Unfolding(limit, opener).unfold(content, name, format_of(content, name=name), 0)


def find_part(content: bytes, *, name: str, location: str, limit: int) -> bytes:
    """Return the bytes of a file, or of one inside it by its location.

    Raises:
        UnreadableFile: there is no such file inside, or it cannot be read.
    """
    if name == location:
        return content
    for part in parts(content, name=name, limit=limit):
        if part.location == location:
            if part.failure:
                raise part.failure
            return part.content
    raise Damaged(f"{name} does not hold {location}.", "Index again.")


class _Unfolding:
    """Counts what comes out of one file, whatever is inside what."""

    def __init__(self, limit: int, opener: Opener) -> None:
        self._limit = limit
        self._opener = opener
        self._members = 0
        self._bytes = 0

    def unfold(self, content: bytes, name: str, kind: Format, depth: int) -> Iterator[Part]:
        if kind.is_source:
            yield Part(name, kind, content)
        if not kind.holds_others:
            return
        if depth == _DEEPEST:
            raise Trap(f"{name} is an archive in {_DEEPEST} others; deeper ones are not read.")
        named: set[str] = set()
        for inside, found in self._members_of(content, name, kind):
            location = _unused(f"{name}/{inside}", named)
            yield from self._member(location, found, depth + 1)

    def _member(self, location: str, found: bytes | UnreadableFile, depth: int) -> Iterator[Part]:
        try:
            if isinstance(found, UnreadableFile):
                raise found
            self._count(found, location)
            kind = format_of(found, name=location)
            yield from self.unfold(found, location, kind, depth)
        except UnreadableFile as error:
            yield Part(location, None, b"", error)

    def _count(self, content: bytes, location: str) -> None:
        self._members += 1
        self._bytes += len(content)
        if self._members > MOST_MEMBERS or self._bytes > MOST_BYTES:
            raise Trap(f"{location} is not read: what is around it unpacks to too much.")

    def _members_of(
        self, content: bytes, name: str, kind: Format
    ) -> Iterator[tuple[str, bytes | UnreadableFile]]:
        if kind is Format.ZIP:
            yield from self._zipped(Zipped.open(content, name=name), name)
        elif kind is Format.MAILBOX:
            for number, message in enumerate(messages(content), 1):
                yield f"{number}.eml", message
        else:
            for attached, found in self._opener(content, name):
                yield printable(attached).replace("/", "_"), found

    def _zipped(self, zipped: Zipped, name: str) -> Iterator[tuple[str, bytes | UnreadableFile]]:
        for member in zipped.members():
            steps = [step for step in member.split("/") if step not in {"", ".."}]
            if not steps or steps[0] == _ABOUT or any(step.startswith(".") for step in steps):
                continue
            inside = printable("/".join(steps))
            if zipped.size(member) > self._limit:
                size = f"{zipped.size(member) / 1e6:,.0f} MB"
                most = f"at most {self._limit / 1e6:,.0f} are read"
                yield inside, TooLarge(f"{name}/{inside} has {size}; {most}.")
                continue
            try:
                yield inside, zipped.read(member)
            except UnreadableFile as error:
                yield inside, error


def _unused(location: str, named: set[str]) -> str:
    """Return a location, with a number behind it where another file has it."""
    unused, number = location, 1
    while unused in named:
        number += 1
        unused = f"{location} ({number})"
    named.add(unused)
    return unused
