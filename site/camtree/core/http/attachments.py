"""Names of files that are sent."""

import re
from typing import Final
from urllib.parse import quote

from django.utils.text import slugify

_PLAIN: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def attached(stem: str, ending: str) -> str:
    """The header that offers a file to keep: its name in plain letters, and in all letters for browsers that read those
    (RFC 6266).

    >>> attached("camtree-niños", "csv")
    'attachment; filename="camtree-ninos.csv"; filename*=UTF-8\'\'camtree-ni%C3%B1os.csv'
    """
    if _PLAIN.fullmatch(stem):
        return f'attachment; filename="{stem}.{ending}"'
    plain = f"{slugify(stem) or 'file'}.{ending}"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(f'{stem}.{ending}', safe='')}"
