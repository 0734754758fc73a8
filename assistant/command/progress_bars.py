"""How far a long run is, shown on the terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from index import Progress as SyncProgress
from index import ProgressListener

Advance = Callable[[int, int, str], None]


@contextmanager
def progress_bar(what: str) -> Iterator[Advance]:
    """Show how far a run is, on the terminal only."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    status = TextColumn("{task.fields[status]}")
    with _shown(*columns, status, TimeRemainingColumn()) as bar:
        task = bar.add_task(what, total=None, status="")

        def advance(done: int, total: int, status: str) -> None:
            bar.update(task, completed=done, total=total, status=status)

        yield advance


@contextmanager
def sync_bar() -> Iterator[ProgressListener]:
    """Show how far a sync is: files, passages, passages a second and the time left."""
    columns = (TextColumn("reading"), BarColumn(bar_width=24), TextColumn("{task.fields[status]}"))
    with _shown(*columns) as bar:
        task = bar.add_task("reading", total=None, status="")

        def listen(progress: SyncProgress) -> None:
            total = progress.bytes_total or None
            bar.update(
                task, completed=progress.bytes_done, total=total, status=progress_text(progress)
            )

        yield listen


def progress_text(progress: SyncProgress) -> str:
    """Return how far a sync is, in words."""
    words = [f"{progress.done:,}/{progress.total:,} files"]
    if progress.passages:
        words.append(f"{progress.passages:,} passages")
        words.append(f"{progress.rate:,.0f}/s")
    if progress.remaining is not None and progress.bytes_done < progress.bytes_total:
        words.append(f"{_clock(progress.remaining)} left")
    return ", ".join(words)


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _shown(*columns: TextColumn | BarColumn | MofNCompleteColumn | TimeRemainingColumn) -> Progress:
    console = Console(stderr=True)
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
