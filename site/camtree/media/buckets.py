"""Buckets as storages."""

from typing import Any

from django.conf import settings
from django.core.files.storage import Storage, storages
from storages.backends.s3 import S3Storage

from .file_types import type_of
from .s3 import client_config
from .storages import ClosedAside, is_aside, private_storage

# Of a file whose field says nothing else: what buckets take.
MOST_NAME = 1024


def storage_by(alias: str) -> Storage:
    """The storage of that name in the settings."""
    return storages[alias]


class BucketStorage(S3Storage):
    """A bucket that is given up soon, and that goes into tasks by its name.

    Wagtail puts `deconstruct()` of a storage into the task that deletes a file. With the options of the settings in it
    the queue would hold the secret key, and a client's settings are not JSON.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.client_config = client_config(path_style=self.addressing_style == "path")

    def deconstruct(self) -> tuple[str, list[str], dict[str, Any]]:
        alias = next(alias for alias in settings.STORAGES if storages[alias] is self)
        return "camtree.media.buckets.storage_by", [alias], {}


class PublicBucketStorage(ClosedAside, BucketStorage):
    """The bucket that everybody may read."""

    def save(self, name: str | None, content: Any, max_length: int | None = None) -> str:
        """What lies in the private bucket already (`ArrivedFile`) is copied there."""
        if name and hasattr(content, "lies_at"):
            return self.carry(content.lies_at, name, max_length or MOST_NAME)
        return str(super().save(name, content, max_length))

    def carry(self, name: str, wanted: str, max_length: int) -> str:
        """From bucket to bucket, without the bytes coming here."""
        source, target = self._bucket_of(name), self._bucket_of(wanted)
        found = str(target.get_available_name(wanted, max_length))
        facts = {"ContentType": type_of(wanted), "MetadataDirective": "REPLACE", **target.get_object_parameters(found)}
        copied = {"Bucket": source.bucket_name, "Key": source._normalize_name(name)}
        target.bucket.Object(target._normalize_name(found)).copy(copied, ExtraArgs=facts)
        return found

    def _bucket_of(self, name: str) -> Any:
        return private_storage() if is_aside(name) else self
