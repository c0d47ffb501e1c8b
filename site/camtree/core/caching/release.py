"""Which release a process runs: what it keeps for others names the release, so that no other shows it."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings


@cache
def release() -> str:
    """A digest of what pages are made from: templates, and names of static files. The same on all machines."""
    digest = hashlib.sha256()
    folders: Any = settings.TEMPLATES[0]["DIRS"]
    for folder in folders:
        for file in sorted(Path(folder).rglob("*")):
            if file.is_file():
                digest.update(str(file.relative_to(folder)).encode() + file.read_bytes())
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if manifest.exists():
        digest.update(manifest.read_bytes())
    return digest.hexdigest()[:12]
