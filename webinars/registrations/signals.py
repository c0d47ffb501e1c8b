"""A webinar is published or hidden: the receivers only call the action."""

from typing import Any

from django.dispatch import receiver
from wagtail.signals import page_published, page_unpublished

from webinars.models import WebinarPage
from webinars.registrations.actions.places import follow_page


@receiver(page_published, sender=WebinarPage, dispatch_uid="webinars.register_follows")
@receiver(page_unpublished, sender=WebinarPage, dispatch_uid="webinars.register_closes")
def page_changes(instance: WebinarPage, **kwargs: Any) -> None:
    """Places, times and whether it takes place, as the page says them now."""
    follow_page(work_key=instance.translation_key)
