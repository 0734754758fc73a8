"""Conversations are kept, each for those who have its name, with quotes that stay verbatim."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from assistant import Answer, Assistant, Settings
from assistant.conversation import ConversationStore, NotYours, Remnant, Sessions, StillAnswering
from assistant.errors import ConversationNotFound
from assistant.reply import Finished
from assistant.turn import Turn

NAMES = [letter * 32 for letter in "abcdefghijkl"]
ME, YOU = "m" * 32, "y" * 32
QUESTION = "How many criminal cases were initiated?"
OTHER = "When did the protests in Kazakhstan begin?"


@pytest.fixture
def store(quoth: Assistant, tmp_path: Path) -> Iterator[ConversationStore]:
    store = ConversationStore.open(tmp_path, quoth.library.origin)
    yield store
    store.close()


@pytest.fixture
def sessions(quoth: Assistant, store: ConversationStore) -> Sessions:
    return Sessions(quoth, store)


def _ask(sessions: Sessions, name: str, *questions: str, owner: str = ME) -> None:
    for question in questions:
        list(sessions.open(name).ask(question, owner=owner))


def test_conversation_is_the_same_after_it_was_put_away(
    quoth: Assistant, sessions: Sessions, store: ConversationStore, tmp_path: Path
) -> None:
    asked = (QUESTION, "What is the capital of Australia?", "Hello", "Summarise this")
    for name, question in zip(NAMES, asked, strict=False):
        _ask(sessions, name, question)
    again = ConversationStore.open(tmp_path, quoth.library.origin)
    kept = [again.turns(name)[0] for name in NAMES[: len(asked)]]
    assert [turn.question for turn in kept] == list(asked)
    assert [turn.reply for turn in kept] == [quoth.ask(question) for question in asked]
    assert kept == [store.turns(name)[0] for name in NAMES[: len(asked)]]
    again.close()


def test_follow_up_is_understood_after_a_restart(
    quoth: Assistant, store: ConversationStore
) -> None:
    _ask(Sessions(quoth, store), NAMES[0], "Who is the President of Kazakhstan?")
    _ask(Sessions(quoth, store), NAMES[0], "What did he do on January 5?")
    assert "President" in store.turns(NAMES[0])[1].standalone


def test_conversation_is_found_by_its_name_alone(sessions: Sessions) -> None:
    _ask(sessions, NAMES[0], QUESTION)
    assert [turn.question for turn in sessions.open(NAMES[0]).turns] == [QUESTION]
    assert sessions.open(NAMES[1]).turns == ()


def test_name_that_could_be_guessed_is_not_kept(
    sessions: Sessions, store: ConversationStore
) -> None:
    session = sessions.open("me")
    list(session.ask(QUESTION, owner=ME))
    assert len(session.turns) == 1
    assert sessions.open("me").turns == ()
    assert store.owned(ME) == []


def test_list_shows_what_its_owner_began_latest_first(
    sessions: Sessions, store: ConversationStore
) -> None:
    _ask(sessions, NAMES[0], QUESTION)
    _ask(sessions, NAMES[1], OTHER)
    _ask(sessions, NAMES[2], QUESTION, owner=YOU)
    _ask(sessions, NAMES[0], OTHER)
    assert [(each.name, each.title) for each in store.owned(ME)] == [
        (NAMES[0], QUESTION),
        (NAMES[1], OTHER),
    ]


def test_search_looks_in_titles_questions_and_replies(
    sessions: Sessions, store: ConversationStore
) -> None:
    _ask(sessions, NAMES[0], QUESTION)
    _ask(sessions, NAMES[1], OTHER)
    store.rename(NAMES[1], ME, "Ähnliches")
    for words, name in (("ähnlich", NAMES[1]), ("POLICE, AMONG", NAMES[0]), ("began on", NAMES[1])):
        assert [each.name for each in store.owned(ME, words)] == [name]
    assert store.owned(ME, "100%") == []
    assert store.owned(YOU, "criminal") == []


def test_nobody_but_its_owner_goes_on_with_a_conversation(
    sessions: Sessions, store: ConversationStore
) -> None:
    _ask(sessions, NAMES[0], QUESTION)
    for owner in (YOU, ""):
        with pytest.raises(NotYours, match="can only be read"):
            _ask(sessions, NAMES[0], OTHER, owner=owner)
        with pytest.raises(NotYours):
            store.keep(NAMES[0], owner, 1, Turn(OTHER, OTHER, "no"))
    store.remove(NAMES[0], ME)
    with pytest.raises(NotYours):
        _ask(sessions, NAMES[0], OTHER, owner=YOU)
    store.restore(NAMES[0], ME)
    assert [turn.question for turn in store.turns(NAMES[0])] == [QUESTION]


def test_title_is_one_line_of_a_length_to_read(
    sessions: Sessions, store: ConversationStore
) -> None:
    _ask(sessions, NAMES[0], QUESTION)
    store.rename(NAMES[0], ME, " Two\nlines " + "and more " * 20)
    assert store.title(NAMES[0]).startswith("Two lines and more")
    assert store.title(NAMES[0]).endswith("…")
    assert len(store.title(NAMES[0])) <= 80
    store.rename(NAMES[0], ME, "  ")
    assert store.title(NAMES[0]) == QUESTION


def test_removed_conversation_comes_back_when_that_is_undone(
    sessions: Sessions, store: ConversationStore
) -> None:
    _ask(sessions, NAMES[0], QUESTION)
    store.remove(NAMES[0], ME)
    assert store.owned(ME) == []
    assert store.turns(NAMES[0]) == ()
    store.restore(NAMES[0], ME)
    assert [each.name for each in store.owned(ME)] == [NAMES[0]]
    assert len(store.turns(NAMES[0])) == 1


def test_only_its_owner_changes_what_is_in_a_list(
    sessions: Sessions, store: ConversationStore
) -> None:
    _ask(sessions, NAMES[0], QUESTION)
    for change in (store.remove, store.restore, lambda *who: store.rename(*who, "Mine")):
        with pytest.raises(ConversationNotFound):
            change(NAMES[0], YOU)


def test_question_asked_again_replaces_what_followed_it(
    sessions: Sessions, store: ConversationStore
) -> None:
    _ask(sessions, NAMES[0], QUESTION, OTHER, "Hello")
    list(sessions.open(NAMES[0]).ask("Thanks", owner=ME, place=2))
    assert [turn.question for turn in store.turns(NAMES[0])] == [QUESTION, "Thanks"]


def test_title_follows_the_first_question_until_somebody_gave_one(
    sessions: Sessions, store: ConversationStore
) -> None:
    _ask(sessions, NAMES[0], QUESTION)
    list(sessions.open(NAMES[0]).ask(OTHER, owner=ME, place=1))
    assert store.title(NAMES[0]) == OTHER
    store.rename(NAMES[0], ME, "January")
    list(sessions.open(NAMES[0]).ask(QUESTION, owner=ME, place=1))
    assert store.title(NAMES[0]) == "January"


def test_reply_that_is_not_finished_changes_nothing(
    sessions: Sessions, store: ConversationStore
) -> None:
    _ask(sessions, NAMES[0], QUESTION, OTHER)
    stopped = sessions.open(NAMES[0]).ask("Why?", owner=ME, place=1)
    next(stopped)
    stopped.close()
    assert [turn.question for turn in store.turns(NAMES[0])] == [QUESTION, OTHER]
    _ask(sessions, NAMES[0], "Hello")


def test_quote_of_a_source_that_has_left_is_shown_as_such(tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    note = "A note. \U0001f426 The tame heron is called Admiral."
    (folder / "heron.txt").write_text(note, "utf-8")
    with Assistant.open(folder, home=tmp_path / "home", settings=Settings()) as quoth:
        _ask(Sessions(quoth, quoth.conversations), NAMES[0], "What is the tame heron called?")
        before = quoth.conversations.turns(NAMES[0])[0].reply
        (folder / "heron.txt").unlink()
        quoth.refresh()
        after = quoth.conversations.turns(NAMES[0])[0].reply
    assert isinstance(before, Answer)
    assert isinstance(after, Answer)
    quote = after.quotes[0]
    assert isinstance(quote.origin, Remnant)
    assert not isinstance(before.quotes[0].origin, Remnant)
    assert quote.text == before.quotes[0].text
    assert quote.marked_text == before.quotes[0].marked_text
    assert quote.source == before.quotes[0].source
    with pytest.raises(ValueError, match="span"):
        quote.origin.slice(quote.start, quote.end + 1)


def test_turn_that_cannot_be_written_as_utf_8_is_kept_all_the_same(
    store: ConversationStore,
) -> None:
    store.keep(NAMES[0], ME, 1, Turn("\ud800?", "\ud800?", "no \udfff"))
    assert store.turns(NAMES[0]) == (Turn("??", "??", "no ?"),)


def test_answer_is_given_although_its_turn_cannot_be_kept(
    sessions: Sessions, store: ConversationStore
) -> None:
    _ask(sessions, NAMES[0], OTHER)
    (pages,) = store._database.one("PRAGMA page_count") or (0,)
    store._database.run(f"PRAGMA max_page_count = {pages}")
    session = sessions.open(NAMES[0])
    replies = []
    while not replies or not isinstance(replies[-1], Answer) or not replies[-1].note:
        *_, last = session.ask(QUESTION, owner=ME)
        assert isinstance(last, Finished)
        replies.append(last.reply)
        assert len(replies) < 20
    assert isinstance(replies[-1], Answer)
    assert "not kept: There is no room left" in replies[-1].note
    assert replies[-1].quotes
    assert len(session.turns) == 1 + len(replies)
    store._database.run("PRAGMA max_page_count = 100000")
    (*_, last) = session.ask(QUESTION, owner=ME)
    assert isinstance(last, Finished)
    assert isinstance(last.reply, Answer)
    assert last.reply.note == ""
    kept = [turn.question for turn in store.turns(NAMES[0])]
    assert kept == [OTHER] + [QUESTION] * (len(replies) + 1)


def test_second_question_waits_for_the_first_to_be_answered(sessions: Sessions) -> None:
    session = sessions.open(NAMES[0])
    first = session.ask(QUESTION)
    next(first)
    with pytest.raises(StillAnswering):
        next(sessions.open(NAMES[0]).ask(QUESTION))
    first.close()
    assert list(session.ask(QUESTION))


def test_ten_people_who_ask_at_once_all_get_their_own_reply(sessions: Sessions) -> None:
    with ThreadPoolExecutor(10) as people:
        list(people.map(lambda name: list(sessions.open(name).ask(QUESTION)), NAMES[:10]))
    assert [len(sessions.open(name).turns) for name in NAMES] == [1] * 10 + [0] * 2


def test_feedback_is_kept_with_the_reply_and_goes_with_it(
    sessions: Sessions, store: ConversationStore
) -> None:
    _ask(sessions, NAMES[0], QUESTION, OTHER)
    store.judge(NAMES[0], 1, is_good=True)
    store.judge(NAMES[0], 2, is_good=False, comment="Wrong\nyear")
    store.judge(NAMES[0], 1, is_good=False, comment="Old")
    assert store.judged(NAMES[0]) == {1: False, 2: False}
    told = [each.as_json() for each in store.feedback()]
    said = {(each["question"], each["good"], each["comment"]) for each in told}
    assert said == {(OTHER, False, "Wrong year"), (QUESTION, False, "Old")}
    assert "125 criminal cases" in str([each["quotes"] for each in told])
    assert NAMES[0] not in str(told)
    assert len({each["id"] for each in told}) == 2
    store.remove(NAMES[0], ME)
    assert store.feedback() == []
    store.restore(NAMES[0], ME)
    list(sessions.open(NAMES[0]).ask("Hello", owner=ME, place=2))
    assert store.judged(NAMES[0]) == {1: False}
    with pytest.raises(ConversationNotFound):
        store.judge(NAMES[0], 3, is_good=True)


def test_only_good_feedback_says_what_can_be_answered_and_with_what(
    sessions: Sessions, store: ConversationStore
) -> None:
    asked = (QUESTION, "What is the capital of Australia?", "Summarise this", OTHER)
    _ask(sessions, NAMES[0], *asked)
    for number in range(1, len(asked) + 1):
        store.judge(NAMES[0], number, is_good=number < len(asked))
    told = {each.turn.question: each.as_json() for each in store.feedback()}
    fact, refused, summary, bad = (told[question] for question in asked)
    assert [each["answerable"] for each in (fact, refused, summary, bad)] == [
        *(True, False, True, None),
    ]
    assert [len(each["evidence"]) for each in (fact, refused, bad)] == [1, 0, 0]  # type: ignore[arg-type]
    assert len(summary["evidence"]) == len(summary["quotes"]) > 1  # type: ignore[arg-type]
    assert fact["messages"] == []
    assert [each["content"] for each in summary["messages"]][::2] == list(asked[:2])  # type: ignore[attr-defined]
