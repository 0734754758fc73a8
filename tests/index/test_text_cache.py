"""The texts that were used last are kept, and no more than there is room for."""

from __future__ import annotations

from index import Source, SourceText
from index.text_cache import TextCache


def _text(name: str, length: int, letter: str = "x") -> SourceText:
    source = Source(name, name, name, None, length, length, "text/plain")
    return SourceText(source, letter * length)


def test_text_used_longest_ago_makes_room() -> None:
    cache = TextCache(10_000)
    for name in "abc":
        cache.put(_text(name, 2_000))
    assert cache.get("a") is not None
    cache.put(_text("d", 2_000))
    assert [name for name in "abcd" if cache.get(name) is None] == ["b"]


def test_text_longer_than_there_is_room_for_is_kept_alone() -> None:
    cache = TextCache(10_000)
    cache.put(_text("a", 2_000))
    cache.put(_text("b", 20_000))
    assert cache.get("a") is None
    assert cache.get("b") is not None


def test_letters_that_take_two_bytes_are_counted_as_such() -> None:
    cache = TextCache(10_000)
    cache.put(_text("a", 3_500, "ж"))
    cache.put(_text("b", 3_500))
    assert cache.get("a") is None


def test_dropped_texts_leave_their_room() -> None:
    cache = TextCache(10_000)
    for _ in range(10):
        cache.put(_text("a", 3_500))
        cache.put(_text("b", 3_500))
        assert cache.get("a") is not None
        cache.drop(["a", "b", "c"])
    assert cache.get("a") is None
    cache.put(_text("a", 3_500))
    cache.clear()
    assert cache.get("a") is None
