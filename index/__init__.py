"""Documents in, ranked passages out."""

from index.centrality import CentralSentence
from index.embedders import open_embedder, open_shipped
from index.embedding import Embedder, TokenEmbedder, TokenStates
from index.errors import (
    ChangingFile,
    Damaged,
    EmbedderMismatch,
    EmbedderUnavailable,
    EmptyFile,
    ExplainedError,
    FolderNotFound,
    FolderUnreadable,
    HomeBusy,
    HomeCorrupt,
    HomeUnwritable,
    IndexingError,
    NotText,
    PicturesOnly,
    Protected,
    ReaderStopped,
    SourceNotFound,
    StoreUnreachable,
    TextTooLong,
    TooLarge,
    TooSlow,
    Trap,
    UnreadableFile,
    VanishedFile,
)
from index.library import Library
from index.locations import path_of
from index.passage import Passage, RankedPassage, Span
from index.place import Place
from index.query import AnalysedQuery, Query, without_surrogates
from index.reading import Block, Reading, load, read_bytes
from index.source import Source, SourceText
from index.syncing import Failure, Progress, ProgressListener, SyncReport
from index.words import Word

__all__ = [
    "AnalysedQuery",
    "Block",
    "CentralSentence",
    "ChangingFile",
    "Damaged",
    "Embedder",
    "EmbedderMismatch",
    "EmbedderUnavailable",
    "EmptyFile",
    "ExplainedError",
    "Failure",
    "FolderNotFound",
    "FolderUnreadable",
    "HomeBusy",
    "HomeCorrupt",
    "HomeUnwritable",
    "IndexingError",
    "Library",
    "NotText",
    "Passage",
    "PicturesOnly",
    "Place",
    "Progress",
    "ProgressListener",
    "Protected",
    "Query",
    "RankedPassage",
    "ReaderStopped",
    "Reading",
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
    "Word",
    "load",
    "open_embedder",
    "open_shipped",
    "path_of",
    "read_bytes",
    "without_surrogates",
]
