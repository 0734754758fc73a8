"""Language models: the interface, and how a setting is opened as one."""

from assistant.models.language_model import (
    REPLY_TOKENS,
    LanguageModel,
    ModelFailed,
    Prompt,
)
from assistant.models.model_name import ModelName
from assistant.models.open_model import open_model

__all__ = [
    "REPLY_TOKENS",
    "LanguageModel",
    "ModelFailed",
    "ModelName",
    "Prompt",
    "open_model",
]
