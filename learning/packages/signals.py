"""Files of packages that are gone."""

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver

from learning.packages.models import CoursePackage
from learning.packages.storing import forget_files


@receiver(post_delete, sender=CoursePackage, dispatch_uid="learning.forget_package")
def package_is_gone(instance: CoursePackage, **kwargs: Any) -> None:
    """No file outlives its row."""
    transaction.on_commit(lambda: forget_files(instance.key))
