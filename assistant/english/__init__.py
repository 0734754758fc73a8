"""Quoth's knowledge of English, one module for each subject.

- `names`, `dates`, `numbers`: find them in a text
- `negation`: finds negated words
- `opposites`, `stop_words`: lists in plain words
- `lexicon`: the lists as an index stems words
- `word_lists`: reads the lists

Nothing here depends on another part of the assistant.
"""
