"""What went wrong with a provider's model, in our words: a provider's own may hold a key."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.models.language_model import ModelFailed
from assistant.models.model_name import Provider

_MAY_PASS = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
_NO_KEY = frozenset({401, 403})
_BUSY = frozenset({429, 503, 529})
_NO_MONEY = 402
# What a provider calls an error that it tells after its reply has begun with status 200.
_STATUS_OF = {
    "authentication_error": 401,
    "billing_error": _NO_MONEY,
    "permission_error": 403,
    "not_found_error": 404,
    "rate_limit_error": 429,
    "api_error": 500,
    "server_error": 500,
    "timeout_error": 504,
    "overloaded_error": 529,
}
_OUT_OF_QUOTA = frozenset({"insufficient_quota", "billing_hard_limit_reached"})
# Anthropic has no code for it.
_NOTHING_LEFT = "credit balance is too low"
# A provider's client may bring an httpx of its own, so these are known by name.
_OF_THE_NETWORK = frozenset({"TransportError", "OSError"})
_TOO_SLOW = frozenset({"TimeoutException", "TimeoutError"})


def may_pass(error: BaseException) -> bool:
    """Tell whether asking again can help."""
    if _is_out_of_quota(error):
        return False
    status = _status(error)
    return status in _MAY_PASS if status else _broke_off(error) or _is(error, _OF_THE_NETWORK)


def explained(
    name: str, error: BaseException, patience: float, *, has_spoken: bool = False
) -> ModelFailed:
    """Return a failure as the reader is told it.

    Args:
        name: of the model, as the setting has it.
        error: what its provider's client raised.
        patience: longest wait for its next words, in seconds.
        has_spoken: whether a part of the reply is there.
    """
    status = _status(error)
    if _is_out_of_quota(error):
        return ModelFailed(f"The account of the language model {name} has nothing left to spend.")
    if status in _NO_KEY:
        return ModelFailed(f"The language model {name} refuses the key.", "Check the key.")
    if status == 404:
        return ModelFailed(f"There is no language model {name}.", _how_to_have(name))
    if status in _BUSY:
        return ModelFailed(f"The language model {name} takes no more at present.", retryable=True)
    if status is not None:
        what = f"The language model {name} failed ({status})."
        return ModelFailed(what, retryable=status in _MAY_PASS)
    if _is(error, _TOO_SLOW):
        return too_slow(name, patience)
    is_of_the_network = _is(error, _OF_THE_NETWORK)
    if _broke_off(error) or (has_spoken and is_of_the_network):
        return ModelFailed(f"The language model {name} broke off its reply.", retryable=True)
    if is_of_the_network:
        return ModelFailed(f"The language model {name} cannot be reached.", retryable=True)
    return ModelFailed(f"The language model {name} failed ({type(error).__name__}).")


def too_slow(name: str, patience: float) -> ModelFailed:
    """Return that a model said nothing for as long as it may, in seconds."""
    what = f"The language model {name} said nothing for {patience:g} seconds."
    return ModelFailed(what, "Try again, or give it longer (model_seconds).", retryable=True)


def _status(error: BaseException) -> int | None:
    """Return the status of HTTP that a failure has, or would have if its reply had not begun."""
    response = getattr(error, "response", None)
    told = [getattr(each, "status_code", None) for each in (error, response)]
    for status in (*told, getattr(error, "code", None)):
        if isinstance(status, int) and status >= 400:
            return status
    kind = getattr(error, "type", None)
    return _STATUS_OF.get(kind) if isinstance(kind, str) else None


def _broke_off(error: BaseException) -> bool:
    """Tell whether a failure was told in a reply that had begun as if all were well."""
    return _status(error) is None and isinstance(getattr(error, "status_code", None), int)


def _is_out_of_quota(error: BaseException) -> bool:
    names = (getattr(error, each, None) for each in ("code", "type"))
    return (
        any(isinstance(each, str) and each in _OUT_OF_QUOTA for each in names)
        or _status(error) == _NO_MONEY
        or (_status(error) == 400 and _NOTHING_LEFT in str(error).casefold())
    )


def _is(error: BaseException, names: frozenset[str]) -> bool:
    """Tell whether a failure, or what caused it, is of a class or of a kind of it."""
    kinds = (kind.__name__ for each in _causes(error) for kind in type(each).__mro__)
    return not names.isdisjoint(kinds)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _how_to_have(name: str) -> str:
    provider, _, model = name.partition(":")
    if provider == Provider.OLLAMA:
        return f"Fetch it (ollama pull {model.partition('@')[0]}), or check the setting `model`."
    return "Check the setting `model`."
