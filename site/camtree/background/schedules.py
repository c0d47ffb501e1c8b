"""Pages and texts that go live and come down at the moment their editors set."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.apps import apps
from django.db.models import QuerySet
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
    down = sum(len(each("expiry", rows, _take_down)) for rows in _expired(now))
    due = Revision.objects.filter(approved_go_live_at__lt=now).order_by("approved_go_live_at")
    return Published(len(each("schedule", due, _publish)), down)


def _expired(now: datetime) -> list[QuerySet[Any]]:
    models = [Page, *(m for m in apps.get_models() if issubclass(m, DraftStateMixin) and not issubclass(m, Page))]
    return [m._default_manager.filter(live=True, expire_at__lt=now).order_by("expire_at") for m in models]


def _take_down(row: Any) -> None:
    row.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")


def _publish(revision: Revision) -> None:
    revision.publish(log_action="wagtail.publish.scheduled")


@timed("schedules", _("Scheduled publishing"), timedelta(minutes=1))
def publish(now: datetime) -> str:
    done = publish_due(now=now)
    return f"{done.up} published, {done.down} taken down."
