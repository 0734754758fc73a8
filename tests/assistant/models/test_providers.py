"""Each provider over HTTP: replies in pieces, and failures in words that contain no key."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing

import pytest

from assistant.models import REPLY_TOKENS, LanguageModel, ModelFailed, Prompt, open_model
from tests.assistant.models.provider_formats import (
    ANTHROPIC,
    OLLAMA,
    OPENAI,
    ProviderFormat,
    ServedReply,
)
from tests.assistant.scripted import ModelServer, model_server

PROMPT = Prompt("Be brief.", "Say hello.", (("Say bye.", "Bye."),))
KEY = "sk-mine"
NO_CREDIT = "Your credit balance is too low to access the Anthropic API. It is of sk-secret."
SETTINGS = {
    OPENAI: "openai-like:m@{address}/v1",
    ANTHROPIC: "anthropic:m",
    OLLAMA: "ollama:m@{address}",
}
KEYS = {OPENAI: "OPENAI_LIKE_API_KEY", ANTHROPIC: "ANTHROPIC_API_KEY", OLLAMA: "OLLAMA_API_KEY"}

Opened = Callable[..., LanguageModel]


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Opened:
    """Open the model of a server; a gateway for Anthropic is named by its client's variable."""
    for variable in KEYS.values():
        monkeypatch.setenv(variable, KEY)
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-openai")

    def open_at(server: ModelServer, patience: float = 60.0) -> LanguageModel:
        monkeypatch.setenv("ANTHROPIC_BASE_URL", server.address)
        setting = SETTINGS[server.provider].format(address=server.address)
        return open_model(setting, window=2048, patience=patience)

    return open_at


every_provider = pytest.mark.parametrize(
    "provider", SETTINGS, ids=["openai", "anthropic", "ollama"]
)


def read(model: LanguageModel) -> str:
    return "".join(model.stream(PROMPT))


def failure_of(model: LanguageModel) -> ModelFailed:
    with pytest.raises(ModelFailed) as failure:
        read(model)
    assert "sk-" not in str(failure.value)
    return failure.value


@every_provider
def test_request_has_the_prompt_and_key_and_its_reply_is_streamed(
    provider: ProviderFormat, opened: Opened
) -> None:
    with model_server(ServedReply(pieces=("Hel", "lo")), provider=provider) as server:
        assert list(opened(server).stream(PROMPT)) == ["Hel", "lo"]
    assert (server.paths, server.keys) == ([provider.path], [KEY])
    (request,) = server.requests
    assert (request["model"], request["stream"]) == ("m", True)
    assert messages_of(request) == [
        ("system", "Be brief."),
        ("user", "Say bye."),
        ("assistant", "Bye."),
        ("user", "Say hello."),
    ]


def messages_of(request: dict) -> list[tuple[str, str]]:
    """Return the roles and texts of a request; Anthropic has the instructions in a field."""
    system = request.get("system")
    first = [{"role": "system", "content": system}] if system else []
    return [(each["role"], text_of(each["content"])) for each in [*first, *request["messages"]]]


def text_of(content: str | list[dict[str, str]]) -> str:
    return content if isinstance(content, str) else "".join(each["text"] for each in content)


@every_provider
def test_request_limits_the_reply_and_has_temperature_zero(
    provider: ProviderFormat, opened: Opened
) -> None:
    with model_server(ServedReply(pieces=("x",)), provider=provider) as server:
        read(opened(server))
    (request,) = server.requests
    parameters = request["options"] if provider is OLLAMA else request
    limit = "num_predict" if provider is OLLAMA else "max_tokens"
    assert (parameters["temperature"], parameters[limit]) == (0.0, REPLY_TOKENS)


def test_ollama_request_sets_the_window_and_no_thinking(opened: Opened) -> None:
    with model_server(ServedReply(pieces=("x",)), provider=OLLAMA) as server:
        read(opened(server))
    assert server.requests[0]["options"]["num_ctx"] == 2048
    assert server.requests[0]["think"] is False


