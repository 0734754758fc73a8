"""The blend of dense and lexical scores, computed by hand."""

from __future__ import annotations

import pytest

from index import Passage, Source, SourceText
from index.ranking import blend

_TEXT = "One. Two. Three."
_ORIGIN = SourceText(Source("0" * 64, "t", "t.txt", None, 16, 16, "text/plain"), _TEXT)
_PASSAGES = {
    1: Passage(_ORIGIN, 0, 4, ((0, 4),)),
    2: Passage(_ORIGIN, 5, 9, ((5, 9),)),
    3: Passage(_ORIGIN, 10, 16, ((10, 16),)),
}


def test_scores_are_standardised_and_averaged() -> None:
    ranked = blend(_PASSAGES, {1: 0.2, 2: 0.4, 3: 0.6}, {1: 6.0, 3: 3.0})
    spread = (2 / 3) ** 0.5
    assert [each.text for each in ranked] == ["Three.", "One.", "Two."]
    assert ranked[0].score == pytest.approx((1 / spread + 0) / 2)
    assert ranked[1].score == pytest.approx((-1 / spread + 1 / spread) / 2, abs=1e-9)
    assert ranked[2].score == pytest.approx((0 - 1 / spread) / 2)
    assert (ranked[1].similarity, ranked[1].relevance) == (0.2, 6.0)


def test_equal_scores_do_not_divide_by_zero() -> None:
    ranked = blend(_PASSAGES, dict.fromkeys(_PASSAGES, 0.5), {})
    assert [each.score for each in ranked] == [0.0, 0.0, 0.0]


def test_nothing_blends_to_nothing() -> None:
    assert blend({}, {}, {}) == []


@pytest.mark.parametrize("span", [(-1, 3), (3, 3), (4, 2), (0, 17)])
def test_span_outside_the_text_is_refused(span: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="is not a span"):
        _ORIGIN.slice(*span)
