"""The stores kept in step: catalogue first, engines after, and what a crash left mended.

A source is written as pending, its passages go to the engines, then it becomes ready; it leaves
the other way round. Engines are derived: whatever they lack is made again from the catalogue.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from index.catalogue import Catalogue
from index.embedding import Embedder, TokenEmbedder
from index.embedding_ahead import Embedded, EmbeddingAhead
from index.entries import State
from index.errors import TextTooLong, UnreadableFile, VectorsDamaged, as_failure_of
from index.passage import Passage
from index.source import SourceText
from index.splitting import Draft
from index.token_vectors import TokenVectors
from index.vectors import Vectors
from index.words import WordEntry, Words

_SOURCES_AT_ONCE = 1_000
_PASSAGES_AT_ONCE = 256

Stored = Callable[[int], None]
"""Is told of passages stored, as they are."""


def _unheard(_: int) -> None:
    """Hear of progress and do nothing."""


@dataclass(frozen=True, slots=True)
class NewSource:
    """A source that was read and split, on its way into the stores."""

    origin: SourceText
    drafts: tuple[Draft, ...]


@dataclass(frozen=True, slots=True)
class Writing:
    """Sources that are noted as pending, their passages, and these as they are embedded."""

    sources: list[str]
    passages: list[Passage]
    embedded: Iterator[Embedded]


@dataclass(frozen=True, slots=True)
class Stores:
    """Catalogue, vectors, words and tokens of one library, and what makes the vectors.

    Without a reader, which tells tokens apart, there are no tokens.
    """

    catalogue: Catalogue
    vectors: Vectors
    words: Words
    tokens: TokenVectors | None
    embedder: Embedder
    reader: TokenEmbedder | None

    def embedding(self) -> EmbeddingAhead:
        """Return what embeds passages while others are stored; the caller closes it."""
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

    def finish(self, writing: Writing, stored: Stored = _unheard) -> None:
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
        """Let the files be no larger than they need be."""
        self.catalogue.settle()
        if self.tokens:
            self.tokens.settle()

    def is_whole(self) -> bool:
        """Tell whether every source is ready and the engines hold as many passages as there are."""
        if self.catalogue.in_state(State.PENDING, State.LEAVING):
            return False
        passages = self.catalogue.count_passages()
        try:
            counts = {passages, self.vectors.count(), self.words.count()}
        except VectorsDamaged:
            return False
        return len(counts | ({self.tokens.count()} if self.tokens else set())) == 1

    def mend(self, stored: Stored = _unheard) -> None:
        """Finish what was begun, and bring the engines back to what the catalogue says."""
        try:
            self._mend(stored)
        except VectorsDamaged:
            self.restore_vectors(stored)

    def restore_vectors(self, stored: Stored = _unheard) -> None:
        """Make the vectors again: a kill can tear the files of Chroma while it writes them."""
        self.vectors.clear()
        self._mend(stored)

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
        """Return the passages of which a vector or the tokens are missing."""
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
        """Let the words of pending sources be found, whose vectors are stored."""
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
