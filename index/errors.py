"""Errors of the index.

ExplainedError            carries what happened and the remedy
└── IndexingError             concerns the whole library, but for the last two below
    ├── FolderNotFound        the folder of documents does not exist or is not a folder
    ├── FolderUnreadable      the folder may not be listed
    ├── FoldersOverlap        one of several folders is inside another
    ├── PatternUnusable       an include or exclude pattern is not valid
    ├── WatchUnavailable      the folders cannot be watched for changes
    ├── DiskFull              the library's disk has no space left (try again)
    ├── HomeUnwritable        the library's files cannot be written
    ├── HomeBusy              another process is writing this library (try again)
    ├── HomeCorrupt           the library's own files are damaged
    │   ├── PartDamaged       one part of them is, and Quoth makes it again
    │   └── NewerHome         a newer version of Quoth wrote them
    ├── StoreUnreachable      the Chroma server does not answer (try again)
    ├── EmbedderMismatch      the library was made with another embedder
    ├── EmbedderUnavailable   the embedder cannot be used on this machine
    ├── SourceNotFound        no source has this id
    ├── TextTooLong           a text does not fit the embedder's window
    └── UnreadableFile        one file cannot be read; the rest is indexed
        ├── NotText           its content is not text, or its format is not supported
        ├── EmptyFile         it contains no text
        ├── PicturesOnly      it contains pictures of text, and no text
        │   └── Picture       it is a picture, and is passed over
        ├── RecogniserMissing the program that recognises text in pictures is not installed
        ├── Protected         it can only be read with a password
        ├── Damaged           it is not well formed: truncated, for example
        ├── Trap              it is made to fill the memory: a ZIP bomb, for example
        ├── TooLarge          it is larger than the limit
        ├── TooSlow           reading it took longer than the limit
        ├── ReaderStopped     reading it ended the process that read it
        ├── NotIndexed        indexing it failed in a way that is not foreseen
        ├── ChangingFile      it changed while it was read (try again)
        └── VanishedFile      it was listed and is gone (try again)
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum


class ExplainedError(Exception):
    """A failure whose message explains it and says what to do.

    Attributes:
        retryable: whether trying again can help.
        what: what happened.
        remedy: what to do about it.
    """

    retryable = False
    remedy = ""

    def __init__(self, what: str, remedy: str = "") -> None:
        """Join what happened and what to do about it into one message."""
        self.what = what
        self.remedy = remedy or self.remedy
        super().__init__(f"{what} {self.remedy}".strip())


class IndexingError(ExplainedError):
    """A failure of the index."""


class FolderNotFound(IndexingError):
    """The folder of documents does not exist or is not a folder."""

    remedy = "Give the path of an existing folder of documents."


class FolderUnreadable(IndexingError):
    """The folder of documents may not be listed."""

    remedy = "Give yourself permission to read it (chmod u+rx), or name another folder."


class FoldersOverlap(IndexingError):
    """Of several folders of documents, one is inside another."""

    remedy = "Name the outer one alone: what is inside belongs to it."


class PatternUnusable(IndexingError):
    """An include or exclude pattern is not valid."""

    remedy = "Write it as in a .gitignore file: *.pdf, drafts/, /notes/**/old.txt."


class WatchUnavailable(IndexingError):
    """The folders cannot be watched for changes."""

    remedy = "Index again by hand, or raise the limit (sysctl fs.inotify.max_user_watches)."


class DiskFull(IndexingError):
    """The library's disk has no room left."""

    retryable = True
    remedy = "Make room and run it again: it goes on where it stopped."


class HomeUnwritable(IndexingError):
    """The library's files cannot be written there."""

    remedy = "Name a folder you may write with --home (home= in Python, QUOTH_HOME)."


class HomeBusy(IndexingError):
    """Another process is writing this library."""

    retryable = True
    remedy = "Wait until it has finished and try again, or use another --home."


class HomeCorrupt(IndexingError):
    """The library's own files are damaged."""

    remedy = "Run `quoth doctor --repair`: it says what is damaged and makes it again."


class Part(StrEnum):
    """A part of a home that can be damaged by itself."""

    CATALOGUE = "catalogue"
    VECTORS = "vectors"
    WORDS = "words"
    TOKENS = "tokens"
    CONVERSATIONS = "conversations"


class PartDamaged(HomeCorrupt):
    """One part of a home is damaged.

    Attributes:
        part: which one.
    """

    def __init__(self, part: Part, what: str, remedy: str = "") -> None:
        """Say which part is damaged and how that was noticed."""
        self.part = part
        super().__init__(what, remedy)


