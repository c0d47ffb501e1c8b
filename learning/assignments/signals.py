"""Files of works that are gone."""

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver

from learning.assignments.models import AssignmentWork


@receiver(post_delete, sender=AssignmentWork, dispatch_uid="learning.forget_work")
def work_is_gone(instance: AssignmentWork, **kwargs: Any) -> None:
    """No file outlives its row."""
    if instance.file:
        storage, name = instance.file.storage, str(instance.file.name)
        transaction.on_commit(lambda: storage.delete(name))
