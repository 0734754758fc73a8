"""Ways to say a sentence otherwise and leave it true: shorter, in another order, other formats."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from random import Random

from assistant.english.dates import moments_in
from assistant.english.numbers import amounts_in
from assistant.english.word_lists import lines_of

_CARDINALS = {int(value): word for value, word, _ in lines_of("numbers")}
_MONTHS = [each.capitalize() for each in lines_of("calendar")[0]]
_SYNONYMS = dict(
    line.split()
    for line in Path(__file__).with_name("synonyms.txt").read_text("utf-8").splitlines()
)
_CONTRACTED = {
    "did not": "didn't", "does not": "doesn't", "do not": "don't", "is not": "isn't",
    "are not": "aren't", "was not": "wasn't", "were not": "weren't", "cannot": "can't",
    "could not": "couldn't", "would not": "wouldn't", "has not": "hasn't", "had not": "hadn't",
}  # fmt: skip

Rewording = Callable[[str, str, Random], str | None]


def shortened(sentence: str, _: str, random: Random) -> str | None:
    """Leave out a parenthesis, a clause between commas, or how the sentence begins or ends."""
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


def reordered(sentence: str, _: str, __: Random) -> str | None:
    """Put how a sentence begins at its end."""
    found = re.match(r"((?:In|On|During|By|At|After|Since) [^,]{3,40}), ([^;]+)\.$", sentence)
    if not found or re.match(r"(?:In|By|At) (?:addition|contrast|fact|particular)", sentence):
        return None
    return f"{_upper(found[2])} {found[1][0].lower()}{found[1][1:]}."


def formatted(sentence: str, _: str, random: Random) -> str | None:
    """Write a number or a date in another format."""
    moments = moments_in(sentence)
    taken = [(each.start, each.end) for each in moments]
    places = [(m.start, m.end, _date(m.text, m.year, m.month, m.day, random)) for m in moments]
    places += [(a.start, a.end, _number(a.text, random)) for a in amounts_in(sentence, taken)]
    changed = [(start, end, new) for start, end, new in places if new]
    if not changed:
        return None
    for start, end, new in sorted(changed, reverse=True):
        sentence = sentence[:start] + new + sentence[end:]
    return _upper(sentence)


def _date(text: str, year: int | None, month: int | None, day: int | None, random: Random) -> str:
    if not month or not day or "," in text[:5]:
        return ""
    name = _MONTHS[month - 1]
    tail = f" {year}" if year else ""
    shapes = [f"{day} {name}{tail}", f"{name[:3]}. {day}" + (f", {year}" if year else "")]
    if year and year > 1000:
        shapes.append(f"{year}-{month:02}-{day:02}")
    return random.choice([shape for shape in shapes if shape != text])


def _number(text: str, random: Random) -> str:
    low = text.lower()
    if re.fullmatch(r"\d{1,3}(,\d{3})+", text):
        return text.replace(",", "")
    if re.fullmatch(r"\d{5,}", text):
        return f"{int(text):,}"
    if re.fullmatch(r"\d{1,2}", text) and int(text) in _CARDINALS and int(text) > 1:
        return _CARDINALS[int(text)]
    if low in _CARDINALS.values() and low not in {"one", "zero"}:
        return str(next(value for value, word in _CARDINALS.items() if word == low))
    if "%" in text:
        return text.replace("%", random.choice([" percent", " per cent"]))
    if low.endswith(("percent", "per cent")):
        return re.sub(r" per ?cent$", "%", text)
    found = re.fullmatch(r"(\d+(?:\.\d)?) (million|thousand)", low)
    if found:
        scale = 10**6 if found[2] == "million" else 1000
        return f"{round(float(found[1]) * scale):,}"
    return ""


def synonymous(sentence: str, _: str, random: Random) -> str | None:
    """Put other words for one or two of its words."""
    held = [word for word in re.findall(r"\b[a-z]+\b", sentence) if word in _SYNONYMS]
    if not held:
        return None
    for word in random.sample(held, min(2, len(held))):
        new = _SYNONYMS[word].replace("_", " ")
        sentence = re.sub(rf"\b{word}\b", new, sentence, count=1)
    return sentence


def contracted(sentence: str, _: str, __: Random) -> str | None:
    """Write "did not" as "didn't", or the other way."""
    for long, short in _CONTRACTED.items():
        if long in sentence:
            return sentence.replace(long, short)
        if short in sentence:
            return sentence.replace(short, long)
    return None


def named(sentence: str, before: str, _: Random) -> str | None:
    """Put the name that the sentence before begins with for a pronoun."""
    subject = re.match(r"((?:[A-Z][\w’'-]+ ){1,3})(?:was|is|had|has|[a-z]+ed)\b", before)
    pronoun = re.match(r"(?:He|She|It) (?=[a-z])", sentence)
    if not subject or not pronoun or subject[1].split()[0] in {"The", "It", "He", "She", "This"}:
        return None
    if re.search(r"\b(?:It is|It was)\b", sentence[:8]):
        return None
    return subject[1] + sentence[pronoun.end() :]


def turned(sentence: str, _: str, __: Random) -> str | None:
    """Say in the active what is said in the passive."""
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
    "shortened": shortened,
    "reordered": reordered,
    "formatted": formatted,
    "synonyms": synonymous,
    "contracted": contracted,
    "named": named,
    "turned": turned,
}


def reworded(sentence: str, random: Random, *, but: str) -> str:
    """Return a sentence reworded in one more way, if one applies."""
    for kind in random.sample(["formatted", "synonyms", "reordered", "shortened"], 4):
        made = None if kind == but else REWORDINGS[kind](sentence, "", random)
        if made:
            return made
    return sentence


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
