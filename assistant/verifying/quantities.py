"""Whether a statement says all, most, few, only or still where its quotes do not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.answering.features import FUNCTION_WORDS
from assistant.verifying.alignment import Alignment
from assistant.verifying.faults import Fault
from assistant.verifying.wording import Wording

_SHAPES = {
    "all": r"all|every|each|entire|whole|always|everyone|everybody|everything|entirely|both",
    "most": r"most(?= of\b| people| (?:[a-z]+ ){0,2}[a-z]{3,}s\b)"
    r"|(?:the |a )?(?:vast |great )?majority"
    r"(?! (?:votes?|voting|rule|opinions?|decisions?|stakes?|owners?|owned|shares?|leaders?)\b)"
    r"|mostly|mainly|largely|predominantly|primarily|usually|commonly|normally|generally|typically",
    "many": r"many|numerous|a lot|lots|often|frequently|a (?:large|great|considerable) number",
    "some": r"some|several|various|certain|a few|sometimes|occasionally|partly|multiple|a number"
    r"|a handful",
    "few": r"(?<!a )(?<!no )few(?!er)|a minority"
    r"|little(?= (?:of|evidence|support|interest|effect))",
    "half": r"half",
    "only": r"only|solely|sole|exclusively|merely|nothing but|alone|unique"
    r"|just(?= (?:one|two|a|\d))",
}
_QUANTITY = re.compile(
    r"\b(?:" + "|".join(f"(?P<{name}>{shape})" for name, shape in _SHAPES.items()) + r")\b",
    re.IGNORECASE,
)
_NO_QUANTITY = re.compile(
    r"\b(?:not only|at all|after all|above all|all right|one of the most|the most|only if|"
    r"if only|each other|as many as|how many|so many|too many|all over)\b|\bof all\b",
    re.IGNORECASE,
)
_NEEDS_SAYING = frozenset({"all", "most", "few", "half", "only"})
_LIGHT = frozenset(["each", "both", "primarily", "generally", "typically", "whole", "certain"])
_REACH = 4
_STILL = re.compile(r"\bstill\b", re.IGNORECASE)
_STILL_SO = re.compile(
    r"\bstill (?:is|are|has|have|do|does|exist|[a-z]+s)\b|\b(?:is|are|has|have) still\b",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r"\b(?:still|remain\w*|continu\w*|ongoing|persist\w*|yet|today|nowadays|now|current\w*|lasts?|"
    r"lasting|permanent\w*|surviv\w*|extant|present[- ]day|no longer|never|not|since|until|keeps?|"
    r"kept|(?:is|are) being)\b|n[’']t\b",
    re.IGNORECASE,
)
_IN_SPITE = re.compile(
    r"\b(?:but|though|although|despite|however|even|nevertheless|nonetheless|while|spite)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A word of quantity, its class and the place of the word that it is said of."""

    text: str
    kind: str
    focus: int


def quantities_in(wording: Wording) -> list[Quantity]:
    """Return the words of quantity of a text."""
    spared = [found.span() for found in _NO_QUANTITY.finditer(wording.text)]
    return [
        Quantity(found[0], str(found.lastgroup), _focus(wording, found.end()))
        for found in _QUANTITY.finditer(wording.text)
        if not any(start <= found.start() < end for start, end in spared)
    ]


def faults_of_quantity(pair: Alignment) -> list[Fault]:
    """Return the first quantity that a statement says and its quotes do not, or "still"."""
    said, held = quantities_in(pair.statement), quantities_in(pair.quote)
    for each in said:
        fault = _fault(pair, each, held)
        if fault:
            return [fault]
    if _is_still_unsaid(pair.statement.text, pair.quote.text):
        return [Fault("unsaid", "still")]
    return list(_dropped(pair, said, held))


def _is_still_unsaid(statement: str, quote: str) -> bool:
    """Tell whether a statement has "still", of time or in spite of something, and its quotes not.

    What still is so must be said to go on; what still was done may be so in spite of something.
    """
    if not _STILL.search(statement) or _GOES_ON.search(quote):
        return False
    return _STILL_SO.search(statement) is not None or _IN_SPITE.search(quote) is None


def _fault(pair: Alignment, each: Quantity, held: list[Quantity]) -> Fault | None:
    partners = pair.partners(each.focus) if each.focus >= 0 else []
    near = [
        other
        for other in held
        if any(
            0 <= partner - other.focus <= _REACH or other.focus == partner + 1
            for partner in partners
        )
    ]
    if any(other.kind == each.kind for other in near):
        return None
    if near and each.text.lower() not in _LIGHT:
        return Fault("opposite", each.text, near[0].text)
    if any(other.kind == each.kind for other in held):
        return None
    if each.kind in _NEEDS_SAYING and each.text.lower() not in _LIGHT:
        return Fault("unsaid", each.text)
    return None


def _dropped(pair: Alignment, said: list[Quantity], held: list[Quantity]) -> Iterator[Fault]:
    """Yield a "few" that the statement leaves out, and so says that it is so."""
    kinds = {each.kind for each in said}
    for each in held:
        if (
            each.kind == "few"
            and "few" not in kinds
            and each.focus >= 0
            and pair.answers(each.focus)
        ):
            yield Fault("left-out", each.text)
            return


def _focus(wording: Wording, end: int) -> int:
    """Return the place of the first word of weight after an offset, or -1."""
    for place, word in enumerate(wording.words):
        if word.start >= end and word.term not in FUNCTION_WORDS:
            return place
    return -1
