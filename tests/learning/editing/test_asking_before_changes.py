"""Who changes a live course is asked first where learners would feel it, and what they sent is what is done."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from learning.courses.choices import StepKind
from learning.editing.plans import impact_of_publishing, impacts_of_taking_away
from learning.models import CoursePage, LessonPage, StepRecord
from learning.studying.actions import enrol_member, record_step
from tests.factories.courses import (
    lessons_of,
    make_enrolment,
    make_study,
    page_form,
    raw,
    reflection,
    step_of,
)
from tests.factories.members import browser_of, make_member
from tests.factories.pages import make_lesson, make_module, make_translation

pytestmark = pytest.mark.django_db


def edit(page: Any) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def moderator(role: str = "Moderators") -> Client:
    return browser_of(make_member(role, roles=(role,)))


# ---------------------------------------------------------------- what is asked, and what happens then


@pytest.fixture
def used() -> LessonPage:
    """A lesson whose reflection somebody has done."""
    course = make_study([reflection()])
    record_step(enrolment=make_enrolment(course), step=step_of(course, kind=StepKind.REFLECTION))
    return lessons_of(course)[0]


TEXT = {"type": "text", "id": str(uuid.uuid4()), "value": '{"blocks": [{"key": "a", "text": "Read on.", "type": "unstyled", "depth": 0, "inlineStyleRanges": [], "entityRanges": []}], "entityMap": {}}'}  # fmt: skip # noqa: E501


def test_publishing_is_asked_about_and_publishes_what_was_sent(used: LessonPage) -> None:
    browser = moderator()
    answer = browser.post(edit(used), page_form(used, TEXT, title="Shorter", action="publish"))
    assert answer.status_code == 302
    asked = browser.get(answer["Location"])
    html = asked.content.decode()
    assert "“Lesson 1 (Reflection)” would no longer be part of the course." in html
    assert "1 learner has done it. That is kept, and counts no more." in html
    assert LessonPage.objects.get(pk=used.pk).title == "Lesson 1"
    sent = dict(asked.context["sent"])
    assert browser.post(answer["Location"], sent).status_code == 302
    published = LessonPage.objects.get(pk=used.pk)
    assert (published.title, [block.block_type for block in published.body]) == ("Shorter", ["text"])
    assert published.live_revision_id == published.latest_revision_id
    # Pressed once more, it is what is there already.
    assert browser.post(answer["Location"], sent).status_code == 302


def test_nothing_is_published_when_somebody_has_changed_it_since(used: LessonPage) -> None:
    browser = moderator()
    answer = browser.post(edit(used), page_form(used, TEXT, title="Shorter", action="publish"))
    asked = browser.get(answer["Location"])
    draft = LessonPage.objects.get(pk=used.pk).get_latest_revision_as_object()
    draft.title = "Saved by itself"
    # As a draft that saves itself does: the same number, other words.
    who = draft.latest_revision.user
    draft.save_revision(user=who, overwrite_revision=draft.latest_revision, clean=False)
    followed = browser.post(answer["Location"], dict(asked.context["sent"]), follow=True)
    assert "Somebody has changed the page since." in followed.content.decode()
    assert LessonPage.objects.get(pk=used.pk).title == "Lesson 1"


def test_what_is_published_later_is_asked_about_today(used: LessonPage) -> None:
    """It is checked and asked about when the time is set; the timer asks nobody."""
    draft = LessonPage.objects.get(pk=used.pk)
    draft.title = "Later"
    draft.go_live_at = timezone.now() + timedelta(days=2)
    draft.body = [TEXT | {"value": "<p>Read on.</p>"}]
    draft.save_revision()
    browser, address = moderator(), reverse("learning_publish", args=[used.pk])
    answer = browser.post(address, dict(browser.get(address).context["sent"]), follow=True)
    assert "will be published at its time." in answer.content.decode()
    page = LessonPage.objects.get(pk=used.pk)
    assert (page.title, page.live, page.scheduled_revision.pk) == ("Lesson 1", True, page.latest_revision_id)


def test_pressing_twice_publishes_once(used: LessonPage) -> None:
    browser = moderator()
    answer = browser.post(edit(used), page_form(used, TEXT, title="Shorter", action="publish"))
    sent = dict(browser.get(answer["Location"]).context["sent"])
    for _press in range(2):
        assert browser.post(answer["Location"], sent).status_code == 302
    assert LessonPage.objects.get(pk=used.pk).revisions.count() == 2


def test_nobody_is_asked_where_nobody_is_touched() -> None:
    course = make_study([reflection()])
    lesson = lessons_of(course)[0]
    browser = moderator()
    answer = browser.post(edit(lesson), page_form(lesson, TEXT, title="Shorter", action="publish"))
    assert answer["Location"] == reverse("wagtailadmin_explore", args=[lesson.get_parent().pk])
    assert LessonPage.objects.get(pk=lesson.pk).title == "Shorter"


def test_only_who_may_publish_is_asked(used: LessonPage) -> None:
    address = reverse("learning_publish", args=[used.pk])
    for roles, status in ((("Editors",), 302), (("Translators (es)",), 302), ((), 302), (("Moderators",), 200)):
        assert browser_of(make_member(roles=roles)).get(address).status_code == status
    editor = browser_of(make_member(roles=("Editors",)))
    editor.post(address, {})
    assert LessonPage.objects.get(pk=used.pk).latest_revision_id == LessonPage.objects.get(pk=used.pk).live_revision_id
    index = Page.objects.get(depth=2, slug="en") if Page.objects.filter(depth=2, slug="en") else Page.objects.first()
    assert index is not None
    assert moderator().get(reverse("learning_publish", args=[index.pk])).status_code == 404


def test_other_conditions_are_asked_about() -> None:
    course = make_study([reflection()], [])
    enrolment = make_enrolment(course)
    record_step(enrolment=enrolment, step=step_of(course, position=1))
    course.conditions = [raw("share", percent=30)]  # type: ignore[assignment]
    impact = impact_of_publishing(course)
    assert impact is not None
    assert (impact.gained, impact.lost) == (1, 0)
    browser = moderator()
    answer = browser.post(edit(course), page_form(course, raw("share", percent=30), action="publish"))
    assert reverse("learning_publish", args=[course.pk]) in answer["Location"]


@pytest.mark.parametrize("action", ["unpublish", "delete"])
@pytest.mark.parametrize("level", ["lesson", "module", "course"])
def test_taking_away_is_asked_about_and_done(used: LessonPage, action: str, level: str) -> None:
    pages = {"lesson": used, "module": used.get_parent(), "course": used.get_parent().get_parent()}
    # Only administrators delete pages with others below them.
    page, browser = pages[level], moderator("Administrators")
    address = reverse(f"wagtailadmin_pages:{action}", args=[page.pk])
    assert browser.get(address).status_code == 200
    asked = browser.post(address, {"include_descendants": "on"})
    assert asked.status_code == 200
    assert "would no longer be part of the course." in asked.content.decode()
    assert Page.objects.get(pk=page.pk).live
    sent = dict(asked.context["sent"])
    assert sent == {"include_descendants": "on", "learners_known": "1"}
    assert browser.post(asked.context["address"], sent).status_code == 302
    assert not Page.objects.filter(pk=used.pk, live=True).exists()
    assert StepRecord.objects.count() == 1


def test_pages_ticked_in_a_list_are_asked_about(used: LessonPage) -> None:
    browser, back = moderator(), reverse("wagtailadmin_explore", args=[used.get_parent().pk])
    for action in ("unpublish", "delete"):
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
        asked = browser.post(f"{address}?id={used.pk}&next={back}")
        assert "would no longer be part of the course." in asked.content.decode()
        assert LessonPage.objects.get(pk=used.pk).live
    assert browser.post(asked.context["address"], dict(asked.context["sent"]))["Location"] == back
    assert not LessonPage.objects.filter(pk=used.pk).exists()


def test_a_lesson_that_moves_to_another_course(used: LessonPage) -> None:
    goal = make_module(make_study(title="Another course"), "New home")
    browser = moderator()
    address = reverse("wagtailadmin_pages:move_confirm", args=[used.pk, goal.pk])
    asked = browser.post(address)
    assert "would no longer be part of the course." in asked.content.decode()
    assert not LessonPage.objects.child_of(goal).exists()
    browser.post(asked.context["address"], dict(asked.context["sent"]))
    assert LessonPage.objects.child_of(goal).get().pk == used.pk


def test_translations_touch_nobody(used: LessonPage) -> None:
    course = CoursePage.objects.ancestor_of(used).get()
    make_translation(course, "es")
    make_translation(used.get_parent(), "es")
    spanish: Any = make_translation(used, "es")
    english: Any = used
    spanish.body, english.body = [], []
    assert impact_of_publishing(used) is not None
    assert impact_of_publishing(spanish) is None
    assert impacts_of_taking_away([spanish]) == []
    # Of a course that stays in another language, nothing goes with its English page.
    assert impacts_of_taking_away([course]) == []


def test_approving_is_asked_about_with_its_comment(used: LessonPage) -> None:
    editor = browser_of(make_member(roles=("Editors",)))
    editor.post(edit(used), page_form(used, TEXT, title="Shorter", action="submit"))
    state = Page.objects.get(pk=used.pk).current_workflow_task_state
    browser = moderator()
    approve = reverse("wagtailadmin_pages:workflow_action", args=[used.pk, "approve", state.pk])
    answer = browser.post(approve, {"comment": "Well done"})
    asked = browser.get(answer["Location"])
    assert "1 learner has done it." in asked.content.decode()
    assert "Approve anyway" in asked.content.decode()
    assert Page.objects.get(pk=used.pk).workflow_in_progress
    # The same from the editor, with words the moderator has changed.
    sent = {**page_form(used, TEXT, title="Shorter still"), "action-workflow-action": "1"}
    answer = browser.post(edit(used), sent | {"workflow-action-name": "approve"})
    asked = browser.get(answer["Location"])
    browser.post(answer["Location"], dict(asked.context["sent"]))
    state.refresh_from_db()
    assert (LessonPage.objects.get(pk=used.pk).title, Page.objects.get(pk=used.pk).workflow_in_progress) == (
        "Shorter still",
        False,
    )


def test_enrolling_and_lessons_of_drafts_are_not_touched(used: LessonPage) -> None:
    """A lesson below a module that nobody sees asks nobody."""
    hidden = make_module(CoursePage.objects.ancestor_of(used).get(), "Not yet", live=False)
    draft = make_lesson(hidden, "Draft", live=False, body=[reflection(is_required=True)])
    assert impact_of_publishing(draft) is None
    hidden.live = False
    assert enrol_member(course=CoursePage.objects.ancestor_of(used).get(), member=make_member()).is_open
    LessonPage.objects.filter(pk=draft.pk).update(live=True)
    impact = impact_of_publishing(hidden)
    assert impact is not None
    assert (impact.learners, impact.more) == (2, 2)


# ---------------------------------------------------------------- one language of several


@pytest.fixture
def bilingual(used: LessonPage) -> CoursePage:
    """The course of that lesson, which is there in Spanish too; two learners read it in English and one in Spanish."""
    course: CoursePage = CoursePage.objects.ancestor_of(used).get()
    for page in (course, used.get_parent(), used):
        make_translation(page, "es")
    for language in ("en", "es"):
        enrol_member(course=course, member=make_member(preferred_language=language))
    return course


def test_taking_a_language_away_says_who_reads_it(bilingual: CoursePage) -> None:
    spanish = CoursePage.objects.get(translation_key=bilingual.translation_key, locale__language_code="es")
    browser = moderator("Administrators")
    for page, action, sentence in (
        (bilingual, "unpublish", "2 learners read “A course” in English and would get it in Spanish."),
        (spanish, "unpublish", "1 learner reads “A course” in Spanish and would get it in English."),
        (bilingual, "delete", "2 learners read “A course” in English and would get it in Spanish."),
    ):
        sentence = sentence.replace("A course", bilingual.title)
        address = reverse(f"wagtailadmin_pages:{action}", args=[page.pk])
        asked = browser.post(address, {"languages": "one"})
        assert sentence in asked.content.decode()
        assert Page.objects.get(pk=page.pk).live
    browser.post(asked.context["address"], dict(asked.context["sent"]))
    assert not Page.objects.filter(pk=bilingual.pk).exists()
    assert Page.objects.get(pk=spanish.pk).live


def test_taking_all_languages_away_is_asked_about_as_a_whole(bilingual: CoursePage) -> None:
    browser = moderator("Administrators")
    address = reverse("wagtailadmin_pages:unpublish", args=[bilingual.pk])
    asked = browser.post(address, {"include_descendants": "on"})
    html = asked.content.decode()
    assert "would no longer be part of the course." in html
    assert "would get it in" not in html
    browser.post(asked.context["address"], dict(asked.context["sent"]))
    assert not Page.objects.filter(translation_key=bilingual.translation_key, live=True).exists()


def test_a_language_that_nobody_reads_is_taken_away_at_once(bilingual: CoursePage) -> None:
    arabic = make_translation(bilingual, "ar")
    address = reverse("wagtailadmin_pages:unpublish", args=[arabic.pk])
    assert moderator().post(address, {"languages": "one"}).status_code == 302
    assert [Page.objects.get(pk=page.pk).live for page in (bilingual, arabic)] == [True, False]
