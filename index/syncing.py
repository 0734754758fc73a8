"""Making a library equal to a folder, doing only the work that is needed."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from pathlib import Path

from index.embedding_ahead import EmbeddingAhead
from index.entries import FileEntry
from index.errors import EmptyFile, NotText, TextTooLong, UnreadableFile
from index.reading import Reading, load, read_bytes
from index.scanning import FoundFile, Hidden, scan
from index.source import Source, SourceText
from index.splitting import Draft, Splitter
from index.storing import NewSource, Stores, Writing

# A file changed this recently may change again without its size or time telling.
_TICK_NS = 2_000_000_000
_PASSAGES_A_BATCH = 256
_LONGEST_TITLE = 160


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a sync is.

    Attributes:
        done, total: files.
        passages: passages stored by this sync so far.
        name: the file at hand.
    """

    done: int
    total: int
    passages: int
    name: str


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be read: its path in the folder, and the reason with the remedy."""

    name: str
    message: str


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What a sync did.

    Attributes:
        read: files whose content is new in the library.
        unchanged: files that needed no work, renamed and equal ones among them.
        removed: sources that left the library.
        passages: passages added.
        failures: files that could not be read.
        seconds: how long it took.
    """

    read: int
    unchanged: int
    removed: int
    passages: int
    failures: tuple[Failure, ...]
    seconds: float


ProgressListener = Callable[[Progress], None]


@dataclass(slots=True)
class _Batch:
    """Sources on their way in together, and the files that are recorded once they are there."""

    sources: list[NewSource] = field(default_factory=list)
    entries: list[FileEntry] = field(default_factory=list)

    def holds(self, source: str) -> bool:
        return any(new.origin.source.id == source for new in self.sources)

    @property
    def passages(self) -> int:
        return sum(len(new.drafts) for new in self.sources)


