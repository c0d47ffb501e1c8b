"""What a task of the queue is told about a bucket."""

import json

from django.core.files.storage import storages

from camtree.media.buckets import BucketStorage

OPTIONS = {"access_key": "key", "secret_key": "do-not-tell", "bucket_name": "camtree", "addressing_style": "path"}


def test_a_bucket_goes_into_tasks_by_its_name(settings):
    bucket = {"BACKEND": "camtree.media.buckets.BucketStorage", "OPTIONS": OPTIONS}
    settings.STORAGES = settings.STORAGES | {"default": bucket, "private": bucket | {"OPTIONS": OPTIONS}}
    for alias in ("default", "private"):
        storage = storages[alias]
        assert isinstance(storage, BucketStorage)
        told = storage.deconstruct()
        assert json.loads(json.dumps(told)) == ["camtree.media.buckets.storage_by", [alias], {}]
        assert (storage.client_config.connect_timeout, storage.client_config.s3) == (2, {"addressing_style": "path"})
