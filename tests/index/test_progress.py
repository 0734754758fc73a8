"""Progress says how far a sync is, and what it says adds up."""

from __future__ import annotations

from pathlib import Path

from index import Library, Progress
from index.progress import Meter
from tests.index.fakes import GAS


def test_progress_ends_where_everything_is_done(library: Library, folder: Path) -> None:
    heard: list[Progress] = []
    (folder / "copy.txt").write_text(GAS)
    (folder / "empty.txt").touch()
    library.sync(folder, listener=heard.append)
    last = heard[-1]
    assert (last.done, last.total, last.passages) == (4, 4, 2)
    assert (
        last.bytes_done == last.bytes_total == sum(file.stat().st_size for file in folder.iterdir())
    )
    assert last.remaining == 0
    assert last.rate > 0
    for before, after in zip(heard, heard[1:], strict=False):
        assert before.done <= after.done
        assert before.bytes_done <= after.bytes_done
        assert before.seconds <= after.seconds


def test_time_left_is_told_once_something_is_stored() -> None:
    heard: list[Progress] = []
    meter = Meter(heard.append, total=2, done=0, work=100)
    meter.looked_at("a.txt")
    meter.stored(3, 25.0, "a.txt")
    meter.settled(25)
    meter.looked_at("b.txt")
    assert [each.remaining for each in heard[:1]] == [None]
    last = heard[-1]
    assert last.remaining is not None
    assert abs(last.remaining - 3 * last.seconds) < 1e-6
