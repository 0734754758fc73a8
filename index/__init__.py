"""Documents in, ranked passages out."""

from index.centrality import CentralSentence
from index.embedders import open_embedder, open_shipped
from index.embedding import Embedder, TokenEmbedder, TokenStates
from index.errors import (
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
    NotText,
    PatternUnusable,
    SourceNotFound,
    StoreUnreachable,
    TextTooLong,
    TooLarge,
    UnreadableFile,
    VanishedFile,
    WatchUnavailable,
)
from index.folders import Folder, Folders
from index.library import Library
from index.passage import Passage, RankedPassage, Span
from index.patterns import Selection
from index.progress import Progress, ProgressListener
from index.query import AnalysedQuery, Query, without_surrogates
from index.reading import Block, Reading, load, read_bytes
from index.report import Failure, SyncReport
from index.source import Source, SourceText
from index.states import FileState, Outcome
from index.words import Word

__all__ = [
    "AnalysedQuery",
    "Block",
    "CentralSentence",
    "DiskFull",
    "EmbedderMismatch",
    "EmbedderUnavailable",
    "Embedder",
    "EmptyFile",
    "ExplainedError",
    "Failure",
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
    "NotText",
    "Outcome",
    "Passage",
    "PatternUnusable",
    "Progress",
    "ProgressListener",
    "Query",
    "RankedPassage",
    "Reading",
    "Selection",
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
    "UnreadableFile",
    "VanishedFile",
    "WatchUnavailable",
    "Word",
    "load",
    "open_embedder",
    "open_shipped",
    "read_bytes",
    "without_surrogates",
]
