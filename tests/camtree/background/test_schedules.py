"""Pages that come down and go live at their hour, each once, with their translations."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Page

from camtree.background import schedules
from camtree.background.models import SetAside
from camtree.background.schedules import publish_due
from tests.factories.pages import make_report, make_translation

pytestmark = pytest.mark.django_db


def expired(page):
    Page.objects.filter(pk=page.pk).update(expire_at=timezone.now() - timedelta(minutes=1))
    return page


def is_live(page):
    return Page.objects.get(pk=page.pk).live


def test_a_page_that_fails_keeps_no_other_back(monkeypatch):
    bad, good = expired(make_report("Bad")), expired(make_report("Good"))
    unpublish = Page.unpublish

    def fall(self, *args, **kwargs):
        if self.pk == bad.pk:
            raise ZeroDivisionError
        return unpublish(self, *args, **kwargs)

    monkeypatch.setattr(Page, "unpublish", fall)
    assert publish_due(now=timezone.now()).down == 1
    assert (is_live(bad), is_live(good)) == (True, False)
    assert SetAside.objects.get().row == str(bad.pk)


def test_a_translation_that_went_with_its_original_is_not_taken_down_again():
    original = make_report("Wait time")
    translation = make_translation(original)
    expired(original)
    expired(translation)
    publish_due(now=timezone.now())
    assert (is_live(original), is_live(translation)) == (False, False)
    Page.objects.filter(pk__in=[original.pk, translation.pk]).update(expire_at=None)
    page = Page.objects.get(pk=original.pk).specific
    page.expire_at = None
    page.save_revision().publish()
    assert (is_live(original), is_live(translation)) == (True, True)


def test_an_hour_that_an_editor_put_off_meanwhile_holds(monkeypatch):
    page = expired(make_report("Wait time"))
    rows = schedules._expired(timezone.now())[0]
    found = list(rows)
    assert [row.pk for row in found] == [page.pk]
    Page.objects.filter(pk=page.pk).update(expire_at=timezone.now() + timedelta(days=1))
    assert schedules._take_down(found[0]) is False
    assert is_live(page)
