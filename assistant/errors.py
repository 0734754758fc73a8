"""The errors of the assistant.

    AssistantError
    ├── EmptyQuestion         a question has no letter and no digit
    ├── QuestionTooLong       a question exceeds the embedder's window
    ├── SettingError          a setting is unknown, or its value is not valid
    ├── PortTaken             another program uses the port of the page (try again)
    ├── NotInstalled          a feature needs a package that is not installed
    ├── ModelFailed           a language model gives no reply (some: try again)
    ├── ConversationNotFound  a conversation does not exist, or belongs to another person
    ├── NotYours              a conversation may be read, but belongs to another person
    ├── StillAnswering        a conversation has not answered its last question (try again)
    ├── NotAdded              a document cannot be added to the library, or removed from it
    │   └── NoRoom            the maximum number of documents has been added
    └── AnswerFileUnreadable  a file is not a valid exported answer, questions file or evaluation

`ModelFailed` is in `assistant.models`, `NotYours` and `StillAnswering` are in
`assistant.conversation`; a test compares this tree with the classes.
Errors of documents and of the library are in `index.errors`.
"""

from __future__ import annotations

from index import ExplainedError


class AssistantError(ExplainedError):
    """An error of the assistant; base class of the others."""


class EmptyQuestion(AssistantError):
    """A question has no letter and no digit."""

    remedy = "Ask in words."


class QuestionTooLong(AssistantError):
    """A question exceeds the embedder's window."""

    remedy = "Ask it in fewer words."


class SettingError(AssistantError):
    """A setting is unknown, or its value is not valid."""


class PortTaken(AssistantError):
    """Another program uses the port of the page."""

    retryable = True
    remedy = "Choose another port with --port."


class NotInstalled(AssistantError):
    """A feature needs a package that is not installed."""


class ConversationNotFound(AssistantError):
    """A conversation does not exist, or belongs to another person."""

    remedy = "It may have been removed. Begin a new one."


class NotAdded(AssistantError):
    """A document cannot be added to the library, or removed from it."""


class NoRoom(NotAdded):
    """The maximum number of documents has been added."""

    remedy = "Remove some, or put them into the folder of documents."


class AnswerFileUnreadable(AssistantError):
    """A file is not a valid exported answer, questions file or evaluation."""
