"""What files are told to be when they are sent, by the end of their names."""

import mimetypes
from typing import Final

# What a browser may show by itself. Anything else is only ever downloaded: it comes from our own address, and a page
# from there could act in the reader's name.
SHOWN: Final = frozenset(
    {
        "application/pdf",
        "audio/mp4",
        "audio/mpeg",
        "audio/ogg",
        "image/avif",
        "image/gif",
        "image/jpeg",
        "image/png",
        "image/webp",
        "text/vtt",
        "video/mp4",
        "video/webm",
    }
)
TYPES: Final = {
    ".avif": "image/avif",
    ".m4a": "audio/mp4",
    ".mp3": "audio/mpeg",
    ".ogg": "audio/ogg",
    ".vtt": "text/vtt",
    ".webp": "image/webp",
}


def type_of(path: str) -> str:
    ending = path[path.rfind(".") :].lower() if "." in path else ""
    content_type = TYPES.get(ending) or mimetypes.types_map.get(ending, "application/octet-stream")
    return f"{content_type}; charset=utf-8" if content_type.startswith("text/") else content_type
