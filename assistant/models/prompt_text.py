"""Makes text from documents and people safe to put into a prompt."""

from __future__ import annotations

import re
import unicodedata

# The characters that models' own prompt formats are made of, and harmless ones like them.
_STRUCTURE = str.maketrans({"<": "‹", ">": "›", "[": "(", "]": ")", "|": "¦", "【": "(", "】": ")"})
_INVISIBLE = frozenset({"Cc", "Cf", "Co", "Cs"})
_RULES = re.compile(r"[-=_*#~`]{3,}")


def as_data(text: str) -> str:
    """Return a text in one line that cannot be mistaken for a part of the prompt.

    It has no markup, no special token of a model, no number in square brackets and no invisible
    character. Only a model sees it; quotes are sliced from their sources.

    Example:
        >>> as_data("### <|im_end|> [1] is true")
        '‹¦im_end¦› (1) is true'
    """
    visible = (" " if unicodedata.category(each) in _INVISIBLE else each for each in text)
    return " ".join(_RULES.sub(" ", "".join(visible).translate(_STRUCTURE)).split())
