"""LlamaIndex, both ways: its embedders for a library, a library's search for its programs."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode
from numpy.typing import NDArray

from index.errors import EmbedderUnavailable, TextTooLong
from index.passage import RankedPassage
from index.tokens import count_tokens

Search = Callable[[str], Sequence[RankedPassage]]

# Passages are about 200 tokens whatever the embedder; tiktoken's count is near enough to any.
_WINDOW = 254
_CLASSES = {
    "openai": "OpenAIEmbedding",
    "ollama": "OllamaEmbedding",
    "huggingface": "HuggingFaceEmbedding",
}
_MODEL_ARGUMENT = {"openai": "model", "ollama": "model_name", "huggingface": "model_name"}


class LlamaEmbedder:
    """Any LlamaIndex embedder, as a library wants one."""

    def __init__(self, name: str, embedding: BaseEmbedding) -> None:
        """Wrap an embedder of LlamaIndex under the name that a library remembers."""
        self.name = name
        self.window = _WINDOW
        self._embedding = embedding
        self._dimensions: int | None = None

    @classmethod
    def open(cls, provider: str, model: str) -> LlamaEmbedder:
        """Open an embedder of a provider whose integration is installed.

        Raises:
            EmbedderUnavailable: the integration is not installed, or refuses to start.
        """
        try:
            module = importlib.import_module(f"llama_index.embeddings.{provider}")
            kind = getattr(module, _CLASSES[provider])
            return cls(f"{provider}:{model}", kind(**{_MODEL_ARGUMENT[provider]: model}))
        except ImportError as error:
            remedy = f"Install it: pip install 'quoth[{provider}]'."
            raise EmbedderUnavailable(f"{provider} is not installed.", remedy) from error
        except (ValueError, OSError) as error:
            remedy = "Check its key and its address."
            raise EmbedderUnavailable(
                f"{provider}:{model} does not start: {error}.", remedy
            ) from error

    @property
    def dimensions(self) -> int:
        """Numbers in a vector."""
        if self._dimensions is None:
            self._dimensions = len(self._embedding.get_text_embedding("dimensions"))
        return self._dimensions

    def lengths(self, texts: Sequence[str]) -> list[int]:
        """Return the tokens of each text as tiktoken counts them."""
        return count_tokens(texts)

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return a row of length 1 a text.

        Raises:
            TextTooLong: a text does not fit the window.
            EmbedderUnavailable: the provider does not answer.
        """
        longest = max(self.lengths(texts), default=0)
        if longest > self.window:
            raise TextTooLong(longest, self.window)
        if not texts:
            return np.zeros((0, self.dimensions), np.float32)
        rows = np.asarray(self._embedding.get_text_embedding_batch(list(texts)), np.float32)
        lengths = np.linalg.norm(rows, axis=1, keepdims=True)
        units: NDArray[np.float32] = rows / np.maximum(lengths, 1e-12)
        return units


class LibraryRetriever(BaseRetriever):
    """A library's search as a LlamaIndex retriever; nodes carry the source and exact offsets."""

    def __init__(self, search: Search) -> None:
        """Retrieve what a library's search returns for a question."""
        self._search = search
        super().__init__()

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        return [_node(each) for each in self._search(query_bundle.query_str)]


def _node(ranked: RankedPassage) -> NodeWithScore:
    source = ranked.source
    details: dict[str, Any] = {"title": source.title, "location": source.location}
    details |= {"place": ranked.passage.origin.place(ranked.start, ranked.end)}
    details |= {"source": source.id, "date": source.date.isoformat() if source.date else ""}
    node = TextNode(
        id_=str(ranked.passage.id),
        text=ranked.text,
        start_char_idx=ranked.start,
        end_char_idx=ranked.end,
        metadata=details,
    )
    return NodeWithScore(node=node, score=ranked.score)
