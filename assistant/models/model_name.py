"""The setting that names a language model, taken apart."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from assistant.errors import SettingError

_FORMS = (
    "Write openai:MODEL, anthropic:MODEL, ollama:MODEL, ollama:MODEL@URL, openai-like:MODEL@URL "
    "or gguf:PATH."
)
_ADDRESS = re.compile(r"https?://[^\s/@]+(/\S*)?")


class Provider(StrEnum):
    """Who runs a model."""

    OPENAI = "openai"
    ANTHROPIC = "anthropic"
    OLLAMA = "ollama"
    OPENAI_LIKE = "openai-like"
    GGUF = "gguf"


_WITH_ADDRESS = (Provider.OLLAMA, Provider.OPENAI_LIKE)


@dataclass(frozen=True, slots=True)
class ModelName:
    """A model as a setting names it.

    Attributes:
        provider: who runs it.
        model: its name there, or the path of its file.
        address: where it is asked, `http://…`; empty for the provider's usual one.
    """

    provider: Provider
    model: str
    address: str = ""

    @classmethod
    def parse(cls, setting: str) -> ModelName:
        """Return what a setting names.

        Example:
            >>> ModelName.parse("openai-like:phi@http://127.0.0.1:8000/v1").address
            'http://127.0.0.1:8000/v1'

        Raises:
            SettingError: it names no model; the message says how to.
        """
        before, colon, model = setting.strip().partition(":")
        if not colon or before not in list(Provider) or not model.strip():
            raise SettingError(f"The setting model={setting!r} names no language model.", _FORMS)
        provider, address = Provider(before), ""
        if provider in _WITH_ADDRESS and "@" in model:
            model, _, address = model.rpartition("@")
            if not _ADDRESS.fullmatch(address):
                raise SettingError(f"{address!r} is no address of a language model.", _FORMS)
        if not model.strip() or (provider is Provider.OPENAI_LIKE and not address):
            raise SettingError(f"The setting model={setting!r} lacks an address.", _FORMS)
        return cls(provider, model.strip(), address)

    def __str__(self) -> str:
        """Return the setting."""
        return f"{self.provider}:{self.model}{'@' if self.address else ''}{self.address}"
