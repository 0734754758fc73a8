"""From the name of an embedder to the embedder."""

from __future__ import annotations

from index.embedding import Embedder, TokenEmbedder
from index.errors import EmbedderUnavailable

SHIPPED = "minilm"
_THROUGH_LLAMA_INDEX = ("openai", "ollama", "huggingface")


def open_shipped() -> TokenEmbedder:
    """Open the embedder that ships."""
    from index.onnx_embedding import MiniLM

    return MiniLM.open()


def open_embedder(name: str) -> Embedder:
    """Open an embedder: `minilm`, or `openai:MODEL`, `ollama:MODEL`, `huggingface:MODEL`.

    Raises:
        EmbedderUnavailable: the name is none of these, or what it needs is not installed.
    """
    if name == SHIPPED:
        return open_shipped()
    provider, _, model = name.partition(":")
    if provider in _THROUGH_LLAMA_INDEX and model:
        from index.llamaindex import LlamaEmbedder

        return LlamaEmbedder.open(provider, model)
    known = ", ".join(f"{each}:MODEL" for each in _THROUGH_LLAMA_INDEX)
    raise EmbedderUnavailable(f"There is no embedder {name!r}.", f"Known are {SHIPPED}, {known}.")
