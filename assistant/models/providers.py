"""Makes the LlamaIndex model of each provider. Only the package of that provider is imported."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from llama_index.core.base.llms.types import LLMMetadata
from llama_index.core.llms import LLM

from assistant.models.language_model import REPLY_TOKENS
from assistant.models.model_name import ModelName, Provider

_NO_KEY = "no-key"


def llm_of(name: ModelName, window: int, patience: float) -> LLM:
    """Return the LlamaIndex model of a name.

    Raises:
        ImportError: the package of its provider is not installed.
        ValueError, OSError: a key or file is missing or cannot be used.
    """
    return _MAKERS[name.provider](name, window, patience)


def _openai(name: ModelName, window: int, patience: float) -> LLM:
    from llama_index.llms.openai_like import OpenAILike

    # The key of OpenAI is never sent to another address.
    is_openai = name.provider is Provider.OPENAI
    key = _key("OPENAI_API_KEY") if is_openai else os.environ.get("OPENAI_LIKE_API_KEY", _NO_KEY)
    llm: LLM = OpenAILike(
        model=name.model,
        api_key=key,
        api_base=name.address or None,
        is_chat_model=True,
        temperature=0.0,
        max_tokens=REPLY_TOKENS,
        max_retries=0,
        timeout=patience,
        context_window=window,
    )
    return llm


def _anthropic(name: ModelName, window: int, patience: float) -> LLM:
    from llama_index.llms.anthropic import Anthropic

    class AnyModel(Anthropic):  # type: ignore[misc]
        """A model that the integration need not know, such as one that is newer."""

        @property
        def metadata(self) -> LLMMetadata:
            return LLMMetadata(
                context_window=window,
                num_output=REPLY_TOKENS,
                is_chat_model=True,
                model_name=name.model,
            )

    llm: LLM = AnyModel(
        model=name.model,
        api_key=_key("ANTHROPIC_API_KEY"),
        temperature=0.0,
        max_tokens=REPLY_TOKENS,
        max_retries=0,
        timeout=patience,
    )
    return llm


def _ollama(name: ModelName, window: int, patience: float) -> LLM:
    from llama_index.llms.ollama import Ollama

    llm: LLM = Ollama(
        model=name.model,
        base_url=name.address or os.environ.get("OLLAMA_HOST") or "http://localhost:11434",
        temperature=0.0,
        context_window=window,
        request_timeout=patience,
        thinking=False,  # thoughts would use up the tokens of the reply
        additional_kwargs={"num_predict": REPLY_TOKENS},
    )
    return llm


def _gguf(name: ModelName, window: int, patience: float) -> LLM:  # noqa: ARG001 it is not remote
    path = Path(name.model).expanduser()
    if not path.is_file():
        raise FileNotFoundError(f"there is no file {path}")
    from assistant.models.gguf import local_model

    return local_model(path, window)


def _key(variable: str) -> str:
    key = os.environ.get(variable, "").strip()
    if not key:
        raise ValueError(f"the environment variable {variable} has no key")
    return key


_MAKERS: dict[Provider, Callable[[ModelName, int, float], LLM]] = {
    Provider.OPENAI: _openai,
    Provider.OPENAI_LIKE: _openai,
    Provider.ANTHROPIC: _anthropic,
    Provider.OLLAMA: _ollama,
    Provider.GGUF: _gguf,
}
