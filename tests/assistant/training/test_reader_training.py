"""Training the cross-encoder; skipped where the extra `training` is not installed."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

torch = pytest.importorskip("torch", reason="needs the extra `training`")
pytest.importorskip("onnx", reason="needs the extra `training`")
pytest.importorskip("safetensors", reason="needs the extra `training`")

from assistant.training.reader.agreement import (  # noqa: E402
    compare,
    in_eight_bits,
    in_full_precision,
)
from assistant.training.reader.encoding import LabelledRow, RowEncoder  # noqa: E402
from assistant.training.reader.evaluation import area_under_curve, evaluate, losses_of  # noqa: E402
from assistant.training.reader.export import export  # noqa: E402
from assistant.training.reader.groups import (  # noqa: E402
    DOUBTFUL,
    NEGATIVE,
    POSITIVE,
    Group,
    LabelledPassage,
)
from assistant.training.reader.losses import FACTORS, group_loss, sentence_scores  # noqa: E402
from assistant.training.reader.model import (  # noqa: E402
    CrossEncoderNetwork,
    Logits,
    from_published,
    padded,
    published_weights,
)
from assistant.training.reader.train import Schedule, Trainer, batches_of  # noqa: E402
from index import split_sentences  # noqa: E402
from index.cross_encoder import Row  # noqa: E402

TEXT = "The lido opens at seven. Dogs are not allowed. A ticket costs 90 euros."


@pytest.fixture(scope="module")
def network() -> CrossEncoderNetwork:
    torch.manual_seed(0)
    network = CrossEncoderNetwork()
    network.eval()
    return network


@pytest.fixture(scope="module")
def group() -> Group:
    sentences = tuple(split_sentences(TEXT, 0, len(TEXT)))
    start = TEXT.index("90")
    labels = (NEGATIVE, DOUBTFUL, POSITIVE)
    right = LabelledPassage("Baths", TEXT, sentences, labels, ((start, start + 8),))
    other = LabelledPassage("", "Nothing happened.", ((0, 17),), (NEGATIVE,))
    return Group("ticket price?", (right, other), 1.0, "set")


def row_of(labels: tuple[int, ...], answers: tuple[tuple[int, int], ...] = ()) -> LabelledRow:
    """Return a row with a question of one token, and sentences of two tokens each."""
    count = 2 * len(labels)
    row = Row([101, 7, 102, *[9] * count, 102], 3, 3, [(n, n + 1) for n in range(count)])
    sentences = tuple((3 + 2 * number, 5 + 2 * number) for number in range(len(labels)))
    return LabelledRow(row, sentences, labels, answers)


def logits_of(values: dict[int, float], length: int, answers: float = 0.0) -> Logits:
    """Return logits for one row: those given by token for all three, else 0."""
    tokens = torch.tensor([[values.get(number, 0.0) for number in range(length)]])
    return Logits(tokens, tokens, tokens, torch.tensor([answers]))


def entropy(logit: float, label: float) -> float:
    return math.log1p(math.exp(-logit if label else logit))


def test_score_of_a_sentence_is_the_mean_of_its_tokens() -> None:
    row = row_of((POSITIVE, NEGATIVE))
    evidence = torch.tensor([9.0, 9.0, 9.0, 1.0, 3.0, -1.0, 0.0, 9.0])
    assert sentence_scores(evidence, row).tolist() == [2.0, -0.5]


def test_losses_of_a_short_answer_are_those_computed_by_hand() -> None:
    row = row_of((POSITIVE, NEGATIVE), answers=((3, 4),))
    losses = group_loss(logits_of({3: 1.0, 4: 3.0, 5: 1.0}, 8, answers=2.0), [row])
    tokens = math.log(1 + math.e + math.e**3 + math.e + 1)  # null, then the four of the text
    assert losses["answer"].item() == pytest.approx(FACTORS["answer"] * (2 * tokens - 1 - 3))
    sentences = math.log(1 + math.e**2 + math.e**0.5)
    assert losses["sentence"].item() == pytest.approx(FACTORS["sentence"] * (sentences - 2))
    each = (entropy(2, 1) + entropy(0.5, 0)) / 2
    assert losses["each sentence"].item() == pytest.approx(FACTORS["each sentence"] * each)
    assert losses["passage"].item() == pytest.approx(FACTORS["passage"] * entropy(2, 1))


def test_null_is_right_where_nothing_answers() -> None:
    losses = group_loss(logits_of({3: 1.0, 4: 1.0}, 6), [row_of((NEGATIVE,))])
    tokens = math.log(1 + 2 * math.e)
    assert losses["answer"].item() == pytest.approx(FACTORS["answer"] * 2 * tokens)
    assert losses["sentence"].item() == pytest.approx(FACTORS["sentence"] * math.log(1 + math.e))
    assert losses["passage"].item() == pytest.approx(FACTORS["passage"] * math.log(2))


def test_any_token_of_the_sentence_is_right_without_a_short_answer() -> None:
    losses = group_loss(logits_of({3: 2.0, 4: 2.0}, 8), [row_of((POSITIVE, NEGATIVE))])
    inside = math.log(2 * math.e**2)
    total = math.log(1 + 2 * math.e**2 + 2)
    expected = FACTORS["answer"] * 2 * (total - inside)
    assert losses["answer"].item() == pytest.approx(expected, abs=1e-6)


def test_doubtful_sentence_counts_neither_way() -> None:
    high = logits_of({3: 1.0, 4: 1.0, 5: 8.0, 6: 8.0}, 8)
    low = logits_of({3: 1.0, 4: 1.0, 5: -8.0, 6: -8.0}, 8)
    doubtful, negative = row_of((POSITIVE, DOUBTFUL)), row_of((POSITIVE, NEGATIVE))
    for name, loss in group_loss(high, [doubtful]).items():
        assert loss.item() == pytest.approx(group_loss(low, [doubtful])[name].item())
    assert group_loss(high, [negative])["sentence"] > group_loss(low, [negative])["sentence"] + 5


def test_scores_are_normalised_over_all_passages_of_a_question() -> None:
    right, other = row_of((POSITIVE,)), row_of((NEGATIVE,))
    both = [logits_of({3: 1.0, 4: 1.0}, 6), logits_of({3: 4.0, 4: 4.0}, 6)]
    together = Logits(*(torch.cat(parts) for parts in zip(*both, strict=True)))
    loss = group_loss(together, [right, other])["sentence"].item()
    assert loss == pytest.approx(FACTORS["sentence"] * (math.log(1 + math.e + math.e**4) - 1))


def test_padding_changes_no_logit(network: CrossEncoderNetwork, group: Group) -> None:
    rows = [each.row for each in RowEncoder().labelled_rows(group)]
    with torch.no_grad():
        together = network(*padded(rows))
        for number, row in enumerate(rows):
            alone = network(*padded([row]))
            for one, all_ in zip(alone[:3], together[:3], strict=True):
                found = all_[number][: len(row.ids)]
                torch.testing.assert_close(one[0], found, atol=1e-4, rtol=1e-4)
            torch.testing.assert_close(alone.answers[0], together.answers[number])


def test_published_weights_survive_the_round_trip(network: CrossEncoderNetwork) -> None:
    weights = published_weights(network)
    assert weights["encoder.layer.5.attention.self.key.weight"].shape == (384, 384)
    again = from_published(weights)
    assert not again.words.weight.requires_grad
    assert again.positions.weight.requires_grad
    for name, values in published_weights(again).items():
        np.testing.assert_array_equal(values, weights[name])


def test_exported_model_agrees_with_full_precision(
    network: CrossEncoderNetwork, group: Group
) -> None:
    rows = RowEncoder().labelled_rows(group)
    model = export(network, [each.row for each in rows])
    assert 20_000_000 < len(model) < 25_000_000
    full = in_full_precision(network)
    figures = compare(full, in_eight_bits(model), [rows])
    assert figures["99 in 100"] < 0.1
    same = compare(full, full, [rows])
    assert (same["first sentence"], same["answered or not"], same["short answer"]) == (1, 1, 1)
    assert same["99 in 100"] == 0


def test_disagreement_is_counted() -> None:
    rows = [row_of((POSITIVE, NEGATIVE))]

    def reader(*evidence: float) -> Callable[[Row], NDArray[np.float32]]:
        logits = np.zeros((3, 8), np.float32)
        logits[2, 3:7] = evidence
        return lambda _: logits

    one, other = reader(1, 1, 0, 0), reader(-2, -2, -1, -1)
    figures = compare(one, other, [rows, []])
    assert figures["first sentence"] == figures["answered or not"] == figures["short answer"] == 0
    assert figures["mean"] == pytest.approx(2.0)


def test_rate_rises_and_falls_to_almost_nothing() -> None:
    schedule = Schedule(steps=1000, rate=2.0)
    rates = [schedule.at(step) for step in range(1000)]
    top = max(range(1000), key=rates.__getitem__)
    assert 55 <= top <= 65
    assert rates[top] == pytest.approx(2.0, rel=0.02)
    assert rates[:top] == sorted(rates[:top])
    assert rates[top:] == sorted(rates[top:], reverse=True)
    assert 0 < rates[-1] < 0.01


def test_each_round_has_every_group_and_continues_where_it_stopped() -> None:
    groups = [Group(str(number), (), 1.0, "set") for number in range(40)]
    steps = list(itertools.islice(batches_of(groups, 0, in_order=False), 6))
    assert [len(step) for step in steps] == [16, 16, 8, 16, 16, 8]
    first, second = (
        [group.question for step in part for group in step] for part in (steps[:3], steps[3:])
    )
    assert sorted(first) == sorted(second) == sorted(each.question for each in groups)
    assert first != second
    assert list(itertools.islice(batches_of(groups, 2, in_order=False), 4)) == steps[2:]
    assert next(batches_of(groups, 1, in_order=True)) == groups[16:32]


def test_training_learns_and_continues_from_its_checkpoint(tmp_path: Path, group: Group) -> None:
    torch.manual_seed(0)
    encoder = RowEncoder()
    trainer = Trainer(tmp_path, CrossEncoderNetwork(), Schedule(4, 1e-4))
    trainer.run(encoder, itertools.repeat([group]), [group])
    assert trainer.step == 4
    assert len((tmp_path / "log.jsonl").read_text("utf-8").splitlines()) == 1
    again = CrossEncoderNetwork()
    continued = Trainer(tmp_path, again, Schedule(8, 1e-4))
    assert continued.step == 4
    losses = [continued.learn(encoder, [group]) for _ in range(4)]
    assert losses[-1] < losses[0]
    figures = evaluate(again, encoder, [group])
    assert set(figures) == {*FACTORS, "first", "area"}


def test_batched_rows_keep_their_order(network: CrossEncoderNetwork, group: Group) -> None:
    rows = RowEncoder().labelled_rows(group)
    with torch.no_grad():
        losses, logits = losses_of(network, [rows, rows[::-1]])
        for name, loss in losses[0].items():
            torch.testing.assert_close(loss, losses[1][name], atol=0.02, rtol=0.02)
    assert [len(each.answers) for each in logits] == [2, 2]


def test_area_counts_pairs_in_the_right_order() -> None:
    assert area_under_curve([(2.0, True), (1.0, False), (0.0, True)]) == 0.5
    assert area_under_curve([(1.0, True), (1.0, False)]) == 0.5
    assert area_under_curve([(1.0, True)]) == 0
