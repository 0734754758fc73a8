"""The words of the passages, searched by BM25; the one module that imports tantivy."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

import tantivy

from index.errors import HomeUnwritable, Part, PartDamaged
from index.home import check_room, checksum, is_panic, is_passing, remove_folder

_ANALYSER = "quoth"
# Bytes that a writer may take before it writes a segment; tantivy wants at least 15 MB.
_HEAP = 64_000_000
_BODY, _TITLE, _PASSAGE, _SOURCE = "body", "title", "passage", "source"
# Of a word in the title beside one in the text: a guess.
_TITLE_WEIGHT = 0.3
# More terms than a question has; a pasted text is cut there so that a search stays fast.
_MOST_QUESTION_WORDS = 200
# What tantivy writes behind each file of a segment: JSON with its CRC-32, the length of that, and
# this number.
_FOOTER_MAGIC = 1337
_LONGEST_FOOTER = 1_000
_SEGMENT_FILES = ("fast", "fieldnorm", "idx", "pos", "store", "term")
# Files of more bytes than this are not checked at every start, which would take half a second.
_MOST_CHECKED = 256_000_000


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text as the index knows it.

    Attributes:
        term: the word in lower case, without accents, stemmed.
        start, end: its offsets into the text, in code points.
    """

    term: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class WordEntry:
    """A passage as it is added to the index."""

    passage: int
    source: str
    title: str
    text: str


class Words:
    """A lexical index on disk. Writing is for one process; searching is for any number."""

    def __init__(self, folder: Path) -> None:
        """Open the index of a folder; use `Words.open`."""
        self._folder = folder
        self._analysing = _analyser()
        self._writing = Lock()
        self._index = self._connect()

    @classmethod
    def open(cls, folder: Path) -> Words:
        """Open the index of a folder, making it if there is none.

        Raises:
            PartDamaged: the files are damaged.
        """
        return cls(folder)

    def _connect(self) -> tantivy.Index:
        problem = words_problem(self._folder, most=_MOST_CHECKED)
        if problem:
            raise PartDamaged(Part.WORDS, problem)
        with self._explained():
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            index = tantivy.Index(_schema(), path=str(self._folder))
            index.register_tokenizer(_ANALYSER, _analyser())
            return index

    def renew(self) -> None:
        """Throw the files away, damaged as they may be, and begin with an empty index."""
        with self._writing:
            remove_folder(self._folder)
            self._index = self._connect()

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """Raise PartDamaged for what tantivy cannot read, and DiskFull where that is why."""
        try:
            yield
        except (ValueError, OSError) as error:
            check_room(self._folder.parent, error)
            what = f"The words of the library in {self._folder} cannot be read: {error}."
            if is_passing(error):
                remedy = "Try again; if it stays so, restart Quoth."
                raise HomeUnwritable(what, remedy) from error
            raise PartDamaged(Part.WORDS, what) from error
        except BaseException as error:
            if not is_panic(error):
                raise
            what = f"The words of the library in {self._folder} cannot be read: {error}."
            raise PartDamaged(Part.WORDS, what) from error

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
                if problem := words_problem(self._folder):
                    raise PartDamaged(Part.WORDS, problem) from error
                raise HomeUnwritable(f"The library's words cannot be written: {error}.") from error
            except BaseException as error:
                if not is_panic(error):
                    raise
                raise PartDamaged(Part.WORDS, f"{self._folder} is damaged: {error}.") from error
        self.refresh()

    def refresh(self) -> None:
        """See what other processes have written."""
        with self._explained():
            self._index.reload()

    def count(self) -> int:
        """Return how many passages are indexed."""
        with self._explained():
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
        with self._explained():
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
        with self._explained():
            both = self._only(_PASSAGE, list(passages), query)
            searcher = self._index.searcher()
            hits = searcher.search(both, limit=len(passages), count=False).hits
            return dict(self._passages_of(searcher, hits))

    def near(self, term: str, limit: int) -> list[int]:
        """Return passages with a word whose term is one letter, or one swap, from a term."""
        with self._explained():
            query = tantivy.Query.fuzzy_term_query(self._index.schema, _BODY, term, distance=1)
            searcher = self._index.searcher()
            hits = searcher.search(query, limit=limit, count=False).hits
            return [passage for passage, _ in self._passages_of(searcher, hits)]

    def analyse(self, text: str) -> list[Word]:
        """Return the words of a text with their offsets."""
        return _words_of(self._analysing, text)

    def frequencies(self, terms: Iterable[str]) -> dict[str, int]:
        """Return in how many passages each term occurs."""
        with self._explained():
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


def words_problem(folder: Path, *, most: int | None = None) -> str:
    """Return what is wrong with the files of an index; empty where nothing is.

    Args:
        folder: that contains them.
        most: bytes above which the checksums are not compared; None compares them always.
    """
    meta = folder / "meta.json"
    if not meta.exists():
        return ""
    try:
        before = meta.read_bytes()
        problem = _segments_problem(folder, before, most)
        # Another process may have replaced segments meanwhile.
        is_other = problem and meta.read_bytes() != before
    except (ValueError, KeyError, TypeError, OSError) as error:
        return f"The words of the library in {folder} cannot be read: {error}."
    return words_problem(folder, most=most) if is_other else problem


def _segments_problem(folder: Path, meta: bytes, most: int | None) -> str:
    segments = json.loads(meta)["segments"]
    prefixes = {each["segment_id"].replace("-", "") for each in segments}
    names = [each.name for each in folder.iterdir()]
    parts = [folder / each for each in names if each.partition(".")[0] in prefixes]
    missing = {f"{each}.{kind}" for each in prefixes for kind in _SEGMENT_FILES} - set(names)
    if missing:
        return f"{folder / min(missing)} is missing."
    if most is not None and sum(part.stat().st_size for part in parts) > most:
        return ""
    bad = [part for part in parts if part.exists() and not _is_whole(part)]
    return f"{bad[0]} is damaged." if bad else ""


def _is_whole(path: Path) -> bool:
    """Return whether a file of a segment is what its own footer says."""
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(0, size - _LONGEST_FOOTER))
        tail = file.read()
    length, magic = int.from_bytes(tail[-8:-4], "little"), int.from_bytes(tail[-4:], "little")
    if magic != _FOOTER_MAGIC or not 0 < length <= len(tail) - 8:
        return False
    footer = json.loads(tail[-8 - length : -8])
    return bool(footer["crc"] == checksum(path, length=size - 8 - length))


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field(_BODY, tokenizer_name=_ANALYSER, index_option="freq")
    builder.add_text_field(_TITLE, tokenizer_name=_ANALYSER, index_option="freq")
    builder.add_text_field(_SOURCE, tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field(_PASSAGE, indexed=True, fast=True)
    return builder.build()
