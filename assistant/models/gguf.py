"""A model in a GGUF file, run in this process by llama.cpp."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from llama_index.core.base.llms.types import ChatMessage
from llama_index.core.llms import LLM

from assistant.models.language_model import REPLY_TOKENS
from index import available_cores

if TYPE_CHECKING:
    from llama_cpp import Llama
    from llama_cpp.llama_cpp import llama_model_params

_LOADING = Lock()


def local_model(path: Path, window: int) -> LLM:
    """Return the model of a file, which reads at most so many tokens at once.

    Raises:
        ImportError: llama.cpp or its integration is not installed.
        ValueError: llama.cpp cannot use it.
    """
    from llama_cpp import Llama
    from llama_index.llms.llama_cpp import LlamaCPP

    cores = available_cores()
    words = Llama(model_path=str(path), vocab_only=True, verbose=False)
    with _safe_on_this_processor():
        llm: LLM = LlamaCPP(
            model_path=str(path),
            temperature=0.0,
            max_new_tokens=REPLY_TOKENS,
            context_window=min(window, int(_trained_window(words.metadata) or window)),
            messages_to_prompt=_template_of(words),
            model_kwargs={"n_threads": cores, "n_threads_batch": cores},
            verbose=False,
        )
    return llm


@contextmanager
def _safe_on_this_processor() -> Iterator[None]:
    """Load weights as they are in the file where llama.cpp would lay them out for AMX.

    What some compilers make of llama.cpp's AMX code, GCC 12 among them, ends the whole process with
    the first word (https://github.com/ggml-org/llama.cpp/issues/20824), and llama-cpp-python has no
    parameter for it.
    """
    from llama_cpp import llama_cpp as runtime

    if b"AMX_INT8 = 1" not in runtime.llama_print_system_info():
        yield
        return

    def as_they_are() -> llama_model_params:
        parameters = default()
        parameters.use_extra_bufts = False
        return parameters

    with _LOADING:
        default = runtime.llama_model_default_params
        runtime.llama_model_default_params = as_they_are
        try:
            yield
        finally:
            runtime.llama_model_default_params = default


def _trained_window(metadata: dict[str, str]) -> str | None:
    return next((told for key, told in metadata.items() if key.endswith(".context_length")), None)


def _template_of(words: Llama) -> Callable[[Sequence[ChatMessage]], str]:
    """Return how the model wants a conversation written, as its file says."""
    from llama_cpp.llama_chat_format import Jinja2ChatFormatter

    template = words.metadata.get("tokenizer.chat_template")
    if not template:
        raise ValueError("its file does not say how a conversation is written")
    write = Jinja2ChatFormatter(
        template=template,
        eos_token=words.detokenize([words.token_eos()], special=True).decode(),
        bos_token="",
    )

    def messages_to_prompt(messages: Sequence[ChatMessage]) -> str:
        told = [{"role": each.role.value, "content": each.content} for each in messages]
        return str(write(messages=told).prompt)

    return messages_to_prompt
