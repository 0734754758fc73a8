"""The words that Quoth speaks, one Markdown file each, with ``$name`` where a value goes."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from string import Template

__all__ = ["names", "render"]


def render(name: str, **values: object) -> str:
    """Return a prompt with its values filled in.

    Example:
        >>> render("refusal/nothing-found")
        'The sources contain nothing about this.'

    Raises:
        KeyError: there is no such prompt.
        TypeError: a value is missing, or one is not asked for.
    """
    template = _template(name)
    wanted, given = set(template.get_identifiers()), set(values)
    if wanted != given:
        missing = ", ".join(sorted(wanted - given)) or "nothing"
        extra = ", ".join(sorted(given - wanted)) or "nothing"
        raise TypeError(f"The prompt {name!r} misses {missing} and does not ask for {extra}.")
    return template.substitute(values)


def names() -> list[str]:
    """Return the names of all prompts, sorted."""
    root = files(__name__)
    found = [entry.name for entry in root.iterdir() if entry.name.endswith(".md")]
    for folder in root.iterdir():
        if folder.is_dir() and not folder.name.startswith("_"):
            inside = (entry.name for entry in folder.iterdir() if entry.name.endswith(".md"))
            found += [f"{folder.name}/{name}" for name in inside]
    return sorted(name.removesuffix(".md") for name in found)


@cache
def _template(name: str) -> Template:
    if name not in names():
        raise KeyError(f"There is no prompt {name!r}; there are {', '.join(names())}.")
    return Template(files(__name__).joinpath(f"{name}.md").read_text("utf-8").strip())
