"""Ways to reword a sentence that keep it true: shorter, in another order, in other formats."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from random import Random

from assistant.english.dates import MONTHS, DateMention, find_dates
from assistant.english.numbers import CARDINALS, find_numbers

_CARDINAL_WORDS = {value: word for word, value in CARDINALS.items()}
_SYNONYMS = dict(
    line.split()
    for line in Path(__file__).with_name("synonyms.txt").read_text("utf-8").splitlines()
)
_CONTRACTIONS = {
    "did not": "didn't", "does not": "doesn't", "do not": "don't", "is not": "isn't",
    "are not": "aren't", "was not": "wasn't", "were not": "weren't", "cannot": "can't",
    "could not": "couldn't", "would not": "wouldn't", "has not": "hasn't", "had not": "hadn't",
}  # fmt: skip

Rewording = Callable[[str, str, Random], str | None]
"""Takes a sentence, the sentence before it and a random generator; None where it does not apply."""


def shorten(sentence: str, _: str, random: Random) -> str | None:
    """Leave out a parenthesis, a clause between commas, or the opening or last phrase."""
    cuts = [
        re.sub(r" \([^()]*\)", "", sentence),
        re.sub(
            r", (?:which|who|where|including|such as|known as|also|however)\b[^,.;]*,", "", sentence
        ),
        re.sub(
            r", (?:which|who|where|including|such as|making|with|as well as)\b[^;]*\.$",
            ".",
            sentence,
        ),
        re.sub(r"; [^;]*\.$", ".", sentence),
        _upper(
            re.sub(
                r"^(?:However|Moreover|Furthermore|Additionally|Also|Thus|Therefore), ",
                "",
                sentence,
            )
        ),
        _upper(
            re.sub(
                r"^(?:In|On|During|By|At|After|Since) [^,]{3,40}, (?=[a-z]+ |[A-Z])", "", sentence
            )
        ),
    ]
    cuts = [cut for cut in cuts if cut != sentence and len(cut.split()) >= 5]
    return random.choice(cuts) if cuts else None


def reorder(sentence: str, _: str, __: Random) -> str | None:
    """Move the opening phrase of a sentence to its end."""
    found = re.match(r"((?:In|On|During|By|At|After|Since) [^,]{3,40}), ([^;]+)\.$", sentence)
    if not found or re.match(r"(?:In|By|At) (?:addition|contrast|fact|particular)", sentence):
        return None
    return f"{_upper(found[2])} {found[1][0].lower()}{found[1][1:]}."


def reformat(sentence: str, _: str, random: Random) -> str | None:
    """Write a number or a date in another format."""
    dates = find_dates(sentence)
    spans = [(date.start, date.end) for date in dates]
    formatted = [(date.start, date.end, _format_date(date, random)) for date in dates]
    formatted += [
        (number.start, number.end, _format_number(number.text, random))
        for number in find_numbers(sentence, spans)
    ]
    changed = [(start, end, new) for start, end, new in formatted if new]
    if not changed:
        return None
    for start, end, new in sorted(changed, reverse=True):
        sentence = sentence[:start] + new + sentence[end:]
    return _upper(sentence)


def _format_date(date: DateMention, random: Random) -> str:
    """Return a date in another format; empty where it has none."""
    year, month, day = date.year, date.month, date.day
    if not month or not day or "," in date.text[:5]:
        return ""
    name = MONTHS[month - 1].capitalize()
    tail = f" {year}" if year else ""
    formats = [f"{day} {name}{tail}", f"{name[:3]}. {day}" + (f", {year}" if year else "")]
    if year and year > 1000:
        formats.append(f"{year}-{month:02}-{day:02}")
    return random.choice([written for written in formats if written != date.text])


def _format_number(text: str, random: Random) -> str:
    """Return a number in another format; empty where it has none."""
    lower = text.lower()
    if re.fullmatch(r"\d{1,3}(,\d{3})+", text):
        return text.replace(",", "")
    if re.fullmatch(r"\d{5,}", text):
        return f"{int(text):,}"
    if re.fullmatch(r"\d{1,2}", text) and int(text) in _CARDINAL_WORDS and int(text) > 1:
        return _CARDINAL_WORDS[int(text)]
    if lower in _CARDINAL_WORDS.values() and lower not in {"one", "zero"}:
        return str(next(value for value, word in _CARDINAL_WORDS.items() if word == lower))
    if "%" in text:
        return text.replace("%", random.choice([" percent", " per cent"]))
    if lower.endswith(("percent", "per cent")):
        return re.sub(r" per ?cent$", "%", text)
    found = re.fullmatch(r"(\d+(?:\.\d)?) (million|thousand)", lower)
    if found:
        scale = 10**6 if found[2] == "million" else 1000
        return f"{round(float(found[1]) * scale):,}"
    return ""


def use_synonyms(sentence: str, _: str, random: Random) -> str | None:
    """Replace one or two words by synonyms."""
    known = [word for word in re.findall(r"\b[a-z]+\b", sentence) if word in _SYNONYMS]
    if not known:
        return None
    for word in random.sample(known, min(2, len(known))):
        new = _SYNONYMS[word].replace("_", " ")
        sentence = re.sub(rf"\b{word}\b", new, sentence, count=1)
    return sentence


def contract(sentence: str, _: str, __: Random) -> str | None:
    """Write "did not" as "didn't", or the reverse."""
    for long, short in _CONTRACTIONS.items():
        if long in sentence:
            return sentence.replace(long, short)
        if short in sentence:
            return sentence.replace(short, long)
    return None


def name_subject(sentence: str, before: str, _: Random) -> str | None:
    """Replace a pronoun by the name that the sentence before begins with."""
    subject = re.match(r"((?:[A-Z][\w’'-]+ ){1,3})(?:was|is|had|has|[a-z]+ed)\b", before)
    pronoun = re.match(r"(?:He|She|It) (?=[a-z])", sentence)
    if not subject or not pronoun or subject[1].split()[0] in {"The", "It", "He", "She", "This"}:
        return None
    if re.search(r"\b(?:It is|It was)\b", sentence[:8]):
        return None
    return subject[1] + sentence[pronoun.end() :]


def make_active(sentence: str, _: str, __: Random) -> str | None:
    """Turn the passive voice into the active voice."""
    found = re.match(
        r"((?:The |[A-Z])[\w’' -]{2,40}?) (?:was|were) ([a-z]+ed) by ((?:the |a |an )?[\w’'-]+"
        r"(?: [A-Z][\w’'-]+){0,3})(?: ((?:in|on|at|for|during|after) [^,;]+))?\.$",
        sentence,
    )
    if not found:
        return None
    tail = f" {found[4]}" if found[4] else ""
    subject = found[1].replace("The ", "the ", 1)
    return f"{_upper(found[3])} {found[2]} {subject}{tail}."


REWORDINGS: dict[str, Rewording] = {
    "shortened": shorten,
    "reordered": reorder,
    "formatted": reformat,
    "synonyms": use_synonyms,
    "contracted": contract,
    "named": name_subject,
    "turned": make_active,
}


def reword(sentence: str, random: Random, *, excluded: str) -> str:
    """Return a sentence reworded in a random way, except one, if a way applies."""
    for kind in random.sample(["formatted", "synonyms", "reordered", "shortened"], 4):
        made = None if kind == excluded else REWORDINGS[kind](sentence, "", random)
        if made:
            return made
    return sentence


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
