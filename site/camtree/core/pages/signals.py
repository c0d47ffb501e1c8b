"""Everything that publishes, unpublishes or moves a page passes here: editor, lists, workflow, timer and code.

The receivers only call the action.
"""

from typing import Any

from django.utils import timezone
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished, post_page_move

from camtree.core.pages.actions import keep_embargo, move_others, publish_others, unpublish_others


def page_is_published(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """Live, or put off to a day to come: then no language is there before."""
    if instance.live:
        if not keep_embargo(page=instance):
            publish_others(page=instance)
    elif instance.go_live_at and instance.go_live_at > timezone.now():
        unpublish_others(page=instance)


def page_is_unpublished(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """By hand, because its time is over, or because it is about to be deleted."""
    unpublish_others(page=instance)


def page_is_moved(
    sender: type[Page], instance: Page, parent_page_before: Page, parent_page_after: Page, **kwargs: Any
) -> None:
    move_others(page=instance, before=parent_page_before, after=parent_page_after)


def connect() -> None:
    """Listen to pages of every type."""
    page_published.connect(page_is_published, dispatch_uid="camtree.work_published")
    page_unpublished.connect(page_is_unpublished, dispatch_uid="camtree.work_unpublished")
    post_page_move.connect(page_is_moved, dispatch_uid="camtree.work_moved")
