"""Whether a statement is in another language than its quotes, so that it cannot be checked.

A language is recognised by its letters, or by its commonest words. Where two texts leave it
uncertain, they are taken to be in the same language.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import cache

from assistant.english.word_lists import read_rows
from assistant.verifying.alignment import Alignment
from assistant.verifying.analysed_text import AnalysedText
from assistant.verifying.fault import OTHER_LANGUAGE, Fault, FaultKind
from assistant.verifying.quote_context import QuoteContext

_LEAST_WORDS = 2  # least common words of a language that reveal it; a guess
_LATIN = "LATIN"
_EAST_ASIAN = frozenset({"CJK", "HIRAGANA", "KATAKANA", "BOPOMOFO", "IDEOGRAPHIC", "HALFWIDTH"})
_WORD = re.compile(r"[^\W\d_]+")
_OPENING_QUOTE = re.compile('[“«„"]')
_CLOSING_QUOTE = {
    opening: re.compile(f"[{closing}]")
    for opening, closing in {"“": "”", "«": "»", "„": "“”", '"': '"'}.items()
}
_DIGITS = re.compile(r"\d+(?:[.,’' \xa0\u202f]\d{3})*(?:[.,]\d+)?")


def find_language_faults(pair: Alignment, context: QuoteContext) -> list[Fault]:
    """Return `OTHER_LANGUAGE` if a statement and its quotes have no language in common."""
    own = languages_of(pair.statement.text)
    other = languages_of(pair.quote.text) or languages_of(context.sentence_before)
    return [OTHER_LANGUAGE] if own and other and not own & other else []


def find_digit_faults(pair: Alignment, context: QuoteContext) -> list[Fault]:
    """Return the numbers in digits that the quotes lack; this works between any languages."""
    known = set(_numbers_of(pair.quote)) | {str(year) for year in context.years}
    faults: list[Fault] = []
    for match in _DIGITS.finditer(pair.statement.text):
        parts = {_plain_digits(part) for part in re.findall(r"\d+", match[0])}
        if _plain_digits(match[0]) not in known and not parts <= known:
            faults.append(Fault(FaultKind.MISSING, match[0]))
    return faults


def languages_of(text: str) -> frozenset[str]:
    """Return the languages that a text may be in, or its script; none where that is uncertain.

    Quotations within the text and capitalised words are ignored: they may be in any language.

    Example:
        >>> sorted(languages_of("Es wurden 125 Verfahren eröffnet."))
        ['german']
        >>> sorted(languages_of("Было возбуждено 125 дел."))
        ['CYRILLIC']
        >>> languages_of("OK, 125.")
        frozenset()
    """
    plain = _without_quotations(text)
    script = _script_of(plain)
    if script != _LATIN:
        return frozenset({script} if script else ())
    words = {
        word.casefold()
        for number, word in enumerate(_WORD.findall(unicodedata.normalize("NFC", plain)))
        if number == 0 or word[0].islower()
    }
    counts = {language: len(words & common) for language, common in _common_words().items()}
    most = max(counts.values())
    if most < _LEAST_WORDS:
        return frozenset()
    # Related languages share many words: Danish, Swedish and Norwegian do.
    return frozenset(language for language, count in counts.items() if 2 * count > most)


def _without_quotations(text: str) -> str:
    """Return a text with a space for each quotation; in time linear in its length."""
    parts: list[str] = []
    position = 0
    unclosed: set[str] = set()
    while opening := _OPENING_QUOTE.search(text, position):
        mark, start = opening[0], opening.start()
        closing = None if mark in unclosed else _CLOSING_QUOTE[mark].search(text, start + 1)
        parts.append(text[position:start])
        if closing:
            parts.append(" ")
            position = closing.end()
        else:
            unclosed.add(mark)
            parts.append(mark)
            position = start + 1
    return "".join([*parts, text[position:]])


def _script_of(text: str) -> str:
    """Return the script of most letters of a text, as Unicode names it; empty without letters."""
    scripts = Counter(map(_script_of_letter, filter(str.isalpha, text)))
    return scripts.most_common(1)[0][0] if scripts else ""


@cache
def _script_of_letter(letter: str) -> str:
    name = re.split(r"[ -]", unicodedata.name(letter, ""))[0]
    return "CJK" if name in _EAST_ASIAN else name


@cache
def _common_words() -> dict[str, frozenset[str]]:
    return {language: frozenset(words) for language, *words in read_rows("languages")}


def _numbers_of(quote: AnalysedText) -> Iterator[str]:
    """Yield the numbers of a quote in plain digits, including those written as words."""
    for match in _DIGITS.finditer(quote.text):
        yield _plain_digits(match[0])
        yield from map(_plain_digits, re.findall(r"\d+", match[0]))
    for number in quote.numbers:
        yield str(number.value)
    for date in quote.dates:
        yield from (str(part) for part in (date.year, date.month, date.day) if part)


def _plain_digits(number: str) -> str:
    """Return a number in the digits 0 to 9 without separators, from any script."""
    digits = (str(unicodedata.decimal(each)) for each in number if each.isdecimal())
    return "".join(digits).lstrip("0") or "0"
