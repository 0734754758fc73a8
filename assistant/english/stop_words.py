"""Words of grammar, which say nothing about a subject."""

from __future__ import annotations

from assistant.english.word_lists import read_words

STOP_WORDS = read_words("stop_words")
"""The stop words as they are written, in lower case.

Terms of an index are compared with `Lexicon.stop_words`, which holds the same words as that index
stems them.
"""
