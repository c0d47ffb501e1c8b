"""Sessions of cohorts and days until which steps are due, in calendars."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from camtree.events.calendars import Entry
from camtree.members.models import User
from learning.cohorts.models import CohortMember, CohortSession, Deadline, Facilitator
from learning.courses.models import Step
from learning.studying.models import StepRecord


def entry_of(session: CohortSession, address: str) -> Entry:
    """A session. `address` is that of the page of its cohort."""
    return Entry(
        uid=f"cohort-session-{session.pk}@camtree",
        sequence=session.sequence,
        changed_at=session.changed_at,
        when=session.moment,
        title=session.title,
        text=session.address_online,
        place=session.place or session.address_online,
        address=address,
    )


def sessions_of(member: User, since: datetime) -> Iterator[Entry]:
    """Sessions of the cohorts that somebody is in or runs, from what ends after a moment on."""
    own = set(CohortMember.objects.joined().filter(member=member).values_list("cohort", flat=True))
    run = set(Facilitator.objects.filter(user=member).values_list("cohort", flat=True))
    for session in CohortSession.objects.filter(cohort__in=own | run, ends_at__gt=since):
        page = "my_cohort" if session.cohort_id in own else "teach_sessions"
        yield entry_of(session, _address(page, session.cohort_id))


def deadlines_of(member: User, since: datetime) -> Iterator[Entry]:
    """Days until which somebody has to do steps that they have not done, with the days that were added for them."""
    places = CohortMember.objects.joined().filter(member=member)
    rows = Deadline.objects.filter(cohort__in=places.values("cohort")).select_related("cohort")
    longer = dict(rows.filter(extensions__member__in=places).values_list("pk").annotate(day=Max("extensions__due_on")))
    titles = _titles_of_open_steps(member, {row.step_key for row in rows})
    for row in rows:
        # The day of everybody may have moved beyond the one that was given.
        day = max(row.due_on, longer.get(row.pk, row.due_on))
        if row.step_key in titles and day >= timezone.localdate(since):
            yield Entry(
                uid=f"cohort-deadline-{row.pk}@camtree",
                when=day,
                title=_("Due: %(step)s") % {"step": titles[row.step_key]},
                text=row.cohort.title,
                address=_address("my_cohort", row.cohort_id),
            )


def _titles_of_open_steps(member: User, keys: set[UUID]) -> dict[UUID, str]:
    """Titles of steps that their course still has and that somebody has not done."""
    done = StepRecord.objects.filter(enrolment__member=member, done_at__isnull=False, step_key__in=keys)
    steps = Step.objects.current().filter(key__in=keys).exclude(key__in=done.values("step_key"))
    return dict(steps.values_list("key", "title"))


def _address(page: str, cohort: int) -> str:
    return settings.WAGTAILADMIN_BASE_URL + reverse(page, args=[cohort])
