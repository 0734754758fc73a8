"""What the catalogue notes of files, kept in line with the folders."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from index.catalogue import Catalogue, FileEntry
from index.folders import Folders
from index.scanning import FoundFile, Hidden
from index.storing import Stores

# A file changed this recently may change again without its size or time telling.
_TICK_NS = 2_000_000_000
# To be raised whenever the readers can read more than before.
_READERS = 3


def known_files(catalogue: Catalogue, folders: Folders) -> dict[str, FileEntry]:
    """Return the files that the last sync saw, under the locations that they have now."""
    before, now = catalogue.recall("folders"), folders.to_json()
    known = catalogue.files()
    if before == now:
        return known
    holding = {entry.container for entry in catalogue.members().values()}
    # What is inside a file is recorded with it: it is opened again, and nothing in it read again.
    known = {
        path: replace(entry, stamp="") if path in holding else entry
        for path, entry in known.items()
    }
    moved = _relabelled(known, Folders.from_json(before), folders) if before else {}
    with catalogue.transaction():
        catalogue.drop_files(known)
        catalogue.put_files(moved.values())
        catalogue.remember("folders", now)
    return moved


def _relabelled(
    known: Mapping[str, FileEntry], before: Folders, now: Folders
) -> dict[str, FileEntry]:
    """Return files of other folders as they are called in these; some are in none of these."""
    found = {}
    for entry in known.values():
        try:
            location = now.location_of(before.path_of(entry.path))
        except ValueError:
            continue
        found[location] = replace(entry, path=location)
    return found


def look_again(catalogue: Catalogue, limits: str) -> None:
    """Let what could not be read be tried again if its readers are others now, or their limits."""
    wanted = f"readers {_READERS}, {limits}"
    if catalogue.recall("readers") != wanted:
        with catalogue.transaction():
            catalogue.look_again_at_failures()
            catalogue.remember("readers", wanted)


def remove_missing(stores: Stores, names: AbstractSet[str], hidden: Sequence[Hidden]) -> int:
    """Forget files that are gone and sources that no file holds; return how many sources.

    What is below something that cannot be looked at is not gone.
    """
    catalogue = stores.catalogue
    kept = tuple(f"{each.name}/" for each in hidden)
    gone = [name for name in catalogue.files().keys() - names if not f"{name}/".startswith(kept)]
    with catalogue.transaction():
        catalogue.drop_files(gone)
    orphans = catalogue.orphans()
    stores.remove(orphans)
    catalogue.relocate()
    return len(orphans)


def entry_of(
    found: FoundFile,
    source: str | None,
    failure: str | None = None,
    members: frozenset[str] | None = frozenset(),
) -> FileEntry:
    """Return what is noted of a file that was read, or that could not be.

    Until it is known what is inside a file, it is to be looked at again.
    """
    recent = time.time_ns() - found.changed < _TICK_NS
    stamp = "" if recent or members is None else found.stamp
    return FileEntry(found.name, source, found.size, stamp, failure, members=members)
