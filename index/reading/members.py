"""The files inside archives, mailboxes and messages: each is a source of its own."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from index.errors import Damaged, TooLarge, TooSlow, Trap, UnreadableFile
from index.locations import printable
from index.reading.formats import Format, format_of
from index.reading.mail import attachments
from index.reading.mailbox import messages
from index.reading.reading import valid_text
from index.reading.zipped import MOST_BYTES, MOST_MEMBERS, Zipped

# Containers inside one another: a guess; a mailbox of messages with archives takes three.
_DEEPEST = 4
# A folder that macOS adds to an archive for its own metadata.
_ABOUT = "__MACOSX"
_SECONDS = 60.0
Opener = Callable[[bytes, str], Iterable[tuple[str, bytes]]]
"""Returns the attachments of a message with some name."""


@dataclass(frozen=True, slots=True)
class Part:
    """A file that has text, or one inside it.

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


def parts(
    content: bytes,
    *,
    name: str,
    limit: int,
    opener: Opener = attachments,
    seconds: float = _SECONDS,
) -> Iterator[Part]:
    """Yield a file if it has text, then each file inside it, one at a time.

    Args:
        content: its bytes.
        name: its location.
        limit: most bytes of a file inside.
        opener: returns the attachments of a message.
        seconds: the time limit for unpacking, checked between files inside.

    Raises:
        UnreadableFile: the file itself cannot be read; one inside has its failure in its part.
    """
    unfolded = _Unfolding(limit, opener).unfold(content, name, format_of(content, name=name), 0)
    spent = 0.0
    while True:
        began = time.monotonic()
        part = next(unfolded, None)
        spent += time.monotonic() - began
        if part is None:
            return
        yield part
        if spent > seconds:
            raise TooSlow(f"{name} took longer than {seconds:,.0f} seconds to unpack.")


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
    raise Damaged(f"{name} does not contain {location}.", "Index again.")


class _TooMuch(Trap):
    """The limits of one file are reached: nothing more of it is unpacked."""


class _Unfolding:
    """Unpacks one file and counts what comes out of it, at any depth."""

    def __init__(self, limit: int, opener: Opener) -> None:
        self._limit = limit
        self._opener = opener
        self._name = ""
        self._members = 0
        self._bytes = 0

    def unfold(self, content: bytes, name: str, kind: Format, depth: int) -> Iterator[Part]:
        if kind.is_source:
            yield Part(name, kind, content)
        if not kind.holds_others:
            return
        if depth == _DEEPEST:
            raise Trap(f"{name} is an archive in {_DEEPEST} others; deeper ones are not read.")
        self._name = self._name or name
        named: dict[str, int] = {}
        for inside, found in self._members_of(content, name, kind):
            self._count(found)
            location = _unused(f"{name}/{inside}", named)
            yield from self._member(location, found, depth + 1)

    def _member(self, location: str, found: bytes | UnreadableFile, depth: int) -> Iterator[Part]:
        try:
            if isinstance(found, UnreadableFile):
                raise found
            kind = format_of(found, name=location)
            yield from self.unfold(found, location, kind, depth)
        except _TooMuch:
            raise
        except UnreadableFile as error:
            yield Part(location, None, b"", error)

    def _count(self, found: bytes | UnreadableFile) -> None:
        self._members += 1
        self._bytes += len(found) if isinstance(found, bytes) else 0
        if self._members > MOST_MEMBERS or self._bytes > MOST_BYTES:
            most = f"{MOST_MEMBERS:,} files or {MOST_BYTES / 1e9:,.0f} GB"
            raise _TooMuch(f"{self._name} unpacks to more than {most}; the rest is not read.")

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
                yield printable(valid_text(attached)).replace("/", "_"), found

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


def _unused(location: str, named: dict[str, int]) -> str:
    """Return a location, followed by a number where another file has it.

    Args:
        location: the one wanted.
        named: those in use, each with the last number given to it, so that many files of one name
            are numbered in linear time.
    """
    unused = location
    while unused in named:
        named[location] += 1
        unused = f"{location} ({named[location]})"
    named[unused] = 1
    return unused
