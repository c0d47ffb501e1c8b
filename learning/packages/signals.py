"""Files of packages that are gone."""

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver

from learning.packages.models import CoursePackage, PackageUpload
from learning.packages.storing import forget_files


@receiver(post_delete, sender=CoursePackage, dispatch_uid="learning.forget_package")
def package_is_gone(instance: CoursePackage, **kwargs: Any) -> None:
    """No file outlives its row."""
    transaction.on_commit(lambda: forget_files(instance.key))


@receiver(post_delete, sender=PackageUpload, dispatch_uid="learning.forget_upload")
def upload_is_gone(instance: PackageUpload, **kwargs: Any) -> None:
    """Neither the file that was sent nor what was unpacked of it stays."""
    storage, name = instance.file.storage, instance.file.name
    if name:
        transaction.on_commit(lambda: storage.delete(name))
    if instance.folder and instance.package_id is None:
        transaction.on_commit(lambda: forget_files(instance.folder))
