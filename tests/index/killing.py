"""Syncs in processes that are killed, and whether a library is what its folder says.

Processes are forked from one that has imported everything, so that each starts in milliseconds:
`python -m tests.index.killing` reads tasks as lines of JSON and answers each with another.
"""

from __future__ import annotations

import hashlib
import json
import os
import select
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from types import FrameType
from typing import IO

from index import Folders, Library, Selection, SyncReport, read_bytes
from index.catalogue import State
from index.passage import passage_id
from index.scanning import FoundFile, scan
from index.splitting import Splitter
from index.tokens import count_tokens
from tests.index.fakes import WordEmbedder

# Where calls are counted, for a kill at one of them.
_WATCHED = ("storing", "vectors", "words", "catalogue", "token_vectors", "database", "home")
_BUDGET = 200
_EVERYTHING = 1_000_000
COMMON_WORD = "fact"
"""Every passage of the documents must hold it."""


@dataclass(frozen=True, slots=True)
class Task:
    """A library to open and to make equal to a folder, in a process of its own.

    Attributes:
        home, folder: where both are.
        fatal: the call inside the stores at which the process kills itself; 0 for none.
        after: seconds until it is killed from outside; None for never.
        check: whether to compare the library with the folder at the end; where there is no sync,
            its stores with one another.
        sync: whether to sync at all, or only to open the library.
        most_bytes: that a file may have, as on a full disk; None for any number.
    """

    home: str
    folder: str
    fatal: int = 0
    after: float | None = None
    check: bool = False
    sync: bool = True
    most_bytes: int | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a task ended.

    Attributes:
        killed: whether it was.
        seconds: how long it took, but for the check.
        calls: inside the stores.
        problems: what is wrong with the library; or the error that ended the task.
    """

    killed: bool
    seconds: float
    calls: int = 0
    problems: tuple[str, ...] = ()


class Nursery:
    """Runs tasks; use `Nursery.open`."""

    def __init__(self, asking: IO[str], answering: IO[str]) -> None:
        self._asking, self._answering = asking, answering

    @classmethod
    @contextmanager
    def open(cls) -> Iterator[Nursery]:
        """Start the process that the others are forked from, and end it afterwards."""
        command = [sys.executable, "-m", "tests.index.killing"]
        root = Path(__file__).parents[2]
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=root
        ) as process:
            assert process.stdin is not None
            assert process.stdout is not None
            yield cls(process.stdin, process.stdout)
            process.stdin.close()

    def run(self, task: Task) -> Outcome:
        self._asking.write(json.dumps(asdict(task)) + "\n")
        self._asking.flush()
        told = json.loads(self._answering.readline())
        return Outcome(**told | {"problems": tuple(told["problems"])})


def problems_of(library: Library, folder: Path) -> list[str]:
    """Return how a library differs from what a fresh one of this folder would hold."""
    splitter = Splitter(_BUDGET, library.window, library.lengths)
    found = list(scan(Folders.of(folder), Selection(), without=library.home))
    contents = {file.name: file.path.read_bytes() for file in found if isinstance(file, FoundFile)}
    sources = {hashlib.sha256(content).hexdigest(): content for content in contents.values()}
    wanted = []
    for source, content in sources.items():
        reading = read_bytes(content, name="a.txt")
        drafts = splitter.split(reading.text, reading.blocks)
        wanted += [passage_id(source, draft.start, draft.end) for draft in drafts]
    problems = disagreements(library, wanted)
    located = {each.location: each.id for each in library.sources()}
    if set(located.values()) != set(sources):
        problems.append("other sources than the files")
    for location, source in located.items():
        if hashlib.sha256(contents.get(location, b"")).hexdigest() != source:
            problems.append(f"{location} is not what it was taken for")
    return problems


def disagreements(library: Library, wanted: list[int] | None = None) -> list[str]:
    """Return where the stores hold other passages than these, or than those of ready sources."""
    stores = library._stores
    if wanted is None:
        ready = stores.catalogue.in_state(State.READY)
        wanted = [each for source in ready for each in stores.catalogue.passage_ids([source])]
    words = stores.words.search([(COMMON_WORD, 1.0)], _EVERYTHING)
    held = {
        "catalogue": stores.catalogue.passage_ids(),
        "vectors": list(stores.vectors.passages()),
        "words": [passage for passage, _ in words],
        "tokens": stores.tokens.passages() if stores.tokens else wanted,
    }
    problems = [
        f"{name}: {len(set(wanted) - set(ids))} lost, {len(set(ids) - set(wanted))} stray,"
        f" {len(ids) - len(set(ids))} doubled"
        for name, ids in held.items()
        if sorted(ids) != sorted(wanted)
    ]
    if stores.words.count() != len(wanted):
        problems.append(f"words: {stores.words.count()} passages, not {len(wanted)}")
    if stores.catalogue.in_state(State.PENDING, State.LEAVING):
        problems.append("a source is neither in nor out")
    return problems + _other_vectors(library, wanted)


def _other_vectors(library: Library, passages: list[int]) -> list[str]:
    """Return the passages, of some, whose vector is not that of their text.

    That the search by meaning finds each of them is not asked: it is approximate.
    """
    stores = library._stores
    asked = passages[:: max(1, len(passages) // 50)]
    held = stores.vectors.fetch(asked)
    texts = {each: passage.text for each, passage in stores.catalogue.passages(asked).items()}
    embedded = dict(zip(texts, library.embedder.embed(list(texts.values())), strict=True))
    return [
        f"passage {passage} has another's vector"
        for passage in asked
        if passage not in held
        or passage not in embedded
        or float(held[passage] @ embedded[passage]) < 0.9999
    ]


def main() -> None:
    """Read tasks until there are no more."""
    count_tokens(["Loads the encoding, once for all that are forked."])
    for line in sys.stdin:
        print(json.dumps(asdict(_forked(Task(**json.loads(line))))), flush=True)  # noqa: T201


def _forked(task: Task) -> Outcome:
    reading, writing = os.pipe()
    began = time.perf_counter()
    child = os.fork()
    if not child:
        os.close(reading)
        _child(task, writing, began)
    os.close(writing)
    ready, _, _ = select.select([reading], [], [], task.after)
    if not ready:
        os.kill(child, signal.SIGKILL)
    with os.fdopen(reading, "r") as pipe:
        told = pipe.read()
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL:
        return Outcome(killed=True, seconds=time.perf_counter() - began)
    said = json.loads(told or '{"seconds": 0, "problems": ["it died"]}')
    return Outcome(killed=False, **said)


def _child(task: Task, writing: int, began: float) -> None:
    """Do a task and end this process, whatever happens."""
    counter = _Counter(task.fatal)
    try:
        if task.most_bytes is not None:
            _limit(task.most_bytes)
        problems = _done(task, counter)
    except BaseException as error:  # noqa: BLE001 it is told
        traceback.print_exc()
        problems = [f"{type(error).__name__}: {error}"]
    told = {"seconds": counter.ended - began, "calls": counter.calls, "problems": problems}
    os.write(writing, json.dumps(told).encode())
    os._exit(0)


def _done(task: Task, counter: _Counter) -> list[str]:
    folder = Path(task.folder)
    with Library.open(Path(task.home), WordEmbedder()) as library:
        if task.sync:
            sys.setprofile(counter)
            report: SyncReport = library.sync(folder)
            sys.setprofile(None)
            counter.ended = time.perf_counter()
            assert not report.failures
        if not task.check:
            return []
        return problems_of(library, folder) if task.sync else disagreements(library)


def _limit(most_bytes: int) -> None:
    import resource

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))


class _Counter:
    """Counts calls inside the stores, and kills the process at the fatal one."""

    def __init__(self, fatal: int) -> None:
        self.calls = 0
        self.ended = time.perf_counter()
        self._fatal = fatal
        self._endings = tuple(f"{os.sep}index{os.sep}{name}.py" for name in _WATCHED)

    def __call__(self, frame: FrameType, event: str, _: object) -> None:
        if event == "call" and frame.f_code.co_filename.endswith(self._endings):
            self.calls += 1
            if self.calls == self._fatal:
                os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main()
