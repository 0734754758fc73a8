"""Making a library equal to its folders, doing only the work that is needed."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from index.catalogue import FileEntry
from index.embedding_ahead import EmbeddingAhead
from index.errors import (
    EmbedderUnavailable,
    NotIndexed,
    Picture,
    TextTooLong,
    UnreadableFile,
    as_failure_of,
)
from index.folders import Folders
from index.known_files import entry_of, known_files, remove_missing
from index.patterns import Selection
from index.progress import Meter, ProgressListener
from index.reading import FileReader, Part, Reading, load, parts
from index.report import Failure, SyncReport, is_passed_over, passed_over
from index.scanning import FoundFile, Hidden, Ignored, scan
from index.source import Source, SourceText
from index.splitting import Draft, Splitter
from index.storing import NewSource, Stores, Writing

# Passages and files that are embedded and stored together: enough for few transactions, few enough
# to be read again after a kill.
_PASSAGES_A_BATCH = 256
_FILES_A_BATCH = 1_000
# Characters of a title that is made from the first sentence: a guess.
_LONGEST_TITLE = 160
# Failures inside one file that are listed; the others are counted. A guess.
_LISTED_INSIDE = 20


@dataclass(slots=True)
class _Batch:
    """Sources that are stored together, and the files that are recorded after them.

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
class _Result:
    """The result of reading a file, or a part of one: a source, a failure, or both.

    Attributes:
        source: id of its source; None where it has none.
        failure: why it cannot be read, as the catalogue keeps it.
        is_settled: whether it is left alone until it changes.
    """

    source: str | None = None
    failure: str | None = None
    is_settled: bool = True


class _ListenerFailed(BaseException):
    """The caller's listener raised its cause, which no file is to blame for."""


