"""Is this statement supported by these quotes? Decided without a language model.

A statement is compared with the quotes that it cites, one by one and together. If none supports
it, the other quotes are tried, and then its parts. It is unchecked if it is in another language
than the quotes.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import cached_property

from assistant.english.names import NameMention
from assistant.english.stop_words import STOP_WORDS
from assistant.reply import Quote
from assistant.statement import Verdict
from assistant.verifying.alignment import Alignment
from assistant.verifying.analysed_text import AnalysedText
from assistant.verifying.assessment import Assessment, CheckResult
from assistant.verifying.assessor import Assessor
from assistant.verifying.closeness import Closeness
from assistant.verifying.fault import OTHER_LANGUAGE, Fault, FaultKind
from assistant.verifying.language_rule import find_digit_faults, find_language_faults
from assistant.verifying.name_match import NameMatcher
from assistant.verifying.quote_context import QuoteContext
from index import Library
from prompts import render

# Guesses, with which the figures of `assistant.training.verifying.learning` were measured.
_LEAST_SHARED = 0.25  # least share of a statement's words, by rarity, in a quote worth trying
_MOST_TRIED = 6  # quotes beside the cited ones
_AS_CLOSE = 0.05  # by how much a supporting quote may be less close than the others
_LEAST_PART = 2  # least content words of a part of a statement

_LINK = re.compile(r",? (?:and|but|while|whereas) |; ")
_OPENING = len("“The ")  # a name that begins within these characters opens a text


class Checker:
    """Checks statements against quotes. Safe for use by several threads."""

    def __init__(self, library: Library, closeness: Closeness | None = None) -> None:
        """Check with what a library knows of words, and with the weights that ship or others."""
        self._assessor = Assessor(library, closeness or Closeness.learned())

    def check(
        self,
        statement: str,
        cited: Sequence[int],
        evidence: Sequence[Quote],
        question: str = "",
    ) -> CheckResult:
        """Return whether quotes support a statement, and which.

        Args:
            statement: one sentence, without citation marks.
            cited: positions, from 0, of the quotes that it cites; other numbers are ignored.
            evidence: all quotes.
            question: the question, which may name what a quote refers to by a pronoun.
        """
        known = tuple(dict.fromkeys(each for each in cited if 0 <= each < len(evidence)))
        analysed = self._assessor.analyse(statement)
        if not evidence or not analysed.words:
            name = FaultKind.UNRELATED if evidence else "no-quotes"
            return CheckResult(Verdict.UNSUPPORTED, render(f"check/{name}"), known, 0.0)
        return _Check(self._assessor, analysed, known, evidence, question).result()


class _Check:
    """The check of one statement against all quotes."""

    def __init__(
        self,
        assessor: Assessor,
        statement: AnalysedText,
        cited: tuple[int, ...],
        evidence: Sequence[Quote],
        question: str,
    ) -> None:
        self._assessor = assessor
        self._other_quote_threshold = assessor.closeness.other_quote_threshold
        self._statement = statement
        self._cited = cited
        self._evidence = evidence
        self._question = question

    def result(self) -> CheckResult:
        """Return whether the cited quotes, other quotes, or quotes for each part support it."""
        cited = [self._assess((position,)) for position in self._cited]
        passed = [each for each in cited if self._assessor.is_supported(each)]
        if passed:
            positions = tuple(position for each in passed for position in each.quotes)
            best = max(each.support for each in passed)
            return CheckResult(Verdict.SUPPORTED, "", positions, best)
        on_subject = [each for each in self._cited if not self._is_about_another(each)]
        if len(on_subject) > 1:
            together = self._assess(on_subject)
            cited.append(together)
            if self._assessor.is_supported(together):
                return CheckResult(Verdict.SUPPORTED, "", together.quotes, together.support)
        others = [self._assess((position,)) for position in self._worth_trying(self._cited)]
        return (
            self._by_other_quote(cited, others)
            or self._by_parts(cited)
            or self._unsupported(cited or others)
        )

    def _assess(self, positions: Sequence[int]) -> Assessment:
        quotes = self._quotes(positions)
        return self._assessor.assess(self._statement, positions, quotes, self._question)

    def _quotes(self, positions: Sequence[int]) -> list[Quote]:
        return [self._evidence[position] for position in positions]

    def _by_other_quote(
        self, cited: Sequence[Assessment], others: Sequence[Assessment]
    ) -> CheckResult | None:
        """Return that a quote which is not cited supports the statement, or None."""
        facts = {each.fact_at_fault(self._other_quote_threshold) for each in cited}
        sound = [each for each in others if each.fault is None and self._has_names(each, facts)]
        best = self._best(sound, [*cited, *others])
        if best is None:
            return None
        reason = _citation_note(self._cited, best.quotes)
        return CheckResult(Verdict.SUPPORTED, reason, best.quotes, best.support)

    def _has_names(self, assessment: Assessment, facts: Collection[str]) -> bool:
        """Tell whether quotes have, in their own words, the names among some facts."""
        wanted = [name for name in self._statement.names if name.text in facts]
        if not wanted:
            return True
        matcher = NameMatcher(*self._compare(self._quotes(assessment.quotes)))
        return all(matcher.find(name) for name in wanted)

    def _by_parts(self, cited: Sequence[Assessment]) -> CheckResult | None:
        """Return that quotes support each part of the statement, or None."""
        names = frozenset(name.text for name in self._statement.names)
        threshold = self._other_quote_threshold
        if any(each.contradicts_name(threshold, names) for each in cited):
            return None
        best = [self._best_of_part(self._assess_part(part)) for part in self._parts()]
        found = [each for each in best if each]
        if not found or len(found) < len(best):
            return None
        positions = tuple(sorted({position for each in found for position in each.quotes}))
        support = min(each.support for each in found)
        note = _citation_note(self._cited, positions)
        return CheckResult(Verdict.SUPPORTED, note, positions, support)

    def _unsupported(self, assessments: Sequence[Assessment]) -> CheckResult:
        """Return the fault beside the quotes that come closest."""
        closest = max(assessments, key=lambda each: each.support, default=None)
        fault = (closest.fault if closest else None) or self._language_fault()
        fault = fault or Fault(FaultKind.UNRELATED)
        if fault == OTHER_LANGUAGE:
            # A wrong number is wrong in any language.
            digit_faults = find_digit_faults(*self._beside_all_quotes)
            fault = digit_faults[0] if digit_faults else fault
        verdict = Verdict.UNCHECKED if fault == OTHER_LANGUAGE else Verdict.UNSUPPORTED
        support = closest.support if closest else 0.0
        return CheckResult(verdict, fault.reason(), self._cited, support)

    def _language_fault(self) -> Fault | None:
        return next(iter(find_language_faults(*self._beside_all_quotes)), None)

    @cached_property
    def _beside_all_quotes(self) -> tuple[Alignment, QuoteContext]:
        return self._compare(self._evidence)

    def _compare(self, quotes: Sequence[Quote]) -> tuple[Alignment, QuoteContext]:
        return self._assessor.compare(self._statement, quotes, self._question)

    def _best(
        self, assessments: Sequence[Assessment], beside: Sequence[Assessment]
    ) -> Assessment | None:
        """Return the quotes that support a statement which does not cite them, or None.

        They must pass a higher threshold, and be about as close as the closest: a closer quote may
        be about the very thing, and contradict it.
        """
        closest = max((each.probability for each in beside), default=0.0)
        least = max(self._other_quote_threshold, closest - _AS_CLOSE)
        passed = [each for each in assessments if each.fault is None and each.probability >= least]
        return max(passed, key=lambda each: each.probability, default=None)

    def _worth_trying(self, excluded: Collection[int]) -> list[int]:
        """Return the quotes that share most of the statement's words, most first."""
        shares = {
            position: self._shared(position)
            for position in range(len(self._evidence))
            if position not in excluded
        }
        likely = [position for position, share in shares.items() if share >= _LEAST_SHARED]
        return sorted(likely, key=lambda position: -shares[position])[:_MOST_TRIED]

    def _shared(self, position: int) -> float:
        """Return the share of the statement's content words, by rarity, that a quote has."""
        statement = self._statement
        quote_terms = self._assessor.terms(self._evidence[position].text)
        terms = {statement.terms[each] for each in statement.content_positions()}
        total = sum(statement.rarity[term] for term in terms)
        shared = sum(statement.rarity[term] for term in terms & quote_terms)
        return shared / total if total else 0.0

    def _parts(self) -> list[AnalysedText]:
        """Return the two statements that a conjunction joins; none where there is one."""
        link = _LINK.search(self._statement.text)
        if not link:
            return []
        texts = self._statement.text[: link.start()], self._statement.text[link.end() :]
        parts = [self._assessor.analyse(text) for text in texts]
        return parts if all(len(part.content_positions()) >= _LEAST_PART for part in parts) else []

    def _assess_part(self, part: AnalysedText) -> list[Assessment]:
        """Return a part of the statement beside each quote that is worth trying.

        A part may have lost its subject, so quotes that open with another name are left out.
        """
        worth_trying = dict.fromkeys([*self._cited, *self._worth_trying(())])
        return [
            self._assessor.assess(part, (position,), self._quotes([position]), self._question)
            for position in worth_trying
            if not self._is_about_another(position)
        ]

    def _best_of_part(self, assessments: Sequence[Assessment]) -> Assessment | None:
        """Return the quote that supports a part of the statement, or None.

        None too where a cited quote says all of the part except a fact: then another quote that
        has this fact says it about something else.
        """
        is_contradicted = any(
            each.fault
            and each.fault.kind in (FaultKind.MISSING, FaultKind.REPLACED)
            and set(each.quotes) <= set(self._cited)
            and each.probability >= self._other_quote_threshold
            for each in assessments
        )
        return None if is_contradicted else self._best(assessments, assessments)

    def _is_about_another(self, position: int) -> bool:
        """Tell whether both open with a name, and the statement has no word of the quote's."""
        quote = self._evidence[position]
        analysed = self._assessor.analyse(quote.text)
        source = quote.origin.text
        own = _opening_name(self._statement, source)
        other = _opening_name(analysed, source)
        if own is None or other is None:
            return False
        terms = set(self._statement.terms)
        return terms.isdisjoint(analysed.terms[p] for p in analysed.positions_of(other))


def _opening_name(text: AnalysedText, source: str) -> NameMention | None:
    """Return the name that a text opens with; a word that the source also writes small is none."""
    name = next((each for each in text.names if each.start <= _OPENING), None)
    if name is None or name.text.lower() in STOP_WORDS:
        return None
    if name.is_uncertain and re.search(rf"\b{re.escape(name.text.lower())}\b", source):
        return None
    return name


def _citation_note(cited: Sequence[int], quotes: Sequence[int]) -> str:
    """Return a note that other quotes than the cited ones support a statement, or nothing."""
    if set(quotes) <= set(cited):
        return ""
    name = "other-citation" if cited else "no-citation"
    return render(f"check/{name}-pair" if len(quotes) > 1 else f"check/{name}")
