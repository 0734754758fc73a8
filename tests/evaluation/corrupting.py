"""Statements that quotes do not support, by the errors that a model makes."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from random import Random

from assistant.checking.amounts import Amount, amounts_in
from assistant.checking.moments import Moment, moments_in
from assistant.checking.names import HONORIFICS, Name, initials, names_in
from tests.evaluation.stating import Example, Sentences

Corruption = Callable[[Example, Sentences, Random], Example | None]
_SWAPS = [
    line.split() for line in Path(__file__).with_name("swaps.txt").read_text("utf-8").splitlines()
]


def _rest(sentences: Sentences, example: Example) -> str:
    """Return the text around a statement's quotes, where other facts stand."""
    start = min(start for _, start, _ in example.quotes)
    end = max(end for _, _, end in example.quotes)
    return sentences.text[max(0, start - 6000) : end + 6000]


def _claimed(sentences: Sentences, example: Example) -> str:
    """Return the quotes that a statement points at.

    Only what they tell is exchanged: of anything else it is not known that it was right.
    """
    spans = [example.quotes[place] for place in example.claimed]
    own = [(start, end) for name, start, end in spans if name == sentences.document]
    return "\n".join(sentences.text[start:end] for start, end in own)


def number_changed(example: Example, sentences: Sentences, random: Random) -> Example | None:
    """Put another number of the document in the place of one."""

    def found(text: str) -> list[Amount]:
        taken = [(each.start, each.end) for each in moments_in(text)]
        return [each for each in amounts_in(text, taken) if each.text.lower() != "one"]

    own = found(example.statement)
    held = {each.value for each in found(_claimed(sentences, example))}
    plain = [each for each in own if each.value in held]
    if not plain:
        return None
    one = random.choice(plain)
    others = [
        each
        for each in found(_rest(sentences, example))
        if all(each.value != mine.value for mine in own)
        and (each.is_ordinal, each.is_percent) == (one.is_ordinal, one.is_percent)
    ]
    return _with(example, "number", one, others, random)


def date_changed(example: Example, sentences: Sentences, random: Random) -> Example | None:
    """Put another date of the document, told as far, in the place of one."""
    own = moments_in(example.statement)
    quote = _claimed(sentences, example)
    held = moments_in(quote)
    plain = [each for each in own if any(each.is_said_by(other) for other in held)]
    if not plain:
        return None
    one = random.choice(plain)
    pairs = [pair for pair in pairwise(held) if _are_listed(quote, *pair)]
    beside = [e for pair in pairs if any(one.is_said_by(each) for each in pair) for e in pair]
    others = [
        each
        for each in moments_in(_rest(sentences, example))
        if _shape(each) == _shape(one)
        and not any(mine.is_said_by(each) or each.is_said_by(mine) for mine in own)
        and not any(each.is_said_by(other) for other in beside)
    ]
    return _with(example, "date", one, others, random)


def _are_listed(text: str, one: Moment, two: Moment) -> bool:
    """Tell whether two dates are told of the same thing: in January 1983 and 1984."""
    return re.fullmatch(r",? (?:and|or) ", text[one.end : two.start]) is not None


def _shape(moment: Moment) -> tuple[bool, ...]:
    parts = (moment.year, moment.month, moment.day, moment.weekday, moment.decade)
    return tuple(part is not None for part in parts)


def name_changed(example: Example, sentences: Sentences, random: Random) -> Example | None:
    """Put another name of the document in the place of one."""
    quote = _claimed(sentences, example)
    own = [e for e in _names(example.statement) if not e.may_begin and e.text in quote]
    if not own:
        return None
    one = random.choice(own)
    words = set(re.findall(r"\w+", example.statement.lower()))
    letters = initials(one.text)
    others = [
        each
        for each in _names(_rest(sentences, example))
        if not each.may_begin
        and words.isdisjoint(re.findall(r"\w{3,}", each.text.lower()))
        and not _akin(one.text, each.text)
        and letters != each.text
        and initials(each.text) != one.text
    ]
    alike = [each for each in others if each.text.count(" ") == one.text.count(" ")]
    return _with(example, "name", one, alike or others, random)


def _names(text: str) -> list[Name]:
    taken = [(each.start, each.end) for each in moments_in(text)]
    return [
        each
        for each in names_in(text, taken)
        if re.sub(r"\W", "", each.text.lower()) not in HONORIFICS
        and len(each.text) > 3
        and not re.search(r"\d", each.text)
    ]


def _akin(one: str, other: str) -> bool:
    return one[:4].lower() == other[:4].lower()


def _with(
    example: Example,
    kind: str,
    one: Amount | Moment | Name,
    others: Sequence[Amount | Moment | Name],
    random: Random,
) -> Example | None:
    if not others:
        return None
    other = random.choice(others)
    text = example.statement
    made = f"{text[: one.start]}{other.text}{text[one.end :]}"
    return _made(example, kind, made[0].upper() + made[1:])


_AUX = r"\b(is|are|was|were|can|could|will|would|should|has|have|had|must|may)\b(?! been)"


def negation_added(example: Example, _: Sentences, random: Random) -> Example | None:
    """Deny what is said: after its first auxiliary, or with "did not" before a verb."""
    text = example.statement
    if re.search(r"\b(?:not|no|never|none|nor|neither|without|cannot)\b|n't", text):
        return None
    word = random.choice(["not", "not", "not", "never"])
    found = re.search(rf"{_AUX}(?= [a-z])", text)
    verb = re.search(r"(?<=[a-z] )([a-z]{3,})ed\b(?! by)", text)
    if found and (not verb or found.start() < verb.start()):
        return _made(example, "negation", f"{text[: found.end()]} {word}{text[found.end() :]}")
    if verb and not re.search(r"\b(?:a|an|the|of|by|and|to|in|with)\s\Z", text[: verb.start()]):
        said = random.choice(["did not", "didn't", "failed to", "never"])
        done = verb[0] if said == "never" else _infinitive(verb[1])
        return _made(
            example, "negation", f"{text[: verb.start()]}{said} {done}{text[verb.end() :]}"
        )
    return None


