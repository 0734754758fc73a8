"""Whether a statement says all, most, few, only or still where its quotes do not."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from assistant.english.spans import TakenCharacters
from assistant.verifying.alignment import Alignment
from assistant.verifying.analysed_text import AnalysedText
from assistant.verifying.fault import Fault, FaultKind

_PATTERNS = {
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
_QUANTIFIER = re.compile(
    rf"\b(?:{'|'.join(f'(?P<{kind}>{pattern})' for kind, pattern in _PATTERNS.items())})\b",
    re.IGNORECASE,
)
_NO_QUANTIFIER = re.compile(
    r"\b(?:not only|at all|after all|above all|all right|one of the most|the most|only if|"
    r"if only|each other|as many as|how many|so many|too many|all over)\b|\bof all\b",
    re.IGNORECASE,
)
# A statement may not add these by itself; "many" and "some" are vague enough.
_NEED_A_SOURCE = frozenset({"all", "most", "few", "half", "only"})
# Quantifiers that are often used without weight.
_WEAK = frozenset(["each", "both", "primarily", "generally", "typically", "whole", "certain"])
_REACH = 4  # words between a quantifier and the word that it belongs to; a guess
_STILL = re.compile(r"\bstill\b", re.IGNORECASE)
_STILL_NOW = re.compile(
    r"\bstill (?:is|are|has|have|do|does|exist|[a-z]+s)\b|\b(?:is|are|has|have) still\b",
    re.IGNORECASE,
)
_CONTINUES = re.compile(
    r"\b(?:still|remain\w*|continu\w*|ongoing|persist\w*|yet|today|nowadays|now|current\w*|lasts?|"
    r"lasting|permanent\w*|surviv\w*|extant|present[- ]day|no longer|never|not|since|until|keeps?|"
    r"kept|(?:is|are) being)\b|n[’']t\b",
    re.IGNORECASE,
)
_CONTRAST = re.compile(
    r"\b(?:but|though|although|despite|however|even|nevertheless|nonetheless|while|spite)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Quantifier:
    """A word of quantity.

    Attributes:
        text: as it is written.
        kind: a key of the patterns: all, most, many, some, few, half, only.
        target: the position of the content word after it, or -1 if there is none.
    """

    text: str
    kind: str
    target: int


def find_quantifiers(text: AnalysedText) -> list[Quantifier]:
    """Return the words of quantity of a text in order."""
    idioms = TakenCharacters(
        text.text, (match.span() for match in _NO_QUANTIFIER.finditer(text.text))
    )
    content = text.content_positions()
    starts = [text.words[position].start for position in content]
    found: list[Quantifier] = []
    for match in _QUANTIFIER.finditer(text.text):
        if not idioms.overlaps(match.start(), match.start() + 1):
            after = bisect_left(starts, match.end())
            target = content[after] if after < len(content) else -1
            found.append(Quantifier(match[0], str(match.lastgroup), target))
    return found


def find_quantity_faults(pair: Alignment) -> list[Fault]:
    """Return the first quantifier, or "still", that the statement adds, changes or omits."""
    in_statement, in_quote = find_quantifiers(pair.statement), find_quantifiers(pair.quote)
    for quantifier in in_statement:
        fault = _fault_of(pair, quantifier, in_quote)
        if fault:
            return [fault]
    if _adds_still(pair.statement.text, pair.quote.text):
        return [Fault(FaultKind.UNSTATED, "still")]
    return _find_omitted_few(pair, in_statement, in_quote)


def _fault_of(pair: Alignment, own: Quantifier, in_quote: list[Quantifier]) -> Fault | None:
    """Return what is wrong with a quantifier of the statement, or None."""
    targets = pair.in_quote(own.target) if own.target >= 0 else []
    near = [
        other
        for other in in_quote
        if any(
            0 <= target - other.target <= _REACH or other.target == target + 1 for target in targets
        )
    ]
    is_weak = own.text.lower() in _WEAK
    if any(other.kind == own.kind for other in near):
        return None
    if near and not is_weak:
        return Fault(FaultKind.OPPOSITE, own.text, near[0].text)
    if any(other.kind == own.kind for other in in_quote):
        return None
    if own.kind in _NEED_A_SOURCE and not is_weak:
        return Fault(FaultKind.UNSTATED, own.text)
    return None


def _adds_still(statement: str, quote: str) -> bool:
    """Tell whether a statement says "still" without a reason in the quote.

    What still is so must be said to continue; what still was done may also be in contrast to
    something.
    """
    if not _STILL.search(statement) or _CONTINUES.search(quote):
        return False
    return _STILL_NOW.search(statement) is not None or _CONTRAST.search(quote) is None


def _find_omitted_few(
    pair: Alignment, in_statement: list[Quantifier], in_quote: list[Quantifier]
) -> list[Fault]:
    """Return the "few" of the quote that the statement omits: few voted, and it says some did."""
    if any(quantifier.kind == "few" for quantifier in in_statement):
        return []
    for quantifier in in_quote:
        is_few = quantifier.kind == "few" and quantifier.target >= 0
        if is_few and pair.in_statement(quantifier.target):
            return [Fault(FaultKind.OMITTED, quantifier.text)]
    return []
