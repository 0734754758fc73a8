"""Answers in a language model's own words, with every statement checked."""

from assistant.writing.statement_parser import ParsedStatement, StatementParser
from assistant.writing.writer import Writer

__all__ = ["ParsedStatement", "StatementParser", "Writer"]
