"""Which files belong to a library, by patterns; the one module that imports pathspec."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pathspec import GitIgnoreSpec

from index.errors import PatternUnusable

GITIGNORE = ".gitignore"


@dataclass(frozen=True, slots=True)
class Selection:
    """Which files of the folders are documents. Patterns are written as in a `.gitignore` file.

    Attributes:
        include: patterns of which a file must match one; none of them for all files.
        exclude: patterns of which a file or folder must match none.
        gitignore: whether what the folders' `.gitignore` files ignore is passed over.
    """

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    gitignore: bool = True

    def rules(self) -> Rules:
        """Return the rules at the top of a folder.

        Raises:
            PatternUnusable: a pattern is none.
        """
        include = _checked(self.include) if self.include else None
        return Rules(include, _checked(self.exclude), self.gitignore, ())


@dataclass(frozen=True, slots=True)
class Rules:
    """What is passed over in one folder: by the selection, and by the `.gitignore` files so far."""

    _include: GitIgnoreSpec | None
    _exclude: GitIgnoreSpec
    _gitignore: bool
    _found: tuple[tuple[int, GitIgnoreSpec], ...]

    def below(self, folder: str, depth: int) -> Rules:
        """Return the rules of a folder with a `.gitignore` file of its own.

        Args:
            folder: where it is.
            depth: characters of its path, relative and with a slash at its end.

        Raises:
            OSError: the file cannot be read.
        """
        if not self._gitignore:
            return self
        with open(os.path.join(folder, GITIGNORE), "rb") as file:
            lines = file.read().decode("utf-8", "surrogateescape").splitlines()
        return replace(self, _found=((depth, _lenient(lines)), *self._found))

    def passes_over(self, path: str, *, is_folder: bool) -> bool:
        """Tell whether a file or folder, by its relative path, is passed over."""
        asked = f"{path}/" if is_folder else path
        if self._exclude.check_file(asked).include:
            return True
        # The nearest file that says anything decides, as in Git.
        said = (spec.check_file(asked[depth:]).include for depth, spec in self._found)
        if next((each for each in said if each is not None), False):
            return True
        return not (is_folder or self._include is None or self._include.check_file(path).include)


def _checked(patterns: Sequence[str]) -> GitIgnoreSpec:
    for pattern in patterns:
        try:
            GitIgnoreSpec.from_lines([pattern])
        except ValueError as error:
            raise PatternUnusable(f"{pattern!r} is no pattern of files.") from error
    return GitIgnoreSpec.from_lines(patterns)


def _lenient(lines: Iterable[str]) -> GitIgnoreSpec:
    """Return the patterns of a file, in which Git passes over what is none."""
    try:
        return GitIgnoreSpec.from_lines(lines)
    except ValueError:
        return GitIgnoreSpec.from_lines(filter(_is_pattern, lines))


def _is_pattern(line: str) -> bool:
    try:
        GitIgnoreSpec.from_lines([line])
    except ValueError:
        return False
    return True
