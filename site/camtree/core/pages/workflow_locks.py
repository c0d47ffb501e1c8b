"""A step of a workflow is decided once, however many people press a button at the same moment, and by who may.

Wagtail reads the state of a task before it opens its transaction, so two moderators can both see it waiting. This
guard looks again, with the row locked, at the moment the decision is written.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models.signals import pre_save
from wagtail.models import TaskState

from camtree.core.pages.publishing import BarredError, bar_to_deciding


def refuse_second_decision(sender: type[Any], instance: TaskState, **kwargs: Any) -> None:
    """Raise PermissionDenied, which the admin answers in words, when somebody else has decided meanwhile."""
    if instance._state.adding or not issubclass(sender, TaskState) or instance.status == TaskState.STATUS_IN_PROGRESS:
        return
    statuses = TaskState.objects.select_for_update().filter(pk=instance.pk).values_list("status", flat=True)
    if statuses.get() != TaskState.STATUS_IN_PROGRESS:
        raise PermissionDenied


def refuse_own_decision(sender: type[Any], instance: TaskState, **kwargs: Any) -> None:
    """Raise BarredError when somebody decides a step of a page that a section bars them from, by whatever button."""
    is_decision = issubclass(sender, TaskState) and instance.status in {
        TaskState.STATUS_APPROVED,
        TaskState.STATUS_REJECTED,
    }
    if not is_decision or instance.finished_by is None:
        return
    page = instance.workflow_state.content_object
    if sentence := bar_to_deciding(page, instance.finished_by):
        raise BarredError(sentence)


def connect() -> None:
    """Watch every kind of task."""
    pre_save.connect(refuse_own_decision, dispatch_uid="camtree.decided_by_others")
    pre_save.connect(refuse_second_decision, dispatch_uid="camtree.decided_once")
