"""The names in a text."""

from __future__ import annotations

from assistant.english.names import find_names, initials, is_acronym


def test_names_exclude_words_that_begin_a_sentence() -> None:
    found = find_names("The President met Kassym-Zhomart Tokayev's aide. In Almaty, NATO met.")

    assert [name.text for name in found] == [
        "President",
        "Kassym-Zhomart Tokayev",
        "Almaty",
        "NATO",
    ]


def test_single_word_at_the_start_of_a_sentence_is_uncertain() -> None:
    found = find_names("Brandt met Holm, then Karl Brandt left.")

    assert [(name.text, name.is_uncertain) for name in found] == [
        ("Brandt", True),
        ("Holm", False),
        ("Karl Brandt", False),
    ]


def test_acronym_spelled_like_an_opener_is_a_name_in_mixed_case() -> None:
    assert [name.text for name in find_names("In spring, the WHO left.")] == ["WHO"]
    assert not find_names("WHO")


def test_initials_and_acronyms_correspond() -> None:
    assert initials("Harbour Boating Association of Dover") == "HBAD"
    assert is_acronym("NATO")
    assert is_acronym("U.S.")
    assert not is_acronym("Nato")
