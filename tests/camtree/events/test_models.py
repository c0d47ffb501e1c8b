"""The number by which calendars know what is newer."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from wagtail_localize.models import TranslationSource

from learning.cohorts.actions.sessions import keep_session, open_code
from learning.models import CohortSession
from tests.factories.cohorts import make_cohort, make_session
from tests.factories.pages import make_translation, make_webinar
from webinars.models import WebinarPage

pytestmark = pytest.mark.django_db
START = datetime(2030, 1, 31, 17, 30, tzinfo=UTC)


def number_of(row: Any) -> int:
    number: int = type(row).objects.get(pk=row.pk).sequence
    return number


@pytest.mark.parametrize(
    ("name", "value"),
    [("title", "Another"), ("place", "Hall 3"), ("time_zone", "Europe/Paris"), ("address_online", "https://x.test/")],
)
def test_the_number_of_a_session_rises_with_what_calendars_show(name: str, value: str) -> None:
    cohort = make_cohort()
    session = make_session(cohort)
    assert number_of(session) == 0
    for _time in range(2):
        keep_session(cohort=cohort, session=session, **{name: value})
        assert number_of(session) == 1


def test_the_number_of_a_session_rises_when_it_moves_and_for_nothing_else() -> None:
    cohort = make_cohort()
    session = make_session(cohort)
    later = {"starts_at": session.starts_at + timedelta(hours=2), "ends_at": session.ends_at + timedelta(hours=2)}
    # Whoever opened the form before the others has an old number.
    old = CohortSession.objects.get(pk=session.pk)
    keep_session(cohort=cohort, session=session, **later)
    keep_session(cohort=cohort, session=old, title="Another", **later)
    assert number_of(session) == 2
    open_code(session=session, minutes=5)
    keep_session(cohort=cohort, session=CohortSession.objects.get(pk=session.pk), step_key=None)
    assert number_of(session) == 2


def test_the_number_is_kept_with_the_few_fields_that_are_saved() -> None:
    session = make_session(make_cohort())
    session.title = "Another"
    session.save(update_fields=["title"])
    assert number_of(session) == 1


def test_the_number_of_a_webinar_rises_when_a_change_is_published() -> None:
    webinar = make_webinar()
    webinar.starts_at = START
    draft = webinar.save_revision()
    assert number_of(webinar) == 0
    draft.publish()
    assert number_of(webinar) == 1
    # What calendars do not show, in a revision that knows the old number.
    webinar = WebinarPage.objects.get(pk=webinar.pk)
    webinar.introduction, webinar.sequence = "Anew", 0
    webinar.save_revision().publish()
    assert number_of(webinar) == 1


def test_a_translation_follows_the_number_of_its_original() -> None:
    webinar = make_webinar()
    arabic = make_translation(webinar)
    webinar.starts_at = START
    webinar.save_revision().publish()
    webinar = WebinarPage.objects.get(pk=webinar.pk)
    source, _is_new = TranslationSource.update_or_create_from_instance(webinar)
    source.create_or_update_translation(arabic.locale, publish=True, fallback=True)
    arabic = WebinarPage.objects.get(pk=arabic.pk)
    assert (arabic.moment, arabic.sequence) == (webinar.moment, 1)
