"""The migration that notes which works may be read, and puts searches that are kept into one form."""

from importlib import import_module

import pytest
from django.apps import apps
from wagtail.models import PageViewRestriction

from research.models import ReadableWork, SavedSearch
from tests.factories.members import make_member
from tests.factories.pages import make_report, make_translation

pytestmark = pytest.mark.django_db
migration = import_module("research.migrations.0009_works_that_may_be_read")


def test_works_that_anybody_may_read_are_noted_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migration, "AT_ONCE", 2)
    public, closed = make_report("Public"), make_report("Closed")
    make_translation(public)
    make_report("Drafted", live=False)
    PageViewRestriction.objects.create(page=closed, restriction_type="login")
    migration.note_works(apps, None)
    assert list(ReadableWork.objects.values_list("work", "since")) == [
        (public.translation_key, public.first_published_at)
    ]


def test_searches_are_put_in_one_form_and_kept_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migration, "AT_ONCE", 2)
    first, second = make_member(), make_member()
    for member, query in ((first, "country=KE"), (first, "country=ke"), (first, "q=%E6%95%99"), (second, "country=KE")):
        SavedSearch.objects.create(member=member, query=query)
    migration.put_in_one_form(apps, None)
    assert list(SavedSearch.objects.order_by("pk").values_list("member", "query")) == [
        (first.pk, "country=ke"),
        (first.pk, "q=教"),
        (second.pk, "country=ke"),
    ]
