"""What can go wrong in the assistant.

    AssistantError
    ├── EmptyQuestion         there is no word to answer
    ├── QuestionTooLong       the question is longer than any sensible one
    ├── SettingError          a setting is unknown or has a value that cannot be used
    ├── PortTaken             another program listens where the page should (try again elsewhere)
    ├── NotInstalled          an optional part is asked for that was not installed
    ├── ConversationNotFound  no conversation has this name
    ├── NotAdded              a document cannot be added to the library, or be removed from it
    │   └── NoRoom            as many documents are added as can be
    └── AnswerFileUnreadable  a file is no exported answer, questions file or evaluation

What goes wrong with documents is in `index.errors`.
"""

from __future__ import annotations

from index import ExplainedError


class AssistantError(ExplainedError):
    """A failure of the assistant."""


class EmptyQuestion(AssistantError):
    """There is no word to answer."""

    remedy = "Ask in words."


class QuestionTooLong(AssistantError):
    """The question is longer than any sensible one."""

    remedy = "Ask it in fewer words."


class SettingError(AssistantError):
    """A setting is unknown or has a value that cannot be used."""


class PortTaken(AssistantError):
    """Another program listens where the page should."""

    retryable = True
    remedy = "Choose another with --port."


class NotInstalled(AssistantError):
    """An optional part is asked for that was not installed."""


class ConversationNotFound(AssistantError):
    """No conversation has this name, or it is another's."""

    remedy = "It may have been removed; begin a new one."


class NotAdded(AssistantError):
    """A document cannot be added to the library, or be removed from it."""


class NoRoom(NotAdded):
    """As many documents are added as can be."""

    remedy = "Remove some, or keep them in a folder of your own."


class AnswerFileUnreadable(AssistantError):
    """A file is not what it should be: an exported answer, a questions file, an evaluation."""
