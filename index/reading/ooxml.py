"""What Word, PowerPoint and Excel files have in common: parts, how they relate, what they say of
themselves."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from datetime import date

from index.errors import Damaged
from index.reading.reading import iso_day
from index.reading.xml import attribute, local, parse
from index.reading.zipped import Zipped


@dataclass(frozen=True, slots=True)
class Relation:
    """A pointer from one part to another: the last word of its type, and the part's name."""

    type: str
    target: str


@dataclass(frozen=True, slots=True)
class Package:
    """The parts of an Office file."""

    zipped: Zipped

    def part(self, name: str) -> bytes:
        """Return a part's bytes."""
        return self.zipped.read(name)

    def relations(self, part: str) -> dict[str, Relation]:
        """Return what a part points to inside the file, by the names that it uses itself."""
        folder, base = posixpath.split(part)
        name = posixpath.join(folder, "_rels", f"{base}.rels")
        if not self.zipped.has(name):
            return {}
        found = {}
        for each in parse(self.part(name), name=self.zipped.name):
            if attribute(each, "TargetMode") != "External":
                kind = attribute(each, "Type").rpartition("/")[2]
                target = posixpath.normpath(posixpath.join("/", folder, attribute(each, "Target")))
                found[attribute(each, "Id")] = Relation(kind, target.lstrip("/"))
        return found

    def main(self) -> str:
        """Return the name of the part that the document is.

        Raises:
            Damaged: there is none.
        """
        for relation in self.relations("").values():
            if relation.type == "officeDocument" and self.zipped.has(relation.target):
                return relation.target
        raise Damaged(f"{self.zipped.name} is damaged: it holds no document.")

    def related(self, part: str, kind: str) -> list[str]:
        """Return the parts of one kind that a part points to and that are there."""
        found = (each.target for each in self.relations(part).values() if each.type == kind)
        return [target for target in found if self.zipped.has(target)]

    def says(self) -> tuple[str, date | None]:
        """Return the title that the file gives itself, and the day it was last changed or made."""
        told: dict[str, str] = {}
        for part in self.related("", "core-properties"):
            root = parse(self.part(part), name=self.zipped.name)
            told |= {local(each): (each.text or "").strip() for each in root}
        day = iso_day(told.get("modified", "")) or iso_day(told.get("created", ""))
        return told.get("title", ""), day
