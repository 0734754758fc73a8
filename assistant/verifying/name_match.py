"""Whether a quote, or what is known around it, has a name, whole or in part or by its letters."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property

from assistant.answering.features import FUNCTION_WORDS
from assistant.english.names import HONORIFICS, Name, initials, is_acronym
from assistant.verifying.alignment import Alignment, places_of
from assistant.verifying.background import Background

_ENDING = re.compile(r"(?:ians?|ans?|ish|ese|ic|s|n|ia|ea|y|e|a|i|stan|land)$")
_LEAST_ROOT = 4
_LEAST_CAPITALS = 2
_OF = frozenset({"of", "for"})
_SHORT_REALM = 2  # "of France"
_APART = 8
_BODY = re.compile(r"(?:ate|iat|ency|ship|dom)s?$")  # a directorate, a presidency
# Of these a part does not stand for the whole: Italo-Normans, the Bank of England.
_WHOLE_ONLY = re.compile(
    r"\b(?:co|non|anti|[A-Z][a-z]+o)-\w+$|(?<!\bcity)(?<!\btown)(?<!county)(?<!state)(?<!village)"
    r"(?<!island)(?<!province)(?<!kingdom)(?<!republic)(?<!commonwealth)(?<!university) of ",
    re.IGNORECASE,
)
_UNLIKE = re.compile(r"\b(?:co|non)[-–]\Z", re.IGNORECASE)
_OUTSIDE = re.compile(r"\b(?:except|no|not|other than|outside|without)\b|n[’']t\b", re.IGNORECASE)
_ARTICLE = re.compile(r"\b(?:the|an?)\s+\Z", re.IGNORECASE)
_TITLE = r"(?:\d+\w\w )?(?:Duke|Duchess|Earl|Count|Countess|Baron|Viscount|Lord|Lady|Prince)"
_ALSO = (
    r"[^.;?!\n]{0,20}?"
    r"(?:[(\[“\"]|\b(?:or|also|alias|aka|known|called|named?|born|née?|as|formerly)\b)"
    rf"[^.;?!\n]{{0,20}}?|, (?=(?:the )?{_TITLE}\b)(?:the )?"
)


class Naming:
    """Looks names of a statement up in a quote and around it."""

    def __init__(self, pair: Alignment, known: Background) -> None:
        """Look up in the quote of a pair and in what is known around it."""
        self._pair = pair
        self._known = known
        self._terms = pair.quote.terms
        self._small: set[str] = set(HONORIFICS)

    def places(self, name: Name) -> list[list[int]]:
        """Return where the quote has a name: all its words, or those that tell whom it means."""
        statement = self._pair.statement
        places = places_of(statement, name)
        own = [statement.terms[place] for place in places]
        self._small |= {
            statement.terms[place]
            for place in places
            if not statement.text[statement.words[place].start].isupper()
        }
        wanted = [term for term in own if self._counts(term)] or own
        held = {term: self._places_of(term, "-" in name.text) for term in wanted}
        whole = held[wanted[-1]] if wanted and all(held.values()) else []
        has_office = any(is_acronym(word) for word in name.text.split())
        if not has_office and not self._said_in(self._known.question, name):
            whole = [place for place in whole if _is_amid(place, held)]
        if whole:
            return self._runs(whole)
        short = self._by_letters(name)
        if short:
            return short
        if len(wanted) > 1 and not _WHOLE_ONLY.search(name.text) and self._is_whole_around(name):
            return self._alone(held[wanted[-1]], wanted)
        return []

    def is_known(self, name: Name) -> bool:
        """Tell whether a name stands around a quote that points at what it does not name."""
        known = self._known
        if known.points and self._said_in(known.before, name):
            return True
        if (known.points or known.means) and self._said_in(known.names, name):
            return True
        return any(self._holds(name, role) for role in self.roles)

    @cached_property
    def roles(self) -> frozenset[str]:
        """The offices that the quote names somebody by: president, king."""
        said = zip(self._terms, self._pair.quote.words, strict=True)
        text = self._pair.quote.text
        words = (text[word.start : word.end].lower() for term, word in said if term in HONORIFICS)
        return frozenset(word for word in words if not _BODY.search(word))

    def _holds(self, name: Name, role: str) -> bool:
        """Tell whether the source says, in one breath, that somebody has an office."""
        said, office = re.escape(name.text), rf"\b{re.escape(role)}\b"
        breath = r"[^.;\n]{0,60}?"
        pattern = rf"{office}{breath}\b{said}\b|\b{said}, (?:the |a )?{breath}{office}"
        return re.search(pattern, self._known.whole, re.IGNORECASE) is not None

    def is_name(self, name: Name) -> bool:
        """Tell whether the first word of a sentence is a name, by how it is written elsewhere."""
        everywhere = f"{self._known.question}\n{self._known.whole}"
        if re.search(rf"\b{re.escape(name.text.lower())}", everywhere):
            return False
        return re.search(rf"(?<=[a-z,] ){re.escape(name.text)}\b", everywhere) is not None

    def is_office(self, name: Name) -> bool:
        """Tell whether a name is an office alone: "Secretary of State", and not who holds it."""
        words = name.text.lower().split()
        held = [place for place, word in enumerate(words) if word in self.roles]
        if not held or held[0] > 1:
            return False
        after = words[held[-1] + 1 :]
        if not after or after[0] not in _OF:
            return not after
        return len(after) <= _SHORT_REALM or after[1] == "the"

    def may_hold(self, name: Name) -> bool:
        """Tell whether a name of the statement may be that of who holds an office.

        Persons have no article before their names.
        """
        text = self._pair.statement.text
        return _ARTICLE.search(text, max(0, name.start - 6), name.start) is None

    def are_one(self, one: str, other: str) -> bool:
        """Tell whether the title or the question gives two names of one: Twain (Samuel Clemens)."""
        if one not in self._known.names or other not in self._known.names:
            return False
        here, there = re.escape(one), re.escape(other)
        pattern = rf"\b{here}\b(?:{_ALSO})\b{there}\b|\b{there}\b(?:{_ALSO})\b{here}\b"
        return re.search(pattern, self._known.names) is not None

    def _counts(self, term: str) -> bool:
        return term not in HONORIFICS and term not in FUNCTION_WORDS and len(term) > 1

    def _counts_small(self, term: str) -> bool:
        """Tell whether a word may be written small and yet be what a name says, as a title may."""
        return term in self._small or len(self._capitalised) < _LEAST_CAPITALS

    def _places_of(self, term: str, is_compound: bool) -> list[int]:
        free = [p for p in range(len(self._terms)) if is_compound or not self._is_turned(p)]
        exact = [place for place in free if self._terms[place] == term]
        capitalised = [place for place in free if place in self._capitalised]
        if exact:
            return [place for place in exact if place in capitalised] or (
                exact if self._counts_small(term) else []
            )
        plural = [place for place in free if _same_but_s(term, self._terms[place])]
        root = _ENDING.sub("", term)
        if plural or len(root) < _LEAST_ROOT:
            return plural
        return [place for place in capitalised if _ENDING.sub("", self._terms[place]) == root]

    def _is_turned(self, place: int) -> bool:
        """Tell whether what stands before a word makes another of it: non-Catholics.

        Not where the statement says so in other words: outside the EU, of non-EU countries.
        """
        start = self._pair.quote.words[place].start
        is_turned = _UNLIKE.search(self._pair.quote.text, max(0, start - 8), start) is not None
        return is_turned and _OUTSIDE.search(self._pair.statement.text) is None

    @cached_property
    def _capitalised(self) -> frozenset[int]:
        quote = self._pair.quote
        return frozenset(p for p, w in enumerate(quote.words) if quote.text[w.start].isupper())

    def _runs(self, places: Sequence[int]) -> list[list[int]]:
        """Return the places as the names that they are part of."""
        quote = self._pair.quote
        found: list[list[int]] = []
        for place in places:
            inside = [p for p in self._named if place in p]
            found.append(inside[0] if inside else [place])
        return [run for n, run in enumerate(found) if run not in found[:n] and quote.words]

    def _alone(self, places: Sequence[int], wanted: Collection[str]) -> list[list[int]]:
        """Return where the last word of a name stands for it all.

        In "Treaty of Rome" it is part of another, and a word that the source writes small as well
        names nothing.
        """
        words = [self._pair.quote.words[place] for place in places]
        said = {self._pair.quote.text[word.start : word.end].lower() for word in words}
        if any(re.search(rf"\b{re.escape(each)}\b", self._known.whole) for each in said):
            return []
        return [
            run
            for run in self._runs(places)
            if all(
                self._terms[place] in wanted
                for place in self._capitalised.intersection(run)
                if self._counts(self._terms[place])
            )
        ]

    @cached_property
    def _named(self) -> list[list[int]]:
        return [places_of(self._pair.quote, each) for each in self._pair.quote.names]

    def _by_letters(self, name: Name) -> list[list[int]]:
        """Return where an acronym is written out, or a written-out name abbreviated."""
        quote, letters = self._pair.quote, name.text.replace(".", "").rstrip("s")
        for each in quote.names:
            said = each.text.replace(".", "").rstrip("s")
            if is_acronym(name.text) and initials(each.text) == letters:
                return [places_of(quote, each)]
            if is_acronym(each.text) and " " in name.text and initials(name.text) == said:
                return [places_of(quote, each)]
        return []

    def _is_whole_around(self, name: Name) -> bool:
        """Tell whether the source or the question has all of a name that the quote has part of."""
        return self._said_in(f"{self._known.names}\n{self._known.whole}", name)

    def _said_in(self, text: str, name: Name) -> bool:
        words = re.findall(r"\w+", name.text)
        pattern = r"\W{1,3}".join(map(re.escape, words))
        return re.search(rf"\b{pattern}", text, re.IGNORECASE) is not None


def _is_amid(place: int, held: Mapping[str, Sequence[int]]) -> bool:
    """Tell whether all the words of a name stand near a place, and so are that name."""
    return all(any(abs(each - place) <= _APART for each in places) for places in held.values())


def _same_but_s(one: str, other: str) -> bool:
    return one.removesuffix("s") == other.removesuffix("s")
