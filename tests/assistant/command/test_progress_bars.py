"""What the terminal says of how far a sync is."""

from __future__ import annotations

import pytest

from assistant.command.progress_bars import progress_text
from index import Progress


@pytest.mark.parametrize(
    ("passages", "bytes_done", "remaining", "told"),
    [
        (0, 0, None, "5/2,000 files"),
        (1_280, 10, 7.4, "5/2,000 files, 1,280 passages, 128/s, 0:07 left"),
        (1_280, 10, 3_725.0, "5/2,000 files, 1,280 passages, 128/s, 1:02:05 left"),
        (1_280, 100, 0.0, "5/2,000 files, 1,280 passages, 128/s"),
    ],
)
def test_bar_tells_files_passages_rate_and_time_left(
    passages: int, bytes_done: int, remaining: float | None, told: str
) -> None:
    progress = Progress(5, 2_000, passages, "a.txt", bytes_done, 100, 10.0, remaining)
    assert progress_text(progress) == told
