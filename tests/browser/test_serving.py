"""Running the page, and what happens when it cannot run."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from assistant import Assistant, PortTaken
from assistant.page import serve

SEEDS = Path(__file__).parents[2] / "seeds"
PROGRAM = """
import sys
from assistant import Assistant
from assistant.page import serve
with Assistant.open(sys.argv[1], home=sys.argv[2]) as quoth:
    serve(quoth, port=0, announce=lambda address: print(address, flush=True))
"""


def test_page_is_announced_when_it_can_be_opened_and_ends_quietly(tmp_path: Path) -> None:
    command = [sys.executable, "-c", PROGRAM, str(SEEDS), str(tmp_path / "home")]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True) as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        assert httpx.get(address).status_code == 200
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=20)
    assert process.returncode == 0
    assert errors == ""


def test_port_that_another_program_has_is_named(tmp_path: Path) -> None:
    with (
        Assistant.open(SEEDS, home=tmp_path / "home") as quoth,
        socket.create_server(("127.0.0.1", 0)) as other,
        pytest.raises(PortTaken, match=str(other.getsockname()[1])),
    ):
        serve(quoth, port=other.getsockname()[1], announce=pytest.fail)


def test_importing_the_assistant_does_not_import_the_page() -> None:
    program = "import assistant, sys; sys.exit('gradio' in sys.modules or 'fastapi' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
