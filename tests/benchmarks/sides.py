"""The two sides that are compared, behind one interface; each imports its own engines only."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, Self

if TYPE_CHECKING:
    from llama_index.core import VectorStoreIndex
    from llama_index.core.embeddings import BaseEmbedding
    from llama_index.vector_stores.chroma import ChromaVectorStore

    from assistant import Assistant

STOCK_TOKENS = 256
STOCK_OVERLAP = 20
STOCK_MODEL = "stock-model"


@dataclass(frozen=True, slots=True)
class Found:
    """A piece of a file that a side came up with."""

    file: str
    text: str


@dataclass(frozen=True, slots=True)
class Reply:
    """The quotes that a side shows, best first, and whether it says that they do not answer."""

    quotes: tuple[Found, ...]
    is_refusal: bool


class Side(Protocol):
    """One way of answering from a folder of documents."""

    @classmethod
    def index(cls, folder: Path, home: Path, tools: Path) -> Self:
        """Index a folder into an empty home and open it for questions."""

    def search(self, question: str, limit: int) -> list[Found]:
        """Return the best passages, best first."""

    def reply(self, question: str) -> Reply | None:
        """Return what is shown for a question; None for a side that needs a language model."""


class Quoth:
    """Quoth as it comes."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant

    @classmethod
    def index(cls, folder: Path, home: Path, tools: Path) -> Self:  # noqa: ARG003 brings its own
        """Index a folder into an empty home and open it for questions."""
        from assistant import Assistant

        return cls(Assistant.open(folder, home=home))

    def search(self, question: str, limit: int) -> list[Found]:
        """Return the best passages, best first."""
        found = self._assistant.search(question, limit=limit)
        return [Found(each.source.location, each.text) for each in found]

    def reply(self, question: str) -> Reply | None:
        """Return the quotes of an answer, or the nearest ones of a refusal."""
        from assistant import Answer, Refusal

        reply = self._assistant.ask(question)
        quotes = ()
        if isinstance(reply, Answer):
            quotes = reply.quotes
        elif isinstance(reply, Refusal):
            quotes = reply.nearest
        found = (Found(quote.source.location, quote.text) for quote in quotes)
        return Reply(tuple(found), isinstance(reply, Refusal))


class Stock:
    """LlamaIndex over embedded Chroma with Chroma's default embedder, as its documents show."""

    def __init__(self, index: VectorStoreIndex) -> None:
        self.store = index

    @classmethod
    def index(cls, folder: Path, home: Path, tools: Path) -> Self:
        """Index a folder into an empty home and open it for questions."""
        from llama_index.core import SimpleDirectoryReader, StorageContext, VectorStoreIndex
        from llama_index.core.node_parser import SentenceSplitter

        store = _stock_store(home)
        index = VectorStoreIndex.from_documents(
            SimpleDirectoryReader(str(folder), recursive=True).load_data(),
            storage_context=StorageContext.from_defaults(vector_store=store),
            transformations=[
                SentenceSplitter(chunk_size=STOCK_TOKENS, chunk_overlap=STOCK_OVERLAP)
            ],
            embed_model=_stock_embedder(tools / STOCK_MODEL),
        )
        return cls(index)

    @classmethod
    def reopen(cls, home: Path, tools: Path) -> Self:
        """Open what was indexed before for questions."""
        from llama_index.core import VectorStoreIndex

        embedder = _stock_embedder(tools / STOCK_MODEL)
        return cls(VectorStoreIndex.from_vector_store(_stock_store(home), embed_model=embedder))

    def search(self, question: str, limit: int) -> list[Found]:
        """Return the best nodes, best first."""
        found = self.store.as_retriever(similarity_top_k=limit).retrieve(question)
        return [Found(each.node.metadata["file_name"], each.node.get_content()) for each in found]

    def reply(self, question: str) -> Reply | None:  # noqa: ARG002 the same for all
        """Return None: the stock way answers through a language model only."""
        return None


def _stock_store(home: Path) -> ChromaVectorStore:
    import chromadb
    from llama_index.vector_stores.chroma import ChromaVectorStore

    quiet = chromadb.Settings(anonymized_telemetry=False)
    client = chromadb.PersistentClient(str(home), settings=quiet)
    return ChromaVectorStore(chroma_collection=client.get_or_create_collection("stock"))


def _stock_embedder(model: Path) -> BaseEmbedding:
    """Return Chroma's default embedder, reading its model here, as LlamaIndex wants one."""
    from chromadb.utils.embedding_functions import ONNXMiniLM_L6_V2
    from llama_index.core.embeddings import BaseEmbedding

    ONNXMiniLM_L6_V2.DOWNLOAD_PATH = model
    function = ONNXMiniLM_L6_V2()

    class StockEmbedding(BaseEmbedding):
        def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
            return [vector.tolist() for vector in function(texts)]

        def _get_text_embedding(self, text: str) -> list[float]:
            return self._get_text_embeddings([text])[0]

        def _get_query_embedding(self, query: str) -> list[float]:
            return self._get_text_embedding(query)

        async def _aget_query_embedding(self, query: str) -> list[float]:
            return self._get_query_embedding(query)

    return StockEmbedding()


SIDES: dict[str, type[Side]] = {"stock": Stock, "quoth": Quoth}
