"""From errors that explain themselves to answers that the page can show."""

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
    """Return what an error says.

    The status is 404 for what is not there, 403 for what is another's, 507 without room, 503 for
    what may come back.
    """
    status = next((code for kind, code in _STATUS.items() if isinstance(error, kind)), 400)
    headers = None
    if isinstance(error, ExplainedError) and error.retryable:
        status, headers = 503, {"Retry-After": str(LIMITS.retry_seconds)}
    return JSONResponse({"detail": str(error)}, status, headers)
