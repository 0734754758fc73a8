"""From errors that explain themselves to answers that the page can show."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import JSONResponse

from assistant.errors import ConversationNotFound, NoRoom
from index.errors import ExplainedError, SourceNotFound

_MISSING = (SourceNotFound, ConversationNotFound)


async def explain(_request: Request, error: Exception) -> JSONResponse:
    """Return what an error says: 404 where it is not there, 507 without room, 503 for a while."""
    status = 404 if isinstance(error, _MISSING) else 507 if isinstance(error, NoRoom) else 400
    if isinstance(error, ExplainedError) and error.retryable:
        status = 503
    return JSONResponse({"detail": str(error)}, status)
