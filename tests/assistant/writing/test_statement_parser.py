"""A model's reply becomes statements with the numbers that they cite, however it comes in."""

from __future__ import annotations

import pytest

from assistant.writing import Draft, StatementParser


def read(reply: str, step: int) -> list[Draft]:
    reader = StatementParser()
    pieces = [reply[start : start + step] for start in range(0, len(reply), step)]
    found = [draft for piece in pieces for draft in reader.feed(piece)]
    return [*found, *reader.finish()]


@pytest.mark.parametrize("step", [1, 4, 1000])
@pytest.mark.parametrize(
    ("reply", "drafts"),
    [
        ("It fell [2].", [("It fell.", (2,))]),
        ("It fell. [2]", [("It fell.", (2,))]),
        ("It fell [2]. It rose [1, 3].", [("It fell.", (2,)), ("It rose.", (1, 3))]),
        ("It fell.[2][4] It rose.【1】", [("It fell.", (2, 4)), ("It rose.", (1,))]),
        ("It fell [1-3].", [("It fell.", (1, 2, 3))]),
        ("It fell [Sentence 3].", [("It fell.", (3,))]),
        ("He [1] left it [2].", [("He left it.", (1, 2))]),
        ("[6] Many fell. [7] Few rose.", [("Many fell.", (6,)), ("Few rose.", (7,))]),
        ("It fell.\n[3]", [("It fell.", (3,))]),
        ("- It fell [1]\n- It rose [2]", [("It fell", (1,)), ("It rose", (2,))]),
        ("**Answer:** It fell. It rose. [2]", [("It fell.", ()), ("It rose.", (2,))]),
        (
            "Dr. Lee left at 5.30 p.m. on 2 May [1].",
            [("Dr. Lee left at 5.30 p.m. on 2 May.", (1,))],
        ),
        ("<think>It may [1].</think>\nIt fell [2].", [("It fell.", (2,))]),
        ("<think>It may fall", []),
        ("It fell", [("It fell", ())]),
        ("[4]", []),
        ("…\n\n", []),
    ],
)
def test_reply_is_taken_apart(
    reply: str, drafts: list[tuple[str, tuple[int, ...]]], step: int
) -> None:
    assert read(reply, step) == [Draft(*each) for each in drafts]


def test_statement_is_there_as_soon_as_it_is_closed() -> None:
    reader = StatementParser()
    assert list(reader.feed("It fell [1]")) == []
    assert list(reader.feed(". ")) == [Draft("It fell.", (1,))]


def test_endless_range_is_no_trouble() -> None:
    (draft,) = read("All fell [1-999999999].", 1000)
    assert len(draft.numbers) < 30
