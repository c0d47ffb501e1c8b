"""What is done about the index from time to time."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from camtree.background.queue import enqueue_once
from camtree.background.timer import timed
from camtree.search.rebuilding import index_missing, is_up_to_date
from camtree.search.tasks import make_index_anew


@timed("search-index", _("Search index"), timedelta(minutes=10))
def search_index(now: datetime) -> str:
    """An index that was made as words were taken before is made anew; pages that are missing enter it."""
    if not is_up_to_date():
        return "asked for anew." if enqueue_once(make_index_anew) else "is being made anew."
    return f"{index_missing()} pages were missing."
