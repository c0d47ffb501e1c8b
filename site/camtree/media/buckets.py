"""Buckets as storages."""

from typing import Any

from django.conf import settings
from django.core.files.storage import Storage, storages
from storages.backends.s3 import S3Storage

from .s3 import client_config


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
