import pytest
from wagtail.models import Page, PageViewRestriction

from camtree.core.templatetags.page_tags import is_public
from learning.models import CoursePage
from tests.factories.members import browser_of
from tests.factories.pages import make_course, make_report, make_translation

pytestmark = pytest.mark.django_db


def test_a_page_is_public_while_it_is_live_and_no_language_of_it_is_private() -> None:
    page, draft = make_report(), make_report("Draft", live=False)
    arabic = make_translation(page)
    assert [is_public(row) for row in (page, arabic, draft, None)] == [True, True, False, False]
    PageViewRestriction.objects.create(page=arabic, restriction_type="login")
    assert [is_public(Page.objects.get(pk=row.pk)) for row in (page, arabic)] == [False, False]


def test_a_course_names_no_private_course_that_is_good_to_take_before() -> None:
    first, hidden = make_course("Open before"), make_course("Hidden before")
    course = make_course("A course", prerequisites=[("course", first), ("course", hidden)])
    html = browser_of(None).get(course.url).content.decode()
    assert "Open before" in html
    assert "Hidden before" in html
    PageViewRestriction.objects.create(page=hidden, restriction_type="login")
    html = browser_of(None).get(CoursePage.objects.get(pk=course.pk).url).content.decode()
    assert "Open before" in html
    assert "Hidden before" not in html
