"""The rules that find what is wrong with a statement beside its quotes, in order.

Only the first fault is reported. The order decides which one that is:

1. Another language comes first, for then no other rule can compare the two.
2. Facts come next. They are wrong most often, and their reason is the most exact.
3. Negations precede opposites, for together they cancel out: "did not accept" is "rejected".
4. Opposites precede quantities: "more" against "less" is the clearer reason of the two.
5. Roles, short forms and substituted words follow. They look at single words without regard to
   negation and quantity, and would report faults of the earlier rules in vaguer words.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.verifying.alignment import Alignment
from assistant.verifying.analysed_text import Floats
from assistant.verifying.fact_rule import FactFindings, check_facts
from assistant.verifying.fault import Fault
from assistant.verifying.language_rule import find_language_faults
from assistant.verifying.negation_rule import find_negation_faults
from assistant.verifying.opposite_rule import find_opposite_faults
from assistant.verifying.quantity_rule import find_quantity_faults
from assistant.verifying.quote_context import QuoteContext
from assistant.verifying.role_rule import find_role_faults
from assistant.verifying.short_form_rule import find_short_form_faults
from assistant.verifying.substitution_rule import find_substitution_faults


@dataclass(frozen=True)
class Comparison:
    """What the rules look at.

    Attributes:
        pair: statement and quotes.
        context: the context of the quotes.
        meaning_of: returns the direction of a word taken alone, (dimensions,), of length 1.
    """

    pair: Alignment
    context: QuoteContext
    meaning_of: Callable[[str], Floats]

    @cached_property
    def facts(self) -> FactFindings:
        """What the facts of the statement are worth; computed once."""
        return check_facts(self.pair, self.context)


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that may be wrong.

    Attributes:
        name: a name for it.
        detects: what it reports.
        example: a quote and a statement that is at fault.
        find: returns the faults; none where nothing is wrong.
    """

    name: str
    detects: str
    example: tuple[str, str]
    find: Callable[[Comparison], Sequence[Fault]]


RULES = (
    Rule(
        "language",
        "a statement in another language than its quotes",
        ("All of the boats were sold in the autumn.", "Die Boote wurden im Herbst verkauft."),
        lambda comparison: find_language_faults(comparison.pair, comparison.context),
    ),
    Rule(
        "facts",
        "a number, date or name that the quotes lack, or say about something else",
        ("In the clash 14 doctors were injured.", "41 doctors were injured."),
        lambda comparison: comparison.facts.faults,
    ),
    Rule(
        "negation",
        "a negation that only one of the two has",
        ("The bridge is not open to the public.", "The bridge is open to the public."),
        lambda comparison: find_negation_faults(comparison.pair),
    ),
    Rule(
        "opposites",
        "a word whose opposite the quotes have",
        ("Prices were lower than in May.", "Prices were higher than in May."),
        lambda comparison: find_opposite_faults(comparison.pair),
    ),
    Rule(
        "quantities",
        "all, most, few, only or still, added or changed",
        ("Some villages in the valley lost power.", "All villages lost power."),
        lambda comparison: find_quantity_faults(comparison.pair),
    ),
    Rule(
        "roles",
        "two things that have changed places",
        ("Watt defeated Boulton.", "Boulton defeated Watt."),
        lambda comparison: find_role_faults(comparison.pair),
    ),
    Rule(
        "short forms",
        "a short form that stands for something else",
        ("The Harbour Boating Association (HBA) has boats.", "HBA stands for Harbour Bird Atlas."),
        lambda comparison: find_short_form_faults(comparison.pair),
    ),
    Rule(
        "substitution",
        "a word in the position of a word with another meaning",
        (
            "The guests left the boats in the harbour before the storm.",
            "The guests left the bread in the harbour before the storm.",
        ),
        lambda comparison: find_substitution_faults(comparison.pair, comparison.meaning_of),
    ),
)
"""All rules in the order in which they are applied."""


def first_fault(comparison: Comparison) -> Fault | None:
    """Return the first fault that a rule finds, or None."""
    for rule in RULES:
        for fault in rule.find(comparison):
            return fault
    return None
