"""From ranked sentences to quotes: whole sentences, neighbours joined, duplicates dropped."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.answering.headings import with_what_follows
from assistant.answering.sentence_ranking import RankedSentence, Ranking
from assistant.reply import Quote
from index import Span

_SENTENCES_READ = 14
_MOST_SENTENCES = 3
_MOST_CHARACTERS = 700
_SAME_WORDS = 0.8
# No further quote once the sentences read so far hold the answer with this chance, but for what
# another source says, if it is not quite unlikely.
_ENOUGH_SHARE = 0.99
_LEAST_ELSEWHERE = 0.0005
_LEAST_JOINED = 0.0005
# Of 100 questions of SQuAD, 99 have the accepted answer in so many, six of them on average, as in
# the best ten.
_LEAST_EVIDENCE = 4
_EVIDENCE_SHARE = 0.98


@dataclass(slots=True)
class _Draft:
    """Neighbouring sentences on their way into a quote; the best of them leads."""

    lead: RankedSentence
    start: int
    end: int
    sentences: int = 1

    def touches(self, other: RankedSentence) -> bool:
        """Tell whether a sentence stands next to this quote in the same paragraph."""
        origin = self.lead.passage.passage.origin
        if other.passage.source.id != origin.source.id:
            return False
        start, end = (other.end, self.start) if other.end <= self.start else (self.end, other.start)
        gap = origin.text[start:end]
        return start <= end and not gap.strip() and "\n\n" not in gap

    def has_room(self, other: RankedSentence) -> bool:
        """Tell whether a sentence may join without making the quote too long to read."""
        length = max(self.end, other.end) - min(self.start, other.start)
        return self.sentences < _MOST_SENTENCES and length <= _MOST_CHARACTERS

    def join(self, other: RankedSentence) -> None:
        """Take a neighbouring sentence in."""
        self.start, self.end = min(self.start, other.start), max(self.end, other.end)
        self.sentences += 1


ShortAnswer = Callable[[RankedSentence], Span | None]


def _no_short_answer(_: RankedSentence) -> Span | None:
    return None


def quotes_from(
    ranking: Ranking, most: int, short_answer: ShortAnswer = _no_short_answer
) -> list[Quote]:
    """Return quotes, the likeliest evidence first.

    Args:
        ranking: the ranked sentences.
        most: most quotes.
        short_answer: returns the short answer in a sentence, or None.
    """
    drafts: list[_Draft] = []
    read = 0.0
    for sentence in ranking.sentences[:_SENTENCES_READ]:
        near = next((each for each in drafts if each.touches(sentence)), None)
        if near is not None and near.has_room(sentence):
            if sentence.share >= _LEAST_JOINED:
                near.join(sentence)
        elif len(drafts) < most and _adds(sentence, drafts, read):
            drafts.append(_Draft(sentence, sentence.start, sentence.end))
        read += sentence.share
    quotes: list[Quote] = []
    for draft in drafts:
        origin = draft.lead.passage.passage.origin
        plain = Quote(origin, draft.start, draft.end, short_answer(draft.lead))
        whole = replace(plain, end=_whole_end(plain, drafts))
        if whole.end > plain.end and draft.lead.end == draft.end:
            whole = replace(whole, mark=None)  # what only announces is not the answer
        # What a quote has already is not announced anew; a heading alone says nothing then.
        fitting = whole if draft.sentences == 1 or not _meets(whole, quotes) else plain
        if not _meets(fitting, quotes):
            quotes.append(fitting)
    return quotes


def evidence_from(ranking: Ranking) -> Iterator[Quote]:
    """Yield the sentences that hold the answer if any does, the likeliest first.

    There are at least a few, for what stands around an answer; no more than are needed, for a
    small model loses itself in many and takes long to read them.
    """
    read = 0.0
    for number, each in enumerate(ranking.sentences):
        if number >= _LEAST_EVIDENCE and read >= _EVIDENCE_SHARE:
            return
        origin = each.passage.passage.origin
        yield Quote(origin, *with_what_follows(origin, each.start, each.end))
        read += each.share


def _whole_end(quote: Quote, drafts: Sequence[_Draft]) -> int:
    """Return where a quote ends with what it announces, and with all of a draft that has that."""
    end = with_what_follows(quote.origin, quote.start, quote.end)[1]
    source = quote.source.id
    inside = (
        draft.end
        for draft in drafts
        if draft.lead.passage.source.id == source and quote.end <= draft.start < end
    )
    return max((end, *inside))


def _meets(quote: Quote, others: Sequence[Quote]) -> bool:
    return any(map(quote.overlaps, others))


def _adds(sentence: RankedSentence, drafts: list[_Draft], read: float) -> bool:
    """Tell whether a sentence is worth a quote beside those that there are."""
    source = sentence.passage.source.id
    is_elsewhere = all(draft.lead.passage.source.id != source for draft in drafts)
    wanted = read < _ENOUGH_SHARE or (is_elsewhere and sentence.share >= _LEAST_ELSEWHERE)
    return wanted and not _is_said(sentence, drafts)


def _is_said(sentence: RankedSentence, drafts: list[_Draft]) -> bool:
    """Tell whether a quote says the same as a sentence in nearly the same words."""
    here = {word.term for word in sentence.words}
    quoted = ({word.term for word in draft.lead.words} for draft in drafts)
    return any(len(here & each) >= _SAME_WORDS * max(len(here | each), 1) for each in quoted)
