"""Is this statement supported by these quotes? Decided without any language model.

A statement is laid beside a quote: its numbers, dates and names must stand there and in their
place; it must not deny what the quote affirms, or the reverse, nor say the opposite, nor more than
the quote of how much, nor turn round who did what; and its words must be near in meaning to the
quote's. What fails its own quotes is tried with the others, and part by part. What is in another
language than they are cannot be laid beside them, and stays unchecked.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Collection, Sequence
from threading import Lock

import numpy as np

from assistant.reply import Quote
from assistant.statement import Verdict
from assistant.verifying.alignment import Alignment
from assistant.verifying.background import Background, together
from assistant.verifying.closeness import Closeness, farthest_word, measures_of
from assistant.verifying.denial import faults_of_denying
from assistant.verifying.facts import faults_of_facts
from assistant.verifying.faults import OTHER_LANGUAGE, Fault
from assistant.verifying.language_match import faults_of_digits, faults_of_language
from assistant.verifying.name_match import Naming
from assistant.verifying.opposites import Opposites, faults_of_opposing
from assistant.verifying.quantities import faults_of_quantity
from assistant.verifying.roles import faults_of_roles
from assistant.verifying.short_forms import faults_of_short_forms
from assistant.verifying.subjects import is_about_another
from assistant.verifying.substitution import faults_of_substitution
from assistant.verifying.verdict import Checked, Judged
from assistant.verifying.wording import Floats, Wording, joined, read
from index import Library
from prompts import render

_KEPT = 400
_LEAST_COVERED = 0.25
_TRIED = 6
_AS_NEAR = 0.05
_LEAST_PART = 2
_LINK = re.compile(r",? (?:and|but|while|whereas) |; ")


class Checker:
    """Checks statements against quotes. Safe for use by several threads."""

    def __init__(self, library: Library, closeness: Closeness | None = None) -> None:
        """Check with what a library knows of words, and with the learned weights that ship."""
        self._library = library
        self._closeness = closeness or Closeness.learned()
        self._opposites = Opposites(library)
        self._kept: OrderedDict[str, Wording] = OrderedDict()
        self._keeping = Lock()

    def check(
        self,
        statement: str,
        claimed: Sequence[int],
        evidence: Sequence[Quote],
        question: str = "",
    ) -> Checked:
        """Return whether quotes support a statement, and which.

        Args:
            statement: one sentence, without citation marks.
            claimed: places, from 0, of the quotes that it points at; others are passed over.
            evidence: the quotes that there are.
            question: what was asked; it may name whom a quote points at.
        """
        own = tuple(dict.fromkeys(each for each in claimed if 0 <= each < len(evidence)))
        said = self.read(statement)
        if not evidence or not said.words:
            name = "far" if evidence else "no-quotes"
            return Checked(Verdict.UNSUPPORTED, render(f"check/{name}"), own, 0.0)
        court = _Court(self, said, evidence, question)
        judged = [court.judge((each,)) for each in own]
        passed = [each for each in judged if self.passes(each)]
        if passed:
            places = tuple(place for each in passed for place in each.quotes)
            best = max(each.support for each in passed)
            return Checked(Verdict.SUPPORTED, "", places, best)
        about_it = [each for each in own if not court.is_about_another(each)]
        if len(about_it) > 1:
            judged.append(court.judge(about_it))
            if self.passes(judged[-1]):
                return Checked(Verdict.SUPPORTED, "", judged[-1].quotes, judged[-1].support)
        return self._elsewhere(court, own, judged)

    def read(self, text: str) -> Wording:
        """Return a text taken apart; what was read lately is not read again."""
        with self._keeping:
            if text in self._kept:
                self._kept.move_to_end(text)
                return self._kept[text]
        wording = read(self._library, text)
        with self._keeping:
            self._kept[text] = wording
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return wording

    def _meaning(self, word: str) -> Floats:
        """Return the direction of a word taken alone, (dimensions,), of length 1."""
        alone = self.read(word)
        summed: Floats = alone.weights @ alone.tokens
        return summed / max(float(np.linalg.norm(summed)), 1e-6)

    def terms(self, text: str) -> frozenset[str]:
        """Return the words of a text, stemmed, without reading it for its meaning."""
        return frozenset(word.term for word in self._library.words(text))

    def judge(
        self, said: Wording, places: Sequence[int], quotes: Sequence[Quote], question: str
    ) -> Judged:
        """Return what a statement is worth beside quotes taken as one."""
        pair = Alignment(said, joined([self.read(each.text) for each in quotes]))
        known = together([Background.of(each, question) for each in quotes])
        faults, covered = faults_of_facts(pair, known)
        faults = faults_of_language(pair, known) or faults
        faults = faults or faults_of_denying(pair, self._opposites)
        faults = faults or faults_of_opposing(pair, self._opposites)
        faults = faults or faults_of_quantity(pair) or faults_of_roles(pair)
        faults = faults or faults_of_short_forms(pair)
        faults = faults or faults_of_substitution(pair, self._meaning)
        measures = measures_of(pair, covered)
        chance = self._closeness.chance.of(measures)
        fault = faults[0] if faults else None
        if fault is None and chance < self._closeness.threshold:
            word = farthest_word(pair, covered)
            fault = Fault("unlike", word) if word else Fault("far")
        return Judged(tuple(places), fault, measures, chance)

    def passes(self, judged: Judged) -> bool:
        """Tell whether quotes support a statement."""
        return judged.fault is None and judged.chance >= self._closeness.threshold

    def _elsewhere(self, court: _Court, own: tuple[int, ...], judged: list[Judged]) -> Checked:
        """Return what the other quotes say to a statement that its own do not support."""
        others = [court.judge((each,)) for each in court.likely(own)]
        sure = self._closeness.exchanged
        denied = {each.denied(sure) for each in judged}
        sound = [each for each in others if each.fault is None and court.tells(each, denied)]
        best = self._best(sound, [*judged, *others])
        if best:
            reason = _exchanged(own, best.quotes)
            return Checked(Verdict.SUPPORTED, reason, best.quotes, best.support)
        is_refuted = any(each.refutes(sure, court.names) for each in judged)
        parts = [
            self._best_of_part(court.judged_part(part, own), own)
            for part in ([] if is_refuted else court.parts())
        ]
        found = [each for each in parts if each]
        if found and len(found) == len(parts):
            places = tuple(sorted({place for each in found for place in each.quotes}))
            support = min(each.support for each in found)
            return Checked(Verdict.SUPPORTED, _exchanged(own, places), places, support)
        worst = max(judged or others, key=lambda each: each.support, default=None)
        fault = (worst.fault if worst else None) or court.fault_of_language() or Fault("far")
        if fault == OTHER_LANGUAGE:
            fault = court.fault_of_digits() or fault
        verdict = Verdict.UNCHECKED if fault == OTHER_LANGUAGE else Verdict.UNSUPPORTED
        return Checked(verdict, fault.words(), own, worst.support if worst else 0.0)

    def _best(self, judged: Sequence[Judged], beside: Sequence[Judged]) -> Judged | None:
        """Return what supports a statement that did not point at it, or None.

        It must be surer than what is pointed at, and as near as all that it stands beside: a quote
        that is nearer may be about the very thing, and say otherwise.
        """
        near = max((each.chance for each in beside), default=0.0)
        least = max(self._closeness.exchanged, near - _AS_NEAR)
        passed = [each for each in judged if each.fault is None and each.chance >= least]
        return max(passed, key=lambda each: each.chance, default=None)

    def _best_of_part(self, judged: Sequence[Judged], own: Sequence[int]) -> Judged | None:
        """Return what supports a part of a statement, or None.

        A part may have lost whom it is about. So where a quote of its own says all of it but a
        number, a date or a name, another quote says that of something else.
        """
        is_contested = any(
            each.fault
            and each.fault.name in ("missing", "instead")
            and set(each.quotes) <= set(own)
            and each.chance >= self._closeness.exchanged
            for each in judged
        )
        return None if is_contested else self._best(judged, judged)


class _Court:
    """One statement and all its quotes."""

    def __init__(
        self, checker: Checker, said: Wording, evidence: Sequence[Quote], question: str
    ) -> None:
        self._checker = checker
        self._said = said
        self._evidence = evidence
        self._question = question

    def judge(self, places: Sequence[int]) -> Judged:
        """Return what the statement is worth beside some of the quotes."""
        quotes = [self._evidence[each] for each in places]
        return self._checker.judge(self._said, places, quotes, self._question)

    def is_about_another(self, place: int) -> bool:
        """Tell whether a quote opens with the name of something else than the statement does."""
        quote = self._evidence[place]
        around = quote.origin.text
        return is_about_another(self._said, self._checker.read(quote.text), around)

    def likely(self, own: Sequence[int]) -> list[int]:
        """Return the quotes beside its own that share most of its words, most first."""
        shares = {
            place: self._shared(place) for place in range(len(self._evidence)) if place not in own
        }
        likely = [place for place, share in shares.items() if share >= _LEAST_COVERED]
        return sorted(likely, key=lambda place: -shares[place])[:_TRIED]

    def parts(self) -> list[Wording]:
        """Return the two statements that a link joins into this one; none where it is one."""
        found = _LINK.search(self._said.text)
        if not found:
            return []
        texts = self._said.text[: found.start()], self._said.text[found.end() :]
        parts = [self._checker.read(text) for text in texts]
        return parts if all(len(part.content()) >= _LEAST_PART for part in parts) else []

    @property
    def names(self) -> frozenset[str]:
        """The names of the statement."""
        return frozenset(name.text for name in self._said.names)

    def tells(self, judged: Judged, facts: Collection[str]) -> bool:
        """Tell whether quotes have in their own words what of some facts are names."""
        wanted = [name for name in self._said.names if name.text in facts]
        if not wanted:
            return True
        quotes = [self._evidence[each] for each in judged.quotes]
        pair = Alignment(self._said, joined([self._checker.read(each.text) for each in quotes]))
        naming = Naming(pair, together([Background.of(each, self._question) for each in quotes]))
        return all(naming.places(name) for name in wanted)

    def judged_part(self, part: Wording, own: Sequence[int]) -> list[Judged]:
        """Return what a part of the statement is worth beside each quote that is likely.

        A part may have lost whom it is about: what opens with another name is left out.
        """
        likely = dict.fromkeys([*own, *self.likely(())])
        places = [each for each in likely if not self.is_about_another(each)]
        return [
            self._checker.judge(part, (place,), [self._evidence[place]], self._question)
            for place in places
        ]

    def fault_of_language(self) -> Fault | None:
        """Return that the statement is in another language than all the quotes, if it is."""
        return next(iter(faults_of_language(*self._all)), None)

    def fault_of_digits(self) -> Fault | None:
        """Return a number of the statement that none of the quotes has, or None."""
        return next(iter(faults_of_digits(*self._all)), None)

    @property
    def _all(self) -> tuple[Alignment, Background]:
        """The statement beside all the quotes, and what is known around them."""
        quotes = joined([self._checker.read(each.text) for each in self._evidence])
        known = together([Background.of(each, self._question) for each in self._evidence])
        return Alignment(self._said, quotes), known

    def _shared(self, place: int) -> float:
        said = self._said
        held = self._checker.terms(self._evidence[place].text)
        terms = {said.terms[each] for each in said.content()}
        total = sum(said.rarity[term] for term in terms)
        return sum(said.rarity[term] for term in terms & held) / total if total else 0.0


def _exchanged(own: Sequence[int], quotes: Sequence[int]) -> str:
    """Return in words that other quotes than its own support a statement; empty if its own do."""
    if set(quotes) <= set(own):
        return ""
    name = "exchanged" if own else "uncited"
    return render(f"check/{name}-pair" if len(quotes) > 1 else f"check/{name}")
