"""Conversations that several browsers hold at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from assistant import Assistant
from assistant.page.conversations import Conversations, StillAnswering

SEEDS = Path(__file__).parents[2] / "seeds"
NAMES = [letter * 32 for letter in "abcdefghijkl"]
QUESTION = "How many criminal cases were initiated?"


@pytest.fixture(scope="module")
def quoth(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return Assistant.open(SEEDS, home=tmp_path_factory.mktemp("home"))


def test_conversation_is_found_by_its_name_alone(quoth: Assistant) -> None:
    conversations = Conversations(quoth)
    list(conversations.open(NAMES[0]).ask(QUESTION))
    assert [turn.question for turn in conversations.open(NAMES[0]).turns] == [QUESTION]
    assert conversations.open(NAMES[1]).turns == ()


def test_name_that_could_be_guessed_is_not_kept(quoth: Assistant) -> None:
    conversations = Conversations(quoth)
    list(conversations.open("me").ask(QUESTION))
    assert conversations.find("me") is None


def test_least_used_conversation_is_forgotten_first(quoth: Assistant) -> None:
    conversations = Conversations(quoth, limit=2)
    for name in (NAMES[0], NAMES[1], NAMES[0], NAMES[2]):
        conversations.open(name)
    kept = [name for name in NAMES if conversations.find(name)]
    assert kept == [NAMES[0], NAMES[2]]


def test_second_question_waits_for_the_first_to_be_answered(quoth: Assistant) -> None:
    room = Conversations(quoth).open(NAMES[0])
    first = room.ask(QUESTION)
    next(first)
    with pytest.raises(StillAnswering):
        next(room.ask(QUESTION))
    first.close()
    assert list(room.ask(QUESTION))


def test_ten_people_who_ask_at_once_all_get_their_own_reply(quoth: Assistant) -> None:
    conversations = Conversations(quoth)
    with ThreadPoolExecutor(10) as people:
        list(people.map(lambda name: list(conversations.open(name).ask(QUESTION)), NAMES[:10]))
    assert [len(conversations.open(name).turns) for name in NAMES] == [1] * 10 + [0] * 2
