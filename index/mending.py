"""Making a damaged part of an open library again, and doing the work that met it once more."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import TypeVar

from index.errors import HomeBusy, HomeCorrupt, Part, PartDamaged
from index.home import check_room, sole_writer
from index.storing import Stores

# Seconds that a question waits while another thread makes a damaged part again: a guess.
_PATIENCE = 20
_Result = TypeVar("_Result")


@dataclass(slots=True)
class Mender:
    """Makes damaged parts of a library again. Safe for use by several threads.

    Attributes:
        home: the folder that contains the library's files.
        stores: of the library.
        is_writable: whether the home can be written.
        sync_again: reads the documents again, with the home locked; None before the first sync.
        notices: what was done, a sentence each.
    """

    home: Path
    stores: Stores
    is_writable: bool
    sync_again: Callable[[], object] | None = None
    notices: list[str] = field(default_factory=list)
    _mending: Lock = field(default_factory=Lock)

    def whole(self, work: Callable[[], _Result]) -> _Result:
        """Return the result of reading from the stores; a damaged part is made again first."""
        return self.with_whole_parts(work, self._mend_locked)

    def with_whole_parts(
        self, work: Callable[[], _Result], mend: Callable[[PartDamaged], None]
    ) -> _Result:
        """Do work on the stores, and once more for each part that is damaged and made again."""
        mended: set[Part] = set()
        while True:
            try:
                return work()
            except PartDamaged as damage:
                # A full disk looks like damage, and a part thrown away could not be made again.
                check_room(self.home, damage)
                if damage.part in mended:
                    raise
                mend(damage)
                mended.add(damage.part)

    def _mend_locked(self, damage: PartDamaged) -> None:
        """Make a part again, unless another thread has just done so."""
        if not self.is_writable and damage.part not in (Part.VECTORS, Part.WORDS):
            raise damage
        if not self._mending.acquire(timeout=_PATIENCE):
            raise HomeBusy(f"The {damage.part} of the library in {self.home} are being made again.")
        try:
            if not self.is_writable:
                self._mend_parts(damage)
                return
            with sole_writer(self.home):
                self._mend_parts(damage)
        finally:
            self._mending.release()

    def _mend_parts(self, damage: PartDamaged) -> None:
        """Make a part again for a question, with the home locked."""
        if damage.part is not Part.CATALOGUE:
            self.renew(damage)
        elif self.sync_again is None:
            remedy = "Index its documents again: it is then made from them."
            raise HomeCorrupt(damage.what, remedy) from damage
        else:
            self.renew(damage)
            self.sync_again()

    def renew(self, damage: PartDamaged) -> None:
        """Make a part again from the catalogue; the catalogue itself is empty afterwards."""
        self.stores.renew(damage.part)
        self.tell([damage, *self.stores.mend()])

    def tell(self, damaged: Sequence[PartDamaged]) -> None:
        """Note what was damaged and is made again."""
        for each in damaged:
            origin = "the documents" if each.part is Part.CATALOGUE else "the catalogue"
            self.notices.append(f"{each.what} The {each.part} are made again from {origin}.")
