"""Pauses after wrong passwords grow, end, and spare a person where they last logged in."""

from __future__ import annotations

import pytest

from assistant.page.attempts import Attempts


def _fail(attempts: Attempts, times: int, name: str, address: str, now: float) -> None:
    for _ in range(times):
        attempts.note(name, address, now)


def test_pause_doubles_with_each_wrong_password_and_ends_at_a_minute() -> None:
    attempts = Attempts()
    _fail(attempts, 4, "Ada", "a", 0)
    assert attempts.pause("Ada", "a", 0) == 0
    for expected in (1, 2, 4, 8, 16, 32, 60, 60):
        attempts.note("Ada", "a", 0)
        assert attempts.pause("Ada", "a", 0) == expected
    assert attempts.pause("Ada", "a", 59.5) == pytest.approx(0.5)
    assert attempts.pause("Ada", "a", 60) == 0


def test_wrong_passwords_from_elsewhere_shut_nobody_out() -> None:
    attempts = Attempts()
    for number in range(1_000):
        attempts.note("Ada", f"guesser {number % 10}", number)
    assert attempts.pause("Ada", "guesser 1", 1_000) > 0
    assert attempts.pause("Ada", "home", 1_000) == 0


def test_name_under_attack_has_fewer_free_tries_from_a_new_address() -> None:
    attempts = Attempts()
    _fail(attempts, 2, "Ada", "home", 0)
    assert attempts.pause("Ada", "home", 0) == 0
    _fail(attempts, 50, "Ada", "elsewhere", 0)
    assert attempts.pause("Ada", "home", 0) == 1


def test_two_guesses_a_second_do_not_shut_out_a_person_at_the_same_address() -> None:
    attempts = Attempts()
    attempts.note("Ada", "home", 0)
    attempts.succeed("Ada", "home", 0)
    for tick in range(1, 200):
        attempts.note("Ada", "home", tick / 2)
        assert attempts.pause("Ada", "home", tick / 2) == 0


def test_flood_of_guesses_is_held_up_even_where_a_person_last_logged_in() -> None:
    attempts = Attempts()
    attempts.succeed("Ada", "home", 0)
    _fail(attempts, 5, "Ada", "home", 10)
    assert attempts.pause("Ada", "home", 10) == 1
    assert attempts.pause("Ada", "home", 11) == 0


def test_guesses_at_many_names_are_held_up_by_their_address() -> None:
    attempts = Attempts()
    for number in range(20):
        attempts.note(f"name {number}", "a", 0)
    assert attempts.pause("Ada", "a", 0) == 1
    assert attempts.pause("Ada", "b", 0) == 0


def test_login_resets_the_count_of_wrong_passwords() -> None:
    attempts = Attempts()
    _fail(attempts, 5, "Ada", "a", 0)
    attempts.succeed("Ada", "a", 1)
    attempts.succeed("Ada", "b", 2)
    assert attempts.pause("Ada", "a", 2) == 0


def test_wrong_passwords_are_forgotten_after_an_hour() -> None:
    attempts = Attempts()
    _fail(attempts, 30, "Ada", "a", 0)
    attempts.note("Ada", "a", 4_000)
    assert attempts.pause("Ada", "a", 4_000) == 0


def test_memory_of_wrong_passwords_is_bounded() -> None:
    attempts = Attempts()
    for number in range(30_000):
        attempts.note(f"{number}", f"{number}", 0)
    assert len(attempts._wrong) <= 20_000
