"""Where files lie: what everybody may fetch, and what is handed out by signed addresses that soon expire."""

from typing import Final

from django.conf import settings
from django.core.files.storage import FileSystemStorage, Storage, storages
from django.core.signing import BadSignature, TimestampSigner
from django.urls import reverse
from django.utils.http import urlencode

SALT: Final = "camtree.media.private"


def private_storage() -> Storage:
    """The storage of documents and image originals. A callable, so that migrations name no machine's folders."""
    return storages["private"]


class PrivateFileStorage(FileSystemStorage):
    """Local files whose addresses are signed and expire, as those of a private bucket do.

    An address of this storage must never enter a page that is cached.
    """

    def url(self, name: str | None) -> str:
        path = self.generate_filename(name or "")
        signature = TimestampSigner(salt=SALT).sign(path).removeprefix(f"{path}:")
        return f"{reverse('private_media', args=[path])}?{urlencode({'key': signature})}"


def is_signed(path: str, key: str) -> bool:
    """Whether `key` was made for `path` less than PRIVATE_ADDRESS_SECONDS ago."""
    try:
        TimestampSigner(salt=SALT).unsign(f"{path}:{key}", max_age=settings.PRIVATE_ADDRESS_SECONDS)
    except BadSignature:
        return False
    return True
