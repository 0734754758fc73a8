"""Wrong passwords: pauses that grow, and never shut out a person where they last logged in."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, replace

# All guesses: a name is guessed at most some 1,500 times a day from one address.
_FREE_TRIES, _FREE_TRIES_UNDER_ATTACK = 5, 2
_ATTACK = 50  # wrong passwords for one name, from anywhere
_FREE_TRIES_AN_ADDRESS = 20  # for whatever names
_LONGEST_PAUSE, _LONGEST_PAUSE_AN_ADDRESS = 60.0, 10.0
_FORGOTTEN_AFTER = 3_600.0
_TRIES_A_SECOND_WHERE_KNOWN = 5
_MOST_KEPT = 20_000
_Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Wrong:
    """How many wrong passwords there were, and when the last one was."""

    count: int = 0
    last: float = 0.0


class Attempts:
    """Counts wrong passwords by name and address.

    A try during a pause is refused and does not count, so nobody can make a pause longer. Times
    are seconds of one clock.
    """

    def __init__(self) -> None:
        """Begin without any."""
        self._wrong: OrderedDict[_Key, _Wrong] = OrderedDict()
        self._known: OrderedDict[str, str] = OrderedDict()

    def is_known(self, name: str, address: str) -> bool:
        """Return whether a person last logged in from an address."""
        return self._known.get(name) == address

    def pause(self, name: str, address: str, now: float) -> float:
        """Return the seconds until the next password may be tried; 0 for at once."""
        pair = self._of((name, address), now)
        if self.is_known(name, address):
            recent = self._of((name, f"{address}/{int(now)}"), now).count
            return 1.0 if recent >= _TRIES_A_SECOND_WHERE_KNOWN else 0.0
        is_attacked = self._of((name, ""), now).count >= _ATTACK
        free = _FREE_TRIES_UNDER_ATTACK if is_attacked else _FREE_TRIES
        everyone = self._of(("", address), now)
        return max(
            _rest(pair, free, _LONGEST_PAUSE, now),
            _rest(everyone, _FREE_TRIES_AN_ADDRESS, _LONGEST_PAUSE_AN_ADDRESS, now),
        )

    def note(self, name: str, address: str, now: float) -> None:
        """Count a try as wrong, until `succeed` takes it back."""
        for key in self._keys(name, address, now):
            self._wrong[key] = _Wrong(self._of(key, now).count + 1, now)
            self._wrong.move_to_end(key)
        while len(self._wrong) > _MOST_KEPT:
            self._wrong.popitem(last=False)

    def succeed(self, name: str, address: str, now: float) -> None:
        """Note that a person logged in; what they mistyped before is forgotten."""
        self._wrong.pop((name, address), None)
        for key in (("", address), (name, ""), (name, f"{address}/{int(now)}")):
            found = self._of(key, now)
            if found.count:
                self._wrong[key] = replace(found, count=found.count - 1)
        self._known[name] = address
        self._known.move_to_end(name)
        while len(self._known) > _MOST_KEPT:
            self._known.popitem(last=False)

    def _keys(self, name: str, address: str, now: float) -> tuple[_Key, ...]:
        keys: tuple[_Key, ...] = ((name, address), (name, ""), ("", address))
        is_known = self.is_known(name, address)
        return (*keys, (name, f"{address}/{int(now)}")) if is_known else keys

    def _of(self, key: _Key, now: float) -> _Wrong:
        found = self._wrong.get(key, _Wrong())
        return found if now - found.last < _FORGOTTEN_AFTER else _Wrong()


def _rest(wrong: _Wrong, free: int, longest: float, now: float) -> float:
    """Return the rest of a pause, which doubles with each wrong password after the free ones."""
    if wrong.count < free:
        return 0.0
    pause = min(2.0 ** min(wrong.count - free, 10), longest)
    return max(0.0, wrong.last + pause - now)