@dataclass(slots=True)
class Sync:
    """One run over a folder. Used once.

    While one batch is read and split, the one before is embedded in another thread; only then is it
    stored, while the next is embedded.
    """

    stores: Stores
    splitter: Splitter
    largest: int
    listener: ProgressListener | None = None
    _batch: _Batch = field(default_factory=_Batch)
    _under_way: tuple[_Batch, Writing] | None = None
    _unfit: set[str] = field(default_factory=set)
    _failures: list[Failure] = field(default_factory=list)
    _read: int = 0
    _passages: int = 0
    _done: int = 0
    _total: int = 0

    def run(self, folder: Path, *, without: Path) -> SyncReport:
        """Make the library equal to the files below a folder."""
        began = time.perf_counter()
        catalogue = self.stores.catalogue
        known = catalogue.files() if catalogue.recall("folder") == str(folder) else {}
        seen = list(scan(folder, without=without))
        files = [each for each in seen if isinstance(each, FoundFile)]
        self._total = len(files)
        with self.stores.embedding() as ahead:
            for found in files:
                entry = known.get(found.name)
                if entry and (entry.size, entry.stamp) == (found.size, found.stamp):
                    self._keep(entry)
                else:
                    self._take(found)
                    if self._batch.passages >= _PASSAGES_A_BATCH:
                        self._pass_on(ahead)
                self._done += 1
                self._tell(found.name)
            self._pass_on(ahead)
            self._store(ahead)
        catalogue.remember("folder", str(folder))
        hidden = [each for each in seen if isinstance(each, Hidden)]
        self._failures += [Failure(each.name, f"{each.name} {each.reason}.") for each in hidden]
        removed = self._remove_missing({found.name for found in files}, hidden)
        seconds = time.perf_counter() - began
        unchanged = self._total - self._read - (len(self._failures) - len(hidden))
        failures = tuple(self._failures)
        return SyncReport(self._read, unchanged, removed, self._passages, failures, seconds)

    def _keep(self, entry: FileEntry) -> None:
        if entry.failure:
            self._failures.append(Failure(entry.path, entry.failure))

    def _take(self, found: FoundFile) -> None:
        """Read a file that is new or changed, unless its content is known already."""
        try:
            content = load(found.path, name=found.name, limit=self.largest)
            source = hashlib.sha256(content).hexdigest()
            if not self._is_known(source):
                self._add(source, found, read_bytes(content, name=found.name), len(content))
        except UnreadableFile as error:
            self._failures.append(Failure(found.name, str(error)))
            # What the content is to blame for needs no second look until the content changes.
            if isinstance(error, NotText | EmptyFile):
                self._batch.entries.append(_entry(found, None, str(error)))
        else:
            self._batch.entries.append(_entry(found, source))

    def _is_known(self, source: str) -> bool:
        coming = self._batch.holds(source) or (
            self._under_way is not None and self._under_way[0].holds(source)
        )
        return coming or self.stores.catalogue.has(source)

    def _add(self, source_id: str, found: FoundFile, reading: Reading, size: int) -> None:
        drafts = tuple(self.splitter.split(reading.text, reading.blocks))
        source = Source(
            id=source_id,
            title=reading.title or _first_sentence(reading.text, drafts),
            location=found.name,
            date=reading.date,
            size=size,
            length=len(reading.text),
            media_type=reading.media_type,
        )
        self._batch.sources.append(
            NewSource(SourceText(source, reading.text, reading.places), drafts)
        )
        self._read += 1

    def _pass_on(self, ahead: EmbeddingAhead) -> None:
        """Let the batch at hand be embedded, and store the one before it meanwhile."""
        coming = self._batch, self.stores.begin(self._batch.sources, ahead)
        self._batch = _Batch()
        self._store(ahead)
        self._under_way = coming

    def _store(self, ahead: EmbeddingAhead) -> None:
        """Store the batch under way, then record its files, so that a crash reads them again."""
        if self._under_way is None:
            return
        batch, writing = self._under_way
        try:
            self.stores.finish(writing, self._stored)
        except TextTooLong:
            self._store_one_by_one(batch.sources, ahead)
        entries = [each for each in batch.entries if each.source not in self._unfit]
        self.stores.catalogue.put_files(entries)
        self._under_way = None

    def _store_one_by_one(self, sources: Sequence[NewSource], ahead: EmbeddingAhead) -> None:
        """Store sources of which one cannot be embedded, and report that one."""
        for new in sources:
            source = new.origin.source
            try:
                self.stores.finish(self.stores.begin([new], ahead), self._stored)
            except TextTooLong as error:
                name = source.location
                self._failures.append(Failure(name, f"{name} cannot be split: {error}"))
                self._unfit.add(source.id)
                self._read -= 1

    def _stored(self, passages: int) -> None:
        self._passages += passages
        batch = self._under_way[0].sources if self._under_way else []
        self._tell(batch[-1].origin.source.location if batch else "")

    def _tell(self, name: str) -> None:
        if self.listener:
            self.listener(Progress(self._done, self._total, self._passages, name))

    def _remove_missing(self, names: AbstractSet[str], hidden: Sequence[Hidden]) -> int:
        """Forget files that are gone and sources that no file holds; return how many sources.

        What is below something that cannot be looked at is not gone.
        """
        catalogue = self.stores.catalogue
        kept = tuple(f"{each.name}/" for each in hidden)
        gone = [
            name for name in catalogue.files().keys() - names if not f"{name}/".startswith(kept)
        ]
        catalogue.drop_files(gone)
        orphans = catalogue.orphans()
        self.stores.remove(orphans)
        catalogue.relocate()
        return len(orphans)


def _entry(found: FoundFile, source: str | None, failure: str | None = None) -> FileEntry:
    recent = time.time_ns() - found.changed < _TICK_NS
    return FileEntry(found.name, source, found.size, "" if recent else found.stamp, failure)


def _first_sentence(text: str, drafts: tuple[Draft, ...]) -> str:
    start, end = drafts[0].sentences[0]
    title = " ".join(text[start:end].split())
    return title if len(title) <= _LONGEST_TITLE else title[: _LONGEST_TITLE - 1].rstrip() + "…"
