"""What hosts see of a webinar, and the table they take along. Who may change the page of a webinar is a host of it."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail.permissions import policy_registry

from webinars.models import WebinarPage
from webinars.registrations.choices import RegistrationState
from webinars.registrations.models import Register, Registration


def registers_of(user: Any) -> QuerySet[Register]:
    """Lists of the webinars that somebody holds, with `joined`, `waiting` and `came`: how many."""
    pages = policy_registry.get_by_type(Page).instances_user_has_permission_for(user, "change")
    works = WebinarPage.objects.filter(pk__in=pages.values("pk")).values("translation_key")
    return Register.objects.filter(work_key__in=works).annotate(
        joined=Count("registrations", filter=Q(registrations__state=RegistrationState.JOINED)),
        waiting=Count("registrations", filter=Q(registrations__state=RegistrationState.WAITING)),
        came=Count("registrations", filter=Q(registrations__attended_at__isnull=False)),
    )


def people_of(register: Register) -> QuerySet[Registration]:
    """All who are registered, wait, have to confirm or cancelled: as hosts read them."""
    rows = Registration.objects.filter(register=register).select_related("member", "register")
    return rows.order_by("state", "waiting_since", "pk")


def table_of(register: Register) -> Iterator[list[Any]]:
    """The same for a spreadsheet, with the answers to each question in a column of its own."""
    people = list(people_of(register))
    questions = list({row["key"]: row["question"] for one in people for row in one.answers}.items())
    yield [
        *(_("Name"), _("E-mail"), _("State"), _("Registered"), _("Came"), _("Language"), _("Recording")),
        *(text for _key, text in questions),
    ]
    for one in people:
        answers = {row["key"]: row["answer"] for row in one.answers}
        yield [
            *(one.shown_name, one.address, one.get_state_display(), one.asked_at.isoformat(timespec="minutes")),
            one.attended_at.isoformat(timespec="minutes") if one.attended_at else "",
            *(one.language, _("Yes") if one.agrees_to_recording else _("No")),
            *(answers.get(key, "") for key, _text in questions),
        ]
