"""The words of the passages, searched by BM25; the one module that imports tantivy."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

import tantivy

from index.errors import HomeCorrupt, HomeUnwritable

_ANALYSER = "quoth"
_HEAP = 64_000_000
_BODY, _TITLE, _PASSAGE, _SOURCE = "body", "title", "passage", "source"
_TITLE_WEIGHT = 0.3
_MOST_QUESTION_WORDS = 200


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text as the index knows it.

    Attributes:
        term: the word in lower case, without accents, stemmed.
        start, end: where it stands in the text, in code points.
    """

    term: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class WordEntry:
    """What the index is given of a passage."""

    passage: int
    source: str
    title: str
    text: str


class Words:
    """A lexical index on disk. Writing is for one process; searching is for any number."""

    def __init__(self, index: tantivy.Index) -> None:
        """Wrap an open index; use `Words.open`."""
        index.register_tokenizer(_ANALYSER, _analyser())
        self._index = index
        self._analysing = _analyser()
        self._writing = Lock()

    @classmethod
    def open(cls, folder: Path) -> Words:
        """Open the index of a folder, making it if there is none.

        Raises:
            HomeCorrupt: the files are damaged.
        """
        folder.mkdir(parents=True, exist_ok=True)
        try:
            return cls(tantivy.Index(_schema(), path=str(folder)))
        except (ValueError, OSError) as error:
            raise HomeCorrupt(f"The words of the library in {folder} cannot be read.") from error

    def clear(self) -> None:
        """Remove every passage."""
        with self._writer() as writer:
            writer.delete_all_documents()

    def change(self, add: Iterable[WordEntry] = (), remove_sources: Iterable[str] = ()) -> None:
        """Remove the passages of sources, then add passages, and make both durable."""
        with self._writer() as writer:
            for source in remove_sources:
                writer.delete_documents_by_term(_SOURCE, source)
            for entry in add:
                document = tantivy.Document()
                document.add_text(_BODY, entry.text)
                document.add_text(_TITLE, entry.title)
                document.add_unsigned(_PASSAGE, entry.passage)
                document.add_text(_SOURCE, entry.source)
                writer.add_document(document)

    @contextmanager
    def _writer(self) -> Iterator[tantivy.IndexWriter]:
        """Give a writer, and make durable and seen what was done with it."""
        with self._writing:
            try:
                writer = self._index.writer(heap_size=_HEAP, num_threads=1)
                # What a killed commit left would be in the way of the next one, under its name.
                writer.garbage_collect_files()
                yield writer
                writer.commit()
                writer.wait_merging_threads()
            except (ValueError, OSError) as error:
                raise HomeUnwritable(f"The library's words cannot be written: {error}.") from error
        self._index.reload()

    def refresh(self) -> None:
        """See what other processes have written."""
        self._index.reload()

    def count(self) -> int:
        """Return how many passages are indexed."""
        return int(self._index.searcher().num_docs)

    def search(
        self,
        terms: Sequence[tuple[str, float]],
        limit: int,
        sources: Collection[str] | None = None,
    ) -> list[tuple[int, float]]:
        """Return the passages with the highest BM25 score of weighted terms, best first.

        Args:
            terms: what to look for, with a weight each.
            limit: most passages.
            sources: only the passages of these sources; None for all. How rare a term is comes
                from all.
        """
        query = self._query(terms)
        if query is None or limit < 1:
            return []
        if sources is not None:
            query = self._only(_SOURCE, list(sources), query)
        searcher = self._index.searcher()
        hits = searcher.search(query, limit=limit, count=False).hits
        return self._passages_of(searcher, hits)

    def scores(
        self, terms: Sequence[tuple[str, float]], passages: Sequence[int]
    ) -> dict[int, float]:
        """Return the BM25 score of given passages; one that has none of the terms is left out."""
        query = self._query(terms)
        if query is None or not passages:
            return {}
        both = self._only(_PASSAGE, list(passages), query)
        searcher = self._index.searcher()
        hits = searcher.search(both, limit=len(passages), count=False).hits
        return dict(self._passages_of(searcher, hits))

    def near(self, term: str, limit: int) -> list[int]:
        """Return passages with a word whose term is one letter, or one swap, from a term."""
        query = tantivy.Query.fuzzy_term_query(self._index.schema, _BODY, term, distance=1)
        searcher = self._index.searcher()
        hits = searcher.search(query, limit=limit, count=False).hits
        return [passage for passage, _ in self._passages_of(searcher, hits)]

    def analyse(self, text: str) -> list[Word]:
        """Return the words of a text with their offsets."""
        return _words_of(self._analysing, text)

    def frequencies(self, terms: Iterable[str]) -> dict[str, int]:
        """Return in how many passages each term occurs."""
        searcher = self._index.searcher()
        return {term: int(searcher.doc_freq(_BODY, term)) for term in set(terms)}

    def _only(
        self, field: str, values: Sequence[str] | Sequence[int], query: tantivy.Query
    ) -> tantivy.Query:
        """Return a query with the same scores that finds only what has one of some values."""
        these = tantivy.Query.term_set_query(self._index.schema, field, list(values))
        return tantivy.Query.boolean_query(
            [
                (tantivy.Occur.Must, tantivy.Query.const_score_query(these, 0.0)),
                (tantivy.Occur.Must, query),
            ]
        )

    def _passages_of(
        self, searcher: tantivy.Searcher, hits: list[tuple[float, tantivy.DocAddress]]
    ) -> list[tuple[int, float]]:
        passages = searcher.fast_field_values(_PASSAGE, [address for _, address in hits])
        pairs = zip(passages, hits, strict=True)
        return [(int(passage), float(hit[0])) for passage, hit in pairs if passage is not None]

    def _query(self, terms: Sequence[tuple[str, float]]) -> tantivy.Query | None:
        schema = self._index.schema
        clauses = []
        for term, weight in terms[:_MOST_QUESTION_WORDS]:
            for field, share in ((_BODY, 1.0), (_TITLE, _TITLE_WEIGHT)):
                query = tantivy.Query.term_query(schema, field, term, index_option="freq")
                boosted = tantivy.Query.boost_query(query, weight * share)
                clauses.append((tantivy.Occur.Should, boosted))
        return tantivy.Query.boolean_query(clauses) if clauses else None


def analyse(text: str) -> list[Word]:
    """Return the words of a text with their offsets, as every index analyses them."""
    return _words_of(_analyser(), text)


def _words_of(analyser: tantivy.TextAnalyzer, text: str) -> list[Word]:
    tokens = analyser.pre_tokenize(text).tokens
    return [Word(token.text, token.char_offset_from, token.char_offset_to) for token in tokens]


def _analyser() -> tantivy.TextAnalyzer:
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    for step in (
        tantivy.Filter.remove_long(80),
        tantivy.Filter.lowercase(),
        tantivy.Filter.ascii_fold(),
        tantivy.Filter.stemmer("english"),
    ):
        builder = builder.filter(step)
    return builder.build()


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field(_BODY, tokenizer_name=_ANALYSER, index_option="freq")
    builder.add_text_field(_TITLE, tokenizer_name=_ANALYSER, index_option="freq")
    builder.add_text_field(_SOURCE, tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field(_PASSAGE, indexed=True, fast=True)
    return builder.build()
