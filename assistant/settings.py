"""What a person may choose, read once: arguments, then QUOTH_*, then quoth.toml, then defaults."""

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


def _listed(told: object) -> object:
    """Return the patterns of one text, with commas or line ends between them."""
    if not isinstance(told, str):
        return told
    return tuple(each.strip() for each in re.split(r"[,\n]", told) if each.strip())


Patterns = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_listed)]


class Settings(BaseSettings):
    """What a person may choose.

    Attributes:
        home: folder that holds the library's files; None for `.quoth/NAME` beside the documents.
        embedder: what turns text into vectors: `minilm`, which ships, or `openai:MODEL`,
            `ollama:MODEL`, `huggingface:MODEL` through LlamaIndex.
        model: the language model that writes answers in its own words: `openai:MODEL`,
            `anthropic:MODEL`, `ollama:MODEL`, `ollama:MODEL@URL`, `openai-like:MODEL@URL` or
            `gguf:PATH`; None answers with quotes alone.
        model_seconds: longest wait for the model's next words.
        model_window: tokens that the model reads and writes at once.
        unsupported: what becomes of a statement of the model that its quotes do not support:
            `remove` or `mark`.
        chroma: address of a Chroma server for the vectors; None keeps them in the home.
        threshold: least confidence of an answer, in [0, 1]; below it the reply is a refusal.
        precision: share of the answers that should be right, in [0, 1], where as many questions
            are asked that the sources know nothing of; in place of the threshold.
        quotes: most quotes in an answer.
        max_file_mb: largest file that is read, in millions of bytes.
        max_file_seconds: longest time that a file may take to be read, or a page of it where text
            is recognised.
        ocr: languages of text in pictures, as Tesseract names them (`eng`, `eng+deu`), to have it
            recognised; empty to leave pictures be.
        include: patterns, as in a `.gitignore` file, of which a document must match one; none of
            them for all files. A variable tells several with commas between.
        exclude: patterns of which a document must match none.
        gitignore: whether what `.gitignore` files in the folders ignore is no document.
        watch: whether `quoth serve` and `quoth index` follow changes of the folders.
        auth: file with the passwords of those who may use the page; needed where other machines
            can reach it.
        host: address that the page listens on.
        port: port that the page listens on; None for 7860 or the next that is free.
    """

    model_config = SettingsConfigDict(
        env_prefix=_PREFIX, toml_file=_FILE, frozen=True, extra="forbid"
    )

    home: Path | None = None
    embedder: str = "minilm"
    model: str | None = None
    model_seconds: float = Field(default=60, gt=0)
    model_window: int = Field(default=4096, ge=2048)
    unsupported: Literal["remove", "mark"] = "remove"
    chroma: str | None = None
    threshold: float = Field(default=0.1, ge=0, le=1)
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
        """Read the settings; an argument that is None was not given.

        Raises:
            SettingError: a name is unknown, a value is impossible, or the file is no TOML.
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
            raise SettingError(f"The setting {name!r} cannot be used: {first['msg']}.") from error

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 the signature is pydantic's
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Put arguments before variables before the file."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


def _file_keys() -> dict[str, Any]:
    try:
        return tomllib.loads(Path(_FILE).read_text("utf-8")) if Path(_FILE).is_file() else {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingError(f"{_FILE} cannot be read: {error}.", "Mend or remove it.") from error


def _refuse_unknown(names: Iterable[str], kind: str) -> None:
    known = list(Settings.model_fields)
    for name in names:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            remedy = f"Did you mean {near[0]!r}?" if near else f"Known are {', '.join(known)}."
            raise SettingError(f"There is no setting {name!r} ({kind}).", remedy)