def test_key_of_one_address_is_not_sent_to_another(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OPENAI_LIKE_API_KEY")
    with model_server(ServedReply(pieces=("x",))) as server:
        read(opened(server))
    assert server.keys == ["no-key"]


@every_provider
@pytest.mark.parametrize("statuses", [(429, 500), (529, 503)])
def test_transient_failure_is_retried(
    provider: ProviderFormat, statuses: tuple[int, int], opened: Opened
) -> None:
    one, two = statuses
    with model_server(
        ServedReply(one), ServedReply(two), ServedReply(pieces=("well",)), provider=provider
    ) as server:
        assert read(opened(server)) == "well"
    assert len(server.requests) == 3


@every_provider
@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (ServedReply(401, code="authentication_error"), "refuses the key"),
        (ServedReply(403, code="permission_error"), "refuses the key"),
        (ServedReply(404, code="not_found_error"), "There is no language model"),
        (ServedReply(402, code="billing_error"), "no credit left"),
        (ServedReply(400), "failed (400)"),
    ],
)
def test_permanent_failure_is_reported_at_once(
    provider: ProviderFormat, reply: ServedReply, words: str, opened: Opened
) -> None:
    with model_server(reply, provider=provider) as server:
        failure = failure_of(opened(server))
    assert words in str(failure)
    assert not failure.retryable
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("provider", "reply"),
    [
        (OPENAI, ServedReply(429, code="insufficient_quota")),
        (ANTHROPIC, ServedReply(400, message=NO_CREDIT)),
    ],
    ids=["openai", "anthropic"],
)
def test_account_without_credit_is_reported_at_once(
    provider: ProviderFormat, reply: ServedReply, opened: Opened
) -> None:
    with model_server(reply, provider=provider) as server:
        assert "no credit left" in str(failure_of(opened(server)))
    assert len(server.requests) == 1


@every_provider
@pytest.mark.parametrize(
    ("reply", "words"),
    [(ServedReply(429), "too busy at present"), (ServedReply(500), "failed (500)")],
)
def test_transient_failure_is_reported_after_three_attempts(
    provider: ProviderFormat, reply: ServedReply, words: str, opened: Opened
) -> None:
    with model_server(reply, provider=provider) as server:
        failure = failure_of(opened(server))
    assert words in str(failure)
    assert failure.retryable
    assert len(server.requests) == 3


def test_model_missing_in_ollama_is_reported_with_the_command(opened: Opened) -> None:
    with model_server(ServedReply(404, message="model 'm' not found"), provider=OLLAMA) as server:
        failure = failure_of(opened(server))
    assert "`ollama pull m`" in str(failure)


@every_provider
def test_missing_server_is_reported_as_unreachable(
    provider: ProviderFormat, opened: Opened
) -> None:
    with model_server(ServedReply(), provider=provider) as server:
        pass
    failure = failure_of(opened(server))
    assert "cannot be reached" in str(failure)
    assert failure.retryable


@every_provider
def test_silent_model_is_reported_after_the_time_limit(
    provider: ProviderFormat, opened: Opened
) -> None:
    with model_server(ServedReply(pieces=("late",), pause=2), provider=provider) as server:
        assert "sent nothing for 0.5 seconds" in str(failure_of(opened(server, patience=0.5)))


@every_provider
def test_broken_reply_is_reported_and_not_retried(provider: ProviderFormat, opened: Opened) -> None:
    with model_server(ServedReply(pieces=("half",), breaks=True), provider=provider) as server:
        failure = failure_of(opened(server))
    assert "broke off its reply" in str(failure)
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("provider", "code", "words"),
    [
        (OPENAI, "server_error", "failed (500)"),
        (ANTHROPIC, "overloaded_error", "too busy at present"),
        (ANTHROPIC, "authentication_error", "refuses the key"),
        (OLLAMA, "", "broke off its reply"),
    ],
)
def test_error_within_a_reply_is_reported(
    provider: ProviderFormat, code: str, words: str, opened: Opened
) -> None:
    with model_server(
        ServedReply(pieces=("half",), code=code, fails=True), provider=provider
    ) as server:
        assert words in str(failure_of(opened(server)))
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("provider", "code"),
    [(OPENAI, "server_error"), (ANTHROPIC, "overloaded_error"), (OLLAMA, "")],
    ids=["openai", "anthropic", "ollama"],
)
def test_error_before_the_first_piece_is_retried(
    provider: ProviderFormat, code: str, opened: Opened
) -> None:
    failing = ServedReply(code=code, fails=True)
    with model_server(failing, ServedReply(pieces=("well",)), provider=provider) as server:
        assert read(opened(server)) == "well"
    assert len(server.requests) == 2


@every_provider
def test_closing_the_stream_stops_the_model(provider: ProviderFormat, opened: Opened) -> None:
    with model_server(
        ServedReply(pieces=("word ",) * 200, pause=0.02), provider=provider
    ) as server:
        with closing(opened(server).stream(PROMPT)) as pieces:
            assert next(pieces) == "word "
        assert server.cut.wait(10)
