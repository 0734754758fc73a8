"""How far a sync is, and how long it will take: reckoned here and nowhere else."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a sync is.

    Attributes:
        done, total: files; those that need no work are done from the start.
        passages: passages stored by this sync so far.
        name: the file at hand.
        bytes_done, bytes_total: bytes of the files that need work; done are those whose passages
            are stored, and the share of a file's bytes that the stored share of its passages is.
        seconds: since the sync began.
        remaining: estimated seconds to its end; None while too little is known.
    """

    done: int
    total: int
    passages: int
    name: str
    bytes_done: int
    bytes_total: int
    seconds: float
    remaining: float | None

    @property
    def rate(self) -> float:
        """Passages stored a second."""
        return self.passages / self.seconds if self.seconds else 0.0


ProgressListener = Callable[[Progress], None]


@dataclass(slots=True)
class Meter:
    """Counts what a sync does and tells its listener.

    Attributes:
        listener: is told; None tells nobody.
        total: files.
        done: files that need no work, at first.
        work: bytes of the files that need work.
    """

    listener: ProgressListener | None
    total: int
    done: int
    work: int
    passages: int = 0
    _settled: int = 0
    _share: float = 0
    _began: float = field(default_factory=time.perf_counter)

    @property
    def seconds(self) -> float:
        """Seconds since the sync began."""
        return time.perf_counter() - self._began

    def looked_at(self, name: str) -> None:
        """Count a file that was read."""
        self.done += 1
        self.tell(name)

    def stored(self, passages: int, size: float, name: str) -> None:
        """Count passages that were stored, which stand for so many bytes of files."""
        self.passages += passages
        self._share += size
        self.tell(name)

    def settled(self, size: int) -> None:
        """Count the bytes of files that are recorded, whatever was stored of them."""
        self._settled += size
        self._share = 0

    def tell(self, name: str) -> None:
        """Tell the listener."""
        if self.listener is None:
            return
        finished = min(self.work, self._settled + int(self._share))
        seconds = self.seconds
        left = seconds * (self.work - finished) / finished if finished else None
        self.listener(
            Progress(
                done=self.done,
                total=self.total,
                passages=self.passages,
                name=name,
                bytes_done=finished,
                bytes_total=self.work,
                seconds=seconds,
                remaining=left,
            )
        )
