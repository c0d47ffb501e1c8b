"""Loading the demo and taking it away."""

import tomllib
from functools import partial

from django.db import connection, transaction
from wagtail.models import Page

from camtree.demo.accounts import ACCOUNTS, LEAD_PROFILE, PASSWORD
from camtree.demo.aftermath import load_aftermath
from camtree.demo.inquiries import forget_inquiry, load_inquiries
from camtree.demo.loading import CONTENT, add_account, keep, page_at
from camtree.demo.models import DemoRecord
from camtree.demo.quizzes import load_quizzes
from camtree.demo.sections import (
    load_collections,
    load_course_pages,
    load_courses,
    load_insights,
    load_leads,
    load_reports,
    load_webinars,
)
from camtree.members.models import User
from home.models import HomePage
from research.models import Inquiry

FEATURED = {
    "featured_collections": "/research/collections/",
    "featured_reports": "/research/reports/",
    "featured_courses": "/learning/",
    "featured_leads": "/leads/",
}


@transaction.atomic
def load_demo() -> None:
    """Load everything of the demo that is not there yet. A second call changes nothing."""
    people = load_accounts()
    load_reports()
    load_quizzes()
    load_course_pages()
    load_collections()
    load_webinars()
    load_courses()
    load_leads({LEAD_PROFILE: people["lead"]})
    load_insights()
    load_inquiries(people)
    load_aftermath(people)
    feature_on_home()
    if connection.vendor == "postgresql":
        # The planner knows nothing yet of what was just loaded.
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def load_accounts() -> dict[str, User]:
    """The demo accounts, with confirmed addresses and their roles."""
    people = {}
    for account in ACCOUNTS:
        made = partial(add_account, account, password=PASSWORD)
        people[account.name] = keep(f"accounts/{account.name}", made)[0]
    return people


def feature_on_home() -> None:
    """Feature demo pages on every front page that features nothing yet."""
    chosen = tomllib.loads((CONTENT / "home.toml").read_text(encoding="utf-8"))
    streams = {
        field: [{"type": "page", "value": pk} for slug in chosen.get(field, []) if (pk := page_at(f"{front}{slug}/"))]
        for field, front in FEATURED.items()
    }
    for home in HomePage.objects.all():
        missing = {field: stream for field, stream in streams.items() if stream and not len(getattr(home, field))}
        if missing:
            for field, stream in missing.items():
                setattr(home, field, stream)
            home.save_revision().publish()


@transaction.atomic
def drop_demo() -> int:
    """Delete what `load_demo` made, and nothing else. Returns how many objects that were."""
    records = list(DemoRecord.objects.select_related("content_type").order_by("-pk"))
    pages = {int(row.object_id) for row in records if issubclass(row.content_type.model_class() or object, Page)}
    for home in HomePage.objects.all():
        _unfeature(home, pages)
    dropped = 0
    for row in records:
        instance = row.object
        if isinstance(instance, Inquiry):
            forget_inquiry(instance)
            dropped += 1
        elif instance is not None:
            pk = instance.pk
            instance.delete()
            if hasattr(type(instance), "history"):
                type(instance).history.filter(id=pk).delete()
            dropped += 1
        row.delete()
    return dropped


def _unfeature(home: HomePage, pages: set[int]) -> None:
    changed = False
    for field in FEATURED:
        stream = getattr(home, field)
        kept = [
            {"type": "page", "value": block["value"], "id": block.get("id")}
            for block in stream.raw_data
            if block["value"] not in pages
        ]
        if len(kept) != len(stream.raw_data):
            setattr(home, field, kept)
            changed = True
    if changed:
        home.save_revision().publish()
