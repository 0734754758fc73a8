"""Statements that quotes do not support, by the errors that a model makes."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random

from assistant.training.verifying.exchanging import (
    date_changed,
    name_changed,
    names_of,
    number_changed,
    rest_of,
    stated_wrongly,
)
from assistant.training.verifying.stating import Example, Sentences

Corruption = Callable[[Example, Sentences, Random], Example | None]
_SWAPS = [
    line.split() for line in Path(__file__).with_name("swaps.txt").read_text("utf-8").splitlines()
]


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
        return stated_wrongly(
            example, "negation", f"{text[: found.end()]} {word}{text[found.end() :]}"
        )
    if verb and not re.search(r"\b(?:a|an|the|of|by|and|to|in|with)\s\Z", text[: verb.start()]):
        said = random.choice(["did not", "didn't", "failed to", "never"])
        done = verb[0] if said == "never" else _infinitive(verb[1])
        return stated_wrongly(
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
            return stated_wrongly(example, "negation left out", made[0].upper() + made[1:])
    return None


def comparison_changed(example: Example, _: Sentences, random: Random) -> Example | None:
    """Put the opposite of a word of comparing or of quantity."""
    text = example.statement
    held = [(one, two) for one, two in _SWAPS if re.search(rf"\b{one}\b(?!-)", text)]
    if not held:
        return None
    one, two = random.choice(held)
    return stated_wrongly(example, "comparison", re.sub(rf"\b{one}\b(?!-)", two, text, count=1))


def roles_swapped(example: Example, _: Sentences, __: Random) -> Example | None:
    """Let two names around a verb change places."""
    text = example.statement
    names = [each for each in names_of(text) if not re.search(r"\b(?:of|the)\b", each.text)]
    for one, two in zip(names, names[1:], strict=False):
        between = text[one.end : two.start]
        if re.fullmatch(
            r" (?:was |were |had |has )?(?:[a-z]+ly )?(?!married|met|joined|fought|played)[a-z]{2,}"
            r"(?:ed|de|ok|ve|ew|nt|ght|on|st)(?: by| to| from| over| as| for| in)?(?: the| a)? ",
            between,
        ):
            made = f"{text[: one.start]}{two.text}{between}{one.text}{text[two.end :]}"
            return stated_wrongly(example, "roles", made)
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
            return stated_wrongly(example, "detail added", made)
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
        for word in re.findall(r"(?<=[a-z] )[a-z]{6,}\b", rest_of(sentences, example))
        if word[-3:] == one[-3:] and word[:4] not in roots
    ]
    if not others:
        return None
    return stated_wrongly(example, "word", example.statement.replace(one, random.choice(others), 1))


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
