"""A link that opens a web page at the words of a quote."""

from __future__ import annotations

import pytest

from assistant.sharing.text_fragment import fragment_link

PAGE = "https://example.org/herons"


def _link(text: str, quoted: str, address: str = PAGE) -> str:
    start = text.index(quoted)
    return fragment_link(address, text, start, start + len(quoted)).removeprefix(PAGE)


def test_short_quote_is_given_whole_with_special_characters_encoded() -> None:
    text = "Of herons.\n\nA well-known, tame & old heron – Admiral – lives here. So it is."
    quoted = "A well-known, tame & old heron – Admiral – lives here."
    assert _link(text, quoted) == (
        "#:~:text=A%20well%2Dknown%2C%20tame%20%26%20old%20heron%20%E2%80%93%20Admiral%20"
        "%E2%80%93%20lives%20here."
    )


@pytest.mark.parametrize("joint", [" ", "\n"])
def test_long_quote_and_one_over_paragraphs_are_given_by_their_ends(joint: str) -> None:
    first = "The tame heron of the lighthouse is called Admiral" + " and so on" * 20 * (
        joint == " "
    )
    quoted = f"{first}.{joint}It was the keeper who gave it that name."
    assert _link(f"Of herons.\n\n{quoted} The end.", quoted) == (
        "#:~:text=The%20tame%20heron%20of%20the%20lighthouse,keeper%20who%20gave%20it%20that%20name."
    )


def test_words_that_occur_twice_are_given_with_context() -> None:
    text = "One says: it is tame. Nobody else.\n\nAnother says: It is  tame. Everybody knows."
    start = text.index("It is  tame.")
    assert fragment_link(PAGE, text, start, start + 12).removeprefix(PAGE) == (
        "#:~:text=Another%20says%3A-,It%20is%20tame.,-Everybody%20knows."
    )


def test_place_that_the_address_has_of_its_own_gives_way() -> None:
    assert _link("It is tame.", "It is tame.", f"{PAGE}#top") == "#:~:text=It%20is%20tame."
