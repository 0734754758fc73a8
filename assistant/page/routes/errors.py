"""HTTP responses for errors, with their message for the page."""

from __future__ import annotations

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse

from assistant.conversation import NotYours
from assistant.errors import ConversationNotFound, NoRoom
from assistant.page.limits import LIMITS
from index.errors import ExplainedError, SourceNotFound

_STATUS: dict[type[Exception], int] = {
    SourceNotFound: 404,
    ConversationNotFound: 404,
    NotYours: 403,
    NoRoom: 507,
}


async def explain_invalid(_request: Request, error: Exception) -> JSONResponse:
    """Return which part of a request cannot be used, without what was sent, with status 422."""
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    name = ".".join(map(str, first["loc"][1:])) or "the request"
    return JSONResponse({"detail": f"{name:.100} cannot be used: {first['msg']:.200}."}, 422)


async def explain(_request: Request, error: Exception) -> JSONResponse:
    """Return the response for an error.

    The status is 404 for what does not exist, 403 for what belongs to another person, 507 without
    room, 503 if trying again can help, else 400.
    """
    status = next((code for kind, code in _STATUS.items() if isinstance(error, kind)), 400)
    headers = None
    if isinstance(error, ExplainedError) and error.retryable:
        status, headers = 503, {"Retry-After": str(LIMITS.retry_seconds)}
    return JSONResponse({"detail": str(error)}, status, headers)