@dataclass(slots=True)
class Sync:
    """One run over the folders. Used once.

    While one batch is read and split, the batch before is embedded in other threads, and the one
    before that is stored.
    """

    stores: Stores
    splitter: Splitter
    reader: FileReader
    largest: int
    listener: ProgressListener | None = None
    _meter: Meter = field(init=False)
    _batch: _Batch = field(default_factory=_Batch)
    _under_way: tuple[_Batch, Writing | None] | None = None
    _unfit: dict[str, UnreadableFile] = field(default_factory=dict)
    _failures: list[Failure] = field(default_factory=list)
    _passed_over: list[Failure] = field(default_factory=list)
    _read: set[str] = field(default_factory=set)

    def run(self, folders: Folders, selection: Selection, *, without: Path) -> SyncReport:
        """Make the library equal to the selected files below the folders."""
        began = time.perf_counter()
        seen = list(scan(folders, selection, without=without))
        files = [each for each in seen if isinstance(each, FoundFile)]
        hidden = [each for each in seen if isinstance(each, Hidden)]
        work = self._without_known(files, known_files(self.stores.catalogue, folders))
        size = sum(found.size for found in work)
        self._meter = Meter(self.listener, len(files), len(files) - len(work), size)
        self._meter.tell("")
        self._read_all(work)
        done = self._read | {each.name for each in (*self._failures, *self._passed_over)}
        self._failures += [Failure(each.name, f"{each.name} {each.reason}.") for each in hidden]
        removed = remove_missing(self.stores, {found.name for found in files}, hidden)
        excluded = [each.name for each in seen if isinstance(each, Ignored)]
        return SyncReport(
            read=len(self._read),
            unchanged=sum(found.name not in done for found in files),
            removed=removed,
            passages=self._meter.passages,
            failures=_by_name(self._failures),
            seconds=time.perf_counter() - began,
            ignored=(*excluded, *(each.name for each in self._passed_over)),
            passed_over=_by_name(self._passed_over),
        )

    def _without_known(
        self, files: Sequence[FoundFile], known: Mapping[str, FileEntry]
    ) -> list[FoundFile]:
        """Return the files that are new or have changed, and report the failures of the others."""
        work = []
        inside: dict[str, list[FileEntry]] = {}
        for member in self.stores.catalogue.members().values():
            if member.failure:
                inside.setdefault(member.container or "", []).append(member)
        for found in files:
            entry = known.get(found.name)
            if entry is None or (entry.size, entry.stamp) != (found.size, found.stamp):
                work.append(found)
                continue
            for each in (entry, *inside.get(entry.path, ())):
                self._report(each.path, each.failure)
        return work

    def _read_all(self, work: Sequence[FoundFile]) -> None:
        if not work:
            return
        try:
            with self.stores.embedding() as ahead:
                for found in work:
                    self._read_file(found, ahead)
                    if self._batch.is_full():
                        self._pass_on(ahead)
                    self._meter.looked_at(found.name)
                self._pass_on(ahead)
                self._store(ahead)
        except _ListenerFailed as failed:
            raise failed.__cause__ or failed from None

    def _read_file(self, found: FoundFile, ahead: EmbeddingAhead) -> None:
        """Read a file that is new or changed, and the files inside it, unless they are known."""
        self._batch.size += found.size
        own, inside, failed = _Result(), set[str](), 0
        is_settled = True
        for part in self._parts(found):
            result = self._read_part(part, found)
            is_settled &= result.is_settled
            if part.location == found.name:
                self._report(part.location, result.failure)
                # A message can be read although its attachments cannot.
                own = replace(result, source=result.source or own.source)
                continue
            failed += result.failure is not None and not is_passed_over(result.failure)
            if result.failure and failed > _LISTED_INSIDE:
                continue
            self._report(part.location, result.failure)
            if not inside:
                self._batch.entries.append(entry_of(found, own.source, members=None))
            inside.add(part.location)
            entry = FileEntry(part.location, result.source, len(part.content), "", result.failure)
            self._batch.entries.append(replace(entry, container=found.name))
            if self._batch.is_full():
                self._pass_on(ahead)
        if failed > _LISTED_INSIDE:
            own = replace(own, failure=self._count_inside(found, failed - _LISTED_INSIDE))
        if own.failure and not own.is_settled and not own.source:
            return  # the content that was read before is kept until the file can be read again
        entry = entry_of(found, own.source, own.failure, frozenset(inside))
        self._batch.entries.append(entry if is_settled else replace(entry, stamp=""))

    def _parts(self, found: FoundFile) -> Iterator[Part]:
        """Yield a file and the files inside it; where unpacking fails, a part with that failure."""
        reader = self.reader
        try:
            with as_failure_of(found.name):
                content = load(Path(found.path), name=found.name, limit=self.largest)
                unpacked = parts(
                    content,
                    name=found.name,
                    limit=self.largest,
                    opener=reader.attachments,
                    seconds=reader.seconds,
                )
                part = next(unpacked, None)
            while part is not None:
                yield part
                with as_failure_of(found.name):
                    part = next(unpacked, None)
        except UnreadableFile as error:
            yield Part(found.name, None, b"", error)

    def _read_part(self, part: Part, found: FoundFile) -> _Result:
        """Read and split a part, unless it is known already."""
        if part.failure or part.kind is None:
            return _failed(part.failure or NotIndexed(f"{part.location} has no format."))
        source = hashlib.sha256(part.content).hexdigest()
        if self._is_known(source):
            return _Result(source)
        try:
            with as_failure_of(part.location):
                reading = self.reader.read(part.content, name=part.location, kind=part.kind)
                self._batch.add(self._new_source(source, part, reading))
        except UnreadableFile as error:
            return _failed(error)
        self._read.add(found.name)
        return _Result(source)

    def _report(self, name: str, failure: str | None) -> None:
        if failure:
            reported = self._passed_over if is_passed_over(failure) else self._failures
            reported.append(Failure(name, failure))

    def _count_inside(self, found: FoundFile, more: int) -> str:
        """Report the failures inside a file that are not listed."""
        files = "1 more file" if more == 1 else f"{more:,} more files"
        failure = f"{found.name} contains {files} that cannot be read. Unpack it to see which."
        self._report(found.name, failure)
        return failure

    def _is_known(self, source: str) -> bool:
        coming = source in self._batch.ids or (
            self._under_way is not None and source in self._under_way[0].ids
        )
        return coming or self.stores.catalogue.has(source)

    def _new_source(self, source_id: str, part: Part, reading: Reading) -> NewSource:
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
        return NewSource(SourceText(source, reading.text, reading.places), drafts)

    def _pass_on(self, ahead: EmbeddingAhead) -> None:
        """Start to embed the batch that was read, and store the one before it meanwhile."""
        batch, self._batch = self._batch, _Batch()
        try:
            with as_failure_of("The batch"):
                writing = self.stores.begin(batch.sources, ahead)
        except UnreadableFile:
            writing = None
        self._store(ahead)
        self._under_way = batch, writing

    def _store(self, ahead: EmbeddingAhead) -> None:
        """Store the batch under way, then record its files, so that a crash reads them again."""
        if self._under_way is None:
            return
        batch, writing = self._under_way
        try:
            with as_failure_of("The batch"):
                if writing is None:
                    raise NotIndexed("The batch cannot be started.")
                self._finish(writing)
        except UnreadableFile:
            self._store_halves(batch.sources, ahead)
        with self.stores.catalogue.transaction():
            self.stores.catalogue.put_files([self._recorded(each) for each in batch.entries])
        self._meter.settled(batch.size)
        self._under_way = None

    def _finish(self, writing: Writing) -> None:
        passages = self._meter.passages
        try:
            self.stores.finish(writing, self._stored)
        except BaseException:
            self._meter.passages = passages
            raise

    def _recorded(self, entry: FileEntry) -> FileEntry:
        """Return what is recorded of a file; one that was not stored is tried again."""
        error = self._unfit.get(entry.source or "")
        if error is None:
            return entry
        self._failures.append(Failure(entry.path, str(error)))
        self._read.discard(entry.path)
        return replace(entry, source=None, failure=str(error), stamp="")

    def _store_halves(self, sources: Sequence[NewSource], ahead: EmbeddingAhead) -> None:
        """Store the sources of a batch that failed, half by half, down to those that fail alone.

        Storing each source by itself would take as many transactions as there are sources.
        """
        self.stores.remove([each.origin.source.id for each in sources])
        middle = len(sources) // 2
        for half in (sources[:middle], sources[middle:]):
            if not half:
                continue
            source = half[0].origin.source
            try:
                with as_failure_of(source.location):
                    self._finish(self.stores.begin(half, ahead))
            except UnreadableFile as error:
                if len(half) > 1:
                    self._store_halves(half, ahead)
                    continue
                self.stores.remove([source.id])
                self._check_embedder(error)
                self._unfit[source.id] = error

    def _check_embedder(self, error: UnreadableFile) -> None:
        """Make sure that the embedder works, for otherwise no file is to blame.

        Raises:
            EmbedderUnavailable: it does not.
        """
        if isinstance(error.__cause__, TextTooLong):
            return
        embedder = self.stores.embedder
        try:
            embedder.embed(["A short text."])
        except Exception as broken:
            what = f"The embedder {embedder.name} does not work: {broken}."
            raise EmbedderUnavailable(what, "Mend it or wait, and index again.") from broken

    def _stored(self, passages: int) -> None:
        if self._under_way is None:
            return
        batch = self._under_way[0]
        size = batch.size * passages / max(1, batch.passages)
        try:
            self._meter.stored(passages, size, batch.sources[-1].origin.source.location)
        except Exception as error:
            raise _ListenerFailed from error


def _failed(error: UnreadableFile) -> _Result:
    failure = passed_over(str(error)) if isinstance(error, Picture) else str(error)
    return _Result(None, failure, error.is_lasting)


def _by_name(failures: Sequence[Failure]) -> tuple[Failure, ...]:
    return tuple(sorted(failures, key=lambda failure: failure.name))


def _first_sentence(text: str, drafts: Sequence[Draft]) -> str:
    start, end = drafts[0].sentences[0]
    title = " ".join(text[start:end].split())
    return title if len(title) <= _LONGEST_TITLE else title[: _LONGEST_TITLE - 1].rstrip() + "…"
