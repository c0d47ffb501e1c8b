"""A lesson's parts are kept for all to whom they look the same, and for nobody else."""

import re
from uuid import uuid4

import pytest

from camtree.core.templatetags import kept_tags
from learning.cohorts.actions.cohorts import take_place
from learning.courses.choices import StepKind
from learning.courses.lesson_parts import parts_of
from learning.models import Cohort, CoursePage
from learning.studying.actions import record_step, write_journal
from tests.factories.cohorts import make_cohort
from tests.factories.courses import lessons_of, make_learner, make_study, reflection, step_of
from tests.factories.members import browser_of
from tests.queries import budget

pytestmark = pytest.mark.django_db

DISCUSSION = {"type": "discussion", "id": str(uuid4()), "value": {"prompt": "What did you hear?", "is_required": False}}


@pytest.fixture(autouse=True)
def _pieces_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_tags, "SECONDS", 600)


@pytest.fixture
def course() -> CoursePage:
    return make_study([reflection("Who spoke last?"), DISCUSSION], [])


def shown(course: CoursePage, member: object) -> str:
    answer = browser_of(member).get(lessons_of(course)[0].url)  # type: ignore[arg-type]
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_what_one_wrote_is_shown_to_nobody_else(course: CoursePage) -> None:
    (writer, enrolment), (reader, _other) = make_learner(course, "Writer"), make_learner(course, "Reader")
    for member in (writer, reader):
        assert "Who spoke last?" in shown(course, member)
    step = step_of(course, kind=StepKind.REFLECTION)
    write_journal(enrolment=enrolment, step=step, prompt="", text="The quiet ones", number=0)
    seen = shown(course, writer)
    assert "The quiet ones" in seen
    assert f'id="id_{step.key}_text" name="text" rows="5" cols="40" maxlength="20000">' in seen
    assert '<input type="hidden" name="number" value="1">' in seen
    other = shown(course, reader)
    assert "The quiet ones" not in other
    assert other.count('<input type="hidden" name="number" value="0">') == 2


def test_each_learner_has_tokens_of_their_own_and_visitors_have_no_forms(course: CoursePage) -> None:
    token = re.compile(r'name="csrfmiddlewaretoken" value="(\w{64})"')
    first, second = (shown(course, make_learner(course, name)[0]) for name in ("First", "Second"))
    # Signing out, two notes, and going on.
    assert [len(token.findall(html)) for html in (first, second)] == [4, 4]
    assert not set(token.findall(first)) & set(token.findall(second))
    visitor = shown(course, None)
    assert "Who spoke last?" in visitor
    assert not token.findall(visitor)
    assert kept_tags.token_mark() not in first + second + visitor


def test_the_way_to_the_discussion_is_that_of_ones_own_cohort(course: CoursePage) -> None:
    cohorts: list[Cohort] = [make_cohort(course=course), make_cohort(course=course)]
    members = [make_learner(course, name)[0] for name in ("One", "Two", "Alone")]
    for cohort, member in zip(cohorts, members, strict=False):
        take_place(cohort=cohort, member=member)
    ways = [re.findall(r"/my/cohorts/(\d+)/discussion/", shown(course, member)) for member in members]
    assert ways == [[str(cohorts[0].pk)], [str(cohorts[1].pk)], []]


def test_marks_of_done_lessons_are_ones_own(course: CoursePage) -> None:
    (quick, enrolment), (slow, _other) = make_learner(course, "Quick"), make_learner(course, "Slow")
    second = lessons_of(course)[1]
    record_step(enrolment=enrolment, step=step_of(course, key=second.translation_key))
    assert ['class="done"' in shown(course, member) for member in (quick, slow, quick)] == [True, False, True]


def test_a_lesson_asks_little_for_somebody_who_begins_it(course: CoursePage) -> None:
    member = make_learner(course)[0]
    shown(course, member)
    browser, address = browser_of(member), lessons_of(course)[0].url
    with budget(4, 1):  # session, member, enrolment, what was done
        browser.get(address)


def test_steps_have_parts_of_their_own_and_a_preview_keeps_none(course: CoursePage) -> None:
    parts = parts_of(lessons_of(course)[0])
    assert [(part.is_step, part.places, part.look) for part in parts] == [(True, (0,), None), (True, (1,), None)]
