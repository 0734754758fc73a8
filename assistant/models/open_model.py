"""From a setting to a language model."""

from __future__ import annotations

from assistant.errors import NotInstalled, SettingError
from assistant.models.language_model import LanguageModel
from assistant.models.model_name import ModelName, Provider


def open_model(setting: str, *, window: int, patience: float) -> LanguageModel:
    """Return the model that a setting names; nothing is sent to it yet.

    Args:
        setting: see `Settings.model`.
        window: tokens that it reads and writes at once.
        patience: longest wait for its next words, in seconds.

    Raises:
        SettingError: the setting names no model, its file is not there, or a key is missing.
        NotInstalled: what it needs is not installed; the message says what to install.
    """
    name = ModelName.parse(setting)
    try:
        from assistant.models.llamaindex import LlamaModel
        from assistant.models.providers import llm_of

        return LlamaModel(
            str(name),
            llm_of(name, window, patience),
            window=window,
            patience=patience,
            one_at_a_time=name.provider is Provider.GGUF,
        )
    except ImportError as error:
        what = f"The language model {name} needs what is not installed ({error.name or error})."
        raise NotInstalled(what, f"Install it: pip install 'quoth[{name.provider}]'.") from error
    except (ValueError, OSError) as error:
        what = f"The language model {name} cannot be used: {error}."
        raise SettingError(what, "Correct the setting `model`.") from error
