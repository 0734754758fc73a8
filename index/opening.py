"""Opening the stores of a home, which were made with one embedder and one reader."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from index.catalogue import Catalogue
from index.embedding import Embedder, TokenEmbedder
from index.errors import EmbedderMismatch, HomeUnwritable, PartDamaged
from index.home import (
    CATALOGUE_FILE,
    TOKENS_FILE,
    VECTORS_FOLDER,
    WORDS_FOLDER,
    borrow,
    remove_database,
    remove_folder,
    sole_writer,
)
from index.storing import Stores
from index.token_vectors import TokenVectors
from index.vectors import Vectors
from index.words import Words

_Store = TypeVar("_Store")


def open_stores(
    home: Path, embedder: Embedder, reader: TokenEmbedder | None, chroma: str | None
) -> tuple[Stores, list[PartDamaged]]:
    """Open the stores of a home, making those that are missing or damaged.

    Args:
        home: the folder that contains the library's files; it exists and can be written.
        embedder: turns text into vectors; the one the library was made with.
        reader: embeds text by token; None for a library without.
        chroma: address of a Chroma server for the vectors; None keeps them in the home.

    Returns:
        The stores, and what was damaged. A damaged catalogue is kept, with its name changed, and
        the new one is empty; `Stores.mend` fills the other parts.

    Raises:
        NewerHome: a newer version of Quoth wrote them.
        HomeUnwritable: a file cannot be opened or written.
        HomeBusy: a part is damaged and another process is writing.
        EmbedderMismatch: the library was made with another embedder.
    """
    damaged: list[PartDamaged] = []

    def opened(open_one: Callable[[], _Store], remove: Callable[[], object]) -> _Store:
        """Open a part, and where it is damaged open it once more without its files."""
        try:
            return open_one()
        except PartDamaged as damage:
            with sole_writer(home):
                remove()
            damaged.append(damage)
            return open_one()

    path = home / CATALOGUE_FILE
    catalogue = opened(lambda: Catalogue.open(path), lambda: Catalogue.replace(path).close())
    try:
        try:
            _check_embedder(catalogue, embedder, home)
        except PartDamaged as damage:
            catalogue.renew()
            damaged.append(damage)
            _check_embedder(catalogue, embedder, home)
        folder, other = home / VECTORS_FOLDER, home / WORDS_FOLDER
        if chroma:
            vectors = Vectors.connect(chroma, _collection(catalogue))
        else:
            vectors = opened(lambda: Vectors.open(folder), lambda: remove_folder(folder))
        words = opened(lambda: Words.open(other), lambda: remove_folder(other))
        tokens = None
        if reader is not None:
            file, dimensions = home / TOKENS_FILE, reader.token_dimensions
            _drop_tokens_of_another(file, catalogue, reader)
            tokens = opened(
                lambda: TokenVectors.open(file, dimensions), lambda: remove_database(file)
            )
        return Stores(catalogue, vectors, words, tokens, embedder, reader), damaged
    except BaseException:
        catalogue.close()
        raise


def open_unwritable(
    home: Path, scratch: Path, embedder: Embedder, reader: TokenEmbedder | None, chroma: str | None
) -> Stores:
    """Open the stores of a home that may be read only; what engines must write is in `scratch`.

    Args:
        home: the folder that contains the library's files.
        scratch: an empty folder; it is needed as long as the stores are open.
        embedder: turns text into vectors; the one the library was made with.
        reader: embeds text by token; None for a library without.
        chroma: address of a Chroma server for the vectors; None for those in the home.

    Raises:
        HomeUnwritable: the home has no library yet.
        PartDamaged: the catalogue is damaged.
        EmbedderMismatch: the library was made with another embedder.
    """
    catalogue = Catalogue.open(home / CATALOGUE_FILE, is_writable=False)
    try:
        _check_embedder(catalogue, embedder, home)
        folders = {}
        for name in (VECTORS_FOLDER, WORDS_FOLDER):
            folders[name] = scratch / name
            with suppress(FileNotFoundError):
                borrow(home / name, folders[name])
        if chroma:
            vectors = Vectors.connect(chroma, _collection(catalogue))
        else:
            vectors = _emptied(Vectors.open, folders[VECTORS_FOLDER])
        words = _emptied(Words.open, folders[WORDS_FOLDER])
        tokens = _tokens_to_read(home, scratch, catalogue, reader) if reader else None
        return Stores(catalogue, vectors, words, tokens, embedder, reader)
    except BaseException:
        catalogue.close()
        raise


def _emptied(open_one: Callable[[Path], _Store], folder: Path) -> _Store:
    """Open a part, and where it is damaged open an empty one."""
    try:
        return open_one(folder)
    except PartDamaged:
        remove_folder(folder)
        return open_one(folder)


def _tokens_to_read(
    home: Path, scratch: Path, catalogue: Catalogue, reader: TokenEmbedder
) -> TokenVectors:
    """Return the tokens of a home; empty ones where they are another reader's or damaged."""
    if catalogue.recall("reader") == reader.name:
        with suppress(PartDamaged, HomeUnwritable):
            path, dimensions = home / TOKENS_FILE, reader.token_dimensions
            return TokenVectors.open(path, dimensions, is_writable=False)
    return TokenVectors.open(scratch / TOKENS_FILE, reader.token_dimensions)


def _check_embedder(catalogue: Catalogue, embedder: Embedder, home: Path) -> None:
    made_with = catalogue.recall("embedder")
    if made_with is None:
        catalogue.remember("embedder", embedder.name)
    elif made_with != embedder.name:
        raise EmbedderMismatch(
            f"The library in {home} was made with the embedder {made_with}, not {embedder.name}."
        )


def _drop_tokens_of_another(file: Path, catalogue: Catalogue, reader: TokenEmbedder) -> None:
    """Remove the tokens of another reader; they are made again when the library is mended."""
    if catalogue.recall("reader") != reader.name:
        remove_database(file)
        catalogue.remember("reader", reader.name)


def _collection(catalogue: Catalogue) -> str:
    """Return the name of the library's collection on a Chroma server, its own for ever."""
    name = catalogue.recall("collection")
    if name is None:
        name = f"quoth-{uuid.uuid4().hex}"
        catalogue.remember("collection", name)
    return name
