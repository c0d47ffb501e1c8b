"""Where files lie: what everybody may fetch, and what is handed out by signed addresses that soon expire.

Sizes of pictures, recordings and captions are in the public storage. Those of a collection that is private lie aside in
the private one, and their names begin with `closed/`: so whoever has such a name asks the view, which asks the
collection. What is where is settled in `camtree/media/placing.py`.
"""

from typing import Any, Final

from django.conf import settings
from django.core.files.storage import FileSystemStorage, Storage, storages
from django.core.signing import BadSignature, TimestampSigner
from django.urls import reverse
from django.utils.deconstruct import deconstructible
from django.utils.http import urlencode

SALT: Final = "camtree.media.private"


def private_storage() -> Storage:
    """The storage of documents and image originals. A callable, so that migrations name no machine's folders."""
    return storages["private"]


# How the names of files begin that belong to a private collection.
CLOSED: Final = "closed/"


def is_aside(name: str | None) -> bool:
    """Whether a file of the public storage lies in the private one."""
    return bool(name) and str(name).startswith(CLOSED)


class ClosedAside:
    """A public storage that keeps what is closed in the private one. Its addresses are those of the view: never signed,
    so that any page may be kept."""

    def _of(self, name: str) -> Any:
        return private_storage() if is_aside(name) else super()

    def open(self, name: str, mode: str = "rb") -> Any:
        return self._of(name).open(name, mode)

    def save(self, name: str | None, content: Any, max_length: int | None = None) -> str:
        return str(self._of(name or content.name).save(name, content, max_length))

    def delete(self, name: str) -> None:
        self._of(name).delete(name)

    def exists(self, name: str) -> bool:
        return bool(self._of(name).exists(name))

    def size(self, name: str) -> int:
        return int(self._of(name).size(name))

    def get_modified_time(self, name: str) -> Any:
        return self._of(name).get_modified_time(name)

    def path(self, name: str) -> str:
        return str(self._of(name).path(name))

    def url(self, name: str | None, *args: Any, **options: Any) -> str:
        return reverse("media", args=[name]) if is_aside(name) else str(super().url(name, *args, **options))  # type: ignore[misc]

    def carry(self, name: str, wanted: str, max_length: int) -> str:
        """Copy a file to another name, into the private storage or out of it. The name that it has got, no longer than
        its field."""
        with self.open(name) as content:
            return self.save(wanted, content, max_length)


@deconstructible(path="camtree.media.storages.PublicFileStorage")
class PublicFileStorage(ClosedAside, FileSystemStorage):
    """Local files for everybody."""


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
