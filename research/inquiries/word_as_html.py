"""Runs apart: `word_as_html.py KNOWN` reads a Word file from its standard input and writes what it says.

KNOWN is JSON, addresses of pictures by a digest (SHA-256) of what they hold: those pictures stay. The answer is
`{"html": "…", "pictures": 2}` with the number of those that did not. Imports nothing of ours.
"""

import hashlib
import io
import json
import sys
from typing import Any

import mammoth

STYLES = """
p[style-name='Title'] => !
p[style-name='Prompt'] => !
p[style-name='Reference'] => !
p[style-name='Case pupil'] => !
p[style-name='Caption'] => figcaption:fresh
p[style-name='caption'] => figcaption:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
"""


def main(told: str) -> int:
    known, unknown = json.loads(told), []

    def picture(image: Any) -> list[Any]:
        with image.open() as opened:
            address = known.get(hashlib.sha256(opened.read()).hexdigest())
        if address is None:
            unknown.append(image)
            return []
        return [mammoth.html.element("img", {"src": address, "alt": image.alt_text or ""})]

    content = io.BytesIO(sys.stdin.buffer.read())
    result = mammoth.convert_to_html(content, style_map=STYLES, convert_image=picture)
    json.dump({"html": result.value, "pictures": len(unknown)}, sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
