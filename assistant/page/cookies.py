"""Cookies, read whatever other programs have put beside ours: cookies know no ports."""

from __future__ import annotations

from collections.abc import Callable

from starlette.datastructures import Headers
from starlette.types import Scope

_HOST = "__Host-"  # a prefix that lets no other host, and nothing without HTTPS, set the cookie


def read_cookie(cookies: str, name: str, is_valid: Callable[[str], bool]) -> str:
    """Return the first valid value of a cookie, under its name or its prefixed name, or nothing."""
    pairs = [part.strip().partition("=") for part in cookies.split(";")]
    for wanted in (_HOST + name, name):
        for found, _, value in pairs:
            if found.strip() == wanted and is_valid(value.strip()):
                return value.strip()
    return ""


def without_cookie(cookies: str, name: str) -> str:
    """Return the cookies of a request but for one."""
    parts = (part.strip() for part in cookies.split(";"))
    names = (name, _HOST + name)
    return "; ".join(part for part in parts if part and part.partition("=")[0].strip() not in names)


def cookies_of(scope: Scope) -> str:
    """Return the cookies of a request in one line."""
    return "; ".join(Headers(scope=scope).getlist("cookie"))


def written_cookie(name: str, value: str, seconds: int, scope: Scope) -> str:
    """Return the header that gives a browser a cookie, which no script can read.

    A browser sends it with links from other sites too, but with nothing else from there.
    """
    is_secure = scope["scheme"] == "https"
    full_name = f"{_HOST}{name}" if is_secure else name
    secure = "; Secure" if is_secure else ""
    return f"{full_name}={value}; Max-Age={seconds}; Path=/; HttpOnly; SameSite=Lax{secure}"
