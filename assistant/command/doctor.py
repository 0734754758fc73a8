"""Whether everything that Quoth needs is here and works."""

from __future__ import annotations

import os
import platform
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from assistant.assistant import Assistant
from assistant.errors import AssistantError
from assistant.models import Prompt, open_model
from assistant.reply import Answer
from assistant.settings import Settings
from index import IndexingError
from prompts import render

_PACKAGES = ("quoth", "chromadb", "llama-index", "gradio", "tiktoken", "tantivy", "onnxruntime")
_TEXT = "The lighthouse of Ar-Men was first lit in 1881. It stands on a rock off Brittany."


@dataclass(frozen=True, slots=True)
class Finding:
    """One check and its outcome."""

    ok: bool
    what: str


def diagnose() -> list[Finding]:
    """Return the findings, in order: Python, packages, settings, a tiny library, the model."""
    python = f"Python {platform.python_version()}, {os.cpu_count()} cores, {sys.platform}"
    return [Finding(sys.version_info >= (3, 11), python), *map(_package, _PACKAGES), *_checks()]


def _package(name: str) -> Finding:
    try:
        return Finding(ok=True, what=f"{name} {version(name)}")
    except PackageNotFoundError:
        return Finding(ok=False, what=f"{name} is not installed: pip install {name}")


def _checks() -> list[Finding]:
    checks: tuple[Callable[[], str], ...] = (_settings, _answers, _model)
    findings = []
    for check in checks:
        try:
            findings.append(Finding(ok=True, what=check()))
        except (IndexingError, AssistantError) as error:
            findings.append(Finding(ok=False, what=str(error)))
    return findings


def _settings() -> str:
    settings = Settings.read()
    return f"settings: embedder {settings.embedder}, threshold {settings.threshold}"


def _model() -> str:
    settings = Settings.read()
    if settings.model is None:
        return "no language model is set: answers are quotes alone"
    model = open_model(
        settings.model, window=settings.model_window, patience=settings.model_seconds
    )
    prompt = Prompt(render("doctor/instructions"), render("doctor/request"))
    with closing(model.stream(prompt)) as pieces:
        if not next(pieces, ""):
            raise AssistantError(f"The language model {model.name} says nothing.")
    return f"the language model {model.name} replies"


def _answers() -> str:
    with tempfile.TemporaryDirectory(prefix="quoth-doctor-") as scratch:
        folder = Path(scratch) / "documents"
        folder.mkdir()
        (folder / "lighthouse.txt").write_text(_TEXT, "utf-8")
        with Assistant.open(
            folder, home=Path(scratch) / "home", settings=Settings.model_construct()
        ) as quoth:
            reply = quoth.ask("When was the lighthouse of Ar-Men first lit?")
    if not isinstance(reply, Answer) or "1881" not in reply.quotes[0].text:
        raise AssistantError("A question asked of a tiny library was not answered.", "Reinstall.")
    return "a question asked of a tiny library is answered with a quote"
