"""Groups of the second stage: our own questions, with some groups of the first stage.

    python -m assistant.training.reader.mixing CANDIDATES FIRST GROUPS HELD_OUT

CANDIDATES is the folder that `written_questions` wrote; FIRST has the groups of `training_sets`.

Every round has all questions with other negatives and other crops. Four sets are held out: training
prints how well the cross-encoder does on them.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from assistant.training.reader.groups import (
    Group,
    LabelledPassage,
    read_groups,
    read_rows,
    write_groups,
)
from assistant.training.reader.variation import as_typed, cropped
from assistant.training.reader.written_questions import Candidates

HELD_OUT = ("soft-ssh", "rule-grants", "tale-holmes", "desk-minutes")
# The sets of the first stage that are natural enough to be read again.
_AGAIN = {
    "squadshifts_new_wiki", "qed_dev", "selqa", "fairytaleqa", "clapnq_dev", "tatqa", "covidqa",
    "squadshifts_reddit", "squad_train_sentences", "conditionalqa_govuk",
    "squadshifts_amazon_reviews",
}  # fmt: skip
# Groups of the first stage in each round, fewer as our own questions need more rounds; a guess.
_GROUPS_AGAIN = (1800, 1200, 1000)
_HELD_OUT_GROUPS = 240
# Characters that a passage is cropped to. A quarter is left whole. A guess.
_CROPPED_TO = (300, 800)
_SEED = 5


def groups_of(
    questions: Sequence[Candidates], elsewhere: Sequence[LabelledPassage], dice: random.Random
) -> Iterator[Group]:
    """Yield a group for each question: a passage that answers, if any, and one or two negatives.

    Args:
        questions: the questions with their passages.
        elsewhere: passages of all sets; at times one of them is a further negative.
        dice: what decides.
    """
    for each in questions:
        passages = list(each.answering[:1])
        if len(each.answering) > 1 and dice.random() < 0.5:
            passages = [dice.choice(each.answering)]
        if passages and each.others and dice.random() < 0.03:
            passages = []
        most = dice.choices((1, 2), (75, 25))[0] + (not passages)
        ranks = {min(int(dice.expovariate(0.3)), len(each.others) - 1) for _ in range(most)}
        passages += [each.others[rank] for rank in sorted(ranks)] if each.others else []
        if dice.random() < 0.06:
            passages.append(dice.choice(elsewhere).without_answer())
        dice.shuffle(passages)
        varied = tuple(_varied(passage, dice) for passage in passages)
        question = as_typed(each.question, dice) if dice.random() < 0.3 else each.question
        if varied:
            yield Group(question, varied, 1.0, each.set)


def _varied(passage: LabelledPassage, dice: random.Random) -> LabelledPassage:
    chance = dice.random()
    if chance < 0.12:
        passage = replace(passage, surroundings="")
    elif chance < 0.25:
        passage = replace(passage, surroundings=passage.surroundings.rsplit(" · ", 1)[0])
    if dice.random() < 0.25:
        return passage
    return cropped(passage, dice.randint(*_CROPPED_TO), dice)


def held_out_groups(questions: Sequence[Candidates], others: int = 3) -> list[Group]:
    """Return groups to evaluate on: a passage that answers and the nearest others, uncropped."""
    passages = [(each, (*each.answering[:1], *each.others[:others])) for each in questions]
    return [Group(each.question, texts, 1.0, each.set) for each, texts in passages if texts]


def mixed(
    questions: Sequence[Candidates], first_stage: Sequence[Group], rounds: int, dice: random.Random
) -> list[Group]:
    """Return the groups of all rounds, in the order to train on them."""
    elsewhere = [passage for each in questions for passage in each.others[:2]]
    again = [group for group in first_stage if group.origin in _AGAIN]
    dice.shuffle(again)
    groups: list[Group] = []
    for number in range(rounds):
        of_round = list(groups_of(questions, elsewhere, random.Random(f"round {number}")))
        count = _GROUPS_AGAIN[min(number, len(_GROUPS_AGAIN) - 1)]
        of_round += again[:count]
        del again[:count]
        random.Random(number).shuffle(of_round)
        groups += of_round
    return groups


def main() -> None:
    """Mix the groups, and write those to evaluate on."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("candidates", type=Path)
    parser.add_argument("first", type=Path)
    parser.add_argument("groups", type=Path)
    parser.add_argument("held_out", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    files = sorted(options.candidates.glob("*.jsonl.gz"))
    questions = [Candidates.of(row) for file in files for row in read_rows(file)]
    used = [each for each in questions if each.set not in HELD_OUT]
    dice = random.Random(_SEED)
    groups = mixed(used, read_groups(options.first), options.rounds, dice)
    held_out = held_out_groups([each for each in questions if each.set in HELD_OUT])
    dice.shuffle(held_out)
    print(f"{write_groups(groups, options.groups)} groups of {len(used)} questions and of before")
    written = write_groups(held_out[:_HELD_OUT_GROUPS], options.held_out)
    print(f"{written} groups to evaluate on")


if __name__ == "__main__":
    main()
