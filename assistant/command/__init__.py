"""The command line: serve, ask, chat, index, sources, verify, evaluate, doctor and more."""

from assistant.command.app import main

__all__ = ["main"]
