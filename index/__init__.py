"""Documents in, ranked passages out."""

from index.centrality import CentralSentence
from index.cross_encoder import CrossEncoder, PassageReading, SentenceReading
from index.embedding import (
    Embedder,
    TokenEmbedder,
    TokenStates,
    open_embedder,
    open_shipped,
)
from index.errors import (
    ChangingFile,
    Damaged,
    DiskFull,
    EmbedderMismatch,
    EmbedderUnavailable,
    EmptyFile,
    ExplainedError,
    FolderNotFound,
    FoldersOverlap,
    FolderUnreadable,
    HomeBusy,
    HomeCorrupt,
    HomeUnwritable,
    IndexingError,
    NewerHome,
    NotIndexed,
    NotText,
    Part,
    PartDamaged,
    PatternUnusable,
    Picture,
    PicturesOnly,
    Protected,
    ReaderStopped,
    RecogniserMissing,
    SourceNotFound,
    StoreUnreachable,
    TextTooLong,
    TooLarge,
    TooSlow,
    Trap,
    UnreadableFile,
    VanishedFile,
    WatchUnavailable,
)
from index.fetching import fetch, holder_of
from index.folders import Folder, Folders
from index.late_interaction import Matches
from index.library import Library
from index.machine import available_cores
from index.passage import Passage, RankedPassage, Span
from index.patterns import Selection
from index.place import Place
from index.progress import Progress, ProgressListener
from index.query import AnalysedQuery, Query, without_surrogates
from index.quoted_pages import QuotedPage, has_pages, quoted_pages
from index.reading import Block, FileReader, PagePicture, Reading, find_part, load, read_bytes
from index.report import Failure, FileState, Outcome, SyncReport, summary_of
from index.sentences import split_sentences
from index.source import Source, SourceText
from index.tokens import count_tokens
from index.web_address import is_web_page, web_address
from index.words import Word

Reader = FileReader
"""The earlier name of `FileReader`."""

__all__ = [
    "AnalysedQuery",
    "Block",
    "CentralSentence",
    "ChangingFile",
    "CrossEncoder",
    "Damaged",
    "DiskFull",
    "Embedder",
    "EmbedderMismatch",
    "EmbedderUnavailable",
    "EmptyFile",
    "ExplainedError",
    "Failure",
    "FileReader",
    "FileState",
    "Folder",
    "FolderNotFound",
    "FolderUnreadable",
    "Folders",
    "FoldersOverlap",
    "HomeBusy",
    "HomeCorrupt",
    "HomeUnwritable",
    "IndexingError",
    "Library",
    "Matches",
    "NewerHome",
    "NotIndexed",
    "NotText",
    "Outcome",
    "PagePicture",
    "Part",
    "PartDamaged",
    "Passage",
    "PassageReading",
    "PatternUnusable",
    "Picture",
    "PicturesOnly",
    "Place",
    "Progress",
    "ProgressListener",
    "Protected",
    "Query",
    "QuotedPage",
    "RankedPassage",
    "Reader",
    "ReaderStopped",
    "RecogniserMissing",
    "Reading",
    "Selection",
    "SentenceReading",
    "Source",
    "SourceNotFound",
    "SourceText",
    "Span",
    "StoreUnreachable",
    "SyncReport",
    "TextTooLong",
    "TokenEmbedder",
    "TokenStates",
    "TooLarge",
    "TooSlow",
    "Trap",
    "UnreadableFile",
    "VanishedFile",
    "WatchUnavailable",
    "Word",
    "available_cores",
    "count_tokens",
    "fetch",
    "find_part",
    "has_pages",
    "holder_of",
    "is_web_page",
    "load",
    "open_embedder",
    "open_shipped",
    "quoted_pages",
    "read_bytes",
    "split_sentences",
    "summary_of",
    "web_address",
    "without_surrogates",
]
