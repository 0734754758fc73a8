"""Answers in a language model's own words, every statement checked."""

from assistant.writing.restating import restate
from assistant.writing.statement_reader import Draft, StatementReader
from assistant.writing.writer import Writer

__all__ = ["Draft", "StatementReader", "Writer", "restate"]
