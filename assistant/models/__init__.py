"""Language models: what Quoth wants of one, and how a setting becomes one."""

from assistant.models.language_model import (
    REPLY_TOKENS,
    LanguageModel,
    ModelFailed,
    Prompt,
)
from assistant.models.naming import ModelName
from assistant.models.opening import open_model

__all__ = [
    "REPLY_TOKENS",
    "LanguageModel",
    "ModelFailed",
    "ModelName",
    "Prompt",
    "open_model",
]
