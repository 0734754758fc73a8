"""Trains the cross-encoder on groups, with checkpoints to continue from.

    python -m assistant.training.reader.train GROUPS.jsonl.gz FOLDER --steps 1000

Run again with the same arguments, it continues from the last checkpoint in FOLDER.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch

from assistant.training.embedder.building import published_model, read_weights
from assistant.training.reader.encoding import RowEncoder
from assistant.training.reader.evaluation import evaluate, losses_of
from assistant.training.reader.groups import Group, read_groups
from assistant.training.reader.model import CrossEncoderNetwork, from_published

# The usual settings of BERT's fine-tuning, not swept. The heads begin untrained and learn faster.
_RATE = 1e-4
_RATE_OF_HEADS = 5.0
_BETAS = (0.9, 0.98)
_WEIGHT_DECAY = 0.01
_WARM_UP = 0.06
_LARGEST_GRADIENT = 1.0
_GROUPS_A_STEP = 16
# Without a file of held-out groups, so many of the first are held out.
_HELD_OUT = 240
_CHECKPOINT_SECONDS = 300


@dataclass(frozen=True, slots=True)
class Schedule:
    """The rate of learning at each step: it rises linearly, then falls linearly to 0.

    Attributes:
        steps: of the whole training.
        rate: the highest.
    """

    steps: int
    rate: float

    def at(self, step: int) -> float:
        """Return the rate of a step, counted from 0."""
        share = (step + 1) / (self.steps + 1)
        return self.rate * min(share / _WARM_UP, (1 - share) / (1 - _WARM_UP))


class Trainer:
    """A network in training, and what is needed to continue after a stop."""

    def __init__(self, folder: Path, network: CrossEncoderNetwork, schedule: Schedule) -> None:
        """Train a network; continue from the folder's checkpoint if there is one."""
        self._folder, self._network, self._schedule = folder, network, schedule
        heads = [*network.tokens.parameters(), *network.answers.parameters()]
        known = {id(each) for each in heads}
        self._trained = [each for each in network.parameters() if each.requires_grad]
        rest = [each for each in self._trained if id(each) not in known]
        self._optimizer = torch.optim.AdamW(
            [{"params": rest, "times": 1.0}, {"params": heads, "times": _RATE_OF_HEADS}],
            lr=schedule.rate,
            betas=_BETAS,
            weight_decay=_WEIGHT_DECAY,
        )
        self.step = 0
        folder.mkdir(parents=True, exist_ok=True)
        if (folder / "latest.pt").exists():
            checkpoint = torch.load(folder / "latest.pt")
            network.load_state_dict(checkpoint["network"])
            self._optimizer.load_state_dict(checkpoint["optimizer"])
            self.step = checkpoint["step"]

    def save(self) -> None:
        """Write the checkpoint to continue from, and the network's weights by themselves."""
        weights = self._network.state_dict()
        states = {"network": weights, "optimizer": self._optimizer.state_dict(), "step": self.step}
        # Written aside first, so that a stop while writing loses nothing.
        torch.save(states, self._folder / "next.pt")
        (self._folder / "next.pt").replace(self._folder / "latest.pt")
        torch.save(weights, self._folder / "network.pt")

    def learn(self, encoder: RowEncoder, groups: Sequence[Group]) -> float:
        """Take a step; return the mean loss of the groups."""
        for part in self._optimizer.param_groups:
            part["lr"] = self._schedule.at(self.step) * part["times"]
        self.step += 1
        pairs = [(encoder.labelled_rows(group), group.weight) for group in groups]
        kept = [(rows, weight) for rows, weight in pairs if rows]
        if not kept:
            return 0.0
        losses, _ = losses_of(self._network, [rows for rows, _ in kept])
        weighted = [
            weight * sum(loss.values()) for (_, weight), loss in zip(kept, losses, strict=True)
        ]
        total = torch.stack(weighted).mean()
        total.backward()
        torch.nn.utils.clip_grad_norm_(self._trained, _LARGEST_GRADIENT)
        self._optimizer.step()
        self._optimizer.zero_grad()
        return float(total.detach())

    def run(
        self, encoder: RowEncoder, batches: Iterator[list[Group]], held_out: Sequence[Group]
    ) -> None:
        """Train to the last step; save and evaluate every few minutes and at the end."""
        self._network.train()
        saved, losses = time.monotonic(), []
        while self.step < self._schedule.steps:
            losses.append(self.learn(encoder, next(batches)))
            is_last = self.step == self._schedule.steps
            if is_last or time.monotonic() - saved > _CHECKPOINT_SECONDS:
                self.save()
                figures = {"step": self.step, "loss": sum(losses) / len(losses)}
                figures |= evaluate(self._network, encoder, held_out)
                self._log({name: round(value, 4) for name, value in figures.items()})
                saved, losses = time.monotonic(), []

    def _log(self, figures: dict[str, float]) -> None:
        line = json.dumps(figures)
        print(line, flush=True)
        with (self._folder / "log.jsonl").open("a", encoding="utf-8") as log:
            log.write(line + "\n")


def batches_of(groups: Sequence[Group], step: int, *, in_order: bool) -> Iterator[list[Group]]:
    """Yield the groups of each step from a step on, endlessly, shuffled anew in each round."""
    steps = -(-len(groups) // _GROUPS_A_STEP)
    while True:
        order = list(groups)
        if not in_order:
            random.Random(step // steps).shuffle(order)
        for number in range(step % steps, steps):
            yield order[number * _GROUPS_A_STEP : (number + 1) * _GROUPS_A_STEP]
        step += steps - step % steps


def main() -> None:
    """Train, or continue to train."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("groups", type=Path)
    parser.add_argument("folder", type=Path, help="for checkpoints, weights and the log")
    parser.add_argument("--steps", type=int, required=True)
    parser.add_argument("--rate", type=float, default=_RATE, help="the highest rate of learning")
    parser.add_argument("--dropout", type=float, default=0.0)
    parser.add_argument("--threads", type=int, help="default: torch's")
    parser.add_argument("--model", type=Path, help="model.safetensors; default: the package's")
    parser.add_argument("--start", type=Path, help="network.pt of an earlier stage")
    parser.add_argument("--in-order", action="store_true", help="do not shuffle the groups")
    parser.add_argument("--held-out", type=Path, help="groups to evaluate on")
    options = parser.parse_args()
    if options.threads:
        torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    groups = read_groups(options.groups)
    held_out = read_groups(options.held_out) if options.held_out else groups[:_HELD_OUT]
    groups = groups if options.held_out else groups[_HELD_OUT:]
    weights = read_weights(options.model or published_model())
    network = from_published(weights, options.dropout)
    if options.start:
        network.load_state_dict(torch.load(options.start))
    trainer = Trainer(options.folder, network, Schedule(options.steps, options.rate))
    batches = batches_of(groups, trainer.step, in_order=options.in_order)
    trainer.run(RowEncoder(), batches, held_out)


if __name__ == "__main__":
    main()