class NewerHome(HomeCorrupt):
    """A newer version of Quoth wrote the library's files."""

    remedy = "Install that version again, or name another --home for this one."


class StoreUnreachable(IndexingError):
    """The Chroma server does not answer."""

    retryable = True
    remedy = "Start it, or correct its address (QUOTH_CHROMA)."


class EmbedderMismatch(IndexingError):
    """The library was made with another embedder."""

    remedy = "Use the embedder it was made with, or name a new --home for this one."


class EmbedderUnavailable(IndexingError):
    """The chosen embedder cannot be used on this machine."""


class TextTooLong(IndexingError):
    """A text does not fit the embedder's window."""

    remedy = "Shorten it; nothing is ever cut off unseen."

    def __init__(self, tokens: int, window: int) -> None:
        """Say how long the text is and how long it may be, in the embedder's tokens."""
        self.tokens = tokens
        self.window = window
        super().__init__(f"A text of {tokens} tokens does not fit the window of {window}.")


class SourceNotFound(IndexingError):
    """No source of the library has this id."""

    remedy = "List the ids with `quoth sources`."


class UnreadableFile(IndexingError):
    """One file cannot be read; the rest is indexed.

    Attributes:
        is_lasting: whether reading it again is useless until the file or a limit changes.
    """

    is_lasting = False


class NotText(UnreadableFile):
    """The content of a file is not text."""

    is_lasting = True
    remedy = "Convert it to PDF, text or another format that Quoth reads."


class EmptyFile(UnreadableFile):
    """A file contains no text."""

    is_lasting = True
    remedy = "Remove it, or put text in it."


class PicturesOnly(UnreadableFile):
    """A file contains pictures of text, and no text."""

    is_lasting = True
    remedy = "Let Tesseract recognise its text (QUOTH_OCR=eng), or do so first, with ocrmypdf."


class Picture(PicturesOnly):
    """A file is a picture; a sync passes it over, for most pictures show no text."""


class RecogniserMissing(UnreadableFile):
    """The program that recognises text in pictures is not installed."""

    remedy = "Install Tesseract and its languages (on Debian: apt-get install tesseract-ocr)."


class Protected(UnreadableFile):
    """A file can only be read with a password."""

    is_lasting = True
    remedy = "Save it without a password."


class Damaged(UnreadableFile):
    """A file is not well formed."""

    is_lasting = True
    remedy = "Open it in the program that made it and save it again, or get a whole copy."


class Trap(UnreadableFile):
    """A file is made so that reading it would fill the memory."""

    is_lasting = True
    remedy = "If you trust it, unpack it and put what you need in the folder."


class TooLarge(UnreadableFile):
    """A file is larger than the limit."""

    is_lasting = True
    remedy = "Split it, or raise the limit with QUOTH_MAX_FILE_MB."


class TooSlow(UnreadableFile):
    """Reading a file took longer than the limit."""

    is_lasting = True
    remedy = "Split it, or raise the limit with QUOTH_MAX_FILE_SECONDS."


class ReaderStopped(UnreadableFile):
    """Reading a file ended the process that read it."""

    is_lasting = True
    remedy = "Open it in the program that made it and save it again, or remove it."


class NotIndexed(UnreadableFile):
    """Indexing one file failed in a way that is not foreseen."""

    is_lasting = True
    remedy = "Convert it to another format, or remove it; please report it as a fault of Quoth."


class ChangingFile(UnreadableFile):
    """A file changed while it was read."""

    retryable = True
    remedy = "Index again when it is no longer written."


class VanishedFile(UnreadableFile):
    """A file was listed and is gone."""

    retryable = True
    remedy = "Index again."


@contextmanager
def as_failure_of(name: str) -> Iterator[None]:
    """Raise whatever one file makes fail as an UnreadableFile that names it.

    Errors that concern every file, such as a full disk, pass unchanged, and so does what is meant
    to end the program.
    """
    try:
        yield
    except UnreadableFile:
        raise
    except TextTooLong as error:
        raise NotIndexed(f"{name} cannot be indexed: {error.what}") from error
    except (IndexingError, OSError):
        raise
    except BaseException as error:
        # A panic of an engine written in Rust, such as the tokenizer, is not an Exception.
        if isinstance(error, Exception) or type(error).__name__ == "PanicException":
            kind = type(error).__name__
            raise NotIndexed(f"{name} cannot be indexed: an engine failed ({kind}).") from error
        raise
