"""What is wrong with a course is said before learners find out, and refuses publishing where they could not go on."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupApprovalTask, Page

from camtree.core.pages.publishing import refusals_of
from camtree.media.choices import TrackKind
from camtree.media.models import CaptionTrack
from learning.editing.checks import findings_of_courses, lesson_findings, module_findings, own_findings, quiz_findings
from learning.models import CoursePage, LessonPage, Question, Quiz
from tests.factories.cohorts import make_blended_course, make_cohort
from tests.factories.courses import (
    as_list,
    lessons_of,
    make_course_with_quiz,
    make_pool,
    make_question,
    make_quiz,
    make_recording,
    make_study,
    option,
    page_form,
    raw,
    reflection,
)
from tests.factories.members import browser_of, make_member
from tests.factories.pages import make_course, make_lesson, make_module, make_translation, make_webinar
from tests.queries import budget

pytestmark = pytest.mark.django_db


def said(findings: Any) -> list[tuple[str, str]]:
    return [(finding.severity.value, finding.sentence) for finding in findings]


def lesson_with(*blocks: dict[str, Any]) -> LessonPage:
    lesson: LessonPage = make_lesson(make_module(make_course()), body=list(blocks))
    return lesson


# ---------------------------------------------------------------- lessons


@pytest.mark.parametrize("text", [None, "", "<p></p>", "<p> &nbsp;</p>"])
def test_a_lesson_without_content(text: str | None) -> None:
    lesson = lesson_with(*([] if text is None else [{"type": "text", "value": text, "id": str(uuid.uuid4())}]))
    assert said(lesson_findings(lesson)) == [("error", "This lesson has nothing to read, watch or do.")]
    assert lesson_findings(lesson_with(reflection())) == []


def test_a_quiz_that_is_gone_or_not_published() -> None:
    quiz = make_quiz(make_question())
    lesson = lesson_with(raw("quiz", quiz=quiz.pk, is_required=True, must_pass=True))
    assert lesson_findings(lesson) == []
    quiz.unpublish()
    assert said(lesson_findings(lesson)) == [("error", "A quiz of this lesson is not published.")]
    Quiz.objects.all().delete()
    assert said(lesson_findings(lesson)) == [("error", "A quiz of this lesson is gone.")]


def test_a_video_needs_captions_and_a_sound_its_transcript() -> None:
    video, audio = make_recording("Film"), make_recording("Sound", kind="audio")
    bare = lesson_with(raw("recording", title="Film", video=video.pk, percent=80), raw("audio", audio=audio.pk))
    assert said(lesson_findings(bare)) == [
        ("error", "The video “Film” has neither captions nor a transcript."),
        ("error", "The recording “Sound” has no transcript."),
    ]
    written = lesson_with(raw("recording", title="Film", video=video.pk, transcript="<p>Hello.</p>", percent=80))
    assert said(lesson_findings(written)) == [("warning", "The video “Film” has no captions.")]
    CaptionTrack.objects.create(media=video, language="en", kind=TrackKind.CHAPTERS, file=ContentFile(b"", "a.vtt"))
    assert len(lesson_findings(written)) == 1
    CaptionTrack.objects.create(media=video, language="en", kind=TrackKind.CAPTIONS, file=ContentFile(b"", "b.vtt"))
    audio.text_alternative = "Hello."
    audio.save()
    assert lesson_findings(written) == lesson_findings(bare) == []
    video.delete()
    assert said(lesson_findings(written)) == [("error", "A recording of this lesson is gone.")]


def test_a_webinar_or_template_that_is_not_there() -> None:
    webinar = make_webinar()
    lesson = lesson_with(
        raw("live", title="Call", webinar=webinar.pk, minutes=60),
        raw("assignment", title="Draft", brief="<p>Write.</p>", kind="report", template="nothing", minutes=60),
    )
    template = "There is no report template “nothing” for “Draft”."
    assert said(lesson_findings(lesson)) == [("error", template)]
    webinar.unpublish()
    assert [sentence for _kind, sentence in said(lesson_findings(lesson))] == [
        "The webinar of “Call” is not published.",
        template,
    ]


# ---------------------------------------------------------------- quizzes


def test_a_quiz_with_nothing_to_ask() -> None:
    assert said(quiz_findings(make_quiz())) == [("error", "This quiz has no question.")]
    question = make_question("true_false", "Wait")
    quiz = make_quiz(question)
    assert quiz_findings(quiz) == []
    question.unpublish()
    assert [sentence for _kind, sentence in said(quiz_findings(quiz))] == [
        "The question “Wait” is not published.",
        "This quiz has no question.",
    ]
    Question.objects.all().delete()
    assert said(quiz_findings(quiz))[0] == ("error", "A question of this quiz is gone.")


def test_a_question_without_a_right_answer() -> None:
    wrong = [
        make_question("choice", "a", options=as_list(option("one"), option("two", 50))),
        make_question("choice", "b", multiple=True, options=as_list(option("one", 40), option("two", 40))),
        make_question("short", "c", answers=as_list(option("word", 50))),
        make_question("numeric", "d", answers=as_list({"value": "3", "tolerance": "0", "percent": 10})),
        make_question("cloze", "e", gaps=as_list({"kind": "short", "answers": as_list(option("x", 10))})),
    ]
    for question in wrong:
        words = f"The question “{question.title}” has no right answer."
        assert said(quiz_findings(make_quiz(question))) == [("error", words)]
    right = [make_question(kind) for kind in ("choice", "short", "numeric", "cloze", "matching", "ordering", "open")]
    assert quiz_findings(make_quiz(*right)) == []


def test_a_pool_smaller_than_what_is_drawn() -> None:
    pool = make_pool(3)
    assert quiz_findings(make_quiz(draws=((pool, 3),))) == []
    # What is chosen by hand is not drawn, and two draws share the pool.
    chosen = Question.objects.filter(pool=pool).first()
    assert chosen is not None
    words = "A pool has 2 questions to draw, and 3 are to be drawn."
    assert said(quiz_findings(make_quiz(chosen, draws=((pool, 3),)))) == [("error", words)]
    assert len(quiz_findings(make_quiz(draws=((pool, 2), (pool, 2))))) == 1


def test_a_quiz_that_has_closed_is_only_told() -> None:
    quiz = make_quiz(make_question(), closes_at=timezone.now() - timedelta(days=1))
    assert said(quiz_findings(quiz)) == [("warning", "This quiz has closed: nobody can take it any more.")]
    course, _step = make_course_with_quiz(quiz)
    assert ("warning", f"Quiz “{quiz.title}”: This quiz has closed: nobody can take it any more.") in said(
        findings_of_courses([course])[course.pk]
    )


# ---------------------------------------------------------------- courses


def test_a_course_that_says_little() -> None:
    course = make_course()
    assert said(own_findings(course)) == [
        ("warning", "The course does not say what learners will be able to do."),
        ("warning", "The course has no lesson that learners can read."),
    ]
    module = make_module(course)
    assert said(module_findings(module)) == [("warning", "The module “Looking closely” has no lesson.")]
    make_lesson(module, body=[reflection()], minutes=55)
    assert module_findings(module) == []
    assert said(own_findings(course)) == [("warning", "The course does not say what learners will be able to do.")]


@pytest.mark.parametrize(("minutes", "is_told"), [(29, True), (30, False), (90, False), (91, True)])
def test_minutes_against_what_the_course_says(minutes: int, is_told: bool) -> None:
    course = make_course(outcomes=[("outcome", "Listen")], hours="1.0")
    make_lesson(make_module(course), body=[reflection()], minutes=minutes - 5)
    words = f"The course says it takes 60 minutes; its steps together take {minutes}."
    assert said(own_findings(course)) == ([("warning", words)] if is_told else [])


def unreachable(course: CoursePage, *conditions: dict[str, Any]) -> list[tuple[str, str]]:
    course.conditions = list(conditions)  # type: ignore[assignment]
    return [(f.severity.value, f.sentence) for f in own_findings(course) if f.field == "conditions"]


def test_certificates_nobody_can_reach() -> None:
    course = make_study([reflection()])
    no_quiz = "The certificate asks for a result in the quizzes, and the course has no quiz."
    no_session = "The certificate asks for 2 sessions, and the course has 0."
    assert unreachable(course, raw("quizzes", percent=70)) == [("error", no_quiz)]
    assert unreachable(course, raw("sessions", number=2)) == [("error", no_session)]
    assert unreachable(course, raw("share", percent=100)) == unreachable(course) == []
    assert unreachable(make_course("Empty"), raw("quizzes", percent=70)) == [("warning", no_quiz)]


def test_sessions_of_a_course_that_is_taken_alone() -> None:
    course = make_blended_course()
    alone = "The certificate needs a session, but the course is taken alone and no group takes it now."
    assert unreachable(course) == unreachable(course, raw("sessions", number=1)) == [("error", alone)]
    # Two of four steps are sessions: half can be had without them.
    assert unreachable(course, raw("share", percent=50)) == []
    assert unreachable(course, raw("share", percent=51)) == [("error", alone)]
    course.mode = "blended"
    assert unreachable(course) == []
    course.mode = "self-paced"
    make_cohort(course=course)
    assert unreachable(course) == []


def test_a_translation_that_lacks_lessons() -> None:
    course = make_study([reflection()], [reflection()])
    spanish = make_translation(course, "es")
    module = make_translation(lessons_of(course)[0].get_parent(), "es")
    lacking = [sentence for _kind, sentence in said(own_findings(course)) if sentence.startswith("Spanish")]
    assert lacking == ["Spanish: 2 lessons of this course are not published."]
    make_translation(lessons_of(course)[0], "es")
    lacking = [sentence for _kind, sentence in said(own_findings(course)) if sentence.startswith("Spanish")]
    assert lacking == ["Spanish: 1 lesson of this course is not published."]
    assert module.get_parent().pk == spanish.pk
    assert not any("published" in sentence for _kind, sentence in said(own_findings(spanish)))


# ---------------------------------------------------------------- where they show


def edit(page: Any) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def test_errors_refuse_publishing_and_drafts_always_save() -> None:
    lesson = lesson_with(reflection())
    browser = browser_of(make_member(roles=("Moderators",)))
    answer = browser.post(edit(lesson), page_form(lesson, title="Emptied", action="publish"))
    assert answer.status_code == 200
    assert "This lesson has nothing to read, watch or do." in answer.content.decode()
    assert LessonPage.objects.get(pk=lesson.pk).title != "Emptied"
    assert LessonPage.objects.get(pk=lesson.pk).get_latest_revision_as_object().title != "Emptied"
    answer = browser.post(edit(lesson), page_form(lesson, title="Emptied"))
    assert answer.status_code == 302
    assert LessonPage.objects.get(pk=lesson.pk).get_latest_revision_as_object().title == "Emptied"
    # What cannot be published is not handed to a moderator either.
    editor = browser_of(make_member(roles=("Editors",)))
    assert editor.post(edit(lesson), page_form(lesson, action="submit")).status_code == 200
    answer = editor.post(edit(lesson), page_form(lesson, reflection(), action="submit"))
    assert (answer.status_code, LessonPage.objects.get(pk=lesson.pk).workflow_in_progress) == (302, True)


def test_a_new_lesson_is_refused_as_well() -> None:
    module = make_module(make_course())
    address = reverse("wagtailadmin_pages:add", args=["learning", "lessonpage", module.pk])
    browser = browser_of(make_member(roles=("Moderators",)))
    blank = LessonPage(title="New", slug="new", minutes=10)
    assert browser.post(address, page_form(blank, action="publish")).status_code == 200
    assert not LessonPage.objects.filter(slug="new").exists()
    assert browser.post(address, page_form(blank, reflection(), action="publish")).status_code == 302
    assert LessonPage.objects.get(slug="new").live


def test_a_lesson_does_not_take_the_last_quiz_of_a_certificate() -> None:
    course, _step = make_course_with_quiz(make_quiz(make_question()))
    course.conditions = [raw("quizzes", percent=70)]  # type: ignore[assignment]
    course.save_revision().publish()
    lesson = lessons_of(course)[0]
    lesson.body = [reflection()]  # type: ignore[assignment]
    assert [refusal.sentence for refusal in refusals_of(lesson)] == [
        "The certificate asks for a result in the quizzes, and the course has no quiz."
    ]
    # A course that was so already does not stand in the way of its lessons.
    second = make_lesson(lesson.get_parent(), "Second", body=[reflection()])
    assert refusals_of(second) == []


def test_warnings_are_told_after_publishing() -> None:
    course = make_course()
    browser = browser_of(make_member(roles=("Moderators",)))
    answer = browser.post(edit(course), page_form(course, action="publish"), follow=True)
    assert "The course has no lesson that learners can read." in answer.content.decode()


def test_approving_is_refused_too() -> None:
    lesson = lesson_with(reflection())
    editor, moderator = make_member(roles=("Editors",)), make_member(roles=("Moderators",))
    quiz = make_quiz(make_question())
    body = raw("quiz", quiz=quiz.pk, is_required=True, must_pass=True)
    browser_of(editor).post(edit(lesson), page_form(lesson, body, action="submit"))
    quiz.unpublish()
    state = Page.objects.get(pk=lesson.pk).current_workflow_task_state
    assert isinstance(state.task.specific, GroupApprovalTask)
    address = reverse("wagtailadmin_pages:workflow_action", args=[lesson.pk, "approve", state.pk])
    answer = browser_of(moderator).post(address, {"comment": ""}, follow=True)
    assert "A quiz of this lesson is not published." in answer.content.decode()
    assert Page.objects.get(pk=lesson.pk).workflow_in_progress
    Quiz.objects.get(pk=quiz.pk).get_latest_revision().publish()
    assert browser_of(moderator).post(address, {"comment": ""}).status_code == 302
    assert not Page.objects.get(pk=lesson.pk).workflow_in_progress
    assert LessonPage.objects.get(pk=lesson.pk).body[0].block_type == "quiz"


def test_publishing_from_the_list_is_refused() -> None:
    lesson = lesson_with()
    LessonPage.objects.filter(pk=lesson.pk).update(live=False)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    browser = browser_of(make_member(roles=("Moderators",)))
    back = reverse("wagtailadmin_explore", args=[lesson.get_parent().pk])
    answer = browser.post(f"{address}?id={lesson.pk}&next={back}", follow=True)
    assert "This lesson has nothing to read, watch or do." in answer.content.decode()
    assert not LessonPage.objects.get(pk=lesson.pk).live


def test_a_quiz_is_refused_in_its_own_editor() -> None:
    question = make_question("true_false", "Wait")
    quiz = make_quiz(question)
    question.unpublish()
    browser = browser_of(make_member(roles=("Moderators",)))
    sent = {
        "title": "Renamed",
        "introduction": "",
        "pass_percent": "70",
        "attempts": "0",
        "feedback": "attempt",
        "items-count": "1",
        "items-0-type": "question",
        "items-0-value": str(question.pk),
        "items-0-order": "0",
        "items-0-deleted": "",
        "items-0-id": str(uuid.uuid4()),
    }
    address = reverse("wagtailsnippets_learning_quiz:edit", args=[quiz.pk])
    answer = browser.post(address, {**sent, "action-publish": "1"})
    assert answer.status_code == 200
    assert "is not published." in answer.content.decode()
    assert browser.post(address, sent).status_code == 302
    assert (Quiz.objects.get().title, Quiz.objects.get().has_unpublished_changes) == (quiz.title, True)


def test_a_translation_publishes_by_itself() -> None:
    """What is wrong with it is a finding, never an exception."""
    course = make_study([])
    assert [page.live for page in (make_translation(course, "es"), *lessons_of(course))] == [True, True]
    assert ("error", "This lesson has nothing to read, watch or do.") in said(findings_of_courses([course])[course.pk])


def test_the_page_of_checks_lists_errors_first_for_those_who_may_edit() -> None:
    course = make_study([], [reflection()])
    address = reverse("learning_check", args=[course.pk])
    editor = browser_of(make_member(roles=("Editors",)))
    html = editor.get(address).content.decode()
    assert html.index("This lesson has nothing") < html.index("The course does not say")
    assert f'href="{edit(lessons_of(course)[0])}#panel-child-content-body-section"' in html
    assert address in editor.get(edit(lessons_of(course)[0])).content.decode()
    translator = browser_of(make_member(roles=("Translators (es)",)))
    assert translator.get(address).status_code == 302
    assert editor.get(reverse("learning_check", args=[2**62])).status_code == 404


def test_checking_asks_the_same_of_three_and_thirty_lessons() -> None:
    quiz = make_quiz(make_question(), draws=((make_pool(2), 1),))
    video = make_recording()
    course = make_study()
    module = lessons_of(course)[0].get_parent().specific

    def ask() -> int:
        fresh = CoursePage.objects.get(pk=course.pk)
        with budget(10, 1) as log:
            findings_of_courses([fresh])
        return len(log.captured_queries)

    def add(number: int) -> None:
        for place in range(number):
            quizzed = raw("quiz", quiz=quiz.pk, is_required=True, must_pass=True)
            filmed = raw("recording", title="Film", video=video.pk, percent=80)
            make_lesson(module, f"More {number} {place}", body=[reflection(), quizzed, filmed])

    add(1)
    asked = ask()
    add(27)
    assert ask() == asked
