"""The command line: serve, ask, chat, index, sources, verify, evaluate and doctor."""

from assistant.command.app import main

__all__ = ["main"]
