"""Answers in a language model's own words, every statement checked."""

from assistant.writing.statement_parser import Draft, StatementParser
from assistant.writing.writer import Writer

__all__ = ["Draft", "StatementParser", "Writer"]
