"""What is shown of a text: everything, once, in paragraphs, with the quotes lit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.page import excerpt, formatting

TEXTS = st.text(alphabet="ab. \n\U0001f600", max_size=60)
SPANS = st.tuples(st.integers(0, 60), st.integers(0, 60))


def _words(part: excerpt.Excerpt) -> str:
    return "".join(run.text for runs in part.paragraphs for run in runs)


@given(text=TEXTS, quotes=st.lists(SPANS, min_size=1, max_size=4))
def test_every_word_is_shown_once_and_quotes_are_lit_exactly(
    text: str, quotes: list[tuple[int, int]]
) -> None:
    spans = [(a, b) for a, b in quotes if a < b <= len(text)]
    part = excerpt.around(text, spans[0] if spans else (0, 0), spans)
    assert "".join(_words(part).split()) == "".join(text.split())
    if spans:
        lit = "".join(r.text for runs in part.paragraphs for r in runs if r.quote == spans[0])
        assert "".join(lit.split()) == "".join(text[slice(*spans[0])].split())


def test_quote_over_two_paragraphs_is_lit_in_both() -> None:
    part = excerpt.around("One. Two.\n\nThree. Four.", (5, 17))
    assert part.paragraphs == (
        (excerpt.Run("One. "), excerpt.Run("Two.", (5, 17))),
        (excerpt.Run("Three.", (5, 17)), excerpt.Run(" Four.")),
    )


def test_offsets_count_code_points() -> None:
    part = excerpt.around("\U0001f600\U0001f600 Yes. No.", (3, 7))
    assert part.paragraphs[0][1] == excerpt.Run("Yes.", (3, 7))


def test_parts_of_a_long_text_join_without_gap_or_overlap() -> None:
    text = "".join(f"Line {n} of a long text.\n" + "\n" * (n % 3 == 0) for n in range(20_000))
    part = excerpt.around(text, (200_000, 200_020))
    assert part.start < 200_000 < part.end
    starts = [part]
    while starts[0].start:
        starts.insert(0, excerpt.before(text, starts[0].start))
    while starts[-1].end < len(text):
        starts.append(excerpt.after(text, starts[-1].end))
    assert all(one.end == other.start for one, other in zip(starts, starts[1:], strict=False))
    assert "".join("".join(map(_words, starts)).split()) == "".join(text.split())


def test_text_without_lines_is_cut_all_the_same() -> None:
    part = excerpt.around("x" * 1_000_000, (500_000, 500_010))
    assert part.end - part.start < 2 * excerpt.WHOLE
    assert excerpt.before("x" * 1_000_000, part.start).end == part.start


@pytest.mark.parametrize(
    ("count", "words"),
    [(0, "0 bytes"), (1, "1 byte"), (999, "999 bytes"), (4237, "4.2 kB"), (52_400_000, "52 MB")],
)
def test_size_is_formatted_in_a_short_unit(count: int, words: str) -> None:
    assert formatting.size(count) == words
