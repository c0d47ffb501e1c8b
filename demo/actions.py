"""Loading the demo and taking it away."""

import tomllib
from functools import partial
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction
from wagtail.models import Page

from camtree.members.models import User
from camtree.members.personal_data import erase
from camtree.search.indexing import indexed_at_the_end
from demo.accounts import ACCOUNTS, LEAD_PROFILE, PASSWORD
from demo.aftermath import load_aftermath
from demo.cohorts import forget_deadlines, load_cohorts
from demo.inquiries import forget_inquiry, load_inquiries
from demo.loading import CONTENT, add_account, keep, page_at
from demo.models import DemoRecord
from demo.packages import load_packages
from demo.quizzes import forget_attempts, forget_shown, load_quizzes
from demo.registrations import load_registrations
from demo.sections import (
    load_collections,
    load_course_pages,
    load_courses,
    load_insights,
    load_leads,
    load_reports,
    load_webinars,
)
from home.models import HomePage
from learning.models import Cohort, CoursePage, Question, Quiz, Step
from research.models import Inquiry

FEATURED = {
    "featured_collections": "/research/collections/",
    "featured_reports": "/research/reports/",
    "featured_courses": "/learning/",
    "featured_leads": "/leads/",
}


@transaction.atomic
@indexed_at_the_end()
def load_demo() -> None:
    """Load everything of the demo that is not there yet. A second call changes nothing."""
    people = load_accounts()
    load_reports()
    load_quizzes()
    load_packages()
    load_course_pages()
    load_collections()
    load_webinars()
    load_courses()
    load_leads({LEAD_PROFILE: people["lead"]})
    load_insights()
    load_inquiries(people)
    load_aftermath(people)
    load_cohorts(people)
    load_registrations(people)
    feature_on_home()
    if connection.vendor == "postgresql":
        # The planner knows nothing yet of what was just loaded.
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def load_accounts() -> dict[str, User]:
    """The demo accounts, with confirmed addresses and their roles."""
    people = {}
    # Hashed once for all of them: that takes long on purpose, and everybody knows it.
    password = make_password(PASSWORD)
    for account in ACCOUNTS:
        made = partial(add_account, account, password=password)
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

    def loaded_of(model: type[Any]) -> list[Any]:
        keys = [row.object_id for row in records if row.content_type.model_class() is model]
        return list(model._default_manager.filter(pk__in=keys))

    # What people wrote and did goes before what they did it at: a version of a question that was shown is kept.
    inquiries, people = loaded_of(Inquiry), loaded_of(User)
    for inquiry in inquiries:
        forget_inquiry(inquiry)
    forget_attempts(loaded_of(Quiz))
    for user in people:
        erase(user)
    forget_shown(loaded_of(Question))
    forget_deadlines(loaded_of(Cohort))
    courses = {page.translation_key for page in loaded_of(CoursePage)}
    dropped = len(inquiries) + len(people)
    for row in records:
        # Looked up now, one by one: a page above it may have taken it along.
        instance = row.object
        if instance is not None:
            pk = instance.pk
            instance.delete()
            if hasattr(type(instance), "history"):
                type(instance).history.filter(id=pk).delete()
            dropped += 1
        row.delete()
    Step.objects.filter(course_key__in=courses).delete()
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
