"""Keeping the library in step with the folders while a command runs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

from assistant.assistant import Assistant
from assistant.command.printing import Printer
from index import IndexingError, Progress


def follow(quoth: Assistant, printer: Printer) -> None:
    """Print what each sync did until Ctrl-C; a sync without changes prints nothing."""
    try:
        _follow(quoth, printer, Event())
    except KeyboardInterrupt:
        return


@contextmanager
def following(quoth: Assistant, printer: Printer) -> Iterator[None]:
    """Follow the folders in another thread meanwhile."""
    stop = Event()
    thread = Thread(target=_follow, args=(quoth, printer, stop), name="following")
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


class _Stopped(Exception):
    """The running sync is cancelled; the next one continues from there."""


def _follow(quoth: Assistant, printer: Printer, stop: Event) -> None:
    def listen(_: Progress) -> None:
        if stop.is_set():
            raise _Stopped

    failures = quoth.report.failures if quoth.report else ()
    try:
        for result in quoth.follow(progress=listen, stop=stop):
            if isinstance(result, IndexingError):
                printer.error(str(result))
            elif not result.is_idle or result.failures != failures:
                printer.report(result, on_one_line=True)
                failures = result.failures
    except _Stopped:
        return
    except IndexingError as error:
        printer.error(str(error))
