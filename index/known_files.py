"""What the catalogue notes of files, kept in line with the folders."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from index.catalogue import Catalogue
from index.entries import FileEntry
from index.folders import Folders
from index.scanning import FoundFile, Hidden
from index.storing import Stores

# A file changed this recently may change again without its size or time telling.
_TICK_NS = 2_000_000_000


def known_files(catalogue: Catalogue, folders: Folders) -> dict[str, FileEntry]:
    """Return the files that the last sync saw, under the locations that they have now."""
    before, now = catalogue.recall("folders"), folders.to_json()
    known = catalogue.files()
    if before == now:
        return known
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


def entry_of(found: FoundFile, source: str | None, failure: str | None = None) -> FileEntry:
    """Return what is noted of a file that was read, or that could not be."""
    recent = time.time_ns() - found.changed < _TICK_NS
    return FileEntry(found.name, source, found.size, "" if recent else found.stamp, failure)
