"""In which sizes a recording can be played, the lightest first, with what each weighs."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from camtree.media.choices import RenditionKind, RenditionState
from camtree.media.file_types import type_of
from camtree.media.models import CamtreeMedia

ORIGINAL = "original"


@dataclass(frozen=True)
class Offer:
    """One way to play a recording: `name` stands in addresses, `octets` is None where nobody knows."""

    name: str
    url: str
    octets: int | None
    is_film: bool
    file: Any

    @property
    def type(self) -> str:
        return type_of(str(self.file.name))

    @property
    def title(self) -> str:
        """What it is, in the reader's language."""
        if self.name == RenditionKind.AUDIO:
            return _("sound alone")
        return _("original") if self.name == ORIGINAL else self.name


def offers_of(media: CamtreeMedia) -> list[Offer]:
    """Films first, the lightest before the others, then the sound alone. Without sizes, the original."""
    made = [
        Offer(row.kind, row.file.url, row.file_size, row.kind != RenditionKind.AUDIO, row.file)
        for row in media.renditions.all()
        if row.state == RenditionState.MADE and row.of_version == media.version and row.file
    ]
    original = Offer(ORIGINAL, media.url, media.file_size, media.type == "video", media.file)
    return sorted([*made, original], key=_weight)


def _weight(offer: Offer) -> Any:
    return (not offer.is_film, offer.octets is None, offer.octets or 0)
