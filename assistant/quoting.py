"""From ranked sentences to quotes: whole sentences, neighbours joined, duplicates dropped."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.evidence import AskedQuestion, RankedSentence, Ranking
from assistant.marking import mark
from assistant.reply import Quote
from index import Span

_SENTENCES_READ = 8
_MOST_SENTENCES = 3
_MOST_CHARACTERS = 700
_SAME_WORDS = 0.8


@dataclass(slots=True)
class _Draft:
    """Neighbouring sentences on their way into a quote; the best of them leads."""

    lead: RankedSentence
    start: int
    end: int
    sentences: int = 1

    def touches(self, other: RankedSentence) -> bool:
        """Tell whether a sentence stands next to this quote in the same source."""
        origin = self.lead.passage.passage.origin
        if other.passage.source.id != origin.source.id:
            return False
        start, end = (other.end, self.start) if other.end <= self.start else (self.end, other.start)
        return start <= end and not origin.text[start:end].strip()

    def has_room(self, other: RankedSentence) -> bool:
        """Tell whether a sentence may join without making the quote too long to read."""
        length = max(self.end, other.end) - min(self.start, other.start)
        return self.sentences < _MOST_SENTENCES and length <= _MOST_CHARACTERS

    def join(self, other: RankedSentence) -> None:
        """Take a neighbouring sentence in."""
        self.start, self.end = min(self.start, other.start), max(self.end, other.end)
        self.sentences += 1


def quotes_from(ranking: Ranking, most: int) -> list[Quote]:
    """Return at most so many quotes, the likeliest evidence first."""
    drafts: list[_Draft] = []
    for sentence in ranking.sentences[:_SENTENCES_READ]:
        near = next((each for each in drafts if each.touches(sentence)), None)
        if near is not None and near.has_room(sentence):
            near.join(sentence)
        elif len(drafts) < most and not any(_same(sentence, each.lead) for each in drafts):
            drafts.append(_Draft(sentence, sentence.start, sentence.end))
    return [
        Quote(draft.lead.passage.passage.origin, draft.start, draft.end, _mark(ranking, draft.lead))
        for draft in drafts
    ]


def _same(one: RankedSentence, other: RankedSentence) -> bool:
    """Tell whether two sentences say the same in nearly the same words."""
    here, there = ({word.term for word in each.words} for each in (one, other))
    return len(here & there) >= _SAME_WORDS * max(len(here | there), 1)


def _mark(ranking: Ranking, lead: RankedSentence) -> Span | None:
    asked: AskedQuestion = ranking.question
    found = mark(asked.text, lead.text, list(lead.words), asked.rarity)
    return (lead.start + found[0], lead.start + found[1]) if found else None
