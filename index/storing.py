"""The stores kept in step: catalogue first, engines after, and what a crash left mended.

A source is written as pending, its passages go to the engines, then it becomes ready; it leaves
the other way round. Engines are derived: whatever they lack is made again from the catalogue.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from index.catalogue import Catalogue
from index.embedding import Embedder, TokenEmbedder
from index.entries import State
from index.errors import TextTooLong
from index.passage import Passage
from index.source import SourceText
from index.splitting import Draft
from index.token_vectors import PassageTokens, TokenVectors
from index.vectors import Vectors
from index.words import WordEntry, Words

# Passages embedded and stored at a time: long enough to sort by length, short enough to report.
_SLICE = 256

Embedded = Callable[[int], None]


def _unheard(_: int) -> None:
    """Hear of progress and do nothing."""


@dataclass(frozen=True, slots=True)
class NewSource:
    """A source that was read and split, on its way into the stores."""

    origin: SourceText
    drafts: tuple[Draft, ...]


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

    def write(self, batch: Sequence[NewSource], embedded: Embedded = _unheard) -> None:
        """Add sources so that, whatever happens meanwhile, each is whole or finished later.

        Raises:
            TextTooLong: a passage does not fit the embedder's window; none of the batch is added.
        """
        for new in batch:
            self.catalogue.add(new.origin, new.drafts)
        sources = [new.origin.source.id for new in batch]
        try:
            self._finish(sources, embedded)
        except TextTooLong:
            self.remove(sources)
            raise

    def remove(self, sources: Sequence[str]) -> None:
        """Remove sources from every store."""
        if not sources:
            return
        with self.catalogue.transaction():
            self.catalogue.mark(sources, State.LEAVING)
        for source in sources:
            passages = self.catalogue.passage_ids(source)
            self.vectors.remove(passages)
            if self.tokens:
                self.tokens.remove(passages)
        self.words.change(remove_sources=sources)
        with self.catalogue.transaction():
            self.catalogue.forget(sources)

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
        counts = {passages, self.vectors.count(), self.words.count()}
        return len(counts | ({self.tokens.count()} if self.tokens else set())) == 1

    def mend(self, embedded: Embedded = _unheard) -> None:
        """Finish what was begun, and bring the engines back to what the catalogue says."""
        self.remove(self.catalogue.in_state(State.LEAVING))
        for source in self.catalogue.in_state(State.PENDING):
            try:
                self._finish([source], embedded)
            except TextTooLong:
                # Read again by the next sync, which says so if it still does not fit.
                self.remove([source])
        if not self.is_whole():
            self._rebuild(embedded)

    def _finish(self, sources: Sequence[str], embedded: Embedded) -> None:
        """Bring pending sources into the engines and make them ready."""
        if not sources:
            return
        passages = [each for source in sources for each in self.catalogue.passages_of(source)]
        self._embed(passages, embedded)
        self.words.change(map(_entry, passages), remove_sources=sources)
        with self.catalogue.transaction():
            self.catalogue.mark(sources, State.READY)

    def _embed(self, passages: Sequence[Passage], embedded: Embedded) -> None:
        for first in range(0, len(passages), _SLICE):
            part = passages[first : first + _SLICE]
            ids = [passage.id for passage in part]
            present = self.vectors.present(ids)
            if self.tokens:
                present &= self.tokens.present(ids)
            self._read([passage for passage in part if passage.id not in present])
            embedded(len(part))

    def _read(self, passages: Sequence[Passage]) -> None:
        """Embed passages whole and by token, in one reading where one embedder does both."""
        texts = [passage.text for passage in passages]
        if self.reader is None or self.tokens is None:
            vectors = self.embedder.embed(texts)
        else:
            if self.reader is self.embedder:
                vectors, states = self.reader.embed_with_tokens(texts)
            else:
                vectors, states = self.embedder.embed(texts), self.reader.tokens(texts)
            pairs = zip(passages, states, strict=True)
            self.tokens.put((each.id, PassageTokens.of(each, read)) for each, read in pairs)
        self.vectors.put([passage.id for passage in passages], vectors)

    def _rebuild(self, embedded: Embedded) -> None:
        """Make the engines again from the catalogue, keeping the vectors that are right."""
        wanted = set(self.catalogue.passage_ids())
        self.vectors.remove([each for each in self.vectors.passages() if each not in wanted])
        if self.tokens:
            self.tokens.remove(set(self.tokens.passages()) - wanted)
        self.words.clear()
        for source in self.catalogue.in_state(State.READY):
            passages = self.catalogue.passages_of(source)
            self._embed(passages, embedded)
            self.words.change(map(_entry, passages))


def _entry(passage: Passage) -> WordEntry:
    source = passage.source
    return WordEntry(passage.id, source.id, source.title, passage.text)
