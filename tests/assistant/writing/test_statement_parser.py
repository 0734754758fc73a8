"""Replies of a model, parsed into statements while they come in."""

from __future__ import annotations

import pytest

from assistant.writing import ParsedStatement, StatementParser


def read(reply: str, step: int) -> list[ParsedStatement]:
    parser = StatementParser()
    pieces = [reply[start : start + step] for start in range(0, len(reply), step)]
    found = [statement for piece in pieces for statement in parser.feed(piece)]
    return [*found, *parser.finish()]


@pytest.mark.parametrize("step", [1, 4, 1000])
@pytest.mark.parametrize(
    ("reply", "statements"),
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
def test_reply_is_parsed_into_statements(
    reply: str, statements: list[tuple[str, tuple[int, ...]]], step: int
) -> None:
    assert read(reply, step) == [ParsedStatement(*each) for each in statements]


def test_statement_is_yielded_as_soon_as_it_is_closed() -> None:
    parser = StatementParser()
    assert list(parser.feed("It fell [1]")) == []
    assert list(parser.feed(". ")) == [ParsedStatement("It fell.", (1,))]


def test_long_range_of_citations_is_cut() -> None:
    (statement,) = read("All fell [1-999999999].", 1000)
    assert len(statement.numbers) < 30


def test_reply_that_does_not_end_is_cut() -> None:
    parser = StatementParser()
    pieces = 0
    while not parser.is_full:
        assert list(parser.feed("word ")) == []
        pieces += 1

    assert pieces < 10_000
    assert list(parser.feed("It fell [1].")) == []
    statements = list(parser.finish())
    assert sum(len(each.text) for each in statements) <= 5 * pieces
    assert not [each for each in statements if each.numbers]


def test_thoughts_do_not_count_towards_the_length() -> None:
    parser = StatementParser()
    for piece in ("<think>", *["It may fall. "] * 9_000, "</thi"):
        assert list(parser.feed(piece)) == []

    assert list(parser.feed("nk>It fell [2].")) == [ParsedStatement("It fell.", (2,))]
    assert list(parser.finish()) == []


def test_number_too_long_to_convert_is_no_citation() -> None:
    statements = read(f"It fell [{'1' * 5000}].", 1000)
    assert statements
    assert not [each for each in statements if each.numbers]
