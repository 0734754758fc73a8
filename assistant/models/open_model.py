"""Opens the language model that a setting names."""

from __future__ import annotations

from assistant.errors import NotInstalled, SettingError
from assistant.models.language_model import LanguageModel
from assistant.models.model_name import ModelName, Provider


def open_model(setting: str, *, window: int, patience: float) -> LanguageModel:
    """Return the model that a setting names, without sending anything to it.

    Args:
        setting: see `Settings.model`.
        window: the tokens that it reads and writes at once.
        patience: longest wait for the next piece of a reply, in seconds.

    Raises:
        SettingError: the setting does not name a model, or its file or key is missing.
        NotInstalled: a package is missing; the message says which to install.
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
        what = f"The language model {name} needs a package that is missing ({error.name or error})."
        raise NotInstalled(what, f"Install it: pip install 'quoth[{name.provider}]'.") from error
    except (ValueError, OSError) as error:
        what = f"The language model {name} cannot be used: {error}."
        raise SettingError(what, "Correct the setting `model`.") from error
