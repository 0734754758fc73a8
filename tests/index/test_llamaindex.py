"""A library's search serves LlamaIndex programs, and LlamaIndex's embedders a library."""

from __future__ import annotations

from pathlib import Path

import pytest
from llama_index.core.embeddings import MockEmbedding

from index import EmbedderUnavailable, Library, TextTooLong, open_embedder
from index.llamaindex import LlamaEmbedder
from tests.index.fakes import WordEmbedder


def test_retriever_gives_the_passages_with_exact_offsets(tmp_path: Path, seeds: Path) -> None:
    with Library.open(tmp_path / "home", WordEmbedder()) as library:
        library.sync(seeds)
        nodes = library.as_retriever(limit=2).retrieve("liquefied gas")
        ranked = library.search("liquefied gas", limit=2)
        assert [node.node.get_content() for node in nodes] == [each.text for each in ranked]
        node, source = nodes[0].node, library.sources()[0]
        text = library.origin(source.id).text
        assert text[node.start_char_idx : node.end_char_idx] == node.text  # type: ignore[attr-defined]
        assert node.metadata["location"] == source.location


def test_embedder_of_llama_index_makes_a_library(tmp_path: Path, seeds: Path) -> None:
    embedder = LlamaEmbedder("mock:8", MockEmbedding(embed_dim=8))
    with Library.open(tmp_path / "home", embedder) as library:
        library.sync(seeds)
        assert "liquefied gas" in library.search("liquefied gas", limit=3)[0].text
    with pytest.raises(TextTooLong):
        embedder.embed(["word " * 300])


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("word2vec", "no embedder 'word2vec'. Known are minilm, openai:MODEL"),
        ("ollama:nomic", "pip install 'quoth.ollama.'"),
        ("huggingface:", "no embedder 'huggingface:'"),
    ],
)
def test_embedder_that_is_not_there_is_refused_with_the_remedy(name: str, message: str) -> None:
    with pytest.raises(EmbedderUnavailable, match=message):
        open_embedder(name)
