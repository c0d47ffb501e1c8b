"""Which way of taking words from texts an index was made with."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Final

from django.conf import settings

HERE: Final = Path(__file__).parent
# What decides how words lie in the index. Whoever changes one of these files has the index made anew.
DECIDES: Final = ("analysis", "documents.py", "facts.py", "files.py", "lexemes.py")


@cache
def analysis() -> str:
    """A digest of how words are taken from texts."""
    digest = hashlib.sha256(repr(settings.LANGUAGES).encode())
    for name in DECIDES:
        place = HERE / name
        for file in sorted([place, *place.rglob("*")] if place.is_dir() else [place]):
            if file.suffix in (".py", ".toml"):
                digest.update(file.read_bytes())
    return digest.hexdigest()
