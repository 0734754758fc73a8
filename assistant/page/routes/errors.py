"""From errors that explain themselves to answers that the page can show."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import JSONResponse

from assistant.archive import NotYours
from assistant.errors import ConversationNotFound
from index.errors import ExplainedError, SourceNotFound

_MISSING = (SourceNotFound, ConversationNotFound)


async def explain(_request: Request, error: Exception) -> JSONResponse:
    """Return what an error says.

    The status is 404 for what is not there, 403 for what is another's, 503 for what may come back.
    """
    status = 404 if isinstance(error, _MISSING) else 403 if isinstance(error, NotYours) else 400
    if isinstance(error, ExplainedError) and error.retryable:
        status = 503
    return JSONResponse({"detail": str(error)}, status)
