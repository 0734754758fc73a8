"""Making a library equal to a folder, doing only the work that is needed."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from index.catalogue import FileEntry
from index.embedding_ahead import EmbeddingAhead
from index.errors import TextTooLong, UnreadableFile
from index.folders import Folders
from index.known_files import entry_of, known_files, remove_missing
from index.patterns import Selection
from index.progress import Meter, ProgressListener
from index.reading import Part, Reader, Reading, load, parts
from index.report import Failure, SyncReport
from index.scanning import FoundFile, Hidden, Ignored, scan
from index.source import Source, SourceText
from index.splitting import Draft, Splitter
from index.storing import NewSource, Stores, Writing

_PASSAGES_A_BATCH = 256
_FILES_A_BATCH = 1_000
_LONGEST_TITLE = 160


@dataclass(slots=True)
class _Batch:
    """Sources on their way in together, and the files that are recorded once they are there.

    `size` is the bytes of all files that were read for it.
    """

    sources: list[NewSource] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    passages: int = 0
    entries: list[FileEntry] = field(default_factory=list)
    size: int = 0

    def add(self, new: NewSource) -> None:
        self.sources.append(new)
        self.ids.add(new.origin.source.id)
        self.passages += len(new.drafts)

    def is_full(self) -> bool:
        return self.passages >= _PASSAGES_A_BATCH or len(self.entries) >= _FILES_A_BATCH


@dataclass(frozen=True, slots=True)
class _Taken:
    """What became of a file, or of a part of one: a source, or a failure.

    What is settled needs no second look until the file changes.
    """

    source: str | None = None
    failure: str | None = None
    is_settled: bool = True

    def entry(self, part: Part, found: FoundFile) -> FileEntry:
        """Return what is noted of a part inside a file."""
        size = len(part.content)
        return FileEntry(part.location, self.source, size, "", self.failure, found.name)


@dataclass(slots=True)
class Sync:
    """One run over the folders. Used once.

    While one batch is read and split, the one before is embedded in another thread; only then is it
    stored, while the next is embedded.
    """

    stores: Stores
    splitter: Splitter
    reader: Reader
    largest: int
    listener: ProgressListener | None = None
    _meter: Meter = field(init=False)
    _batch: _Batch = field(default_factory=_Batch)
    _under_way: tuple[_Batch, Writing] | None = None
    _unfit: set[str] = field(default_factory=set)
    _failures: list[Failure] = field(default_factory=list)
    _read: set[str] = field(default_factory=set)

    def run(self, folders: Folders, selection: Selection, *, without: Path) -> SyncReport:
        """Make the library equal to the files below the folders that are selected."""
        began = time.perf_counter()
        seen = list(scan(folders, selection, without=without))
        files = [each for each in seen if isinstance(each, FoundFile)]
        hidden = [each for each in seen if isinstance(each, Hidden)]
        work = self._without_known(files, known_files(self.stores.catalogue, folders))
        size = sum(found.size for found in work)
        self._meter = Meter(self.listener, len(files), len(files) - len(work), size)
        self._meter.tell("")
        self._read_all(work)
        done = self._read | {failure.name for failure in self._failures}
        self._failures += [Failure(each.name, f"{each.name} {each.reason}.") for each in hidden]
        removed = remove_missing(self.stores, {found.name for found in files}, hidden)
        return SyncReport(
            read=len(self._read),
            unchanged=sum(found.name not in done for found in files),
            removed=removed,
            passages=self._meter.passages,
            failures=tuple(sorted(self._failures, key=lambda failure: failure.name)),
            seconds=time.perf_counter() - began,
            ignored=tuple(each.name for each in seen if isinstance(each, Ignored)),
        )

    def _without_known(
        self, files: Sequence[FoundFile], known: Mapping[str, FileEntry]
    ) -> list[FoundFile]:
        """Return the files that are new or have changed; one that failed before fails still."""
        work = []
        inside: dict[str, list[Failure]] = {}
        for member in self.stores.catalogue.members().values():
            if member.failure:
                failed = inside.setdefault(member.container or "", [])
                failed.append(Failure(member.path, member.failure))
        for found in files:
            entry = known.get(found.name)
            if entry is None or (entry.size, entry.stamp) != (found.size, found.stamp):
                work.append(found)
                continue
            if entry.failure:
                self._failures.append(Failure(entry.path, entry.failure))
            self._failures += inside.get(entry.path, ())
        return work

    def _read_all(self, work: Sequence[FoundFile]) -> None:
        if not work:
            return
        with self.stores.embedding() as ahead:
            for found in work:
                self._take(found, ahead)
                if self._batch.is_full():
                    self._pass_on(ahead)
                self._meter.looked_at(found.name)
            self._pass_on(ahead)
            self._store(ahead)

    def _take(self, found: FoundFile, ahead: EmbeddingAhead) -> None:
        """Read a file that is new or changed, and what is inside it, unless it is known already."""
        self._batch.size += found.size
        own, held = _Taken(), set[str]()
        is_settled = True
        try:
            content = load(Path(found.path), name=found.name, limit=self.largest)
            opener = self.reader.attachments
            for part in parts(content, name=found.name, limit=self.largest, opener=opener):
                taken = self._take_part(part, found)
                is_settled &= taken.is_settled
                if part.location == found.name:
                    own = taken
                    continue
                if not held:
                    self._batch.entries.append(entry_of(found, own.source, members=None))
                held.add(part.location)
                self._batch.entries.append(taken.entry(part, found))
                if self._batch.is_full():
                    self._pass_on(ahead)
        except UnreadableFile as error:
            own = self._fail(found.name, error)
            if not error.is_lasting:
                return
        entry = entry_of(found, own.source, own.failure, frozenset(held))
        self._batch.entries.append(entry if is_settled else replace(entry, stamp=""))

    def _take_part(self, part: Part, found: FoundFile) -> _Taken:
        """Read a part unless it is known already."""
        if part.failure or part.kind is None:
            return self._fail(part.location, part.failure or UnreadableFile(part.location))
        source = hashlib.sha256(part.content).hexdigest()
        try:
            if not self._is_known(source):
                reading = self.reader.read(part.content, name=part.location, kind=part.kind)
                self._add(source, part, reading)
                self._read.add(found.name)
        except UnreadableFile as error:
            return self._fail(part.location, error)
        return _Taken(source)

    def _fail(self, name: str, error: UnreadableFile) -> _Taken:
        self._failures.append(Failure(name, str(error)))
        return _Taken(None, str(error), error.is_lasting)

    def _is_known(self, source: str) -> bool:
        coming = source in self._batch.ids or (
            self._under_way is not None and source in self._under_way[0].ids
        )
        return coming or self.stores.catalogue.has(source)

    def _add(self, source_id: str, part: Part, reading: Reading) -> None:
        drafts = tuple(self.splitter.split(reading.text, reading.blocks))
        source = Source(
            id=source_id,
            title=reading.title or _first_sentence(reading.text, drafts),
            location=part.location,
            date=reading.date,
            size=len(part.content),
            length=len(reading.text),
            media_type=reading.media_type,
        )
        text = SourceText(source, reading.text, reading.places)
        self._batch.add(NewSource(text, drafts))

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
        entries = [
            replace(each, source=None, stamp="") if each.source in self._unfit else each
            for each in batch.entries
        ]
        with self.stores.catalogue.transaction():
            self.stores.catalogue.put_files(entries)
        self._meter.settled(batch.size)
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
                self._read.discard(name)

    def _stored(self, passages: int) -> None:
        if self._under_way is None:
            return
        batch = self._under_way[0]
        size = batch.size * passages / max(1, batch.passages)
        self._meter.stored(passages, size, batch.sources[-1].origin.source.location)


def _first_sentence(text: str, drafts: tuple[Draft, ...]) -> str:
    start, end = drafts[0].sentences[0]
    title = " ".join(text[start:end].split())
    return title if len(title) <= _LONGEST_TITLE else title[: _LONGEST_TITLE - 1].rstrip() + "…"
