"""The file of passwords: a name and a scrypt hash in each line."""

from __future__ import annotations

import hashlib
import hmac
import logging
import os
import re
import secrets
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import SettingError

_log = logging.getLogger("quoth")
_NAME = re.compile(r"[^\s:#][^:\n]{0,63}")
# 16 MB and about a twentieth of a second a try.
_COST, _BLOCK, _LANES = 2**14, 8, 1
_LEAST = 8


@dataclass(frozen=True, slots=True)
class Passwords:
    """The hashes of passwords by name.

    Attributes:
        hashes: by name.
        file: where they were read from; None for passwords that never change.
        version: of that file when it was read.
    """

    hashes: Mapping[str, str]
    file: Path | None = None
    version: tuple[int, ...] = ()

    @classmethod
    def read(cls, file: Path) -> Passwords:
        """Read a file that `quoth password` wrote.

        Raises:
            SettingError: it cannot be read, or has a line of another form, or no line.
        """
        version = _version_of(file)
        try:
            lines = file.read_text("utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            remedy = f"Make it: quoth password NAME --auth {file}"
            raise SettingError(f"The passwords in {file} cannot be read.", remedy) from error
        hashes: dict[str, str] = {}
        for number, line in enumerate(lines, 1):
            if not line.strip() or line.startswith("#"):
                continue
            name, _, hashed = line.rpartition(":")
            if not _NAME.fullmatch(name) or not _is_hash(hashed):
                what = f"Line {number} of {file} is not a name with the hash of a password."
                raise SettingError(what, "Write it with: quoth password NAME")
            hashes[name] = hashed
        if not hashes:
            raise SettingError(f"{file} has no names.", f"quoth password NAME --auth {file}")
        return cls(hashes, file, version)

    def refreshed(self) -> Passwords:
        """Return the passwords as they are in the file now; while it cannot be read, the last ones.

        A file that is gone may be on its way back: it is replaced whole when it is written.
        """
        if self.file is None or _version_of(self.file) in {self.version, ()}:
            return self
        try:
            return Passwords.read(self.file)
        except SettingError as error:
            _log.warning("%s", error)
            return self

    def matches(self, name: str, password: str) -> bool:
        """Return whether a password is right; it takes as long for an unknown name."""
        found = self.hashes.get(name)
        return _matches(password, found or _NOBODY) and found is not None


def _version_of(file: Path) -> tuple[int, ...]:
    try:
        status = file.stat()
    except OSError:
        return ()
    return status.st_mtime_ns, status.st_size, status.st_ino


def keep_password(file: Path, name: str, password: str) -> None:
    """Write the hash of a password into a file, in place of the old one of this name.

    Raises:
        SettingError: the name, the password or the file cannot be used.
    """
    if not _NAME.fullmatch(name):
        raise SettingError(
            f"{name!r} cannot be a name.", "Use letters, without a colon, and do not begin with #."
        )
    if len(password) < _LEAST:
        raise SettingError("The password is too short.", f"Use {_LEAST} characters or more.")
    hashes = dict(Passwords.read(file).hashes) if file.exists() else {}
    hashes[name] = _hashed(password)
    part = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
            out.writelines(f"{each}:{hashed}\n" for each, hashed in hashes.items())
        part.replace(file)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise SettingError(f"{file} cannot be written: {error.strerror}.") from error


def _hashed(password: str) -> str:
    salt = secrets.token_bytes(16)
    key = _key(password, salt, _COST, _BLOCK, _LANES)
    encoded = (b64encode(part).decode() for part in (salt, key))
    return "$".join(("scrypt", f"{_COST}", f"{_BLOCK}", f"{_LANES}", *encoded))


def _matches(password: str, hashed: str) -> bool:
    _, cost, block, lanes, salt, key = hashed.split("$")
    found = _key(password, b64decode(salt), int(cost), int(block), int(lanes))
    return hmac.compare_digest(found, b64decode(key))


def _key(password: str, salt: bytes, cost: int, block: int, lanes: int) -> bytes:
    encoded = password.encode("utf-8", "surrogatepass")
    return hashlib.scrypt(encoded, salt=salt, n=cost, r=block, p=lanes, maxmem=2**27, dklen=32)


def _is_hash(text: str) -> bool:
    pattern = r"scrypt\$\d{1,7}\$\d{1,2}\$\d{1,2}\$[A-Za-z0-9+/]{22}==\$[A-Za-z0-9+/]{43}="
    return re.fullmatch(pattern, text) is not None


_NOBODY = _hashed(secrets.token_hex(16))
