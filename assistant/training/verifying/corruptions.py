"""Statements that their quotes do not support, corrupted as language models err."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random

from assistant.training.verifying.examples import Document, Example
from assistant.training.verifying.fact_corruptions import (
    change_date,
    change_name,
    change_number,
    replaceable_names,
    text_nearby,
    with_wrong_statement,
)

Corruption = Callable[[Example, Document, Random], Example | None]
_COMPARISON_PAIRS = [
    line.split()
    for line in Path(__file__).with_name("comparison_pairs.txt").read_text("utf-8").splitlines()
]
_SENTENCES_AFTER = 8  # sentences after the quotes from which a detail is taken
_NEIGHBOUR_REACH = 1500  # characters within which a sentence is near
_MOST_NEIGHBOURS = 8
_AUXILIARY = r"\b(is|are|was|were|can|could|will|would|should|has|have|had|must|may)\b(?! been)"


def add_negation(example: Example, _: Document, random: Random) -> Example | None:
    """Negate a statement: after its first auxiliary, or with "did not" before a verb."""
    text = example.statement
    if re.search(r"\b(?:not|no|never|none|nor|neither|without|cannot)\b|n't", text):
        return None
    word = random.choice(["not", "not", "not", "never"])
    found = re.search(rf"{_AUXILIARY}(?= [a-z])", text)
    verb = re.search(r"(?<=[a-z] )([a-z]{3,})ed\b(?! by)", text)
    if found and (not verb or found.start() < verb.start()):
        return with_wrong_statement(
            example, "negation", f"{text[: found.end()]} {word}{text[found.end() :]}"
        )
    if verb and not re.search(r"\b(?:a|an|the|of|by|and|to|in|with)\s\Z", text[: verb.start()]):
        said = random.choice(["did not", "didn't", "failed to", "never"])
        done = verb[0] if said == "never" else _infinitive(verb[1])
        return with_wrong_statement(
            example, "negation", f"{text[: verb.start()]}{said} {done}{text[verb.end() :]}"
        )
    return None


def _infinitive(root: str) -> str:
    if re.search(r"(?:at|iz|is|os|as|us|in|ir|uc|ov|iv|id|ud|ar|ang|eas|lv|rg|nc|rv|ag|ut)$", root):
        return f"{root}e"
    if root.endswith("i"):
        return f"{root[:-1]}y"
    return root[:-1] if re.search(r"([bdgmnprt])\1$", root) else root


def remove_negation(example: Example, _: Document, __: Random) -> Example | None:
    """Remove the first negation."""
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
            return with_wrong_statement(example, "negation left out", made[0].upper() + made[1:])
    return None


def change_comparison(example: Example, _: Document, random: Random) -> Example | None:
    """Replace a word of comparison or quantity by its opposite."""
    text = example.statement
    found = [(one, two) for one, two in _COMPARISON_PAIRS if re.search(rf"\b{one}\b(?!-)", text)]
    if not found:
        return None
    one, two = random.choice(found)
    return with_wrong_statement(
        example, "comparison", re.sub(rf"\b{one}\b(?!-)", two, text, count=1)
    )


def swap_roles(example: Example, _: Document, __: Random) -> Example | None:
    """Swap two names around a verb."""
    text = example.statement
    names = [
        each for each in replaceable_names(text) if not re.search(r"\b(?:of|the)\b", each.text)
    ]
    for one, two in zip(names, names[1:], strict=False):
        between = text[one.end : two.start]
        if re.fullmatch(
            r" (?:was |were |had |has )?(?:[a-z]+ly )?(?!married|met|joined|fought|played)[a-z]{2,}"
            r"(?:ed|de|ok|ve|ew|nt|ght|on|st)(?: by| to| from| over| as| for| in)?(?: the| a)? ",
            between,
        ):
            made = f"{text[: one.start]}{two.text}{between}{one.text}{text[two.end :]}"
            return with_wrong_statement(example, "roles", made)
    return None


def add_detail(example: Example, document: Document, random: Random) -> Example | None:
    """Add a detail from another sentence of the document, which no quote has."""
    last = max(end for _, _, end in example.quotes)
    after = [n for n, span in enumerate(document.spans) if span[0] >= last][:_SENTENCES_AFTER]
    random.shuffle(after)
    for number in after:
        tails = re.findall(
            r"(?:,| )((?:in|by|for|with|because|after|before|from|which|at|to)\b"
            r"(?: [^\s,.;]+){3,7})\.$",
            document.sentence(number),
        )
        if tails:
            link = ", " if tails[0].startswith("which") else " "
            made = f"{example.statement.rstrip('. ')}{link}{tails[0]}."
            return with_wrong_statement(example, "detail added", made)
    return None


def change_word(example: Example, document: Document, random: Random) -> Example | None:
    """Replace a word by another one of the document with the same ending."""
    own = re.findall(r"(?<=[a-z] )[a-z]{6,}\b", example.statement)
    if not own:
        return None
    one = max(own, key=len) if random.random() < 0.5 else random.choice(own)
    roots = {word[:4] for word in re.findall(r"\w+", example.statement.lower())}
    others = [
        word
        for word in re.findall(r"(?<=[a-z] )[a-z]{6,}\b", text_nearby(document, example))
        if word[-3:] == one[-3:] and word[:4] not in roots
    ]
    if not others:
        return None
    return with_wrong_statement(
        example, "word", example.statement.replace(one, random.choice(others), 1)
    )


def cite_neighbour(example: Example, document: Document, random: Random) -> Example | None:
    """Cite a sentence near the right one, which is not among the quotes."""
    own = [example.quotes[position][1] for position in example.cited]
    near = [
        (document.name, *span)
        for span in document.spans
        if span[0] not in own and any(abs(span[0] - start) < _NEIGHBOUR_REACH for start in own)
    ][:_MOST_NEIGHBOURS]
    if len(near) < 2:
        return None
    cited = (random.randrange(len(near)),)
    return replace(
        example, kind="neighbour's quote", quotes=tuple(near), cited=cited, is_supported=False
    )


CORRUPTIONS: dict[str, Corruption] = {
    "number": change_number,
    "date": change_date,
    "name": change_name,
    "negation": add_negation,
    "negation left out": remove_negation,
    "comparison": change_comparison,
    "roles": swap_roles,
    "detail added": add_detail,
    "word": change_word,
    "neighbour's quote": cite_neighbour,
}
