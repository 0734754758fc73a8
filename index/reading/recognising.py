"""Text in pictures, recognised by Tesseract where a person asks for it and has it installed."""

from __future__ import annotations

import shutil
import subprocess

from index.errors import Damaged, RecogniserMissing, TooSlow
from index.reading.composing import Composer

_PROGRAM = "tesseract"


def recognise(picture: bytes, name: str, *, languages: str, seconds: float) -> str:
    """Return the text in a picture.

    Args:
        picture: PNG, JPEG, TIFF or another that Tesseract knows.
        name: what to call it in messages.
        languages: of the text, as Tesseract names them, ``eng`` or ``eng+deu``.
        seconds: longest time that it may take.

    Raises:
        RecogniserMissing: Tesseract is not installed, or not for these languages.
        Damaged: Tesseract cannot make anything of the picture.
        TooSlow: it took longer.
    """
    program = shutil.which(_PROGRAM)
    if program is None:
        raise RecogniserMissing(f"{name} is a picture, and Tesseract is not installed.")
    command = [program, "stdin", "stdout", "-l", languages]
    try:
        done = subprocess.run(command, input=picture, capture_output=True, timeout=seconds)
    except subprocess.TimeoutExpired as error:
        raise TooSlow(f"{name} took longer than {seconds:,.0f} seconds to recognise.") from error
    if done.returncode == 0:
        return done.stdout.decode("utf-8", "replace")
    if b"language" in done.stderr:
        raise RecogniserMissing(f"{name} is a picture, and Tesseract lacks {languages!r}.")
    raise Damaged(f"{name} is damaged: Tesseract makes nothing of the picture.")


def add_recognised(composer: Composer, text: str) -> None:
    """Add the paragraphs of a recognised text, each without its line ends."""
    for paragraph in text.replace("\f", "").split("\n\n"):
        composer.add(" ".join(paragraph.split()))
