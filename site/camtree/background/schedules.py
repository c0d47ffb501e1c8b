"""Pages and texts that go live and come down at the moment their editors set."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.apps import apps
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import DraftStateMixin, Page, Revision

from camtree.background.each import each
from camtree.background.timer import timed


class Published(NamedTuple):
    """How many went live and came down."""

    up: int
    down: int


def publish_due(*, now: datetime) -> Published:
    """Take down what expired, then publish what is due, as Wagtail's own command does; what fails waits by itself."""
    down = sum(sum(each("expiry", rows, _take_down)) for rows in _expired(now))
    due = Revision.objects.filter(approved_go_live_at__lt=now).order_by("approved_go_live_at")
    return Published(sum(each("schedule", due, _publish)), down)


def _expired(now: datetime) -> list[QuerySet[Any]]:
    models = [Page, *(m for m in apps.get_models() if issubclass(m, DraftStateMixin) and not issubclass(m, Page))]
    return [m._default_manager.filter(live=True, expire_at__lt=now).order_by("expire_at") for m in models]


def _take_down(row: Any) -> bool:
    """Whether it came down: another language may have taken it along, an editor may have given it longer."""
    rows = type(row)._default_manager.filter(pk=row.pk, live=True, expire_at__lt=timezone.now())
    row = rows.select_for_update(of=("self",)).first()
    if row is not None:
        row.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    return row is not None


def _publish(revision: Revision) -> bool:
    """Whether it went live: an editor may have taken the day back meanwhile."""
    due = Revision.objects.filter(pk=revision.pk, approved_go_live_at__lt=timezone.now())
    held = due.select_for_update(of=("self",)).first()
    if held is not None:
        held.publish(log_action="wagtail.publish.scheduled")
    return held is not None


@timed("schedules", _("Scheduled publishing"), timedelta(minutes=1))
def publish(now: datetime) -> str:
    done = publish_due(now=now)
    return f"{done.up} published, {done.down} taken down."
