"""Where a translation may begin: below pages that have theirs."""

from typing import Any

import pytest
from django.urls import reverse
from wagtail.models import Locale, Page

from camtree.translation.actions import texts_of, translate
from learning.models import CoursePage, LessonPage, ModulePage
from tests.factories.members import browser_of, make_member
from tests.factories.pages import make_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def spanish() -> Locale:
    return Locale.objects.get(language_code="es")


@pytest.fixture
def course() -> CoursePage:
    return make_page(CoursePage, "Asking better questions")


@pytest.fixture
def module(course: CoursePage) -> ModulePage:
    module: ModulePage = course.add_child(instance=ModulePage(title="Wait time", live=True))
    return module


@pytest.fixture
def lesson(module: ModulePage) -> LessonPage:
    lesson: LessonPage = module.add_child(instance=LessonPage(title="Three seconds", live=True))
    return lesson


def begin(page: Page, *locales: Locale, **fields: Any) -> Any:
    """Choose languages and submit the form that begins a translation, as somebody who may write in all."""
    browser = browser_of(make_member(roles=("Editors",)))
    address = reverse("wagtail_localize:submit_page_translation", args=[page.pk])
    return browser.post(address, {"locales": [locale.pk for locale in locales], **fields})


def titles_in(locale: Locale) -> set[tuple[str, bool]]:
    """Pages of the courses in a language, and whether they are live."""
    courses = Page.objects.filter(locale=locale).type(CoursePage, ModulePage, LessonPage)
    return {(page.title, page.live) for page in courses}


def test_a_page_is_not_translated_before_the_pages_above_it(lesson: LessonPage, spanish: Locale) -> None:
    response = begin(lesson, spanish)
    assert response.status_code == 200
    assert (
        response.context["form"]
        .errors["locales"][0]
        .startswith("Translate “Asking better questions” into Spanish first: this page stands below it.")
    )
    course = lesson.get_parent().get_parent()
    there = reverse("wagtail_localize:submit_page_translation", args=[course.pk])
    assert f'<a href="{there}">Translate that page</a>' in response.content.decode()
    assert titles_in(spanish) == set()


def test_from_the_top_each_page_becomes_a_draft(
    course: CoursePage, module: ModulePage, lesson: LessonPage, spanish: Locale
) -> None:
    assert begin(course, spanish).status_code == 302
    assert "“Wait time”" in begin(lesson, spanish).context["form"].errors["locales"][0]
    assert begin(module, spanish).status_code == 302
    assert begin(lesson, spanish).status_code == 302
    assert titles_in(spanish) == {
        ("Asking better questions", False),
        ("Wait time", False),
        ("Three seconds", False),
    }


def test_a_course_is_translated_with_all_below_it(lesson: LessonPage, spanish: Locale) -> None:
    course = lesson.get_parent().get_parent()
    assert begin(course, spanish, include_subtree="on").status_code == 302
    assert titles_in(spanish) == {
        ("Asking better questions", False),
        ("Wait time", False),
        ("Three seconds", False),
    }


def test_one_language_that_lacks_a_page_above_refuses_all(
    course: CoursePage, module: ModulePage, spanish: Locale
) -> None:
    arabic = Locale.objects.get(language_code="ar")
    assert begin(course, spanish).status_code == 302
    errors = begin(module, spanish, arabic).context["form"].errors["locales"]
    assert [error.split(" first")[0] for error in errors] == ["Translate “Asking better questions” into Arabic"]
    assert titles_in(spanish) == {("Asking better questions", False)}


def test_a_copy_of_the_original_above_is_no_translation(
    course: CoursePage, module: ModulePage, spanish: Locale
) -> None:
    course.copy_for_translation(spanish, alias=True)
    assert "“Asking better questions”" in begin(module, spanish).context["form"].errors["locales"][0]
    assert begin(course, spanish).status_code == 302
    assert begin(module, spanish).status_code == 302


def test_code_makes_no_copies_of_pages_above_either(lesson: LessonPage, spanish: Locale) -> None:
    with pytest.raises(ValueError, match="Asking better questions, a page above it, has no translation"):
        translate(source=lesson, locale=spanish, texts=texts_of(lesson), publish=True)
    assert titles_in(spanish) == set()
