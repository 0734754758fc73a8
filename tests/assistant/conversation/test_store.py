"""Conversations are kept, each for those who have its name, with quotes that stay verbatim."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from assistant import Answer, Assistant, Settings
from assistant.conversation import Archive, NotYours, Remnant, Rooms, StillAnswering
from assistant.errors import ConversationNotFound
from assistant.turn import Turn

NAMES = [letter * 32 for letter in "abcdefghijkl"]
ME, YOU = "m" * 32, "y" * 32
QUESTION = "How many criminal cases were initiated?"
OTHER = "When did the protests in Kazakhstan begin?"


@pytest.fixture
def archive(quoth: Assistant, tmp_path: Path) -> Iterator[Archive]:
    archive = Archive.open(tmp_path, quoth.library.origin)
    yield archive
    archive.close()


@pytest.fixture
def rooms(quoth: Assistant, archive: Archive) -> Rooms:
    return Rooms(quoth, archive)


def _ask(rooms: Rooms, name: str, *questions: str, owner: str = ME) -> None:
    for question in questions:
        list(rooms.open(name).ask(question, owner=owner))


def test_conversation_is_the_same_after_it_was_put_away(
    quoth: Assistant, rooms: Rooms, archive: Archive, tmp_path: Path
) -> None:
    asked = (QUESTION, "What is the capital of Australia?", "Hello", "Summarise this")
    for name, question in zip(NAMES, asked, strict=False):
        _ask(rooms, name, question)
    again = Archive.open(tmp_path, quoth.library.origin)
    kept = [again.turns(name)[0] for name in NAMES[: len(asked)]]
    assert [turn.question for turn in kept] == list(asked)
    assert [turn.reply for turn in kept] == [quoth.ask(question) for question in asked]
    assert kept == [archive.turns(name)[0] for name in NAMES[: len(asked)]]
    again.close()


def test_follow_up_is_understood_after_a_restart(quoth: Assistant, archive: Archive) -> None:
    _ask(Rooms(quoth, archive), NAMES[0], "Who is the President of Kazakhstan?")
    _ask(Rooms(quoth, archive), NAMES[0], "What did he do on January 5?")
    assert "President" in archive.turns(NAMES[0])[1].standalone


def test_conversation_is_found_by_its_name_alone(rooms: Rooms) -> None:
    _ask(rooms, NAMES[0], QUESTION)
    assert [turn.question for turn in rooms.open(NAMES[0]).turns] == [QUESTION]
    assert rooms.open(NAMES[1]).turns == ()


def test_name_that_could_be_guessed_is_not_kept(rooms: Rooms, archive: Archive) -> None:
    room = rooms.open("me")
    list(room.ask(QUESTION, owner=ME))
    assert len(room.turns) == 1
    assert rooms.open("me").turns == ()
    assert archive.owned(ME) == []


def test_list_shows_what_its_owner_began_latest_first(rooms: Rooms, archive: Archive) -> None:
    _ask(rooms, NAMES[0], QUESTION)
    _ask(rooms, NAMES[1], OTHER)
    _ask(rooms, NAMES[2], QUESTION, owner=YOU)
    _ask(rooms, NAMES[0], OTHER)
    assert [(each.name, each.title) for each in archive.owned(ME)] == [
        (NAMES[0], QUESTION),
        (NAMES[1], OTHER),
    ]


def test_search_looks_in_titles_questions_and_replies(rooms: Rooms, archive: Archive) -> None:
    _ask(rooms, NAMES[0], QUESTION)
    _ask(rooms, NAMES[1], OTHER)
    archive.rename(NAMES[1], ME, "Ähnliches")
    for words, name in (("ähnlich", NAMES[1]), ("POLICE, AMONG", NAMES[0]), ("began on", NAMES[1])):
        assert [each.name for each in archive.owned(ME, words)] == [name]
    assert archive.owned(ME, "100%") == []
    assert archive.owned(YOU, "criminal") == []


def test_nobody_but_its_owner_goes_on_with_a_conversation(rooms: Rooms, archive: Archive) -> None:
    _ask(rooms, NAMES[0], QUESTION)
    for owner in (YOU, ""):
        with pytest.raises(NotYours, match="can only be read"):
            _ask(rooms, NAMES[0], OTHER, owner=owner)
        with pytest.raises(NotYours):
            archive.keep(NAMES[0], owner, 1, Turn(OTHER, OTHER, "no"))
    archive.remove(NAMES[0], ME)
    with pytest.raises(NotYours):
        _ask(rooms, NAMES[0], OTHER, owner=YOU)
    archive.restore(NAMES[0], ME)
    assert [turn.question for turn in archive.turns(NAMES[0])] == [QUESTION]


def test_title_is_one_line_of_a_length_to_read(rooms: Rooms, archive: Archive) -> None:
    _ask(rooms, NAMES[0], QUESTION)
    archive.rename(NAMES[0], ME, " Two\nlines " + "and more " * 20)
    assert archive.title(NAMES[0]).startswith("Two lines and more")
    assert archive.title(NAMES[0]).endswith("…")
    assert len(archive.title(NAMES[0])) <= 80
    archive.rename(NAMES[0], ME, "  ")
    assert archive.title(NAMES[0]) == QUESTION


def test_removed_conversation_comes_back_when_that_is_undone(
    rooms: Rooms, archive: Archive
) -> None:
    _ask(rooms, NAMES[0], QUESTION)
    archive.remove(NAMES[0], ME)
    assert archive.owned(ME) == []
    assert archive.turns(NAMES[0]) == ()
    archive.restore(NAMES[0], ME)
    assert [each.name for each in archive.owned(ME)] == [NAMES[0]]
    assert len(archive.turns(NAMES[0])) == 1


def test_only_its_owner_changes_what_is_in_a_list(rooms: Rooms, archive: Archive) -> None:
    _ask(rooms, NAMES[0], QUESTION)
    for change in (archive.remove, archive.restore, lambda *who: archive.rename(*who, "Mine")):
        with pytest.raises(ConversationNotFound):
            change(NAMES[0], YOU)


def test_question_asked_again_replaces_what_followed_it(rooms: Rooms, archive: Archive) -> None:
    _ask(rooms, NAMES[0], QUESTION, OTHER, "Hello")
    list(rooms.open(NAMES[0]).ask("Thanks", owner=ME, place=2))
    assert [turn.question for turn in archive.turns(NAMES[0])] == [QUESTION, "Thanks"]


def test_title_follows_the_first_question_until_somebody_gave_one(
    rooms: Rooms, archive: Archive
) -> None:
    _ask(rooms, NAMES[0], QUESTION)
    list(rooms.open(NAMES[0]).ask(OTHER, owner=ME, place=1))
    assert archive.title(NAMES[0]) == OTHER
    archive.rename(NAMES[0], ME, "January")
    list(rooms.open(NAMES[0]).ask(QUESTION, owner=ME, place=1))
    assert archive.title(NAMES[0]) == "January"


def test_reply_that_is_not_finished_changes_nothing(rooms: Rooms, archive: Archive) -> None:
    _ask(rooms, NAMES[0], QUESTION, OTHER)
    stopped = rooms.open(NAMES[0]).ask("Why?", owner=ME, place=1)
    next(stopped)
    stopped.close()
    assert [turn.question for turn in archive.turns(NAMES[0])] == [QUESTION, OTHER]
    _ask(rooms, NAMES[0], "Hello")


def test_quote_of_a_source_that_has_left_is_shown_as_such(tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    note = "A note. \U0001f426 The tame heron is called Admiral."
    (folder / "heron.txt").write_text(note, "utf-8")
    with Assistant.open(folder, home=tmp_path / "home", settings=Settings()) as quoth:
        _ask(Rooms(quoth, quoth.archive), NAMES[0], "What is the tame heron called?")
        before = quoth.archive.turns(NAMES[0])[0].reply
        (folder / "heron.txt").unlink()
        quoth.refresh()
        after = quoth.archive.turns(NAMES[0])[0].reply
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


def test_turn_that_cannot_be_written_as_utf_8_is_kept_all_the_same(archive: Archive) -> None:
    archive.keep(NAMES[0], ME, 1, Turn("\ud800?", "\ud800?", "no \udfff"))
    assert archive.turns(NAMES[0]) == (Turn("??", "??", "no ?"),)


def test_second_question_waits_for_the_first_to_be_answered(rooms: Rooms) -> None:
    room = rooms.open(NAMES[0])
    first = room.ask(QUESTION)
    next(first)
    with pytest.raises(StillAnswering):
        next(rooms.open(NAMES[0]).ask(QUESTION))
    first.close()
    assert list(room.ask(QUESTION))


def test_ten_people_who_ask_at_once_all_get_their_own_reply(rooms: Rooms) -> None:
    with ThreadPoolExecutor(10) as people:
        list(people.map(lambda name: list(rooms.open(name).ask(QUESTION)), NAMES[:10]))
    assert [len(rooms.open(name).turns) for name in NAMES] == [1] * 10 + [0] * 2


def test_feedback_is_kept_with_the_reply_and_goes_with_it(rooms: Rooms, archive: Archive) -> None:
    _ask(rooms, NAMES[0], QUESTION, OTHER)
    archive.judge(NAMES[0], 1, is_good=True)
    archive.judge(NAMES[0], 2, is_good=False, comment="Wrong\nyear")
    archive.judge(NAMES[0], 1, is_good=False, comment="Old")
    assert archive.judged(NAMES[0]) == {1: False, 2: False}
    told = [each.as_json() for each in archive.feedback()]
    said = {(each["question"], each["good"], each["comment"]) for each in told}
    assert said == {(OTHER, False, "Wrong year"), (QUESTION, False, "Old")}
    assert "125 criminal cases" in str([each["quotes"] for each in told])
    assert NAMES[0] not in str(told)
    assert len({each["id"] for each in told}) == 2
    archive.remove(NAMES[0], ME)
    assert archive.feedback() == []
    archive.restore(NAMES[0], ME)
    list(rooms.open(NAMES[0]).ask("Hello", owner=ME, place=2))
    assert archive.judged(NAMES[0]) == {1: False}
    with pytest.raises(ConversationNotFound):
        archive.judge(NAMES[0], 3, is_good=True)


def test_only_good_feedback_says_what_can_be_answered_and_with_what(
    rooms: Rooms, archive: Archive
) -> None:
    asked = (QUESTION, "What is the capital of Australia?", "Summarise this", OTHER)
    _ask(rooms, NAMES[0], *asked)
    for number in range(1, len(asked) + 1):
        archive.judge(NAMES[0], number, is_good=number < len(asked))
    told = {each.turn.question: each.as_json() for each in archive.feedback()}
    fact, refused, summary, bad = (told[question] for question in asked)
    assert [each["answerable"] for each in (fact, refused, summary, bad)] == [
        *(True, False, True, None),
    ]
    assert [len(each["evidence"]) for each in (fact, refused, bad)] == [1, 0, 0]  # type: ignore[arg-type]
    assert len(summary["evidence"]) == len(summary["quotes"]) > 1  # type: ignore[arg-type]
    assert fact["messages"] == []
    assert [each["content"] for each in summary["messages"]][::2] == list(asked[:2])  # type: ignore[attr-defined]
