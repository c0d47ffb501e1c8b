"""What log lines say of people: nothing that leads to one, and nothing that opens a door.

Addresses of mail, what stands behind a question mark, and words in paths that are secrets (tokens of invitations, keys
that confirm an address) are taken out before a line is written. What is left of a path is the page that was asked for.
"""

import re
from typing import Any, Final
from urllib.parse import quote

# Parts of our addresses that open something to whoever has them, as `urls.py` and allauth call them.
SECRETS: Final = frozenset({"token", "key", "code", "uidb36", "secret"})
# Text parts of addresses that are told to everybody.
HARMLESS: Final = frozenset(
    {"slug", "name", "kind", "language", "section", "path", "filename", "file_path", "provider", "kid"}
)

_LOGIN: Final = re.compile(r"(?<=://)[^/\s@]+@")
# Bounded, and from the beginning of a run of letters alone: anybody may ask for a path of four thousand.
_MAIL: Final = re.compile(
    r"(?<![^\s<>\"'(),;:=\[\]{}/?&…])[^\s<>\"'(),;:=\[\]{}/?&…@]{1,128}(?:@|%40)[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}",
    re.IGNORECASE,
)
_QUERY: Final = re.compile(r"(?<=[\w/.%-])\?[^\s\"'<>)\]}?=&%]*[=&%][^\s\"'<>)\]}]*")
# A part of a path that somebody drew by lot: no page and no file is called so.
_DRAWN: Final = re.compile(r"(?<=/)(?=[\w:-]*[A-Z])(?=[\w:-]*[a-z])(?=[\w:-]*\d)[A-Za-z0-9_:-]{16,}(?![A-Za-z0-9_:-])")
# What PostgreSQL quotes of a row: `DETAIL:  Key (email)=(…) already exists.`
_ROW: Final = re.compile(r"(Key \([^)]*\))=\(.*?\)(?= )|(Failing row contains )\(.*\)", re.DOTALL)


def without_people(text: str) -> str:
    """A line, or the lines of a fault, without addresses of mail, logins of servers, query strings, tokens and values
    of rows."""
    text = _ROW.sub(lambda found: f"{found[1]}=(…)" if found[1] else f"{found[2]}(…)", text)
    text = _MAIL.sub("[address]", _LOGIN.sub("…@", _QUERY.sub("?…", text)))
    return _DRAWN.sub("…", text)


def without_secrets(text: str, request: Any) -> str:
    """The same, and without the words by which the address of this request opens something."""
    for secret in _secrets_of(request):
        text = text.replace(secret, "…")
    return without_people(text)


def _secrets_of(request: Any) -> list[str]:
    match = getattr(request, "resolver_match", None)
    values = [str(value) for name, value in match.kwargs.items() if name in SECRETS and value] if match else []
    return [form for value in values for form in (value, quote(value))]
