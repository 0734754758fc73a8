"""Finds the names of a statement in a quote: whole, in part, as an acronym, or from its context."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property

from assistant.english.names import NameMention, initials, is_acronym
from assistant.english.negation import contains_exclusion
from assistant.verifying.alignment import Alignment
from assistant.verifying.quote_context import QuoteContext

# Words with the same root may be the same name: Norway and Norwegian, Italy and Italian.
_ENDING = re.compile(r"(?:ians?|ans?|ish|ese|ic|s|n|ia|ea|y|e|a|i|stan|land)$")
_LEAST_ROOT = 4  # letters
_FEW_CAPITALS = 2  # a quote with fewer capitalised words may be written without capitals
_FARTHEST_APART = 8  # words between the parts of a name in a quote; a guess
_OFFICE_LINKS = frozenset({"of", "for"})
_LONGEST_REALM = 2  # words of "of France" after an office
_BODY = re.compile(r"(?:ate|iat|ency|ship|dom)s?$")  # a directorate, a presidency: no person
# A part of these does not stand for the whole: Italo-Normans, the Bank of England.
_NOT_IN_PART = re.compile(
    r"\b(?:co|non|anti|[A-Z][a-z]+o)-\w+$|(?<!\bcity)(?<!\btown)(?<!county)(?<!state)(?<!village)"
    r"(?<!island)(?<!province)(?<!kingdom)(?<!republic)(?<!commonwealth)(?<!university) of ",
    re.IGNORECASE,
)
_EXCLUDING_PREFIX = re.compile(r"\b(?:co|non)[-–]\Z", re.IGNORECASE)
_ARTICLE = re.compile(r"\b(?:the|an?)\s+\Z", re.IGNORECASE)
_NOBLE_TITLE = r"(?:\d+\w\w )?(?:Duke|Duchess|Earl|Count|Countess|Baron|Viscount|Lord|Lady|Prince)"
_ALSO_CALLED = (
    r"[^.;?!\n]{0,20}?"
    r"(?:[(\[“\"]|\b(?:or|also|alias|aka|known|called|named?|born|née?|as|formerly)\b)"
    rf"[^.;?!\n]{{0,20}}?|, (?=(?:the )?{_NOBLE_TITLE}\b)(?:the )?"
)


class NameMatcher:
    """Looks up names of a statement in a quote and in its context."""

    def __init__(self, pair: Alignment, context: QuoteContext) -> None:
        """Look up in the quote of a pair and in its context."""
        self._pair = pair
        self._context = context
        self._terms = pair.quote.terms
        self._titles = pair.quote.lexicon.titles

    def find(self, name: NameMention) -> list[list[int]]:
        """Return the positions of a name in the quote, a group for each time it is mentioned.

        A mention has all words of the name, or is its acronym, or has a part of it that stands for
        the whole.
        """
        statement = self._pair.statement
        positions = statement.positions_of(name)
        own = [statement.terms[position] for position in positions]
        small = {statement.terms[p] for p in positions if not statement.is_capitalised(p)}
        wanted = [term for term in own if self._identifies(term)] or own
        found = {term: self._find_term(term, small, "-" in name.text) for term in wanted}
        whole = found[wanted[-1]] if wanted and all(found.values()) else []
        has_acronym = any(is_acronym(word) for word in name.text.split())
        if not has_acronym and not _has_name(self._context.question, name):
            whole = [position for position in whole if _is_near_all(position, found)]
        if whole:
            return self._mentions_around(whole)
        abbreviated = self._find_acronym(name)
        if abbreviated:
            return abbreviated
        if len(wanted) > 1 and not _NOT_IN_PART.search(name.text) and self._is_whole_around(name):
            return self._standing_for_whole(found[wanted[-1]], wanted)
        return []

    def is_in_context(self, name: NameMention) -> bool:
        """Tell whether the quote refers to something unnamed that its context gives this name."""
        context = self._context
        if context.has_pronoun and _has_name(context.sentence_before, name):
            return True
        has_reference = context.has_pronoun or context.has_definite_noun
        if has_reference and _has_name(context.title_and_question, name):
            return True
        return any(self._holds_office(name, office) for office in self.offices)

    @cached_property
    def offices(self) -> frozenset[str]:
        """The offices in the quote, in lower case: president, king."""
        quote = self._pair.quote
        positions = (p for p, term in enumerate(self._terms) if term in self._titles)
        words = (quote.written(position).lower() for position in positions)
        return frozenset(word for word in words if not _BODY.search(word))

    def _holds_office(self, name: NameMention, office: str) -> bool:
        """Tell whether the source names a person and an office in one clause."""
        person, role = re.escape(name.text), rf"\b{re.escape(office)}\b"
        between = r"[^.;\n]{0,60}?"
        pattern = rf"{role}{between}\b{person}\b|\b{person}, (?:the |a )?{between}{role}"
        return re.search(pattern, self._context.source_text, re.IGNORECASE) is not None

    def is_name(self, mention: NameMention) -> bool:
        """Tell whether the source writes the first word of a sentence as a name elsewhere."""
        everywhere = f"{self._context.question}\n{self._context.source_text}"
        if re.search(rf"\b{re.escape(mention.text.lower())}", everywhere):
            return False
        return re.search(rf"(?<=[a-z,] ){re.escape(mention.text)}\b", everywhere) is not None

    def is_office(self, name: NameMention) -> bool:
        """Tell whether a name is an office without its holder: "Secretary of State"."""
        words = name.text.lower().split()
        offices = [number for number, word in enumerate(words) if word in self.offices]
        if not offices or offices[0] > 1:
            return False
        after = words[offices[-1] + 1 :]
        if not after or after[0] not in _OFFICE_LINKS:
            return not after
        return len(after) <= _LONGEST_REALM or after[1] == "the"

    def may_be_person(self, name: NameMention) -> bool:
        """Tell whether a name of the statement has no article before it, as persons have none."""
        text = self._pair.statement.text
        return _ARTICLE.search(text, max(0, name.start - 6), name.start) is None

    def are_same(self, one: str, other: str) -> bool:
        """Tell whether the title or question equates two names: Twain (Samuel Clemens)."""
        context = self._context.title_and_question
        if one not in context or other not in context:
            return False
        first, second = re.escape(one), re.escape(other)
        pattern = (
            rf"\b{first}\b(?:{_ALSO_CALLED})\b{second}\b"
            rf"|\b{second}\b(?:{_ALSO_CALLED})\b{first}\b"
        )
        return re.search(pattern, context) is not None

    def _identifies(self, term: str) -> bool:
        """Tell whether a word of a name is more than a title, a stop word or a letter."""
        stop_words = self._pair.quote.lexicon.stop_words
        return term not in self._titles and term not in stop_words and len(term) > 1

    def _find_term(self, term: str, small: Collection[str], is_compound: bool) -> list[int]:
        """Return the positions of a word of a name in the quote.

        Args:
            term: the word, stemmed.
            small: the words that the statement writes in lower case within the name.
            is_compound: whether the name has a hyphen.
        """
        free = [p for p in range(len(self._terms)) if is_compound or not self._is_excluded(p)]
        exact = [position for position in free if self._terms[position] == term]
        capitalised = [position for position in free if position in self._capitalised]
        if exact:
            may_be_small = (
                term in small or term in self._titles or len(self._capitalised) < _FEW_CAPITALS
            )
            return [position for position in exact if position in capitalised] or (
                exact if may_be_small else []
            )
        plural = [p for p in free if term.removesuffix("s") == self._terms[p].removesuffix("s")]
        root = _ENDING.sub("", term)
        if plural or len(root) < _LEAST_ROOT:
            return plural
        return [p for p in capitalised if _ENDING.sub("", self._terms[p]) == root]

    def _is_excluded(self, position: int) -> bool:
        """Tell whether a prefix turns a word into its contrary: non-Catholics.

        It does not where the statement excludes in other words: "outside the EU" for "non-EU".
        """
        quote = self._pair.quote
        start = quote.words[position].start
        has_prefix = _EXCLUDING_PREFIX.search(quote.text, max(0, start - 8), start) is not None
        return has_prefix and not contains_exclusion(self._pair.statement.text)

    @cached_property
    def _capitalised(self) -> frozenset[int]:
        quote = self._pair.quote
        return frozenset(p for p in range(len(quote.words)) if quote.is_capitalised(p))

    @cached_property
    def _names_in_quote(self) -> list[list[int]]:
        return [self._pair.quote.positions_of(name) for name in self._pair.quote.names]

    def _mentions_around(self, positions: Sequence[int]) -> list[list[int]]:
        """Return the names of the quote that contain some words; a word alone where none does."""
        mentions: list[list[int]] = []
        for position in positions:
            names = (name for name in self._names_in_quote if position in name)
            mention = next(names, [position])
            if mention not in mentions:
                mentions.append(mention)
        return mentions

    def _standing_for_whole(
        self, positions: Sequence[int], wanted: Collection[str]
    ) -> list[list[int]]:
        """Return the mentions where the last word of a name stands for the whole name.

        It does not where it is part of another name, as in "Treaty of Rome", or where the source
        also writes it in lower case.
        """
        small = {self._pair.quote.written(position).lower() for position in positions}
        source = self._context.source_text
        if any(re.search(rf"\b{re.escape(word)}\b", source) for word in small):
            return []
        return [
            mention
            for mention in self._mentions_around(positions)
            if all(
                self._terms[position] in wanted
                for position in self._capitalised.intersection(mention)
                if self._identifies(self._terms[position])
            )
        ]

    def _find_acronym(self, name: NameMention) -> list[list[int]]:
        """Return where the quote writes out an acronym, or abbreviates a name."""
        quote, letters = self._pair.quote, name.text.replace(".", "").rstrip("s")
        for other in quote.names:
            other_letters = other.text.replace(".", "").rstrip("s")
            is_written_out = is_acronym(name.text) and initials(other.text) == letters
            is_abbreviated = (
                is_acronym(other.text) and " " in name.text and initials(name.text) == other_letters
            )
            if is_written_out or is_abbreviated:
                return [quote.positions_of(other)]
        return []

    def _is_whole_around(self, name: NameMention) -> bool:
        """Tell whether the source or the question has the whole name."""
        return _has_name(f"{self._context.title_and_question}\n{self._context.source_text}", name)


def _has_name(text: str, name: NameMention) -> bool:
    words = re.findall(r"\w+", name.text)
    pattern = r"\W{1,3}".join(map(re.escape, words))
    return re.search(rf"\b{pattern}", text, re.IGNORECASE) is not None


def _is_near_all(position: int, found: Mapping[str, Sequence[int]]) -> bool:
    """Tell whether all words of a name are near a position, so that they are that name."""
    return all(
        any(abs(each - position) <= _FARTHEST_APART for each in positions)
        for positions in found.values()
    )
