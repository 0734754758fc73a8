"""Parses the setting that names a language model."""

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
        model: its name at the provider, or the path of its file.
        address: the URL of the server; empty for the provider's default.
    """

    provider: Provider
    model: str
    address: str = ""

    @classmethod
    def parse(cls, setting: str) -> ModelName:
        """Parse a setting.

        Example:
            >>> ModelName.parse("openai-like:phi@http://127.0.0.1:8000/v1").address
            'http://127.0.0.1:8000/v1'

        Raises:
            SettingError: it does not name a model; the message lists the forms.
        """
        before, colon, model = setting.strip().partition(":")
        if not colon or before not in list(Provider) or not model.strip():
            raise SettingError(
                f"The setting model={setting!r} does not name a language model.", _FORMS
            )
        provider, address = Provider(before), ""
        if provider in _WITH_ADDRESS and "@" in model:
            model, _, address = model.rpartition("@")
            if not _ADDRESS.fullmatch(address):
                raise SettingError(f"{address!r} is not the URL of a server.", _FORMS)
        if not model.strip() or (provider is Provider.OPENAI_LIKE and not address):
            raise SettingError(f"The setting model={setting!r} has no address.", _FORMS)
        return cls(provider, model.strip(), address)

    def __str__(self) -> str:
        """Return the setting."""
        return f"{self.provider}:{self.model}{'@' if self.address else ''}{self.address}"
