"""The demo is loaded once, whole, and can be taken away again."""

from collections import Counter
from typing import Any

from allauth.account.models import EmailAddress
from django.apps import apps
from wagtail.models import Page, Revision
from wagtail_localize.models import Translation

from camtree.media.captions.webvtt import parse_webvtt
from camtree.members.models import User
from demo.accounts import ACCOUNTS
from demo.actions import drop_demo, load_demo
from home.models import HomePage
from insights.models import InsightReportPage
from leads.models import LeadProfilePage
from learning.models import Cohort, CoursePage, Enrolment, LessonPage, Question, Quiz, Step
from research.library.choices import ReportKind
from research.models import (
    Call,
    CollectionPage,
    Inquiry,
    ReportPage,
    ReservedIdentifier,
    ReviewerProfile,
)
from webinars.models import Register, WebinarPage

# Rows that tell of actions, not of content: they grow with every look.
BOOKKEEPING = {"sessions.Session", "wagtailcore.PageLogEntry", "wagtailcore.ModelLogEntry"}


def rows() -> Counter[str]:
    """How many rows every table holds."""
    return Counter(
        {
            model._meta.label: model._default_manager.count()
            for model in apps.get_models()
            if model._meta.managed and model._meta.label not in BOOKKEEPING and "fts" not in model._meta.db_table
        }
    )


def originals(model: type[Page]) -> list[Page]:
    """One page for each work."""
    return list({page.translation_key: page for page in model.objects.live()}.values())


def test_the_demo_holds_what_it_promises() -> None:
    assert len(originals(CollectionPage)) == 4
    assert len(originals(ReportPage)) == 15
    assert len(originals(CoursePage)) == 3
    assert len(originals(WebinarPage)) == 5
    assert len(originals(LeadProfilePage)) == 8
    assert len(originals(InsightReportPage)) == 1
    assert all(LessonPage.objects.descendant_of(course).live().count() >= 3 for course in CoursePage.objects.live())


def test_a_translated_webinar_names_its_series_in_its_own_language() -> None:
    webinars = WebinarPage.objects.filter(series__isnull=False).select_related("series")
    assert {webinar.locale.language_code for webinar in webinars} == {"en", "es", "ar"}
    assert all(webinar.series.locale_id == webinar.locale_id for webinar in webinars)


def test_reports_come_from_many_countries_and_phases() -> None:
    reports = originals(ReportPage)
    assert len({str(report.country) for report in reports}) >= 8
    assert len({phase.slug for report in reports for phase in report.phases.all()}) >= 5
    assert sum(report.kind == ReportKind.LESSON_STUDY for report in reports) == 2
    assert all(report.case_pupils == 3 for report in reports if report.kind == ReportKind.LESSON_STUDY)
    assert Counter(report.original_language for report in reports) == {"en": 13, "es": 1, "ar": 1}


def test_identifiers_belong_to_one_work_each() -> None:
    works = {report.identifier: report.translation_key for report in ReportPage.objects.live()}
    assert len(works) == 15
    assert len(set(works.values())) == 15


def test_translations_come_from_wagtail_localize() -> None:
    """Every page that stands in two languages is the work of wagtail-localize, whichever language came first."""
    translated = Counter(Page.objects.live().values_list("translation_key", flat=True))
    known = set(Translation.objects.values_list("source__object_id", flat=True))
    assert {key for key, languages in translated.items() if languages > 1} <= known


def test_three_webinars_have_recording_captions_and_chapters() -> None:
    recorded = [webinar for webinar in originals(WebinarPage) if webinar.recording_id]
    assert len(recorded) == 3
    for webinar in recorded:
        assert webinar.recording.duration >= 60
        assert webinar.recording.file.size <= 1_500_000
        tracks = {track.language: parse_webvtt(track.written) for track in webinar.recording.caption_tracks.all()}
        assert sorted(tracks) == ["ar", "en", "es"]
        times = {language: [(cue.start, cue.end) for cue in cues] for language, cues in tracks.items()}
        assert times["ar"] == times["es"] == times["en"]
        assert webinar.chapters.count() >= 3
        assert all(chapter.seconds < webinar.recording.duration for chapter in webinar.chapters.all())
        assert webinar.transcript


def test_two_webinars_are_upcoming() -> None:
    assert len({webinar.translation_key for webinar in WebinarPage.objects.live().upcoming()}) == 2


def test_a_second_load_changes_nothing() -> None:
    before, revisions = rows(), Revision.objects.count()
    load_demo()
    assert rows() == before
    assert Revision.objects.count() == revisions


def test_demo_accounts_have_their_roles() -> None:
    for account in ACCOUNTS:
        user = User.objects.get(email=account.email)
        assert list(user.groups.values_list("name", flat=True)) == ([account.group] if account.group else [])
        assert EmailAddress.objects.get(user=user).verified


def test_dropping_takes_the_demo_and_nothing_else() -> None:
    kept = HomePage.objects.count()
    editors_own = ReportPage.objects.filter(identifier="CT-2026-0041").first()
    assert editors_own is not None
    own = ReportPage(title="Not of the demo", slug="not-of-the-demo", locale=editors_own.locale)
    editors_own.get_parent().add_child(instance=own)

    drop_demo()

    assert ReportPage.objects.get().pk == own.pk
    assert HomePage.objects.count() == kept
    assert [len(home.featured_reports) for home in HomePage.objects.all()] == [0] * kept
    assert not User.objects.filter(email__endswith="@demo.camtree.test").exists()
    assert not CollectionPage.objects.exists()
    assert not any(model.objects.exists() for model in (Inquiry, Call, ReviewerProfile, ReservedIdentifier))
    histories: dict[str, Any] = {
        model.__name__: model.history
        for app in ("research", "learning")
        for model in apps.get_app_config(app).get_models()
        if hasattr(model, "history")
    }
    assert len(histories) == 22
    assert not any(model.objects.exists() for model in (Step, Enrolment, Question, Quiz, Cohort))
    assert {name: history.count() for name, history in histories.items()} == dict.fromkeys(histories, 0)


def test_one_webinar_has_places_and_one_is_full() -> None:
    registers = {register.capacity: register.registrations for register in Register.objects.all()}
    held = {places: (rows.joined().count(), rows.waiting().count()) for places, rows in registers.items()}
    assert held == {40: (3, 0), 2: (2, 2)}
