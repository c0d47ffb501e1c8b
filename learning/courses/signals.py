"""Pages of courses change in Wagtail's editor: the receivers only call the action."""

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver
from wagtail.signals import page_published, page_unpublished, post_page_move

from learning.courses.actions import course_key_of, list_steps
from learning.courses.models import CoursePage, LessonPage, ModulePage


def _list_again(instance: Any, **kwargs: Any) -> None:
    """Once for each transaction and course would do; listing twice changes nothing."""
    page = getattr(instance, "specific", instance)
    if isinstance(page, CoursePage | ModulePage | LessonPage) and (key := course_key_of(page)):
        transaction.on_commit(lambda: list_steps(course_key=key))


for _signal, _name in ((page_published, "published"), (page_unpublished, "unpublished"), (post_page_move, "moved")):
    _signal.connect(_list_again, dispatch_uid=f"learning.list_steps.{_name}")


@receiver(post_delete, sender=LessonPage, dispatch_uid="learning.list_steps.deleted")
@receiver(post_delete, sender=ModulePage, dispatch_uid="learning.list_steps.module_deleted")
def page_is_deleted(instance: Any, **kwargs: Any) -> None:
    """The course above a deleted page is found by its path, which the row still knows."""
    _list_again(instance)
