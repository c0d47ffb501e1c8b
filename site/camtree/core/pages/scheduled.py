"""Pages that wait for their day: published by a timer, as by whoever set the day."""

import logging
from typing import Any, Final

from wagtail.models import Page, PageLogEntry, Revision

from camtree.core.mail import send_mail_on_commit
from camtree.core.pages.publishing import bar_to_publishing

logger = logging.getLogger(__name__)

# What Wagtail's timer (`publish_scheduled`) logs, and what is logged when somebody sets the day.
ON_ITS_DAY: Final = "wagtail.publish.scheduled"
_DAY_SET: Final = "wagtail.publish.schedule"


def still_may_publish(page: Page, revision: Revision) -> bool:
    """Whether whoever set the day may publish the page today. Else the day is taken back, and they are told why.

    A day that was set without a name, by a decision of the editors, holds.
    """
    entry = (
        PageLogEntry.objects.filter(page=page.pk, revision=revision.pk, action=_DAY_SET).order_by("-timestamp").first()
    )
    who = entry.user if entry is not None else revision.user  # logs may be shortened
    sentence = bar_to_publishing(revision.as_object(), who) if who is not None else ""
    if who is None or not sentence:
        return True
    take_day_back(revision=revision)
    logger.warning("Not published on its day: page %s, set by member %s", page.pk, who.pk)
    if who.is_active:
        send_mail_on_commit(
            "publication_stopped",
            to=who.email,
            language=who.preferred_language,
            context={"page": page, "who": who, "sentence": sentence},
        )
    return False


def take_day_back(*, revision: Any) -> None:
    """A page does not wait for its day any more. Wagtail logs that it was cancelled."""
    revision.approved_go_live_at = None
    revision.save(update_fields=["approved_go_live_at"])