def _infinitive(root: str) -> str:
    if re.search(r"(?:at|iz|is|os|as|us|in|ir|uc|ov|iv|id|ud|ar|ang|eas|lv|rg|nc|rv|ag|ut)$", root):
        return f"{root}e"
    if root.endswith("i"):
        return f"{root[:-1]}y"
    return root[:-1] if re.search(r"([bdgmnprt])\1$", root) else root


def negation_removed(example: Example, _: Sentences, __: Random) -> Example | None:
    """Affirm what is denied."""
    text = example.statement
    changes = (
        (r"\b(did|does|do) not ", ""),
        (r"\b(?:is|are|was|were|can|could|has|had|have|would|should|will)(?: not|n't)\b", None),
        (r"\bcannot\b", "can"),
        (r"\bnever ", ""),
        (r"\b(?:no) (?=[a-z]+)", "some "),
        (r"\bwithout\b", "with"),
        (r"\bnot (?!only|just)", ""),
    )
    for pattern, new in changes:
        found = re.search(pattern, text)
        if found and not re.match(r"not (?:only|just|until)", text[found.start() :]):
            said = re.sub(r"(?: not|n't)$", "", found[0]) if new is None else new
            made = text[: found.start()] + said + text[found.end() :]
            return _made(example, "negation left out", made[0].upper() + made[1:])
    return None


def comparison_changed(example: Example, _: Sentences, random: Random) -> Example | None:
    """Put the opposite of a word of comparing or of quantity."""
    text = example.statement
    held = [(one, two) for one, two in _SWAPS if re.search(rf"\b{one}\b(?!-)", text)]
    if not held:
        return None
    one, two = random.choice(held)
    return _made(example, "comparison", re.sub(rf"\b{one}\b(?!-)", two, text, count=1))


def roles_swapped(example: Example, _: Sentences, __: Random) -> Example | None:
    """Let two names around a verb change places."""
    text = example.statement
    names = [each for each in _names(text) if not re.search(r"\b(?:of|the)\b", each.text)]
    for one, two in zip(names, names[1:], strict=False):
        between = text[one.end : two.start]
        if re.fullmatch(
            r" (?:was |were |had |has )?(?:[a-z]+ly )?(?!married|met|joined|fought|played)[a-z]{2,}"
            r"(?:ed|de|ok|ve|ew|nt|ght|on|st)(?: by| to| from| over| as| for| in)?(?: the| a)? ",
            between,
        ):
            made = f"{text[: one.start]}{two.text}{between}{one.text}{text[two.end :]}"
            return _made(example, "roles", made)
    return None


def detail_added(example: Example, sentences: Sentences, random: Random) -> Example | None:
    """Add what another sentence of the document says, which no quote does."""
    last = max(end for _, _, end in example.quotes)
    after = [n for n, span in enumerate(sentences.spans) if span[0] >= last][:8]
    random.shuffle(after)
    for place in after:
        tails = re.findall(
            r"(?:,| )((?:in|by|for|with|because|after|before|from|which|at|to)\b"
            r"(?: [^\s,.;]+){3,7})\.$",
            sentences.said(place),
        )
        if tails:
            link = ", " if tails[0].startswith("which") else " "
            made = f"{example.statement.rstrip('. ')}{link}{tails[0]}."
            return _made(example, "detail added", made)
    return None


def word_changed(example: Example, sentences: Sentences, random: Random) -> Example | None:
    """Put another word of the document, with the same ending, in the place of one."""
    own = re.findall(r"(?<=[a-z] )[a-z]{6,}\b", example.statement)
    if not own:
        return None
    one = max(own, key=len) if random.random() < 0.5 else random.choice(own)
    roots = {word[:4] for word in re.findall(r"\w+", example.statement.lower())}
    others = [
        word
        for word in re.findall(r"(?<=[a-z] )[a-z]{6,}\b", _rest(sentences, example))
        if word[-3:] == one[-3:] and word[:4] not in roots
    ]
    if not others:
        return None
    return _made(example, "word", example.statement.replace(one, random.choice(others), 1))


def neighbouring(example: Example, sentences: Sentences, random: Random) -> Example | None:
    """Point at a sentence near by, and have the others of the document, but its own, to choose."""
    own = [example.quotes[place][1] for place in example.claimed]
    near = [
        (sentences.document, *span)
        for span in sentences.spans
        if span[0] not in own and any(abs(span[0] - start) < 1500 for start in own)
    ][:8]
    if len(near) < 2:
        return None
    claimed = (random.randrange(len(near)),)
    return replace(
        example, kind="neighbour's quote", quotes=tuple(near), claimed=claimed, is_supported=False
    )


def _made(example: Example, kind: str, statement: str) -> Example | None:
    if statement == example.statement:
        return None
    return replace(example, kind=kind, statement=statement, is_supported=False)


CORRUPTIONS: dict[str, Corruption] = {
    "number": number_changed,
    "date": date_changed,
    "name": name_changed,
    "negation": negation_added,
    "negation left out": negation_removed,
    "comparison": comparison_changed,
    "roles": roles_swapped,
    "detail added": detail_added,
    "word": word_changed,
    "neighbour's quote": neighbouring,
}
