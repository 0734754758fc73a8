"""The settings: arguments before `QUOTH_*` variables before `quoth.toml` before defaults."""

from __future__ import annotations

import difflib
import os
import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, ValidationError
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from assistant.errors import SettingError

_FILE = "quoth.toml"
_PREFIX = "QUOTH_"


def _split_patterns(value: object) -> object:
    """Return the patterns of a text that separates them by commas or line ends."""
    if not isinstance(value, str):
        return value
    return tuple(each.strip() for each in re.split(r"[,\n]", value) if each.strip())


Patterns = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_split_patterns)]


class Settings(BaseSettings):
    """The settings, as data: nothing is opened or built from them here.

    Attributes:
        home: folder of the library's files; None for `.quoth/NAME` beside the documents.
        embedder: what computes the vectors: `minilm`, which is included, or `openai:MODEL`,
            `ollama:MODEL`, `huggingface:MODEL` through LlamaIndex.
        model: the language model that writes answers: `openai:MODEL`, `anthropic:MODEL`,
            `ollama:MODEL`, `ollama:MODEL@URL`, `openai-like:MODEL@URL` or `gguf:PATH`; None for
            answers that consist of quotes.
        model_seconds: maximum wait for the model's next words, in seconds.
        model_window: size of the model's context window, in tokens.
        unsupported: what to do with a statement that its quotes do not support: `remove` or `mark`.
        chroma: URL of a Chroma server for the vectors; None to store them in the home.
        threshold: minimum confidence of an answer, in [0, 1]; below it the reply is a refusal.
        precision: replaces the threshold: the intended share of correct answers, in [0, 1], if
            half of the questions are about something that the sources do not cover.
        quotes: maximum number of quotes in an answer.
        max_file_mb: maximum size of a file, in millions of bytes.
        max_file_seconds: maximum time to read a file, or one page of it with OCR, in seconds.
        ocr: languages of text in images, as Tesseract names them (`eng`, `eng+deu`); empty for no
            text recognition.
        include: patterns as in a `.gitignore` file; a document must match at least one, if there
            are any. In a variable, commas separate them.
        exclude: patterns that a document must not match.
        gitignore: whether to skip files that a `.gitignore` file in the folders ignores.
        watch: whether `quoth serve` and `quoth index` re-sync when the folders change.
        auth: file with the passwords for the page; required if other machines can reach the page.
        host: address that the page listens on.
        port: port that the page listens on; None for 7860 or the next free one.
    """

    model_config = SettingsConfigDict(
        env_prefix=_PREFIX, toml_file=_FILE, frozen=True, extra="forbid"
    )

    # Defaults without a comment that are numbers are guesses.
    home: Path | None = None
    embedder: str = "minilm"
    model: str | None = None
    model_seconds: float = Field(default=60, gt=0)
    model_window: int = Field(default=4096, ge=2048)
    unsupported: Literal["remove", "mark"] = "remove"
    chroma: str | None = None
    # Refuses some 5% of the answerable questions: the table in docs/evaluation.md.
    threshold: float = Field(default=0.09, ge=0, le=1)
    precision: float | None = Field(default=None, ge=0, le=1)
    quotes: int = Field(default=6, ge=1, le=20)
    max_file_mb: float = Field(default=100, gt=0)
    max_file_seconds: float = Field(default=60, gt=0)
    ocr: str = Field(default="", pattern=r"^([A-Za-z_]+(\+[A-Za-z_]+)*)?$")
    include: Patterns = ()
    exclude: Patterns = ()
    gitignore: bool = True
    watch: bool = False
    auth: Path | None = None
    host: str = "127.0.0.1"
    port: int | None = Field(default=None, ge=0, le=65535)

    @classmethod
    def read(cls, **arguments: object) -> Self:
        """Return the settings that apply in the working folder.

        Args:
            arguments: settings by name; one that is None counts as not given.

        Raises:
            SettingError: a name is unknown, a value is not valid, or the file cannot be read.
        """
        given = {name: value for name, value in arguments.items() if value is not None}
        _refuse_unknown(given, "argument")
        variables = [name for name in os.environ if name.startswith(_PREFIX)]
        _refuse_unknown([name.removeprefix(_PREFIX).lower() for name in variables], "variable")
        _refuse_unknown(_file_keys(), f"key of {_FILE}")
        try:
            return cls(**given)  # type: ignore[arg-type] # checked by pydantic
        except ValidationError as error:
            first = error.errors()[0]
            name = ".".join(map(str, first["loc"]))
            what = f"The setting {name!r} is not valid: {first['msg']}."
            raise SettingError(what) from error

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 the signature is pydantic's
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Give arguments precedence over variables, and these over the file."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


def _file_keys() -> dict[str, Any]:
    try:
        return tomllib.loads(Path(_FILE).read_text("utf-8")) if Path(_FILE).is_file() else {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingError(
            f"{_FILE} cannot be read: {error}.", "Correct or remove the file."
        ) from error


def _refuse_unknown(names: Iterable[str], kind: str) -> None:
    known = list(Settings.model_fields)
    for name in names:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            remedy = (
                f"Did you mean {near[0]!r}?" if near else f"Known settings: {', '.join(known)}."
            )
            raise SettingError(f"There is no setting {name!r} ({kind}).", remedy)
