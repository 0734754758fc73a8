"""Opening the stores of a home, which were made with one embedder and one reader."""

from __future__ import annotations

import uuid
from pathlib import Path

from index.catalogue import Catalogue
from index.embedding import Embedder, TokenEmbedder
from index.errors import EmbedderMismatch
from index.storing import Stores
from index.token_vectors import TokenVectors
from index.vectors import Vectors
from index.words import Words


def open_stores(
    home: Path, embedder: Embedder, reader: TokenEmbedder | None, chroma: str | None
) -> Stores:
    """Open the stores of a home, making those that are not there.

    Args:
        home: the folder that holds the library's files; it is there.
        embedder: turns text into vectors; the one the library was made with.
        reader: tells tokens apart; None for a library without.
        chroma: address of a Chroma server for the vectors; None keeps them in the home.

    Raises:
        HomeCorrupt: a file is damaged or of another version.
        HomeUnwritable: a file cannot be opened or written.
        EmbedderMismatch: the library was made with another embedder.
    """
    catalogue = Catalogue.open(home / "catalogue.sqlite")
    try:
        _check_embedder(catalogue, embedder, home)
        if chroma:
            vectors = Vectors.connect(chroma, _collection(catalogue))
        else:
            vectors = Vectors.open(home / "vectors")
        words = Words.open(home / "words")
        tokens = _tokens_of(home, catalogue, reader) if reader else None
        return Stores(catalogue, vectors, words, tokens, embedder, reader)
    except BaseException:
        catalogue.close()
        raise


def _check_embedder(catalogue: Catalogue, embedder: Embedder, home: Path) -> None:
    made_with = catalogue.recall("embedder")
    if made_with is None:
        catalogue.remember("embedder", embedder.name)
    elif made_with != embedder.name:
        raise EmbedderMismatch(
            f"The library in {home} was made with the embedder {made_with}, not {embedder.name}."
        )


def _tokens_of(home: Path, catalogue: Catalogue, reader: TokenEmbedder) -> TokenVectors:
    """Open the tokens; those of another reader are dropped, and made again when it mends."""
    path = home / "tokens.sqlite"
    made_with = catalogue.recall("reader")
    if made_with != reader.name:
        for file in home.glob(f"{path.name}*"):
            file.unlink()
        catalogue.remember("reader", reader.name)
    return TokenVectors.open(path, reader.token_dimensions)


def _collection(catalogue: Catalogue) -> str:
    """Return the name of the library's collection on a Chroma server, its own for ever."""
    name = catalogue.recall("collection")
    if name is None:
        name = f"quoth-{uuid.uuid4().hex}"
        catalogue.remember("collection", name)
    return name
