"""The process that reads files: a crash or a hang in it harms no other."""

from __future__ import annotations

import os
import sys
import threading
import time
from typing import Any, BinaryIO

from index import errors
from index.errors import ReaderStopped, UnreadableFile
from index.reading.files import read_as
from index.reading.formats import Format
from index.reading.frames import Frame, receive, send, to_frame

# Bytes of address space; a guess: a PDF of 10,000 pages takes a tenth of it.
_MEMORY = 4_000_000_000


def serve() -> None:
    """Answer requests from standard input on standard output until there are no more."""
    requests, answers = _pipes()
    _limit_memory()
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    send(answers, {"ready": True}, b"")
    while (request := receive(requests)) is not None:
        header, content = request
        try:
            answer, body = _answer(header, content)
        except UnreadableFile as error:
            answer, body = _failure(error), b""
        except MemoryError:
            what = f"{header['name']} would fill the memory."
            answer, body = _failure(ReaderStopped(what)), b""
        except Exception as error:  # noqa: BLE001 a parser may raise anything on broken bytes
            what = f"{header['name']} is damaged: its reader gave up ({type(error).__name__})."
            answer, body = _failure(errors.Damaged(what)), b""
        send(answers, answer, body)


def _answer(header: dict[str, Any], content: bytes) -> Frame:
    name = str(header["name"])
    if header["task"] == "read":
        return to_frame(read_as(Format(header["kind"]), content, name=name))
    if header["task"] == "attachments":
        from index.reading.mail import attachments

        found = attachments(content, name)
        sizes = [[attached, len(each)] for attached, each in found]
        return {"attached": sizes}, b"".join(each for _, each in found)
    from index.reading.pdf_marking import count_pages, mark_page

    if header["task"] == "count":
        return {"pages": count_pages(content, name)}, b""
    page, page_text, start, end, width = header["page"]
    picture = mark_page(content, name, page, page_text, (start, end), width=width)
    shape = {"width": picture.width, "height": picture.height, "boxes": picture.boxes}
    return shape, picture.png


def _failure(error: UnreadableFile) -> dict[str, Any]:
    return {"failure": type(error).__name__, "what": error.what, "remedy": error.remedy}


def _pipes() -> tuple[BinaryIO, BinaryIO]:
    """Return both pipes, and send what a parser prints nowhere."""
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    return sys.stdin.buffer, answers


def _limit_memory() -> None:
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, resource.RLIM_INFINITY))
    except (ImportError, ValueError, OSError):
        return  # this system has no such limit


def _end_with(parent: int) -> None:
    """End this process when its parent has ended, even while a parser hangs."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(0)
