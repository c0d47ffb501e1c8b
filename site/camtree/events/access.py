"""The one way to a member's calendar from outside."""

from camtree.core.access import or_404
from camtree.events.models import CalendarFeed


def get_feed(secret: str) -> CalendarFeed:
    """The feed behind a secret address, of somebody whose account is active. Else 404."""
    feeds = CalendarFeed.objects.filter(secret=secret, member__is_active=True).select_related("member")
    return or_404(feeds.first())
