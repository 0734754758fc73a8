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
    """Return the model of a file.

    Args:
        path: the file.
        window: most tokens that it reads and writes at once.

    Raises:
        ImportError: llama.cpp or its integration is not installed.
        ValueError: llama.cpp cannot use the file.
    """
    from llama_cpp import Llama
    from llama_index.llms.llama_cpp import LlamaCPP

    cores = available_cores()
    tokenizer = Llama(model_path=str(path), vocab_only=True, verbose=False)
    with _without_amx():
        llm: LLM = LlamaCPP(
            model_path=str(path),
            temperature=0.0,
            max_new_tokens=REPLY_TOKENS,
            context_window=min(window, int(_trained_window(tokenizer.metadata) or window)),
            messages_to_prompt=_template_of(tokenizer),
            model_kwargs={"n_threads": cores, "n_threads_batch": cores},
            verbose=False,
        )
    return llm


@contextmanager
def _without_amx() -> Iterator[None]:
    """Load the weights as they are in the file, where llama.cpp would convert them for AMX.

    Compiled with GCC 12 and others, llama.cpp's AMX code ends the process at the first token
    (https://github.com/ggml-org/llama.cpp/issues/20824). llama-cpp-python has no parameter for it.
    """
    from llama_cpp import llama_cpp as runtime

    if b"AMX_INT8 = 1" not in runtime.llama_print_system_info():
        yield
        return

    def unconverted() -> llama_model_params:
        parameters = default()
        parameters.use_extra_bufts = False
        return parameters

    with _LOADING:
        default = runtime.llama_model_default_params
        runtime.llama_model_default_params = unconverted
        try:
            yield
        finally:
            runtime.llama_model_default_params = default


def _trained_window(metadata: dict[str, str]) -> str | None:
    """Return the window that the model was trained with, if the file says so."""
    values = (value for key, value in metadata.items() if key.endswith(".context_length"))
    return next(values, None)


def _template_of(tokenizer: Llama) -> Callable[[Sequence[ChatMessage]], str]:
    """Return the function that formats a conversation as the model's file says."""
    from llama_cpp.llama_chat_format import Jinja2ChatFormatter

    template = tokenizer.metadata.get("tokenizer.chat_template")
    if not template:
        raise ValueError("its file has no chat template")
    formatter = Jinja2ChatFormatter(
        template=template,
        eos_token=tokenizer.detokenize([tokenizer.token_eos()], special=True).decode(),
        bos_token="",
    )

    def messages_to_prompt(messages: Sequence[ChatMessage]) -> str:
        plain = [{"role": each.role.value, "content": each.content} for each in messages]
        return str(formatter(messages=plain).prompt)

    return messages_to_prompt
