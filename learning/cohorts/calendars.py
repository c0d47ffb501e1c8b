"""Sessions of a cohort in calendars."""

from camtree.events.calendars import Entry
from learning.cohorts.models import CohortSession


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
