"""The secret address of a member's calendar: made when it is asked for, replaced, taken away."""

from django.db import transaction
from django.utils import timezone

from camtree.events.models import CalendarFeed, new_secret
from camtree.members.models import User


@transaction.atomic
def make_feed(*, member: User) -> CalendarFeed:
    """An address; the one there is where somebody asks twice."""
    return CalendarFeed.objects.get_or_create(member=member)[0]


@transaction.atomic
def replace_feed(*, member: User) -> CalendarFeed:
    """A new address. The old one leads nowhere from now on."""
    facts = {"secret": new_secret(), "made_at": timezone.now()}
    return CalendarFeed.objects.update_or_create(member=member, defaults=facts)[0]


@transaction.atomic
def stop_feed(*, member: User) -> None:
    """No address any more."""
    CalendarFeed.objects.filter(member=member).delete()
