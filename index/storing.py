"""The stores kept consistent: catalogue first, engines after; what a crash left is finished.

A source is written as pending, its passages go to the engines, then it becomes ready; removal goes
the other way round. Engines are derived: whatever they lack is made again from the catalogue.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from index.catalogue import Catalogue, State
from index.embedding import Embedder, TokenEmbedder
from index.embedding_ahead import Embedded, EmbeddingAhead
from index.errors import Part, PartDamaged, TextTooLong, UnreadableFile, as_failure_of
from index.passage import Passage
from index.source import SourceText
from index.splitting import Draft
from index.token_vectors import TokenVectors
from index.vectors import Vectors
from index.words import WordEntry, Words

# Sources removed in one transaction: a guess.
_SOURCES_AT_ONCE = 1_000
# Passages made again at a time: each time costs the disk a while, and each passage some memory.
_PASSAGES_AT_ONCE = 256

Stored = Callable[[int], None]
"""Called with the number of passages that were just stored."""


def _ignored(_: int) -> None:
    """Ignore progress."""


@dataclass(frozen=True, slots=True)
class NewSource:
    """A source that was read and split, on its way into the stores."""

    origin: SourceText
    drafts: tuple[Draft, ...]


@dataclass(frozen=True, slots=True)
class Writing:
    """Pending sources, their passages, and the passages as they are embedded."""

    sources: list[str]
    passages: list[Passage]
    embedded: Iterator[Embedded]


@dataclass(frozen=True, slots=True)
class Stores:
    """Catalogue, vectors, words and tokens of one library, and its embedders.

    Without a reader, which embeds text by token, there are no tokens.
    """

    catalogue: Catalogue
    vectors: Vectors
    words: Words
    tokens: TokenVectors | None
    embedder: Embedder
    reader: TokenEmbedder | None

    def embedding(self) -> EmbeddingAhead:
        """Return an embedder that works while other passages are stored; the caller closes it."""
        return EmbeddingAhead(self.embedder, self.reader if self.tokens else None)

    def begin(self, batch: Sequence[NewSource], ahead: EmbeddingAhead) -> Writing:
        """Note sources as pending and begin to embed them; `finish` does the rest.

        Whatever happens meanwhile, each is whole or finished later.
        """
        with self.catalogue.transaction():
            for new in batch:
                self.catalogue.add(new.origin, new.drafts)
        sources = [new.origin.source.id for new in batch]
        passages = self._passages(sources)
        return Writing(sources, passages, ahead.start(passages))

    def finish(self, writing: Writing, stored: Stored = _ignored) -> None:
        """Store what was begun.

        Raises:
            TextTooLong: a passage does not fit the embedder's window; none of the batch is added.
        """
        try:
            self._store(writing.embedded, stored)
        except TextTooLong:
            self.remove(writing.sources)
            raise
        self._make_ready(writing.sources, writing.passages)

    def remove(self, sources: Sequence[str]) -> None:
        """Remove sources from every store."""
        for first in range(0, len(sources), _SOURCES_AT_ONCE):
            leaving = sources[first : first + _SOURCES_AT_ONCE]
            with self.catalogue.transaction():
                self.catalogue.mark(leaving, State.LEAVING)
            passages = self.catalogue.passage_ids(leaving)
            self.vectors.remove(passages)
            if self.tokens:
                self.tokens.remove(passages)
            self.words.change(remove_sources=leaving)
            with self.catalogue.transaction():
                self.catalogue.forget(leaving)

    def settle(self) -> None:
        """Let the files be no larger than they need be, and write down their checksums."""
        self.catalogue.settle()
        if self.tokens:
            self.tokens.settle()
        self.vectors.seal()

    def is_whole(self) -> bool:
        """Return whether every source is ready and the engines have as many passages as there are.

        Raises:
            PartDamaged: a part cannot even be counted.
        """
        if self.catalogue.in_state(State.PENDING, State.LEAVING):
            return False
        passages = self.catalogue.count_passages()
        counts = {passages, self.vectors.count(), self.words.count()}
        return len(counts | ({self.tokens.count()} if self.tokens else set())) == 1

    def mend(self, stored: Stored = _ignored) -> list[PartDamaged]:
        """Finish what was begun, and bring the engines back to what the catalogue says.

        Returns what was damaged and has been made again, each part at most once.
        """
        mended: list[PartDamaged] = []
        while True:
            try:
                if not self.is_whole():
                    self._check_catalogue()
                    self._mend(stored)
                return mended
            except PartDamaged as damage:
                if damage.part in {each.part for each in mended}:
                    raise
                self.renew(damage.part)
                mended.append(damage)

    def check_engines(self) -> None:
        """Make sure that an engine's files have not vanished, which it does not notice.

        Raises:
            PartDamaged: there are sources to find, and the vectors or the words are empty.
        """
        if not self.catalogue.has_ready():
            return
        for part, engine in ((Part.VECTORS, self.vectors), (Part.WORDS, self.words)):
            if engine.count() == 0:
                raise PartDamaged(part, f"The {part} of the library are gone.")

    def _check_catalogue(self) -> None:
        """Make sure that it is the engines that are to follow the catalogue, and not it that lost.

        Raises:
            PartDamaged: the catalogue's own structure is damaged.
        """
        if problem := self.catalogue.problem():
            raise PartDamaged(Part.CATALOGUE, problem)

    def renew(self, part: Part) -> None:
        """Set a damaged part aside and begin with an empty one, which `mend` fills."""
        if part is Part.CATALOGUE:
            self.catalogue.renew()
        elif part is Part.VECTORS:
            self.vectors.clear()
        elif part is Part.WORDS:
            self.words.renew()
        elif self.tokens:
            self.tokens.renew()

    def _mend(self, stored: Stored) -> None:
        self.remove(self.catalogue.in_state(State.LEAVING))
        with self.embedding() as ahead:
            for sources, passages in self._batches(self.catalogue.in_state(State.PENDING)):
                try:
                    with as_failure_of("A source"):
                        self._store(ahead.start(self._lacking(passages)), stored)
                except UnreadableFile:
                    # Read again by the next sync, which names a file that still fails.
                    self.remove(sources)
                else:
                    self._make_ready(sources, passages)
            if not self.is_whole():
                self._rebuild(ahead, stored)

    def _batches(self, sources: Sequence[str]) -> Iterator[tuple[list[str], list[Passage]]]:
        """Yield some sources at a time with their passages: each time costs the disk a while."""
        batch: tuple[list[str], list[Passage]] = [], []
        for source in sources:
            batch[0].append(source)
            batch[1].extend(self.catalogue.passages_of(source))
            if len(batch[1]) >= _PASSAGES_AT_ONCE:
                yield batch
                batch = [], []
        if batch[0]:
            yield batch

    def _passages(self, sources: Sequence[str]) -> list[Passage]:
        return [each for source in sources for each in self.catalogue.passages_of(source)]

    def _lacking(self, passages: Sequence[Passage]) -> list[Passage]:
        """Return the passages whose vector or tokens are missing."""
        ids = [passage.id for passage in passages]
        present = self.vectors.present(ids)
        if self.tokens:
            present &= self.tokens.present(ids)
        return [passage for passage in passages if passage.id not in present]

    def _store(self, embedded: Iterator[Embedded], stored: Stored) -> None:
        for part in embedded:
            ids = [passage.id for passage in part.passages]
            if self.tokens and part.tokens is not None:
                self.tokens.put(zip(ids, part.tokens, strict=True))
            self.vectors.put(ids, part.vectors)
            stored(len(ids))

    def _make_ready(self, sources: Sequence[str], passages: Sequence[Passage]) -> None:
        """Index the words of pending sources, whose vectors are stored, and mark them ready."""
        self.words.change(map(_entry, passages), remove_sources=sources)
        with self.catalogue.transaction():
            self.catalogue.mark(sources, State.READY)

    def _rebuild(self, ahead: EmbeddingAhead, stored: Stored) -> None:
        """Make the engines again from the catalogue, keeping the vectors that are right."""
        wanted = set(self.catalogue.passage_ids())
        self.vectors.remove([each for each in self.vectors.passages() if each not in wanted])
        if self.tokens:
            self.tokens.remove(set(self.tokens.passages()) - wanted)
        self.words.clear()
        for _, passages in self._batches(self.catalogue.in_state(State.READY)):
            self._store(ahead.start(self._lacking(passages)), stored)
            self.words.change(map(_entry, passages))


def _entry(passage: Passage) -> WordEntry:
    source = passage.source
    return WordEntry(passage.id, source.id, source.title, passage.text)
