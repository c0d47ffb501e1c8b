"""What a PDF is made of: a template, data for it, pictures."""

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from camtree.core.templatetags.core_tags import direction_of

# Language and region as the typesetter wants them; a region only where it chooses the shapes of letters.
TAGS = {"zh-hans": ("zh", "CN"), "zh-hant": ("zh", "TW")}
PICTURE = "width-1400|format-jpeg|jpegquality-82"


@dataclass
class Paper:
    """Something ready to be typeset: `data` for `template`, and pictures by the name of their file.

    `design` is a number that grows with each change of the template that makes old files stale.
    """

    template: Path
    data: dict[str, Any]
    design: int = 1
    pictures: dict[str, bytes] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """The same for two papers in which the same stands."""
        told = hashlib.sha256(json.dumps([self.design, self.data], sort_keys=True).encode())
        for name, content in sorted(self.pictures.items()):
            told.update(name.encode() + content)
        return told.hexdigest()

    def add_picture(self, image: Any, shape: str = PICTURE) -> str:
        """Take in a picture, without anything its file might tell of where it was taken; the name it has here.

        `shape` says how it is cut and written, as Wagtail's image tag has it.
        """
        rendition = image.get_rendition(shape)
        ending = Path(rendition.file.name).suffix
        name = f"picture-{len(self.pictures) + 1}{ending}"
        with rendition.file.open("rb") as file:
            self.pictures[name] = file.read()
        return name


def language_facts(code: str) -> dict[str, Any]:
    """What every template wants to know of the language a paper is in: `language`, `region`, `direction`."""
    language, region = TAGS.get(code, (code, None))
    return {"language": language, "region": region, "direction": direction_of(code)}


def address_run(address: str) -> list[Any]:
    """An address as a link; between two signs that keep it left to right in a text that runs the other way."""
    return [{"is": "a", "to": address, "in": [f"\u2066{address}\u2069"]}] if address else []
