"""LlamaIndex's models, a provider each; every one but what is asked for stays unloaded."""

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
        ImportError: its integration is not installed.
        ValueError, OSError: a key or a file is missing, or is of no use.
    """
    return _MAKERS[name.provider](name, window, patience)


def _openai(name: ModelName, window: int, patience: float) -> LLM:
    from llama_index.llms.openai_like import OpenAILike

    # A key for one address is never sent to another.
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

    class OfAnyName(Anthropic):  # type: ignore[misc]
        """A model that need not be on the integration's own list, as one newer than it is not."""

        @property
        def metadata(self) -> LLMMetadata:
            return LLMMetadata(
                context_window=window,
                num_output=REPLY_TOKENS,
                is_chat_model=True,
                model_name=name.model,
            )

    llm: LLM = OfAnyName(
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
        thinking=False,  # a model that can would think its reply's tokens away
        additional_kwargs={"num_predict": REPLY_TOKENS},
    )
    return llm


def _gguf(name: ModelName, window: int, patience: float) -> LLM:  # noqa: ARG001 nothing is sent
    path = Path(name.model).expanduser()
    if not path.is_file():
        raise FileNotFoundError(f"there is no file {path}")
    from assistant.models.gguf import local_model

    return local_model(path, window)


def _key(variable: str) -> str:
    key = os.environ.get(variable, "").strip()
    if not key:
        raise ValueError(f"the variable {variable} holds no key")
    return key


_MAKERS: dict[Provider, Callable[[ModelName, int, float], LLM]] = {
    Provider.OPENAI: _openai,
    Provider.OPENAI_LIKE: _openai,
    Provider.ANTHROPIC: _anthropic,
    Provider.OLLAMA: _ollama,
    Provider.GGUF: _gguf,
}
