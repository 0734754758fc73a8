"""Explains the failures of providers' models; a provider's own message may contain a key."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.models.language_model import ModelFailed
from assistant.models.model_name import Provider

_TRANSIENT = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
_KEY_REFUSED = frozenset({401, 403})
_BUSY = frozenset({429, 503, 529})
_PAYMENT_REQUIRED = 402
# The names of errors that a provider reports within a reply that began with status 200.
_STATUS_BY_TYPE = {
    "authentication_error": 401,
    "billing_error": _PAYMENT_REQUIRED,
    "permission_error": 403,
    "not_found_error": 404,
    "rate_limit_error": 429,
    "api_error": 500,
    "server_error": 500,
    "timeout_error": 504,
    "overloaded_error": 529,
}
_OUT_OF_QUOTA = frozenset({"insufficient_quota", "billing_hard_limit_reached"})
# Anthropic reports this in its message alone.
_LOW_BALANCE = "credit balance is too low"
# By name, for a provider's client may bundle its own httpx.
_NETWORK_ERRORS = frozenset({"TransportError", "OSError"})
_TIMEOUTS = frozenset({"TimeoutException", "TimeoutError"})


def is_transient(error: BaseException) -> bool:
    """Tell whether another attempt may succeed."""
    if _is_out_of_quota(error):
        return False
    status = _status(error)
    if status:
        return status in _TRANSIENT
    return _is_in_reply(error) or _is_one_of(error, _NETWORK_ERRORS)


def explain(
    name: str, error: BaseException, patience: float, *, has_begun: bool = False
) -> ModelFailed:
    """Return a failure in words for a person.

    Args:
        name: the model as the setting names it.
        error: the exception of the provider's client.
        patience: longest wait for the next piece of the reply, in seconds.
        has_begun: whether a part of the reply has arrived.
    """
    status = _status(error)
    if _is_out_of_quota(error):
        return ModelFailed(f"The account of the language model {name} has no credit left.")
    if status in _KEY_REFUSED:
        return ModelFailed(f"The language model {name} refuses the key.", "Check the key.")
    if status == 404:
        return ModelFailed(f"There is no language model {name}.", _how_to_get(name))
    if status in _BUSY:
        return ModelFailed(f"The language model {name} is too busy at present.", retryable=True)
    if status is not None:
        what = f"The language model {name} failed ({status})."
        return ModelFailed(what, retryable=status in _TRANSIENT)
    if _is_one_of(error, _TIMEOUTS):
        return too_slow(name, patience)
    is_network_error = _is_one_of(error, _NETWORK_ERRORS)
    if _is_in_reply(error) or (has_begun and is_network_error):
        return ModelFailed(f"The language model {name} broke off its reply.", retryable=True)
    if is_network_error:
        return ModelFailed(f"The language model {name} cannot be reached.", retryable=True)
    return ModelFailed(f"The language model {name} failed ({type(error).__name__}).")


def too_slow(name: str, patience: float) -> ModelFailed:
    """Return the failure of a model that sent nothing for so many seconds."""
    what = f"The language model {name} sent nothing for {patience:g} seconds."
    remedy = "Try again, or increase the setting `model_seconds`."
    return ModelFailed(what, remedy, retryable=True)


def _status(error: BaseException) -> int | None:
    """Return the HTTP status of a failure, or the one it would have before the reply began."""
    response = getattr(error, "response", None)
    codes = [getattr(each, "status_code", None) for each in (error, response)]
    for status in (*codes, getattr(error, "code", None)):
        if isinstance(status, int) and status >= 400:
            return status
    kind = getattr(error, "type", None)
    return _STATUS_BY_TYPE.get(kind) if isinstance(kind, str) else None


def _is_in_reply(error: BaseException) -> bool:
    """Tell whether a failure was reported within a reply that began with a good status."""
    return _status(error) is None and isinstance(getattr(error, "status_code", None), int)


def _is_out_of_quota(error: BaseException) -> bool:
    names = (getattr(error, each, None) for each in ("code", "type"))
    return (
        any(isinstance(each, str) and each in _OUT_OF_QUOTA for each in names)
        or _status(error) == _PAYMENT_REQUIRED
        or (_status(error) == 400 and _LOW_BALANCE in str(error).casefold())
    )


def _is_one_of(error: BaseException, names: frozenset[str]) -> bool:
    """Tell whether a failure, or a cause of it, is an instance of a class with one of the names."""
    classes = (kind.__name__ for each in _causes(error) for kind in type(each).__mro__)
    return not names.isdisjoint(classes)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _how_to_get(name: str) -> str:
    provider, _, model = name.partition(":")
    if provider == Provider.OLLAMA:
        return f"Run `ollama pull {model.partition('@')[0]}`, or check the setting `model`."
    return "Check the setting `model`."
