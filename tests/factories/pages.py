import json
from datetime import timedelta
from typing import Any

from django.utils import timezone
from wagtail.models import Locale, Page

from camtree.vocabularies.models import Approach, Phase, Subject, Theme
from insights.models import InsightIndexPage, InsightReportPage, InsightSource
from leads.models import LeadIndexPage, LeadLanguage, LeadProfilePage
from learning.models import CourseIndexPage, CoursePage, LessonPage, ModulePage
from research.models import (
    CollectionIndexPage,
    CollectionItem,
    CollectionPage,
    ReportAuthor,
    ReportIndexPage,
    ReportPage,
)
from tests.factories.media import make_image
from webinars.models import WebinarIndexPage, WebinarPage, WebinarSpeaker

PARENTS: dict[type[Page], type[Page]] = {
    ReportPage: ReportIndexPage,
    CollectionPage: CollectionIndexPage,
    CoursePage: CourseIndexPage,
    WebinarPage: WebinarIndexPage,
    LeadProfilePage: LeadIndexPage,
    InsightReportPage: InsightIndexPage,
}


def make_page(
    model: type[Page],
    title: str,
    *,
    language: str = "en",
    live: bool = True,
    parent: Page | None = None,
    **fields: Any,
) -> Any:
    """A page of one type in its section, or below `parent`; published unless `live` is false."""
    parent = parent or PARENTS[model].objects.get(locale__language_code=language)
    page = model(title=title, live=live, **fields)
    parent.add_child(instance=page)
    revision = page.save_revision(user=fields.get("owner"))
    if live:
        revision.publish()
    return model.objects.get(pk=page.pk)


def make_report(title: str = "Wait time and talk", **fields: Any) -> ReportPage:
    report: ReportPage = make_page(ReportPage, title, **fields)
    return report


def make_lead(title: str = "Sunita Rao", **fields: Any) -> LeadProfilePage:
    lead: LeadProfilePage = make_page(LeadProfilePage, title, **{"country": "IN", **fields})
    return lead


def make_translation(page: Page, language: str = "ar") -> Any:
    """The page once more in another language, published; a translator has not yet changed a word."""
    copy = page.specific.copy_for_translation(Locale.objects.get(language_code=language))
    copy.save_revision().publish()
    return type(copy).objects.get(pk=copy.pk)


# ---------------------------------------------------------------- with everything that pages of their kind can show


def _term(vocabulary: Any) -> list[Any]:
    return [vocabulary.objects.filter(locale__language_code="en").first()]


def make_full_report(title: str = "Wait time and talk", **fields: Any) -> ReportPage:
    """A report with author, country and a term of each vocabulary."""
    return make_report(
        title,
        country="KE",
        authors=[ReportAuthor(name="Nila Perera", affiliation="Hill School")],
        phases=_term(Phase),
        subjects=_term(Subject),
        approaches=_term(Approach),
        themes=_term(Theme),
        **fields,
    )


def make_full_lead(title: str = "Sunita Rao", **fields: Any) -> LeadProfilePage:
    """A lead with photo, language and approach."""
    return make_lead(
        title, photo=make_image(title), languages=[LeadLanguage(code="hi")], approaches=_term(Approach), **fields
    )


def make_collection(reports: list[ReportPage], title: str = "Quieter voices", **fields: Any) -> CollectionPage:
    """A collection of these reports with a cover picture, each report with a note."""
    items = [CollectionItem(report=report, note="Read this first.") for report in reports]
    collection: CollectionPage = make_page(CollectionPage, title, items=items, cover_image=make_image(title), **fields)
    return collection


def make_insight(reports: list[ReportPage], title: str = "What many say", **fields: Any) -> InsightReportPage:
    """An insight report on these reports: one finding stands on all of them."""
    value = {"statement": "Waiting works.", "strength": "strong", "reports": [report.pk for report in reports]}
    insight: InsightReportPage = make_page(
        InsightReportPage,
        title,
        analysts=[("name", "Rosa Quispe")],
        findings=json.dumps([{"type": "finding", "value": value}]),
        sources=[InsightSource(report=report) for report in reports],
        **fields,
    )
    return insight


def make_webinar(title: str = "Talk in pairs", *, in_days: int = 7, speakers: int = 1, **fields: Any) -> WebinarPage:
    """A webinar of an hour, so many days from now."""
    webinar: WebinarPage = make_page(
        WebinarPage,
        title,
        speakers=[WebinarSpeaker(name=f"Speaker {number}", country="KE") for number in range(speakers)],
        approaches=_term(Approach),
        themes=_term(Theme),
        **{"starts_at": timezone.now() + timedelta(days=in_days), **fields},
    )
    return webinar


def make_course(title: str = "First steps", **fields: Any) -> CoursePage:
    """A course that has no module yet."""
    course: CoursePage = make_page(CoursePage, title, approaches=_term(Approach), **fields)
    return course


def make_module(course: CoursePage, title: str = "Looking closely", **fields: Any) -> ModulePage:
    """A module of a course that has no lesson yet."""
    module: ModulePage = make_page(ModulePage, title, parent=course, **fields)
    return module


def make_lesson(module: ModulePage, title: str = "What to look at", **fields: Any) -> LessonPage:
    """A lesson of a module."""
    lesson: LessonPage = make_page(LessonPage, title, parent=module, **fields)
    return lesson
