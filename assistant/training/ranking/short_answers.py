"""Whether a short answer that is shown agrees with an accepted one."""

from __future__ import annotations

import re

_NUMBERS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
]
_IDLE = frozenset(
    [
        "a",
        "an",
        "the",
        "about",
        "around",
        "some",
        "on",
        "in",
        "at",
        "of",
        "to",
        "by",
        "and",
        "is",
        "was",
        "are",
        "were",
    ]
)
_TOKEN = re.compile(r"\d+(?:\.\d+)*[^\W\d_]*|[^\W\d_]+")


def agrees(shown: str, accepted: str) -> bool:
    """Return whether a short answer contains an accepted one, or is enough of it.

    A number without its unit is enough, a name without its last word is not: “45” for “45 days”,
    but not “Captain” for “Captain Benwick”.
    """
    wanted, words = _words(accepted), _words(shown)
    if wanted and set(wanted) <= set(words):
        return True
    if not words or not set(words) <= set(wanted):
        return False
    has_number = any(word[0].isdigit() for word in words)
    return has_number or wanted[-1] in words or 2 * len(words) > len(wanted)


def _words(text: str) -> list[str]:
    plain = re.sub(r"(?<=\d),(?=\d{3})", "", text.casefold())
    plain = re.sub(r"(?<=\d)(?:st|nd|rd|th)\b", "", plain)
    found = [word for word in _TOKEN.findall(plain) if word not in _IDLE]
    found = [str(_NUMBERS.index(word)) if word in _NUMBERS else word for word in found]
    return [word[:-1] if len(word) > 3 and word.endswith("s") else word for word in found]
