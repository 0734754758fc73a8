"""Each provider over HTTP: its reply in pieces, and what goes wrong in words that hold no key."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing

import pytest

from assistant.models import REPLY_TOKENS, LanguageModel, ModelFailed, Prompt, open_model
from tests.assistant.models.wires import ANTHROPIC, OLLAMA, OPENAI, Told, Wire
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
        setting = SETTINGS[server.wire].format(address=server.address)
        return open_model(setting, window=2048, patience=patience)

    return open_at


every_wire = pytest.mark.parametrize("wire", SETTINGS, ids=["openai", "anthropic", "ollama"])


def read(model: LanguageModel) -> str:
    return "".join(model.stream(PROMPT))


def failure_of(model: LanguageModel) -> ModelFailed:
    with pytest.raises(ModelFailed) as failure:
        read(model)
    assert "sk-" not in str(failure.value)
    return failure.value


@every_wire
def test_reply_comes_in_pieces_from_the_whole_prompt_and_with_its_own_key(
    wire: Wire, opened: Opened
) -> None:
    with model_server(Told(pieces=("Hel", "lo")), wire=wire) as server:
        assert list(opened(server).stream(PROMPT)) == ["Hel", "lo"]
    assert (server.paths, server.keys) == ([wire.path], [KEY])
    (asked,) = server.asked
    assert (asked["model"], asked["stream"]) == ("m", True)
    assert said(asked) == [
        ("system", "Be brief."),
        ("user", "Say bye."),
        ("assistant", "Bye."),
        ("user", "Say hello."),
    ]


def said(asked: dict) -> list[tuple[str, str]]:
    """Return the roles and words of a request; Anthropic's has the instructions apart."""
    apart = [{"role": "system", "content": asked["system"]}] if "system" in asked else []
    return [(each["role"], text_of(each["content"])) for each in [*apart, *asked["messages"]]]


def text_of(content: str | list[dict[str, str]]) -> str:
    return content if isinstance(content, str) else "".join(each["text"] for each in content)


@every_wire
def test_reply_is_the_likeliest_and_no_longer_than_an_answer(wire: Wire, opened: Opened) -> None:
    with model_server(Told(pieces=("x",)), wire=wire) as server:
        read(opened(server))
    (asked,) = server.asked
    told = asked["options"] if wire is OLLAMA else asked
    limit = "num_predict" if wire is OLLAMA else "max_tokens"
    assert (told["temperature"], told[limit]) == (0.0, REPLY_TOKENS)


def test_ollama_reads_the_whole_window_and_does_not_think(opened: Opened) -> None:
    with model_server(Told(pieces=("x",)), wire=OLLAMA) as server:
        read(opened(server))
    assert server.asked[0]["options"]["num_ctx"] == 2048
    assert server.asked[0]["think"] is False


def test_key_of_one_address_is_not_sent_to_another(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OPENAI_LIKE_API_KEY")
    with model_server(Told(pieces=("x",))) as server:
        read(opened(server))
    assert server.keys == ["no-key"]


@every_wire
@pytest.mark.parametrize("statuses", [(429, 500), (529, 503)])
def test_what_may_pass_is_tried_again(
    wire: Wire, statuses: tuple[int, int], opened: Opened
) -> None:
    one, two = statuses
    with model_server(Told(one), Told(two), Told(pieces=("well",)), wire=wire) as server:
        assert read(opened(server)) == "well"
    assert len(server.asked) == 3


@every_wire
@pytest.mark.parametrize(
    ("told", "words"),
    [
        (Told(401, code="authentication_error"), "refuses the key"),
        (Told(403, code="permission_error"), "refuses the key"),
        (Told(404, code="not_found_error"), "There is no language model"),
        (Told(402, code="billing_error"), "nothing left to spend"),
        (Told(400), "failed (400)"),
    ],
)
def test_what_does_not_pass_is_told_at_once(
    wire: Wire, told: Told, words: str, opened: Opened
) -> None:
    with model_server(told, wire=wire) as server:
        failure = failure_of(opened(server))
    assert words in str(failure)
    assert not failure.retryable
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("wire", "told"),
    [
        (OPENAI, Told(429, code="insufficient_quota")),
        (ANTHROPIC, Told(400, message=NO_CREDIT)),
    ],
    ids=["openai", "anthropic"],
)
def test_account_with_nothing_left_is_told_at_once(wire: Wire, told: Told, opened: Opened) -> None:
    with model_server(told, wire=wire) as server:
        assert "nothing left to spend" in str(failure_of(opened(server)))
    assert len(server.asked) == 1


@every_wire
@pytest.mark.parametrize(
    ("told", "words"), [(Told(429), "no more at present"), (Told(500), "failed (500)")]
)
def test_what_does_not_pass_in_three_tries_is_told(
    wire: Wire, told: Told, words: str, opened: Opened
) -> None:
    with model_server(told, wire=wire) as server:
        failure = failure_of(opened(server))
    assert words in str(failure)
    assert failure.retryable
    assert len(server.asked) == 3


def test_model_that_ollama_lacks_is_told_with_how_to_have_it(opened: Opened) -> None:
    with model_server(Told(404, message="model 'm' not found"), wire=OLLAMA) as server:
        failure = failure_of(opened(server))
    assert "ollama pull m)" in str(failure)


@every_wire
def test_model_that_is_not_there_cannot_be_reached(wire: Wire, opened: Opened) -> None:
    with model_server(Told(), wire=wire) as server:
        pass
    failure = failure_of(opened(server))
    assert "cannot be reached" in str(failure)
    assert failure.retryable


@every_wire
def test_model_that_says_nothing_in_time_is_given_up(wire: Wire, opened: Opened) -> None:
    with model_server(Told(pieces=("late",), pause=2), wire=wire) as server:
        assert "said nothing for 0.5 seconds" in str(failure_of(opened(server, patience=0.5)))


@every_wire
def test_broken_reply_is_told_and_not_begun_again(wire: Wire, opened: Opened) -> None:
    with model_server(Told(pieces=("half",), breaks=True), wire=wire) as server:
        failure = failure_of(opened(server))
    assert "broke off its reply" in str(failure)
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("wire", "code", "words"),
    [
        (OPENAI, "server_error", "failed (500)"),
        (ANTHROPIC, "overloaded_error", "no more at present"),
        (ANTHROPIC, "authentication_error", "refuses the key"),
        (OLLAMA, "", "broke off its reply"),
    ],
)
def test_error_in_a_reply_that_had_begun_is_told(
    wire: Wire, code: str, words: str, opened: Opened
) -> None:
    with model_server(Told(pieces=("half",), code=code, fails=True), wire=wire) as server:
        assert words in str(failure_of(opened(server)))
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("wire", "code"),
    [(OPENAI, "server_error"), (ANTHROPIC, "overloaded_error"), (OLLAMA, "")],
    ids=["openai", "anthropic", "ollama"],
)
def test_error_before_the_first_word_is_tried_again(wire: Wire, code: str, opened: Opened) -> None:
    failing = Told(code=code, fails=True)
    with model_server(failing, Told(pieces=("well",)), wire=wire) as server:
        assert read(opened(server)) == "well"
    assert len(server.asked) == 2


@every_wire
def test_reader_who_leaves_stops_the_model(wire: Wire, opened: Opened) -> None:
    with model_server(Told(pieces=("word ",) * 200, pause=0.02), wire=wire) as server:
        with closing(opened(server).stream(PROMPT)) as pieces:
            assert next(pieces) == "word "
        assert server.cut.wait(10)
