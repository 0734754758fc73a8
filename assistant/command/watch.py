"""Following the folders while something else is done, or nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

from assistant.assistant import Assistant
from assistant.command.printing import Printer
from index import IndexingError, Progress


def follow(quoth: Assistant, printer: Printer) -> None:
    """Print what each sync did until Ctrl-C; one that found nothing to do is not told."""
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
    """The sync at hand is broken off; the next one goes on from there."""


def _follow(quoth: Assistant, printer: Printer, stop: Event) -> None:
    def listen(_: Progress) -> None:
        if stop.is_set():
            raise _Stopped

    failures = quoth.report.failures if quoth.report else ()
    try:
        for told in quoth.follow(progress=listen, stop=stop):
            if isinstance(told, IndexingError):
                printer.error(str(told))
            elif not told.is_idle or told.failures != failures:
                printer.report(told, on_one_line=True)
                failures = told.failures
    except _Stopped:
        return
    except IndexingError as error:
        printer.error(str(error))
