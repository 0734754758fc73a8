"""Reading files in a child process, with limits of time and memory; restarted when it dies."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import Any

from index import errors
from index.errors import EmptyFile, PicturesOnly, ReaderStopped, TooSlow, UnreadableFile
from index.reading.composing import Composer
from index.reading.formats import Format, format_of
from index.reading.frames import Frame, from_frame, receive, send
from index.reading.reading import PagePicture, Reading
from index.reading.recognising import add_recognised, recognise

SECONDS = 60.0
# Pixels: the width of an A4 page at 300 dots an inch, the resolution that Tesseract asks for.
_SHARP = 2480
# The child skips the `__init__.py` of both packages, which would import every engine.
_START = """
import sys, types
for name, path in (("index", sys.argv[1]), ("index.reading", sys.argv[2])):
    package = types.ModuleType(name)
    package.__path__ = [path]
    sys.modules[name] = package
from index.reading.worker import serve
serve()
"""


class FileReader:
    """Reads files of every format, whatever they contain.

    Safe for use by several threads, one file at a time. The child process starts with the first
    file.
    """

    def __init__(self, seconds: float = SECONDS, *, languages: str = "") -> None:
        """Set the limits.

        Args:
            seconds: the time limit for a file; for a page where its text is recognised.
            languages: of the text in pictures, as Tesseract names them; empty for no recognition.
        """
        self.seconds = seconds
        self._languages = languages
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def limits(self) -> str:
        """The settings that decide, beside a file's content, whether it can be read."""
        return f"{self.seconds:g} seconds, languages {self._languages or 'none'}"

    def read(self, content: bytes, *, name: str, kind: Format | None = None) -> Reading:
        """Return the reading of a file's bytes.

        Raises:
            UnreadableFile: they contain no text, or reading them crashed or took too long.
        """
        kind = kind or format_of(content, name=name)
        try:
            return from_frame(
                self._ask({"task": "read", "kind": kind.value, "name": name}, content)
            )
        except PicturesOnly:
            if not self._languages:
                raise
            return self._recognised(content, name, kind)

    def check(self, content: bytes, *, name: str) -> None:
        """Make sure that a file contains text or other files; those are not looked at.

        Raises:
            UnreadableFile: it does not, or reading it crashed or took too long.
        """
        kind = format_of(content, name=name)
        if kind.is_source or not kind.holds_others:
            self.read(content, name=name, kind=kind)

    def attachments(self, content: bytes, name: str) -> list[tuple[str, bytes]]:
        """Return the names and the bytes of a message's attachments.

        Raises:
            UnreadableFile: the message is damaged, or it took too long.
        """
        header, body = self._ask({"task": "attachments", "name": name}, content)
        found, start = [], 0
        for attached, size in header["attached"]:
            found.append((str(attached), body[start : start + size]))
            start += size
        return found

    def mark(
        self,
        content: bytes,
        name: str,
        page: int,
        page_text: str,
        span: tuple[int, int],
        *,
        width: int = 1200,
    ) -> PagePicture:
        """Return a page of a PDF as `index.reading.pdf_marking.mark_page` does.

        Raises:
            UnreadableFile: the page cannot be drawn, or that crashed or took too long.
        """
        arguments = [page, page_text, *span, width]
        header, png = self._ask({"task": "mark", "name": name, "page": arguments}, content)
        boxes = tuple(tuple(each) for each in header["boxes"])
        return PagePicture(png, header["width"], header["height"], boxes)

    def close(self) -> None:
        """End the child process; the next file starts another."""
        with self._lock:
            self._end()

    def __enter__(self) -> FileReader:
        """Return the reader."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the child process."""
        self.close()

    def _recognised(self, content: bytes, name: str, kind: Format) -> Reading:
        """Return the text that Tesseract recognises in a picture, or in the pages of a PDF."""
        composer, media_type = Composer(), "image"
        if kind is Format.PICTURE:
            self._recognise(composer, content, name)
        else:
            media_type = "application/pdf"
            header, _ = self._ask({"task": "count", "name": name}, content)
            for page in range(1, header["pages"] + 1):
                composer.enter("page", str(page))
                picture = self.mark(content, name, page, "", (0, 0), width=_SHARP)
                self._recognise(composer, picture.png, f"{name}, page {page},")
        if not composer.has_words:
            raise EmptyFile(f"{name} contains pictures, and no text can be recognised in them.")
        return composer.reading("", None, media_type)

    def _recognise(self, composer: Composer, picture: bytes, name: str) -> None:
        text = recognise(picture, name, languages=self._languages, seconds=self.seconds)
        add_recognised(composer, text)

    def _ask(self, header: dict[str, Any], content: bytes) -> Frame:
        with self._lock:
            process = self._running()
            late = threading.Event()

            def stop() -> None:
                late.set()
                process.kill()

            watch = threading.Timer(self.seconds, stop)
            watch.daemon = True
            watch.start()
            try:
                frame = _exchange(process, header, content)
            except BaseException:
                self._end()  # its answer would be taken for that of the next file
                raise
            finally:
                watch.cancel()
            if frame is None:
                self._end()
                raise self._stopped(header["name"], late.is_set())
        if "failure" in frame[0]:
            raise _error(frame[0])
        return frame

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._end()
            folders = map(str, (Path(__file__).parents[1], Path(__file__).parent))
            command = [sys.executable, "-I", "-c", _START, *folders]
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
            # Its first frame says that it is ready: the time to start it is not the file's.
            assert self._process.stdout is not None
            receive(self._process.stdout)
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                _close(pipe)

    def _stopped(self, name: str, late: bool) -> UnreadableFile:
        if late:
            return TooSlow(f"{name} took longer than {self.seconds:,.0f} seconds to read.")
        return ReaderStopped(f"{name} made its reader crash.")


def _exchange(
    process: subprocess.Popen[bytes], header: dict[str, Any], content: bytes
) -> Frame | None:
    """Send a request and wait for the answer; None where the process ends first."""
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        send(process.stdin, header, content)
        return receive(process.stdout)
    except (OSError, ValueError):
        return None


def _close(pipe: Any) -> None:  # noqa: ANN401 either end
    try:
        pipe.close()
    except OSError:
        return  # the process that would read the rest is gone


def _error(header: dict[str, Any]) -> UnreadableFile:
    kind = getattr(errors, str(header["failure"]), UnreadableFile)
    if not (isinstance(kind, type) and issubclass(kind, UnreadableFile)):
        kind = UnreadableFile
    return kind(str(header["what"]), str(header["remedy"]))
