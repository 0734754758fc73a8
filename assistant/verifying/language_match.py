"""Whether a statement is in another language than its quotes, and so cannot be laid beside them.

A language is told by its letters, or by its commonest words. Between texts of which this is not
plain no difference is told.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import cache

from assistant.english.word_lists import lines_of
from assistant.verifying.alignment import Alignment
from assistant.verifying.background import Background
from assistant.verifying.faults import OTHER_LANGUAGE, Fault
from assistant.verifying.wording import Wording

_LEAST_WORDS = 2
_LATIN = "LATIN"
_EAST_ASIAN = frozenset({"CJK", "HIRAGANA", "KATAKANA", "BOPOMOFO", "IDEOGRAPHIC", "HALFWIDTH"})
_WORD = re.compile(r"[^\W\d_]+")
_QUOTED = re.compile(r"“[^”]*”|«[^»]*»|„[^“”]*[“”]|\"[^\"]*\"")
_NUMBER = re.compile(r"\d+(?:[.,’' \xa0\u202f]\d{3})*(?:[.,]\d+)?")


def faults_of_language(pair: Alignment, known: Background) -> list[Fault]:
    """Return what keeps a statement from being checked against quotes, where that is so."""
    one = languages_of(pair.statement.text)
    other = languages_of(pair.quote.text) or languages_of(known.before)
    return [OTHER_LANGUAGE] if one and other and not one & other else []


def faults_of_digits(pair: Alignment, known: Background) -> list[Fault]:
    """Return the numbers of a statement that stand nowhere in quotes, whatever their language."""
    held = set(_digits_in(pair.quote)) | {str(year) for year in known.years}
    faults: list[Fault] = []
    for found in _NUMBER.finditer(pair.statement.text):
        parts = {_plain(each) for each in re.findall(r"\d+", found[0])}
        if _plain(found[0]) not in held and not parts <= held:
            faults.append(Fault("missing", found[0]))
    return faults


def languages_of(text: str) -> frozenset[str]:
    """Return the languages that a text may be in; none where that is not plain.

    Example:
        >>> sorted(languages_of("Es wurden 125 Verfahren eröffnet."))
        ['german']
        >>> sorted(languages_of("Было возбуждено 125 дел."))
        ['CYRILLIC']
        >>> languages_of("OK, 125.")
        frozenset()
    """
    plain = _QUOTED.sub(" ", text)
    script = _script_of(plain)
    if script != _LATIN:
        return frozenset({script} if script else ())
    told = {
        word.casefold()
        for place, word in enumerate(_WORD.findall(unicodedata.normalize("NFC", plain)))
        if place == 0 or word[0].islower()
    }
    counts = {name: len(told & words) for name, words in _commonest().items()}
    most = max(counts.values())
    if most < _LEAST_WORDS:
        return frozenset()
    # Languages that are near to each other share many: Danish, Swedish and Norwegian do.
    return frozenset(name for name, count in counts.items() if 2 * count > most)


def _script_of(text: str) -> str:
    """Return the script of most letters of a text, as Unicode names it; empty without letters."""
    scripts = Counter(map(_script_of_letter, filter(str.isalpha, text)))
    return scripts.most_common(1)[0][0] if scripts else ""


@cache
def _script_of_letter(letter: str) -> str:
    name = re.split(r"[ -]", unicodedata.name(letter, ""))[0]
    return "CJK" if name in _EAST_ASIAN else name


@cache
def _commonest() -> dict[str, frozenset[str]]:
    return {name: frozenset(words) for name, *words in lines_of("languages")}


def _digits_in(quote: Wording) -> Iterator[str]:
    """Yield the numbers of a quote in digits, those written as words among them."""
    for found in _NUMBER.finditer(quote.text):
        yield _plain(found[0])
        yield from map(_plain, re.findall(r"\d+", found[0]))
    for amount in quote.amounts:
        yield str(amount.value)
    for moment in quote.moments:
        yield from (str(each) for each in (moment.year, moment.month, moment.day) if each)


def _plain(number: str) -> str:
    """Return a number in plain digits, whatever parts them and whatever script they are of."""
    digits = (str(unicodedata.decimal(each)) for each in number if each.isdecimal())
    return "".join(digits).lstrip("0") or "0"
