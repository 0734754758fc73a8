"""The HTTP formats of model providers: how each sends a piece, an end and an error."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class ServedReply:
    """The reply of the server to one request.

    Attributes:
        status: the HTTP status.
        pieces: of the reply, where the status is 200.
        pause: before each piece, in seconds.
        code: of an error, as the provider names it.
        message: of an error.
        breaks: whether the connection is cut after the pieces.
        fails: whether an error follows the pieces, after a good status.
    """

    status: int = 200
    pieces: tuple[str, ...] = ()
    pause: float = 0.0
    code: str = ""
    message: str = "the key is sk-secret"
    breaks: bool = False
    fails: bool = False


class ProviderFormat(Protocol):
    """The HTTP format of a provider.

    Attributes:
        path: the path of the endpoint.
        content: the content type of the stream.
        key: the header of the key, in lower case, and the prefix of its value.
    """

    path: str
    content: str
    key: tuple[str, str]

    def begin(self) -> str:
        """Return what comes before the first piece."""

    def piece(self, text: str) -> str:
        """Return a piece of a reply as it is sent."""

    def end(self) -> str:
        """Return what ends a reply."""

    def error(self, reply: ServedReply) -> str:
        """Return the body of an error."""

    def error_in_reply(self, reply: ServedReply) -> str:
        """Return an error as it is sent after a reply has begun."""


class OpenAIFormat:
    """OpenAI's chat completions: server-sent events without names."""

    path = "/v1/chat/completions"
    content = "text/event-stream"
    key = ("authorization", "Bearer ")

    def begin(self) -> str:
        return ""

    def piece(self, text: str) -> str:
        return self._event({"delta": {"role": "assistant", "content": text}, "index": 0})

    def end(self) -> str:
        last = self._event({"delta": {}, "index": 0, "finish_reason": "stop"})
        return f"{last}data: [DONE]\n\n"

    def error(self, reply: ServedReply) -> str:
        return json.dumps({"error": {"message": reply.message, "code": reply.code or None}})

    def error_in_reply(self, reply: ServedReply) -> str:
        error = {"message": reply.message, "type": reply.code, "code": None}
        return f"data: {json.dumps({'error': error})}\n\n"

    def _event(self, choice: dict[str, object]) -> str:
        event = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m"}
        return f"data: {json.dumps(event | {'choices': [choice]})}\n\n"


class AnthropicFormat:
    """Anthropic's messages: server-sent events with names."""

    path = "/v1/messages"
    content = "text/event-stream"
    key = ("x-api-key", "")

    def begin(self) -> str:
        usage = {"input_tokens": 1, "output_tokens": 1}
        message = {"id": "1", "type": "message", "role": "assistant", "model": "m", "content": []}
        block = {"type": "text", "text": ""}
        return (
            self._event("message_start", message=message | {"stop_reason": None, "usage": usage})
            + self._event("content_block_start", index=0, content_block=block)
            + self._event("ping")
        )

    def piece(self, text: str) -> str:
        delta = {"type": "text_delta", "text": text}
        return self._event("content_block_delta", index=0, delta=delta)

    def end(self) -> str:
        delta = {"stop_reason": "end_turn", "stop_sequence": None}
        return (
            self._event("content_block_stop", index=0)
            + self._event("message_delta", delta=delta, usage={"output_tokens": 1})
            + self._event("message_stop")
        )

    def error(self, reply: ServedReply) -> str:
        return json.dumps({"type": "error", "error": self._error(reply), "request_id": "1"})

    def error_in_reply(self, reply: ServedReply) -> str:
        return self._event("error", error=self._error(reply))

    def _error(self, reply: ServedReply) -> dict[str, str]:
        return {"type": reply.code or "invalid_request_error", "message": reply.message}

    def _event(self, name: str, **values: object) -> str:
        return f"event: {name}\ndata: {json.dumps({'type': name} | values)}\n\n"


class OllamaFormat:
    """Ollama's chat: one line of JSON for each piece."""

    path = "/api/chat"
    content = "application/x-ndjson"
    key = ("authorization", "Bearer ")

    def begin(self) -> str:
        return ""

    def piece(self, text: str) -> str:
        return self._line(text, done=False)

    def end(self) -> str:
        return self._line("", done=True, done_reason="stop", prompt_eval_count=1, eval_count=1)

    def error(self, reply: ServedReply) -> str:
        return json.dumps({"error": reply.message})

    def error_in_reply(self, reply: ServedReply) -> str:
        return f"{self.error(reply)}\n"

    def _line(self, text: str, **values: object) -> str:
        line = {"model": "m", "created_at": "2026-01-01T00:00:00Z"}
        message = {"message": {"role": "assistant", "content": text}}
        return f"{json.dumps(line | message | values)}\n"


OPENAI, ANTHROPIC, OLLAMA = OpenAIFormat(), AnthropicFormat(), OllamaFormat()
